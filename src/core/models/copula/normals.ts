/**
 * Rows of the latents: normal variables with the correlations of the model, each of mean 0 and variance 1.
 * Matrix: z = L·e with the Cholesky factor L. Factors: z_j = V_j·w + √(1 − |V_j|²)·e_j. Every e and w has its own
 * stream in each block of rows. Cost: O(N·d²/2), or O(N·d·k) for k factors. Single precision: ties go by row.
 */
import { assert } from '../../errors.ts';
import { cholesky } from '../../math/linear-algebra.ts';
import { BLOCK_ROWS, streamOf } from '../draw.ts';
import type { Dependence } from './latents.ts';

/** Rows that are mixed at once: their noise stays in cache. */
const MIXED_ROWS = 512;

/** One array of `rowCount` values per latent. */
export function drawLatents(
  dependence: Dependence,
  latentCount: number,
  rowCount: number,
  key: number,
): Float32Array[] {
  const z = Array.from({ length: latentCount }, () => new Float32Array(rowCount));
  const { sources, mixtures } = mixingOf(dependence, latentCount);
  const noise = new Float64Array(sources * BLOCK_ROWS);
  const sum = new Float64Array(MIXED_ROWS);
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, rowCount - start);
    for (let source = 0; source < sources; source++) {
      const { normal } = streamOf(key, 'latent', source, start / BLOCK_ROWS);
      for (let row = 0; row < rows; row++) noise[source * BLOCK_ROWS + row] = normal();
    }
    for (let at = 0; at < rows; at += MIXED_ROWS) {
      const mixed = sum.subarray(0, rows - at);
      for (let latent = 0; latent < latentCount; latent++) {
        mixInto(mixed, mixtures[latent]!, noise, at);
        z[latent]!.set(mixed, start + at);
      }
    }
  }
  return z;
}

/** The sources that a latent is made of, in pairs: a last one alone stands twice, with weight 0. */
type Mixture = Readonly<{ from: Uint32Array; weights: Float64Array }>;

function mixInto(sum: Float64Array, { from, weights }: Mixture, noise: Float64Array, at: number): void {
  sum.fill(0);
  for (let pair = 0; pair < from.length; pair += 2) {
    const [first, second] = [from[pair]! * BLOCK_ROWS + at, from[pair + 1]! * BLOCK_ROWS + at];
    const [weight, other] = [weights[pair]!, weights[pair + 1]!];
    for (let row = 0; row < sum.length; row++) {
      sum[row] = sum[row]! + weight * noise[first + row]! + other * noise[second + row]!;
    }
  }
}

function mixingOf(dependence: Dependence, size: number): Readonly<{ sources: number; mixtures: readonly Mixture[] }> {
  if (dependence.kind === 'matrix') {
    const lower = dependence.correlation.slice();
    assert(cholesky(lower, size), 'drawLatents: the correlation matrix is positive definite');
    const mixtures = Array.from({ length: size }, (_, i) => mixtureOf([...lower.subarray(i * size, (i + 1) * size)]));
    return { sources: size, mixtures };
  }
  const { loadings, factorCount } = dependence;
  const mixtures = Array.from({ length: size }, (_, latent) => {
    const row = loadings.subarray(latent * factorCount, (latent + 1) * factorCount);
    const own = Math.sqrt(Math.max(0, 1 - row.reduce((sum, loading) => sum + loading * loading, 0)));
    return mixtureOf([...row, ...new Array<number>(latent).fill(0), own]);
  });
  return { sources: factorCount + size, mixtures };
}

function mixtureOf(weights: readonly number[]): Mixture {
  const from = weights.flatMap((weight, source) => (weight === 0 ? [] : [source]));
  const pairs = from.length % 2 === 0 ? from : [...from, from.at(-1)!];
  return {
    from: Uint32Array.from(pairs),
    weights: Float64Array.from(pairs, (source, place) => (place < from.length ? weights[source]! : 0)),
  };
}
