/**
 * One noisy table of counts made possible: the nearest counts, in squared distance, that have a given total and none
 * below zero: max(y − τ, 0) with one τ for all cells, found by sorting (Duchi and others 2008, ICML). O(n log n).
 * Not "cut the negatives, then rescale": that lifts all the empty cells and thins the full ones.
 * Privacy: post-processing of released counts.
 */
import { assert } from '../errors.ts';

/** `total` above 0; at least one cell. */
export function projectCounts(counts: Float64Array, total: number): Float64Array {
  assert(total > 0 && counts.length >= 1, 'projectCounts: a positive total and at least one cell');
  const descending = counts.slice().sort().reverse();
  let sum = 0;
  let threshold = 0;
  for (let kept = 1; kept <= descending.length; kept++) {
    sum += descending[kept - 1]!;
    const candidate = (sum - total) / kept;
    // The cells that stay above τ are a prefix of the sorted ones; the last prefix for which that holds decides.
    if (descending[kept - 1]! > candidate) threshold = candidate;
  }
  return counts.map((count) => Math.max(count - threshold, 0));
}
