import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delongVariance } from '../../../src/core/math/auc.ts';
import { influenceHalfWidth, macroAuc } from '../../../src/core/utility/macro-auc.ts';
import { forAll } from '../../helpers/properties.ts';

const rows = fc.array(fc.tuple(fc.nat(2), fc.array(fc.nat(4), { minLength: 3, maxLength: 3 })), {
  minLength: 6,
  maxLength: 40,
});

test('the macro area is the mean of the naive areas of its classes, ties by half', () => {
  forAll(rows, (list) => {
    const labels = list.map(([label]) => label);
    const areas = [0, 1, 2].flatMap((k) => {
      const inside = list.filter(([label]) => label === k).map(([, scores]) => scores[k]!);
      const outside = list.filter(([label]) => label !== k).map(([, scores]) => scores[k]!);
      if (inside.length === 0 || outside.length === 0) return [];
      const wins = inside.flatMap((a) => outside.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      return [wins.reduce<number>((sum, win) => sum + win, 0) / wins.length];
    });
    const chances = Float64Array.from(list.flatMap(([, scores]) => scores));
    const found = macroAuc(chances, Float64Array.from(labels), 3);
    if (areas.length === 0) expect(found).toBeNull();
    else expect(found!.value).toBeCloseTo(areas.reduce((a, b) => a + b) / areas.length, 12);
  });
});

test('with two classes the interval is DeLong’s, up to n / (n − 1)', () => {
  const positives = Float64Array.of(3, 5, 2, 8, 7, 7, 9, 4);
  const negatives = Float64Array.of(1, 2, 3, 3, 6, 0, 5, 2, 4, 1);
  const scores = [...positives, ...negatives];
  const labels = Float64Array.from(scores, (_, row) => (row < 8 ? 1 : 0));
  // Two columns that mirror each other: both classes have the same area and the same influences.
  const chances = Float64Array.from(scores.flatMap((score) => [-score, score]));
  const found = macroAuc(chances, labels, 2)!;
  expect(found.value).toBeCloseTo(0.825, 12);
  const { variance } = delongVariance(positives, negatives);
  expect(influenceHalfWidth(found.influences)).toBeCloseTo(1.96 * Math.sqrt(variance), 1);
  expect(influenceHalfWidth(found.influences)).toBeLessThan(1.96 * Math.sqrt(variance));
  expect(influenceHalfWidth(found.influences, found.influences)).toBe(0);
});
