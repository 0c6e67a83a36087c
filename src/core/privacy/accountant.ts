/**
 * What a mechanism costs in rho of zero-concentrated differential privacy (Bun and Steinke, arXiv 1605.02065), and
 * what rho means as (epsilon, delta) (Canonne, Kamath and Steinke, arXiv 2004.00010, proposition 12):
 * delta(rho, ε) = min over α > 1 of exp(ℓ(α)), ℓ(α) = (α−1)(α·rho − ε) + α·ln(1 − 1/α) − ln(α−1).
 * Costs are whole grains from whole-number parameters, rounded up; budgets are rounded down. A conversion takes well
 * under a millisecond. Left out: the exact curve of Gaussian noise alone, which would not hold for runs that select.
 */
import { UserError, assert } from '../errors.ts';
import { ceilDivide, squareRoot } from '../math/whole-numbers.ts';
import { EPSILON_SCALE, GRAIN, MAX_GRAINS, SIGMA2_SCALE } from './units.ts';

const GRAINS_PER_RHO = 2n ** 44n;
/** Larger noise is refused: the samplers are exact up to here, and no table could show through it. */
const MAX_SIGMA2 = 2 ** 80;
/** Steps of epsilon in the conversions. */
const EPSILON_STEP = 2 ** -30;
/** Far above any error of exp, log and log1p in the engines of today. */
const SLACK = 2 ** -40;
/** α − 1 stays above this, so that log1p(−1/α) keeps enough digits for `SLACK` to cover its error. */
const MIN_ALPHA = 1 + 2 ** -10;

/** Discrete Gaussian noise of variance σ² on whole numbers: Δ²/(2σ²), in grains, rounded up. */
export function gaussianCost(l2Squared: bigint, sigma2Times256: bigint): bigint {
  return ceilDivide(l2Squared * GRAINS_PER_RHO * BigInt(SIGMA2_SCALE), 2n * sigma2Times256);
}

/** The exponential mechanism with ε in units of 2^-24: ε²/8, since its range is bounded (arXiv 1905.04273). */
export function exponentialCost(epsilonTimes2p24: bigint): bigint {
  return ceilDivide(epsilonTimes2p24 ** 2n * GRAINS_PER_RHO, 8n << 48n);
}

/** Discrete Laplace noise, or any other pure mechanism, with ε in units of 2^-24: ε²/2. */
export function pureCost(epsilonTimes2p24: bigint): bigint {
  return ceilDivide(epsilonTimes2p24 ** 2n * GRAINS_PER_RHO, 2n << 48n);
}

/**
 * The smallest variance whose cost is at most `rhoGrains`: a multiple of 2^-8 that a double holds, so that a share of
 * the budget is never overdrawn and one step less of noise would be. Throws `budget-invalid` if the share buys nothing.
 */
export function sigma2ForRho(rhoGrains: number, l2Squared: bigint): number {
  if (!(rhoGrains >= 1)) throw buysNothing();
  const share = BigInt(Math.floor(rhoGrains));
  const exact = ceilDivide(l2Squared * GRAINS_PER_RHO * BigInt(SIGMA2_SCALE), 2n * share);
  const sigma2 = doubleAtLeast(exact) / SIGMA2_SCALE;
  if (sigma2 > MAX_SIGMA2) throw buysNothing();
  return sigma2;
}

/**
 * The largest epsilon, a multiple of 2^-24, whose cost is at most `rhoGrains`: of the exponential mechanism, or of a
 * pure one. Throws `budget-invalid` if the share buys nothing.
 */
export function epsilonForRho(rhoGrains: number, mechanism: 'exponential' | 'pure'): number {
  // ⌈ε²·2^44 / (8·2^48)⌉ ≤ grains for ε up to √(128·grains); for a pure mechanism, with 2 in place of 8, √(32·grains).
  const square = BigInt(Math.max(0, Math.floor(rhoGrains))) * (mechanism === 'exponential' ? 128n : 32n);
  if (!(square > 0n)) throw buysNothing();
  return Number(squareRoot(square)) / EPSILON_SCALE;
}

/** A variance as whole multiples of 2^-8, rounded up. Zero, NaN and what the samplers cannot do are faults of ours. */
export function sigma2InSteps(sigma2: number): bigint {
  assert(sigma2 > 0 && sigma2 <= MAX_SIGMA2, 'sigma2InSteps: a variance lies above 0 and at most at 2^80');
  return BigInt(Math.ceil(sigma2 * SIGMA2_SCALE));
}

/** An epsilon as whole multiples of 2^-24, rounded down. Less than one of them is a fault of ours. */
export function epsilonInSteps(epsilon: number): bigint {
  const steps = Math.floor(epsilon * EPSILON_SCALE);
  assert(steps >= 1 && Number.isSafeInteger(steps), 'epsilonInSteps: an epsilon is at least 2^-24, and finite');
  return BigInt(steps);
}

/** Shares of `rhoGrains` in proportion to the weights (≥ 0, one above 0): whole grains, never more than the total. */
export function splitBudget(rhoGrains: number, weights: readonly number[]): number[] {
  const largest = Math.max(...weights);
  assert(
    largest > 0 && weights.every((weight) => weight >= 0) && Number.isFinite(largest),
    'splitBudget: weights are finite, at least 0, and not all 0',
  );
  // Weights as whole numbers: equal weights get equal shares, and a sum of shares rounded down cannot pass the total.
  const whole = weights.map((weight) => BigInt(Math.round((weight / largest) * 2 ** 40)));
  const sum = whole.reduce((total, weight) => total + weight, 0n);
  return whole.map((weight) => Number((BigInt(rhoGrains) * weight) / sum));
}

/** The smallest delta that holds at this epsilon for `rhoGrains`, rounded up; at most 1. */
export function deltaFromRho(rhoGrains: number, epsilon: number): number {
  if (rhoGrains === 0) return 0;
  const rho = rhoGrains * GRAIN;
  // ℓ'(α) grows with α and changes sign between these ends. Every α > 1 gives a valid delta, so a sloppy search only
  // costs utility: the search needs no proof, the value at the α it ends with is a bound by itself.
  let low = MIN_ALPHA;
  let high = Math.max((epsilon + 1) / (2 * rho) + 2, 2 * MIN_ALPHA);
  for (let step = 0; step < 80; step++) {
    const middle = low + (high - low) / 2;
    if ((2 * middle - 1) * rho - epsilon + Math.log1p(-1 / middle) < 0) low = middle;
    else high = middle;
  }
  return Math.min(1, deltaAt(high, rho, epsilon));
}

/** The most grains that (epsilon, delta) buys. Epsilon is first rounded down to a multiple of 2^-30. */
export function rhoFromEpsilon(epsilon: number, delta: number): number {
  const floored = Math.floor(epsilon / EPSILON_STEP) * EPSILON_STEP;
  let low = 0;
  let high = MAX_GRAINS;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (deltaFromRho(middle, floored) <= delta) low = middle;
    else high = middle;
  }
  return low;
}

/** The smallest epsilon, a multiple of 2^-30, that `rhoGrains` amounts to at this delta. */
export function epsilonFromRho(rhoGrains: number, delta: number): number {
  if (deltaFromRho(rhoGrains, 0) <= delta) return 0;
  let low = 0;
  let high = 2 ** 30;
  while (deltaFromRho(rhoGrains, high * EPSILON_STEP) > delta) high *= 2;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (deltaFromRho(rhoGrains, middle * EPSILON_STEP) <= delta) high = middle;
    else low = middle;
  }
  return high * EPSILON_STEP;
}

/** exp(ℓ(α)) with both roundings on the safe side. */
function deltaAt(alpha: number, rho: number, epsilon: number): number {
  const divergence = (alpha - 1) * (alpha * rho - epsilon);
  const entropyTerm = alpha * Math.log1p(-1 / alpha);
  const logTerm = Math.log(alpha - 1);
  const slack = SLACK * (1 + Math.abs(divergence) + Math.abs(entropyTerm) + Math.abs(logTerm));
  return Math.exp(divergence + entropyTerm - logTerm + slack) * (1 + SLACK);
}

function buysNothing(): UserError {
  return new UserError(
    'budget-invalid',
    { what: 'Epsilon', range: 'large enough that every measurement gets a share of it' },
    { step: 'Privacy' },
  );
}

/** The smallest double that is at least this positive whole number. */
function doubleAtLeast(whole: bigint): number {
  let unitBits = 0n;
  while (whole >> unitBits >= 2n ** 53n) unitBits++;
  const unit = 1n << unitBits;
  return Number(ceilDivide(whole, unit) * unit);
}
