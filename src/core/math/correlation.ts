/**
 * How strongly two columns hang together, one number a pair. NaN stands for a missing number, and rows where either side
 * is missing are skipped. NaN as an answer: a side is constant, or fewer than two rows are complete.
 *   Pearson's r on values, Spearman's on mid-ranks, in [−1, 1]. Means first, then products: large means lose no digits.
 *   Cramér's V = √(φ² / min(r − 1, k − 1)), φ² = χ² / n, of an r × k table without its empty rows and columns, in [0, 1];
 *   corrected for its bias as Bergsma 2013 (J. Korean Stat. Soc. 42:323) does it.
 *   Correlation ratio η = √(between / total sum of squares) of a number within the levels of a category, in [0, 1].
 * Cost: linear, Spearman a sort. Privacy: functions of the rows.
 */
import { midRanks } from './ranks.ts';

/** Number of rows in which neither side is NaN. */
export function completeRowCount(x: Float64Array, y: Float64Array): number {
  let count = 0;
  for (let row = 0; row < x.length; row++) if (x[row] === x[row] && y[row] === y[row]) count++;
  return count;
}

export function pearson(x: Float64Array, y: Float64Array): number {
  let n = 0;
  let xSum = 0;
  let ySum = 0;
  for (let row = 0; row < x.length; row++) {
    const a = x[row]!;
    const b = y[row]!;
    if (a !== a || b !== b) continue;
    n++;
    xSum += a;
    ySum += b;
  }
  const xMean = xSum / n;
  const yMean = ySum / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let row = 0; row < x.length; row++) {
    const a = x[row]! - xMean;
    const b = y[row]! - yMean;
    if (a !== a || b !== b) continue;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  if (!(xx > 0) || !(yy > 0)) return NaN;
  return Math.min(1, Math.max(-1, xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

export function spearman(x: Float64Array, y: Float64Array): number {
  const n = completeRowCount(x, y);
  const first = new Float64Array(n);
  const second = new Float64Array(n);
  for (let row = 0, kept = 0; row < x.length; row++) {
    if (x[row] !== x[row] || y[row] !== y[row]) continue;
    first[kept] = x[row]!;
    second[kept++] = y[row]!;
  }
  return pearson(midRanks(first), midRanks(second));
}

/** V of a table of counts, `rows` × `columns`, row-major. */
export function cramersV(counts: ArrayLike<number>, rows: number, columns: number): number {
  const { phi2, filledRows, filledColumns } = meanSquareContingency(counts, rows, columns);
  return Math.sqrt(Math.min(1, phi2 / (Math.min(filledRows, filledColumns) - 1)));
}

/** V with what independent columns of this size show on average taken off, so that independence is near 0. */
export function cramersVCorrected(counts: ArrayLike<number>, rows: number, columns: number): number {
  const { phi2, n, filledRows: r, filledColumns: k } = meanSquareContingency(counts, rows, columns);
  const left = Math.max(0, phi2 - ((r - 1) * (k - 1)) / (n - 1));
  const smaller = Math.min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1;
  return smaller > 0 ? Math.sqrt(Math.min(1, left / smaller)) : NaN;
}

/** η of `values` within the levels `codes`, which are below `levelCount`; a missing level is a level here. */
export function correlationRatio(values: Float64Array, codes: Uint16Array, levelCount: number): number {
  const sums = new Float64Array(levelCount);
  const counts = new Float64Array(levelCount);
  let n = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== value) continue;
    sums[codes[row]!]! += value;
    counts[codes[row]!]!++;
    sum += value;
    n++;
  }
  const mean = sum / n;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    const shift = values[row]! - mean;
    if (shift === shift) total += shift * shift;
  }
  let between = 0;
  for (let level = 0; level < levelCount; level++) {
    if (counts[level] === 0) continue;
    const shift = sums[level]! / counts[level]! - mean;
    between += counts[level]! * shift * shift;
  }
  return total > 0 ? Math.sqrt(Math.min(1, between / total)) : NaN;
}

/** φ² = Σ count² / (row total · column total) − 1 over filled cells; NaN with fewer than two filled rows or columns. */
function meanSquareContingency(
  counts: ArrayLike<number>,
  rows: number,
  columns: number,
): { phi2: number; n: number; filledRows: number; filledColumns: number } {
  const rowTotals = new Float64Array(rows);
  const columnTotals = new Float64Array(columns);
  let n = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const count = counts[i * columns + j]!;
      rowTotals[i]! += count;
      columnTotals[j]! += count;
      n += count;
    }
  }
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const count = counts[i * columns + j]!;
      if (count > 0) sum += (count / rowTotals[i]!) * (count / columnTotals[j]!);
    }
  }
  const filledRows = rowTotals.filter((total) => total > 0).length;
  const filledColumns = columnTotals.filter((total) => total > 0).length;
  const isMeasurable = filledRows > 1 && filledColumns > 1;
  return { phi2: isMeasurable ? Math.max(0, sum - 1) : NaN, n, filledRows, filledColumns };
}
