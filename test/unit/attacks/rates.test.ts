import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advantage, orderStatistics, rocPoints, tprAtFpr } from '../../../src/core/attacks/rates.ts';
import { wilsonInterval } from '../../../src/core/math/intervals.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { naiveBinomialTail, naiveTpr } from '../../helpers/naive/attacks.ts';
import { forAll } from '../../helpers/properties.ts';

const members = Float64Array.of(3, 5, 2, 8, 7, 7, 9, 4);
const nonMembers = Float64Array.of(1, 2, 3, 3, 6, 0, 5, 2, 4, 1);

test('the rate at 40 % false alarms of a small set, with its interval, is the one computed by hand', () => {
  expect(tprAtFpr(members, nonMembers, 0.4)).toEqual({
    value: expect.closeTo(0.8125, 12),
    low: expect.closeTo(0.3464826, 7),
    high: 1,
    n: 18,
  });
});

test('ties with an order statistic count at the upper end and not at the lower one', () => {
  const inside = Float64Array.of(5, 5, 5, 5, 9, 1, 1, 1);
  const outside = Float64Array.of(5, 4, 4, 4, 3, 3, 3, 1, 0, 0);
  // Above the largest non-member, 5: one of eight. At or above the eighth largest, 1: all.
  const wilson = wilsonInterval(5, 8);
  expect(tprAtFpr(inside, outside, 0.4)).toMatchObject({
    value: 5 / 8,
    low: expect.closeTo(5 / 8 - Math.hypot(5 / 8 - wilson.low, 5 / 8 - 1 / 8), 12),
    high: 1,
  });
});

test.each([
  { n0: 10, fpr: 0.4, lower: 1, upper: 8 },
  { n0: 1000, fpr: 0.01, lower: 4, upper: 18 },
  { n0: 4884, fpr: 0.01, lower: 36, upper: 64 },
  { n0: 4884, fpr: 0.001, lower: 1, upper: 11 },
  { n0: 9768, fpr: 0.01, lower: 79, upper: 118 },
  { n0: 9768, fpr: 0.001, lower: 4, upper: 17 },
])('of $n0 non-members the order statistics at $fpr are $lower and $upper', ({ n0, fpr, lower, upper }) => {
  expect(orderStatistics(n0, fpr)).toEqual({ lower, upper });
});

test('order statistics are the binomial quantiles of their naive twin', () => {
  forAll(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 })), ([n0, percent]) => {
    const { lower, upper } = orderStatistics(n0, percent / 100);
    const tail = (j: number): number => naiveBinomialTail(n0, percent / 100, j);
    if (lower > 0) expect(tail(lower)).toBeGreaterThanOrEqual(0.975 - 1e-12);
    expect(tail(lower + 1)).toBeLessThan(0.975);
    expect(1 - tail(upper)).toBeGreaterThanOrEqual(0.975 - 1e-12);
  });
});

test('too few non-members cannot show a rate of 1 %', () => {
  const many = Float64Array.from({ length: 400 }, (_, i) => i);
  expect(tprAtFpr(many, many.subarray(0, 367), 0.01)).toEqual({
    value: null,
    low: null,
    high: null,
    n: 767,
    reason: 'not measurable with n = 367',
  });
  expect(tprAtFpr(many, many.subarray(0, 368), 0.01).value).not.toBeNull();
  expect(tprAtFpr(new Float64Array(0), many, 0.01).value).toBeNull();
});

test('the rate is that of the naive ROC, and lies within its interval', () => {
  const scores = fc.array(fc.nat(9), { minLength: 12, maxLength: 40 });
  forAll(fc.tuple(scores, scores, fc.integer({ min: 30, max: 90 })), ([inside, outside, percent]) => {
    const rate = tprAtFpr(Float64Array.from(inside), Float64Array.from(outside), percent / 100);
    if (rate.value === null) return;
    expect(rate.value).toBeCloseTo(naiveTpr(inside, outside, percent / 100), 12);
    expect(0 <= rate.low! && rate.low! <= rate.value && rate.value <= rate.high! && rate.high! <= 1).toBe(true);
  });
});

test('a number of false alarms that is whole on paper is read as whole', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, i) => i);
  const between = Float64Array.of(70.5); // above the 30th largest, below the 29th
  expect(0.29 * 100).toBeLessThan(29);
  expect(tprAtFpr(between, hundred, 0.29).value).toBe(1);
});

test('all scores equal give the false-positive rate itself', () => {
  const equal = new Float64Array(2000).fill(0.3);
  expect(tprAtFpr(equal, equal, 0.01).value).toBeCloseTo(0.01, 14);
});

test('the advantage of scores without signal is 0 within its interval, and 1 where members stand apart', () => {
  const rng = createRng(7, 'advantage-test');
  const draw = (shift: number): Float64Array => Float64Array.from({ length: 500 }, () => rng.normal() + shift);
  const noise = advantage(draw(0), draw(0), 1, 'test');
  expect(noise.low!).toBeLessThan(0);
  expect(noise.high!).toBeGreaterThan(0);
  expect(advantage(draw(20), draw(0), 1, 'test').value).toBeGreaterThan(0.99);
  expect(advantage(Float64Array.of(1), draw(0), 1, 'test').value).toBeNull();
});

test('the advantage does not depend on the order of the rows', () => {
  expect(advantage(members.toReversed(), nonMembers.toReversed(), 3, 'test')).toEqual(
    advantage(members, nonMembers, 3, 'test'),
  );
});

test('the ROC runs from corner to corner, never falls, and is thinned to its limit', () => {
  const rng = createRng(3, 'roc-test');
  const draw = (): Float64Array => Float64Array.from({ length: 3000 }, () => rng.normal());
  const points = rocPoints(draw(), draw());
  expect(points.length).toBeLessThanOrEqual(200);
  expect(points[0]).toEqual({ fpr: 0, tpr: 0 });
  expect(points[points.length - 1]).toEqual({ fpr: 1, tpr: 1 });
  for (let i = 1; i < points.length; i++) {
    expect(points[i]!.fpr).toBeGreaterThanOrEqual(points[i - 1]!.fpr);
    expect(points[i]!.tpr).toBeGreaterThanOrEqual(points[i - 1]!.tpr);
  }
});
