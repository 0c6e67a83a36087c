/**
 * What fresh real rows would reach: the expected Σ |X / n₁ − Y / n₂| over the cells of a marginal between two independent
 * samples, of n₁ and n₂ rows, of the law that train came from; read off the counts of train's own n rows.
 * Symbols: c = count of a cell; λ = what its law expects there; a = n₁ / n, b = n₂ / n; a cell adds f(λ) / n with
 *   f(λ) = E |X / a − Y / b|, X ~ Poisson(a λ), Y ~ Poisson(b λ), times √(1 − c / n), since samples have a fixed size.
 * Resamples of train would put c in the place of λ. That is too low, by half where most cells hold one row: what train
 * happens to lack is never drawn. So f(c) is corrected for c ≤ 8, by weights w(c) whose mean over c ~ Poisson(λ) comes
 * closest to f(λ) for all λ between 0.02 and 20: least squares of relative errors, with a small penalty on the
 * correction. A linear estimator of a functional of a sparse law, as Good and Toulmin's (1956, Biometrika 43:45).
 * Largest relative error of the mean: 3 % for n₂ ≤ n₁ = n, 4 % for n₂ = 2n, 8 % beyond (around λ = 1 alone).
 * Cost: the weights take a millisecond; then one look at each cell, in place of resamples.
 * Privacy: exact counts of real rows: internal. Left out: rows that belong together, which err more than these.
 */
import { assert } from '../errors.ts';
import { cholesky, solveCholesky } from '../math/linear-algebra.ts';

/** How far fresh rows would be apart in a cell that holds `count` of `rows` rows of train; rows = n unless within a level. */
export type FreshCell = (count: number, rows: number) => number;

const CORRECTED = 8;
const PENALTY = 0.001;
const [LEAST_LAW, MOST_LAW, LAW_STEP] = [0.02, 20, 1.15];
/** Laws of at most this many expected rows on the smaller side are summed exactly. */
const EXACT = 30;
const MOST_TABLED = 4096;
/** A sample this many times as large as the other adds a hundredth to the error: larger ones count as this. */
const MOST_RATIO = 64;

/** For samples of `firstRows` and `secondRows` rows, from counts of `trainRows` rows; all above 0. */
export function freshCells(trainRows: number, firstRows: number, secondRows: number): FreshCell {
  assert(trainRows > 0 && firstRows > 0 && secondRows > 0, 'freshCells: every table has rows');
  const [first, second] = [firstRows / trainRows, secondRows / trainRows];
  const a = Math.min(first, MOST_RATIO * second);
  const b = Math.min(second, MOST_RATIO * first);
  const weights = weightsOf(a, b);
  return (count, rows) => {
    const weight = count < weights.length ? weights[count]! : wideDifference(count, a, b);
    return (weight / rows) * Math.sqrt(1 - count / rows);
  };
}

/** The same, summed over the cells of a marginal of all `trainRows` rows. */
export function freshError(cell: FreshCell, counts: Int32Array, trainRows: number): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > 0) sum += cell(counts[i]!, trainRows);
  return sum;
}

/** w(0), w(1), …; beyond them f is near enough to a normal law's. */
function weightsOf(a: number, b: number): Float64Array {
  const length = Math.min(MOST_TABLED, Math.max(EXACT, Math.ceil(EXACT / Math.min(a, b)))) + 1;
  const weights = new Float64Array(length);
  for (let count = 1; count < length; count++) weights[count] = meanDifference(count, a, b);
  const normal = new Float64Array(CORRECTED * CORRECTED);
  const right = new Float64Array(CORRECTED);
  let laws = 0;
  for (let law = LEAST_LAW; law < MOST_LAW; law *= LAW_STEP, laws++) {
    const wanted = meanDifference(law, a, b);
    // What each corrected count adds to the mean under this law, in units of what is wanted.
    const shares = new Float64Array(CORRECTED);
    let missing = 1;
    let chance = Math.exp(-law);
    for (let count = 1; count < 4 * EXACT; count++) {
      chance *= law / count;
      const weight = count < length ? weights[count]! : wideDifference(count, a, b);
      const share = (chance * weight) / wanted;
      missing -= share;
      if (count <= CORRECTED) shares[count - 1] = share;
    }
    for (let i = 0; i < CORRECTED; i++) {
      right[i]! += shares[i]! * missing;
      for (let j = 0; j < CORRECTED; j++) normal[i * CORRECTED + j]! += shares[i]! * shares[j]!;
    }
  }
  for (let i = 0; i < CORRECTED; i++) normal[i * CORRECTED + i]! += PENALTY * laws;
  assert(cholesky(normal, CORRECTED), 'freshCells: the penalty keeps the system solvable');
  solveCholesky(normal, CORRECTED, right);
  for (let i = 0; i < CORRECTED; i++) weights[i + 1]! *= 1 + right[i]!;
  return weights;
}

/** f(λ), summed over both laws eight deviations around their means. */
function meanDifference(law: number, a: number, b: number): number {
  const [x, y] = [poisson(a * law), poisson(b * law)];
  // E |u − v| = Σ u-mass · (Σ over v ≤ u of (u − v) + Σ over v > u of (v − u)), with running sums over v.
  let [mass, moment] = [0, 0];
  let [totalMass, totalMoment] = [0, 0];
  y.chances.forEach((chance, at) => {
    totalMass += chance;
    totalMoment += (chance * (y.from + at)) / b;
  });
  let next = 0;
  let sum = 0;
  x.chances.forEach((chance, at) => {
    const u = (x.from + at) / a;
    for (; next < y.chances.length && (y.from + next) / b <= u; next++) {
      mass += y.chances[next]!;
      moment += (y.chances[next]! * (y.from + next)) / b;
    }
    sum += chance * (u * mass - moment + (totalMoment - moment) - u * (totalMass - mass));
  });
  return sum;
}

/** Chances of `from`, `from + 1`, …, by the recurrence from the mode. */
function poisson(mean: number): Readonly<{ from: number; chances: Float64Array }> {
  const reach = 8 * Math.sqrt(mean) + 16;
  const from = Math.max(0, Math.floor(mean - reach));
  const mode = Math.floor(mean);
  const chances = new Float64Array(Math.ceil(mean + reach) - from + 1);
  chances[mode - from] = 1;
  for (let k = mode; k > from; k--) chances[k - 1 - from] = (chances[k - from]! * k) / mean;
  for (let k = mode + 1; k < from + chances.length; k++) chances[k - from] = (chances[k - 1 - from]! * mean) / k;
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  for (let at = 0; at < chances.length; at++) chances[at]! /= total;
  return { from, chances };
}

/** f where both laws are nearly normal: √(2/π) of the deviation. */
function wideDifference(law: number, a: number, b: number): number {
  return Math.sqrt((2 / Math.PI) * law * (1 / a + 1 / b));
}
