/**
 * How many rows a claimed fit has seen: N̂ = round( Σ S_r/(n_r·σ_r²) ÷ Σ 1/(n_r·σ_r²) ), at least 1, with S_r the
 * noisy sum of a marginal that covers every row, n_r its cells and σ_r² their variance.
 * Privacy: post-processing; it spends nothing. "As many rows as the source" means this number, never the exact count.
 */
import { assert } from '../errors.ts';
import type { NoisyCounts } from './mechanisms.ts';

/** `deviation`: the standard deviation of the estimate, in rows. */
export type RowEstimate = Readonly<{ rows: number; deviation: number }>;

export function rowEstimate(marginals: readonly NoisyCounts[]): RowEstimate {
  assert(marginals.length >= 1, 'rowEstimate: at least one marginal');
  let weighted = 0;
  let weights = 0;
  for (const { counts, sigma2 } of marginals) {
    const weight = 1 / (counts.length * sigma2);
    weighted += weight * counts.reduce((sum, count) => sum + count, 0);
    weights += weight;
  }
  return { rows: Math.max(1, Math.round(weighted / weights)), deviation: Math.sqrt(1 / weights) };
}
