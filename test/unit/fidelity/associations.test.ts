import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cramersV, etaOf, etaOfCounts, pearsonOf } from '../../../src/core/fidelity/associations.ts';
import { forAll } from '../../helpers/properties.ts';

const pairs = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(3)), { minLength: 5, maxLength: 60 });

test('Pearson of Anscombe’s first set is the published 0.816, over complete rows only', () => {
  const x = Float64Array.of(10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5, NaN, 3);
  const y = Float64Array.of(8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68, 1, NaN);
  expect(pearsonOf(x, y)).toEqual({ value: expect.closeTo(0.81642051634484, 12), n: 11 });
});

test('a constant side has no association', () => {
  const steady = Float64Array.of(2, 2, 2, 2);
  expect(pearsonOf(steady, Float64Array.of(1, 2, 3, 4)).value).toBeNaN();
  expect(etaOf(steady, Uint8Array.of(0, 1, 0, 1), 2, -1).value).toBeNaN();
  expect(cramersV(Int32Array.of(3, 4), 1, 2, [-1, -1]).value).toBeNaN();
});

test('eta squared is the share of variance between groups', () => {
  forAll(pairs, (rows) => {
    const values = rows.map(([value]) => value);
    const groups = rows.map(([, group]) => group);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const squares = (list: readonly number[], centre: number): number =>
      list.reduce((s, v) => s + (v - centre) ** 2, 0);
    const within = [0, 1, 2, 3].reduce((sum, group) => {
      const inside = values.filter((_, row) => groups[row] === group);
      return inside.length === 0 ? sum : sum + squares(inside, inside.reduce((a, b) => a + b) / inside.length);
    }, 0);
    const total = squares(values, mean);
    const { value } = etaOf(Float64Array.from(values), Uint8Array.from(groups), 4, -1);
    if (new Set(groups).size < 2 || total === 0) expect(value).toBeNaN();
    else expect(value ** 2).toBeCloseTo(1 - within / total, 10);
    // The same from counts, a score per distinct value.
    const counts = new Int32Array(4 * 19);
    for (const [v, group] of rows) counts[group * 19 + v + 9]!++;
    const scores = Float64Array.from({ length: 19 }, (_, bin) => bin - 9);
    const counted = etaOfCounts(counts, 4, 19, scores, true, [-1, -1]);
    if (Number.isNaN(value)) expect(counted).toBeNaN();
    else expect(counted).toBeCloseTo(value, 6);
  });
});

test('corrected Cramér’s V follows the published formula', () => {
  // 2 × 3 table; χ² by hand: expected counts 12, 12, 6 in each row.
  const counts = Int32Array.of(18, 8, 4, 6, 16, 8);
  const chi2 = (36 + 36) / 12 + (16 + 16) / 12 + (4 + 4) / 6;
  const n = 60;
  const phi2 = Math.max(0, chi2 / n - 2 / 59);
  const expected = Math.sqrt(phi2 / Math.min(2 - 1 / 59 - 1, 3 - 4 / 59 - 1));
  expect(cramersV(counts, 2, 3, [-1, -1])).toEqual({ value: expect.closeTo(expected, 12), n });
});

test('missing bins take no part', () => {
  const counts = Int32Array.of(18, 8, 4, 99, 6, 16, 8, 99, 50, 50, 50, 50);
  const without = cramersV(Int32Array.of(18, 8, 4, 6, 16, 8), 2, 3, [-1, -1]);
  expect(cramersV(counts, 3, 4, [2, 3])).toEqual(without);
});
