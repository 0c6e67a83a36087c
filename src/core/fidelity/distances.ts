/**
 * Distances between two samples of one column, on present cells only.
 *   KS: largest difference of the two empirical distribution functions, in [0, 1].
 *   Wasserstein-1: area between the two functions, in the column's unit (the mean distance that mass has to travel).
 *   TV: half the summed absolute difference of shares, in [0, 1].
 * Samples come sorted ascending; ties are walked as one step, so equal tables are at distance 0 exactly. O(n + m).
 */

/** Both distances in one walk. Both samples sorted and not empty. */
export function sortedDistances(first: Float64Array, second: Float64Array): { ks: number; wasserstein: number } {
  const n = first.length;
  const m = second.length;
  let i = 0;
  let j = 0;
  let ks = 0;
  let area = 0;
  let previous = Math.min(first[0]!, second[0]!);
  let gap = 0;
  while (i < n || j < m) {
    const value = j >= m || (i < n && first[i]! <= second[j]!) ? first[i]! : second[j]!;
    area += gap * (value - previous);
    while (i < n && first[i] === value) i++;
    while (j < m && second[j] === value) j++;
    gap = Math.abs(i / n - j / m);
    if (gap > ks) ks = gap;
    previous = value;
  }
  return { ks, wasserstein: area };
}

/** Half the summed absolute difference of the shares of two lists of counts. `size` entries are read. */
export function totalVariation(first: Float64Array, second: Float64Array, size: number): number {
  let firstTotal = 0;
  let secondTotal = 0;
  for (let i = 0; i < size; i++) {
    firstTotal += first[i]!;
    secondTotal += second[i]!;
  }
  let sum = 0;
  for (let i = 0; i < size; i++) sum += Math.abs(first[i]! / firstTotal - second[i]! / secondTotal);
  return sum / 2;
}
