import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { rSquared } from '../../../src/core/learn/scores.ts';
import { pairedRSquared } from '../../../src/core/utility/r-squared.ts';

test('intervals hold the value, and equal predictions have no gap', () => {
  const rng = createRng(2, 'r2-test');
  const values = Float64Array.from({ length: 400 }, () => rng.normal());
  const good = values.map((value) => value + 0.3 * rng.normal());
  const poor = values.map((value) => value + 1.1 * rng.normal());
  const same = pairedRSquared(values, good, good, 1, 'same')!;
  expect(same.gap).toEqual({ low: 0, high: 0 });
  const { second, gap } = pairedRSquared(values, good, poor, 1, 'apart')!;
  expect(second.low).toBeLessThan(rSquared(values, poor));
  expect(second.high).toBeGreaterThan(rSquared(values, poor));
  expect(gap.high).toBeLessThan(0);
  expect(pairedRSquared(new Float64Array(3), good.subarray(0, 3), good.subarray(0, 3), 1, 'flat')).toBeNull();
});
