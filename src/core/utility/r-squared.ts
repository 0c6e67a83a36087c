/**
 * Intervals of R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)² on test rows, from 1,000 paired resamples of these rows with the
 * predictions fixed: percentiles of a model's values, and of two models' difference in the same resamples. At most 1;
 * below 0 a model does worse than the mean of the test rows. O(resamples × rows).
 */
import { quantileSorted } from '../math/ranks.ts';
import { createRng } from '../math/rng.ts';

const RESAMPLES = 1000;

export type Ends = Readonly<{ low: number; high: number }>;

/** Intervals of the second model's R² and of second − first. Null where a resample would have no spread. */
export function pairedRSquared(
  values: Float64Array,
  first: Float64Array,
  second: Float64Array,
  seed: number,
  purpose: string,
): Readonly<{ second: Ends; gap: Ends }> | null {
  const rowCount = values.length;
  const mean = meanOf(values);
  const rng = createRng(seed, 'r-squared', purpose);
  const squares = [first, second].map((predictions) => values.map((value, row) => (value - predictions[row]!) ** 2));
  const shifts = values.map((value) => value - mean);
  const drawn = { second: new Float64Array(RESAMPLES), gap: new Float64Array(RESAMPLES) };
  for (let round = 0; round < RESAMPLES; round++) {
    let shift = 0;
    let spread = 0;
    let firstErrors = 0;
    let secondErrors = 0;
    for (let i = 0; i < rowCount; i++) {
      const row = Math.floor((rng.uint32() * rowCount) / 4294967296);
      shift += shifts[row]!;
      spread += shifts[row]! * shifts[row]!;
      firstErrors += squares[0]![row]!;
      secondErrors += squares[1]![row]!;
    }
    spread -= (shift * shift) / rowCount;
    if (!(spread > 0)) return null;
    drawn.second[round] = 1 - secondErrors / spread;
    drawn.gap[round] = (firstErrors - secondErrors) / spread;
  }
  return { second: endsOf(drawn.second), gap: endsOf(drawn.gap) };
}

function endsOf(values: Float64Array): Ends {
  values.sort();
  return { low: quantileSorted(values, 0.025), high: quantileSorted(values, 0.975) };
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row]!;
  return sum / values.length;
}
