/**
 * Rows of the latents: normal variables with the correlations of the model, each of mean 0 and variance 1.
 * Matrix: z = L·e with the Cholesky factor L. Factors: z_j = V_j·w + √(1 − |V_j|²)·e_j. Every e and w has its own
 * stream in each block of rows. Cost: O(N·d²/2), or O(N·d·k) for k factors. Single precision: ties go by row.
 */
import { assert } from '../../errors.ts';
import { cholesky } from '../../math/linear-algebra.ts';
import { BLOCK_ROWS, streamOf } from '../draw.ts';
import type { Dependence } from './latents.ts';

/** One array of `rowCount` values per latent. */
export function drawLatents(
  dependence: Dependence,
  latentCount: number,
  rowCount: number,
  key: number,
): Float32Array[] {
  const z = Array.from({ length: latentCount }, () => new Float32Array(rowCount));
  const mixing = mixingOf(dependence, latentCount);
  const noise = new Float64Array(mixing.sources * BLOCK_ROWS);
  const sum = new Float64Array(BLOCK_ROWS);
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const rows = Math.min(BLOCK_ROWS, rowCount - start);
    for (let source = 0; source < mixing.sources; source++) {
      const { normal } = streamOf(key, 'latent', source, start / BLOCK_ROWS);
      for (let row = 0; row < rows; row++) noise[source * BLOCK_ROWS + row] = normal();
    }
    for (let latent = 0; latent < latentCount; latent++) {
      sum.fill(0);
      for (let source = 0; source < mixing.sources; source++) {
        const weight = mixing.weight(latent, source);
        if (weight !== 0) addScaled(noise, source * BLOCK_ROWS, weight, sum, rows);
      }
      z[latent]!.set(sum.subarray(0, rows), start);
    }
  }
  return z;
}

/** How latents are mixed from independent normals: `weight` of each source in each latent. */
type Mixing = Readonly<{ sources: number; weight: (latent: number, source: number) => number }>;

function mixingOf(dependence: Dependence, size: number): Mixing {
  if (dependence.kind === 'matrix') {
    const lower = dependence.correlation.slice();
    assert(cholesky(lower, size), 'drawLatents: the correlation matrix is positive definite');
    return { sources: size, weight: (latent, source) => (source <= latent ? lower[latent * size + source]! : 0) };
  }
  const { loadings, factorCount } = dependence;
  const own = Float64Array.from({ length: size }, (_, latent) => {
    const row = loadings.subarray(latent * factorCount, (latent + 1) * factorCount);
    return Math.sqrt(Math.max(0, 1 - row.reduce((sum, loading) => sum + loading * loading, 0)));
  });
  const weight = (latent: number, source: number): number => {
    if (source < factorCount) return loadings[latent * factorCount + source]!;
    return source === factorCount + latent ? own[latent]! : 0;
  };
  return { sources: factorCount + size, weight };
}

function addScaled(noise: Float64Array, at: number, weight: number, sum: Float64Array, rows: number): void {
  for (let row = 0; row < rows; row++) sum[row]! += weight * noise[at + row]!;
}
