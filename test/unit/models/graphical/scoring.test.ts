import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../../src/core/math/rng.ts';
import { noiseDistance, samplingDistance, wholeScore } from '../../../../src/core/models/graphical/scoring.ts';
import { sensitivityOf } from '../../../../src/core/privacy/units.ts';
import { forAll } from '../../../helpers/properties.ts';

const cells = fc.array(fc.tuple(fc.nat(100_000), fc.double({ min: 0, max: 1e5, noNaN: true })), {
  minLength: 1,
  maxLength: 30,
});
const penalties = fc.double({ min: 0, max: 1e6, noNaN: true });

test('a score is whole, and within a cell of 2^-11 the weighted distance less the penalty', () => {
  forAll(fc.tuple(cells, penalties, fc.integer({ min: 1, max: 100 })), ([pairs, penalty, weight]) => {
    const counts = Int32Array.from(pairs, ([count]) => count);
    const expected = Float64Array.from(pairs, ([, count]) => count);
    const score = wholeScore(counts, expected, weight, penalty);
    expect(Number.isSafeInteger(score)).toBe(true);
    const exact = pairs.reduce((sum, [count, mean]) => sum + Math.abs(count - mean), -penalty);
    expect(Math.abs(score / weight / 1024 - exact)).toBeLessThanOrEqual((pairs.length + 1) / 2048 + 1e-6);
  });
});

test('rows of one person move a score by no more than its declared sensitivity, and some rows by just that', () => {
  const moves = fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { minLength: 1, maxLength: 5 });
  let most = 0;
  forAll(
    fc.tuple(cells, penalties, fc.integer({ min: 1, max: 100 }), moves, fc.boolean()),
    ([pairs, penalty, weight, rows, isReplaced]) => {
      const counts = Int32Array.from(pairs, ([count]) => count + 5);
      const neighbour = counts.slice();
      for (const [from, into] of rows) {
        neighbour[from % counts.length]!--;
        if (isReplaced) neighbour[into % counts.length]!++;
      }
      const expected = Float64Array.from(pairs, ([, count]) => count);
      const among = { neighbours: isReplaced ? 'replace-one' : 'add-remove', rowsPerPerson: rows.length } as never;
      const { l1 } = sensitivityOf({ kind: 'score', weight: BigInt(weight) * 1024n }, among);
      const distance = Math.abs(
        wholeScore(counts, expected, weight, penalty) - wholeScore(neighbour, expected, weight, penalty),
      );
      expect(distance).toBeLessThanOrEqual(Number(l1));
      most = Math.max(most, distance / Number(l1));
    },
    2000,
  );
  expect(most).toBe(1);
});

test('the distance of noise is what Gaussian noise shows: mean of 200,000 cells (z = 6; false alarm 2e-9)', () => {
  const rng = createRng(3, 'noise');
  const sigma = 7;
  let sum = 0;
  for (let cell = 0; cell < 200_000; cell++) sum += Math.abs(sigma * rng.normal());
  const error = 6 * sigma * Math.sqrt((1 - 2 / Math.PI) / 200_000);
  expect(Math.abs(sum / 200_000 - noiseDistance(sigma, 1))).toBeLessThan(error);
  expect(noiseDistance(sigma, 40)).toBeCloseTo(40 * noiseDistance(sigma, 1), 10);
});

test('the distance of sampling is what a second draw of as many rows shows (2,000 draws, z = 6; false alarm 2e-9)', () => {
  const counts = Int32Array.of(400, 300, 200, 100);
  const rng = createRng(4, 'draws');
  const distances = Array.from({ length: 2000 }, () => {
    const drawn = new Int32Array(4);
    for (let row = 0; row < 1000; row++) {
      const place = rng.below(1000);
      drawn[place < 400 ? 0 : place < 700 ? 1 : place < 900 ? 2 : 3]!++;
    }
    return drawn.reduce((sum, count, cell) => sum + Math.abs(count - counts[cell]!), 0);
  });
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / 2000;
  const variance = distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / 1999;
  // Half a row a cell for the normal approximation.
  expect(Math.abs(mean - samplingDistance(counts, 1000))).toBeLessThan(6 * Math.sqrt(variance / 2000) + 0.5);
  expect(samplingDistance(Int32Array.of(1000, 0), 1000)).toBe(0);
});
