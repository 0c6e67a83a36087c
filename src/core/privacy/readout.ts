/**
 * What a claim means for somebody who attacks it with everything known but one person, in bets and hit rates.
 * Computed from the rho that was spent; valid for every mechanism of the ledger, not for Gaussian noise alone (there
 * the truth is about a fifth less: 2Φ(μ/2) − 1 and Φ(Φ⁻¹(a) + μ) with μ = √(2·rho)).
 * Advantage t: both divergences between neighbours are at most rho, so the best test with rates p and q has
 * (p − q)(logit p − logit q) ≤ 2·rho, least for a given difference at p + q = 1: t·ln((1+t)/(1−t)) = rho.
 * Hit rate at false alarm rate a: exp(−(√ln(1/a) − √rho)²), from P(A) ≤ exp((α−1)·rho)·Q(A)^((α−1)/α) at the best
 * α = √(ln(1/a)/rho) (arXiv 1702.07476). Privacy: public, a function of public numbers.
 */
import { assert } from '../errors.ts';

/** Rates in [0, 1]; `bets` of 100, between 50 (a coin) and 100. All are upper bounds, rounded up. */
export type Readout = Readonly<{ advantage: number; bets: number; hitsAt1Percent: number; hitsAt01Percent: number }>;

/** The read-out of `rho` ≥ 0. `deltaFailure`, the failure deltas of the ledger, is added to each bound. */
export function readout(rho: number, deltaFailure = 0): Readout {
  assert(rho >= 0 && deltaFailure >= 0, 'readout: rho and delta are at least 0');
  const advantage = Math.min(1, advantageOf(rho) + deltaFailure);
  return {
    advantage,
    bets: Math.ceil(50 * (1 + advantage)),
    hitsAt1Percent: hitRate(rho, 0.01, deltaFailure),
    hitsAt01Percent: hitRate(rho, 0.001, deltaFailure),
  };
}

/** The root of t·ln((1+t)/(1−t)) = rho by bisection, its upper end. */
function advantageOf(rho: number): number {
  if (rho === 0) return 0;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (middle * (Math.log1p(middle) - Math.log1p(-middle)) < rho) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The failure delta of a person with `times` as many rows: each step from one neighbour to the next can fail by itself,
 * and raises the chance of what failed before by no more than a hit rate.
 */
export function failureOfLarger(rho: number, failureDelta: number, times: number): number {
  let failure = failureDelta;
  if (failure > 0)
    for (let step = 1; step < times; step++) failure = hitRate(rho, failure / (1 - failureDelta), failureDelta);
  return failure;
}

function hitRate(rho: number, falseAlarmRate: number, deltaFailure: number): number {
  const surprise = -Math.log(falseAlarmRate);
  if (surprise <= rho) return 1;
  return Math.min(1, Math.exp(-((Math.sqrt(surprise) - Math.sqrt(rho)) ** 2)) + deltaFailure);
}
