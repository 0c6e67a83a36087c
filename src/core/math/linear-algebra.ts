/**
 * Small dense matrices: n × n, row-major in one Float64Array, entry (i, j) at i·n + j. For correlations of columns and
 * the steps of a Newton fit, so n goes to some hundreds.
 *   Cholesky: A = L·Lᵀ, row by row, n³/3 operations.
 *   Nearest correlation matrix, in the sum of squares: projections in turn on matrices with eigenvalues at least `floor`
 *   and on those with ones on the diagonal, with Dykstra's correction (Higham 2002, IMA J. Numer. Anal. 22:329). A round
 *   costs one set of eigenvectors. What is returned is the first kind, rescaled to ones.
 */
import { assert } from '../errors.ts';
import { symmetricEigen } from './eigen.ts';

/**
 * Turns a symmetric positive definite matrix into its factor L in place (above the diagonal: zeros). Reads the lower
 * triangle. False if the matrix is not positive definite to working precision: what it holds then is of no use.
 */
export function cholesky(a: Float64Array, n: number): boolean {
  assert(a.length === n * n, 'cholesky: n × n entries');
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      const other = j * n;
      let sum = a[row + j]!;
      for (let k = 0; k < j; k++) sum -= a[row + k]! * a[other + k]!;
      a[row + j] = sum / a[other + j]!;
      a[other + i] = 0;
    }
    let pivot = a[row + i]!;
    const floor = Math.abs(pivot) * n * Number.EPSILON;
    for (let k = 0; k < i; k++) pivot -= a[row + k]! * a[row + k]!;
    if (!(pivot > floor)) return false;
    a[row + i] = Math.sqrt(pivot);
  }
  return true;
}

/** Solves L·Lᵀ·x = b for the factor that `cholesky` left; b becomes x. */
export function solveCholesky(factor: Float64Array, n: number, b: Float64Array): void {
  assert(factor.length === n * n && b.length === n, 'solveCholesky: n × n entries, n on the right');
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * b[k]!;
    b[i] = sum / factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const x = b[i]! / factor[i * n + i]!;
    b[i] = x;
    for (let k = 0; k < i; k++) b[k]! -= factor[i * n + k]! * x;
  }
}

/** `floor`: least eigenvalue. It ends once no entry moves by more than `tolerance` in a round, or after `rounds`. */
export type NearestOptions = Readonly<{ floor: number; tolerance: number; rounds: number }>;

const NEAREST: NearestOptions = { floor: 1e-4, tolerance: 1e-7, rounds: 100 };

/**
 * The correlation matrix nearest to a symmetric one that need not be one: entries beyond 1, eigenvalues below 0, any
 * diagonal. The answer is positive definite with ones on the diagonal, also where the rounds ran out. A matrix that
 * needs no repair comes back as it is. Only the lower triangle is read.
 */
export function nearestCorrelation(
  a: Float64Array,
  n: number,
  { floor, tolerance, rounds }: NearestOptions = NEAREST,
): Float64Array {
  assert(a.length === n * n && floor > 0 && rounds >= 1, 'nearestCorrelation: n × n entries, floor > 0, rounds >= 1');
  const withOnes = mirror(Float64Array.from(a), n); // on the set with ones, but for the start
  const raised = new Float64Array(n * n); // on the set with large enough eigenvalues
  const correction = new Float64Array(n * n); // what raising added last, taken off before it is done again
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < raised.length; i++) raised[i] = withOnes[i]! - correction[i]!;
    correction.set(raised);
    raiseEigenvalues(raised, n, floor);
    let moved = 0;
    for (let i = 0; i < raised.length; i++) {
      correction[i] = raised[i]! - correction[i]!;
      const target = i % (n + 1) === 0 ? 1 : raised[i]!;
      moved = Math.max(moved, Math.abs(target - withOnes[i]!), Math.abs(target - raised[i]!));
      withOnes[i] = target;
    }
    if (moved <= tolerance) break;
  }
  return rescaledToOnes(raised, n);
}

/** Adds (floor − λ)·v·vᵀ for every eigenvalue λ below the floor. */
function raiseEigenvalues(matrix: Float64Array, n: number, floor: number): void {
  const { values, vectors } = symmetricEigen(matrix, n);
  for (let k = 0; k < n && values[k]! < floor; k++) {
    const lift = floor - values[k]!;
    for (let i = 0; i < n; i++) {
      const scaled = lift * vectors[k * n + i]!;
      for (let j = 0; j <= i; j++) matrix[i * n + j]! += scaled * vectors[k * n + j]!;
    }
  }
  mirror(matrix, n);
}

function rescaledToOnes(matrix: Float64Array, n: number): Float64Array {
  const scales = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(matrix[i * n + i]!));
  const rescaled = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) rescaled[i * n + j] = matrix[i * n + j]! * (scales[i]! * scales[j]!);
    rescaled[i * n + i] = 1;
  }
  return mirror(rescaled, n);
}

/** Copies what is below the diagonal above it. */
function mirror(matrix: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j]!;
  return matrix;
}
