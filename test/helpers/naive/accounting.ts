/**
 * The account in exact fractions, and the conversion by brute force over α: too slow to use, too simple to be wrong.
 */

/** A fraction of whole numbers, the denominator above 0. */
export type Fraction = readonly [numerator: bigint, denominator: bigint];

export function add([a, b]: Fraction, [c, d]: Fraction): Fraction {
  return [a * d + c * b, b * d];
}

export function isAtMost([a, b]: Fraction, [c, d]: Fraction): boolean {
  return a * d <= c * b;
}

/** A double as the fraction that it is. */
export function fractionOf(value: number): Fraction {
  let numerator = value;
  let denominator = 1n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    denominator *= 2n;
  }
  return [BigInt(numerator), denominator];
}

/** Δ²/(2σ²). */
export function naiveGaussianRho(l2Squared: bigint, [p, q]: Fraction): Fraction {
  return [l2Squared * q, 2n * p];
}

/** The least exp(ℓ(α)) over a fine grid of α − 1, from 2^-9 upwards in steps of a ten-thousandth. */
export function naiveDelta(rho: number, epsilon: number): number {
  let least = 1;
  for (let excess = 2 ** -9; excess < 1e6; excess *= 1.0001) {
    const alpha = 1 + excess;
    const exponent = excess * (alpha * rho - epsilon) + alpha * Math.log(excess / alpha) - Math.log(excess);
    least = Math.min(least, Math.exp(exponent));
  }
  return least;
}
