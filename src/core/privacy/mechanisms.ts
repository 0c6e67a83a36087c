/**
 * The only doors in the wall. Measurements: whole-number sums of private rows go in, the same sums plus discrete Gaussian
 * noise come out (Canonne, Kamath and Steinke, arXiv 2004.00010). Selection: scores go in, the place of one comes out
 * (exponential mechanism, McSherry and Talwar 2007). Discovery: rows by value go in, values that many rows share come out
 * (`stability.ts`), or bins (`priv-tree.ts`). Order: check the ask, enter it in the ledger, draw, release.
 * Units: counts are rows; moments are whole multiples of 2^-16, scores of 2^-10. What is measured comes out whole,
 * negative ones included, with the variance that was drawn with. Cost: under 0.5 µs a cell while σ stays below some
 * hundreds, 2 µs above. Privacy: one entry and one sensitivity per call, from `units.ts`. No float depends on rows.
 */
import { assert } from '../errors.ts';
import { countBelow } from '../math/ranks.ts';
import { epsilonInSteps, sigma2InSteps } from './accountant.ts';
import { createByteReader } from './entropy.ts';
import type { Entropy } from './entropy.ts';
import { sigma2Of, spend } from './ledger.ts';
import type { Ledger, NoiseEntry } from './ledger.ts';
import { TREE_SCALE, growTree, treeNoise, type TreeRange } from './priv-tree.ts';
import { discreteGaussian, discreteLaplace, exponentialChoice, gaussianShape } from './samplers.ts';
import { stabilityThreshold } from './stability.ts';
import { EPSILON_SCALE, MOMENT_SCALE, SCORE_SCALE, SIGMA2_SCALE, sensitivityOf } from './units.ts';
import { opened, released } from './wall.ts';
import type { Private, Released } from './wall.ts';

/** Where noise is paid for and where it comes from. */
export type Claimed = Readonly<{ ledger: Ledger; entropy: Entropy }>;

/** `sigma2` is rounded up to a multiple of 2^-8. */
export type CountsAsk = Readonly<{ purpose: string; columns: readonly string[]; sigma2: number }>;
/** `clip2` is C², a multiple of 2^-16; `sigma2` is the variance of one cell in units of (2^-16)². */
export type MomentsAsk = Readonly<{ purpose: string; columns: readonly string[]; clip2: number; sigma2: number }>;

/**
 * `epsilon` is rounded down to a multiple of 2^-24. A score is a whole weight times an L1 distance of counts, plus what
 * depends on no row; `weightMax` is the largest weight among the candidates that are offered in this call.
 */
export type SelectionAsk = Readonly<{
  purpose: string;
  columns: readonly string[];
  epsilon: number;
  weightMax: number;
}>;

/** `delta`: the chance that a value which one person alone has is released. */
export type StabilityAsk = Readonly<{ purpose: string; columns: readonly string[]; sigma2: number; delta: number }>;
/** `range`: where the steps of the grid lie, and how many leaves there may be. */
export type TreeAsk = Readonly<{ purpose: string; columns: readonly string[]; epsilon: number; range: TreeRange }>;

/** Values whose noisy counts reached `threshold`, ascending (texts by code unit), each with that count. */
export type CommonValues<V> = Readonly<{
  values: readonly V[];
  counts: readonly number[];
  threshold: number;
  sigma2: number;
}>;

/** Noisy counts: whole numbers, negative ones included. Whoever fits them must not clip or rescale them first. */
export type NoisyCounts = Readonly<{ counts: Float64Array; sigma2: number }>;
/**
 * d × d noisy sums, row-major, in units of 2^-16; `sigma2` is the variance of each cell in that unit. Every cell has
 * noise of its own, so the two triangles differ: their mean off the diagonal has half the variance.
 */
export type NoisyMoments = Readonly<{ moments: Float64Array; dimension: number; sigma2: number }>;

/** The counts of one marginal in which each row falls into exactly one cell. */
export function measureCounts(
  { ledger, entropy }: Claimed,
  ask: CountsAsk,
  counts: Private<Int32Array>,
): Released<NoisyCounts> {
  const secret = opened(counts);
  const entry = spend(ledger, {
    mechanism: 'discrete-gaussian',
    purpose: ask.purpose,
    columns: ask.columns,
    cells: secret.length,
    sigma2Times256: sigma2InSteps(ask.sigma2),
    sensitivity: sensitivityOf({ kind: 'counts' }, ledger.budget),
  });
  return released({ counts: withNoise(secret, entry, entropy), sigma2: sigma2Of(entry) });
}

/** Sums of z·zᵀ over rows whose z was cut to |z|² ≤ C²: d × d cells, row-major, whole numbers of 2^-16. */
export function measureMoments(
  { ledger, entropy }: Claimed,
  ask: MomentsAsk,
  moments: Private<Float64Array>,
): Released<NoisyMoments> {
  const secret = opened(moments);
  const dimension = Math.round(Math.sqrt(secret.length));
  const clip2 = ask.clip2 * MOMENT_SCALE;
  assert(dimension * dimension === secret.length, 'measureMoments: the matrix is square');
  assert(Number.isSafeInteger(clip2) && clip2 > 0, 'measureMoments: C² is a positive multiple of 2^-16');
  assert(secret.every(Number.isSafeInteger), 'measureMoments: sums are whole numbers of 2^-16, below 2^53');
  const entry = spend(ledger, {
    mechanism: 'discrete-gaussian',
    purpose: ask.purpose,
    columns: ask.columns,
    cells: secret.length,
    sigma2Times256: sigma2InSteps(ask.sigma2),
    sensitivity: sensitivityOf({ kind: 'moments', clip2: BigInt(clip2) }, ledger.budget),
  });
  return released({ moments: withNoise(secret, entry, entropy), dimension, sigma2: sigma2Of(entry) });
}

/**
 * The place of one candidate, larger scores being likelier: P ∝ exp(ε·score / (2Δ)), with Δ the sensitivity of the score
 * of the largest weight. Which candidates are offered must follow from declared parts and released values alone.
 */
export function selectCandidate(
  { ledger, entropy }: Claimed,
  ask: SelectionAsk,
  scores: Private<Float64Array>,
): Released<number> {
  const secret = opened(scores);
  assert(Number.isSafeInteger(ask.weightMax) && ask.weightMax >= 1, 'selectCandidate: weights are whole, at least 1');
  assert(secret.every(Number.isSafeInteger), 'selectCandidate: scores are whole numbers of 2^-10, below 2^53');
  const unit = { kind: 'score', weight: BigInt(ask.weightMax) * BigInt(SCORE_SCALE) } as const;
  const entry = spend(ledger, {
    mechanism: 'exponential',
    purpose: ask.purpose,
    columns: ask.columns,
    cells: secret.length,
    epsilonTimes2p24: epsilonInSteps(ask.epsilon),
    sensitivity: sensitivityOf(unit, ledger.budget),
  });
  const epsilon = BigInt(entry.parameter.epsilonTimes2p24);
  const delta2 = 2n * BigInt(entry.sensitivity.l1) * BigInt(EPSILON_SCALE);
  return released(exponentialChoice(secret, epsilon, delta2, createByteReader(entropy)));
}

/**
 * The values that many rows share. `tally` holds the rows of each value that occurs: one value a row, counts above 0.
 * What is not released is neither listed nor counted anywhere: the number of values is private, as are their names.
 */
export function releaseCommon<V extends string | number>(
  { ledger, entropy }: Claimed,
  ask: StabilityAsk,
  tally: Private<ReadonlyMap<V, number>>,
): Released<CommonValues<V>> {
  const secret = opened(tally);
  assert([...secret.values()].every(isCount), 'releaseCommon: a value that occurs has a whole number of rows above 0');
  const sigma2Times256 = sigma2InSteps(ask.sigma2);
  const sigma2 = Number(sigma2Times256) / SIGMA2_SCALE;
  const entry = spend(ledger, {
    mechanism: 'stability-histogram',
    purpose: ask.purpose,
    columns: ask.columns,
    cells: null,
    sigma2Times256,
    threshold: stabilityThreshold(sigma2, ledger.budget.rowsPerPerson, ask.delta),
    sensitivity: sensitivityOf({ kind: 'counts' }, ledger.budget),
    delta: ask.delta,
  });
  const { threshold } = entry.parameter;
  const noisy = withNoise(Float64Array.from(secret.values()), entry, entropy);
  // Sorted by what is released, so that the order of rows, which the tally has, ends here.
  const kept = [...secret.keys()]
    .map((value, place) => ({ value, count: noisy[place]! }))
    .filter(({ count }) => count >= threshold)
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  return released({
    values: kept.map(({ value }) => value),
    counts: kept.map(({ count }) => count),
    threshold,
    sigma2: sigma2Of(entry),
  });
}

/** The lower ends of bins that follow the rows, ascending, and the end of the last. `steps` has one number a row. */
export function splitRange(
  { ledger, entropy }: Claimed,
  ask: TreeAsk,
  steps: Private<Float64Array>,
): Released<readonly number[]> {
  const { start, end, leaves, threshold } = ask.range;
  const sorted = opened(steps).slice().sort();
  assert([start, end, threshold].every(Number.isSafeInteger), 'splitRange: range and threshold are whole numbers');
  assert(
    sorted.every((step) => step >= start && step < end),
    'splitRange: every row lies in the range',
  );
  const entry = spend(ledger, {
    mechanism: 'discrete-laplace',
    purpose: ask.purpose,
    columns: ask.columns,
    cells: 2 * leaves - 1,
    epsilonTimes2p24: epsilonInSteps(ask.epsilon),
    sensitivity: sensitivityOf({ kind: 'pure', scale: TREE_SCALE }, ledger.budget),
  });
  const epsilon = BigInt(entry.parameter.epsilonTimes2p24);
  const noise = treeNoise(BigInt(entry.sensitivity.l1) * BigInt(EPSILON_SCALE), epsilon);
  const bytes = createByteReader(entropy);
  const countOf = (from: number, to: number): number => countBelow(sorted, to) - countBelow(sorted, from);
  return released(growTree(ask.range, noise, countOf, () => discreteLaplace(noise.lambda, bytes)));
}

function isCount(rows: number): boolean {
  return Number.isSafeInteger(rows) && rows > 0;
}

/** Each cell plus noise of the entry's variance. The entry is the proof that it was paid. */
function withNoise(secret: Int32Array | Float64Array, entry: NoiseEntry, entropy: Entropy): Float64Array {
  const bytes = createByteReader(entropy);
  const shape = gaussianShape(BigInt(entry.parameter.sigma2Times256), BigInt(SIGMA2_SCALE));
  const noisy = new Float64Array(secret.length);
  // Both terms are whole and exact, so beyond 2^53 the sum is a rounding of the exact noisy value: post-processing.
  for (let cell = 0; cell < secret.length; cell++) noisy[cell] = secret[cell]! + discreteGaussian(shape, bytes);
  return noisy;
}
