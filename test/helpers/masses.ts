/**
 * Exact probabilities of the two noise distributions, summed naively, and a chi-square test of draws against them.
 * Held against golden values to 1e-12.
 */

/** P(x) ∝ exp(−x²/(2σ²)). Above σ = 100 the sum of all masses is √(2πσ²) to far more digits than a double has. */
export function gaussianMass(sigma2: number): (x: number) => number {
  let norm = sigma2 > 10_000 ? Math.sqrt(2 * Math.PI * sigma2) : 1;
  if (sigma2 <= 10_000)
    for (let x = Math.ceil(40 * Math.sqrt(sigma2)) + 1; x >= 1; x--) norm += 2 * Math.exp((-x * x) / (2 * sigma2));
  return (x) => Math.exp((-x * x) / (2 * sigma2)) / norm;
}

/** P(x) ∝ exp(−|x|/t). */
export function laplaceMass(t: number): (x: number) => number {
  return (x) => Math.tanh(1 / (2 * t)) * Math.exp(-Math.abs(x) / t);
}

/** P(X ≥ x), by adding masses up to where they vanish. */
export function upperTail(mass: (x: number) => number, x: number): number {
  let tail = 0;
  let end = x;
  while (mass(end) > 1e-25 * mass(x) && end < x + 10_000) end++;
  for (let value = end; value >= x; value--) tail += mass(value);
  return tail;
}

/**
 * The chance of a chi-square statistic of at least `statistic`: exact for an even number of degrees of freedom; for an
 * odd number that of one more, which is larger, so that a test at 1e-9 alarms falsely at most that often.
 */
export function chiSquareTail(statistic: number, degrees: number): number {
  let term = Math.exp(-statistic / 2);
  let tail = 0;
  for (let i = 0; i < Math.ceil(degrees / 2); i++) {
    tail += term;
    term *= statistic / 2 / (i + 1);
  }
  return tail;
}

/** The chi-square tail of observed against expected counts of the same total. */
export function fitTail(observed: ArrayLike<number>, expected: readonly number[]): number {
  let statistic = 0;
  for (let i = 0; i < expected.length; i++) statistic += (observed[i]! - expected[i]!) ** 2 / expected[i]!;
  return chiSquareTail(statistic, expected.length - 1);
}

/** Draws of a symmetric distribution against its masses: a bin per value while 10 draws are expected, tails pooled. */
export function symmetricFitTail(draws: readonly number[], mass: (x: number) => number): number {
  let edge = 1;
  while (upperTail(mass, edge + 1) * draws.length > 10) edge++;
  const expected = Array.from({ length: 2 * edge + 1 }, (_, i) => draws.length * mass(i - edge));
  expected[0] = expected[2 * edge] = draws.length * upperTail(mass, edge);
  const observed = new Float64Array(expected.length);
  for (const draw of draws) observed[Math.max(-edge, Math.min(edge, draw)) + edge]!++;
  return fitTail(observed, expected);
}
