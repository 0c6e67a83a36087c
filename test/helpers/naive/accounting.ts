/**
 * The account in exact fractions, and the conversion by brute force over α: too slow to use, too simple to be wrong.
 */
import type { Mechanism } from '../../../src/core/privacy/ledger.ts';

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

/** The cost of each mechanism: of noise from Δ² and 256·σ², else from 2^24·ε. */
export function naiveRho(mechanism: Mechanism, l2Squared: bigint, sigma2: bigint, epsilon: bigint): Fraction {
  switch (mechanism) {
    case 'discrete-gaussian':
    case 'stability-histogram':
      return naiveGaussianRho(l2Squared, [sigma2, 256n]);
    case 'exponential':
      return [epsilon * epsilon, 8n * 2n ** 48n];
    case 'discrete-laplace':
      return [epsilon * epsilon, 2n * 2n ** 48n];
  }
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
