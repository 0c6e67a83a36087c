import { expect, test } from 'vitest';
import { aucOfCounts, binSeparation } from '../../../src/core/fidelity/separation.ts';
import { createRng } from '../../../src/core/math/rng.ts';

test('AUC and variance from counts are DeLong’s on the rows', () => {
  // Members 3 5 2 8 7 7 9 4, non-members 1 2 3 3 6 0 5 2 4 1: AUC 0.825, variance 0.00988343253968.
  const count = (values: readonly number[]): Float64Array => {
    const counts = new Float64Array(10);
    for (const value of values) counts[value]!++;
    return counts;
  };
  const scores = Float64Array.from({ length: 10 }, (_, value) => value);
  const area = aucOfCounts(scores, count([3, 5, 2, 8, 7, 7, 9, 4]), count([1, 2, 3, 3, 6, 0, 5, 2, 4, 1]));
  expect(area.auc).toBeCloseTo(0.825, 12);
  expect(area.variance).toBeCloseTo(0.00988343253968, 12);
});

test('a column that differs separates, one that does not stays at one half', () => {
  const rng = createRng(5, 'separation');
  const rows = 4000;
  const isSynthetic = Uint8Array.from({ length: rows }, (_, row) => row % 2);
  const foldOf = Uint8Array.from({ length: rows }, () => rng.below(5));
  const same = Uint8Array.from({ length: rows }, () => rng.below(8));
  const shifted = same.map((bin, row) => (isSynthetic[row] === 1 && rng.below(2) === 1 ? 7 : bin));
  const flat = binSeparation(same, 8, isSynthetic, foldOf, 5);
  expect(flat.low).toBeLessThan(0.5);
  expect(flat.high).toBeGreaterThan(0.48);
  expect(binSeparation(shifted, 8, isSynthetic, foldOf, 5).low).toBeGreaterThan(0.65);
});
