/**
 * Distances between two samples of one number, both sorted ascending, without NaN, and not empty.
 *   Kolmogorov–Smirnov: the largest difference of the two empirical distribution functions, in [0, 1].
 *   Wasserstein-1: the area between them, in the unit of the values: how far a share of 1 travels on average.
 * Ties are one step of either function, so equal samples are at distance 0 exactly. Linear time.
 */
import { assert } from '../errors.ts';

export function ksDistance(first: Float64Array, second: Float64Array): number {
  return walk(first, second).largest;
}

export function wassersteinDistance(first: Float64Array, second: Float64Array): number {
  return walk(first, second).area;
}

function walk(first: Float64Array, second: Float64Array): { largest: number; area: number } {
  const n = first.length;
  const m = second.length;
  assert(n > 0 && m > 0, 'distance: neither sample is empty');
  let i = 0;
  let j = 0;
  let here = Math.min(first[0]!, second[0]!);
  let gap = 0;
  let largest = 0;
  let area = 0;
  while (i < n || j < m) {
    const next = j === m || (i < n && first[i]! < second[j]!) ? first[i]! : second[j]!;
    area += gap * (next - here);
    here = next;
    while (i < n && first[i] === here) i++;
    while (j < m && second[j] === here) j++;
    gap = Math.abs(i / n - j / m);
    if (gap > largest) largest = gap;
  }
  return { largest, area };
}
