/**
 * Levels beside the numbers of a column: values that are codes and no amounts, and marks for missing that are kept apart.
 * Each is a code of its own between missing and the amounts, so that a model sees one column, and no row can hold both an
 * amount and a reason for not having one. Encoding: the amounts are coded as if these cells were missing, then the levels
 * are laid over. Decoding: a value that is a code comes back as it is, a mark as a missing cell that bears it. A missing
 * cell without a mark is written as most of them are. Cost: a pass over the rows of such columns.
 * Privacy: which levels there are is the user's word; which row holds one is private.
 */
import type { DatetimeColumn, Marks, NumericColumn } from '../table/column.ts';
import type { ColumnSchema } from '../table/schema.ts';
import { cellsOf, firstValueCode, type Beside, type CodedNumbers } from './coded-domain.ts';

/** Marks come first; where no cell may be missing there are none. */
export function besideOf({ atoms = [], marks = [], missing }: ColumnSchema): readonly Beside[] {
  return [...(missing.value ? marks : []), ...atoms];
}

/** Rows that hold such a level. */
export function besideRows(column: NumericColumn | DatetimeColumn): number {
  const atoms = new Set(column.kind === 'numeric' ? column.atoms : []);
  let rows = 0;
  if (atoms.size > 0) for (const value of cellsOf(column)) if (atoms.has(value)) rows++;
  for (const mark of column.marks?.codes ?? []) if (mark > 0) rows++;
  return rows;
}

/** Moves the codes of amounts up, and gives the cells that hold a level beside them its own. */
export function layBeside(codes: Uint16Array, column: NumericColumn | DatetimeColumn, coded: CodedNumbers): void {
  const { beside } = coded;
  const first = firstValueCode(coded);
  const codeOf = new Map(beside.map((level, place) => [level, first + place]));
  const codeOfMark = [undefined, ...(column.marks?.texts ?? []).map((text) => codeOf.get(text))];
  const marks = column.marks?.codes;
  const cells = cellsOf(column);
  for (let row = 0; row < codes.length; row++) {
    const value = cells[row]!;
    const own = Number.isNaN(value) ? codeOfMark[marks?.[row] ?? 0] : codeOf.get(value);
    if (own !== undefined) codes[row] = own;
    else if (codes[row]! >= first) codes[row]! += beside.length;
  }
}

/** Writes the values that are codes into their cells, and answers the marks of those that are missing. */
export function takeBeside(values: Float64Array, codes: Uint16Array, coded: CodedNumbers): Readonly<{ marks?: Marks }> {
  const { beside } = coded;
  if (beside.length === 0) return {};
  const first = firstValueCode(coded);
  const texts = beside.filter((level) => typeof level === 'string');
  const placeOf = beside.map((level) => (typeof level === 'string' ? texts.indexOf(level) + 1 : 0));
  const marks = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const place = codes[row]! - first;
    if (place < 0 || place >= beside.length) continue;
    const level = beside[place]!;
    if (typeof level === 'number') values[row] = level;
    else marks[row] = placeOf[place]!;
  }
  return texts.length > 0 ? { marks: { codes: marks, texts } } : {};
}
