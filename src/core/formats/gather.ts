/**
 * Cells that come one by one and say themselves whether they are numbers or texts, as the columns that are typed next:
 * what JSON, Parquet and workbooks have in common. A column holds numbers or codes of texts, or both until the end, when
 * the numbers beside texts become texts with the places that all of them had. A cell that never came is missing.
 * Texts that look like numbers or dates are judged as in delimited text. Memory: 8 bytes a number, 4 a text, the levels.
 */
import { UserError } from '../errors.ts';
import { codeOf, createDictionary, hashOf, levelsOf, type Dictionary } from './dictionary.ts';
import { readNumber } from './numbers.ts';
import { placesIn, spellNumber } from './spelling.ts';
import type { ColumnCells, Numbers } from './column-cells.ts';

/** What a decoder hands over. Dates come as ISO texts; null is missing. */
export type RawCell = string | number | boolean | null;

/** Rows are counted by the caller; columns are added as they are met. */
export type Gather = { columns: GatheredColumn[] };
export type GatheredColumn = {
  name: string;
  dictionary: Dictionary;
  /** 0, the empty text, where nothing came. Null until the first text. */
  codes: Uint32Array | null;
  /** NaN where nothing came. Null until the first number. */
  values: Float64Array | null;
  /** Texts met before, and their codes; only the first many. */
  known: Map<string, number>;
  /** Bit p: a number with p places was met. */
  places: number;
};

export const MAX_COLUMNS = 10_000;
const FIRST_ROWS = 1_024;
const MAX_KNOWN = 10_000;
const FEW_PLACES = 6;
/** Below it a quotient with a power of ten is the double of that spelling. */
const MOST_DIGITS = 1e15;
const NOTHING = new Uint8Array(0);
const encoder = new TextEncoder();

/** Answers the column's place. Throws `too-many-columns`. */
export function addColumn(gather: Gather, name: string): number {
  if (gather.columns.length === MAX_COLUMNS) {
    throw new UserError('too-many-columns', { columns: MAX_COLUMNS + 1, limit: MAX_COLUMNS });
  }
  const dictionary = createDictionary();
  codeOf(dictionary, NOTHING, 0, 0, hashOf(NOTHING, 0, 0));
  return gather.columns.push({ name, dictionary, codes: null, values: null, known: new Map(), places: 0 }) - 1;
}

export function putNumber(column: GatheredColumn, row: number, value: number, places: number): void {
  if (column.values === null || row >= column.values.length) column.values = grown(column.values, row);
  column.values[row] = value;
  column.places |= 1 << places;
}

/** The text is `bytes[start … end)`, UTF-8. */
export function putBytes(column: GatheredColumn, row: number, bytes: Uint8Array, start: number, end: number): void {
  putCode(column, row, codeOf(column.dictionary, bytes, start, end, hashOf(bytes, start, end)));
}

export function putText(column: GatheredColumn, row: number, text: string): void {
  let code = column.known.get(text);
  if (code === undefined) {
    const bytes = encoder.encode(text);
    code = codeOf(column.dictionary, bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
    if (column.known.size < MAX_KNOWN) column.known.set(text, code);
  }
  putCode(column, row, code);
}

/** A number as it is written; what a double cannot give back is a text. */
export function putSpelledNumber(column: GatheredColumn, row: number, text: string): void {
  const reading = readNumber(text);
  if (reading === null) putText(column, row, text);
  else putNumber(column, row, reading.value, reading.places);
}

export function putCell(column: GatheredColumn, row: number, cell: RawCell | undefined): void {
  if (cell === null || cell === undefined || cell !== cell) return;
  if (typeof cell === 'string') putText(column, row, cell);
  else if (typeof cell === 'boolean') putText(column, row, String(cell));
  else putDouble(column, row, cell);
}

/** A double has the places of its shortest spelling. */
function putDouble(column: GatheredColumn, row: number, value: number): void {
  if (Number.isSafeInteger(value)) return putNumber(column, row, value, 0);
  for (let places = 1, power = 10; places <= FEW_PLACES; places++, power *= 10) {
    const digits = Math.round(value * power);
    if (Math.abs(digits) < MOST_DIGITS && digits / power === value) return putNumber(column, row, value, places);
  }
  putSpelledNumber(column, row, String(value));
}

/** Empties the cell of a row that turned out to be none. */
export function takeBack({ values, codes }: GatheredColumn, row: number): void {
  if (values !== null && row < values.length) values[row] = NaN;
  if (codes !== null && row < codes.length) codes[row] = 0;
}

function putCode(column: GatheredColumn, row: number, code: number): void {
  if (column.codes === null || row >= column.codes.length) column.codes = longer(column.codes, row);
  column.codes[row] = code;
}

/** The columns of `rowCount` rows, ready to be typed. */
export function gathered({ columns }: Gather, rowCount: number): ColumnCells[] {
  return columns.map((column) => {
    const { name, dictionary, values, places } = column;
    if (values !== null && dictionary.size === 1) {
      const own = exactly(values, rowCount, new Float64Array(rowCount).fill(NaN));
      let missing = 0;
      for (let row = 0; row < rowCount; row++) if (own[row] !== own[row]) missing++;
      const counts = Uint32Array.of(missing);
      return { name, rowCount, levels: [''], counts, cells: { kind: 'numbers', values: own, places } };
    }
    if (values !== null) numbersToTexts(column, { values, places }, rowCount);
    const codes = exactly(column.codes ?? new Uint32Array(0), rowCount, new Uint32Array(rowCount));
    const levels = levelsOf(dictionary);
    const counts = new Uint32Array(levels.length);
    for (let row = 0; row < rowCount; row++) counts[codes[row]!]!++;
    return { name, rowCount, levels, counts, cells: { kind: 'text', codes } };
  });
}

/** Numbers as levels. */
export function asTexts(column: ColumnCells): ColumnCells {
  const { cells, name, rowCount } = column;
  if (cells.kind !== 'numbers') return column;
  const gather: Gather = { columns: [] };
  addColumn(gather, name);
  numbersToTexts(gather.columns[0]!, cells, rowCount);
  return gathered(gather, rowCount)[0]!;
}

function numbersToTexts(column: GatheredColumn, { values, places }: Numbers, rowCount: number): void {
  const { fewest, most } = placesIn(places);
  for (let row = 0; row < Math.min(rowCount, values.length); row++) {
    const value = values[row]!;
    if (value === value) putText(column, row, spellNumber(value, fewest, most));
  }
}

function grown(values: Float64Array | null, row: number): Float64Array {
  const more = new Float64Array(Math.max(FIRST_ROWS, 2 * row)).fill(NaN);
  if (values !== null) more.set(values);
  return more;
}

function longer(codes: Uint32Array | null, row: number): Uint32Array {
  const more = new Uint32Array(Math.max(FIRST_ROWS, 2 * row));
  if (codes !== null) more.set(codes);
  return more;
}

function exactly<A extends Float64Array | Uint32Array>(from: A, rowCount: number, to: A): A {
  to.set(from.subarray(0, rowCount));
  return to;
}
