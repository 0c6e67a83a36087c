import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { clippedSums, clipOf, productSums, type Reading } from '../../../src/core/models/copula/moments.ts';
import { naiveProducts } from '../../helpers/naive/models.ts';
import { forAll } from '../../helpers/properties.ts';

/** Columns of three codes each, with a table of scores. */
const readingLists = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 1500 }), fc.nat())
  .map(([size, rowCount, seed]) => ({ rowCount, readings: readingsOf(size, rowCount, seed) }));

/** Spread over the range: doubles drawn by their bits would nearly all be next to 0. */
const scoreValues = fc.integer({ min: -6000, max: 6000 }).map((thousandths) => thousandths / 1000);

test('sums of products are those of the naive twin', () => {
  forAll(
    readingLists,
    ({ readings, rowCount }) => {
      const whole = readings.map(({ codes, table }) => ({
        codes,
        table: table.map((score) => Math.round(100 * score)),
      }));
      expect([...productSums(whole, rowCount)]).toEqual(naiveProducts(rowsOf(whole, rowCount), whole.length));
    },
    40,
  );
});

test('every clipped row is whole multiples of 2^-8 within the clip, along the row where it can be', () => {
  forAll(
    fc.tuple(
      fc.array(scoreValues, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 900 }).map((hundredths) => hundredths / 100),
    ),
    ([scores, norm2]) => {
      if (scores.every((score) => score === 0)) return;
      const clip2 = clipOf(norm2);
      const readings = scores.map((score) => ({ codes: Uint16Array.of(0), table: Float64Array.of(score) }));
      const sums = clippedSums(readings, 1, clip2);
      const diagonal = scores.map((_, i) => sums[i * scores.length + i]!);
      expect(diagonal.reduce((sum, square) => sum + square, 0)).toBeLessThanOrEqual(clip2 * 65536);
      const length = Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0));
      const scale = Math.min(1, Math.sqrt(clip2) / length);
      diagonal.forEach((square, i) => {
        expect(Number.isInteger(Math.sqrt(square))).toBe(true);
        expect(Math.abs(Math.sqrt(square) - 256 * scale * Math.abs(scores[i]!))).toBeLessThanOrEqual(2);
      });
    },
  );
});

test('a row of norm a million moves the clipped sum by at most C² in Frobenius norm', () => {
  const clip2 = clipOf(3.7);
  const readings = readingsOf(4, 50, 3);
  const before = clippedSums(readings, 50, clip2);
  const longer = readings.map(({ codes, table }, i) => ({
    codes: Uint16Array.of(...codes, 3),
    table: Float64Array.of(...table, i % 2 === 0 ? 1e6 : -4e5),
  }));
  const after = clippedSums(longer, 51, clip2);
  const distance = Math.sqrt(after.reduce((sum, entry, at) => sum + (entry - before[at]!) ** 2, 0));
  expect(distance).toBeLessThanOrEqual(clip2 * 65536);
  expect(distance).toBeGreaterThan(0.95 * clip2 * 65536);
});

test('the order of rows changes no bit', () => {
  const readings = readingsOf(5, 1300, 9);
  const turned = readings.map(({ codes, table }) => ({ codes: codes.slice().reverse(), table }));
  expect(clippedSums(turned, 1300, 2)).toEqual(clippedSums(readings, 1300, 2));
});

function readingsOf(size: number, rowCount: number, seed: number): Reading[] {
  const rng = createRng(seed, 'readings');
  return Array.from({ length: size }, () => ({
    table: Float64Array.from({ length: 3 }, () => rng.normal()),
    codes: Uint16Array.from({ length: rowCount }, () => rng.below(3)),
  }));
}

function rowsOf(readings: readonly Reading[], rowCount: number): number[][] {
  return Array.from({ length: rowCount }, (_, row) => readings.map(({ codes, table }) => table[codes[row]!]!));
}
