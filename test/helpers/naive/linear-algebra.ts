/** Eigenvalues of a symmetric matrix by Jacobi's rotations, ascending. Slow and hard to get wrong. */
export function jacobiEigenvalues(a: Float64Array, n: number): number[] {
  const m = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => a[i * n + j]!));
  for (let sweep = 0; sweep < 100; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        off += m[p]![q]! ** 2;
        if (m[p]![q] === 0) continue;
        const angle = Math.atan2(2 * m[p]![q]!, m[q]![q]! - m[p]![p]!) / 2;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (let k = 0; k < n; k++) {
          const [x, y] = [m[k]![p]!, m[k]![q]!];
          m[k]![p] = c * x - s * y;
          m[k]![q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [m[p]![k]!, m[q]![k]!];
          m[p]![k] = c * x - s * y;
          m[q]![k] = s * x + c * y;
        }
      }
    }
    if (off === 0) break;
  }
  return m.map((row, i) => row[i]!).sort((x, y) => x - y);
}

export function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) product[i * n + j]! += a[i * n + k]! * b[k * n + j]!;
    }
  }
  return product;
}

export function transpose(a: Float64Array, n: number): Float64Array {
  return Float64Array.from(a, (_, at) => a[(at % n) * n + Math.floor(at / n)]!);
}
