import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createByteReader } from '../../../src/core/privacy/entropy.ts';
import {
  bernoulliExp,
  bernoulliExpBig,
  discreteGaussian,
  discreteLaplace,
  gaussianShape,
  uniform,
  uniformBig,
} from '../../../src/core/privacy/samplers.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { readerOf, spread } from '../../helpers/bytes.ts';
import {
  naiveBernoulliExp,
  naiveDiscreteGaussian,
  naiveDiscreteLaplace,
  naiveRoot,
  naiveUniform,
} from '../../helpers/naive/samplers.ts';
import { forAll } from '../../helpers/properties.ts';

const readerOfSeed = (seed: number) => createByteReader(seededEntropy(seed));
/** Whole numbers spread over their lengths in bits, 1 included. */
const wholeUpTo = (bits: number) =>
  fc.tuple(fc.nat(bits), fc.bigInt(0n, 1n << BigInt(bits))).map(([cut, value]) => (value >> BigInt(cut)) + 1n);

test('uniform draws what its naive twin draws, for every bound', () => {
  forAll(fc.tuple(wholeUpTo(90), fc.nat()), ([bound, seed]) => {
    const [fast, slow] = [readerOfSeed(seed), readerOfSeed(seed)];
    for (let i = 0; i < 5; i++) expect(uniformBig(bound, fast)).toBe(naiveUniform(bound, slow));
    expect(fast.next()).toBe(slow.next());
  });
});

test('bernoulliExp draws what its naive twin draws, for every fraction', () => {
  forAll(fc.tuple(wholeUpTo(70), wholeUpTo(70), fc.nat()), ([a, b, seed]) => {
    const [fast, slow] = [readerOfSeed(seed), readerOfSeed(seed)];
    for (let i = 0; i < 5; i++) expect(bernoulliExpBig(a, b, fast)).toBe(naiveBernoulliExp(a, b, slow));
    expect(fast.next()).toBe(slow.next());
  });
});

test('a quotient that doubles would round up to a whole number is still rounded down', () => {
  const b = 3n * 10n ** 15n;
  for (const a of [3n * b - 1n, 2n * b - 1n, 2n * b, 2n * b + 1n, b]) {
    for (let seed = 0; seed < 50; seed++) {
      const [fast, slow] = [readerOfSeed(seed), readerOfSeed(seed)];
      expect(bernoulliExpBig(a, b, fast)).toBe(naiveBernoulliExp(a, b, slow));
      expect(fast.next()).toBe(slow.next());
    }
  }
});

test('discreteLaplace draws what its naive twin draws, for every scale', () => {
  forAll(fc.tuple(wholeUpTo(40), fc.nat()), ([t, seed]) => {
    const [fast, slow] = [readerOfSeed(seed), readerOfSeed(seed)];
    for (let i = 0; i < 5; i++) expect(BigInt(discreteLaplace(Number(t), fast))).toBe(naiveDiscreteLaplace(t, slow));
    expect(fast.next()).toBe(slow.next());
  });
});

test('discreteGaussian draws what its naive twin draws, for every variance', () => {
  forAll(
    fc.tuple(wholeUpTo(80), wholeUpTo(9), fc.nat()),
    ([p, q, seed]) => {
      const [fast, slow] = [readerOfSeed(seed), readerOfSeed(seed)];
      const shape = gaussianShape(p, q);
      for (let i = 0; i < 5; i++) expect(BigInt(discreteGaussian(shape, fast))).toBe(naiveDiscreteGaussian(p, q, slow));
      expect(fast.next()).toBe(slow.next());
    },
    1000,
  );
});

test('where squares begin to pass 2^53 the draws are still those of the twin', () => {
  for (const sigma of [150n, 250n, 300n, 400n, 500n]) {
    const [fast, slow] = [readerOfSeed(6), readerOfSeed(6)];
    const p = sigma * sigma * 256n + 1n;
    const shape = gaussianShape(p, 256n);
    for (let i = 0; i < 500; i++) {
      expect(BigInt(discreteGaussian(shape, fast))).toBe(naiveDiscreteGaussian(p, 256n, slow));
    }
  }
  expect(() => bernoulliExp(2 ** 53, 1, readerOf(spread))).toThrow('not exact');
});

test('a bound of one takes no byte, and a byte too many is never taken', () => {
  for (const [bound, bytesTaken] of [
    [1, 0],
    [2, 1],
    [256, 1],
    [257, 2],
    [65_536, 2],
    [65_537, 3],
    [2 ** 48, 6],
    [2 ** 52 + 1, 7],
  ] as const) {
    const zeros = readerOf(() => 0);
    expect(uniform(bound, zeros)).toBe(0);
    expect(zeros.taken()).toBe(bytesTaken);
  }
});

test('t is the whole part of sigma plus one, next to every kind of square', () => {
  for (const root of [1n, 2n, 15n, 4096n, 94_906_265n, 94_906_266n, 2n ** 39n]) {
    for (const square of [root * root - 1n, root * root, root * root + 1n]) {
      if (square === 0n) continue;
      expect(gaussianShape(square, 1n).t).toBe(Number(naiveRoot(square)) + 1);
      expect(gaussianShape(square * 4n + 3n, 4n).t).toBe(Number(naiveRoot(square)) + 1);
    }
  }
  expect(gaussianShape(1n, 4n).t).toBe(1);
});

test('no variance is refused rather than drawn as no noise', () => {
  expect(() => gaussianShape(0n, 1n)).toThrow('above 0');
  expect(() => gaussianShape(-1n, 1n)).toThrow('above 0');
  expect(() => gaussianShape(1n, 0n)).toThrow('above 0');
  expect(() => gaussianShape(2n ** 80n + 1n, 1n)).toThrow('at most at 2^80');
});

test('the same bytes give the same noise, and the fraction need not be in lowest terms', () => {
  const draws = (p: bigint, q: bigint) => {
    const bytes = readerOf(spread);
    const shape = gaussianShape(p, q);
    return Array.from({ length: 50 }, () => discreteGaussian(shape, bytes));
  };
  expect(draws(13n, 1n)).toEqual(draws(13n * 256n, 256n));
});
