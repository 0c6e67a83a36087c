import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { cellCount } from '../../../src/core/models/graphical/factor.ts';
import { countMarginals } from '../../../src/core/table/marginal-counts.ts';
import { naiveCell } from '../../helpers/naive/graphical.ts';
import { forAll } from '../../helpers/properties.ts';

/** Row counts around what is counted at a time: four cells, blocks of 8,192 rows. */
const rowCounts = fc.oneof(fc.nat(9), fc.constantFrom(8191, 8192, 8193, 16_387));
const tables = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }), rowCounts, fc.nat())
  .chain(([sizes, rowCount, seed]) =>
    fc.record({
      sizes: fc.constant(sizes),
      rowCount: fc.constant(rowCount),
      seed: fc.constant(seed),
      cliques: fc.array(fc.subarray([...sizes.keys()], { minLength: 1, maxLength: Math.min(3, sizes.length) }), {
        maxLength: 8,
      }),
    }),
  );

test('counts of one, two and three columns are those of a walk over the rows, for any number of rows', () => {
  forAll(tables, ({ sizes, rowCount, seed, cliques }) => {
    const rng = createRng(seed, 'rows');
    const columns = sizes.map((size) => Uint16Array.from({ length: rowCount }, () => rng.below(size)));
    const counts = countMarginals(columns, rowCount, sizes, cliques);
    cliques.forEach((clique, at) => {
      const naive = new Int32Array(cellCount(clique, sizes));
      for (let row = 0; row < rowCount; row++) {
        const codes = columns.map((column) => column[row]!);
        naive[naiveCell(codes, clique, sizes)]!++;
      }
      expect(counts[at]).toEqual(naive);
    });
  });
});

test('more than three columns, or none, are refused', () => {
  const columns = [0, 1, 2, 3].map(() => Uint16Array.of(0));
  expect(() => countMarginals(columns, 1, [1, 1, 1, 1], [[0, 1, 2, 3]])).toThrow('one to three columns');
  expect(() => countMarginals(columns, 1, [1, 1, 1, 1], [[]])).toThrow('one to three columns');
});
