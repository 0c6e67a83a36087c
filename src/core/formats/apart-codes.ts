/**
 * Numbers that may be codes for missing: -99, 999 and the like, where they recur and lie apart from all other values of
 * their column: below values none of which is negative, or further off than half the range of the others. They are
 * proposed, never taken: 999 can be a price, and 99999 an amount that was capped. Cost: one pass over the distinct values
 * where they are few, two over the column at most where they are many.
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

/** `few`: the distinct values with their counts, if they are few. Null if there is no code but those in `pinned`, which the user says are values. */
export function apartCodes(
  cells: Float64Array,
  few: Pick<FewValues, 'values' | 'counts'> | null,
  pinned: ReadonlySet<string>,
): ApartCodes | null {
  if (cells.length < LEAST_ROWS) return null;
  const values = few?.values ?? cells;
  let { low, high } = extentOf(values);
  if (!CODES.has(low) && !CODES.has(high)) return null;
  const counts = new Map<number, number>();
  low = Infinity;
  high = -Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (CODES.has(value)) counts.set(value, (counts.get(value) ?? 0) + (few === null ? 1 : few.counts[row]!));
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low >= high) return null;
  const gap = APART * (high - low);
  const codes = [...counts]
    .filter(([code, count]) => {
      const isBelow = code < low && (low >= 0 || low - code > gap);
      return count >= LEAST_CELLS && (isBelow || code - high > gap) && !pinned.has(String(code));
    })
    .map(([code]) => code)
    .sort((a, b) => a - b);
  return codes.length === 0 ? null : { codes, cells: codes.reduce((sum, code) => sum + counts.get(code)!, 0) };
}
