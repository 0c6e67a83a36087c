/**
 * The true-positive rate at a small false-positive rate: what share of positives stands out of all but a few negatives.
 * Between its corners the ROC is a straight line, through ties too.
 *   Interval, in quadrature: [w₋, w₊] = Wilson at the rate p over the positives; and p₋, p₊ = p read at the threshold's
 *   own uncertainty. j₋ = largest j with P[Bin(n₀, a) ≥ j] ≥ 1 − (1 − level) / 2, j₊ = smallest j with
 *   P[Bin(n₀, a) ≤ j − 1] ≥ the same; p₋ = share of positives above the j₋-th largest negative, p₊ = share at or above
 *   the j₊-th. low = p − √((p − w₋)² + (p − p₋)²), high = p + √((w₊ − p)² + (p₊ − p)²), cut to [0, 1].
 *   Without a j₋ this many negatives cannot show the rate: it takes 368 for 1 %, 3,688 for 0.1 %.
 * Symbols: n₁ positives, n₀ negatives, a = fpr. Cost: O(n log n). Privacy: a function of the rows scored.
 */
import { assert } from '../errors.ts';
import { wilsonInterval } from './intervals.ts';
import { countAtMost, countBelow } from './ranks.ts';
import { binomialAtLeast, binomialAtMost } from './special.ts';

/** A rate with its interval; `n` counts both sides. Null, with a reason, where it is not measurable. */
export type TailRate =
  | Readonly<{ value: number; low: number; high: number; level: number; n: number }>
  | Readonly<{ value: null; low: null; high: null; level: number; n: number; reason: string }>;

/** The true-positive rate where the false-positive rate is `fpr`, 0 < fpr < 1. Scores are numbers, not NaN. */
export function tprAtFpr(positives: Float64Array, negatives: Float64Array, fpr: number, level = 0.95): TailRate {
  assert(fpr > 0 && fpr < 1, 'tprAtFpr: a rate strictly between 0 and 1');
  const n1 = positives.length;
  const n0 = negatives.length;
  const n = n1 + n0;
  const { lower, upper } = thresholdRanks(n0, fpr, level);
  if (n1 === 0 || lower === 0) {
    const short = n1 === 0 ? n1 : n0;
    return { value: null, low: null, high: null, level, n, reason: `not measurable with n = ${short}` };
  }
  const sortedPositives = Float64Array.from(positives).sort();
  const sortedNegatives = Float64Array.from(negatives).sort();
  const value = rateOnCurve(sortedPositives, sortedNegatives, fpr);
  const wilson = wilsonInterval(value * n1, n1, level);
  const atLower = 1 - countAtMost(sortedPositives, sortedNegatives[n0 - lower]!) / n1;
  const atUpper = upper > n0 ? 1 : 1 - countBelow(sortedPositives, sortedNegatives[n0 - upper]!) / n1;
  return {
    value,
    low: Math.max(0, value - Math.hypot(value - wilson.low, value - atLower)),
    high: Math.min(1, value + Math.hypot(wilson.high - value, atUpper - value)),
    level,
    n,
  };
}

/** j₋ (0: there is none) and j₊ (n₀ + 1: there is none) of the header. */
export function thresholdRanks(negatives: number, fpr: number, level = 0.95): { lower: number; upper: number } {
  const enough = 1 - (1 - level) / 2;
  return {
    lower: firstWhere(negatives, (j) => binomialAtLeast(j, negatives, fpr) < enough) - 1,
    upper: firstWhere(negatives, (j) => binomialAtMost(j - 1, negatives, fpr) >= enough),
  };
}

/** The smallest j in 1 … n where a statement that stays true once it is true holds; n + 1 where none does. */
function firstWhere(n: number, holds: (j: number) => boolean): number {
  let start = 1;
  let end = n + 1;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (holds(middle)) end = middle;
    else start = middle + 1;
  }
  return start;
}

/**
 * The curve at `fpr`: between the last corner at or before it and the next. Where the curve is vertical, its upper end:
 * what can be had at no more false alarms.
 */
function rateOnCurve(positives: Float64Array, negatives: Float64Array, fpr: number): number {
  const n1 = positives.length;
  const n0 = negatives.length;
  const alarmsWanted = wholeIfNear(fpr * n0);
  const threshold = negatives[Math.max(0, n0 - 1 - Math.floor(alarmsWanted))]!; // the first negative too many
  const alarmsBefore = n0 - countAtMost(negatives, threshold);
  const alarms = n0 - countBelow(negatives, threshold);
  const hitsBefore = n1 - countAtMost(positives, threshold);
  const hits = n1 - countBelow(positives, threshold);
  return (hitsBefore + ((alarmsWanted - alarmsBefore) / (alarms - alarmsBefore)) * (hits - hitsBefore)) / n1;
}

/** 0.29 × 100 is 28.999999999999996; it means 29. */
function wholeIfNear(x: number): number {
  const whole = Math.round(x);
  return Math.abs(x - whole) <= 1e-12 * whole ? whole : x;
}
