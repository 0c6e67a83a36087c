/**
 * A text with the digits that prove it: the formula of Luhn, ISO 7064 mod 97-10 (an IBAN has its digits after the two
 * letters of its country), ISBN-10 (weights 10 … 2, modulo 11, X is ten), ISBN-13 (weights 1 and 3, which EAN and GTIN
 * share). Blanks and marks count nowhere; letters count as 10 … 35 modulo 97 and nowhere else.
 */
import { unreachable } from '../../errors.ts';
import type { CheckForm } from '../../table/choices.ts';

/** Bytes that check digits add, at most. */
export const MOST_CHECK_BYTES = 2;
const [ZERO, NINE, LETTER_A, LETTER_Z, LETTER_X] = [48, 57, 65, 90, 88];

export function withCheckDigits(text: string, form: CheckForm): string {
  const bytes = new TextEncoder().encode(text);
  const room = new Uint8Array(bytes.length + MOST_CHECK_BYTES);
  room.set(bytes);
  return new TextDecoder().decode(room.subarray(0, writeCheckDigits(room, 0, bytes.length, form)));
}

/** Adds the digits to the text (UTF-8) from `start` to `end`, and returns its new end. */
export function writeCheckDigits(bytes: Uint8Array, start: number, end: number, form: CheckForm): number {
  switch (form) {
    case 'luhn':
      bytes[end] = ZERO + luhnDigit(bytes, start, end);
      return end + 1;
    case 'isbn-13':
      bytes[end] = ZERO + ((10 - (weighed(bytes, start, end, (place) => (place % 2 === 0 ? 3 : 1)) % 10)) % 10);
      return end + 1;
    case 'isbn-10': {
      const digit = (11 - (weighed(bytes, start, end, (place) => place + 2) % 11)) % 11;
      bytes[end] = digit === 10 ? LETTER_X : ZERO + digit;
      return end + 1;
    }
    case 'mod-97':
      return writeProof(bytes, end, remainder97(bytes, start, end, 0));
    case 'iban': {
      const country = Math.min(start + 2, end);
      const rest = remainder97(bytes, start, country, remainder97(bytes, country, end, 0));
      bytes.copyWithin(country + 2, country, end);
      writeProof(bytes, country, rest);
      return end + 2;
    }
    default:
      return unreachable(form);
  }
}

/** What is left of a text that has its digits. */
export function withoutCheckDigits(text: string, form: CheckForm): string {
  switch (form) {
    case 'luhn':
    case 'isbn-13':
    case 'isbn-10':
      return text.slice(0, -1);
    case 'mod-97':
      return text.slice(0, -2);
    case 'iban':
      return text.slice(0, 2) + text.slice(4);
    default:
      return unreachable(form);
  }
}

/** Each second digit counts double, from the last on, with 9 taken off above 9. */
function luhnDigit(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  let isDouble = true;
  for (let at = end - 1; at >= start; at--) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) continue;
    sum += isDouble ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
    isDouble = !isDouble;
  }
  return (10 - (sum % 10)) % 10;
}

/** Places are counted from the last digit, which is 0. */
function weighed(bytes: Uint8Array, start: number, end: number, weightOf: (place: number) => number): number {
  let sum = 0;
  let place = 0;
  for (let at = end - 1; at >= start; at--) {
    const digit = bytes[at]! - ZERO;
    if (digit >= 0 && digit <= 9) sum += digit * weightOf(place++);
  }
  return sum;
}

/** Modulo 97 of `rest`, followed by what is from `start` to `end`. */
function remainder97(bytes: Uint8Array, start: number, end: number, rest: number): number {
  let value = rest;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    const letter = byte & ~32;
    if (byte >= ZERO && byte <= NINE) value = value * 10 + byte - ZERO;
    else if (letter >= LETTER_A && letter <= LETTER_Z) value = value * 100 + letter - LETTER_A + 10;
    // Not at each digit: a remainder costs more than all the rest.
    if (value >= 1_000_000) value %= 97;
  }
  return value % 97;
}

/** The two digits that bring the whole to 1 modulo 97. Returns where they end. */
function writeProof(bytes: Uint8Array, at: number, rest: number): number {
  const proof = 98 - ((rest * 100) % 97);
  bytes[at] = ZERO + Math.floor(proof / 10);
  bytes[at + 1] = ZERO + (proof % 10);
  return at + 2;
}
