/**
 * How strongly two columns hang together, one number a pair, on rows where both are present:
 *   two numbers (or dates): Pearson's r on raw values, in [−1, 1];
 *   two categories: Cramér's V, bias-corrected (Bergsma 2013, J. Korean Stat. Soc. 42:323), on the bins, in [0, 1];
 *   two columns with missing cells: phi of their indicators, in [−1, 1], on all rows;
 *   a number and a category: eta = √(between / total sum of squares), raw values within the category's bins, in [0, 1].
 * NaN where a side is constant or fewer than three rows are complete: the caller turns it into null with a reason.
 */
export type AssociationMeasure = 'pearson' | 'cramers-v' | 'eta';

/** A value and the complete rows behind it. */
export type Association = Readonly<{ value: number; n: number }>;

/** Pearson's r in two passes, so that large means lose no digits. */
export function pearsonOf(first: Float64Array, second: Float64Array): Association {
  let n = 0;
  let firstSum = 0;
  let secondSum = 0;
  for (let row = 0; row < first.length; row++) {
    const x = first[row]!;
    const y = second[row]!;
    if (x !== x || y !== y) continue;
    n++;
    firstSum += x;
    secondSum += y;
  }
  const firstMean = firstSum / n;
  const secondMean = secondSum / n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let row = 0; row < first.length; row++) {
    const x = first[row]! - firstMean;
    const y = second[row]! - secondMean;
    if (x !== x || y !== y) continue;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  if (n < 3 || !(xx > 0) || !(yy > 0)) return { value: NaN, n };
  return { value: Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy))), n };
}

/** eta of `values` within the groups `codes`; the bin `missingBin` (or −1) takes no part. */
export function etaOf(values: Float64Array, codes: Uint8Array, groupCount: number, missingBin: number): Association {
  const sums = new Float64Array(groupCount);
  const counts = new Float64Array(groupCount);
  let n = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const group = codes[row]!;
    if (value !== value || group === missingBin) continue;
    sums[group]! += value;
    counts[group]! += 1;
    sum += value;
    n++;
  }
  const mean = sum / n;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    const shift = values[row]! - mean;
    if (shift !== shift || codes[row] === missingBin) continue;
    total += shift * shift;
  }
  return { value: etaFromSums(sums, counts, mean, total, n), n };
}

/**
 * eta from counts alone, the bins of the numeric side standing for their means: nearly the same number, good for its
 * spread over resamples. `counts` is row-major with the category's bins as rows if `categoryIsFirst`.
 */
export function etaOfCounts(
  counts: Int32Array,
  firstSize: number,
  secondSize: number,
  scores: Float64Array,
  categoryIsFirst: boolean,
  missingBins: readonly [number, number],
): number {
  const groupCount = categoryIsFirst ? firstSize : secondSize;
  const sums = new Float64Array(groupCount);
  const groupCounts = new Float64Array(groupCount);
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let first = 0; first < firstSize; first++) {
    if (first === missingBins[0]) continue;
    for (let second = 0; second < secondSize; second++) {
      const count = counts[first * secondSize + second]!;
      if (count === 0 || second === missingBins[1]) continue;
      const score = scores[categoryIsFirst ? second : first]!;
      const group = categoryIsFirst ? first : second;
      sums[group]! += count * score;
      groupCounts[group]! += count;
      sum += count * score;
      squares += count * score * score;
      n += count;
    }
  }
  const mean = sum / n;
  return etaFromSums(sums, groupCounts, mean, squares - n * mean * mean, n);
}

/** Bias-corrected Cramér's V of a table of counts without its missing bins. */
export function cramersV(
  counts: Int32Array,
  firstSize: number,
  secondSize: number,
  missingBins: readonly [number, number],
): Association {
  const firstTotals = new Float64Array(firstSize);
  const secondTotals = new Float64Array(secondSize);
  let n = 0;
  for (let first = 0; first < firstSize; first++) {
    if (first === missingBins[0]) continue;
    for (let second = 0; second < secondSize; second++) {
      if (second === missingBins[1]) continue;
      const count = counts[first * secondSize + second]!;
      firstTotals[first]! += count;
      secondTotals[second]! += count;
      n += count;
    }
  }
  const rows = firstTotals.reduce((filled, total) => filled + (total > 0 ? 1 : 0), 0);
  const columns = secondTotals.reduce((filled, total) => filled + (total > 0 ? 1 : 0), 0);
  if (n < 3 || rows < 2 || columns < 2) return { value: NaN, n };
  // χ² / n = Σ count² / (row total × column total) − 1, over the cells that are filled.
  let sum = 0;
  for (let first = 0; first < firstSize; first++) {
    if (first === missingBins[0] || firstTotals[first] === 0) continue;
    for (let second = 0; second < secondSize; second++) {
      const count = counts[first * secondSize + second]!;
      if (count === 0 || second === missingBins[1]) continue;
      sum += (count * count) / (firstTotals[first]! * secondTotals[second]!);
    }
  }
  const phi2 = Math.max(0, sum - 1 - ((rows - 1) * (columns - 1)) / (n - 1));
  const rowsLeft = rows - (rows - 1) ** 2 / (n - 1);
  const columnsLeft = columns - (columns - 1) ** 2 / (n - 1);
  const smaller = Math.min(rowsLeft, columnsLeft) - 1;
  return { value: smaller > 0 ? Math.min(1, Math.sqrt(phi2 / smaller)) : NaN, n };
}

/** phi of the indicators of missing cells: Pearson's r of two 0–1 columns. NaN where a side has none, or only such. */
export function phiOfCounts(
  counts: Int32Array,
  firstSize: number,
  secondSize: number,
  missingBins: readonly [number, number],
): Association {
  let n = 0;
  let first = 0;
  let second = 0;
  for (let cell = 0; cell < counts.length; cell++) n += counts[cell]!;
  for (let bin = 0; bin < secondSize; bin++) first += counts[missingBins[0] * secondSize + bin]!;
  for (let bin = 0; bin < firstSize; bin++) second += counts[bin * secondSize + missingBins[1]]!;
  const both = counts[missingBins[0] * secondSize + missingBins[1]]!;
  const spread = first * (n - first) * second * (n - second);
  return { value: spread > 0 && n >= 3 ? (both * n - first * second) / Math.sqrt(spread) : NaN, n };
}

function etaFromSums(sums: Float64Array, counts: Float64Array, mean: number, total: number, n: number): number {
  let between = 0;
  let groups = 0;
  for (let group = 0; group < sums.length; group++) {
    if (counts[group] === 0) continue;
    const shift = sums[group]! / counts[group]! - mean;
    between += counts[group]! * shift * shift;
    groups++;
  }
  if (n < 3 || groups < 2 || !(total > 0)) return NaN;
  return Math.sqrt(Math.min(1, between / total));
}
