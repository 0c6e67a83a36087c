import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { evenCounts } from '../../../src/core/models/draw.ts';
import { fitTable, sampleCodes } from '../../helpers/models.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

test('even draw: the mean of 20,000 draws is the expected number of rows (z = 6; false alarm 2e-9 a value)', () => {
  const weights = Float64Array.of(5, 1, 0.25, 3.1, 0, 7.77, 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rng = createRng(2, 'even');
  const sums = new Float64Array(weights.length);
  for (let draw = 0; draw < 20_000; draw++)
    evenCounts(weights, 13, rng).forEach((count, value) => (sums[value]! += count));
  sums.forEach((sum, value) => {
    const expected = (13 * weights[value]!) / total;
    const part = expected - Math.floor(expected);
    const error = 6 * Math.sqrt((part * (1 - part)) / 20_000) + 2 ** -20;
    expect(Math.abs(sum / 20_000 - expected)).toBeLessThan(error);
  });
});

test('independent draws follow the counts of the model: chi-square of 50,000 rows (false alarm 1e-9)', () => {
  const levels = ['a', 'b', 'c', 'd', 'e'];
  const cells = levels.flatMap((level, at) => Array<string>(10 * (at + 1) ** 2).fill(level));
  const table = tableOf(
    categorical('x', cells),
    numeric(
      'y',
      cells.map((_, row) => row % 40),
    ),
  );
  for (const id of ['independent', 'copula'] as const) {
    const { model } = fitTable(id, table);
    const drawn = new Float64Array(model.counts[0]!.length);
    for (const code of sampleCodes(model, 50_000, 'independent').columns[0]!) drawn[code]!++;
    const chiSquare = drawn.reduce((sum, rows, code) => {
      const expected = (50_000 * model.counts[0]![code]!) / cells.length;
      return sum + (rows - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(47.5); // four degrees of freedom
  }
});

test('columns on their own are independent under the even draw: chi-square of pairs, 20,000 rows (false alarm 1e-9)', () => {
  const cells = Array.from({ length: 400 }, (_, row) => 'abcd'[row % 4]!);
  const table = tableOf(categorical('x', cells), categorical('y', cells));
  const coded = sampleCodes(fitTable('independent', table).model, 20_000);
  const counts = new Float64Array(16);
  for (let row = 0; row < 20_000; row++) counts[4 * coded.columns[0]![row]! + coded.columns[1]![row]!]!++;
  const chiSquare = counts.reduce((sum, rows) => sum + (rows - 1250) ** 2 / 1250, 0);
  expect(chiSquare).toBeLessThan(62.5); // nine degrees of freedom: margins are fixed
});
