import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ksDistance, wassersteinDistance } from '../../../src/core/math/distances.ts';
import { naiveKs, naiveWasserstein } from '../../helpers/naive/fidelity.ts';
import { forAll } from '../../helpers/properties.ts';

const samples = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 25 });
const sorted = (list: readonly number[]): Float64Array => Float64Array.from(list).sort();

test('distances are those of the distribution functions looked at everywhere', () => {
  forAll(fc.tuple(samples, samples), ([first, second]) => {
    expect(ksDistance(sorted(first), sorted(second))).toBeCloseTo(naiveKs(first, second), 13);
    expect(wassersteinDistance(sorted(first), sorted(second))).toBeCloseTo(naiveWasserstein(first, second), 12);
  });
});

test('a sample is at distance 0 from its double, and a shift moves all of it', () => {
  const once = sorted([1, 1, 2, 7]);
  const twice = sorted([1, 1, 1, 1, 2, 2, 7, 7]);
  expect([ksDistance(once, twice), wassersteinDistance(once, twice)]).toEqual([0, 0]);
  const shifted = once.map((x) => x + 10);
  expect([ksDistance(once, shifted), wassersteinDistance(once, shifted)]).toEqual([1, 10]);
});

test('an empty sample is refused', () => {
  expect(() => ksDistance(new Float64Array(0), Float64Array.of(1))).toThrow('neither sample is empty');
});
