import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fisherInterval, newcombeInterval, upperQuantile, wilsonInterval } from '../../../src/core/math/intervals.ts';
import { naiveWilson } from '../../helpers/naive/intervals.ts';
import { forAll } from '../../helpers/properties.ts';

const sharesOf = fc.tuple(fc.nat(100_000), fc.nat(100_000)).map(([a, b]) => ({ hits: a, n: Math.max(1, a + b) }));

test.each([
  { hits: 81, n: 263, low: 0.25529, high: 0.36621 }, // Newcombe 1998, Statistics in Medicine 17:857, table I
  { hits: 0, n: 20, low: 0, high: 0.16113 },
])('the interval of $hits in $n is the published one', ({ hits, n, low, high }) => {
  expect(wilsonInterval(hits, n)).toMatchObject({
    low: expect.closeTo(low, 5) as number,
    high: expect.closeTo(high, 5) as number,
    n,
  });
});

test('the interval is that of its naive twin, and holds the share inside [0, 1]', () => {
  forAll(sharesOf, ({ hits, n }) => {
    const { low, value, high } = wilsonInterval(hits, n);
    const naive = naiveWilson(hits, n);
    expect(low).toBeCloseTo(naive.low, 10);
    expect(high).toBeCloseTo(naive.high, 10);
    expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
  });
});

test('none and all reach the ends exactly, and failures mirror successes', () => {
  expect(wilsonInterval(0, 50).low).toBe(0);
  expect(wilsonInterval(50, 50).high).toBe(1);
  forAll(sharesOf, ({ hits, n }) => {
    expect(wilsonInterval(n - hits, n).low).toBeCloseTo(1 - wilsonInterval(hits, n).high, 14);
  });
});

test('a share may be a fraction of a row', () => {
  const between = wilsonInterval(6.5, 8);
  expect(between.low).toBeGreaterThan(wilsonInterval(6, 8).low);
  expect(between.high).toBeLessThan(wilsonInterval(7, 8).high);
});

test('the difference of 56 in 70 and 48 in 80 has the published interval', () => {
  // Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
  const published = { low: expect.closeTo(0.0524, 4) as number, high: expect.closeTo(0.3339, 4) as number, n: 150 };
  expect(newcombeInterval(56, 70, 48, 80)).toMatchObject(published);
});

test('a difference stays in [-1, 1], around its value, and changes sign with its sides', () => {
  forAll(fc.tuple(sharesOf, sharesOf), ([first, second]) => {
    const there = newcombeInterval(first.hits, first.n, second.hits, second.n);
    const back = newcombeInterval(second.hits, second.n, first.hits, first.n);
    expect(-1 <= there.low && there.low <= there.value && there.value <= there.high && there.high <= 1).toBe(true);
    expect(back.low).toBeCloseTo(-there.high, 14);
    expect(back.high).toBeCloseTo(-there.low, 14);
  });
});

test('a correlation of ranks has the wider interval, and a larger level too', () => {
  const pearson = fisherInterval(0.4, 100, 'pearson');
  const spearman = fisherInterval(0.4, 100, 'spearman');
  expect(spearman.low < pearson.low && pearson.high < spearman.high).toBe(true);
  expect(fisherInterval(0.4, 100, 'pearson', 0.99).high).toBeGreaterThan(pearson.high);
});

test('levels are two-sided', () => expect(upperQuantile(0.95)).toBeCloseTo(1.959963984540054, 14));

test('shares of no rows, too many successes, and too short a list are refused', () => {
  expect(() => wilsonInterval(0, 0)).toThrow('trials >= 1');
  expect(() => wilsonInterval(3, 2)).toThrow('successes <= trials');
  expect(() => wilsonInterval(NaN, 2)).toThrow('successes <= trials');
  expect(() => wilsonInterval(1, 2, 1)).toThrow('level');
  expect(() => fisherInterval(0.5, 3, 'pearson')).toThrow('at least 4 rows');
  expect(() => fisherInterval(NaN, 30, 'pearson')).toThrow('in [-1, 1]');
});
