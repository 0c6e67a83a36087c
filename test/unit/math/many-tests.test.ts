import fc from 'fast-check';
import { expect, test } from 'vitest';
import { benjaminiHochberg } from '../../../src/core/math/many-tests.ts';
import { forAll } from '../../helpers/properties.ts';

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

test('what is called at 5 % is what the step-up rule calls', () => {
  forAll(pValues, (list) => {
    // The rule as published: the largest k with p(k) ≤ k·q / m, and everything below it.
    const sorted = [...list].sort((a, b) => a - b);
    let limit = -1;
    sorted.forEach((p, index) => {
      if (p <= ((index + 1) * 0.05) / list.length) limit = p;
    });
    expect(Array.from(benjaminiHochberg(list), (p) => p <= 0.05)).toEqual(list.map((p) => p <= limit));
  });
});

test('adjusting never lowers a p-value, keeps the order, and leaves a single one alone', () => {
  forAll(pValues, (list) => {
    const adjusted = benjaminiHochberg(list);
    list.forEach((p, i) => {
      expect(adjusted[i]!).toBeGreaterThanOrEqual(p);
      expect(adjusted[i]!).toBeLessThanOrEqual(1);
      list.forEach((other, j) => p <= other && expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!));
    });
  });
  expect([...benjaminiHochberg([0.03])]).toEqual([0.03]);
  expect(benjaminiHochberg([])).toHaveLength(0);
});
