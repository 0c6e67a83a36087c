import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng, shuffle } from '../../../src/core/math/rng.ts';
import { forAll } from '../../helpers/properties.ts';

test('the same key gives the same stream, another purpose another one', () => {
  const draws = (...key: [number, ...string[]]) => Array.from({ length: 8 }, createRng(...key).uint32);
  expect(draws(1, 'split')).toEqual(draws(1, 'split'));
  expect(draws(1, 'split')).not.toEqual(draws(1, 'sample'));
  expect(draws(1, 'a', 'bc')).not.toEqual(draws(1, 'ab', 'c'));
});

test('below is the remainder of the first draw that lies under the last whole multiple of the bound', () => {
  forAll(fc.tuple(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(1000)), ([bound, seed]) => {
    const drawn = createRng(seed, 'below');
    const limit = 2n ** 32n - (2n ** 32n % BigInt(bound));
    let draw = BigInt(drawn.uint32());
    while (draw >= limit) draw = BigInt(drawn.uint32());
    expect(createRng(seed, 'below').below(bound)).toBe(Number(draw % BigInt(bound)));
  });
});

test('below(6): chi-square of 60,000 draws stays under its 1 - 1e-9 quantile (false alarm 1e-9)', () => {
  const rng = createRng(7, 'below');
  const counts = new Float64Array(6);
  for (let i = 0; i < 60_000; i++) counts[rng.below(6)]!++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(50.8); // five degrees of freedom
});

test('normal(): mean and variance of 100,000 draws lie within six standard errors (false alarm 4e-9)', () => {
  const rng = createRng(3, 'normal');
  const n = 100_000;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const x = rng.normal();
    sum += x;
    squares += x * x;
  }
  expect(Math.abs(sum / n)).toBeLessThan(6 / Math.sqrt(n));
  expect(Math.abs(squares / n - 1)).toBeLessThan(6 * Math.sqrt(2 / n));
});

test('a shuffle keeps every item', () => {
  const items = Uint32Array.from({ length: 100 }, (_, i) => i);
  shuffle(items, createRng(1, 'shuffle'));
  expect([...items]).not.toEqual([...items].sort((a, b) => a - b));
  expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test('a shuffle swaps by the draws of below, last item first, and leaves the stream behind them', () => {
  forAll(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(1000)), ([start, length, seed]) => {
    const items = Uint16Array.from({ length: start + length + 3 }, (_, place) => place);
    const [own, twin] = [createRng(seed, 'shuffle'), createRng(seed, 'shuffle')];
    const expected = [...items];
    for (let i = start + length - 1; i > start; i--) {
      const j = start + twin.below(i - start + 1);
      [expected[i], expected[j]] = [expected[j]!, expected[i]!];
    }
    shuffle(items, own, start, start + length);
    expect([...items]).toEqual(expected);
    expect(own.uint32()).toBe(twin.uint32());
  });
});
