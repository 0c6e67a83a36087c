/**
 * How much the model is off on a marginal, beyond what noise alone would show, in whole units of 2^-10 rows:
 * q = w·( Σ|2¹⁰·count − round(2¹⁰·expected)| − round(2¹⁰·penalty) ), w the candidate's weight.
 * Privacy: what comes in as counts is private and so is q; one row moves q by at most w·2¹⁰ times the count sensitivity.
 * Expected counts are rounded before the difference is taken, always by this function.
 */
import { SCORE_SCALE } from '../../privacy/units.ts';

/** A whole number, below 2^53 for any table of fewer than 2^40 rows. `penalty` in rows. */
export function wholeScore(counts: Int32Array, expected: Float64Array, weight: number, penalty: number): number {
  let distance = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    distance += Math.abs(counts[cell]! * SCORE_SCALE - Math.round(expected[cell]! * SCORE_SCALE));
  }
  return weight * (distance - Math.round(penalty * SCORE_SCALE));
}

/** The L1 distance in rows that Gaussian noise of this deviation would show on so many cells. */
export function noiseDistance(sigma: number, cells: number): number {
  return Math.sqrt(2 / Math.PI) * sigma * cells;
}

/** The same for exact counts: the distance that drawing as many rows anew would show. */
export function samplingDistance(counts: Int32Array, total: number): number {
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!;
    sum += Math.sqrt(count * (1 - Math.min(1, count / total)));
  }
  return Math.sqrt(2 / Math.PI) * sum;
}
