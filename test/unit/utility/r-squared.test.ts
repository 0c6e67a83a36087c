import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { pairedRSquared, rSquared } from '../../../src/core/utility/r-squared.ts';

test('R² of a hand-computed case, of the mean, and of constant values', () => {
  const values = Float64Array.of(3, -0.5, 2, 7);
  expect(rSquared(values, Float64Array.of(2.5, 0, 2, 8))).toBeCloseTo(0.9486081370449679, 12);
  expect(rSquared(values, new Float64Array(4).fill(2.875))).toBe(0);
  expect(rSquared(new Float64Array(3), Float64Array.of(1, 2, 3))).toBeNull();
});

test('intervals hold the value, and equal predictions have no gap', () => {
  const rng = createRng(2, 'r2-test');
  const values = Float64Array.from({ length: 400 }, () => rng.normal());
  const good = values.map((value) => value + 0.3 * rng.normal());
  const poor = values.map((value) => value + 1.1 * rng.normal());
  const same = pairedRSquared(values, good, good, 1, 'same')!;
  expect(same.gap).toEqual({ low: 0, high: 0 });
  const { second, gap } = pairedRSquared(values, good, poor, 1, 'apart')!;
  expect(second.low).toBeLessThan(rSquared(values, poor)!);
  expect(second.high).toBeGreaterThan(rSquared(values, poor)!);
  expect(gap.high).toBeLessThan(0);
  expect(pairedRSquared(new Float64Array(3), good.subarray(0, 3), good.subarray(0, 3), 1, 'flat')).toBeNull();
});
