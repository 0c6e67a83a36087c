import fc from 'fast-check';
import { expect, test } from 'vitest';
import { projectCounts } from '../../../src/core/models/project.ts';
import { rowEstimate } from '../../../src/core/privacy/row-estimate.ts';
import { naiveProjection } from '../../helpers/naive/models.ts';
import { forAll } from '../../helpers/properties.ts';

test('negative cells give way, and the full ones pay for it together', () => {
  expect([...projectCounts(Float64Array.of(10, 4, -3), 12)]).toEqual([9, 3, 0]);
});

test('the projection is that of its naive twin: no cell below zero, the total met', () => {
  const counts = fc.array(fc.integer({ min: -500, max: 5000 }), { minLength: 1, maxLength: 30 });
  forAll(fc.tuple(counts, fc.integer({ min: 1, max: 20_000 })), ([values, total]) => {
    const projected = projectCounts(Float64Array.from(values), total);
    const naive = naiveProjection(values, total);
    projected.forEach((count, cell) => expect(count).toBeCloseTo(naive[cell]!, 6));
    expect(Math.min(...projected)).toBeGreaterThanOrEqual(0);
    expect(projected.reduce((sum, count) => sum + count, 0)).toBeCloseTo(total, 6);
  });
});

test('the row estimate weighs marginals by their cells and variance', () => {
  const first = { counts: Float64Array.of(60, 45), sigma2: 2 }; // sum 105, weight 1/4
  const second = { counts: Float64Array.of(30, 30, 20, 15), sigma2: 3 }; // sum 95, weight 1/12
  const estimate = rowEstimate([first, second]);
  expect(estimate.rows).toBe(Math.round((105 / 4 + 95 / 12) / (1 / 4 + 1 / 12)));
  expect(estimate.deviation).toBeCloseTo(Math.sqrt(3), 12);
  expect(rowEstimate([{ counts: Float64Array.of(-40, 3), sigma2: 9 }]).rows).toBe(1);
});
