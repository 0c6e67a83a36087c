/**
 * The samplers once more, on BigInt alone and bit by bit, in the words of the paper (arXiv 2004.00010, algorithms 1
 * to 3). They draw the same values from the same bytes as those of `privacy/samplers.ts`.
 */
import type { ByteReader } from '../../../src/core/privacy/entropy.ts';

export function naiveUniform(q: bigint, bytes: ByteReader): bigint {
  const bits = q === 1n ? 0 : (q - 1n).toString(2).length;
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    let value = 0n;
    for (let i = 0; i < Math.ceil(bits / 8); i++) value = value * 256n + BigInt(bytes.next());
    value &= mask;
    if (value < q) return value;
  }
}

export function naiveBernoulli(p: bigint, q: bigint, bytes: ByteReader): boolean {
  return naiveUniform(q, bytes) < p;
}

export function naiveBernoulliExp(a: bigint, b: bigint, bytes: ByteReader): boolean {
  if (a <= b) {
    let k = 1n;
    while (naiveBernoulli(a, b * k, bytes)) k++;
    return k % 2n === 1n;
  }
  for (let i = 0n; i < a / b; i++) {
    if (!naiveBernoulliExp(1n, 1n, bytes)) return false;
  }
  return naiveBernoulliExp(a % b, b, bytes);
}

export function naiveDiscreteLaplace(t: bigint, bytes: ByteReader): bigint {
  for (;;) {
    const u = naiveUniform(t, bytes);
    if (!naiveBernoulliExp(u, t, bytes)) continue;
    let v = 0n;
    while (naiveBernoulliExp(1n, 1n, bytes)) v++;
    const x = u + t * v;
    const isMinus = naiveBernoulli(1n, 2n, bytes);
    if (!(isMinus && x === 0n)) return isMinus ? -x : x;
  }
}

export function naiveDiscreteGaussian(numerator: bigint, denominator: bigint, bytes: ByteReader): bigint {
  const common = divisor(numerator, denominator);
  const p = numerator / common;
  const q = denominator / common;
  const t = naiveRoot(p / q) + 1n;
  for (;;) {
    const y = naiveDiscreteLaplace(t, bytes);
    const distance = (y < 0n ? -y : y) * q * t - p;
    if (naiveBernoulliExp(distance * distance, 2n * p * q * t * t, bytes)) return y;
  }
}

/** A place with P ∝ exp(score·p/q). */
export function naiveExponentialChoice(scores: readonly bigint[], p: bigint, q: bigint, bytes: ByteReader): bigint {
  const best = scores.reduce((largest, score) => (score > largest ? score : largest));
  const common = divisor(p, q);
  for (;;) {
    const place = naiveUniform(BigInt(scores.length), bytes);
    if (naiveBernoulliExp((best - scores[Number(place)]!) * (p / common), q / common, bytes)) return place;
  }
}

/** ⌊√value⌋, bit by bit from the top. */
export function naiveRoot(value: bigint): bigint {
  let root = 0n;
  for (let bit = 64n; bit >= 0n; bit--) {
    const next = root + (1n << bit);
    if (next * next <= value) root = next;
  }
  return root;
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}
