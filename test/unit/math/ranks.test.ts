import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAtMost, countBelow, midRanks, quantileInverse, quantileSorted } from '../../../src/core/math/ranks.ts';
import { forAll } from '../../helpers/properties.ts';

const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 40 });

test('tied values share the mean of their ranks', () => {
  expect([...midRanks(Float64Array.of(10, 20, 20, 5, -0, 0))]).toEqual([4, 5.5, 5.5, 3, 1.5, 1.5]);
  expect(midRanks(new Float64Array(0))).toHaveLength(0);
});

test('a mid-rank is half the sum of the first and the last place that the value can take', () => {
  forAll(values, (list) => {
    const ranks = midRanks(Float64Array.from(list));
    list.forEach((value, i) => {
      const below = list.filter((other) => other < value).length;
      const ties = list.filter((other) => other === value).length;
      expect(ranks[i]).toBe(below + (ties + 1) / 2);
    });
  });
});

test('counts in a sorted list are those of a plain look at every value', () => {
  forAll(fc.tuple(values, fc.integer({ min: -6, max: 6 })), ([list, x]) => {
    const sorted = Float64Array.from(list).sort();
    expect(countBelow(sorted, x)).toBe(list.filter((value) => value < x).length);
    expect(countAtMost(sorted, x)).toBe(list.filter((value) => value <= x).length);
  });
});

test('quantiles between values are linear', () => {
  const sorted = Float64Array.of(1, 2, 4, 8, 16);
  expect([0, 0.25, 0.5, 0.6, 1].map((p) => quantileSorted(sorted, p))).toEqual([1, 2, 4, 5.6, 16]);
  expect(quantileSorted(Float64Array.of(7), 0.3)).toBe(7);
});

test('the inverse of the empirical law is the first value that enough lie at or below', () => {
  forAll(fc.tuple(values, fc.integer({ min: 0, max: 100 })), ([list, percent]) => {
    const sorted = Float64Array.from(list).sort();
    const p = percent / 100;
    const first = sorted.find((value) => list.filter((other) => other <= value).length / list.length >= p);
    expect(quantileInverse(sorted, p)).toBe(first);
  });
  const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);
  expect(0.07 * 100).toBeGreaterThan(7);
  expect(quantileInverse(hundred, 0.07)).toBe(7);
});

test('quantiles of nothing and shares outside [0, 1] are refused', () => {
  expect(() => quantileSorted(new Float64Array(0), 0.5)).toThrow('at least one value');
  expect(() => quantileInverse(Float64Array.of(1), 1.5)).toThrow('p in [0, 1]');
});
