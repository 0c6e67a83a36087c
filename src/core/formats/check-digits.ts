/**
 * Numbers that are given out to persons and accounts, known by their check rules: sums with weights (the Netherlands,
 * Poland, the British health service), ISO 7064 (German tax numbers, IBAN), remainders (France, Spain), a table of
 * letters (Italy), the formula of Luhn (cards). American and British social numbers have no check digit, only parts that
 * are never given out. Each takes the text without blanks, dots and dashes, in capitals.
 * A text of digits passes a rule by chance in about one of ten cases: the caller asks for several that all pass.
 */

type Rule = (text: string) => boolean;

const digitsOf = (text: string): number[] => Array.from(text, Number);

/** Σ weight × digit, for as many digits as there are weights. */
function weighed(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(text[place]), 0);
}

/** Weights 9 … 2 and −1 over nine digits. */
const isDutch: Rule = (text) =>
  /^\d{8,9}$/.test(text) && Number(text) > 0 && weighed(text.padStart(9, '0'), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** Eleven digits; the third and fourth are a month, plus 20, 40, 60 or 80 for another century. */
const isPolish: Rule = (text) => {
  if (!/^\d{11}$/.test(text)) return false;
  const month = Number(text.slice(2, 4)) % 20;
  const day = Number(text.slice(4, 6));
  const sum = weighed(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && sum % 10 === 0;
};

/** Of the first ten digits one occurs twice or three times, the others at most once; then ISO 7064, mod 11, 10. */
const isGerman: Rule = (text) => {
  if (!/^[1-9]\d{10}$/.test(text)) return false;
  const digits = digitsOf(text);
  const often = new Array<number>(10).fill(0);
  for (const digit of digits.slice(0, 10)) often[digit]!++;
  const repeated = often.filter((count) => count > 1);
  if (repeated.length !== 1 || repeated[0]! > 3) return false;
  let product = 10;
  for (const digit of digits.slice(0, 10)) product = (2 * ((digit + product) % 10 || 10)) % 11;
  return (11 - product) % 10 === digits[10];
};

/** Sex, year, month, place and order, then 97 less their remainder by 97. Corsica's letters count as 19 and 18. */
const isFrench: Rule = (text) => {
  const match = /^([12]\d{4}(?:\d\d|2[AB])\d{6})(\d\d)$/.exec(text);
  if (match === null) return false;
  return 97 - (Number(match[1]!.replace('2A', '19').replace('2B', '18')) % 97) === Number(match[2]);
};

const isSpanish: Rule = (text) => {
  const match = /^([XYZ]?\d{7,8})([A-Z])$/.exec(text);
  if (match === null || match[1]!.length !== 8) return false;
  const number = Number(match[1]!.replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))));
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === match[2];
};

/** What a letter or digit counts at odd places, by its place in the alphabet or its value; at even places it counts that. */
const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

const isItalian: Rule = (text) => {
  if (!/^[A-Z]{6}[\dL-NP-V]{2}[A-EHLMPRST][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]$/.test(text)) return false;
  let sum = 0;
  for (let place = 0; place < 15; place++) {
    const sign = text[place]!;
    const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65;
    sum += place % 2 === 0 ? ODD[value]! : value;
  }
  return text.charCodeAt(15) - 65 === sum % 26;
};

const isHealthService: Rule = (text) =>
  /^[1-9]\d{9}$/.test(text) && weighed(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;

const isBritish: Rule = (text) => /^(?!BG|GB|NK|KN|TN|NT|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]\d{6}[A-D]$/.test(text);

const isAmerican: Rule = (text) => /^(?!000|666|9)\d{3}(?!00)\d\d(?!0000)\d{4}$/.test(text);

/** In this order: a column keeps to one. `American` only with its dashes, or where the column's name says so. */
export const NATIONAL_RULES: readonly Rule[] = [
  isDutch,
  isPolish,
  isGerman,
  isFrench,
  isSpanish,
  isItalian,
  isHealthService,
  isBritish,
];
export const isUncheckedNational: Rule = isAmerican;

/** Moved by four, letters as 10 … 35, the number leaves 1 by 97. */
export const isIban: Rule = (text) => {
  if (!/^[A-Z]{2}\d\d[A-Z\d]{11,30}$/.test(text)) return false;
  const moved = text.slice(4) + text.slice(0, 4);
  let rest = 0;
  for (const sign of moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) {
    rest = (rest * 10 + Number(sign)) % 97;
  }
  return rest === 1;
};

/** Every second digit from the right doubled, digits of the doubles added: a multiple of ten. */
export const isCard: Rule = (text) => {
  if (!/^[2-6]\d{12,18}$/.test(text)) return false;
  const sum = digitsOf(text)
    .reverse()
    .reduce((total, digit, place) => total + (place % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9), 0);
  return sum % 10 === 0;
};
