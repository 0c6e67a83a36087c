/**
 * The cells of one column before it is known what they are, and whether a column that was scanned as numbers may stay so.
 * Of numbers that were parsed in place nothing is left of how they were spelled: where that decides, they are wanted as texts.
 */
import { dateFormsOf } from '../table/date-forms.ts';
import { keepsApart, saysForm, type CellRules } from './cell-rules.ts';
import { ODD_FORM } from './cells.ts';
import { isMissingSign, isMissingWord } from './marks.ts';
import { isStyledNumber } from './number-style.ts';
import { losesDigits, readNumber } from './numbers.ts';

/** Codes index `levels`; `counts` are theirs. */
export type ColumnCells = Readonly<{
  name: string;
  rowCount: number;
  levels: readonly string[];
  counts: Uint32Array;
  /** Holds cells above 64 KiB. */
  hasLong?: boolean;
  /** Text: a code for every row. Numbers: NaN where the cell is a token, and the tokens' rows are not needed again. */
  cells:
    | Readonly<{ kind: 'text'; codes: Uint32Array }>
    | Readonly<{ kind: 'numbers'; values: Float64Array; places: number }>;
}>;

/** Bit p of `places` is set if a number has p places. */
export type Numbers = Readonly<{ values: Float64Array; places: number }>;

/** A column stays numbers or dates if at most this share of its cells, and at most five different ones, are neither. */
export const MAX_UNREADABLE_SHARE = 0.05;
/** Below this many rows nothing is sure. */
export const SURE_ROWS = 20;
/** `places` of zero and three. */
export const GROUP_PLACES = 0b1001;

/** Whether a column that was scanned as numbers holds too much else, so that its cells are wanted as text. */
export function isTooMixed({ rowCount, levels, counts, cells, hasLong }: ColumnCells, rules: CellRules): boolean {
  if (cells.kind !== 'numbers') return false;
  if (hasLong === true) return true;
  if (saysForm(rules) || keepsApart(rules) || (cells.places & (1 << ODD_FORM)) !== 0) return true;
  if (rules.fileDecimal === ',' && cells.places > 1) return true;
  const marks = numericMarks(rules);
  if (marks.length > 0 && cells.values.some((value) => marks.includes(value))) return true;
  let tokens = 0;
  let missing = 0;
  let isWanted = false;
  levels.forEach((level, code) => {
    if (counts[code] === 0) return;
    if (rules.values.has(level)) isWanted = true;
    if (isMissingSign(level, rules.missing) || isMissingWord(level)) missing += counts[code]!;
    else {
      tokens += counts[code]!;
      isWanted ||= isStyledNumber(level) || losesDigits(level) || dateFormsOf(level).length > 0;
    }
  });
  return isWanted || (tokens > 0 && !isTolerable(tokens, rowCount - missing, rowCount));
}

/** Whether all numbers below a thousand are whole or have three decimals: a point may stand between their thousands. */
export function mayHaveGroups({ cells }: ColumnCells): boolean {
  if (cells.kind !== 'numbers' || cells.places !== GROUP_PLACES) return false;
  return cells.values.every((value) => !(Math.abs(value) >= 1_000) && !(Math.abs(value) < 1 && value !== 0));
}

/** Marks that are numbers, however many places they are written with. */
export function numericMarks({ missing }: CellRules): readonly number[] {
  return missing.size === 0 ? [] : [...missing].flatMap((mark) => readNumber(mark)?.value ?? []);
}

/** Whether so few cells of other kinds leave a column what it is. */
export function isTolerable(strange: number, present: number, rowCount: number): boolean {
  return rowCount >= SURE_ROWS && strange <= MAX_UNREADABLE_SHARE * present;
}
