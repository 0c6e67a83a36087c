import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { checkedKey, drawEvenly, drawIndependently, evenCounts, firstAbove } from '../../../src/core/models/draw.ts';
import { forAll } from '../../helpers/properties.ts';

const weightLists = fc
  .array(fc.nat(1000), { minLength: 1, maxLength: 12 })
  .filter((weights) => weights.some((weight) => weight > 0));

test('the even draw gives each value the floor or the ceiling of its expected rows, and all rows', () => {
  forAll(fc.tuple(weightLists, fc.integer({ min: 1, max: 5000 }), fc.nat()), ([weights, rowCount, seed]) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const counts = evenCounts(Float64Array.from(weights), rowCount, createRng(seed, 'even'));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rowCount);
    counts.forEach((count, value) => {
      const expected = (weights[value]! * rowCount) / total;
      expect(count).toBeGreaterThanOrEqual(Math.floor(expected));
      expect(count).toBeLessThanOrEqual(Math.ceil(expected));
    });
  });
});

test('as many rows as were counted give the counts themselves', () => {
  const counts = evenCounts(Float64Array.of(3, 0, 7, 1), 11, createRng(5, 'even'));
  expect([...counts]).toEqual([3, 0, 7, 1]);
});

test('codes are shuffled, not dealt in order', () => {
  const codes = new Uint16Array(1000);
  drawEvenly(Float64Array.of(1, 1), createRng(1, 'even'), codes);
  const firstHalf = codes.subarray(0, 500).reduce((sum, code) => sum + code, 0);
  expect(firstHalf).toBeGreaterThan(150);
  expect(firstHalf).toBeLessThan(350);
});

test('a value without weight is never drawn', () => {
  const codes = new Uint16Array(20_000);
  drawIndependently(Float64Array.of(0, 1, 0, 2, 0), (block) => createRng(1, 'code', block), codes);
  expect(new Set(codes)).toEqual(new Set([1, 3]));
});

test('the lowest entry above a mark is found', () => {
  const ends = Float64Array.of(1, 1, 3, 4);
  expect([0, 0.5, 1, 2.9, 3, 4, 9].map((mark) => firstAbove(ends, mark))).toEqual([0, 0, 2, 2, 3, 3, 3]);
});

test.each([0, -1, 1.5, NaN, 10_000_001])('%s rows are refused', (rowCount) => {
  expect(() => checkedKey(rowCount, createRng(1, 'sample'))).toThrow('from 1 to 10,000,000');
});
