import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../src/core/math/intervals.ts';
import { thresholdRanks, tprAtFpr } from '../../../src/core/math/tail-rate.ts';
import { naiveRate, naiveThresholdRates } from '../../helpers/naive/auc.ts';
import { forAll } from '../../helpers/properties.ts';

const positives = Float64Array.of(3, 5, 2, 8, 7, 7, 9, 4);
const negatives = Float64Array.of(1, 2, 3, 3, 6, 0, 5, 2, 4, 1);
const scores = fc
  .array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 40 })
  .map((list) => Float64Array.from(list));

test('eight positives and ten negatives at 40 % have the known rate and interval', () => {
  expect(thresholdRanks(10, 0.4)).toEqual({ lower: 1, upper: 8 });
  const rate = tprAtFpr(positives, negatives, 0.4);
  expect(rate).toMatchObject({ value: 0.8125, low: expect.closeTo(0.3464826, 8) as number, high: 1, n: 18 });
});

// Order statistics from binomial tails computed by SciPy.
test.each([
  { n: 1000, fpr: 0.01, lower: 4, upper: 18 },
  { n: 4884, fpr: 0.01, lower: 36, upper: 64 },
  { n: 4884, fpr: 0.001, lower: 1, upper: 11 },
  { n: 9768, fpr: 0.01, lower: 79, upper: 118 },
  { n: 9768, fpr: 0.001, lower: 4, upper: 17 },
])('of $n negatives at $fpr the threshold lies between places $lower and $upper', ({ n, fpr, lower, upper }) => {
  expect(thresholdRanks(n, fpr)).toEqual({ lower, upper });
});

test('one percent needs 368 negatives and one in a thousand 3,688', () => {
  expect([thresholdRanks(367, 0.01).lower, thresholdRanks(368, 0.01).lower]).toEqual([0, 1]);
  expect([thresholdRanks(3687, 0.001).lower, thresholdRanks(3688, 0.001).lower]).toEqual([0, 1]);
  const few = tprAtFpr(positives, negatives, 0.01);
  expect(few).toMatchObject({ value: null, low: null, high: null, n: 18, reason: 'not measurable with n = 10' });
  expect(tprAtFpr(new Float64Array(0), negatives, 0.4)).toMatchObject({ value: null });
  expect(tprAtFpr(positives, new Float64Array(0), 0.4)).toMatchObject({ value: null });
});

test('the rate is that of all corners with straight lines between, and lies in its interval', () => {
  const twentieths = fc.integer({ min: 1, max: 19 });
  forAll(fc.tuple(scores, scores, twentieths), ([first, second, step]) => {
    const rate = tprAtFpr(first, second, step / 20);
    if (rate.value === null) return;
    expect(rate.value).toBeCloseTo(naiveRate(first, second, step / 20), 12);
    expect(0 <= rate.low && rate.low <= rate.value && rate.value <= rate.high && rate.high <= 1).toBe(true);
  });
});

test('the interval joins Wilson with the rates at the places that the threshold may have', () => {
  const percents = fc.integer({ min: 5, max: 95 });
  forAll(fc.tuple(scores, scores, percents), ([first, second, percent]) => {
    const rate = tprAtFpr(first, second, percent / 100);
    const { lower, upper, atLower, atUpper } = naiveThresholdRates(first, second, percent / 100);
    expect(thresholdRanks(second.length, percent / 100)).toEqual({ lower, upper });
    expect(rate.value === null).toBe(lower === 0);
    if (rate.value === null) return;
    const wilson = wilsonInterval(rate.value * first.length, first.length);
    const below = Math.hypot(rate.value - wilson.low, rate.value - atLower);
    const above = Math.hypot(wilson.high - rate.value, atUpper - rate.value);
    expect(rate.low).toBeCloseTo(Math.max(0, rate.value - below), 13);
    expect(rate.high).toBeCloseTo(Math.min(1, rate.value + above), 13);
  });
});

test('all scores equal give the false-positive rate itself', () => {
  const equal = new Float64Array(2000).fill(0.3);
  expect(tprAtFpr(equal, equal, 0.01).value).toBeCloseTo(0.01, 14);
});

test('a number of alarms that is whole on paper is read as whole', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, i) => i);
  const between = Float64Array.of(70.5); // above the 30th largest, below the 29th
  expect(0.29 * 100).toBeLessThan(29);
  expect(tprAtFpr(between, hundred, 0.29).value).toBe(1);
});

test('rates at the ends are refused', () => {
  expect(() => tprAtFpr(positives, negatives, 0)).toThrow('strictly between');
  expect(() => tprAtFpr(positives, negatives, NaN)).toThrow('strictly between');
});
