import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symmetricEigen } from '../../../src/core/math/eigen.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { jacobiEigenvalues, multiply, transpose } from '../../helpers/naive/linear-algebra.ts';
import { forAll } from '../../helpers/properties.ts';

// Whole numbers, many of them zero: rows that need no reflection, blocks that split, eigenvalues that coincide.
const symmetric = fc.integer({ min: 1, max: 9 }).chain((n) =>
  fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n * n, maxLength: n * n }).map((entries) => {
    const a = Float64Array.from(entries);
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j]!;
    return { a, n };
  }),
);

test('eigenvalues are those of Jacobi rotations, ascending', () => {
  forAll(symmetric, ({ a, n }) => {
    const { values } = symmetricEigen(a, n);
    jacobiEigenvalues(a, n).forEach((value, k) => expect(values[k]).toBeCloseTo(value, 10));
  });
});

test('vectors are orthonormal rows that put the matrix together again', () => {
  forAll(symmetric, ({ a, n }) => expectDecomposition(a, n, 1e-12));
});

test('a matrix of 60 random entries a row decomposes to rounding', () => {
  const n = 60;
  const rng = createRng(5, 'eigen');
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = rng.normal();
  expectDecomposition(a, n, 1e-12);
});

test('the second difference has its known eigenvalues', () => {
  const n = 12;
  const a = Float64Array.from({ length: n * n }, (_, at) => [2, -1][Math.abs((at % n) - Math.floor(at / n))] ?? 0);
  const { values } = symmetricEigen(a, n);
  values.forEach((value, k) => expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13));
});

test('very large and very small matrices keep their scale, and the input is not touched', () => {
  for (const scale of [1e150, 1e-150]) {
    const a = Float64Array.of(2, 1, 0, 1, 2, 1, 0, 1, 2).map((entry) => entry * scale);
    const before = Float64Array.from(a);
    const { values } = symmetricEigen(a, 3);
    [2 - Math.SQRT2, 2, 2 + Math.SQRT2].forEach((value, k) => expect(values[k]! / scale).toBeCloseTo(value, 13));
    expect(a).toEqual(before);
  }
});

// A diagonal of nearly nothing beside couplings of 1e-46 and 1e-117: only the whole matrix says what is small.
test('entries of wildly different sizes settle', () => {
  const a = new Float64Array(25);
  const entries: [number, number, number][] = [
    [0, 0, 1e-258],
    [0, 2, 1e-246],
    [0, 3, -1e-117],
    [1, 2, 1e-288],
    [1, 3, 1e-272],
    [1, 4, 1e-298],
    [2, 3, 1e-46],
    [3, 3, -1e-238],
  ];
  for (const [i, j, value] of entries) a[i * 5 + j] = a[j * 5 + i] = value;
  const { values } = symmetricEigen(a, 5);
  [-1, 0, 0, 0, 1].forEach((value, k) => expect(values[k]! / 1e-46).toBeCloseTo(value, 13));
});

function expectDecomposition(a: Float64Array, n: number, within: number): void {
  const { values, vectors } = symmetricEigen(a, n);
  const columns = transpose(vectors, n);
  const scaled = vectors.map((entry, at) => entry * values[Math.floor(at / n)]!);
  const identity = a.map((_, at) => (at % (n + 1) === 0 ? 1 : 0));
  expect(largestGap(multiply(columns, scaled, n), a)).toBeLessThan(within);
  expect(largestGap(multiply(vectors, columns, n), identity)).toBeLessThan(within);
}

function largestGap(first: Float64Array, second: Float64Array): number {
  return first.reduce((largest, value, at) => Math.max(largest, Math.abs(value - second[at]!)), 0);
}
