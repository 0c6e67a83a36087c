/**
 * What the scan does with a record that is not as wide as the table, or should not be in it.
 *   A quote is read as a letter if exactly one such reading has the right width; two such readings set the record aside.
 *   A surplus cell goes if it is empty and every other cell is then of its column's shape: where the user wants it so,
 *     and where only that explains a record, it is set aside instead of being cut at its end.
 *   A record that repeats the header, wholly or but for its last cells, is set aside.
 * Cost: some microseconds a record; none of it runs for records that are as they should be.
 */
import { storeCell, NUMBERS, SKIPPED, type CellStore } from './cells.ts';
import { looksLikeValue } from './looks.ts';
import { bareEnd, behindBlanks, closingQuote, DELIMITER, LETTER, unescapeQuotes, UNFINISHED } from './quotes.ts';
import type { Syntax } from './quotes.ts';

/** Something that occurred so often, and the first lines where it did. */
export type Counted = { count: number; readonly lines: number[] };
/** What was left out: the line where it begins, and its text. Confidential. */
export type AsideText = Readonly<{ line: number; text: string }>;

/** The names that a header has, and the first byte of its line. */
export type KnownHeader = Readonly<{ names: readonly Uint8Array[]; first: number }>;

const MAX_LINES = 10;
export const MAX_ASIDE = 1_000;
export const MAX_ASIDE_BYTES = 2_048;
/** How far a closing quote is looked for, and how long a cell may be. */
export const REACH = 64 * 1024 * 1024;
export const LONG_CELL = 65_536;
/** Quotes of one record that are tried as letters. */
const MAX_REPAIRS = 16;
/** Levels by which the shape of a column is known. */
const SHAPE_LEVELS = 20;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function counted(): Counted {
  return { count: 0, lines: [] };
}

export function count(into: Counted, line: number): void {
  if (into.count++ < MAX_LINES) into.lines.push(line);
}

/** Keeps the first thousand, each cut at 2 kB. */
export function setAside(aside: AsideText[], bytes: Uint8Array, start: number, end: number, line: number): void {
  if (aside.length >= MAX_ASIDE) return;
  aside.push({ line, text: decoder.decode(bytes.subarray(start, Math.min(end, start + MAX_ASIDE_BYTES))) });
}

/** No quote helps; more than one does. */
export const NO_REPAIR = -2;
export const TWO_REPAIRS = -3;

export type QuotedCell = { open: number; length: number; column: number; code: number };
type Quotes = Readonly<{ letters: ReadonlySet<number>; quoted: readonly QuotedCell[] }>;

/** The place of the quote that is to be read as a letter, NO_REPAIR, TWO_REPAIRS or UNFINISHED. */
export function quoteToRepair(
  syntax: Syntax,
  width: number,
  { letters, quoted }: Quotes,
  bytes: Uint8Array,
  start: number,
  end: number,
  isLast: boolean,
): number {
  let found = NO_REPAIR;
  let fitting = 0;
  for (const { open } of quoted.slice(0, MAX_REPAIRS)) {
    const cells = cellCountWith(syntax, letters, bytes, start, end, open, isLast);
    if (cells === UNFINISHED) return UNFINISHED;
    if (cells !== width) continue;
    fitting++;
    found = open;
  }
  if (fitting === 1) return found;
  const long = quoted.find(({ length }) => length > LONG_CELL);
  return long?.open ?? (fitting > 1 ? TWO_REPAIRS : NO_REPAIR);
}

/** How many cells the record has if the quote at `letter` is one, too. */
function cellCountWith(
  syntax: Syntax,
  letters: ReadonlySet<number>,
  bytes: Uint8Array,
  start: number,
  end: number,
  letter: number,
  isLast: boolean,
): number {
  const facts = { lines: 0, isDoubled: false };
  let cells = 0;
  let at = start;
  for (;;) {
    const place = behindBlanks(bytes, at, syntax.blank);
    let close = -2;
    if (bytes[place] === syntax.quote && place !== letter && !letters.has(place)) {
      close = closingQuote(syntax, bytes, place, end, REACH, facts);
      if (close === UNFINISHED && !isLast) return UNFINISHED;
    }
    at = close < 0 ? bareEnd(syntax.classes, bytes, at) : behindBlanks(bytes, close + 1, syntax.blank);
    cells++;
    if (syntax.classes[bytes[at]!] !== DELIMITER) return cells;
    at++;
  }
}

/**
 * How many cells of the header stand again in the line at `at`, if it holds nothing else: all of them, or at least half
 * and two. Else 0.
 */
export function repeatedNames({ names }: KnownHeader, syntax: Syntax, bytes: Uint8Array, start: number): number {
  const { classes, quote, blank } = syntax;
  let at = start;
  let filled = 0;
  for (let cell = 0; cell < names.length; cell++) {
    const name = names[cell]!;
    at = behindBlanks(bytes, at, blank);
    const isQuoted = bytes[at] === quote;
    if (isQuoted) at++;
    for (let i = 0; i < name.length; i++) if (bytes[at++] !== name[i]) return 0;
    if (isQuoted && bytes[at++] !== quote) return 0;
    while (bytes[at] === 32 && blank === 32) at++;
    if (name.length > 0) filled++;
    const kind = classes[bytes[at]!]!;
    if (kind === LETTER) return 0;
    if (kind !== DELIMITER) return filled >= 2 && 2 * (cell + 1) >= names.length ? cell + 1 : 0;
    at++;
  }
  // Empty cells beyond the last name do no harm.
  while (classes[bytes[at]!] === DELIMITER) at++;
  return classes[bytes[at]!] !== LETTER && filled >= 2 ? names.length : 0;
}

/** A cell of a record: what lies between its delimiters without blanks and quotes. */
type Cell = Readonly<{ bytes: Uint8Array; text: string }>;

/**
 * Which cell of a record with one too many is to go: an empty one without which all others are of their column's shape,
 * the last if that is one of them. −1 where there is none.
 */
export function cellToDrop(syntax: Syntax, store: CellStore, bytes: Uint8Array, start: number, end: number): number {
  const width = store.modes.length;
  const cells = cellsOf(syntax, bytes, start, end);
  if (cells.length !== width + 1) return -1;
  const shapes = Array.from(store.modes, (_, column) => shapeOf(store, column));
  const fits = (dropped: number): boolean =>
    shapes.every((shape, column) => {
      const { text } = cells[column < dropped ? column : column + 1]!;
      return shape === 'any' || text === '' || shape === (looksLikeValue(text) ? 'value' : 'word');
    });
  for (let dropped = width; dropped >= 0; dropped--) if (cells[dropped]!.text === '' && fits(dropped)) return dropped;
  return -1;
}

/** Writes the record without that cell. */
export function storeWithout(
  syntax: Syntax,
  store: CellStore,
  row: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  dropped: number,
): void {
  cellsOf(syntax, bytes, start, end).forEach((cell, place) => {
    if (place === dropped) return;
    storeCell(store, place < dropped ? place : place - 1, row, cell.bytes, 0, cell.bytes.length);
  });
}

function cellsOf(syntax: Syntax, bytes: Uint8Array, start: number, end: number): Cell[] {
  const facts = { lines: 0, isDoubled: false };
  const cells: Cell[] = [];
  for (let at = start; ; at++) {
    const place = behindBlanks(bytes, at, syntax.blank);
    const close = bytes[place] === syntax.quote ? closingQuote(syntax, bytes, place, end + 1, REACH, facts) : -2;
    let own: Uint8Array;
    if (close >= 0) {
      own = new Uint8Array(close - place - 1);
      own = own.subarray(0, unescapeQuotes(syntax, bytes, place + 1, close, own));
      at = behindBlanks(bytes, close + 1, syntax.blank);
    } else {
      at = bareEnd(syntax.classes, bytes, at);
      let to = at;
      while (to > place && bytes[to - 1] === 32) to--;
      own = bytes.subarray(place, to);
    }
    cells.push({ bytes: own, text: decoder.decode(own) });
    if (at >= end || syntax.classes[bytes[at]!] !== DELIMITER) return cells;
  }
}

function shapeOf(store: CellStore, column: number): 'value' | 'word' | 'any' {
  if (store.modes[column] === SKIPPED) return 'any';
  if (store.modes[column] === NUMBERS && store.places[column] !== 0) return 'value';
  const { bytes, starts, size } = store.dictionaries[column]!;
  let values = 0;
  let words = 0;
  for (let code = 0; code < Math.min(size, SHAPE_LEVELS); code++) {
    const text = decoder.decode(bytes.subarray(starts[code], starts[code + 1]));
    if (text === '') continue;
    if (looksLikeValue(text)) values++;
    else words++;
  }
  // The record itself has left one cell there already.
  if (values > 2 && words <= 1) return 'value';
  return words > 2 && values <= 1 ? 'word' : 'any';
}
