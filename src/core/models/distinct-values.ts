/**
 * The distinct values of a column of numbers, ascending, each with the rows that hold it. Counted by their places on the
 * grid where these are few, else sorted; both give the same. O(rows), or O(rows · log rows).
 * Privacy: values of real rows.
 */
import type { Grid } from '../table/grid.ts';
import { placeIn, stepSpan, valueAt, type StepSpan } from './step-span.ts';

/** `rowCount`: the rows that hold a value. */
export type DistinctValues = Readonly<{ values: Float64Array; counts: Float64Array; rowCount: number }>;

/** Values outside the grid's bounds are moved to them; NaN is none. */
export function distinctValues(cells: Float64Array, grid: Grid): DistinctValues {
  const span = stepSpan(grid, cells.length);
  return (span && countedValues(cells, grid, span)) ?? sortedValues(cells, grid);
}

/** Null where a value lies beside the grid. */
function countedValues(cells: Float64Array, { low, high }: Grid, span: StepSpan): DistinctValues | null {
  const rowsAt = new Uint32Array(span.size);
  let rowCount = 0;
  for (let row = 0; row < cells.length; row++) {
    const value = cells[row]!;
    if (Number.isNaN(value)) continue;
    const place = placeIn(span, value < low ? low : value > high ? high : value);
    if (place < 0) return null;
    rowsAt[place]!++;
    rowCount++;
  }
  let distinct = 0;
  for (let place = 0; place < rowsAt.length; place++) if (rowsAt[place]! > 0) distinct++;
  const values = new Float64Array(distinct);
  const counts = new Float64Array(distinct);
  for (let place = 0, at = 0; place < rowsAt.length; place++) {
    if (rowsAt[place] === 0) continue;
    values[at] = valueAt(span, place);
    counts[at++] = rowsAt[place]!;
  }
  return { values, counts, rowCount };
}

function sortedValues(cells: Float64Array, { low, high }: Grid): DistinctValues {
  const present = new Float64Array(cells.length);
  let rowCount = 0;
  for (let row = 0; row < cells.length; row++) {
    const value = cells[row]!;
    if (!Number.isNaN(value)) present[rowCount++] = (value < low ? low : value > high ? high : value) + 0;
  }
  const sorted = present.subarray(0, rowCount).sort();
  let distinct = 0;
  for (let at = 0; at < rowCount; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) distinct++;
  const values = new Float64Array(distinct);
  const counts = new Float64Array(distinct);
  for (let at = 0, run = -1; at < rowCount; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) values[++run] = sorted[at]!;
    counts[run]!++;
  }
  return { values, counts, rowCount };
}
