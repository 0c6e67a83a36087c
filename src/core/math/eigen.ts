/**
 * Eigenvalues and vectors of a symmetric matrix, n × n, row-major in one Float64Array, n to some hundreds: Householder's
 * reduction to three diagonals, then QL with implicit shifts (Golub and Van Loan 2013, sections 8.3.1 and 8.3.3).
 * Residual and loss of orthogonality are some n units of rounding, times the norm. About 6n³ operations, along rows.
 */
import { assert } from '../errors.ts';

/** Eigenvalues ascending; row k of `vectors` is the unit eigenvector of `values[k]`, its sign as it falls. */
export type Eigen = Readonly<{ values: Float64Array; vectors: Float64Array }>;

/** The eigenvalues and vectors of a symmetric matrix, which is only read (its lower triangle). */
export function symmetricEigen(a: Float64Array, n: number): Eigen {
  assert(a.length === n * n && n >= 1, 'symmetricEigen: n × n entries');
  const work = Float64Array.from(a);
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  const scales = new Float64Array(n);
  reduceToTridiagonal(work, n, diagonal, beside, scales);
  const vectors = reflectionsAsRows(work, n, scales);
  diagonalise(diagonal, beside, vectors, n);
  return inAscendingOrder(diagonal, vectors, n);
}

/**
 * Householder reflections H = I − vvᵀ/s clear each row left of the first off-diagonal, from the last row upwards.
 * Row i of `work` then holds v in its first i entries, and `scales[i]` its s (0: nothing was to be cleared).
 */
function reduceToTridiagonal(
  work: Float64Array,
  n: number,
  diagonal: Float64Array,
  beside: Float64Array,
  scales: Float64Array,
): void {
  const product = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = i * n;
    let largest = 0;
    for (let k = 0; k < i; k++) largest = Math.max(largest, Math.abs(work[row + k]!));
    diagonal[i] = work[row + i]!;
    if (i === 1 || largest === 0) {
      beside[i] = work[row + i - 1]!;
      scales[i] = 0;
      continue;
    }
    let square = 0; // of the scaled row: no over- or underflow
    for (let k = 0; k < i; k++) {
      work[row + k]! /= largest;
      square += work[row + k]! * work[row + k]!;
    }
    const last = work[row + i - 1]!;
    const length = last > 0 ? -Math.sqrt(square) : Math.sqrt(square); // away from `last`: no cancellation
    beside[i] = largest * length;
    const s = square - last * length;
    scales[i] = s;
    work[row + i - 1] = last - length;
    applyFromBothSides(work, n, i, s, product);
  }
  diagonal[0] = work[0]!;
  beside[0] = 0;
}

/** B ← H·B·H for the leading i × i block B, with v in row i: p = B·v/s, q = p − (v·p/2s)·v, B ← B − v·qᵀ − q·vᵀ. Lower triangle. */
function applyFromBothSides(work: Float64Array, n: number, i: number, s: number, product: Float64Array): void {
  const v = i * n;
  product.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const row = j * n;
    const vj = work[v + j]!;
    let sum = work[row + j]! * vj;
    for (let k = 0; k < j; k++) {
      sum += work[row + k]! * work[v + k]!;
      product[k]! += work[row + k]! * vj;
    }
    product[j]! += sum;
  }
  let along = 0;
  for (let j = 0; j < i; j++) {
    product[j]! /= s;
    along += product[j]! * work[v + j]!;
  }
  const half = along / (2 * s);
  for (let j = 0; j < i; j++) product[j]! -= half * work[v + j]!;
  for (let j = 0; j < i; j++) {
    const row = j * n;
    const vj = work[v + j]!;
    const qj = product[j]!;
    for (let k = 0; k <= j; k++) work[row + k]! -= vj * product[k]! + qj * work[v + k]!;
  }
}

/** Q with A = Qᵀ-rows of the tridiagonal basis: the product of all reflections, transposed, built up from the small ones. */
function reflectionsAsRows(work: Float64Array, n: number, scales: Float64Array): Float64Array {
  const rows = new Float64Array(n * n);
  for (let i = 0; i < n; i++) rows[i * n + i] = 1;
  for (let i = 1; i < n; i++) {
    const s = scales[i]!;
    if (s === 0) continue;
    // Only the leading i × i block has been touched by the smaller reflections; each of its rows is reflected.
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k < i; k++) sum += rows[j * n + k]! * work[i * n + k]!;
      sum /= s;
      for (let k = 0; k < i; k++) rows[j * n + k]! -= sum * work[i * n + k]!;
    }
  }
  return rows;
}

/** QL with implicit shifts. `beside[i]` couples i − 1 and i. Rows of `vectors` are rotated along. */
function diagonalise(diagonal: Float64Array, beside: Float64Array, vectors: Float64Array, n: number): void {
  beside.copyWithin(0, 1); // now beside[i] couples i and i + 1
  beside[n - 1] = 0;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(diagonal[i]!), Math.abs(beside[i]!));
  const nothing = Number.EPSILON * Number.EPSILON * largest; // where both diagonal entries are nearly 0
  for (let start = 0; start < n; start++) {
    for (let sweeps = 0; ; sweeps++) {
      const end = endOfBlock(diagonal, beside, start, nothing);
      if (end === start) break;
      assert(sweeps < 60, 'symmetricEigen: the iteration does not settle');
      sweep(diagonal, beside, vectors, n, start, end);
    }
  }
}

/** The first place from `start` on whose coupling to the next is nothing, or nothing beside its two diagonal entries. */
function endOfBlock(diagonal: Float64Array, beside: Float64Array, start: number, nothing: number): number {
  let end = start;
  while (end < diagonal.length - 1) {
    const size = Math.abs(diagonal[end]!) + Math.abs(diagonal[end + 1]!);
    if (Math.abs(beside[end]!) <= Number.EPSILON * size + nothing) break;
    end++;
  }
  return end;
}

/** One QL sweep over start … end with the shift of the leading 2 × 2 block: plane rotations from the end upwards. */
function sweep(
  diagonal: Float64Array,
  beside: Float64Array,
  vectors: Float64Array,
  n: number,
  start: number,
  end: number,
): void {
  const ratio = (diagonal[start + 1]! - diagonal[start]!) / (2 * beside[start]!);
  const root = Math.hypot(ratio, 1);
  let bulge = diagonal[end]! - diagonal[start]! + beside[start]! / (ratio + (ratio < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = end - 1; i >= start; i--) {
    const f = sine * beside[i]!;
    const b = cosine * beside[i]!;
    const length = Math.hypot(f, bulge);
    beside[i + 1] = length;
    sine = f / length;
    cosine = bulge / length;
    const difference = diagonal[i + 1]! - shift;
    const twist = (diagonal[i]! - difference) * sine + 2 * cosine * b;
    shift = sine * twist;
    diagonal[i + 1] = difference + shift;
    bulge = cosine * twist - b;
    rotateRows(vectors, i * n, (i + 1) * n, n, sine, cosine);
  }
  diagonal[start]! -= shift;
  beside[start] = bulge;
  beside[end] = 0;
}

function rotateRows(rows: Float64Array, first: number, second: number, n: number, sine: number, cosine: number): void {
  for (let k = 0; k < n; k++) {
    const x = rows[first + k]!;
    const y = rows[second + k]!;
    rows[second + k] = sine * x + cosine * y;
    rows[first + k] = cosine * x - sine * y;
  }
}

function inAscendingOrder(values: Float64Array, vectors: Float64Array, n: number): Eigen {
  const order = Array.from(values.keys()).sort((i, j) => values[i]! - values[j]! || i - j);
  const sortedVectors = new Float64Array(n * n);
  order.forEach((from, to) => sortedVectors.set(vectors.subarray(from * n, from * n + n), to * n));
  return { values: Float64Array.from(order, (i) => values[i]!), vectors: sortedVectors };
}
