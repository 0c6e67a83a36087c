/** Twins too simple to be wrong: integrals by sums, projections by search, products by three loops. */
import { normalCdf, normalDensity } from '../../../src/core/math/special.ts';

/** Mean product of two scores at latent correlation r, over a grid of the first latent; exact in the second. */
export function naiveMeanProduct(
  first: Readonly<{ cuts: ArrayLike<number>; scores: ArrayLike<number> }>,
  second: Readonly<{ cuts: ArrayLike<number>; scores: ArrayLike<number> }>,
  r: number,
): number {
  const rest = Math.sqrt(1 - r * r);
  const conditionalMean = (x: number): number => {
    let mean = 0;
    let below = 0;
    for (let cell = 0; cell < second.cuts.length; cell++) {
      const upTo = normalCdf((second.cuts[cell]! - r * x) / rest);
      mean += second.scores[cell]! * (upTo - below);
      below = upTo;
    }
    return mean;
  };
  let sum = 0;
  let low = -9;
  for (let cell = 0; cell < first.cuts.length; cell++) {
    const high = Math.max(low, Math.min(9, first.cuts[cell]!));
    sum += first.scores[cell]! * simpson((x) => normalDensity(x) * conditionalMean(x), low, high);
    low = high;
  }
  return sum;
}

function simpson(f: (x: number) => number, low: number, high: number, steps = 400): number {
  const width = (high - low) / steps;
  let sum = f(low) + f(high);
  for (let i = 1; i < steps; i++) sum += f(low + i * width) * (i % 2 === 1 ? 4 : 2);
  return (sum * width) / 3;
}

/** The nearest counts of a total, by bisection on the one number that is taken off every cell. */
export function naiveProjection(counts: readonly number[], total: number): number[] {
  let low = Math.min(...counts) - total;
  let high = Math.max(...counts);
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    const sum = counts.reduce((all, count) => all + Math.max(0, count - middle), 0);
    if (sum > total) low = middle;
    else high = middle;
  }
  return counts.map((count) => Math.max(0, count - high));
}

/** Σ over rows of z_i·z_j for rows given one by one. */
export function naiveProducts(rows: readonly (readonly number[])[], size: number): number[] {
  const sums = new Array<number>(size * size).fill(0);
  for (const z of rows)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sums[i * size + j]! += z[i]! * z[j]!;
  return sums;
}
