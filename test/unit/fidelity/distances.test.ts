import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedDistances, totalVariation } from '../../../src/core/fidelity/distances.ts';
import { naiveKs, naiveSummedDifference, naiveWasserstein } from '../../helpers/naive/fidelity.ts';
import { forAll } from '../../helpers/properties.ts';

const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 25 });
const sorted = (list: readonly number[]): Float64Array => Float64Array.from(list).sort();

test('KS and Wasserstein are those of their naive twins, ties included', () => {
  forAll(fc.tuple(values, values), ([first, second]) => {
    const { ks, wasserstein } = sortedDistances(sorted(first), sorted(second));
    expect(ks).toBeCloseTo(naiveKs(first, second), 12);
    expect(wasserstein).toBeCloseTo(naiveWasserstein(first, second), 12);
  });
});

test('equal samples are at distance 0 exactly, and disjoint ones at KS 1', () => {
  const once = sorted([1, 1, 2, 7]);
  expect(sortedDistances(once, sorted([7, 2, 1, 1]))).toEqual({ ks: 0, wasserstein: 0 });
  expect(sortedDistances(once, sorted([10, 11]))).toEqual({ ks: 1, wasserstein: 10.5 - 2.75 });
});

test('total variation is half the summed absolute difference of shares', () => {
  forAll(fc.tuple(values, values), ([first, second]) => {
    const counts = (list: readonly number[]): Float64Array => {
      const out = new Float64Array(11);
      for (const value of list) out[value + 5]!++;
      return out;
    };
    const naive = naiveSummedDifference(first.map(String), second.map(String)) / 2;
    expect(totalVariation(counts(first), counts(second), 11)).toBeCloseTo(naive, 12);
  });
});
