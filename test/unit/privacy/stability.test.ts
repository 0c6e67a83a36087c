import { expect, test } from 'vitest';
import { stabilityThreshold } from '../../../src/core/privacy/stability.ts';
import { gaussianMass, upperTail } from '../../helpers/masses.ts';

test.each([
  [5, 1e-7, 28],
  [5, 1e-8, 31],
  [20, 1e-7, 106],
  [20, 1e-8, 115],
  [100, 1e-7, 522],
  [100, 1e-8, 564],
])('deviation %d and delta %d: counts from %d on are kept', (sigma, delta, threshold) => {
  expect(stabilityThreshold(sigma * sigma, 1, delta)).toBe(threshold);
});

test.each([1, 2, 5])('the levels of one person with %d rows pass with at most delta together, by exact sums', (k) => {
  for (const sigma2 of [1, 25, 400]) {
    for (const delta of [0.05, 1e-3, 1e-7]) {
      const threshold = stabilityThreshold(sigma2, k, delta);
      for (let levels = 1; levels <= k; levels++) {
        // `levels` of them share the k rows; one that holds the surplus is the likeliest to pass.
        const [largest, others] = [k - levels + 1, levels - 1];
        const mass = gaussianMass(sigma2);
        const leak = upperTail(mass, threshold - largest) + others * upperTail(mass, threshold - 1);
        expect(leak).toBeLessThanOrEqual(delta);
      }
    }
  }
});

test('a delta or a variance that is missing is a fault, never a threshold', () => {
  for (const delta of [0, -1, NaN, 0.5]) expect(() => stabilityThreshold(25, 1, delta)).toThrow('delta');
  for (const sigma2 of [0, -1, NaN]) expect(() => stabilityThreshold(sigma2, 1, 1e-7)).toThrow('variance');
});
