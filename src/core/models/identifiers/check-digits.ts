/**
 * A text with the digits that prove it: the formula of Luhn, ISO 7064 mod 97-10 (an IBAN has its digits after the two
 * letters of its country), ISBN-10 (weights 10 … 2, modulo 11, X is ten), ISBN-13 (weights 1 and 3, which EAN and GTIN
 * share). Blanks and marks count nowhere; letters count as 10 … 35 modulo 97 and nowhere else.
 */
import { unreachable } from '../../errors.ts';
import type { CheckForm } from '../../table/choices.ts';

export function withCheckDigits(text: string, form: CheckForm): string {
  switch (form) {
    case 'luhn':
      return text + luhnDigit(text);
    case 'isbn-13':
      return text + ((10 - (weighed(text, (place) => (place % 2 === 0 ? 3 : 1)) % 10)) % 10);
    case 'isbn-10': {
      const digit = (11 - (weighed(text, (place) => place + 2) % 11)) % 11;
      return text + (digit === 10 ? 'X' : digit);
    }
    case 'mod-97':
      return text + proof97(text);
    case 'iban':
      return text.slice(0, 2) + proof97(text.slice(2) + text.slice(0, 2)) + text.slice(2);
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
function luhnDigit(text: string): number {
  let sum = 0;
  let isDouble = true;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) continue;
    sum += isDouble ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
    isDouble = !isDouble;
  }
  return (10 - (sum % 10)) % 10;
}

/** Places are counted from the last digit, which is 0. */
function weighed(text: string, weightOf: (place: number) => number): number {
  let sum = 0;
  let place = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) sum += digit * weightOf(place++);
  }
  return sum;
}

function proof97(text: string): string {
  let rest = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 48 && unit <= 57) rest = (rest * 10 + unit - 48) % 97;
    const letter = unit & ~32;
    if (letter >= 65 && letter <= 90) rest = (rest * 100 + letter - 55) % 97;
  }
  return String(98 - ((rest * 100) % 97)).padStart(2, '0');
}
