import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  completeRowCount,
  correlationRatio,
  cramersV,
  cramersVCorrected,
  pearson,
  spearman,
} from '../../../src/core/math/correlation.ts';
import { forAll } from '../../helpers/properties.ts';

const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -4, max: 4 }) },
  { weight: 1, arbitrary: fc.constant(NaN) },
);
const pairs = fc
  .array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 })
  .map((rows) => ({ x: Float64Array.from(rows, ([a]) => a), y: Float64Array.from(rows, ([, b]) => b) }));

test('a line has correlation 1 or -1, whatever its place and slope', () => {
  const x = Float64Array.of(1, 2, NaN, 4, 7);
  expect(
    pearson(
      x,
      x.map((a) => 1e9 + 3 * a),
    ),
  ).toBeCloseTo(1, 14);
  expect(
    pearson(
      x,
      x.map((a) => -0.001 * a),
    ),
  ).toBeCloseTo(-1, 14);
  expect(
    spearman(
      x,
      x.map((a) => Math.exp(a)),
    ),
  ).toBeCloseTo(1, 14);
});

test('rows with a missing side count for nothing', () => {
  forAll(pairs, ({ x, y }) => {
    const rows = [...x.keys()].filter((row) => !Number.isNaN(x[row]! + y[row]!));
    const [keptX, keptY] = [x, y].map((side) => Float64Array.from(rows, (row) => side[row]!));
    expect(completeRowCount(x, y)).toBe(rows.length);
    expect(pearson(x, y)).toBe(pearson(keptX!, keptY!));
    expect(spearman(x, y)).toBe(spearman(keptX!, keptY!));
  });
});

test('correlations are symmetric, lie in [-1, 1] and change sign with a side', () => {
  forAll(pairs, ({ x, y }) => {
    for (const correlate of [pearson, spearman]) {
      const r = correlate(x, y);
      expect(correlate(y, x)).toBe(r);
      if (Number.isNaN(r)) return;
      expect(Math.abs(r)).toBeLessThanOrEqual(1);
      expect(
        correlate(
          x,
          y.map((b) => -b),
        ),
      ).toBeCloseTo(-r, 13);
    }
  });
});

test('a constant side and too few rows have no correlation', () => {
  expect(pearson(Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5))).toBeNaN();
  expect(pearson(Float64Array.of(1, NaN), Float64Array.of(2, 3))).toBeNaN();
  expect(spearman(new Float64Array(0), new Float64Array(0))).toBeNaN();
});

test("Cramér's V is 1 where a level says the other, and 0 where it says nothing", () => {
  expect(cramersV([10, 0, 0, 0, 20, 0, 0, 0, 5], 3, 3)).toBe(1);
  expect(cramersVCorrected([10, 0, 0, 0, 20, 0, 0, 0, 5], 3, 3)).toBeCloseTo(1, 14);
  expect(cramersV([2, 4, 6, 3, 6, 9], 2, 3)).toBeCloseTo(0, 7);
  expect(cramersVCorrected([2, 4, 6, 3, 6, 9], 2, 3)).toBe(0);
  expect(cramersV([10, 20, 30, 5], 2, 2)).toBeCloseTo(Math.abs(10 * 5 - 20 * 30) / Math.sqrt(30 * 35 * 40 * 25), 14);
});

test('levels that no row holds change nothing, and one level has no V', () => {
  const counts = [5, 0, 2, 0, 0, 0, 1, 0, 8];
  expect(cramersV(counts, 3, 3)).toBe(cramersV([5, 2, 1, 8], 2, 2));
  expect(cramersVCorrected(counts, 3, 3)).toBe(cramersVCorrected([5, 2, 1, 8], 2, 2));
  expect(cramersV([3, 4, 0, 0], 2, 2)).toBeNaN();
  expect(cramersVCorrected([0, 0, 0, 0], 2, 2)).toBeNaN();
  // Their shares add up to one rounding more than 1.
  expect(cramersV([26, 29, 19, 1], 4, 1)).toBeNaN();
});

test('the correlation ratio is 1 between constant groups, 0 between equal means, and |r| for two groups', () => {
  const codes = Uint16Array.of(0, 0, 1, 1, 1);
  expect(correlationRatio(Float64Array.of(3, 3, 8, 8, 8), codes, 3)).toBeCloseTo(1, 14);
  expect(correlationRatio(Float64Array.of(1, 3, 1, 2, 3), codes, 2)).toBeCloseTo(0, 14);
  expect(correlationRatio(Float64Array.of(4, 4, 4, 4, 4), codes, 2)).toBeNaN();
  const values = Float64Array.of(1, 5, NaN, 7, 2);
  const r = pearson(values, Float64Array.from(codes));
  expect(correlationRatio(values, codes, 2)).toBeCloseTo(Math.abs(r), 14);
});
