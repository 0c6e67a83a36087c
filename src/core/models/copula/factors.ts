/**
 * The copula of very wide tables, for which a full correlation matrix is too large or says more than the rows do: the
 * first right factors V of the standardised scores Z (N × d), so that r_ij ≈ V_i·V_j and
 * z_j = V_j·w + √(1 − |V_j|²)·e_j. They are the leading eigenvectors of Zᵀ·Z/N, each times the root of its eigenvalue,
 * found through the smaller of Zᵀ·Z and Z·Zᵀ. Attenuation is undone by 1/√(v_i·v_j) alone. Shrinkage
 * κ = max(0, 1 − Σs²/Σr²) over pairs, with s² = (1 − r²)/(N − 1), which is at least (1 − r²)²/(N − 1).
 * Eigenvectors by subspace iteration (Rutishauser 1969): O(n²·k) a round. Cost: O(N·d·min(N, d)).
 */
import { assert } from '../../errors.ts';
import { createRng } from '../../math/rng.ts';
import type { Dependence, ScoredLatent } from './latents.ts';
import { productSums, SCORE_SCALE, type Reading } from './moments.ts';

export const MAX_FACTORS = 100;
const ROUNDS = 60;
const SETTLED = 1e-10;

/** Loadings of the latents. `readings` give their scores, as whole numbers. */
export function factorsOf(
  latents: readonly ScoredLatent[],
  readings: readonly Reading[],
  rowCount: number,
): Dependence {
  const size = latents.length;
  const scale = Float64Array.from(
    latents,
    ({ variance, seenShare }) => 1 / (SCORE_SCALE * Math.sqrt(variance * seenShare)),
  );
  const factorCount = Math.max(1, Math.min(rowCount - 1, MAX_FACTORS, size));
  const { loadings, squares } =
    rowCount < size
      ? loadingsFromRows(readings, scale, rowCount, factorCount)
      : loadingsFromLatents(readings, scale, rowCount, factorCount);
  const kappa = shrinkage(squares - size, size, rowCount);
  for (let latent = 0; latent < size; latent++) {
    const own = loadings.subarray(latent * factorCount, (latent + 1) * factorCount);
    const length2 = own.reduce((sum, loading) => sum + loading * loading, 0);
    const wanted = Math.sqrt(kappa / latents[latent]!.variance);
    const longest = length2 > 0 ? 1 / Math.sqrt(length2) : 0;
    for (let factor = 0; factor < factorCount; factor++) own[factor]! *= Math.min(wanted, longest);
  }
  return { kind: 'factors', factorCount, loadings };
}

/**
 * The `count` largest eigenvalues of a symmetric matrix without negative ones (row-major, size × size), descending, and
 * their vectors as columns of a size × count matrix of orthonormal columns. The start is fixed, so are the bytes.
 */
export function leadingEigenvectors(
  matrix: Float64Array,
  size: number,
  count: number,
): { values: Float64Array; vectors: Float64Array } {
  assert(count >= 1 && count <= size, 'leadingEigenvectors: 1 <= count <= size');
  const rng = createRng(0, 'subspace');
  let vectors = Float64Array.from({ length: size * count }, () => rng.uniform() - 0.5);
  orthonormalise(vectors, size, count);
  let values = new Float64Array(count);
  for (let round = 0; round < ROUNDS; round++) {
    const next = product(matrix, vectors, size, count);
    const lengths = orthonormalise(next, size, count);
    vectors = next;
    let change = 0;
    for (let k = 0; k < count; k++) change += Math.abs(lengths[k]! - values[k]!);
    values = lengths;
    if (change <= SETTLED * Math.max(1e-300, values[0]!) * count) break;
  }
  return { values, vectors };
}

/** `squares`: Σ r_ij² over all ordered pairs, those of a latent with itself included. */
type Loadings = Readonly<{ loadings: Float64Array; squares: number }>;

function loadingsFromLatents(
  readings: readonly Reading[],
  scale: Float64Array,
  rowCount: number,
  count: number,
): Loadings {
  const size = readings.length;
  const correlation = productSums(readings, rowCount);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) correlation[i * size + j]! *= (scale[i]! * scale[j]!) / rowCount;
  }
  const { values, vectors } = leadingEigenvectors(correlation, size, count);
  return {
    loadings: vectors.map((entry, at) => entry * Math.sqrt(values[at % count]!)),
    squares: squaredNorm(correlation),
  };
}

/** With U the eigenvectors of Z·Zᵀ/N, Zᵀ·U/√N has the lengths that the loadings need. */
function loadingsFromRows(
  readings: readonly Reading[],
  scale: Float64Array,
  rowCount: number,
  count: number,
): Loadings {
  const gram = new Float64Array(rowCount * rowCount);
  const scores = new Float64Array(rowCount);
  readings.forEach(({ codes, table }, latent) => {
    for (let row = 0; row < rowCount; row++) scores[row] = table[codes[row]!]! * scale[latent]!;
    for (let i = 0; i < rowCount; i++) {
      for (let j = 0; j < rowCount; j++) gram[i * rowCount + j]! += (scores[i]! * scores[j]!) / rowCount;
    }
  });
  const { vectors } = leadingEigenvectors(gram, rowCount, count);
  const loadings = new Float64Array(readings.length * count);
  readings.forEach(({ codes, table }, latent) => {
    for (let row = 0; row < rowCount; row++) {
      const score = (table[codes[row]!]! * scale[latent]!) / Math.sqrt(rowCount);
      for (let k = 0; k < count; k++) loadings[latent * count + k]! += score * vectors[row * count + k]!;
    }
  });
  return { loadings, squares: squaredNorm(gram) };
}

/** κ from Σ r² over the ordered pairs of different latents. */
function shrinkage(links: number, size: number, rowCount: number): number {
  const noise = (size * (size - 1) - links) / Math.max(1, rowCount - 1);
  return links > 0 ? Math.min(1, Math.max(0, 1 - noise / links)) : 0;
}

function squaredNorm(matrix: Float64Array): number {
  return matrix.reduce((sum, entry) => sum + entry * entry, 0);
}

function product(matrix: Float64Array, vectors: Float64Array, size: number, count: number): Float64Array<ArrayBuffer> {
  const out = new Float64Array(size * count);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const entry = matrix[i * size + j]!;
      for (let k = 0; k < count; k++) out[i * count + k]! += entry * vectors[j * count + k]!;
    }
  }
  return out;
}

/** Gram and Schmidt, each column twice against those before it; returns the lengths before scaling. */
function orthonormalise(vectors: Float64Array, size: number, count: number): Float64Array<ArrayBuffer> {
  const lengths = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let before = 0; before < k; before++) {
        let overlap = 0;
        for (let i = 0; i < size; i++) overlap += vectors[i * count + k]! * vectors[i * count + before]!;
        for (let i = 0; i < size; i++) vectors[i * count + k]! -= overlap * vectors[i * count + before]!;
      }
    }
    let length2 = 0;
    for (let i = 0; i < size; i++) length2 += vectors[i * count + k]! ** 2;
    lengths[k] = Math.sqrt(length2);
    const scale = lengths[k]! > 1e-150 ? 1 / lengths[k]! : 0;
    for (let i = 0; i < size; i++) vectors[i * count + k]! *= scale;
  }
  return lengths;
}
