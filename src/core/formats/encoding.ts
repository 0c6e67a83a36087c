/**
 * Bytes of any accepted encoding as UTF-8, without byte-order mark and zero bytes: the one encoding that is scanned.
 *   1. A mark decides. 2. Zero bytes in a regular pattern: UTF-16 or UTF-32 without a mark; more than a tenth anywhere:
 *   binary. 3. Valid UTF-8, or good sequences 20 times as many as bad ones: UTF-8. 4. The older encoding that reads best
 *   (see `legacy.ts`), with a note, or a question where another reads nearly as well. Else the file is refused.
 * Cost: one pass over 32-bit words for ASCII (a tenth of the scan); text with other letters is walked byte by byte.
 */
import { noticeOf, questionOf, UserError, type Notice } from '../errors.ts';
import { firstBytes, withoutFirst, type Chunks } from './chunks.ts';
import { guessLegacy, LEGACY_ENCODINGS } from './legacy.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be', ...LEGACY_ENCODINGS] as const;
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
/** Throws `binary` or `encoding-unsupported`. `chosen` is what the user says the encoding is, and is obeyed. */
export function readEncoding(raw: Chunks, chosen: string | undefined): Utf8Text {
  const first = firstBytes(raw, PROBE_BYTES);
  const marked = markOf(first);
  const encoding = chosen === undefined ? (marked ?? wideEncodingOf(first)) : encodingNamed(chosen);
  const markLength = marked === null ? 0 : MARKS.find(([name]) => name === marked)![1].length;
  const chunks = withoutFirst(raw, markLength);
  const mark = marked !== null;
  if (encoding !== null && encoding !== 'utf-8') {
    return withoutZeros(decoded({ encoding, mark, chunks, notices: [] }));
  }
  const found = surveyOf(chunks);
  if (found.zeros > MAX_ZERO_SHARE * found.bytes) throw new UserError('binary');
  if (found.bad === 0) return withoutZeros({ encoding: 'utf-8', mark, chunks, notices: [] }, found.zeros);
  if (encoding !== null || found.good >= GOOD_PER_BAD * found.bad) {
    return withoutZeros(decoded({ encoding: 'utf-8', mark, chunks, notices: [] }), found.zeros);
  }
  const guess = guessLegacy(chunks);
  if (guess === null) throw new UserError('encoding-unsupported');
  const facts = { encoding: guess.encoding };
  const beyond = placesIn();
  for (const chunk of chunks) beyond.look(chunk.length, (at) => (chunk[at]! < 0x80 ? chunk[at]! : 0x80), 0x80);
  const notices = [
    guess.isSure
      ? noticeOf('encoding-guessed', 'note', {}, 1, facts)
      : questionOf(
          'encoding-unsure',
          guess.readings.map(({ encoding, lines }) => ({ answer: encoding, shown: lines })),
          {},
          1,
          facts,
        ),
  ];
  const placed = notices.map((notice) => ({ ...notice, place: { line: beyond.lines[0]! }, lines: beyond.lines }));
  return withoutZeros(decoded({ encoding: guess.encoding, mark, chunks, notices: placed }));
}

function encodingNamed(name: string): Encoding {
  const wanted = name.toLowerCase();
  const aliases: Readonly<Record<string, Encoding>> = {
    utf8: 'utf-8',
    'utf-16': 'utf-16le',
    utf16: 'utf-16le',
    'utf-32': 'utf-32le',
    utf32: 'utf-32le',
    cp1250: 'windows-1250',
    cp1251: 'windows-1251',
    cp1252: 'windows-1252',
    cp1253: 'windows-1253',
    'mac-roman': 'macintosh',
    sjis: 'shift_jis',
    'shift-jis': 'shift_jis',
    gbk: 'gb18030',
    gb2312: 'gb18030',
    'iso-8859-15': 'windows-1252',
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

/** The mark of UTF-32 begins with that of UTF-16, and goes first. */
const MARKS: readonly (readonly [Encoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

function markOf(bytes: Uint8Array): Encoding | null {
  return MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0] ?? null;
}

/** UTF-16 of mostly Latin text has a zero in nearly every second place, and hardly one in the places between; UTF-32 has three in four. */
function wideEncodingOf(bytes: Uint8Array): Encoding | null {
  const zeros = [0, 0, 0, 0];
  const end = Math.min(bytes.length, PROBE_BYTES) & ~3;
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[at & 3]!++;
  const quarter = end / 4;
  if (quarter < 1) return null;
  const [first, second, third, fourth] = zeros.map((count) => count / quarter) as [number, number, number, number];
  if (first < 0.05 && third > 0.95 && fourth > 0.95) return 'utf-32le';
  if (fourth < 0.05 && first > 0.95 && second > 0.95) return 'utf-32be';
  const even = (first + third) / 2;
  const odd = (second + fourth) / 2;
  if (odd > 0.7 && even < 0.05) return 'utf-16le';
  if (even > 0.7 && odd < 0.05) return 'utf-16be';
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

/** As UTF-8; what cannot be decoded becomes U+FFFD, counted. */
function decoded(text: Utf8Text): Utf8Text {
  const encoder = new TextEncoder();
  const decode = text.encoding.startsWith('utf-32')
    ? utf32Decoder(text.encoding === 'utf-32be')
    : decoderOf(text.encoding);
  const chunks: Uint8Array[] = [];
  const replaced = placesIn();
  const add = (piece: string): void => {
    replaced.look(piece.length, (at) => piece.charCodeAt(at), 0xfffd);
    if (piece !== '') chunks.push(encoder.encode(piece));
  };
  for (const chunk of text.chunks) add(decode(chunk));
  add(decode(null));
  return { ...text, chunks, notices: [...text.notices, ...replaced.notices('undecodable-bytes')] };
}

/** Where a sign stands, over pieces that follow each other: how often, and the first ten lines. */
function placesIn(): {
  lines: readonly number[];
  look(length: number, codeAt: (at: number) => number, sign: number): void;
  notices(code: 'undecodable-bytes' | 'nul-removed'): Notice[];
} {
  const lines: number[] = [];
  let count = 0;
  let line = 1;
  let before = 0;
  return {
    lines,
    look(length, codeAt, sign) {
      for (let at = 0; at < length; at++) {
        const code = codeAt(at);
        if (code === sign) {
          count++;
          if (lines.length < 10 && lines.at(-1) !== line) lines.push(line);
        } else if (code === 13 || (code === 10 && before !== 13)) line++;
        before = code;
      }
    },
    notices(code) {
      if (count === 0) return [];
      return [{ ...noticeOf(code, 'warning', { line: lines[0]! }, count), lines }];
    },
  };
}

/** A chunk as text, null for the end; a character may cross chunks. */
type Decode = (chunk: Uint8Array | null) => string;

function decoderOf(encoding: string): Decode {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (chunk) => (chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true }));
}

/** The platform has no decoder for four-byte characters. */
function utf32Decoder(isBig: boolean): Decode {
  let value = 0;
  let have = 0;
  return (chunk) => {
    if (chunk === null) return have > 0 ? '\uFFFD' : '';
    const letters: string[] = [];
    for (const byte of chunk) {
      value += byte * 256 ** (isBig ? 3 - have : have);
      if (++have < 4) continue;
      const isScalar = value < 0xd800 || (value > 0xdfff && value <= 0x10ffff);
      letters.push(isScalar ? String.fromCodePoint(value) : '\uFFFD');
      value = 0;
      have = 0;
    }
    return letters.join('');
  };
}

/** `zeros`: how many there are, where they were counted already. */
function withoutZeros(text: Utf8Text, zeros = zeroCount(text.chunks)): Utf8Text {
  if (zeros === 0) return text;
  const places = placesIn();
  for (const chunk of text.chunks) places.look(chunk.length, (at) => chunk[at]!, 0);
  return {
    ...text,
    chunks: text.chunks.map((chunk) => chunk.filter((byte) => byte !== 0)),
    notices: [...text.notices, ...places.notices('nul-removed')],
  };
}

function zeroCount(chunks: Chunks): number {
  let zeros = 0;
  for (const chunk of chunks) {
    for (let at = chunk.indexOf(0); at >= 0; at = chunk.indexOf(0, at + 1)) zeros++;
  }
  return zeros;
}
