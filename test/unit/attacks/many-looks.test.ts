import { expect, test } from 'vitest';
import { aucTail, canShow, topTail } from '../../../src/core/attacks/many-looks.ts';
import { standingAfterMany } from '../../../src/core/math/many-tests.ts';
import { naiveChoose } from '../../helpers/naive/attacks.ts';

test('Benjamini–Hochberg keeps the discoveries of the paper’s example', () => {
  // Benjamini and Hochberg 1995, section 2.2: fifteen p-values, four stand at 5 %.
  const pValues = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
  ];
  expect(standingAfterMany(pValues)).toEqual(pValues.map((_, index) => index < 4));
  expect(standingAfterMany(pValues.toReversed())).toEqual(pValues.map((_, index) => index >= 11));
});

test('scores without a tie have the textbook null variance of the rank sum', () => {
  const members = Float64Array.of(2, 4, 6);
  const nonMembers = Float64Array.of(1, 3, 5);
  // AUC 6 of 9, variance 7 / 108: z = (1/6) / √(7/108) = 0.6547, one-sided 0.2563.
  expect(aucTail(6 / 9, members, nonMembers)).toBeCloseTo(0.25633, 4);
  expect(aucTail(0.5, Float64Array.of(1, 1), Float64Array.of(1, 1))).toBe(1);
});

test('the tail of the top scores is hypergeometric, and ties count against the attack', () => {
  // Top 3 of 9: members 10, 9 and a non-member 8; P[V ≥ 2] of 3 drawn from 4 and 5.
  const expected = (naiveChoose(4, 2) * 5 + naiveChoose(4, 3)) / naiveChoose(9, 3);
  const members = Float64Array.of(10, 9, 2, 1);
  expect(topTail(members, Float64Array.of(8, 3, 4, 5, 6), 0.3)).toBeCloseTo(expected, 12);
  const tied = topTail(Float64Array.of(5, 5, 5, 5), Float64Array.of(5, 5, 5, 5, 5), 0.3);
  expect(tied).toBeCloseTo(1, 12);
});

test('what 1,000 held-out rows can show is what simulation found', () => {
  const shown = canShow(1000, 1000, 1000, 1000, 6);
  expect(shown.auc).toBeCloseTo(0.088, 2);
  expect(shown.exactCopies).toBeCloseTo(0.0067, 3);
  expect(canShow(1, 1, 0, 0, 1)).toEqual({ auc: null, exactCopies: null });
});
