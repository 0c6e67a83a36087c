/**
 * Numbers that may be codes for missing: -99, 999 and the like, where they recur and lie apart from all other values of
 * their column: below values none of which is negative, or further off than half the range of the others. A code that is
 * one step of the lowest values below them and no commoner than the lowest goes on with them: -1 beside many 0 and 1.
 * They are proposed, never taken: 999 can be a price, and 99999 an amount that was capped. Cost: one pass over the
 * distinct values where they are few, two over the column at most where they are many.
 */
import { extentOf } from '../math/extent.ts';
import type { FewValues } from './evidence.ts';

/** Ascending, with the number of their cells. */
export type ApartCodes = Readonly<{ codes: readonly number[]; cells: number }>;

const CODES: ReadonlySet<number> = new Set([
  ...[-1, -7, -8, -9],
  ...[77, 88, 97, 98, 99, 777, 888, 997, 998, 999, 7777, 8888, 9997, 9998, 9999, 99_999, 999_999].flatMap((code) => [
    code,
    -code,
  ]),
]);
const LEAST_CELLS = 3;
const LEAST_ROWS = 20;
const APART = 0.5;

/** `few`: the distinct values with their counts, if they are few. Null if there is no code but those that the user has said what they are. */
export function apartCodes(
  cells: Float64Array,
  few: Pick<FewValues, 'values' | 'counts'> | null,
  isSaid: (code: number) => boolean,
): ApartCodes | null {
  if (cells.length < LEAST_ROWS) return null;
  const values = few?.values ?? cells;
  const ends = extentOf(values);
  if (!CODES.has(ends.low) && !CODES.has(ends.high)) return null;
  const counts = new Map<number, number>();
  let [low, next, high] = [Infinity, Infinity, -Infinity];
  let lowest = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const cells = few === null ? 1 : few.counts[row]!;
    if (CODES.has(value)) counts.set(value, (counts.get(value) ?? 0) + cells);
    else {
      if (value < low) {
        next = low;
        low = value;
        lowest = cells;
      } else if (value === low) lowest += cells;
      else if (value < next) next = value;
      if (value > high) high = value;
    }
  }
  if (low >= high) return null;
  const gap = APART * (high - low);
  const goesOn = (code: number, count: number): boolean => low - code === next - low && count <= lowest;
  const codes = [...counts]
    .filter(([code, count]) => {
      const isBelow = code < low && (low >= 0 ? !goesOn(code, count) : low - code > gap);
      return count >= LEAST_CELLS && (isBelow || code - high > gap) && !isSaid(code);
    })
    .map(([code]) => code)
    .sort((a, b) => a - b);
  return codes.length === 0 ? null : { codes, cells: codes.reduce((sum, code) => sum + counts.get(code)!, 0) };
}
