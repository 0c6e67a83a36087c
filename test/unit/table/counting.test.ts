import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { countOne, countPairs } from '../../../src/core/table/counting.ts';
import { naiveCounts } from '../../helpers/naive/counting.ts';

const sizes = [3, 5, 4];
const rng = createRng(1, 'counting');
/** More than two blocks of rows and no multiple of four, so that borders of blocks and lanes are crossed. */
const columns = sizes.map((size) => Uint8Array.from({ length: 40_003 }, () => rng.below(size)));
const [first, second, third] = columns as [Uint8Array, Uint8Array, Uint8Array];

test('one column is counted as its naive twin counts it', () => {
  const counts = new Int32Array(3);
  countOne(first, counts);
  expect([...counts]).toEqual(naiveCounts([first], [3]));
});

test('pairs are counted as their naive twin counts them, each into its own table', () => {
  const pairs = [
    { first, second, secondSize: 5, counts: new Int32Array(15) },
    { first: second, second: third, secondSize: 4, counts: new Int32Array(20) },
  ];
  countPairs(pairs, 40_003);
  expect([...pairs[0]!.counts]).toEqual(naiveCounts([first, second], [3, 5]));
  expect([...pairs[1]!.counts]).toEqual(naiveCounts([second, third], [5, 4]));
});

test('a pair of many cells is counted as its naive twin counts it', () => {
  const [left, right] = [100, 60].map((size) => Uint8Array.from({ length: 9_001 }, () => rng.below(size))) as [
    Uint8Array,
    Uint8Array,
  ];
  const counts = new Int32Array(6_000);
  countPairs([{ first: left, second: right, secondSize: 60, counts }], 9_001);
  expect([...counts]).toEqual(naiveCounts([left, right], [100, 60]));
});
