/**
 * One list of levels for the same category column of several tables: the first table's levels in its order, then what
 * only later tables have. Codes are compared by level text, never by number, since two tables may order levels
 * differently. The code after the last level is missing, as everywhere. O(rows + levels).
 */
import type { CategoricalColumn } from '../table/column.ts';

export type AlignedLevels = Readonly<{ levels: readonly string[]; codes: readonly Uint32Array[] }>;

/** The codes of each column in the joint list; missing is `levels.length`. */
export function alignLevels(columns: readonly CategoricalColumn[]): AlignedLevels {
  const indexOf = new Map<string, number>();
  for (const column of columns) {
    for (const level of column.levels) if (!indexOf.has(level)) indexOf.set(level, indexOf.size);
  }
  const levels = [...indexOf.keys()];
  const codes = columns.map((column) => {
    const joint = Uint32Array.from(column.levels, (level) => indexOf.get(level)!);
    const out = new Uint32Array(column.codes.length);
    for (let row = 0; row < out.length; row++) {
      const code = column.codes[row]!;
      out[row] = code < joint.length ? joint[code]! : levels.length;
    }
    return out;
  });
  return { levels, codes };
}

/** How many rows hold each level; the last entry counts missing cells. */
export function countLevels(codes: Uint8Array | Uint32Array, levelCount: number): Float64Array {
  const counts = new Float64Array(levelCount + 1);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}
