import { expect, test } from 'vitest';
import { standingAfterMany } from '../../../src/core/math/many-tests.ts';
import { fisherInterval, newcombeInterval, wilsonInterval } from '../../../src/core/math/intervals.ts';
import golden from './intervals.json' with { type: 'json' };

const { tolerance } = golden;

test('Wilson intervals are those of statsmodels', () => {
  for (const [hits, n, level, low, high] of golden.wilson as [number, number, number, number, number][]) {
    expectEnds(wilsonInterval(hits, n, level), low, high, tolerance.wilson);
    expectEnds(wilsonInterval(hits, n, level), low, high, 1e-14);
  }
});

test('Newcombe intervals are those of statsmodels', () => {
  for (const row of golden.newcombe as [number, number, number, number, number, number, number][]) {
    const [hits1, n1, hits2, n2, level, low, high] = row;
    expectEnds(newcombeInterval(hits1, n1, hits2, n2, level), low, high, tolerance.newcombe);
    expectEnds(newcombeInterval(hits1, n1, hits2, n2, level), low, high, 1e-14);
  }
});

test('intervals of correlations are those of Fisher z', () => {
  for (const row of golden.fisher as [number, number, number, number, number, number][]) {
    const [r, n, pearsonLow, pearsonHigh, spearmanLow, spearmanHigh] = row;
    expectEnds(fisherInterval(r, n, 'pearson'), pearsonLow, pearsonHigh, tolerance.fisher);
    expectEnds(fisherInterval(r, n, 'spearman'), spearmanLow, spearmanHigh, tolerance.fisher);
  }
});

test('what stands at a false discovery rate of 5 % is what statsmodels rejects', () => {
  for (const { p, rejected } of golden.benjaminiHochberg) expect(standingAfterMany(p)).toEqual(rejected);
});

function expectEnds(interval: { low: number; high: number }, low: number, high: number, within: number): void {
  expect(Math.abs(interval.low - low)).toBeLessThanOrEqual(within);
  expect(Math.abs(interval.high - high)).toBeLessThanOrEqual(within);
}
