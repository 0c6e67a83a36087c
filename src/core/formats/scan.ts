/**
 * The scanner: UTF-8 bytes, chunk by chunk, into columns. Numbers are parsed in place, text goes through a dictionary of
 * byte slices, and no cell becomes a string unless it is odd. RFC 4180 where the file follows it (see `quotes.ts`).
 *   A short record is padded with missing cells. A long one whose surplus is empty is trimmed, any other is set aside,
 *     unless the user wants it otherwise. What else is done with odd records: `odd-records.ts`.
 *   Empty lines and comments are counted.
 * Every buffer that the kernel sees ends in a line end, so that a bare cell needs no check for the end of the buffer. The
 * part of a chunk behind its last whole record is carried into a seam with the beginning of the next. What it fills:
 * `scan-state.ts`.
 * Cost: one pass; the bench prints it beside papaparse.
 */
import { UserError } from '../errors.ts';
import { discardRow, growCellStore, noteForm, NUMBERS, SKIPPED, storeCell, TEXT } from './cells.ts';
import type { CellStore } from './cells.ts';
import type { Chunks } from './chunks.ts';
import { codeOf, HASH_FACTOR, HASH_START } from './dictionary.ts';
import {
  cellToDrop,
  count,
  NO_REPAIR,
  quoteToRepair,
  REACH,
  repeatedNames,
  setAside,
  storeWithout,
  TWO_REPAIRS,
} from './odd-records.ts';
import * as quotes from './quotes.ts';
import {
  bareEnd,
  behindBlanks,
  behindLine,
  CARRIAGE,
  closingQuote,
  DELIMITER,
  isComment,
  LETTER,
  LINE_END,
  UNFINISHED,
} from './quotes.ts';
import { endLine, resetCells, resetRecord, type Scan } from './scan-state.ts';

/** Trimmed records that are looked at for a better place of the surplus cell. */
const MAX_LOOKED_AT = 100;
const POWERS = Float64Array.from({ length: 16 }, (_, places) => 10 ** places);

/** Scans chunks that follow each other. `onChunk` is told how many bytes are done. */
export function scanChunks(scan: Scan, chunks: Chunks, onChunk: (done: number) => void): void {
  const { lineEnd } = scan.syntax;
  let carry: Uint8Array = new Uint8Array(0);
  let done = 0;
  for (const chunk of chunks) {
    let from = 0;
    while (carry.length > 0 && from < chunk.length) {
      // At least as much again as is carried, up to a line end: a long record is copied only a few times.
      const reach = chunk.indexOf(lineEnd, from + carry.length);
      const to = reach < 0 ? chunk.length : reach + 1;
      const seam = concat(carry, chunk.subarray(from, to));
      carry = seam.subarray(scanWholeLines(scan, seam, 0));
      from = to;
    }
    if (from < chunk.length) carry = chunk.subarray(scanWholeLines(scan, chunk, from));
    if (carry.length > REACH + 1) throw new UserError('cell-too-large', { megabytes: 64 }, { line: scan.line });
    done += chunk.length;
    onChunk(done);
    if (scan.row >= scan.rowLimit) return;
  }
  if (carry.length === 0) return;
  scan.finalLineEnd = carry[carry.length - 1] === lineEnd;
  const last = scan.finalLineEnd ? carry : concat(carry, Uint8Array.of(lineEnd));
  scanRecords(scan, last, 0, last.length, true);
  if (!scan.finalLineEnd) scan.lineFeeds--; // the one that was added
}

function scanWholeLines(scan: Scan, bytes: Uint8Array, start: number): number {
  const end = bytes.lastIndexOf(scan.syntax.lineEnd) + 1;
  return end > start ? scanRecords(scan, bytes, start, end, false) : start;
}

/** The kernel. Answers where the first record begins that is not whole; `bytes[end − 1]` is a line end. */
function scanRecords(scan: Scan, bytes: Uint8Array, start: number, end: number, isLast: boolean): number {
  const { width, store, record, rowLimit } = scan;
  const { classes, quote, blank } = scan.syntax;
  const comment = scan.syntax.comment[0] ?? -1;
  const { header, leftOut } = scan.settings;
  const headerByte = header?.first ?? -1;
  const { modes, values, codes, dictionaries, places: formsOf } = store;
  let at = start;
  while (at < end && scan.row < rowLimit) {
    const recordStart = at;
    const row = scan.row;
    if (row === store.capacity) growCellStore(store);
    let column = 0;
    let surplus = 0;
    let kind = classes[bytes[at]!]!;
    if (kind === LINE_END || (kind === CARRIAGE && bytes[at + 1] === 10)) {
      at += kind === CARRIAGE ? 2 : 1;
      endLine(scan, kind);
      count(scan.blankLines, scan.line++);
      continue;
    }
    if (bytes[at] === comment && isComment(scan.syntax, bytes, at)) {
      at = behindLine(bytes, at, scan.syntax.lineEnd);
      endLine(scan, bytes[at - 1] === 10 && bytes[at - 2] === 13 ? CARRIAGE : LINE_END);
      count(scan.comments, scan.line++);
      continue;
    }
    if (bytes[at] === headerByte && repeatedNames(header!, scan.syntax, bytes, at) > 0) {
      at = behindLine(bytes, at, scan.syntax.lineEnd);
      const isCarriage = bytes[at - 1] === 10 && bytes[at - 2] === 13;
      setAside(scan.aside, bytes, recordStart, at - (isCarriage ? 2 : 1), scan.line);
      endLine(scan, isCarriage ? CARRIAGE : LINE_END);
      count(scan.repeated, scan.line++);
      continue;
    }
    for (;;) {
      let byte = bytes[at]!;
      let place = at;
      if (byte === blank) {
        place = behindBlanks(bytes, at, blank);
        if (bytes[place] === quote) byte = quote;
      }
      const mode = column < width ? modes[column]! : SKIPPED;
      if (byte === quote && (record.letters.size === 0 || !record.letters.has(place))) {
        at = scanQuoted(scan, bytes, place, end, column, isLast);
        if (at < 0) break;
        if (column >= width) surplus++;
      } else if (mode === NUMBERS) {
        let digit = byte - 48;
        place = at;
        const isNegative = digit === -3;
        if (isNegative) digit = bytes[++place]! - 48;
        const first = place;
        let mantissa = 0;
        while (digit >= 0 && digit <= 9) {
          mantissa = mantissa * 10 + digit;
          digit = bytes[++place]! - 48;
        }
        let digits = place - first;
        let isPlain = digits === 1 || (digits > 1 && bytes[first] !== 48);
        let places = 0;
        if (digit === -2) {
          const point = place;
          digit = bytes[++place]! - 48;
          while (digit >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            digit = bytes[++place]! - 48;
          }
          places = place - point - 1;
          digits += places;
          if (places === 0) isPlain = false;
        }
        kind = classes[digit + 48]!;
        if (isPlain && digits <= 15 && kind !== LETTER && (kind !== CARRIAGE || bytes[place + 1] === 10)) {
          const value = places === 0 ? mantissa : mantissa / POWERS[places]!;
          values[column]![row] = isNegative ? -value : value;
          const bit = 1 << places;
          if ((formsOf[column]! & bit) === 0) noteForm(store, column, row, places);
          at = place;
        } else {
          place = bareEnd(classes, bytes, place);
          storeTrimmed(store, column, row, bytes, at, place);
          at = place;
        }
      } else if (mode === TEXT) {
        let hash = HASH_START;
        byte = bytes[at]!;
        place = at;
        kind = classes[byte]!;
        for (;;) {
          while (kind === LETTER) {
            hash = Math.imul(hash ^ byte, HASH_FACTOR);
            byte = bytes[++place]!;
            kind = classes[byte]!;
          }
          if (kind !== CARRIAGE || bytes[place + 1] === 10) break;
          kind = LETTER;
        }
        if (place > at && (isBlank(bytes[at]!) || isBlank(bytes[place - 1]!))) {
          storeTrimmed(store, column, row, bytes, at, place);
        } else {
          codes[column]![row] = codeOf(dictionaries[column]!, bytes, at, place, hash);
        }
        at = place;
      } else {
        place = bareEnd(classes, bytes, at);
        if (column >= width && behindBlanks(bytes, at, blank) < place) surplus++;
        at = place;
      }
      column++;
      kind = classes[bytes[at]!]!;
      if (kind !== DELIMITER) break;
      at++;
    }
    if (at >= 0) {
      const isLeftOut = leftOut.length > 0 && leftOut[scan.leftOut.count] === row + scan.leftOut.count;
      if (column === width && record.quoted.length === 0 && record.letters.size === 0 && !isLeftOut) {
        at += kind === CARRIAGE ? 2 : 1;
        endLine(scan, kind);
        scan.line++;
        scan.row = row + 1;
        continue;
      }
      at = endRecord(scan, bytes, recordStart, at, end, column, surplus, isLast, isLeftOut);
    }
    if (at === RETRY) {
      at = recordStart;
      resetCells(scan);
    } else if (at === UNFINISHED) {
      resetCells(scan);
      resetRecord(record);
      return recordStart;
    }
  }
  return at;
}

/** The record is to be read again from its start, with more of its quotes as letters. */
const RETRY = -2;

/** A quoted cell. Answers the place behind it, UNFINISHED or RETRY. */
function scanQuoted(scan: Scan, bytes: Uint8Array, open: number, end: number, column: number, isLast: boolean): number {
  const { syntax, record, store } = scan;
  const facts = { lines: 0, isDoubled: false };
  const close = closingQuote(syntax, bytes, open, end, REACH, facts);
  if (close === UNFINISHED && !isLast) return UNFINISHED;
  if (close < 0) {
    record.letters.add(open);
    if (close === quotes.STRAY) record.stray++;
    else record.unclosed++;
    return RETRY;
  }
  let code = -1;
  if (column < scan.width) {
    if (facts.isDoubled) {
      const own = new Uint8Array(close - open - 1);
      const length = quotes.unescapeQuotes(syntax, bytes, open + 1, close, own);
      code = storeCell(store, column, scan.row, own, 0, length);
    } else code = storeCell(store, column, scan.row, bytes, open + 1, close);
  }
  record.quoted.push({ open, length: close - open, column, code });
  record.lines += facts.lines;
  return behindBlanks(bytes, close + 1, syntax.blank);
}

/** The end of a record that is odd in some way, at its line end. Answers where the next begins, UNFINISHED or RETRY. */
function endRecord(
  scan: Scan,
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
  cellCount: number,
  surplus: number,
  isLast: boolean,
  isLeftOut: boolean,
): number {
  const { syntax, width, store, record, row, line, settings } = scan;
  let isAmbiguous = false;
  if (cellCount !== width && record.quoted.length > 0) {
    const letter = quoteToRepair(syntax, width, record, bytes, start, end, isLast);
    if (letter === UNFINISHED) return UNFINISHED;
    isAmbiguous = letter === TWO_REPAIRS;
    if (letter !== NO_REPAIR && !isAmbiguous) {
      record.letters.add(letter);
      record.repaired++;
      return RETRY;
    }
  }
  const kind = syntax.classes[bytes[at]!]!;
  const isBlankLine = cellCount === 1 && width > 1 && behindBlanks(bytes, start, syntax.blank) === at;
  const isLong = cellCount > width;
  const dropped = isLong ? decide(scan, bytes, start, at, cellCount, surplus) : KEPT;
  if (isBlankLine) {
    count(scan.blankLines, line);
    discardRow(store, row);
  } else if (isLeftOut || isAmbiguous || dropped === SET_ASIDE) {
    count(isLeftOut ? scan.leftOut : scan.long, line);
    setAside(scan.aside, bytes, start, at, line);
    discardRow(store, row);
  } else {
    if (dropped >= 0) {
      discardRow(store, row);
      storeWithout(syntax, store, row, bytes, start, at, dropped);
    }
    for (let column = cellCount; column < width; column++) storeCell(store, column, row, bytes, at, at);
    if (cellCount < settings.leastWidth) count(scan.short, line);
    if (3 * cellCount <= width) scan.narrow.push({ row, line });
    if (isLong) count(surplus > 0 ? scan.mended : scan.trimmed, line);
    if (dropped < 0) for (const { column, code } of record.quoted) noteQuoted(store, column, code);
    scan.row = row + 1;
  }
  scan.widest = Math.max(scan.widest, cellCount);
  for (let i = 0; i < record.unclosed; i++) count(scan.unclosed, line);
  if (record.repaired > 0) count(scan.repaired, line);
  if (record.stray > 0) count(scan.stray, line);
  endLine(scan, kind);
  scan.line += record.lines + 1;
  resetRecord(record);
  return at + (kind === CARRIAGE ? 2 : 1);
}

/** What becomes of a long record, if no cell within it is to go. */
const KEPT = -1;
const SET_ASIDE = -2;

/** The place of the cell that goes, KEPT (without what is beyond the width) or SET_ASIDE. */
function decide(scan: Scan, bytes: Uint8Array, start: number, at: number, cellCount: number, surplus: number): number {
  const { settings, line, width, decisions } = scan;
  const known = decisions.get(line);
  if (known !== undefined) return known;
  const isLookedAt = settings.aside === 'drop-empty' || (surplus === 0 && decisions.size < MAX_LOOKED_AT);
  const dropped = isLookedAt && cellCount === width + 1 ? cellToDrop(scan.syntax, scan.store, bytes, start, at) : -1;
  let decision = surplus > 0 && settings.aside !== 'cut' ? SET_ASIDE : KEPT;
  if (dropped >= 0 && dropped < width) decision = settings.aside === 'drop-empty' ? dropped : SET_ASIDE;
  if (isLookedAt) decisions.set(line, decision);
  return decision;
}

function storeTrimmed(
  store: CellStore,
  column: number,
  row: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  let from = start;
  let to = end;
  while (from < to && isBlank(bytes[from]!)) from++;
  while (to > from && isBlank(bytes[to - 1]!)) to--;
  storeCell(store, column, row, bytes, from, to);
}

function noteQuoted(store: CellStore, column: number, code: number): void {
  if (column >= store.modes.length) return;
  if (code < 0) store.quotedNumbers[column]!++;
  else store.quotedCodes[column]![code] = (store.quotedCodes[column]![code] ?? 0) + 1;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
