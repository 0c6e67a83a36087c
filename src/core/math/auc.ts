/**
 * The area under the ROC curve: the share of pairs (positive, negative) in which the positive has the larger score, a
 * tie counting one half; 0.5 is a coin. Intervals after DeLong, DeLong and Clarke-Pearson (1988, Biometrics 44:837).
 *   Placement of a positive: share of negatives below it (ties ½); of a negative: share of positives above it.
 *   var(A) = s²(placements of positives) / n₁ + s²(placements of negatives) / n₀, divisors n − 1; the interval of one
 *   area is taken on the logit scale, that of a difference on its own, with placements subtracted row by row.
 *   At A = 1 the variance is 0 and says nothing: then min(n₁, n₀) disjoint pairs were all right, so low =
 *   ((1 − level) / 2)^(1 / min(n₁, n₀)); mirrored at 0. With a single row on a side the spread is unknown and the
 *   interval is everything.
 * Cost: O(n log n). Scores are numbers, not NaN. Privacy: a function of the rows scored.
 * Left out: scores fitted on the rows they rank (cross-fitted ones have a wider spread than this).
 */
import { assert } from '../errors.ts';
import type { Interval } from './finding.ts';
import { upperQuantile } from './intervals.ts';
import { countAtMost, countBelow } from './ranks.ts';

/** The area, in [0, 1]. At least one score on each side. */
export function aucOf(positives: Float64Array, negatives: Float64Array): number {
  return areaOf(doublePlacements(positives, sortedScores(negatives)), negatives.length);
}

/** The area with its interval on the logit scale; n counts both sides. */
export function delongInterval(positives: Float64Array, negatives: Float64Array, level = 0.95): Interval {
  const n = positives.length + negatives.length;
  const fewer = Math.min(positives.length, negatives.length);
  const { auc, variance } = delongVariance(positives, negatives);
  const certain = ((1 - level) / 2) ** (1 / fewer);
  if (auc === 1) return { value: 1, low: certain, high: 1, level, n };
  if (auc === 0) return { value: 0, low: 0, high: 1 - certain, level, n };
  const centre = Math.log(auc / (1 - auc));
  const halfWidth = (upperQuantile(level) * Math.sqrt(variance)) / (auc * (1 - auc));
  const low = 1 / (1 + Math.exp(halfWidth - centre));
  const high = 1 / (1 + Math.exp(-centre - halfWidth));
  // Without a spread (all scores equal) the way there and back must not move the ends across the value.
  return { value: auc, low: Math.min(low, auc), high: Math.max(high, auc), level, n };
}

/** The area and the variance of its estimate, infinite if a side has a single row. */
export function delongVariance(positives: Float64Array, negatives: Float64Array): { auc: number; variance: number } {
  const ofPositives = doublePlacements(positives, sortedScores(negatives));
  const ofNegatives = doublePlacements(negatives, sortedScores(positives));
  return {
    auc: areaOf(ofPositives, negatives.length),
    variance: varianceOfMean(ofPositives, 2 * negatives.length) + varianceOfMean(ofNegatives, 2 * positives.length),
  };
}

/**
 * The area by the first scores less that by the second, of the same rows in the same order, in [−1, 1]. Two lists of
 * scores that rank alike differ by exactly 0, without a spread.
 */
export function pairedDelong(
  firstPositives: Float64Array,
  firstNegatives: Float64Array,
  secondPositives: Float64Array,
  secondNegatives: Float64Array,
  level = 0.95,
): Interval {
  const n1 = firstPositives.length;
  const n0 = firstNegatives.length;
  assert(n1 === secondPositives.length && n0 === secondNegatives.length, 'pairedDelong: both score the same rows');
  const ofPositives = doublePlacements(firstPositives, sortedScores(firstNegatives));
  const ofNegatives = doublePlacements(firstNegatives, sortedScores(firstPositives));
  subtract(ofPositives, doublePlacements(secondPositives, sortedScores(secondNegatives)));
  subtract(ofNegatives, doublePlacements(secondNegatives, sortedScores(secondPositives)));
  const value = areaOf(ofPositives, n0);
  const variance = varianceOfMean(ofPositives, 2 * n0) + varianceOfMean(ofNegatives, 2 * n1);
  const halfWidth = upperQuantile(level) * Math.sqrt(variance);
  return { value, low: Math.max(-1, value - halfWidth), high: Math.min(1, value + halfWidth), level, n: n1 + n0 };
}

function sortedScores(scores: Float64Array): Float64Array {
  const sorted = Float64Array.from(scores).sort();
  // NaN sorts to the end, so one look finds it.
  assert(
    sorted.length > 0 && !Number.isNaN(sorted[sorted.length - 1]!),
    'auc: scores are numbers, at least one a side',
  );
  return sorted;
}

/** For each score: others below, plus others at or below. Whole numbers: sums of them are exact in any order. */
function doublePlacements(scores: Float64Array, sortedOthers: Float64Array): Float64Array {
  const placements = new Float64Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    placements[i] = countBelow(sortedOthers, scores[i]!) + countAtMost(sortedOthers, scores[i]!);
  }
  return placements;
}

function areaOf(doublePlacementsOfPositives: Float64Array, negatives: number): number {
  assert(doublePlacementsOfPositives.length > 0, 'auc: scores are numbers, at least one a side');
  let sum = 0;
  for (let i = 0; i < doublePlacementsOfPositives.length; i++) sum += doublePlacementsOfPositives[i]!;
  return sum / (2 * doublePlacementsOfPositives.length * negatives);
}

/** s² / n of the values divided by `scale`, infinite for a single one. */
function varianceOfMean(values: Float64Array, scale: number): number {
  const n = values.length;
  if (n < 2) return Infinity;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  return squares / (scale * scale) / (n - 1) / n;
}

function subtract(from: Float64Array, values: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i]! -= values[i]!;
}
