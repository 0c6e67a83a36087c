/**
 * What the cells of a column are, before it is decided what the column is: all of them numbers, ISO dates of one format,
 * a pair that says yes and no, or text. Each level is a value, a mark for missing, a word that may be one, or unreadable.
 */
import type { DateFormat } from '../table/column.ts';
import { readDate } from '../table/dates.ts';
import { MAX_STRANGERS } from './cells.ts';
import { isBooleanPair } from './evidence.ts';
import { isMissingSign, isMissingWord } from './marks.ts';
import { isStyledNumber, readStyledNumbers, type NumberStyle } from './number-style.ts';
import { losesDigits, readNumber } from './numbers.ts';

/** The cells of one column as the scan left them. Codes index `levels`; `counts` are theirs. */
export type ColumnCells = Readonly<{
  name: string;
  rowCount: number;
  levels: readonly string[];
  counts: Uint32Array;
  /** Text: a code for every row. Numbers: NaN where the cell is a token, and the tokens' rows are not needed again. */
  cells:
    | Readonly<{ kind: 'text'; codes: Uint32Array }>
    | Readonly<{ kind: 'numbers'; values: Float64Array; places: number }>;
}>;

/** Bit p of `places` is set if a number has p places. */
export type Numbers = Readonly<{ values: Float64Array; places: number }>;
export type Nature =
  | Readonly<{ kind: 'numbers'; numbers: Numbers; style?: NumberStyle; isUnsure?: boolean }>
  | Readonly<{ kind: 'dates'; moments: Float64Array; format: DateFormat }>
  | Readonly<{ kind: 'boolean' | 'mixed-dates' | 'lost-digits' | 'text' }>;

export const VALUE = 0;
export const SIGN = 1;
export const WORD = 2;
/** Not of the column's nature: becomes missing, with a warning. */
export const UNREADABLE = 3;

export type Survey = Readonly<{ column: ColumnCells; nature: Nature; roles: Uint8Array }>;

/** A column stays numbers or dates if at most this share of its cells, and at most five different ones, are neither. */
export const MAX_UNREADABLE_SHARE = 0.05;
/** Below this many rows nothing is sure. */
export const SURE_ROWS = 20;

/** Whether a column that was scanned as numbers holds too much else, so that its cells are wanted as text. */
export function isTooMixed(
  { rowCount, levels, counts, cells }: ColumnCells,
  chosenMarks: ReadonlySet<string>,
): boolean {
  if (cells.kind !== 'numbers') return false;
  let tokens = 0;
  let missing = 0;
  levels.forEach((level, code) => {
    if (isMissingSign(level, chosenMarks) || isMissingWord(level)) missing += counts[code]!;
    else tokens += counts[code]!;
  });
  if (tokens === 0) return false;
  return !isTolerable(tokens, rowCount - missing, rowCount) || levels.some(isStyledNumber);
}

export function surveyColumn(column: ColumnCells, chosenMarks: ReadonlySet<string>): Survey {
  const roles = Uint8Array.from(column.levels, (level) =>
    isMissingSign(level, chosenMarks) ? SIGN : isMissingWord(level) ? WORD : VALUE,
  );
  return { column, roles, nature: natureOf(column, roles) };
}

/** The words that mark missing cells in a column of numbers, dates or a boolean pair. */
export function markWordsOf(surveys: readonly Survey[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { column, nature, roles } of surveys) {
    if (!takesWords(nature)) continue;
    column.levels.forEach((level, code) => {
      if (roles[code] === WORD && column.counts[code]! > 0) words.add(level);
    });
  }
  return words;
}

/** Whether words such as `NA` can only mean missing there. */
export function takesWords({ kind }: Nature): boolean {
  return kind === 'numbers' || kind === 'dates' || kind === 'boolean';
}

function natureOf(column: ColumnCells, roles: Uint8Array): Nature {
  const { cells, levels, counts, rowCount } = column;
  if (cells.kind === 'numbers') {
    markUnreadable(roles, () => true);
    return { kind: 'numbers', numbers: cells };
  }
  const values: number[] = [];
  let present = 0;
  for (let code = 0; code < levels.length; code++) {
    if (roles[code] !== VALUE || counts[code] === 0) continue;
    values.push(code);
    present += counts[code]!;
  }
  if (values.length === 0) return { kind: 'text' };
  return (
    readNumbers(column, roles, values, present) ??
    readStyled(column, values) ??
    readDates(column, roles, values, present) ??
    (values.length === 2 && isBooleanPair(levels[values[0]!]!, levels[values[1]!]!) ? { kind: 'boolean' } : null) ??
    (rowCount > 0 && haveLostDigits(levels, values) ? { kind: 'lost-digits' } : { kind: 'text' })
  );
}

/** All values as numbers, but for a few; null if they are not. */
function readNumbers(
  { cells, levels, counts, rowCount }: ColumnCells,
  roles: Uint8Array,
  values: readonly number[],
  present: number,
): Nature | null {
  const byLevel = new Float64Array(levels.length).fill(NaN);
  const strange: number[] = [];
  let strangeCells = 0;
  let places = 0;
  for (const code of values) {
    const reading = readNumber(levels[code]!);
    if (reading === null) {
      strange.push(code);
      strangeCells += counts[code]!;
      if (strange.length > MAX_STRANGERS || isStyledNumber(levels[code]!)) return null;
      continue;
    }
    byLevel[code] = reading.value;
    places |= 1 << reading.places;
  }
  if (places === 0 || (strange.length > 0 && !isTolerable(strangeCells, present, rowCount))) return null;
  markUnreadable(roles, (code) => strange.includes(code));
  return { kind: 'numbers', numbers: { values: byRow(cells, byLevel), places } };
}

/** All values as numbers of one style; null if they are not. */
function readStyled({ cells, levels }: ColumnCells, values: readonly number[]): Nature | null {
  const styled = readStyledNumbers(values.map((code) => levels[code]!));
  if (styled === null) return null;
  const byLevel = new Float64Array(levels.length).fill(NaN);
  let places = 0;
  styled.readings.forEach((reading, at) => {
    byLevel[values[at]!] = reading.value;
    places |= 1 << reading.places;
  });
  const { style, isUnsure } = styled;
  return { kind: 'numbers', numbers: { values: byRow(cells, byLevel), places }, style, isUnsure };
}

/** All values as ISO dates of one format, but for a few; null if they are not dates. */
function readDates(
  { cells, levels, counts, rowCount }: ColumnCells,
  roles: Uint8Array,
  values: readonly number[],
  present: number,
): Nature | null {
  const byLevel = new Float64Array(levels.length).fill(NaN);
  const formats = new Set<DateFormat>();
  const strange: number[] = [];
  let strangeCells = 0;
  for (const code of values) {
    const reading = readDate(levels[code]!);
    if (reading === null) {
      strange.push(code);
      strangeCells += counts[code]!;
      if (strange.length > MAX_STRANGERS) return null;
      continue;
    }
    formats.add(reading.format);
    byLevel[code] = reading.epochMs;
  }
  const [format] = formats;
  if (format === undefined || (strange.length > 0 && !isTolerable(strangeCells, present, rowCount))) return null;
  if (formats.size > 1) return { kind: 'mixed-dates' };
  markUnreadable(roles, (code) => strange.includes(code));
  return { kind: 'dates', moments: byRow(cells, byLevel), format };
}

function isTolerable(strange: number, present: number, rowCount: number): boolean {
  return rowCount >= SURE_ROWS && strange <= MAX_UNREADABLE_SHARE * present;
}

function markUnreadable(roles: Uint8Array, isStrange: (code: number) => boolean): void {
  for (let code = 0; code < roles.length; code++)
    if (roles[code] === VALUE && isStrange(code)) roles[code] = UNREADABLE;
}

function byRow(cells: ColumnCells['cells'], byLevel: Float64Array): Float64Array {
  if (cells.kind === 'numbers') return cells.values;
  const out = new Float64Array(cells.codes.length);
  for (let row = 0; row < out.length; row++) out[row] = byLevel[cells.codes[row]!]!;
  return out;
}

function haveLostDigits(levels: readonly string[], values: readonly number[]): boolean {
  let lost = 0;
  for (const code of values) {
    if (losesDigits(levels[code]!)) lost++;
    else if (readNumber(levels[code]!) === null) return false;
  }
  return lost > 0;
}
