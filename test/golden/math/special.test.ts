import { expect, test } from 'vitest';
import {
  binomialAtLeast,
  binomialAtMost,
  digamma,
  erfc,
  incompleteBeta,
  incompleteBetaUpper,
  logGamma,
  normalCdf,
  normalQuantile,
} from '../../../src/core/math/special.ts';
import golden from './special.json' with { type: 'json' };

const { relative, absoluteNearZeros } = golden.tolerance;

test.each([
  { name: 'digamma', compute: digamma, rows: golden.digamma, absolute: 0 },
  { name: 'logGamma', compute: logGamma, rows: golden.logGamma, absolute: absoluteNearZeros },
  { name: 'normalQuantile', compute: normalQuantile, rows: golden.normalQuantile, absolute: absoluteNearZeros },
  { name: 'normalCdf', compute: normalCdf, rows: golden.normalCdf, absolute: 0 },
  { name: 'erfc', compute: (x: number) => erfc(-x * Math.SQRT1_2) / 2, rows: golden.normalCdf, absolute: 0 },
])('$name is that of mpmath', ({ compute, rows, absolute }) => {
  for (const [argument, value] of rows) expectNear(compute(argument!), value!, absolute, `at ${argument}`);
});

test('the incomplete beta function is that of mpmath, and its two tails are each other mirrored', () => {
  for (const [a, b, x, value] of golden.incompleteBeta as [number, number, number, number][]) {
    expectNear(incompleteBeta(x, a, b), value, 0, `at ${x}, ${a}, ${b}`);
    expectNear(incompleteBetaUpper(1 - x, b, a), value, 1e-9 * value, `mirrored at ${x}, ${a}, ${b}`);
  }
});

test('either tail of the incomplete beta function keeps its digits up to parameters of a million', () => {
  for (const [a, b, x, lower, upper] of golden.incompleteBetaWide as [number, number, number, number, number][]) {
    expectNear(incompleteBeta(x, a, b), lower, golden.tolerance.relativeWide * lower, `at ${x}, ${a}, ${b}`);
    expectNear(incompleteBetaUpper(x, a, b), upper, golden.tolerance.relativeWide * upper, `above ${x}, ${a}, ${b}`);
  }
});

test('binomial tails at exact Clopper-Pearson bounds are half of what the level leaves', () => {
  for (const [hits, n, level, side, bound] of golden.clopperPearson as [number, number, number, string, number][]) {
    if (bound === 0 || bound === 1) continue;
    const tail = side === 'low' ? binomialAtLeast(hits, n, bound) : binomialAtMost(hits, n, bound);
    const rounding = 2 ** -52 / (1 - bound); // of the stored bound, as the tail feels it
    expectNear(tail / ((1 - level) / 2), 1, 1e-11 + rounding, `${hits} of ${n}, ${level} ${side}`);
  }
});

function expectNear(value: number, wanted: number, absolute: number, where: string): void {
  expect(Math.abs(value - wanted), where).toBeLessThanOrEqual(relative * Math.abs(wanted) + absolute);
}
