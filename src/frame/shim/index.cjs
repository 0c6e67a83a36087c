/**
 * Stands in for five heavy packages that danfojs imports and hardly uses: these are the members it takes from them.
 * The statistics skip missing values, which also mends `describe()`.
 */
'use strict';

const present = (values) => Array.from(values).filter((value) => typeof value === 'number' && !Number.isNaN(value));

function mean(values) {
  const numbers = present(values);
  return numbers.length === 0 ? NaN : numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

function variance(values) {
  const numbers = present(values);
  if (numbers.length < 2) return numbers.length === 1 ? 0 : NaN;
  const centre = mean(numbers);
  return numbers.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (numbers.length - 1);
}

function std(values) {
  return Math.sqrt(variance(values));
}

function median(values) {
  const numbers = present(values).sort((a, b) => a - b);
  const middle = Math.floor(numbers.length / 2);
  if (numbers.length === 0) return NaN;
  return numbers.length % 2 === 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
}

function mode(values) {
  const counts = new Map();
  for (const value of present(values)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].filter(([, count]) => count === most).map(([value]) => value);
}

/** Console text: rows of cells parted by tabs. */
function table(rows) {
  return rows.map((row) => row.join('\t')).join('\n');
}

class Tensor {}

module.exports = Object.assign(table, { mean, variance, std, median, mode, table, Tensor });
