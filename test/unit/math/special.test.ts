import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  binomialAtLeast,
  binomialAtMost,
  erfc,
  incompleteBeta,
  incompleteBetaUpper,
  logGamma,
  normalCdf,
  normalDensity,
  normalQuantile,
} from '../../../src/core/math/special.ts';
import { naiveBinomialAtLeast } from '../../helpers/naive/special.ts';
import { forAll } from '../../helpers/properties.ts';

test('the normal law has its textbook values', () => {
  expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  expect(normalDensity(-3)).toBe(normalDensity(3));
  expect(normalCdf(0)).toBeCloseTo(0.5, 15);
  expect(normalQuantile(0.5)).toBe(0);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14);
  expect([erfc(-Infinity), erfc(Infinity), erfc(-50), erfc(50)]).toEqual([2, 0, 2, 0]);
  expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(-1000)]).toEqual([0, 1, 0]);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  expect([normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(NaN), normalCdf(NaN)]).toEqual([
    NaN,
    NaN,
    NaN,
    NaN,
  ]);
});

test('quantile and distribution undo each other in either tail', () => {
  forAll(fc.double({ min: -37, max: 0, noNaN: true }), (x) => {
    const p = normalCdf(x);
    // A relative error e of p moves the quantile by e·p / density.
    expect(Math.abs(normalQuantile(p) - x)).toBeLessThan((1e-13 * p) / normalDensity(x) + 1e-15 * Math.abs(x));
    expect(normalCdf(-x)).toBe(1 - p);
  });
});

test('the gamma function of a whole number is a factorial', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12);
    factorial *= n;
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
});

test('the incomplete beta function has its closed forms', () => {
  forAll(
    fc.tuple(fc.double({ min: 1e-300, max: 1, noNaN: true }), fc.double({ min: 0.01, max: 500, noNaN: true })),
    ([x, a]) => {
      const power = x ** a;
      expect(Math.abs(incompleteBeta(x, a, 1) - power)).toBeLessThanOrEqual(1e-12 * power + 1e-300);
      expect(incompleteBetaUpper(x, 1, a)).toBeCloseTo((1 - x) ** a, 12);
      expect(incompleteBeta(0.5, a, a)).toBeCloseTo(0.5, 13);
    },
  );
});

test('a binomial tail is the sum of its masses', () => {
  const draws = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(62), fc.double({ min: 0, max: 1, noNaN: true }));
  forAll(draws, ([trials, hits, share]) => {
    const naive = naiveBinomialAtLeast(hits, trials, share);
    expect(Math.abs(binomialAtLeast(hits, trials, share) - naive)).toBeLessThanOrEqual(1e-11 * naive + 1e-300);
    const rest = 1 - naiveBinomialAtLeast(hits + 1, trials, share);
    expect(binomialAtMost(hits, trials, share)).toBeCloseTo(rest, 12);
  });
});

test('tails of no and of all trials are exact', () => {
  expect([binomialAtLeast(0, 5, 0.3), binomialAtLeast(6, 5, 0.3)]).toEqual([1, 0]);
  expect([binomialAtMost(5, 5, 0.3), binomialAtMost(-1, 5, 0.3)]).toEqual([1, 0]);
  expect([binomialAtLeast(1, 5, 0), binomialAtLeast(5, 5, 1), binomialAtMost(4, 5, 1)]).toEqual([0, 1, 0]);
});

test('arguments outside the domain are refused', () => {
  expect(() => logGamma(0)).toThrow('x > 0');
  expect(() => incompleteBeta(1.1, 1, 1)).toThrow('0 <= x <= 1');
  expect(() => incompleteBeta(NaN, 1, 1)).toThrow('0 <= x <= 1');
  expect(() => incompleteBetaUpper(0.5, 0, 1)).toThrow('a > 0');
});
