/**
 * Exact noise from bytes, by whole numbers alone (Canonne, Kamath and Steinke, arXiv 2004.00010, algorithms 1 to 3).
 * No float and no logarithm takes part: rounding in noise has broken claims before (Mironov 2012; arXiv 2207.13793).
 * Symbols: σ² = p/q in lowest terms, t = ⌊σ⌋ + 1. Number arithmetic where every product stays below 2^53, BigInt
 * beyond; a twin on BigInt alone draws the same values from the same bytes. Under 0.5 µs a draw where Numbers do, 1 to 2 µs beyond.
 * Privacy: run time depends on the bytes drawn. Left out: constant time, which a browser cannot promise.
 */
import { assert } from '../errors.ts';
import { greatestCommonDivisor, squareRoot } from '../math/whole-numbers.ts';
import type { ByteReader } from './entropy.ts';

const LIMIT = 2 ** 53;
const BIG_LIMIT = 2n ** 53n;

/**
 * Uniform on 0 … bound − 1, for 1 ≤ bound < 2^53: the fewest whole bytes that hold bound − 1, big-endian, cut to the
 * bits it needs (surplus bits at the top are dropped), again if at least bound. A bound of 1 takes no byte.
 */
export function uniform(bound: number, bytes: ByteReader): number {
  const bits = bitLength(bound - 1);
  const byteCount = (bits + 7) >>> 3;
  const topMask = 0xff >>> (8 * byteCount - bits);
  for (;;) {
    if (byteCount === 0) return 0;
    let value = bytes.next() & topMask;
    for (let i = 1; i < byteCount; i++) value = value * 256 + bytes.next();
    if (value < bound) return value;
  }
}

/** The same for any bound ≥ 1. */
export function uniformBig(bound: bigint, bytes: ByteReader): bigint {
  if (bound < BIG_LIMIT) return BigInt(uniform(Number(bound), bytes));
  const bits = bigBitLength(bound - 1n);
  const byteCount = (bits + 7) >>> 3;
  const topMask = 0xff >>> (8 * byteCount - bits);
  for (;;) {
    let value = BigInt(bytes.next() & topMask);
    let left = byteCount - 1;
    while (left > 0) {
      const take = Math.min(left, 6); // six bytes at a time stay exact in a double
      let chunk = 0;
      for (let i = 0; i < take; i++) chunk = chunk * 256 + bytes.next();
      value = (value << BigInt(8 * take)) | BigInt(chunk);
      left -= take;
    }
    if (value < bound) return value;
  }
}

/** True with probability p/q, for whole 0 ≤ p ≤ q < 2^53. */
export function bernoulli(p: number, q: number, bytes: ByteReader): boolean {
  return uniform(q, bytes) < p;
}

/** True with probability exp(−a/b), for whole a ≥ 0 and b ≥ 1, both below 2^53. */
export function bernoulliExp(a: number, b: number, bytes: ByteReader): boolean {
  assert(a < LIMIT && b < LIMIT, 'bernoulliExp: beyond 2^53 a product of doubles is not exact');
  if (a <= b) return coin(a, b, bytes);
  const rest = a % b;
  // Not ⌊a / b⌋: the quotient of two doubles can round up to the next whole number.
  return oneByOne((a - rest) / b, bytes) && coin(rest, b, bytes);
}

/** The same for any whole numbers. */
export function bernoulliExpBig(a: bigint, b: bigint, bytes: ByteReader): boolean {
  if (a < BIG_LIMIT && b < BIG_LIMIT) return bernoulliExp(Number(a), Number(b), bytes);
  if (a <= b) return coinFrom(1n, a, b, bytes);
  return oneByOne(Number(a / b), bytes) && coinFrom(1n, a % b, b, bytes);
}

/** P(x) ∝ exp(−|x|/t), for whole 1 ≤ t ≤ 2^41. */
export function discreteLaplace(t: number, bytes: ByteReader): number {
  for (;;) {
    const remainder = uniform(t, bytes);
    if (!bernoulliExp(remainder, t, bytes)) continue;
    let multiple = 0;
    while (coin(1, 1, bytes)) multiple++;
    const magnitude = remainder + t * multiple;
    const isMinus = bernoulli(1, 2, bytes);
    if (isMinus && magnitude === 0) continue; // zero would otherwise come twice
    return isMinus ? -magnitude : magnitude;
  }
}

/** What a variance p/q needs again at every draw. */
export type GaussianShape = Readonly<{
  t: number;
  p: bigint;
  qt: bigint;
  denominator: bigint;
  /** The same as doubles; `denominator` is Infinity where it would not be exact, which closes the fast path. */
  fast: Readonly<{ p: number; qt: number; denominator: number }>;
}>;

/** The shape of variance p/q > 0, at most 2^80. */
export function gaussianShape(p: bigint, q: bigint): GaussianShape {
  assert(p > 0n && q > 0n && p <= q << 80n, 'gaussianShape: a variance lies above 0 and at most at 2^80');
  const common = greatestCommonDivisor(p, q);
  const top = p / common;
  const bottom = q / common;
  const t = squareRoot(top / bottom) + 1n; // ⌊√(p/q)⌋ is ⌊√⌊p/q⌋⌋
  const qt = bottom * t;
  const denominator = 2n * top * bottom * t * t;
  const fast = {
    p: Number(top),
    qt: Number(qt),
    denominator: denominator < BIG_LIMIT ? Number(denominator) : Infinity,
  };
  return { t: Number(t), p: top, qt, denominator, fast };
}

/** P(x) ∝ exp(−x²/(2σ²)), a whole number: a discrete Laplace draw, kept with exp of −(|y| − σ²/t)²/(2σ²). */
export function discreteGaussian(shape: GaussianShape, bytes: ByteReader): number {
  const { p, qt, denominator } = shape.fast;
  for (;;) {
    const draw = discreteLaplace(shape.t, bytes);
    const size = draw < 0 ? -draw : draw;
    const distance = size * qt - p;
    // p < denominator, so where the latter is exact the former is; a product that is not exact is not below the limit.
    const isFast = denominator < LIMIT && size * qt < LIMIT && distance * distance < LIMIT;
    const isKept = isFast
      ? bernoulliExp(distance * distance, denominator, bytes)
      : bernoulliExpBig((BigInt(size) * shape.qt - shape.p) ** 2n, shape.denominator, bytes);
    if (isKept) return draw;
  }
}

/**
 * A place i of `scores`, whole numbers, with P(i) ∝ exp(scores[i]·p/q): any place with equal chance, kept with
 * exp(−(best − scores[i])·p/q). On average no more tries than there are scores; one that fails takes about two coins.
 */
export function exponentialChoice(scores: Float64Array, p: bigint, q: bigint, bytes: ByteReader): number {
  assert(scores.length >= 1 && scores.every(Number.isSafeInteger), 'exponentialChoice: whole scores, at least one');
  const common = greatestCommonDivisor(p, q);
  const top = p / common;
  const bottom = q / common;
  const fast = { top: Number(top), bottom: bottom < BIG_LIMIT ? Number(bottom) : Infinity };
  let best = scores[0]!;
  for (const score of scores) if (score > best) best = score;
  for (;;) {
    const place = uniform(scores.length, bytes);
    const gap = best - scores[place]!;
    const isFast = fast.bottom < LIMIT && gap < LIMIT && gap * fast.top < LIMIT;
    const isKept = isFast
      ? bernoulliExp(gap * fast.top, fast.bottom, bytes)
      : bernoulliExpBig((BigInt(best) - BigInt(scores[place]!)) * top, bottom, bytes);
    if (isKept) return place;
  }
}

/** True with probability exp(−count): as many coins of exp(−1), up to the first that fails. */
function oneByOne(count: number, bytes: ByteReader): boolean {
  for (let i = 0; i < count; i++) {
    if (!coin(1, 1, bytes)) return false;
  }
  return true;
}

/** True with probability exp(−a/b) for a ≤ b: throws of a/(b·k) for k = 1, 2, … fail first at an odd k. */
function coin(a: number, b: number, bytes: ByteReader): boolean {
  for (let k = 1; ; k++) {
    const bound = b * k;
    if (bound >= LIMIT) return coinFrom(BigInt(k), BigInt(a), BigInt(b), bytes);
    if (uniform(bound, bytes) >= a) return k % 2 === 1;
  }
}

/** The same from the k-th throw on. */
function coinFrom(first: bigint, a: bigint, b: bigint, bytes: ByteReader): boolean {
  for (let k = first; ; k++) {
    if (uniformBig(b * k, bytes) >= a) return k % 2n === 1n;
  }
}

/** Bits of a whole number below 2^53; 0 has none. */
function bitLength(value: number): number {
  const high = Math.floor(value / 4294967296);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

function bigBitLength(value: bigint): number {
  let rest = value;
  let bits = 0;
  while (rest >= BIG_LIMIT) {
    rest >>= 48n;
    bits += 48;
  }
  return bits + bitLength(Number(rest));
}
