import { naiveBinomialAtLeast } from './special.ts';

/** Every pair looked at: the area, and DeLong's variance from its definition. */
export function naiveAuc(positives: ArrayLike<number>, negatives: ArrayLike<number>): number {
  return mean(Array.from(positives, (score) => placementAbove(score, Array.from(negatives))));
}

export function naiveDelongVariance(positives: ArrayLike<number>, negatives: ArrayLike<number>): number {
  const ofPositives = Array.from(positives, (score) => placementAbove(score, Array.from(negatives)));
  const ofNegatives = Array.from(negatives, (score) => 1 - placementAbove(score, Array.from(positives)));
  return sampleVariance(ofPositives) / ofPositives.length + sampleVariance(ofNegatives) / ofNegatives.length;
}

/** The ROC at `fpr`: corners for every threshold, straight lines between. */
export function naiveRate(positives: ArrayLike<number>, negatives: ArrayLike<number>, fpr: number): number {
  const thresholds = [...new Set([...Array.from(positives), ...Array.from(negatives)])].sort((a, b) => b - a);
  const corners = thresholds.map((threshold) => [shareFrom(negatives, threshold), shareFrom(positives, threshold)]);
  let [x0, y0] = [0, 0];
  for (const [x, y] of corners as [number, number][]) {
    if (x > fpr) return y0 + ((fpr - x0) / (x - x0)) * (y - y0);
    [x0, y0] = [x, y];
  }
  return 1;
}

/** p₋ and p₊ of the rate's interval: j₋ and j₊ by summing masses, shares by looking at every positive. */
export function naiveThresholdRates(
  positives: ArrayLike<number>,
  negatives: ArrayLike<number>,
  fpr: number,
): { lower: number; upper: number; atLower: number; atUpper: number } {
  const n0 = negatives.length;
  const places = Array.from({ length: n0 }, (_, i) => i + 1);
  const lower = places.filter((j) => naiveBinomialAtLeast(j, n0, fpr) >= 0.975).at(-1) ?? 0;
  const upper = places.find((j) => 1 - naiveBinomialAtLeast(j, n0, fpr) >= 0.975) ?? n0 + 1;
  const descending = Array.from(negatives).sort((a, b) => b - a);
  const share = (isIn: (score: number) => boolean): number => mean(Array.from(positives, (x) => (isIn(x) ? 1 : 0)));
  return {
    lower,
    upper,
    atLower: lower === 0 ? 0 : share((x) => x > descending[lower - 1]!),
    atUpper: upper > n0 ? 1 : share((x) => x >= descending[upper - 1]!),
  };
}

function placementAbove(score: number, others: readonly number[]): number {
  return mean(others.map((other) => (other < score ? 1 : other === score ? 0.5 : 0)));
}

function shareFrom(scores: ArrayLike<number>, threshold: number): number {
  return mean(Array.from(scores, (score) => (score >= threshold ? 1 : 0)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sampleVariance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
