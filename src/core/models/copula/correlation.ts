/**
 * The correlation matrix of the latents, from exact products of scores or from noisy second moments.
 * Exact: mean products over the rows that see both. Noisy (Ŝ, both triangles averaged, deviation σ₂/√2 off the
 * diagonal): ĉ_ij = Ŝ_ij/√(Ŝ_ii·Ŝ_jj), Ŝ_ii at least 0.05·N̂·o_i·v_i, times √(o_i·o_j)/o_ij, o the shares of rows seen;
 * the diagonal undoes the clipping. Target of the attenuation correction: ĉ_ij·√(v_i·v_j).
 * Shrinkage: r_ij ← κ_ij·r_ij with κ_ij = τ²/(τ² + s_ij²), s_ij the deviation of an entry, from sampling or from noise,
 * and τ² = Σ w·(r² − s²)/Σ w, w = 1/(τ² + s²)², the mean square of the links themselves. With one s for all entries that
 * is max(0, 1 − Σ s²/Σ r²); with several, a rare level whose entries are all noise cannot take the others with it.
 * Repair: the nearest correlation matrix with eigenvalues of at least 1e-4, in fewer rounds above 150 latents, where a
 * round costs O(d³); above 500, correlations are lowered together until the matrix is one.
 * Privacy: `correlationFromNoisy` is post-processing of released values.
 */
import { cholesky, nearestCorrelation } from '../../math/linear-algebra.ts';
import type { NoisyMoments } from '../../privacy/mechanisms.ts';
import { MOMENT_SCALE } from '../../privacy/units.ts';
import type { ScoredLatent } from './latents.ts';
import { productSums, SCORE_SCALE, type Reading } from './moments.ts';
import { correlationFrom } from './scores.ts';

const EIGENVALUE_FLOOR = 1e-4;
/** Below this a squared deviation is no different from none. */
const MIN_NOISE2 = 1e-9;
const SHRINKAGE_ROUNDS = 20;
const ROUNDS = 100;
/** Up to this many latents all rounds are affordable (1.3 s). */
const FULLY_REPAIRED = 150;
const MAX_REPAIRED = 500;
/** A diagonal entry below this share of what it should be is noise. */
const DIAGONAL_FLOOR = 0.05;

/** `readings` give whole scores (`wholeScores`) by code. */
export function correlationOfRows(
  latents: readonly ScoredLatent[],
  readings: readonly Reading[],
  rowCount: number,
): Float64Array {
  const size = latents.length;
  const products = productSums(readings, rowCount);
  const seen = rowsSeenTogether(latents, readings, rowCount);
  return correlationMatrix(latents, (i, j) => {
    const { variance: v, coefficients: c } = latents[i]!;
    const { variance: w, coefficients: e } = latents[j]!;
    const rows = seen(i, j);
    if (rows < 2) return null;
    const observed = products[i * size + j]! / (rows * SCORE_SCALE * SCORE_SCALE);
    const unexplained = Math.max(0, 1 - (observed * observed) / (v * w));
    return { r: correlationFrom(c, e, observed), noise2: (unexplained * unexplained) / ((rows - 1) * v * w) };
  });
}

export function correlationFromNoisy(
  latents: readonly ScoredLatent[],
  { moments, dimension, sigma2 }: NoisyMoments,
  rowEstimate: number,
): Float64Array {
  const mean = (i: number, j: number): number =>
    (moments[i * dimension + j]! + moments[j * dimension + i]!) / (2 * MOMENT_SCALE);
  const diagonal = latents.map(({ variance, seenShare }, i) =>
    Math.max(mean(i, i), DIAGONAL_FLOOR * rowEstimate * seenShare * variance),
  );
  const deviation2 = sigma2 / 2 / (MOMENT_SCALE * MOMENT_SCALE);
  const missing = new Map(
    latents.flatMap((latent, i) => (latent.kind === 'missing' ? [[latent.column, i] as const] : [])),
  );
  return correlationMatrix(latents, (i, j) => {
    const { variance: v, coefficients: c, column: first } = latents[i]!;
    const { variance: w, coefficients: e, column: second } = latents[j]!;
    const scale2 = diagonal[i]! * diagonal[j]!;
    const a = missing.get(first);
    const b = missing.get(second);
    const phi = a === undefined || b === undefined ? 0 : mean(a, b) / Math.sqrt(diagonal[a]! * diagonal[b]!);
    const undone = seenFactor(latents[i]!, latents[j]!, phi);
    const ratio = Math.min(1, Math.max(-1, (undone * mean(i, j)) / Math.sqrt(scale2)));
    return {
      r: correlationFrom(c, e, ratio * Math.sqrt(v * w)),
      noise2: (undone * undone * deviation2) / (scale2 * v * w),
    };
  });
}

/** √(o_i·o_j)/o_ij, the joint share from the phi coefficient of the two missing indicators, within what is possible. */
function seenFactor(first: ScoredLatent, second: ScoredLatent, phi: number): number {
  const a = first.seenShare;
  const b = second.seenShare;
  const joint = a * b + phi * Math.sqrt(a * (1 - a) * b * (1 - b));
  const possible = Math.min(Math.min(a, b), Math.max(joint, a + b - 1, DIAGONAL_FLOOR * a * b));
  return Math.sqrt(a * b) / possible;
}

type Entry = Readonly<{ r: number; noise2: number }>;

/** Entries above the diagonal, shrunk, then repaired. A column's own missing latent is not linked to its values. */
function correlationMatrix(
  latents: readonly ScoredLatent[],
  entryOf: (i: number, j: number) => Entry | null,
): Float64Array {
  const size = latents.length;
  const matrix = new Float64Array(size * size);
  const noise2 = new Float64Array(size * size).fill(Infinity);
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const entry = latents[i]!.column === latents[j]!.column ? null : entryOf(i, j);
      if (entry === null) continue;
      matrix[i * size + j] = entry.r;
      noise2[i * size + j] = Math.max(entry.noise2, MIN_NOISE2);
    }
  }
  const links2 = meanSquareLink(matrix, noise2);
  const shrunk = matrix.map((r, at) => (r === 0 ? 0 : (r * links2) / (links2 + noise2[at]!)));
  return repaired(scaled(shrunk, size, 1), size);
}

/** τ²: what is left of the squared entries once their noise is taken off, the less noisy ones counting more. */
function meanSquareLink(matrix: Float64Array, noise2: Float64Array): number {
  let links2 = 1;
  for (let round = 0; round < SHRINKAGE_ROUNDS; round++) {
    let sum = 0;
    let weights = 0;
    for (let at = 0; at < matrix.length; at++) {
      if (noise2[at] === Infinity) continue;
      const weight = 1 / (links2 + noise2[at]!) ** 2;
      sum += weight * (matrix[at]! * matrix[at]! - noise2[at]!);
      weights += weight;
    }
    links2 = weights > 0 ? Math.max(0, sum / weights) : 0;
  }
  return links2;
}

/** A symmetric matrix of unit diagonal from an upper triangle, or from another such matrix, times `factor`. */
function scaled(matrix: Float64Array, size: number, factor: number): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    out[i * size + i] = 1;
    for (let j = i + 1; j < size; j++) out[i * size + j] = out[j * size + i] = factor * matrix[i * size + j]!;
  }
  return out;
}

function repaired(matrix: Float64Array, size: number): Float64Array {
  if (isPositive(matrix, size)) return matrix;
  if (size <= MAX_REPAIRED) {
    const rounds = Math.ceil(ROUNDS * Math.min(1, (FULLY_REPAIRED / size) ** 3));
    return nearestCorrelation(matrix, size, { floor: EIGENVALUE_FLOOR, tolerance: 1e-7, rounds });
  }
  let lowered = matrix;
  while (!isPositive(lowered, size)) lowered = scaled(lowered, size, 0.9);
  return lowered;
}

/** Whether all eigenvalues are above the floor. */
function isPositive(matrix: Float64Array, size: number): boolean {
  const shifted = matrix.slice();
  for (let i = 0; i < size; i++) shifted[i * size + i]! -= EIGENVALUE_FLOOR;
  return cholesky(shifted, size);
}

/** Number of rows in which both latents have a score. Only columns with missing cells need counting. */
function rowsSeenTogether(
  latents: readonly ScoredLatent[],
  readings: readonly Reading[],
  rowCount: number,
): (i: number, j: number) => number {
  const partial = latents.flatMap(({ seenShare }, i) => (seenShare < 1 ? [i] : []));
  const counts = productSums(
    partial.map((i) => ({ codes: readings[i]!.codes, table: seenByCode(readings[i]!.table) })),
    rowCount,
  );
  const place = new Map(partial.map((latent, index) => [latent, index]));
  return (i, j) => {
    const a = place.get(i) ?? place.get(j);
    const b = place.get(j) ?? place.get(i);
    return a === undefined || b === undefined ? rowCount : counts[a * partial.length + b]!;
  };
}

/** Code 0 is the missing cell of such a column. */
function seenByCode(table: Float64Array): Float64Array {
  return table.map((_, code) => (code === 0 ? 0 : 1));
}
