import { normalQuantile } from '../../../src/core/math/special.ts';

/** The ends by bisection on the score test itself: p stays in while |share − p| ≤ z·√(p(1 − p) / n). */
export function naiveWilson(successes: number, trials: number, level = 0.95): { low: number; high: number } {
  const z = -normalQuantile((1 - level) / 2);
  const share = successes / trials;
  const isIn = (p: number): boolean => Math.abs(share - p) <= z * Math.sqrt((p * (1 - p)) / trials);
  return { low: lastInside(share, 0, isIn), high: lastInside(share, 1, isIn) };
}

function lastInside(inside: number, outside: number, isIn: (p: number) => boolean): number {
  let [near, far] = [inside, outside];
  for (let step = 0; step < 100; step++) {
    const middle = (near + far) / 2;
    if (isIn(middle)) near = middle;
    else far = middle;
  }
  return near;
}
