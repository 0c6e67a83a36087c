/**
 * The k-way error (fidelity.kway): mean over marginals of Σ |p_S − p_R| on the evaluation bins, for k = 1, 2 and 3.
 *   floor   = the error that two independent samples of n_R and n_S rows of train's law are expected to have, read off
 *             the counts of train (fresh-rows.ts): what fresh real rows would reach. Its deviation is that of the
 *             error over resamples of S, as if both tables were resampled: of a copy just so much, of fresh rows rather
 *             too much (measured on three tables of 600 rows: 1.2 to 1.7 times that of fresh errors).
 *   ceiling = k = 1: the uniform law over the bins that train fills; else every train column permuted on its own.
 *   score   = 1 − (error − floor) / (ceiling − floor), cut to [0, 1].
 *   low, high = error ± 1.96 standard deviations over ten resamples of S; the same for the score. Where m of M marginals
 *             were drawn, the variance of their mean, s² / m · (1 − m / M), is added.
 * Here: what the orders share, and k = 2 on the 50 most frequent levels; k = 1 (one-way.ts) tells every level apart,
 * k = 3 is in three-way.ts. Cost: 24 counts of all pairs, of which ten are there for the measures of pairs.ts. Privacy: exact counts of real rows: internal.
 */
import type { BinnedTable } from '../table/binning.ts';
import { createRng, shuffle } from '../math/rng.ts';
import type { Evaluation } from './evaluation.ts';
import { freshCells, freshError } from './fresh-rows.ts';
import {
  choosePairs,
  countPairTables,
  gatherBinned,
  meanOf,
  pairErrors,
  type PairChoice,
  type PairTables,
} from './marginals.ts';
import { standardDeviation } from './resampling.ts';

const WORST = 10;
/** A score is given only if the ceiling stands this many standard deviations of the floor above it. */
const CLEARANCE = 3;

export type KwayResult = Readonly<{
  error: number | null;
  floor: number | null;
  ceiling: number | null;
  score: number | null;
  /** Of `error`. */
  low: number | null;
  high: number | null;
  /** Of `score`. */
  scoreLow: number | null;
  scoreHigh: number | null;
  level: number;
  /** Rows of train, and synthetic rows. */
  n: number;
  nSynthetic: number;
  /** Marginals that were counted, of how many there are. */
  marginals: number;
  of: number;
  /** The same error against the holdout, and its own floor. */
  holdout: Readonly<{ error: number; floor: number; n: number }> | null;
  /** Closer to train than fresh rows would be: copies, or even draws. */
  belowFloor: boolean;
  worst: readonly Readonly<{ columns: readonly string[]; error: number }>[];
  reason?: string;
}>;

/** Told of the pair counts of each resample (`fresh`: train once more, as many rows as synthetic ones), so that other measures can take their spread from the same draws. */
export type ResampleListener = (role: 'synthetic' | 'train' | 'fresh', round: number, tables: PairTables) => void;

/** The two-way error of a whole evaluation, for callers that want nothing else of its pairs. */
export function twoWayAlone(evaluation: Evaluation): KwayResult {
  const { train, synthetic, holdout, names, seed } = evaluation;
  const choice = choosePairs(names.length, seed);
  const { pairs } = choice;
  if (pairs.length === 0) return noKway(train.rowCount, synthetic.rowCount, 'not measurable with one column');
  const tables = {
    train: countPairTables(train, pairs),
    synthetic: countPairTables(synthetic, pairs),
    holdout: holdout && countPairTables(holdout, pairs),
  };
  return twoWayResult(evaluation, choice, tables, null);
}

/** `tables`: the counts of train, synthetic and holdout, which the caller needs as well. */
export function twoWayResult(
  evaluation: Evaluation,
  choice: PairChoice,
  tables: Readonly<{ train: PairTables; synthetic: PairTables; holdout: PairTables | null }>,
  listener: ResampleListener | null,
): KwayResult & Readonly<{ pairErrors: Float64Array; pairDeviations: Float64Array }> {
  const { train, synthetic, draws } = evaluation;
  const { pairs } = choice;
  const errors = pairErrors(tables.synthetic, tables.train);
  const sums = new Float64Array(pairs.length);
  const squares = new Float64Array(pairs.length);
  const resampled = draws.synthetic.map((rows, round) => {
    const drawn = countPairTables(gatherBinned(synthetic, rows), pairs);
    listener?.('synthetic', round, drawn);
    const drawnErrors = pairErrors(drawn, tables.train);
    for (let pair = 0; pair < pairs.length; pair++) {
      // Around the observed error, so that the difference of squares loses no digits.
      const shift = drawnErrors[pair]! - errors[pair]!;
      sums[pair]! += shift;
      squares[pair]! += shift * shift;
    }
    return meanOf(drawnErrors);
  });
  if (listener) {
    draws.fresh.forEach(({ asTrain, asSynthetic }, round) => {
      listener('train', round, countPairTables(gatherBinned(train, asTrain), pairs));
      listener('fresh', round, countPairTables(gatherBinned(train, asSynthetic), pairs));
    });
  }
  const independent = permutedColumns(evaluation);
  const ceiling = meanOf(pairErrors(countPairTables(independent, pairs), tables.train));
  const rounds = draws.synthetic.length;
  const scale = Math.sqrt((draws.synthetic[0]?.length ?? 0) / synthetic.rowCount);
  const result = summarise(evaluation, {
    errors,
    holdoutErrors: tables.holdout && pairErrors(tables.synthetic, tables.holdout),
    resampled: Float64Array.from(resampled),
    floors: floorsOf(evaluation, tables.train.counts),
    ceiling,
    noRoom: 'no score: the columns are nearly independent in pairs, so shuffled ones would be close',
    of: choice.of,
    marginals: pairs.map(({ first, second }) => [evaluation.names[first]!, evaluation.names[second]!]),
  });
  const pairDeviations = Float64Array.from(
    sums,
    (sum, pair) => Math.sqrt(Math.max(0, squares[pair]! - (sum * sum) / rounds) / (rounds - 1)) * scale,
  );
  return { ...result, pairErrors: errors, pairDeviations };
}

/** What cannot be counted, said so. */
export function noKway(n: number, nSynthetic: number, reason: string): KwayResult {
  return {
    ...{ error: null, floor: null, ceiling: null, score: null, low: null, high: null, scoreLow: null, scoreHigh: null },
    ...{ level: 0.95, n, nSynthetic, marginals: 0, of: 0, holdout: null, belowFloor: false, worst: [], reason },
  };
}

/** What fresh rows would reach in place of the synthetic ones, against train and against the holdout. */
export type Floors = Readonly<{ train: number; holdout: number | null }>;

/** Means over the marginals whose counts of train these are. */
export function floorsOf({ train, synthetic, holdout }: Evaluation, counts: readonly Int32Array[]): Floors {
  const meanFloor = (rowCount: number): number => {
    const cell = freshCells(train.rowCount, rowCount, synthetic.rowCount);
    return meanOf(Float64Array.from(counts, (marginal) => freshError(cell, marginal, train.rowCount)));
  };
  return { train: meanFloor(train.rowCount), holdout: holdout && meanFloor(holdout.rowCount) };
}

/** What one order of marginals was measured to be; errors are per marginal, the rest are means over them. */
export type Measured = Readonly<{
  /** Why there is no score where floor and ceiling are too close. */
  noRoom: string;
  errors: Float64Array;
  holdoutErrors: Float64Array | null;
  /** One per round. */
  resampled: Float64Array;
  floors: Floors;
  ceiling: number;
  of: number;
  marginals: readonly (readonly string[])[];
}>;

/** Intervals scaled to the tables' own sizes, and the score between floor and ceiling. */
export function summarise(evaluation: Evaluation, measured: Measured): KwayResult {
  const { train, synthetic, holdout } = evaluation;
  const { errors, resampled, floors, ceiling, of } = measured;
  if (errors.length === 0) return noKway(train.rowCount, synthetic.rowCount, 'not measurable with one column');
  const error = meanOf(errors);
  const { deviation, floorDeviation } = deviationsOf(evaluation, resampled);
  const floor = floors.train;
  const chosen = (standardDeviation(errors) ** 2 / errors.length) * Math.max(0, 1 - errors.length / of);
  const halfWidth = 1.96 * Math.sqrt(deviation ** 2 + chosen);
  const low = Math.max(0, error - halfWidth);
  const high = error + halfWidth;
  const scoreOf = scoreBetween(floor, ceiling, floorDeviation);
  const byError = Array.from(errors.keys()).sort((a, b) => errors[b]! - errors[a]! || a - b);
  return {
    error,
    floor,
    ceiling,
    score: scoreOf && scoreOf(error),
    low,
    high,
    scoreLow: scoreOf && scoreOf(high),
    scoreHigh: scoreOf && scoreOf(low),
    level: 0.95,
    n: train.rowCount,
    nSynthetic: synthetic.rowCount,
    marginals: errors.length,
    of,
    holdout:
      holdout && measured.holdoutErrors && floors.holdout !== null
        ? { error: meanOf(measured.holdoutErrors), floor: floors.holdout, n: holdout.rowCount }
        : null,
    belowFloor: high < floor - 1.96 * floorDeviation,
    worst: byError.slice(0, WORST).map((index) => ({ columns: measured.marginals[index]!, error: errors[index]! })),
    ...(scoreOf ? {} : { reason: measured.noRoom }),
  };
}

/** Of an error over resamples of S, which are capped; and of the floor, where both tables vary. */
export function deviationsOf(
  { train, synthetic, draws }: Evaluation,
  resampled: Float64Array,
): Readonly<{ deviation: number; floorDeviation: number }> {
  const deviation = standardDeviation(resampled) * Math.sqrt(draws.synthetic[0]!.length / synthetic.rowCount);
  return { deviation, floorDeviation: deviation * Math.sqrt(1 + synthetic.rowCount / train.rowCount) };
}

/** The score of an error, cut to [0, 1]; null where the ceiling stands too close above the floor. */
export function scoreBetween(
  floor: number,
  ceiling: number,
  floorDeviation: number,
): ((error: number) => number) | null {
  if (!(ceiling - floor >= CLEARANCE * floorDeviation && ceiling > floor)) return null;
  return (error) => Math.min(1, Math.max(0, 1 - (error - floor) / (ceiling - floor)));
}

/** As many rows as the synthetic table has (up to the cap of draws), every column of train permuted on its own. */
export function permutedColumns({ train, names, draws, seed }: Evaluation): BinnedTable {
  const rowCount = draws.fresh[0]!.asSynthetic.length;
  const codes = train.codes.map((column, index) => {
    const shuffled = column.slice();
    shuffle(shuffled, createRng(seed, 'ceiling', names[index]!));
    const out = new Uint8Array(rowCount);
    for (let row = 0; row < rowCount; row++) out[row] = shuffled[row % shuffled.length]!;
    return out;
  });
  return { ...train, rowCount, codes };
}
