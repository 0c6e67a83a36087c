import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growTree, treeNoise, type TreeRange } from '../../../src/core/privacy/priv-tree.ts';
import { forAll } from '../../helpers/properties.ts';

const quiet = () => 0;
const RANGE: TreeRange = { start: 0, end: 16, leaves: 32, threshold: 10 };

test('scale and decay are rounded up', () => {
  expect(treeNoise(3n, 1n)).toEqual({ lambda: 3, decay: 3 }); // 3·ln 2 = 2.08
  expect(treeNoise(31n, 3n)).toEqual({ lambda: 11, decay: 8 }); // 10.33; 11·ln 2 = 7.62
  expect(treeNoise(10n ** 9n, 1n)).toEqual({ lambda: 1e9, decay: 693_147_181 });
});

test('a crowded stretch is split to its points, an empty one stays whole', () => {
  const rows = [...new Array<number>(100).fill(5), ...new Array<number>(60).fill(6)];
  expect(growTree(RANGE, { lambda: 1, decay: 1 }, counter(rows), quiet)).toEqual([0, 4, 5, 6, 7, 8, 16]);
  expect(growTree(RANGE, { lambda: 1, decay: 1 }, counter([]), quiet)).toEqual([0, 16]);
});

test('each level down takes the decay off the count, down to the threshold less the decay', () => {
  const rows = new Array<number>(100).fill(5);
  const isSplit = (noise: number): boolean =>
    growTree({ ...RANGE, threshold: 60 }, { lambda: 1, decay: 15 }, counter(rows), () => noise).length > 2;
  expect(isSplit(-40)).toBe(false); // 100 − 40 is not above 60
  expect(isSplit(-39)).toBe(true);
  // 100, 85, 70, then 60 − 15: noise 0 splits three times and not a fourth time.
  expect(growTree({ ...RANGE, threshold: 60 }, { lambda: 1, decay: 15 }, counter(rows), quiet)).toEqual([
    0, 4, 6, 8, 16,
  ]);
});

test('an empty node is split where the noise is above the decay, so that its emptiness stays hidden', () => {
  const noise = { lambda: 1, decay: 7 };
  expect(growTree({ ...RANGE, end: 2 }, noise, counter([]), () => 8)).toEqual([0, 1, 2]);
  expect(growTree({ ...RANGE, end: 2 }, noise, counter([]), () => 7)).toEqual([0, 2]);
});

test('the leaves tile the range, are no more than wanted, and follow from counts and noise alone', () => {
  const tree = fc.record({
    start: fc.integer({ min: -1000, max: 1000 }),
    points: fc.integer({ min: 1, max: 500 }),
    leaves: fc.integer({ min: 1, max: 40 }),
    threshold: fc.integer({ min: 0, max: 20 }),
    rows: fc.array(fc.nat(499), { maxLength: 200 }),
    noise: fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 20 }),
  });
  forAll(tree, ({ start, points, leaves, threshold, rows, noise }) => {
    const range = { start, end: start + points, leaves, threshold };
    const inside = rows.map((row) => start + (row % points));
    let asked = 0;
    const starts = growTree(range, { lambda: 3, decay: 3 }, counter(inside), () => noise[asked++ % noise.length]!);
    expect(starts[0]).toBe(start);
    expect(starts.at(-1)).toBe(start + points);
    expect(starts.every((step, i) => i === 0 || step > starts[i - 1]!)).toBe(true);
    expect(starts.length - 1).toBeLessThanOrEqual(leaves);
    expect(asked).toBeLessThan(2 * leaves);
    let again = 0;
    const twice = growTree(
      range,
      { lambda: 3, decay: 3 },
      counter(inside.reverse()),
      () => noise[again++ % noise.length]!,
    );
    expect(twice).toEqual(starts);
  });
});

test('a range without a point is a fault', () => {
  expect(() => growTree({ ...RANGE, end: 0 }, { lambda: 1, decay: 1 }, counter([]), quiet)).toThrow('a point');
});

function counter(rows: readonly number[]): (start: number, end: number) => number {
  return (start, end) => rows.filter((row) => row >= start && row < end).length;
}
