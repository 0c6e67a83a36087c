/** Points of months and quarters, which are of no one length. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { applyDomain } from '../../../src/core/table/domain.ts';
import { drawStep, gridOf, stepOf, valueOfStep } from '../../../src/core/table/grid.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import { stepMsOf, writeDate } from '../../../src/core/table/dates.ts';
import { forAll } from '../../helpers/properties.ts';
import { tableOf } from '../../helpers/tables.ts';

const domainOf = (low: string, high: string, format: string) => ({
  kind: 'datetime' as const,
  low: Date.parse(low),
  high: Date.parse(high),
  stepMs: stepMsOf(format),
  format,
});

test('steps of months, quarters and years follow each other, before 1970 as behind it', () => {
  const dates = (format: string): string[] => {
    const grid = gridOf(domainOf('1969-01-01', '1971-12-31', format));
    const first = stepOf(grid, grid.low);
    return Array.from({ length: stepOf(grid, grid.high) - first + 1 }, (_, step) =>
      writeDate(valueOfStep(grid, first + step), format),
    );
  };
  expect(dates('yyyy-MM').filter((_, step) => step % 12 === 10)).toEqual(['1969-11', '1970-11', '1971-11']);
  expect(dates("yyyy'Q'Q").slice(0, 5)).toEqual(['1969Q1', '1969Q2', '1969Q3', '1969Q4', '1970Q1']);
  expect(dates('yyyy')).toEqual(['1969', '1970', '1971', '1972']);
});

test('a point is its own step, any other moment belongs to the nearest', () => {
  const grid = gridOf(domainOf('1900-01-01', '2100-12-01', 'yyyy-MM'));
  forAll(fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2100, 11, 1) }), (moment) => {
    const step = stepOf(grid, moment);
    const distance = Math.abs(valueOfStep(grid, step) - moment);
    expect(stepOf(grid, valueOfStep(grid, step))).toBe(step);
    expect(distance).toBeLessThanOrEqual(Math.abs(valueOfStep(grid, step - 1) - moment));
    expect(distance).toBeLessThanOrEqual(Math.abs(valueOfStep(grid, step + 1) - moment));
  });
});

test('what is drawn are months of the domain, and rows are brought to them', () => {
  const grid = gridOf(domainOf('2024-01-01', '2024-06-01', 'yyyy-MM'));
  const rng = createRng(1);
  const drawn = Array.from({ length: 60 }, () => valueOfStep(grid, drawStep(grid, stepOf(grid, grid.low), 654, rng)));
  expect(new Set(drawn.map((moment) => new Date(moment).toISOString())).size).toBe(6);
  const moments = ['2023-11-01', '2024-02-10', '2024-02-20', '2025-01-01'].map((text) => Date.parse(text));
  const table = tableOf({ kind: 'datetime', name: 'd', epochMs: Float64Array.from(moments), format: 'yyyy-MM' });
  const [column] = inferSchema(table, []).columns;
  const domain = { value: domainOf('2024-01-01', '2024-06-01', 'yyyy-MM'), source: 'declared' as const };
  const [applied] = applyDomain(table, { columns: [{ ...column!, domain }] }).table.columns;
  expect(applied?.kind === 'datetime' && [...applied.epochMs].map((moment) => writeDate(moment, 'yyyy-MM-dd'))).toEqual(
    ['2024-01-01', '2024-02-01', '2024-03-01', '2024-06-01'],
  );
});
