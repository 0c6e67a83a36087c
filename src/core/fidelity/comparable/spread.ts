/**
 * The interval of a score that other tools give without one: value ± 1.96 standard deviations over ten resamples of the
 * synthetic rows, never percentiles, which lie on one side near the best value. A resample holds at most 20,000 rows;
 * what is found on it is scaled by the root of the ratio.
 */
import type { Evaluation } from '../evaluation.ts';
import { RESAMPLES, resampleRows, standardDeviation } from '../resampling.ts';

const MOST_ROWS = 20_000;

/** At 95 %; null where a resample has no value. */
export type Ends = Readonly<{ low: number | null; high: number | null }>;

/** The file's row numbers of the synthetic rows, once for each resample. */
export function syntheticDraws({ order, seed }: Evaluation): readonly Uint32Array[] {
  const rowCount = order.synthetic.length;
  return Array.from({ length: RESAMPLES }, (_, round) =>
    resampleRows(rowCount, Math.min(rowCount, MOST_ROWS), seed, 'comparable', round).map(
      (row) => order.synthetic[row]!,
    ),
  );
}

/** Around `value`, cut to [0, best]. */
export function endsAround(
  value: number | null,
  resampled: readonly (number | null)[],
  { synthetic: { rowCount } }: Evaluation,
  best = 1,
): Ends {
  const values = resampled.filter((each) => each !== null);
  if (value === null || values.length < resampled.length) return { low: null, high: null };
  const scale = Math.sqrt(Math.min(1, MOST_ROWS / rowCount));
  const halfWidth = 1.96 * standardDeviation(Float64Array.from(values)) * scale;
  return { low: Math.max(0, value - halfWidth), high: Math.min(best, value + halfWidth) };
}
