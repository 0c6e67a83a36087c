/**
 * The beginning of a file as texts: what its syntax and its header are judged by. Slow and plain, for at most 256 KiB.
 */
import { byteLengthOf, firstBytes, withoutFirst, type Chunks } from './chunks.ts';
import {
  bareEnd,
  behindBlanks,
  CARRIAGE,
  closingQuote,
  DELIMITER,
  isComment,
  behindLine,
  unescapeQuotes,
} from './quotes.ts';
import type { Syntax } from './quotes.ts';

/** Bytes up to a line end; `isWhole`: there is nothing behind them. A missing last line end was added. */
export type Sample = Readonly<{
  bytes: Uint8Array;
  isWhole: boolean;
  /** Whole lines from further down, which may begin within quotes. */
  further?: Chunks;
}>;

export type SampleCell = Readonly<{ text: string; isQuoted: boolean; /** Blanks and quotes included. */ raw: string }>;
export type SampleRecords = Readonly<{
  /** Number of cells of every record; empty lines are left out. */
  widths: readonly number[];
  /** The first records. */
  rows: readonly (readonly SampleCell[])[];
  /** Where each of the first records begins, with its line from 1, the comments and the empty lines above; last, where they all end. */
  starts: readonly Readonly<{ start: number; line: number; comments: number; blanks: number }>[];
  /** Line of the first comment and of the first empty line, 0 if there is none. */
  firstComment: number;
  firstBlank: number;
  /** The last comment above the first record. */
  lastComment: Readonly<{ start: number; line: number }> | null;
  /** Quotes that do not close. */
  broken: number;
}>;

const SAMPLE_BYTES = 262_144;
/** A first line longer than the sample is read up to here. */
const MAX_SAMPLE_BYTES = 16 * 1024 * 1024;
const MAX_ROWS = 200;

/** `least`: how many bytes are wanted, if there are so many. */
export function sampleOf(chunks: Chunks, least = SAMPLE_BYTES): Sample {
  const total = byteLengthOf(chunks);
  for (let wanted = least; ; wanted *= 4) {
    const bytes = firstBytes(chunks, wanted);
    if (bytes.length === total) return { bytes: withLineEnd(bytes), isWhole: true };
    const end = Math.max(bytes.lastIndexOf(10), bytes.includes(10) ? 0 : bytes.lastIndexOf(13)) + 1;
    if (end > 0) return { bytes: bytes.subarray(0, end), isWhole: false };
    if (wanted >= MAX_SAMPLE_BYTES) return { bytes: withLineEnd(bytes), isWhole: false };
  }
}

const BLOCK_BYTES = 32_768;

/** Lines around the middle and at the end, of a file that is longer than its sample. */
export function blocksOf(chunks: Chunks): Chunks {
  const total = byteLengthOf(chunks);
  if (total < 2 * SAMPLE_BYTES) return [];
  return [blockAt(chunks, total >> 1), blockAt(chunks, total - BLOCK_BYTES)].filter(({ length }) => length > 0);
}

/** The whole lines of a block that begins at this byte. */
export function blockAt(chunks: Chunks, start: number): Uint8Array {
  const bytes = firstBytes(withoutFirst(chunks, start), BLOCK_BYTES);
  const lineEnd = bytes.includes(10) ? 10 : 13;
  const from = start === 0 ? 0 : bytes.indexOf(lineEnd) + 1;
  return bytes.subarray(from, Math.max(from, bytes.lastIndexOf(lineEnd) + 1));
}

/** Line ends are LF or CRLF if there is a line feed, else CR. */
export function lineEndOf({ bytes }: Sample): '\n' | '\r' {
  const hasFeed = bytes.includes(10);
  return !hasFeed && bytes.includes(13) ? '\r' : '\n';
}

/** `most`: how many records are kept as texts. */
export function sampleRecords(
  { bytes, isWhole }: Sample,
  syntax: Syntax,
  start: number,
  most = MAX_ROWS,
): SampleRecords {
  const { classes, quote, blank } = syntax;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const textOf = (from: number, to: number): string => decoder.decode(bytes.subarray(from, to));
  const end = bytes.length;
  const facts = { lines: 0, isDoubled: false };
  const widths: number[] = [];
  const rows: SampleCell[][] = [];
  const starts: { start: number; line: number; comments: number; blanks: number }[] = [];
  let blanks = 0;
  let firstBlank = 0;
  let comments = 0;
  let firstComment = 0;
  let lastComment: SampleRecords['lastComment'] = null;
  let broken = 0;
  let line = 1;
  let at = start;
  while (at < end) {
    if (isComment(syntax, bytes, at)) {
      if (starts.length === 0) lastComment = { start: at, line };
      at = behindLine(bytes, at, syntax.lineEnd);
      if (comments++ === 0) firstComment = line;
      line++;
      continue;
    }
    const cells: SampleCell[] = [];
    const recordLine = line;
    const isKept = rows.length < most;
    const recordStart = at;
    let width = 0;
    for (;;) {
      const cellStart = at;
      const place = behindBlanks(bytes, at, blank);
      const close = bytes[place] === quote ? closingQuote(syntax, bytes, place, end, end, facts) : -2;
      if (bytes[place] === quote && close < 0) broken++;
      if (close >= 0) {
        at = behindBlanks(bytes, close + 1, blank);
        line += facts.lines;
        if (isKept) {
          const own = new Uint8Array(close - place - 1);
          const length = unescapeQuotes(syntax, bytes, place + 1, close, own);
          cells.push({ text: decoder.decode(own.subarray(0, length)), isQuoted: true, raw: textOf(cellStart, at) });
        }
      } else {
        at = bareEnd(classes, bytes, at);
        if (isKept) {
          const raw = textOf(cellStart, at);
          cells.push({ text: raw.trim(), isQuoted: false, raw });
        }
      }
      width++;
      if (classes[bytes[at]!] !== DELIMITER) break;
      at++;
    }
    const isEmpty = at === recordStart;
    at += classes[bytes[at]!] === CARRIAGE ? 2 : 1;
    line++;
    if (isEmpty) {
      if (blanks++ === 0) firstBlank = recordLine;
      continue;
    }
    widths.push(width);
    if (starts.length <= most) starts.push({ start: recordStart, line: recordLine, comments, blanks });
    if (isKept) rows.push(cells);
  }
  if (starts.length <= most) starts.push({ start: end, line, comments, blanks });
  // A record that the sample cuts off inside quotes looks broken.
  const unclosed = isWhole ? broken : Math.max(0, broken - 1);
  return { widths, rows, starts, firstComment, firstBlank, lastComment, broken: unclosed };
}

function withLineEnd(bytes: Uint8Array): Uint8Array {
  const last = bytes[bytes.length - 1];
  if (last === 10 || last === 13) return bytes;
  const ended = new Uint8Array(bytes.length + 1);
  ended.set(bytes);
  ended[bytes.length] = !bytes.includes(10) && bytes.includes(13) ? 13 : 10;
  return ended;
}
