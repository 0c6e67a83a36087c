import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aucOf, delongInterval, delongVariance, pairedDelong } from '../../../src/core/math/auc.ts';
import { naiveAuc, naiveDelongVariance } from '../../helpers/naive/auc.ts';
import { forAll } from '../../helpers/properties.ts';

const scores = fc
  .array(fc.integer({ min: -6, max: 6 }), { minLength: 2, maxLength: 40 })
  .map((list) => Float64Array.from(list));
const positives = Float64Array.of(3, 5, 2, 8, 7, 7, 9, 4);
const negatives = Float64Array.of(1, 2, 3, 3, 6, 0, 5, 2, 4, 1);

test('eight positives and ten negatives have the area and variance computed in fractions, and the interval on them', () => {
  expect(aucOf(positives, negatives)).toBe(0.825);
  expect(delongVariance(positives, negatives).variance).toBeCloseTo(0.00988343253968254, 16);
  const { low, high, n } = delongInterval(positives, negatives);
  expect(low).toBeCloseTo(0.550077073, 10);
  expect(high).toBeCloseTo(0.9478569513, 10);
  expect(n).toBe(18);
});

test('area and variance are those of all pairs, ties counted one half', () => {
  forAll(fc.tuple(scores, scores), ([first, second]) => {
    expect(aucOf(first, second)).toBeCloseTo(naiveAuc(first, second), 13);
    expect(delongVariance(first, second).variance).toBeCloseTo(naiveDelongVariance(first, second), 13);
  });
});

test('swapping the sides mirrors the area and its interval', () => {
  forAll(fc.tuple(scores, scores), ([first, second]) => {
    const there = delongInterval(first, second);
    const back = delongInterval(second, first);
    expect(back.value).toBeCloseTo(1 - there.value, 15);
    expect(back.low).toBeCloseTo(1 - there.high, 12);
    expect(back.high).toBeCloseTo(1 - there.low, 12);
    expect(0 <= there.low && there.low <= there.value && there.value <= there.high && there.high <= 1).toBe(true);
  });
});

test('the order of rows and an increasing map of scores change nothing', () => {
  forAll(fc.tuple(scores, scores), ([first, second]) => {
    const area = delongInterval(first, second);
    const mapped = (list: Float64Array): Float64Array =>
      Float64Array.from(list)
        .reverse()
        .map((x) => Math.exp(x));
    expect(aucOf(mapped(first), mapped(second))).toBe(area.value);
    expect(delongInterval(mapped(first), mapped(second)).low).toBeCloseTo(area.low, 13);
  });
});

test('a perfect separation allows what that many disjoint pairs allow', () => {
  const low = Float64Array.of(1, 2, 3);
  const high = Float64Array.of(4, 5, 6, 7, 8);
  expect(delongInterval(high, low)).toMatchObject({
    value: 1,
    low: expect.closeTo(0.025 ** (1 / 3), 14) as number,
    high: 1,
  });
  expect(delongInterval(low, high)).toMatchObject({
    value: 0,
    low: 0,
    high: expect.closeTo(1 - 0.025 ** (1 / 3), 14) as number,
  });
  expect(delongInterval(high, low, 0.9).low).toBeCloseTo(0.05 ** (1 / 3), 14);
});

test('equal scores are a coin, and a single row on a side leaves everything open', () => {
  expect(delongInterval(Float64Array.of(1, 1, 1), Float64Array.of(1, 1))).toMatchObject({
    value: 0.5,
    low: 0.5,
    high: 0.5,
  });
  expect(delongInterval(Float64Array.of(2), Float64Array.of(1, 3))).toMatchObject({ value: 0.5, low: 0, high: 1 });
  const [one, two] = [Float64Array.of(2), Float64Array.of(1, 3)];
  expect(pairedDelong(one, two, one, two)).toMatchObject({ value: 0, low: -1, high: 1 });
});

test('two scores that rank alike differ by nothing, and a difference changes sign with its sides', () => {
  const doubled = [positives.map((x) => 2 * x), negatives.map((x) => 2 * x)] as const;
  expect(pairedDelong(positives, negatives, ...doubled)).toMatchObject({ value: 0, low: 0, high: 0 });
  const other = [Float64Array.from(positives).reverse(), Float64Array.from(negatives).sort()] as const;
  const there = pairedDelong(positives, negatives, ...other);
  const back = pairedDelong(...other, positives, negatives);
  expect(back.low).toBeCloseTo(-there.high, 15);
  expect(back.high).toBeCloseTo(-there.low, 15);
});

test('no scores, NaN scores and lists of different rows are refused', () => {
  expect(() => aucOf(new Float64Array(0), negatives)).toThrow('at least one a side');
  expect(() => aucOf(positives, new Float64Array(0))).toThrow('at least one a side');
  expect(() => aucOf(positives, Float64Array.of(NaN, 1))).toThrow('scores are numbers');
  expect(() => delongInterval(Float64Array.of(NaN, 1), negatives)).toThrow('scores are numbers');
  expect(() => pairedDelong(positives, negatives, negatives, positives)).toThrow('same rows');
});
