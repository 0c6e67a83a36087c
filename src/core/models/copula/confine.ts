/**
 * Rows of latents under a condition: each of a few latents C lies in a union of intervals, all others follow.
 *   Latents of C: Gibbs sweeps (Geweke 1991), z_c given the others of C ~ N(−Σ_(d≠c) P_cd·z_d / P_cc, 1 / P_cc) within
 *     its intervals, P the inverse of their correlations R_CC. The start lies inside: one after the other given those
 *     before, which is exact for one latent and for those without links.
 *   The others: rows z⁰ without the condition are moved by the linear-Gaussian conditional (Matheron's rule),
 *     z_j = z⁰_j + R_jC·P·(z_C − z⁰_C), which leaves what C does not tell of z_j as it was.
 * Holds for a matrix and for factors alike: R_ij is read off the loadings. Cost: rows × (50·|C|² + |C|·d).
 */
import { assert } from '../../errors.ts';
import { cholesky, solveCholesky } from '../../math/linear-algebra.ts';
import type { Rng } from '../../math/rng.ts';
import { normalCdf, normalQuantile } from '../../math/special.ts';
import { BLOCK_ROWS, streamOf } from '../draw.ts';
import type { Dependence } from './latents.ts';

/** Disjoint intervals from low to high, ends may be infinite; at least one. */
export type Region = readonly (readonly [low: number, high: number])[];

const SWEEPS = 50;
/** Factors may leave a latent nothing of its own: so much it is given, which no table could show. */
const OWN_SHARE = 1e-4;

/** Moves all latents, in place. `regions` by place of the latent. */
export function confine(
  z: readonly Float32Array[],
  dependence: Dependence,
  regions: ReadonlyMap<number, Region>,
  key: number,
): void {
  const asked = [...regions.keys()];
  if (asked.length === 0) return;
  const law = lawOf(dependence, asked, z.length);
  const within = [...regions.values()];
  const rowCount = z[0]!.length;
  const moved = asked.map((place) => Float64Array.from(z[place]!, (value) => -value));
  const point = new Float64Array(asked.length);
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const rng = streamOf(key, 'condition', 0, start / BLOCK_ROWS);
    const end = Math.min(start + BLOCK_ROWS, rowCount);
    for (let row = start; row < end; row++) {
      drawPoint(law, within, rng, point);
      for (let c = 0; c < point.length; c++) moved[c]![row]! += point[c]!;
    }
  }
  z.forEach((own, place) => {
    followers(law, asked, place).forEach((share, c) => addScaled(moved[c]!, share, own));
  });
}

/** `factor` is L of R_CC = L·Lᵀ, `precision` P, both row-major; `link` gives R_ij of any two latents. */
type Law = Readonly<{
  factor: Float64Array;
  precision: Float64Array;
  link: (i: number, j: number) => number;
}>;

function lawOf(dependence: Dependence, asked: readonly number[], latentCount: number): Law {
  const link = linkOf(dependence, latentCount);
  const size = asked.length;
  const factor = Float64Array.from({ length: size * size }, (_, at) =>
    link(asked[Math.floor(at / size)]!, asked[at % size]!),
  );
  assert(cholesky(factor, size), 'confine: the correlations are positive definite');
  const precision = new Float64Array(size * size);
  for (let c = 0; c < size; c++) {
    const column = precision.subarray(c * size, (c + 1) * size);
    column[c] = 1;
    solveCholesky(factor, size, column);
  }
  return { factor, precision, link };
}

function linkOf(dependence: Dependence, latentCount: number): Law['link'] {
  if (dependence.kind === 'matrix') return (i, j) => dependence.correlation[i * latentCount + j]!;
  const { loadings, factorCount } = dependence;
  return (i, j) => {
    if (i === j) return 1;
    let sum = 0;
    for (let k = 0; k < factorCount; k++) sum += loadings[i * factorCount + k]! * loadings[j * factorCount + k]!;
    return (1 - OWN_SHARE) * sum;
  };
}

/** R_jC·P: how far latent j follows each of those that are moved. These themselves follow only their own. */
function followers({ precision, link }: Law, asked: readonly number[], j: number): Float64Array {
  const size = asked.length;
  return Float64Array.from(asked, (own, c) => {
    if (asked.includes(j)) return own === j ? 1 : 0;
    return asked.reduce((sum, other, d) => sum + link(j, other) * precision[c * size + d]!, 0);
  });
}

function addScaled(moves: Float64Array, share: number, z: Float32Array): void {
  if (share === 0) return;
  for (let row = 0; row < z.length; row++) z[row]! += share * moves[row]!;
}

/** One row of the latents asked of. */
function drawPoint({ factor, precision }: Law, within: readonly Region[], rng: Rng, point: Float64Array): void {
  const size = point.length;
  // The start: z = L·e, and while it is made `point` holds e up to c.
  for (let c = 0; c < size; c++) {
    let mean = 0;
    for (let d = 0; d < c; d++) mean += factor[c * size + d]! * point[d]!;
    const deviation = factor[c * size + c]!;
    point[c] = (drawWithin(within[c]!, mean, deviation, rng) - mean) / deviation;
  }
  for (let c = size - 1; c >= 0; c--) {
    let value = 0;
    for (let d = 0; d <= c; d++) value += factor[c * size + d]! * point[d]!;
    point[c] = value;
  }
  for (let sweep = 0; size > 1 && sweep < SWEEPS; sweep++) {
    for (let c = 0; c < size; c++) {
      let sum = 0;
      for (let d = 0; d < size; d++) if (d !== c) sum += precision[c * size + d]! * point[d]!;
      const own = precision[c * size + c]!;
      point[c] = drawWithin(within[c]!, -sum / own, 1 / Math.sqrt(own), rng);
    }
  }
}

/** A normal variable within the region: the interval by its mass, then a point of it. */
function drawWithin(region: Region, mean: number, deviation: number, rng: Rng): number {
  const [low, high] = region.length === 1 ? region[0]! : drawInterval(region, mean, deviation, rng);
  const share = (rng.uint32() + 0.5) / 2 ** 32;
  const drawn = mean + deviation * quantileBetween((low - mean) / deviation, (high - mean) / deviation, share);
  return Math.min(high, Math.max(low, drawn));
}

function drawInterval(region: Region, mean: number, deviation: number, rng: Rng): Region[number] {
  const massOf = ([low, high]: Region[number]): number =>
    massBetween((low - mean) / deviation, (high - mean) / deviation);
  let total = 0;
  for (const interval of region) total += massOf(interval);
  let mark = rng.uniform() * total;
  for (const interval of region) {
    mark -= massOf(interval);
    if (mark < 0) return interval;
  }
  // All lie so far out that no mass can be told from 0.
  const distanceOf = ([low, high]: Region[number]): number => Math.max(low - mean, mean - high);
  return region.reduce((nearest, interval) => (distanceOf(interval) < distanceOf(nearest) ? interval : nearest));
}

/** P[low < Z < high], from the nearer tail, which keeps its digits. */
function massBetween(low: number, high: number): number {
  return low + high > 0 ? normalCdf(-low) - normalCdf(-high) : normalCdf(high) - normalCdf(low);
}

/** Where a share of the mass between two points lies below; the end nearer to 0 where there is no mass to be told. */
function quantileBetween(low: number, high: number, share: number): number {
  if (low + high > 0) return -quantileBetween(-high, -low, share);
  const below = normalCdf(low);
  const mass = normalCdf(high) - below;
  return mass > 0 ? normalQuantile(below + share * mass) : high;
}
