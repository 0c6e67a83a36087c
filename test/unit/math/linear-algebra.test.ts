import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, nearestCorrelation, solveCholesky } from '../../../src/core/math/linear-algebra.ts';
import { jacobiEigenvalues, multiply, transpose } from '../../helpers/naive/linear-algebra.ts';
import { forAll } from '../../helpers/properties.ts';

const sizes = fc.integer({ min: 1, max: 7 });
const squares = (n: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: n * n, maxLength: n * n })
    .map((list) => Float64Array.from(list));

test('the factor multiplies out to the matrix, and solves with it', () => {
  forAll(
    sizes.chain((n) => fc.tuple(squares(n), fc.constant(n))),
    ([b, n]) => {
      const a = multiply(b, transpose(b, n), n);
      for (let i = 0; i < n; i++) a[i * n + i]! += 1;
      const factor = Float64Array.from(a);
      expect(cholesky(factor, n)).toBe(true);
      const product = multiply(factor, transpose(factor, n), n);
      product.forEach((entry, at) => expect(entry).toBeCloseTo(a[at]!, 9));

      const wanted = Float64Array.from({ length: n }, (_, i) => i - 2);
      const x = Float64Array.from(wanted, (_, i) => wanted.reduce((sum, w, j) => sum + a[i * n + j]! * w, 0));
      solveCholesky(factor, n, x);
      const condition = a.reduce((largest, entry) => Math.max(largest, Math.abs(entry)), 1) * n;
      x.forEach((entry, i) => expect(Math.abs(entry - wanted[i]!)).toBeLessThan(1e-13 * condition));
    },
  );
});

test('the factor of a known matrix, with zeros above the diagonal', () => {
  const a = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
  expect(cholesky(a, 3)).toBe(true);
  expect([...a]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
});

test.each([
  { name: 'singular', a: [1, 1, 1, 1] },
  { name: 'indefinite', a: [1, 2, 2, 1] },
  { name: 'zero', a: [0, 0, 0, 0] },
  { name: 'not a number', a: [NaN, 0, 0, 1] },
])('a $name matrix has no factor', ({ a }) => expect(cholesky(Float64Array.from(a), 2)).toBe(false));

// Higham 2002, IMA Journal of Numerical Analysis 22:329, section 4: printed to four places, floor 0.
test.each([
  { a: [1, 1, 0, 1, 1, 1, 0, 1, 1], n: 3, first: [1, 0.7607, 0.1573], second: [0.7607, 1, 0.7607] },
  {
    a: [2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2],
    n: 4,
    first: [1, -0.8084, 0.1916, 0.1068],
    second: [-0.8084, 1, -0.6562, 0.1916],
  },
])('the nearest correlation matrix of $n columns is the published one', ({ a, n, first, second }) => {
  const nearest = nearestCorrelation(Float64Array.from(a), n, { floor: 1e-12, tolerance: 1e-9, rounds: 500 });
  first.forEach((entry, j) => expect(nearest[j]).toBeCloseTo(entry, 4));
  second.forEach((entry, j) => expect(nearest[n + j]).toBeCloseTo(entry, 4));
});

const claimed = fc.integer({ min: 2, max: 6 }).chain((n) =>
  fc
    .tuple(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }), squares(n))
    .map(([entries, other]) => {
      const a = Float64Array.from(entries, (entry, at) => (at % (n + 1) === 0 ? 1 : entry));
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j]!;
      return { n, a, other };
    }),
);

test('what comes back is a correlation matrix, symmetric, with eigenvalues at the floor or above', () => {
  forAll(claimed, ({ n, a }) => {
    const nearest = nearestCorrelation(a, n);
    for (let i = 0; i < n; i++) {
      expect(nearest[i * n + i]).toBe(1);
      for (let j = 0; j < i; j++) {
        expect(nearest[i * n + j]).toBe(nearest[j * n + i]);
        expect(Math.abs(nearest[i * n + j]!)).toBeLessThan(1);
      }
    }
    expect(jacobiEigenvalues(nearest, n)[0]).toBeGreaterThan(0.9e-4);
    expect(cholesky(Float64Array.from(nearest), n)).toBe(true);
  });
});

test('no other correlation matrix is nearer: the way to any of them leads away', () => {
  // The projection C of A on a convex set is the point with (A − C)·(B − C) ≤ 0 for every B of the set.
  forAll(claimed, ({ n, a, other }) => {
    const options = { floor: 1e-4, tolerance: 1e-10, rounds: 5000 };
    const nearest = nearestCorrelation(a, n, options);
    const b = randomCorrelation(other, n);
    let product = 0;
    for (let at = 0; at < a.length; at++) product += (a[at]! - nearest[at]!) * (b[at]! - nearest[at]!);
    expect(product).toBeLessThan(1e-7);
  });
});

test('a correlation matrix is left as it is, also where only the lower triangle is filled', () => {
  const kept = Float64Array.of(1, 0.5, -0.2, 0.5, 1, 0.3, -0.2, 0.3, 1);
  expect(nearestCorrelation(kept, 3)).toEqual(kept);
  const lower = Float64Array.of(1, 9, 9, 0.5, 1, 9, -0.2, 0.3, 1);
  expect(nearestCorrelation(lower, 3)).toEqual(kept);
});

test('when the rounds run out the answer still is a correlation matrix', () => {
  const rough = nearestCorrelation(Float64Array.of(1, 1, 0, 1, 1, 1, 0, 1, 1), 3, {
    floor: 1e-4,
    tolerance: 0,
    rounds: 1,
  });
  expect([rough[0], rough[4], rough[8]]).toEqual([1, 1, 1]);
  expect(cholesky(Float64Array.from(rough), 3)).toBe(true);
});

/** B = D·M·Mᵀ·D pulled a little towards the identity, so that its eigenvalues are above the floor. */
function randomCorrelation(m: Float64Array, n: number): Float64Array {
  const b = multiply(m, transpose(m, n), n);
  for (let i = 0; i < n; i++) b[i * n + i]! += 1e-3;
  const scales = Array.from({ length: n }, (_, i) => 1 / Math.sqrt(b[i * n + i]!));
  return b.map((entry, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? 1 : 0.999 * entry * scales[i]! * scales[j]!;
  });
}
