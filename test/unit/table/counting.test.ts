import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import type { BinnedTable } from '../../../src/core/table/binning.ts';
import { countTables } from '../../../src/core/table/counting.ts';
import { naiveCounts } from '../../helpers/naive/counting.ts';

/** More than a block of rows and no multiple of four, so that the borders of blocks and words are crossed. */
function tableOf(sizes: readonly number[], rowCount = 70_003): BinnedTable {
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
  {
    what: 'as many cells as half a word can tell apart',
    table: tableOf([256, 256, 1]),
    lists: [
      [0, 1],
      [1, 0, 2],
    ],
  },
  { what: 'fewer rows than a word holds', table: tableOf([2, 3, 2], 3), lists: [[0], [0, 1], [0, 1, 2]] },
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

test('codes that begin in the middle of a word are counted like others', () => {
  const { codes, sizes } = tableOf([5, 7], 1_003);
  const within = codes.map((column) => column.subarray(1));
  expect(within[0]!.byteOffset % 4).toBe(1);
  const [counted] = countTables({ rowCount: 1_002, sizes, codes: within }, [[0, 1]]);
  expect([...counted!]).toEqual(naiveCounts(within, sizes));
});

test('more than three columns, or none, are refused', () => {
  const table = tableOf([1, 1, 1, 1], 1);
  expect(() => countTables(table, [[0, 1, 2, 3]])).toThrow('one to three columns');
  expect(() => countTables(table, [[]])).toThrow('one to three columns');
});
