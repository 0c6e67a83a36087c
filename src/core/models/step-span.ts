/**
 * The points of a grid between its bounds, numbered from 0, where a table of them all is small beside the rows: what is
 * asked of every cell is then looked up by its place, and worked out once for each point.
 * Left out: grids of months, and numbers that have no grid.
 */
import { stepOf, type Grid } from '../table/grid.ts';

export type StepSpan = Readonly<{ first: number; size: number; unit: number; perUnit: number }>;

const MOST_PLACES = 2 ** 20;
const PLACES_A_ROW = 4;
const FEW_PLACES = 1024;

/** Null where the points are too many for so many rows. */
export function stepSpan(grid: Grid, rowCount: number): StepSpan | null {
  const { unit, perUnit, months } = grid;
  if (perUnit === 0 || months !== undefined) return null;
  const first = stepOf(grid, grid.low);
  const size = stepOf(grid, grid.high) - first + 1;
  return size <= Math.min(MOST_PLACES, FEW_PLACES + PLACES_A_ROW * rowCount) ? { first, size, unit, perUnit } : null;
}

/** The place of a value between the bounds; −1 where it lies beside the grid. */
export function placeIn({ first, unit, perUnit }: StepSpan, value: number): number {
  const step = Math.round((value * perUnit) / unit) + 0;
  return (step * unit) / perUnit === value ? step - first : -1;
}

/** The value at a place. */
export function valueAt({ first, unit, perUnit }: StepSpan, place: number): number {
  return ((first + place) * unit) / perUnit;
}
