/** P[Bin(trials, share) ≥ hits]: the masses one after the other, smallest tail first. */
export function naiveBinomialAtLeast(hits: number, trials: number, share: number): number {
  let sum = 0;
  for (let k = trials; k >= Math.max(0, hits); k--) sum += choose(trials, k) * share ** k * (1 - share) ** (trials - k);
  return sum;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
