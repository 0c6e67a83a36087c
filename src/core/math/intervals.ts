/**
 * How far a counted share, a difference of two shares, or a correlation may lie from the true one.
 *   Share: Wilson's score interval (Wilson 1927, JASA 22:209): all p with |share − p| ≤ z·√(p(1 − p) / n).
 *   Difference: Newcombe's method 10 (1998, Statistics in Medicine 17:873), Wilson's ends joined in quadrature.
 *   Correlation: Fisher's z = artanh r, normal with variance 1 / (n − 3); Spearman's with 1.06 / (n − 3) (Fieller 1957).
 * Symbols: n = rows, z = upper normal quantile of (1 − level) / 2. Constant time.
 * Privacy: post-processing. Under a claim the caller passes released counts, never private ones.
 * Left out: the continuity correction, and rows that belong together (several of one person).
 */
import { assert } from '../errors.ts';
import type { Interval } from './finding.ts';
import { normalQuantile } from './special.ts';

/**
 * The share `successes / trials`, in [0, 1], with its interval: no success in 50 trials still allows 7.1 %.
 * 0 ≤ successes ≤ trials; successes may be a fraction, as where a share was read between two corners of a curve.
 * The share of no rows is not 0 but "not measurable": the caller says so.
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  assert(trials >= 1 && successes >= 0 && successes <= trials, 'wilsonInterval: 0 <= successes <= trials, trials >= 1');
  const z = upperQuantile(level);
  const low = wilsonLow(successes, trials, z);
  const high = 1 - wilsonLow(trials - successes, trials, z);
  return { value: successes / trials, low, high, level, n: trials };
}

/** The difference of two shares, first less second, in [−1, 1]; n counts the rows of both. */
export function newcombeInterval(
  firstSuccesses: number,
  firstTrials: number,
  secondSuccesses: number,
  secondTrials: number,
  level = 0.95,
): Interval {
  const first = wilsonInterval(firstSuccesses, firstTrials, level);
  const second = wilsonInterval(secondSuccesses, secondTrials, level);
  const value = first.value - second.value;
  const below = Math.hypot(first.value - first.low, second.high - second.value);
  const above = Math.hypot(first.high - first.value, second.value - second.low);
  return {
    value,
    low: Math.max(-1, value - below),
    high: Math.min(1, value + above),
    level,
    n: firstTrials + secondTrials,
  };
}

/** Which correlation it is: of values, or of their ranks. */
export type CorrelationSort = 'pearson' | 'spearman';

/** A correlation of n ≥ 4 complete rows, in [−1, 1]. At −1 and 1 the formula gives a point, which says too much. */
export function fisherInterval(correlation: number, n: number, sort: CorrelationSort, level = 0.95): Interval {
  assert(Math.abs(correlation) <= 1 && n >= 4, 'fisherInterval: a correlation in [-1, 1] of at least 4 rows');
  const centre = Math.atanh(correlation);
  const halfWidth = upperQuantile(level) * Math.sqrt((sort === 'pearson' ? 1 : 1.06) / (n - 3));
  return { value: correlation, low: Math.tanh(centre - halfWidth), high: Math.tanh(centre + halfWidth), level, n };
}

/** z with P[Z > z] = (1 − level) / 2: the lower tail keeps the digits that 1 − tail would round away. */
export function upperQuantile(level: number): number {
  assert(level > 0 && level < 1, 'upperQuantile: a level lies strictly between 0 and 1');
  return -normalQuantile((1 - level) / 2);
}

/** The lower end. Lower and upper end multiply to p² / (1 + z² / n): the quotient cannot cancel, and is 0 at p = 0. */
function wilsonLow(successes: number, trials: number, z: number): number {
  const p = successes / trials;
  const w = (z * z) / trials;
  const upperEndTimesScale = p + w / 2 + z * Math.sqrt((p * (1 - p)) / trials + w / (4 * trials));
  return Math.min(p, (p * p) / upperEndTimesScale);
}
