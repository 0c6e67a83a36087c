/**
 * Cells as bytes: numbers straight from doubles, texts once per level. What is written reads back as the same value.
 */
import { needsQuotes } from './quotes.ts';
import { readNumber } from './numbers.ts';

/** Places: all numbers alike if equal, else no zeros beyond `fewest`. */
export type Places = Readonly<{ fewest: number; most: number }>;

/** Of numbers that were met: bit p of `mask` is set if one had p places. */
export function placesIn(mask: number): Places {
  return { fewest: 31 - Math.clz32(mask & -mask), most: 31 - Math.clz32(mask) };
}

/** No number is longer: 1e308 in digits, with its places. */
export const MAX_NUMBER_BYTES = 352;

const POWERS = Float64Array.from({ length: 16 }, (_, places) => 10 ** places);
const MAX_SAFE = Number.MAX_SAFE_INTEGER;
const ZERO = 48;
const encoder = new TextEncoder();

/** Writes `value` at `at` and answers the place behind it. */
export function writeNumber(out: Uint8Array, at: number, value: number, fewest: number, most: number): number {
  const size = Math.abs(value);
  if (most < POWERS.length) {
    const power = POWERS[most]!;
    let digits = Math.round(size * power);
    if (digits <= MAX_SAFE && digits / power === size) {
      let places = most;
      while (places > fewest && digits % 10 === 0) {
        digits /= 10;
        places--;
      }
      const isNegative = value < 0 || (value === 0 && 1 / value < 0);
      return writeDigits(out, at, digits, places, isNegative);
    }
  }
  return at + encoder.encodeInto(spellNumber(value, fewest, most), out.subarray(at)).written;
}

/** The slow and exact way: values off the grid of `most` places are rounded to it. */
export function spellNumber(value: number, fewest: number, most: number): string {
  const sign = Object.is(value, -0) ? '-' : '';
  if (fewest === most) return sign + value.toFixed(most);
  const shortest = String(value);
  const point = shortest.indexOf('.');
  const places = point < 0 ? 0 : shortest.length - point - 1;
  if (shortest.includes('e') || places > most) return sign + withoutZeros(value.toFixed(most), fewest);
  if (places >= fewest) return sign + shortest;
  return `${sign}${shortest}${point < 0 ? '.' : ''}${'0'.repeat(fewest - places)}`;
}

/** How texts are made safe to write. */
export type TextSpelling = Readonly<{
  /** Empty where nothing delimits: a file of one column. */
  delimiter: string;
  quote: string;
  guardFormulas: boolean;
  /** Backslashes before quotes, in place of doubled ones. */
  escape?: 'backslash' | undefined;
  /** The whole line stands in quotes. */
  isWrapped?: boolean | undefined;
}>;

export function spellText(
  text: string,
  isQuoted: boolean,
  { delimiter, quote, guardFormulas, escape, isWrapped = false }: TextSpelling,
): Uint8Array {
  const guarded = guardFormulas && /^[=+\-@\t\r]/.test(text) && readNumber(text) === null ? `'${text}` : text;
  const quoted = isQuoted || needsQuotes(guarded, delimiter, quote);
  const escaped = escape === 'backslash' ? withBackslashes(guarded, delimiter, quote) : undefined;
  const cell = quoted ? quote + (escaped ?? guarded.replaceAll(quote, quote + quote)) + quote : guarded;
  return encoder.encode(isWrapped ? wrapped(cell) : cell);
}

/** What lies within a quoted line. */
export function wrapped(text: string): string {
  return text.replaceAll('"', '""');
}

/** A backslash before each quote, and before each backslash that would else escape what follows. */
function withBackslashes(text: string, delimiter: string, quote: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!;
    const next = text[at + 1] ?? quote;
    const escapes = letter === '\\' && (next === quote || next === '\\' || next === delimiter);
    out += letter === quote || escapes ? `\\${letter}` : letter;
  }
  return out;
}

function writeDigits(out: Uint8Array, start: number, whole: number, places: number, isNegative: boolean): number {
  let at = start;
  if (isNegative) out[at++] = 45;
  let length = 1;
  for (let power = 10; power <= whole; power *= 10) length++;
  if (length <= places) length = places + 1;
  const end = at + length + (places > 0 ? 1 : 0);
  let rest = whole;
  for (let place = end - 1, left = places; place >= at; place--) {
    if (left === 0 && places > 0) {
      out[place] = 46;
      left = -1;
      continue;
    }
    const tenth = Math.floor(rest / 10);
    out[place] = ZERO + (rest - tenth * 10);
    rest = tenth;
    left--;
  }
  return end;
}

function withoutZeros(text: string, fewest: number): string {
  let end = text.length;
  const least = text.length - text.split('.')[1]!.length + fewest;
  while (end > least && text[end - 1] === '0') end--;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}
