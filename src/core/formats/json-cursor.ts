/**
 * A place in JSON text (RFC 8259) that lies in parts: what stands there, one token at a time, never the whole text.
 * A text within one part and without escapes is handed over as a slice of it; any other is put together in `own`.
 * Blanks are skipped and lines are counted. Inside values that are walked over only brackets and quotes are checked.
 */
import { UserError } from '../errors.ts';
import type { Chunks } from './chunks.ts';

export type Cursor = {
  readonly chunks: Chunks;
  /** The part that is read, and the place in it. */
  part: number;
  bytes: Uint8Array;
  at: number;
  line: number;
  /** The last token: `text[start … end)`. */
  text: Uint8Array;
  start: number;
  end: number;
  own: Uint8Array;
  /** The last plain number, and its places. */
  value: number;
  places: number;
  /** Told the bytes of the parts that are done. */
  onPart: (bytesDone: number) => void;
  bytesDone: number;
};

export const QUOTE = 34;
const BACKSLASH = 92;
const END = -1;
const POWERS = Float64Array.from({ length: 16 }, (_, places) => 10 ** places);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function createCursor(chunks: Chunks, onPart: (bytesDone: number) => void = () => {}): Cursor {
  const bytes = chunks[0] ?? new Uint8Array(0);
  const own = new Uint8Array(256);
  const token = { text: own, start: 0, end: 0, own, value: 0, places: 0 };
  return { chunks, part: 0, bytes, at: 0, line: 1, ...token, onPart, bytesDone: 0 };
}

/** The next byte that is no blank, which is not taken; −1 at the end. */
export function peek(cursor: Cursor): number {
  for (;;) {
    const byte = byteAt(cursor);
    if (byte === 10) cursor.line++;
    else if (byte !== 32 && byte !== 9 && byte !== 13) return byte;
    cursor.at++;
  }
}

/** Whether `sign` comes next; if so it is taken. */
export function takes(cursor: Cursor, sign: string): boolean {
  if (peek(cursor) !== sign.charCodeAt(0)) return false;
  cursor.at++;
  return true;
}

export function expectSign(cursor: Cursor, sign: string): void {
  if (!takes(cursor, sign)) throw broken(cursor);
}

/** The text in quotes that comes next, as the last token. */
export function readString(cursor: Cursor): void {
  expectSign(cursor, '"');
  const { bytes } = cursor;
  let at = cursor.at;
  while (at < bytes.length && bytes[at] !== QUOTE && bytes[at] !== BACKSLASH && bytes[at]! >= 32) at++;
  if (bytes[at] === QUOTE) {
    cursor.text = bytes;
    cursor.start = cursor.at;
    cursor.end = at;
    cursor.at = at + 1;
    return;
  }
  cursor.end = 0;
  for (;;) {
    const byte = byteAt(cursor);
    if (byte < 32) throw broken(cursor);
    cursor.at++;
    if (byte === QUOTE) break;
    if (byte === BACKSLASH) readEscape(cursor);
    else keep(cursor, byte);
  }
  cursor.text = cursor.own;
  cursor.start = 0;
}

/**
 * Takes a number of at most 15 digits without exponent that lies within one part: digits and places are whole numbers
 * below 2^53, so that their quotient is the nearest double. Any other is left for `readLiteral`.
 */
export function takesPlainNumber(cursor: Cursor): boolean {
  const { bytes } = cursor;
  const isNegative = bytes[cursor.at] === 45;
  const start = cursor.at + (isNegative ? 1 : 0);
  let at = start;
  let point = -1;
  let digits = 0;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte >= 48 && byte <= 57) digits = digits * 10 + byte - 48;
    else if (byte === 46 && point < 0 && at > start) point = at;
    else break;
  }
  const places = point < 0 ? 0 : at - point - 1;
  const isBare = bytes[start] === 48 && at > start + 1 && point !== start + 1;
  if (at === bytes.length || isLiteral(bytes[at]!) || isBare || at === start || at - start > 15 || at - 1 === point) {
    return false;
  }
  const value = places === 0 ? digits : digits / POWERS[places]!;
  cursor.value = isNegative ? -value : value;
  cursor.places = places;
  cursor.at = at;
  return true;
}

/** Whether the last token is this text. */
export function isToken({ text, start, end }: Cursor, wanted: Uint8Array): boolean {
  if (end - start !== wanted.length) return false;
  for (let at = 0; at < wanted.length; at++) if (text[start + at] !== wanted[at]) return false;
  return true;
}

/** A number, `true`, `false` or `null` as it is written. */
export function readLiteral(cursor: Cursor): string {
  peek(cursor);
  let text = '';
  for (let byte = byteAt(cursor); isLiteral(byte); byte = byteAt(cursor)) {
    text += String.fromCharCode(byte);
    cursor.at++;
  }
  if (!/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(text)) throw broken(cursor);
  return text;
}

/** The last token as a string. */
export function tokenText({ text, start, end }: Cursor): string {
  return decoder.decode(text.subarray(start, end));
}

/** Goes behind the value that comes next. `isKept`: its text without blanks becomes the last token. */
export function walkValue(cursor: Cursor, isKept: boolean): void {
  cursor.end = 0;
  let depth = 0;
  do {
    const byte = peek(cursor);
    if (byte === END) throw broken(cursor);
    if (byte === QUOTE) walkString(cursor, isKept);
    else {
      cursor.at++;
      if (isKept) keep(cursor, byte);
      if (byte === 91 || byte === 123) depth++;
      else if (depth > 0) depth -= byte === 93 || byte === 125 ? 1 : 0;
      else {
        if (!isLiteral(byte)) throw broken(cursor);
        for (let next = byteAt(cursor); isLiteral(next); next = byteAt(cursor)) {
          if (isKept) keep(cursor, next);
          cursor.at++;
        }
      }
    }
  } while (depth > 0);
  cursor.text = cursor.own;
  cursor.start = 0;
}

export function broken(cursor: Cursor): UserError {
  return new UserError('json-broken', {}, { line: cursor.line });
}

/** A place to come back to. */
export type Mark = Readonly<{ part: number; at: number; line: number; bytesDone: number }>;

export function markOf({ part, at, line, bytesDone }: Cursor): Mark {
  return { part, at, line, bytesDone };
}

export function goBack(cursor: Cursor, mark: Mark): void {
  Object.assign(cursor, mark);
  cursor.bytes = cursor.chunks[mark.part]!;
}

/** Takes what is left of the line; answers its first bytes, at most `most`. */
export function takeLine(cursor: Cursor, most: number): Uint8Array {
  const taken: number[] = [];
  for (let byte = byteAt(cursor); byte >= 0 && byte !== 10; byte = byteAt(cursor)) {
    if (taken.length < most) taken.push(byte);
    cursor.at++;
  }
  return Uint8Array.from(taken.at(-1) === 13 ? taken.slice(0, -1) : taken);
}

function walkString(cursor: Cursor, isKept: boolean): void {
  let isEscaped = false;
  let isOpen = false;
  for (;;) {
    const byte = byteAt(cursor);
    if (byte < 32) throw broken(cursor);
    cursor.at++;
    if (isKept) keep(cursor, byte);
    if (isEscaped) isEscaped = false;
    else if (byte === BACKSLASH) isEscaped = true;
    else if (byte === QUOTE && isOpen) return;
    isOpen = true;
  }
}

function readEscape(cursor: Cursor): void {
  const byte = byteAt(cursor);
  cursor.at++;
  const plain = ESCAPES[String.fromCharCode(byte)];
  if (plain !== undefined) return keep(cursor, plain);
  if (byte !== 117) throw broken(cursor);
  const unit = readHex(cursor);
  if (unit < 0xd800 || unit > 0xdbff || byteAt(cursor) !== BACKSLASH) return keepText(cursor, unit);
  cursor.at++;
  if (byteAt(cursor) !== 117) {
    keepText(cursor, unit);
    return readEscape(cursor);
  }
  cursor.at++;
  keepText(cursor, unit, readHex(cursor));
}

const ESCAPES: Readonly<Record<string, number>> = { '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 };

function readHex(cursor: Cursor): number {
  let unit = 0;
  for (let digit = 0; digit < 4; digit++) {
    const value = '0123456789abcdef'.indexOf(String.fromCharCode(byteAt(cursor)).toLowerCase());
    if (value < 0) throw broken(cursor);
    unit = unit * 16 + value;
    cursor.at++;
  }
  return unit;
}

/** UTF-16 units as UTF-8; half a pair becomes U+FFFD. */
function keepText(cursor: Cursor, ...units: number[]): void {
  for (const byte of new TextEncoder().encode(String.fromCharCode(...units))) keep(cursor, byte);
}

function keep(cursor: Cursor, byte: number): void {
  if (cursor.end === cursor.own.length) {
    const longer = new Uint8Array(2 * cursor.own.length);
    longer.set(cursor.own);
    cursor.own = longer;
  }
  cursor.own[cursor.end++] = byte;
}

/** Digits, letters, sign and point. */
function isLiteral(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    (byte >= 97 && byte <= 122) ||
    byte === 45 ||
    byte === 46 ||
    byte === 43 ||
    byte === 69
  );
}

/** The byte at the place, of the next part if this one is used up; −1 at the end. */
function byteAt(cursor: Cursor): number {
  while (cursor.at === cursor.bytes.length) {
    if (cursor.part + 1 >= cursor.chunks.length) return END;
    cursor.bytesDone += cursor.bytes.length;
    cursor.onPart(cursor.bytesDone);
    cursor.bytes = cursor.chunks[++cursor.part]!;
    cursor.at = 0;
  }
  return cursor.bytes[cursor.at]!;
}
