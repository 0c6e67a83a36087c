/**
 * How good a run will be, before anything is spent: the error that the planned noise alone will cause.
 * Symbols: n = cells of a marginal, σ² = its variance, N = rows, x = n·σ·√(2/π)/N the raw L1 error of its shares.
 * After fitting y = c·x/(1 + 0.58·c·x) is predicted, c = 0.8 for single columns and 0.6 for pairs. Held against four
 * tables (1,000 to 48,842 rows, epsilon 0.1 to 10) it lies within a third of the truth, and is twice too dark where
 * columns nearly determine each other.
 * Privacy: noise is public; N is public only if declared or released. With the exact count the forecast is confidential.
 */
import { assert } from '../errors.ts';
import { epsilonFromRho } from './accountant.ts';
import { MAX_GRAINS } from './units.ts';

/** What the noise will do, in one word. */
export type Word = 'fine' | 'coarse' | 'mostly noise';

/** A marginal that is going to be measured: its cells, and the variance of each in rows². */
export type PlannedMarginal = Readonly<{ cells: number; sigma2: number }>;

/** Predicted L1 error of the shares: of single columns, and of pairs (null where none are modelled). */
export type ExpectedError = Readonly<{ oneWay: number; pair: number | null }>;

const SATURATION = 0.58;
const COEFFICIENTS = { 'one-way': 0.8, pair: 0.6 } as const;
const FINE_PAIR = 0.15;
const COARSE_PAIR = 0.35;
const COARSE_ONE_WAY = 0.15;

/** The predicted error y of one marginal after fitting, in [0, 1.73). */
export function expectedError(way: 'one-way' | 'pair', { cells, sigma2 }: PlannedMarginal, rowCount: number): number {
  assert(rowCount >= 1, 'expectedError: a share of no rows is not defined');
  const raw = (cells * Math.sqrt(sigma2) * Math.sqrt(2 / Math.PI)) / rowCount;
  const scaled = COEFFICIENTS[way] * raw;
  return scaled / (1 + SATURATION * scaled);
}

/** The variance of each pair if rho is shared by the usual 1.5 pairs a column; `l2Squared` is Δ² of counts. */
export function plannedPairSigma2(columnCount: number, rhoForPairs: number, l2Squared: number): number {
  return (1.5 * columnCount * l2Squared) / (2 * rhoForPairs);
}

/** The word for these errors. Without pairs only the single columns speak. */
export function wordFor({ oneWay, pair }: ExpectedError): Word {
  if ((pair ?? 0) > COARSE_PAIR || oneWay > COARSE_ONE_WAY) return 'mostly noise';
  return (pair ?? 0) > FINE_PAIR ? 'coarse' : 'fine';
}

/** The smallest group that shows through noise of this variance, in rows. */
export function smallestVisibleGroup(sigma2: number): number {
  return 2 * Math.sqrt(sigma2);
}

/** The sample of the table that would be as far off, by squared error, as the noise; at most all rows. */
export function asGoodAsSampleOf({ cells, sigma2 }: PlannedMarginal, rowCount: number): number {
  return Math.min(rowCount, (rowCount * rowCount) / (cells * sigma2));
}

/**
 * The smallest epsilon at which the same plan reaches *coarse*, from the errors expected at `rhoGrains`; null if no
 * epsilon up to 100 does. Noise shrinks with the root of rho, so the needed rho is a square of ratios.
 */
export function epsilonForCoarse(expected: ExpectedError, rhoGrains: number, delta: number): number | null {
  const ratio = Math.max(
    unsaturated(expected.pair ?? 0) / unsaturated(COARSE_PAIR),
    unsaturated(expected.oneWay) / unsaturated(COARSE_ONE_WAY),
  );
  const needed = Math.ceil(rhoGrains * ratio * ratio);
  if (!(needed < MAX_GRAINS)) return null;
  const epsilon = epsilonFromRho(needed, delta);
  return epsilon <= 100 ? epsilon : null;
}

/** c·x from y. */
function unsaturated(error: number): number {
  return error / (1 - SATURATION * error);
}
