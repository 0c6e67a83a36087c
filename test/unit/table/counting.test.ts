import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import type { BinnedTable } from '../../../src/core/table/binning.ts';
import { countTables } from '../../../src/core/table/counting.ts';
import { naiveCounts } from '../../helpers/naive/counting.ts';

/** More than a block of rows and no multiple of four, so that the borders of blocks and lanes are crossed. */
function tableOf(sizes: readonly number[], rowCount = 40_003): BinnedTable {
  const rng = createRng(1, 'counting');
  const codes = sizes.map((size) => Uint8Array.from({ length: rowCount }, () => rng.below(size)));
  return { rowCount, sizes, codes };
}

test.each([
  { what: 'columns, pairs and triples', table: tableOf([3, 5, 4]), lists: [[0], [0, 1], [1, 2], [0, 1, 2], [2]] },
  {
    what: 'marginals of very many cells',
    table: tableOf([130, 130, 2], 2_001),
    lists: [
      [0, 1],
      [0, 1, 2],
    ],
  },
  { what: 'fewer rows than lanes', table: tableOf([2, 3, 2], 3), lists: [[0], [0, 1], [0, 1, 2]] },
])('$what are counted as their naive twin counts them, each into its own table', ({ table, lists }) => {
  const counted = countTables(table, lists);
  lists.forEach((columns, at) => {
    const naive = naiveCounts(
      columns.map((column) => table.codes[column]!),
      columns.map((column) => table.sizes[column]!),
    );
    expect([...counted[at]!]).toEqual(naive);
  });
});

test('rows in one cell alone fill no lane beyond what it can hold', () => {
  const codes = [0, 1].map(() => new Uint8Array(300_000));
  expect([...countTables({ rowCount: 300_000, sizes: [1, 1], codes }, [[0, 1]])[0]!]).toEqual([300_000]);
});

test('more than three columns, or none, are refused', () => {
  const table = tableOf([1, 1, 1, 1], 1);
  expect(() => countTables(table, [[0, 1, 2, 3]])).toThrow('one to three columns');
  expect(() => countTables(table, [[]])).toThrow('one to three columns');
});
