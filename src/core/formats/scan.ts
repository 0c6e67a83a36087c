/**
 * The scanner: UTF-8 bytes, chunk by chunk, into columns. Numbers are parsed in place, text goes through a dictionary of
 * byte slices, and no cell becomes a string unless it is odd. RFC 4180 where the file follows it (see `quotes.ts`).
 * Empty lines and comments are counted. What becomes of a record that is odd in some way: `end-record.ts`.
 * Every buffer that the kernel sees ends in a line end, so that a bare cell needs no check for the end of the buffer. The
 * part of a chunk behind its last whole record is carried into a seam with the beginning of the next. What it fills:
 * `scan-state.ts`.
 * Cost: one pass; the bench prints it beside papaparse.
 */
import { UserError } from '../errors.ts';
import { growCellStore, noteForm, NUMBERS, SKIPPED, storeCell, TEXT } from './cells.ts';
import type { CellStore } from './cells.ts';
import type { Chunks } from './chunks.ts';
import { codeOf, HASH_FACTOR, HASH_START } from './dictionary.ts';
import { endRecord, RETRY } from './end-record.ts';
import { count, REACH, repeatedNames, setAside } from './odd-records.ts';
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
  STRAY,
  unescapeQuotes,
  UNFINISHED,
} from './quotes.ts';
import { endLine, resetCells, resetRecord, type Scan } from './scan-state.ts';

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
          storeBare(store, column, row, bytes, at, place);
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
          storeBare(store, column, row, bytes, at, place);
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

/** A quoted cell. Answers the place behind it, UNFINISHED or RETRY. */
function scanQuoted(scan: Scan, bytes: Uint8Array, open: number, end: number, column: number, isLast: boolean): number {
  const { syntax, record, store } = scan;
  const facts = { lines: 0, isDoubled: false };
  const close = closingQuote(syntax, bytes, open, end, REACH, facts);
  if (close === UNFINISHED && !isLast) return UNFINISHED;
  if (close < 0) {
    record.letters.add(open);
    if (close === STRAY) record.stray++;
    else record.unclosed++;
    return RETRY;
  }
  let code = -1;
  if (column < scan.width) {
    if (facts.isDoubled) {
      const own = new Uint8Array(close - open - 1);
      const length = unescapeQuotes(syntax, bytes, open + 1, close, own);
      code = storeCell(store, column, scan.row, own, 0, length);
    } else code = storeCell(store, column, scan.row, bytes, open + 1, close);
  }
  record.quoted.push({ open, length: close - open, column, code });
  record.lines += facts.lines;
  return behindBlanks(bytes, close + 1, syntax.blank);
}

/** A cell without quotes, without the blanks around it. */
function storeBare(store: CellStore, column: number, row: number, bytes: Uint8Array, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && isBlank(bytes[start]!)) start++;
  while (end > start && isBlank(bytes[end - 1]!)) end--;
  storeCell(store, column, row, bytes, start, end);
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
