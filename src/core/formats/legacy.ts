/**
 * Which encoding of the years before Unicode a text is in. Every candidate decodes the lines that hold other bytes than
 * ASCII, and is judged by how much what comes out looks like writing:
 *   letters stand among letters of their own script, capitals begin words, signs stand between words, and the accented
 *   letters are those of one language; of two-byte codes most characters lie in the common rows.
 * A score is a mean over characters beyond ASCII, at most 1. On a tie windows-1252 is taken, then the order below.
 * Left out: Latin-1, which the platform reads as windows-1252; languages are told apart by their letters, not by words.
 */
import type { Chunks } from './chunks.ts';

export const LEGACY_ENCODINGS = [
  'windows-1252',
  'macintosh',
  'windows-1250',
  'iso-8859-2',
  'windows-1251',
  'koi8-r',
  'iso-8859-7',
  'windows-1253',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const;
export type LegacyEncoding = (typeof LEGACY_ENCODINGS)[number];

/** The same lines as one encoding reads them. Confidential. */
export type Reading = Readonly<{ encoding: LegacyEncoding; lines: readonly string[] }>;
/** `isSure`: no other candidate that reads otherwise comes near. `readings`: the best three that differ. */
export type Guess = Readonly<{ encoding: LegacyEncoding; isSure: boolean; readings: readonly Reading[] }>;

/** Bytes of lines that are judged. */
const JUDGED_BYTES = 16_384;
const SHOWN_READINGS = 3;
const SHOWN_LINES = 5;
/** Below this score nothing reads as text. */
const LEAST_SCORE = 0.55;
/** A rival with this share of the best score makes it a question. */
const NEAR = 0.97;
/** What others than windows-1252 lose for being rarer. */
const RARER = 0.97;
/** Of a letter that the language at hand has seldom or not at all. */
const FOREIGN = 0.6;

const WEST = 'àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÿ';
/** Accented letters of single languages; all of the West together counts a little less. */
const LANGUAGES: readonly Readonly<{ letters: ReadonlySet<string>; weight: number }>[] = [
  ...[
    'àâæçéèêëîïôœùûüÿ',
    'äöüß',
    'áéíóúüñ',
    'àáâãçéêíóôõú',
    'àèéìòù',
    'åäöæøé',
    'ąćęłńóśźż',
    'áčďéěíňóřšťúůýžľĺŕôä',
    'áéíóöőúüű',
    'ăâîşţ',
    'čćđšž',
  ].map((letters) => ({ letters: new Set(letters), weight: 1 })),
  { letters: new Set(WEST), weight: 0.97 },
];
/** Two thirds of Russian and of Greek. */
const FREQUENT: ReadonlySet<string> = new Set('оеаинтсрвлάέίόαοιετσςνηυρκ');
const SIGNS: ReadonlySet<string> = new Set('\u00a0€‚„…‘’“”•–—™¡£§©ª«®°²³´µ·º»½¼¾¿±×№');
/** Signs that may stand within a word. */
const INNER_SIGNS: ReadonlySet<string> = new Set('\u00a0’‘–—·…°/');

/** First bytes of the common rows of a two-byte code, and the lowest second byte there. */
const COMMON_ROWS: Readonly<Partial<Record<LegacyEncoding, readonly [number, number, number]>>> = {
  shift_jis: [0x88, 0x97, 0x40],
  'euc-jp': [0xb0, 0xcf, 0xa1],
  gb18030: [0xb0, 0xd7, 0xa1],
  big5: [0xa4, 0xc6, 0x40],
  'euc-kr': [0xb0, 0xc8, 0xa1],
};

/** Null where none reads as text. */
export function guessLegacy(chunks: Chunks): Guess | null {
  const lines = linesBeyondAscii(chunks);
  const readings = LEGACY_ENCODINGS.flatMap((encoding) => {
    const text = decodeStrictly(lines, encoding);
    return text === null ? [] : [{ encoding, text, score: scoreOf(text, lines, encoding) }];
  }).sort((a, b) => b.score - a.score);
  const [best] = readings;
  if (best === undefined || best.score < LEAST_SCORE) return null;
  const different = readings.filter(({ text }, at) => readings.findIndex((other) => other.text === text) === at);
  const rival = different[1];
  return {
    encoding: best.encoding,
    isSure: rival === undefined || rival.score < NEAR * best.score,
    readings: different.slice(0, SHOWN_READINGS).map(({ encoding, text }) => ({ encoding, lines: shownLines(text) })),
  };
}

/** The first lines with something beyond ASCII, cut around it. */
function shownLines(text: string): readonly string[] {
  const lines = text.split(/[\r\n]+/).filter((line) => /[^\0-\x7f]/.test(line));
  return lines.slice(0, SHOWN_LINES).map((line) => {
    const from = Math.max(0, line.search(/[^\0-\x7f]/) - 30);
    return line.slice(from, from + 80);
  });
}

/** Whole lines, as far as there is room; no second byte of a two-byte code is a line end. */
function linesBeyondAscii(chunks: Chunks): Uint8Array {
  const out = new Uint8Array(JUDGED_BYTES);
  let kept = 0;
  let length = 0;
  let isBeyond = false;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (length === out.length) {
        if (kept > 0 || isBeyond) return out.subarray(0, kept > 0 ? kept : length);
        length = 0;
      }
      out[length++] = byte;
      if (byte >= 0x80) isBeyond = true;
      if (byte !== 10 && byte !== 13) continue;
      if (isBeyond) kept = length;
      length = kept;
      isBeyond = false;
    }
  }
  return out.subarray(0, isBeyond ? length : kept);
}

function decodeStrictly(bytes: Uint8Array, encoding: LegacyEncoding): string | null {
  try {
    // Read as a stream, since Node takes windows-1252 for Latin-1 otherwise.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

function scoreOf(text: string, bytes: Uint8Array, encoding: LegacyEncoding): number {
  const rows = COMMON_ROWS[encoding];
  const score = rows === undefined ? alphabetScore(text) : ideographScore(text, bytes, rows, encoding);
  return encoding === 'windows-1252' ? score : RARER * score;
}

/** One-byte codes: Latin with accents, Greek, Cyrillic. */
function alphabetScore(text: string): number {
  const accents: string[] = [];
  let beyond = 0;
  let sum = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    if (letter < '\u0080') {
      if (letter < ' ' && !/[\t\n\r]/.test(letter)) sum--;
      continue;
    }
    beyond++;
    const before = text[at - 1] ?? ' ';
    const after = text[at + 1] ?? ' ';
    const script = scriptOf(letter);
    if (script === 'control') sum -= 2;
    else if (script === 'sign') {
      const isWithin = isLetter(before) && isLetter(after);
      sum += isWithin && !INNER_SIGNS.has(letter) ? 0 : SIGNS.has(letter) ? 0.9 : 0.3;
    } else if (isStrayLetter(letter, script, before, after)) continue;
    else if (script === 'Latin') {
      // Three accents in a row are no Latin word.
      const isRun = before >= '\u00c0' && after >= '\u00c0' && isLetter(before) && isLetter(after);
      const isAlone = !isLetter(before) && !isLetter(after);
      if (isAlone) sum += 0.5;
      else if (!isRun) accents.push(letter.toLowerCase());
    } else if (!isLetter(before) && !isLetter(after)) sum += 0.3;
    else sum += FREQUENT.has(letter.toLowerCase()) ? 1 : FOREIGN;
  }
  return beyond === 0 ? 0 : (sum + accentScore(accents)) / beyond;
}

/** By the language that fits best. */
function accentScore(accents: readonly string[]): number {
  const scores = LANGUAGES.map(({ letters, weight }) =>
    accents.reduce((sum, accent) => sum + (letters.has(accent) ? weight : FOREIGN), 0),
  );
  return Math.max(...scores);
}

type Script = 'Latin' | 'Greek' | 'Cyrillic' | 'sign' | 'control';

function scriptOf(letter: string): Script {
  if (/[\u0080-\u009f\p{Cn}\p{Co}]/u.test(letter)) return 'control';
  if (!isLetter(letter) || letter === 'ª' || letter === 'º') return 'sign';
  if (/\p{Script=Greek}/u.test(letter)) return 'Greek';
  return /\p{Script=Cyrillic}/u.test(letter) ? 'Cyrillic' : 'Latin';
}

/** Beside a letter of another script, or a capital behind a small letter. */
function isStrayLetter(letter: string, script: Script, before: string, after: string): boolean {
  const isForeign = (other: string): boolean =>
    isLetter(other) && (other < '\u0080' ? script !== 'Latin' : scriptOf(other) !== script);
  return isForeign(before) || isForeign(after) || (/\p{Lu}/u.test(letter) && /\p{Ll}/u.test(before));
}

function isLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** Two-byte codes. Only Japanese has kana, and has them nearly always; only Korean has Hangul. */
function ideographScore(
  text: string,
  bytes: Uint8Array,
  [low, high, second]: readonly [number, number, number],
  encoding: LegacyEncoding,
): number {
  const isJapanese = encoding === 'shift_jis' || encoding === 'euc-jp';
  let beyond = 0;
  let sum = 0;
  let kana = 0;
  let words = 0;
  for (const [letter] of text.matchAll(/[^\0-\x7f]/gu)) {
    beyond++;
    if (/[\u3040-\u30ff]/.test(letter)) {
      kana++;
      words++;
      sum += isJapanese ? 1 : 0.5;
    } else if (/[\u3000-\u303f\uff00-\uff5e]/.test(letter)) sum += 0.9;
    else if (/[\u3400-\u9fff\uac00-\ud7af]/.test(letter)) {
      words++;
      sum += 0.3;
    } else if (/[\uff60-\uff9f]/.test(letter)) sum += 0.2;
  }
  if (words === 0) return 0;
  const glued = text.match(/[a-z][\u3400-\u9fff\uac00-\ud7af]|[\u3400-\u9fff\uac00-\ud7af][a-z]/g)?.length ?? 0;
  const common = commonCharacters(bytes, low, high, second, encoding);
  const prior = encoding === 'gb18030' ? 0.95 : isJapanese && kana < 0.05 * beyond ? 0.85 : 1;
  return (prior * (sum + 0.7 * common - glued)) / beyond;
}

/** How many characters lie in the common rows; they are found by walking from character to character. */
function commonCharacters(
  bytes: Uint8Array,
  low: number,
  high: number,
  second: number,
  encoding: LegacyEncoding,
): number {
  let common = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const isSingle = byte < 0x81 || (encoding === 'shift_jis' && byte >= 0xa0 && byte <= 0xdf);
    if (isSingle) continue;
    if (byte >= low && byte <= high && bytes[at + 1]! >= second) common++;
    at++;
  }
  return common;
}
