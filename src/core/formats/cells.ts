/**
 * The columns while a file is scanned. A column begins as numbers, parsed in place; its other cells (missing marks, a
 * stray word) go as codes into a list beside them. When words come before any number, or more than five different ones
 * among numbers, the column becomes text: codes of a dictionary of byte slices. Numbers that it held by then cannot give
 * back how they were spelled, so the rows before are read again (`rereadBelow`). Text loses nothing: a text column all of
 * whose levels are numbers is a numeric column all the same (`infer.ts`), so the way taken here decides speed alone.
 */
import { codeOf, createDictionary, hashOf, type Dictionary } from './dictionary.ts';
import { MAX_STRANGERS } from './fitting.ts';
import { isMissingSign, isMissingWord } from './marks.ts';
import { readNumber, type NumberReading } from './numbers.ts';

export const NUMBERS = 0;
export const TEXT = 1;
export const SKIPPED = 2;

/** The place that stands for a plus or an exponent: how such numbers are written is found among texts. */
export const ODD_FORM = 30;

/** Lists run over columns; typed arrays in `values` and `codes` over rows, grown together. */
export type CellStore = {
  capacity: number;
  modes: Uint8Array;
  /** NaN where the cell is none. Empty unless the mode is NUMBERS. */
  values: Float64Array[];
  /** Empty unless the mode is TEXT. */
  codes: Uint32Array[];
  dictionaries: Dictionary[];
  /** Cells of a NUMBERS column that are no numbers, rows ascending. */
  tokens: { rows: number[]; codes: number[] }[];
  /** Levels of a NUMBERS column that are no missing marks. */
  strangers: Uint8Array;
  /** Bit p: a number with p places was met. */
  places: Int32Array;
  /** What `places` was before a row changed it. */
  undo: { row: number; column: number; places: number }[];
  /** Rows below this are to be read again as text. */
  rereadBelow: Uint32Array;
  /** Quoted numbers, and quoted cells by code. */
  quotedNumbers: Uint32Array;
  quotedCodes: number[][];
  chosenMarks: ReadonlySet<string>;
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function createCellStore(modes: Uint8Array, capacity: number, chosenMarks: ReadonlySet<string>): CellStore {
  const columns = Array.from(modes);
  return {
    capacity,
    modes,
    values: columns.map((mode) => new Float64Array(mode === NUMBERS ? capacity : 0)),
    codes: columns.map((mode) => new Uint32Array(mode === TEXT ? capacity : 0)),
    dictionaries: columns.map(() => createDictionary()),
    tokens: columns.map(() => ({ rows: [], codes: [] })),
    strangers: new Uint8Array(columns.length),
    places: new Int32Array(columns.length),
    undo: [],
    rereadBelow: new Uint32Array(columns.length),
    quotedNumbers: new Uint32Array(columns.length),
    quotedCodes: columns.map(() => []),
    chosenMarks,
  };
}

/** Room for more rows: half as many again. */
export function growCellStore(store: CellStore): void {
  store.capacity = Math.ceil(store.capacity * 1.5) + 64;
  store.modes.forEach((mode, column) => {
    if (mode === NUMBERS) store.values[column] = longer(store.values[column]!, new Float64Array(store.capacity));
    if (mode === TEXT) store.codes[column] = longer(store.codes[column]!, new Uint32Array(store.capacity));
  });
}

/** Any cell, whatever it holds. Answers its code, or −1 for a number or a column that is skipped. */
export function storeCell(
  store: CellStore,
  column: number,
  row: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const mode = store.modes[column];
  if (mode === SKIPPED) return -1;
  const reading = mode === NUMBERS ? numberIn(bytes, start, end) : null;
  if (reading !== null) {
    store.values[column]![row] = reading.value;
    noteForm(store, column, row, reading.places);
    if (bytes[start] === 43 || hasExponent(bytes, start, end)) noteForm(store, column, row, ODD_FORM);
    return -1;
  }
  const dictionary = store.dictionaries[column]!;
  const known = dictionary.size;
  const code = codeOf(dictionary, bytes, start, end, hashOf(bytes, start, end));
  if (mode === NUMBERS) {
    if (code === known && isStranger(store, bytes, start, end)) store.strangers[column]!++;
    const turns = store.strangers[column]! > (store.places[column] === 0 ? 0 : MAX_STRANGERS);
    if (!turns) {
      store.values[column]![row] = NaN;
      store.tokens[column]!.rows.push(row);
      store.tokens[column]!.codes.push(code);
      return code;
    }
    turnToText(store, column, row);
  }
  store.codes[column]![row] = code;
  return code;
}

/** Notes how a number is written. `row` is told so that a record that is set aside leaves no trace. */
export function noteForm(store: CellStore, column: number, row: number, places: number): void {
  const before = store.places[column]!;
  const bit = 1 << places;
  if ((before & bit) !== 0) return;
  store.undo.push({ row, column, places: before });
  store.places[column] = before | bit;
}

/** The texts of the row's cells that hold something; null if one of them is a number. Cost: the rows behind it. */
export function filledCells(store: CellStore, row: number): readonly string[] | null {
  const filled: string[] = [];
  for (let column = 0; column < store.modes.length; column++) {
    if (store.modes[column] === SKIPPED) continue;
    const isText = store.modes[column] === TEXT;
    if (isText && row < store.rereadBelow[column]!) return null;
    const { rows, codes } = store.tokens[column]!;
    let token = rows.length - 1;
    while (!isText && token >= 0 && rows[token]! > row) token--;
    if (!isText && rows[token] !== row) return null;
    const code = isText ? store.codes[column]![row]! : codes[token]!;
    const { bytes, starts } = store.dictionaries[column]!;
    if (starts[code] !== starts[code + 1]) filled.push(decoder.decode(bytes.subarray(starts[code], starts[code + 1])));
  }
  return filled;
}

/** Takes back what cells of this row have left; its values and codes will be written over. */
export function discardRow(store: CellStore, row: number): void {
  for (const { rows, codes } of store.tokens) {
    while (rows.length > 0 && rows[rows.length - 1]! >= row) {
      rows.pop();
      codes.pop();
    }
  }
  for (let last = store.undo.at(-1); last !== undefined && last.row >= row; last = store.undo.at(-1)) {
    store.places[last.column] = last.places;
    store.undo.pop();
  }
}

/** A number that need not be plain digits with a point, but may have a sign, an exponent or many digits. */
function numberIn(bytes: Uint8Array, start: number, end: number): NumberReading | null {
  const first = bytes[start]!;
  const isLikely = end > start && end - start < 64 && ((first >= 48 && first <= 57) || (first >= 43 && first <= 46));
  return isLikely ? readNumber(String.fromCharCode(...bytes.subarray(start, end))) : null;
}

function hasExponent(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at]! | 32) === 101) return true;
  return false;
}

function isStranger(store: CellStore, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 64) return true;
  const text = decoder.decode(bytes.subarray(start, end));
  return !isMissingSign(text, store.chosenMarks) && !isMissingWord(text);
}

function turnToText(store: CellStore, column: number, row: number): void {
  const { rows, codes } = store.tokens[column]!;
  const texts = new Uint32Array(store.capacity);
  if (store.places[column] === 0) rows.forEach((tokenRow, i) => (texts[tokenRow] = codes[i]!));
  else {
    store.rereadBelow[column] = row;
    store.quotedNumbers[column] = 0;
    store.quotedCodes[column] = [];
  }
  store.modes[column] = TEXT;
  store.codes[column] = texts;
  store.values[column] = new Float64Array(0);
  store.tokens[column] = { rows: [], codes: [] };
}

function longer<A extends Float64Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
