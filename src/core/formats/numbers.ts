/**
 * What counts as a number: a text that can be written back from its value and its places. That leaves out 02139 and keys
 * of twenty digits. Forgiven are a plus sign, a missing zero before the point and the spelling of an exponent.
 * This is the slow reader, of texts; the scanner reads plain numbers in place from bytes and hands it the rest.
 */

export type NumberReading = Readonly<{ value: number; places: number }>;

/** Places beyond this are no habit of people's; doubles end there too. */
export const MAX_PLACES = 20;
/** The most `decimals` of a column: models keep no more. The values are exact all the same. */
export const MAX_DECIMALS = 12;

/** A plus and so many digits are a telephone number. */
const PHONE_DIGITS = 8;

const NUMBER = /^([+-]?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The value and the places it is written with, or null. */
export function readNumber(text: string): NumberReading | null {
  const match = NUMBER.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent] = match;
  if (whole === '' && fraction === '') return null;
  if (whole.length > 1 && whole.startsWith('0')) return null;
  if (sign === '+' && whole.length >= PHONE_DIGITS && text.length === whole.length + 1) return null;
  const value = Number(text);
  const places = Math.max(0, fraction.length - Number(exponent ?? 0));
  if (!Number.isFinite(value) || places > MAX_PLACES) return null;
  if (!keepsDigits(value, sign, whole, fraction, exponent, places)) return null;
  return { value, places };
}

/** Whether a text looks like a number and is none only because a double cannot hold its digits, or its places are too many. */
export function losesDigits(text: string): boolean {
  if (text.length < 16 && !/[eE]/.test(text)) return false;
  return (
    /^[+-]?(?:[1-9]\d*|0)(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/.test(text) &&
    Number.isFinite(Number(text)) &&
    readNumber(text) === null
  );
}

function keepsDigits(
  value: number,
  sign: string,
  whole: string,
  fraction: string,
  exponent: string | undefined,
  places: number,
): boolean {
  if (exponent !== undefined) return significantDigits(String(value)) === significantDigits(`${whole}.${fraction}`);
  if (whole.length + fraction.length <= 15) return true;
  const written = `${sign === '-' ? '-' : ''}${whole || '0'}${places > 0 ? '.' : ''}${fraction}`;
  return value.toFixed(places) === written || shortest(value, places) === written;
}

/** The shortest text that reads as this double, with at least `places` places; or with an exponent, if it is far off. */
function shortest(value: number, places: number): string {
  const text = String(value);
  const have = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  if (have >= places) return text;
  return `${text}${have === 0 ? '.' : ''}${'0'.repeat(places - have)}`;
}

function significantDigits(text: string): string {
  return text.replace(/e.*$/i, '').replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
}
