/**
 * Bytes of any accepted encoding as UTF-8, without byte-order mark and zero bytes: the one encoding that is scanned.
 *   1. A mark decides. 2. Zero bytes at every odd or even place: UTF-16 without a mark; more than a tenth anywhere:
 *   binary. 3. Valid UTF-8, or good sequences 20 times as many as bad ones: UTF-8. 4. Bytes that read as letters within
 *   Latin words: windows-1252, with a note. Anything else is refused.
 * Cost: one pass over 32-bit words for ASCII (a tenth of the scan); text with other letters is walked byte by byte.
 * Left out: every other encoding, and a choice between readings.
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';
import { firstBytes, withoutFirst, type Chunks } from './chunks.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** `chunks` are UTF-8 and not to be changed: where nothing had to be mended they are views of what came in. */
export type Utf8Text = Readonly<{
  encoding: Encoding;
  mark: boolean;
  chunks: Chunks;
  notices: readonly Notice[];
}>;

/** Bytes that are looked at for zero bytes in a regular pattern. */
const PROBE_BYTES = 65_536;
const MAX_ZERO_SHARE = 0.1;
/** Good multi-byte sequences for each bad one, from which on a file is UTF-8 with damage. */
const GOOD_PER_BAD = 20;
/** Most of what is not ASCII must stand alone or in pairs: in words of other alphabets and in two-byte codes it comes in runs. */
const MAX_RUN_SHARE = 0.2;

/** The share of what is not ASCII that must be a letter or a sign that Western texts use. */
const LEAST_PLAUSIBLE = 0.5;
/** € ‚ „ … ‘ ’ “ ” • – — ™ Š Œ Ž š œ ž Ÿ, the fixed blank, ¡ £ § © ª « ® ° ² ³ ´ µ · º » ½ ¿. */
const COMMON_SIGNS: ReadonlySet<number> = new Set([
  0x80, 0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0x8a, 0x8c, 0x8e, 0x9a, 0x9c, 0x9e, 0x9f,
  0xa0, 0xa1, 0xa3, 0xa7, 0xa9, 0xaa, 0xab, 0xae, 0xb0, 0xb2, 0xb3, 0xb4, 0xb5, 0xb7, 0xba, 0xbb, 0xbd, 0xbf,
]);

/** Throws `binary` or `encoding-unsupported`. `chosen` is what the user says the encoding is, and is obeyed. */
export function readEncoding(raw: Chunks, chosen: string | undefined): Utf8Text {
  const first = firstBytes(raw, PROBE_BYTES);
  const marked = markOf(first);
  const encoding = chosen === undefined ? (marked ?? wideEncodingOf(first)) : encodingNamed(chosen);
  const markLength = marked === null ? 0 : marked === 'utf-8' ? 3 : 2;
  const chunks = withoutFirst(raw, markLength);
  const mark = marked !== null;
  if (encoding !== null && encoding !== 'utf-8') {
    return withoutZeros({ encoding, mark, chunks: transcode(chunks, encoding), notices: [] });
  }
  const found = surveyOf(chunks);
  if (found.zeros > MAX_ZERO_SHARE * found.bytes) throw new UserError('binary');
  if (found.bad === 0) return withoutZeros({ encoding: 'utf-8', mark, chunks, notices: [] }, found.zeros);
  if (encoding !== null || found.good >= GOOD_PER_BAD * found.bad) {
    const notices = [noticeOf('undecodable-bytes', 'warning', {}, found.bad)];
    return withoutZeros({ encoding: 'utf-8', mark, chunks: transcode(chunks, 'utf-8'), notices }, found.zeros);
  }
  const doubt = doubtOf(chunks);
  if (doubt !== null) throw new UserError('encoding-unsupported', { evidence: doubt });
  const notices = [noticeOf('encoding-guessed', 'note', {}, 1, { encoding: 'windows-1252' })];
  return withoutZeros({ encoding: 'windows-1252', mark, chunks: transcode(chunks, 'windows-1252'), notices });
}

function encodingNamed(name: string): Encoding {
  const wanted = name.toLowerCase();
  const aliases: Readonly<Record<string, Encoding>> = {
    utf8: 'utf-8',
    'utf-16': 'utf-16le',
    utf16: 'utf-16le',
    cp1252: 'windows-1252',
    'latin-1': 'windows-1252',
    latin1: 'windows-1252',
    'iso-8859-1': 'windows-1252',
  };
  const encoding = ENCODINGS.find((known) => known === wanted) ?? aliases[wanted];
  if (encoding === undefined)
    throw new UserError(
      'recipe-invalid',
      { problem: `must be one of ${ENCODINGS.join(', ')}` },
      { key: 'reading.encoding' },
    );
  return encoding;
}

function markOf(bytes: Uint8Array): Encoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 of mostly Latin text has a zero in nearly every second place, and hardly one in the places between. */
function wideEncodingOf(bytes: Uint8Array): Encoding | null {
  const end = Math.min(bytes.length, PROBE_BYTES) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < end; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  const half = end / 2;
  if (half < 2) return null;
  if (odd > 0.7 * half && even < 0.05 * half) return 'utf-16le';
  if (even > 0.7 * half && odd < 0.05 * half) return 'utf-16be';
  return null;
}

type Survey = { bytes: number; zeros: number; good: number; bad: number };
/** Continuation bytes that are still to come, and the range of the next one. */
type Sequence = { left: number; low: number; high: number };

/** Zero bytes, and good and bad multi-byte sequences; a sequence may cross chunks. */
function surveyOf(chunks: Chunks): Survey {
  const survey: Survey = { bytes: 0, zeros: 0, good: 0, bad: 0 };
  const sequence: Sequence = { left: 0, low: 0x80, high: 0xbf };
  for (const chunk of chunks) {
    survey.bytes += chunk.length;
    const start = sequence.left === 0 ? asciiPrefix(chunk) : 0;
    if (start < chunk.length) surveyBytes(chunk, start, survey, sequence);
  }
  if (sequence.left > 0) survey.bad++;
  return survey;
}

/** How many bytes from the beginning are ASCII and not zero, in steps of words. */
function asciiPrefix(bytes: Uint8Array): number {
  const head = Math.min((4 - (bytes.byteOffset & 3)) & 3, bytes.length);
  for (let at = 0; at < head; at++) if (bytes[at]! >= 0x80 || bytes[at] === 0) return at;
  if (head === bytes.length) return head;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + head, (bytes.length - head) >>> 2);
  let word = 0;
  // The sign bit of a byte is set by what is not ASCII, and by a borrow where the byte is zero.
  while (word < words.length && ((words[word]! | (words[word]! - 0x01010101)) & 0x80808080) === 0) word++;
  return head + 4 * word;
}

/** Ranges of continuation bytes are those of the Unicode standard, table 3-7. */
function surveyBytes(bytes: Uint8Array, start: number, survey: Survey, sequence: Sequence): void {
  let { left, low, high } = sequence;
  let { zeros, good, bad } = survey;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (left > 0) {
      const isContinued = byte >= low && byte <= high;
      left = isContinued ? left - 1 : 0;
      low = 0x80;
      high = 0xbf;
      if (isContinued) {
        if (left === 0) good++;
        continue;
      }
      bad++;
    }
    if (byte < 0x80) {
      if (byte === 0) zeros++;
    } else if (byte >= 0xc2 && byte <= 0xdf) {
      left = 1;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      left = 2;
      if (byte === 0xe0) low = 0xa0;
      if (byte === 0xed) high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      left = 3;
      if (byte === 0xf0) low = 0x90;
      if (byte === 0xf4) high = 0x8f;
    } else bad++;
  }
  Object.assign(sequence, { left, low, high });
  Object.assign(survey, { zeros, good, bad });
}

/** Why these bytes are no windows-1252, or null. */
function doubtOf(chunks: Chunks): string | null {
  let high = 0;
  let inRuns = 0;
  let run = 0;
  let undefinedBytes = 0;
  let plausible = 0;
  let controls = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte < 0x80) {
        if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) controls++;
        run = 0;
        continue;
      }
      high++;
      run++;
      if (run >= 3) inRuns += run === 3 ? 3 : 1;
      if (isUndefinedIn1252(byte)) undefinedBytes++;
      if ((byte >= 0xc0 && byte !== 0xd7 && byte !== 0xf7) || COMMON_SIGNS.has(byte)) plausible++;
    }
  }
  if (undefinedBytes > 0) return `${undefinedBytes} bytes that windows-1252 does not have`;
  if (controls > high) return `${controls} control characters`;
  if (inRuns > MAX_RUN_SHARE * high) return 'other letters in long runs';
  if (plausible < LEAST_PLAUSIBLE * high) return 'few bytes that would be letters';
  return null;
}

function isUndefinedIn1252(byte: number): boolean {
  return byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d;
}

/** Decoded and encoded chunk by chunk; what cannot be decoded becomes U+FFFD. */
function transcode(chunks: Chunks, encoding: Encoding): Uint8Array[] {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const encoder = new TextEncoder();
  const out = chunks.map((chunk) => encoder.encode(decoder.decode(chunk, { stream: true })));
  out.push(encoder.encode(decoder.decode()));
  return out.filter((chunk) => chunk.length > 0);
}

/** `zeros`: how many there are, where they were counted already. */
function withoutZeros(text: Utf8Text, zeros = zeroCount(text.chunks)): Utf8Text {
  if (zeros === 0) return text;
  return {
    ...text,
    chunks: text.chunks.map((chunk) => chunk.filter((byte) => byte !== 0)),
    notices: [...text.notices, noticeOf('nul-removed', 'warning', {}, zeros)],
  };
}

function zeroCount(chunks: Chunks): number {
  let zeros = 0;
  for (const chunk of chunks) {
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, at + 1)) zeros++;
  }
  return zeros;
}
