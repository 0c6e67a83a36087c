/**
 * The threshold of a stability histogram: of levels that nobody declared only those are released whose noisy count
 * reaches T = k + 1 + ⌈σ·Φ⁻¹(1 − δ/k)⌉. Symbols: k = rows per person, σ² = variance of the noise, δ = chance that a
 * level which only one person has is released. For whole numbers m discrete Gaussian noise is at least m no more often
 * than Gaussian noise is at least m − 1 (arXiv 2004.00010), and one person has at most k such levels, of k rows.
 * The counts that pass are too large on average: they choose levels and are no measurements.
 * Privacy: public. Replacing a person asks for no more, since the failures on either side are counted on their own.
 */
import { assert } from '../errors.ts';
import { normalQuantile } from '../math/special.ts';

/** More than the error of the quantile, the root and the product. */
const SLACK = 2 ** -40;

/** The least noisy count that is kept, a whole number. `delta` in (0, 0.5). */
export function stabilityThreshold(sigma2: number, rowsPerPerson: number, delta: number): number {
  assert(delta > 0 && delta < 0.5, 'stabilityThreshold: a failure delta lies between 0 and 0.5');
  assert(sigma2 > 0, 'stabilityThreshold: a variance is above 0');
  const quantile = -normalQuantile(delta / rowsPerPerson);
  return rowsPerPerson + 1 + Math.ceil(Math.sqrt(sigma2) * quantile * (1 + SLACK));
}
