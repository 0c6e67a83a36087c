/**
 * What all cells of a column are, and what each of its levels is to the column: a value, a mark for missing, a word that
 * may be one, or a stranger. Where two forms read every cell and give other values, the likelier is taken and the doubt is
 * kept, for other columns or the user to decide (`typing.ts`).
 */
import type { Answer } from '../errors.ts';
import type { DateFormat } from '../table/column.ts';
import { dateFormsOf } from '../table/date-forms.ts';
import type { CellRules } from './cell-rules.ts';
import { isTolerable, type ColumnCells, type Numbers } from './column-cells.ts';
import type { Fit } from './fitting.ts';
import type { Mix } from './mixed.ts';
import { numberFormsOf, type NumberStyle } from './number-style.ts';

/** Other forms that read every cell: a decimal mark or a pattern each, the one that was taken first. */
export type Doubt = readonly Answer[];
export type Nature =
  | Readonly<{ kind: 'numbers'; numbers: Numbers; style?: NumberStyle; doubt?: Doubt }>
  | Readonly<{ kind: 'dates'; moments: Float64Array; format: DateFormat; doubt?: Doubt; areZonesLost?: boolean }>
  | Readonly<{ kind: 'mixed'; mix: Mix }>
  /** `doubt`: too few rows to say that they are numbers, which would have an uncertain decimal mark. */
  | Readonly<{ kind: 'text'; doubt?: Doubt }>
  | Readonly<{ kind: 'boolean' | 'lost-digits' }>;

export const VALUE = 0;
export const SIGN = 1;
export const WORD = 2;
/** Not of the column's nature: becomes missing, with a warning. */
export const UNREADABLE = 3;
/** A word among numbers or dates: becomes missing, and the user is asked. */
export const STRANGER = 4;

/** Cells that are shown beside an answer. */
export const SHOWN = 3;

/** A column whose nature is asked for. `values`: the codes of its values; `present`: the number of cells that hold them. */
export type Judged = Readonly<{
  column: ColumnCells;
  /** By code. */
  roles: Uint8Array;
  rules: CellRules;
  values: readonly number[];
  present: number;
}>;

/** Strangers that are pinned as values, or are numbers or dates in a form of their own, make the column text. */
export function areStrangersTolerable(
  { column: { levels, rowCount }, rules, present }: Judged,
  { strange, strangeCells }: Fit<unknown>,
  isSaid: boolean,
): boolean {
  if (strange.length === 0) return true;
  if (strange.some((code) => rules.values.has(levels[code]!))) return false;
  if (isSaid) return strangeCells < present;
  return (
    isTolerable(strangeCells, present, rowCount) &&
    !strange.some((code) => numberFormsOf(levels[code]!).length > 0 || dateFormsOf(levels[code]!).length > 0)
  );
}

/** What looks like a number or a date and is none is unreadable; words may be marks for missing. */
export function markStrangers(
  roles: Uint8Array,
  levels: readonly string[],
  isStrange: (code: number) => boolean,
): void {
  for (let code = 0; code < roles.length; code++) {
    if (roles[code] !== VALUE || !isStrange(code)) continue;
    roles[code] = /\d/.test(levels[code]!) ? UNREADABLE : STRANGER;
  }
}

/** The value of every row from those of the levels. */
export function byRow(cells: ColumnCells['cells'], byLevel: Float64Array): Float64Array {
  if (cells.kind === 'numbers') return cells.values;
  const out = new Float64Array(cells.codes.length);
  for (let row = 0; row < out.length; row++) out[row] = byLevel[cells.codes[row]!]!;
  return out;
}
