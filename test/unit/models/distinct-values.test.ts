import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distinctValues } from '../../../src/core/models/distinct-values.ts';
import { placeIn, stepSpan, valueAt } from '../../../src/core/models/step-span.ts';
import { gridOf, type Grid } from '../../../src/core/table/grid.ts';
import { forAll } from '../../helpers/properties.ts';

const tenths = gridOf({ kind: 'numeric', low: -3, high: 4, decimals: 1 });

test('counted on the grid or sorted, the values and their rows are those of a plain count', () => {
  const cell = fc.oneof(
    fc.integer({ min: -50, max: 60 }).map((step) => step / 10),
    fc.constantFrom(NaN, -0, 0, Infinity, 0.25),
  );
  forAll(fc.array(cell, { maxLength: 60 }), (cells) => {
    const { values, counts, rowCount } = distinctValues(Float64Array.from(cells), tenths);
    const rows = new Map<number, number>();
    for (const one of cells.filter((each) => !Number.isNaN(each))) {
      const value = Math.min(4, Math.max(-3, one)) + 0;
      rows.set(value, (rows.get(value) ?? 0) + 1);
    }
    const ascending = [...rows].sort(([a], [b]) => a - b);
    expect([...values]).toEqual(ascending.map(([value]) => value));
    expect([...counts]).toEqual(ascending.map(([, count]) => count));
    expect(rowCount).toBe(cells.filter((one) => !Number.isNaN(one)).length);
  });
});

test('places run from the lower bound to the upper one; a value beside the grid has none', () => {
  const span = stepSpan(tenths, 10)!;
  expect(span.size).toBe(71);
  expect([-3, 0, 0.3, 4, 0.25].map((value) => placeIn(span, value))).toEqual([0, 30, 33, 70, -1]);
  expect([0, 33, 70].map((place) => valueAt(span, place))).toEqual([-3, 0.3, 4]);
});

test('there are no places of months, of numbers without a grid, and of more points than rows can use', () => {
  const months: Grid = { low: 0, high: 0, unit: 1, perUnit: 1, months: 1 };
  const none = gridOf({ kind: 'numeric', low: -1e300, high: 1e300, decimals: 0 });
  const wide = gridOf({ kind: 'numeric', low: 0, high: 5000, decimals: 0 });
  expect([months, none, wide].map((grid) => stepSpan(grid, 10))).toEqual([null, null, null]);
  expect(stepSpan(wide, 1000)?.size).toBe(5001);
});
