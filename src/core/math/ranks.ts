/**
 * Order: ranks with ties, quantiles, and places in a sorted list. Values are present numbers: NaN is left out before.
 *   Mid-rank of x = (number below + number at or below + 1) / 2, from 1 to n: tied values share the mean of their ranks.
 *   Quantiles: `quantileSorted` interpolates (type 7 of Hyndman and Fan 1996, American Statistician 50:361);
 *   `quantileInverse` inverts the empirical distribution function (type 1) and only answers with values that occur.
 * Cost: O(n log n), no comparison function. Deterministic: nothing depends on the order of equal values.
 */
import { assert } from '../errors.ts';

/** The mid-ranks, in the order of `values`. */
export function midRanks(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    ranks[i] = (countBelow(sorted, values[i]!) + countAtMost(sorted, values[i]!) + 1) / 2;
  }
  return ranks;
}

/** The quantile at p in [0, 1] of ascending values, linear between neighbours: p = 0 is the first, p = 1 the last. */
export function quantileSorted(sorted: Float64Array, p: number): number {
  assert(sorted.length > 0 && p >= 0 && p <= 1, 'quantileSorted: at least one value, p in [0, 1]');
  const place = p * (sorted.length - 1);
  const index = Math.floor(place);
  const here = sorted[index]!;
  if (place === index) return here;
  return here + (place - index) * (sorted[index + 1]! - here);
}

/** The smallest of the ascending values at or below which a share of at least p lies, p in [0, 1]. */
export function quantileInverse(sorted: Float64Array, p: number): number {
  const n = sorted.length;
  assert(n > 0 && p >= 0 && p <= 1, 'quantileInverse: at least one value, p in [0, 1]');
  let count = Math.max(1, Math.ceil(p * n));
  // 0.07 × 100 is 7.000000000000001, whose ceiling is one too many: the quotient decides.
  if (count > 1 && (count - 1) / n >= p) count--;
  return sorted[count - 1]!;
}

/** How many of the ascending values are smaller than x. */
export function countBelow(sorted: Float64Array, x: number): number {
  let start = 0;
  let end = sorted.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (sorted[middle]! < x) start = middle + 1;
    else end = middle;
  }
  return start;
}

/** How many of the ascending values are smaller than x or equal to it. */
export function countAtMost(sorted: Float64Array, x: number): number {
  let start = 0;
  let end = sorted.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (sorted[middle]! <= x) start = middle + 1;
    else end = middle;
  }
  return start;
}
