/**
 * Numbers as people write them for people: a decimal comma, marks between thousands, a sign or code of currency, percent,
 * brackets for minus, a plus, exponents. One column has one style, or it is text. `numberFormsOf` says in which styles a
 * text is a number; the survey takes the one that all cells fit. Left out: several currencies in one column, units,
 * telephone numbers (a plus and eight digits or more).
 */
import { readNumber, type NumberReading } from './numbers.ts';
import { spellNumber, type Places } from './spelling.ts';

export type NumberStyle = Readonly<{
  decimal: '.' | ',';
  /** Between thousands, or nothing. */
  group: string;
  /** Blanks included. A minus stands before the prefix. */
  prefix: string;
  suffix: string;
  /** Brackets stand for minus. */
  brackets?: boolean;
  /** Whatever is above zero bears a plus. */
  plus?: boolean;
  /** Every number has one: `E`, `e+00`; places are those before it. */
  exponent?: Exponent;
}>;
/** `digits`: the least of them; `places` of the mantissa. */
export type Exponent = Readonly<{ letter: 'e' | 'E'; plus: boolean; digits: number; places: number }>;

/** Exact: `read` answers null for what would be written otherwise, but for what is forgiven. */
export type NumberForm = Readonly<{ style: NumberStyle | null; read: (text: string) => NumberReading | null }>;

const CURRENCIES =
  'EUR|USD|GBP|CHF|JPY|CNY|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|INR|AUD|CAD|NZD|BRL|MXN|ZAR|KRW|SGD|HKD|ILS|THB';
const BODY = String.raw`[+-]?[\d.,' \u00a0\u202f]*\d(?:[eE][+-]?\d{1,3})?`;
const AFFIXED = new RegExp(String.raw`^[+-]?((?:[€$£¥]|${CURRENCIES})\s?)?(?:${BODY})(\s?(?:[%€$£¥]|${CURRENCIES}))?$`);
const LONGEST = 48;
const MARKS: readonly Readonly<{ decimal: '.' | ','; group: string }>[] = [
  { decimal: '.', group: ',' },
  { decimal: ',', group: '.' },
  ...[' ', '\u00a0', '\u202f', "'"].flatMap((group) => [
    { decimal: '.' as const, group },
    { decimal: ',' as const, group },
  ]),
];
/** More digits are not sure to be kept by a double. */
const MAX_DIGITS = 15;
const PLAIN: NumberForm = { style: null, read: readNumber };

/** Whether a text is a number only in some style. */
export function isStyledNumber(text: string): boolean {
  return readNumber(text) === null && numberFormsOf(text).length > 0;
}

/** Every way in which the text is a number, the plain one first. `said`: marks that the user names. */
export function numberFormsOf(text: string, said: Partial<Pick<NumberStyle, 'decimal' | 'group'>> = {}): NumberForm[] {
  if (text.length > LONGEST || !/\d/.test(text)) return [];
  const isBracketed = text.startsWith('(') && text.endsWith(')');
  const match = AFFIXED.exec(isBracketed ? text.slice(1, -1) : text);
  if (match === null) return [];
  const affixes = { prefix: match[1] ?? '', suffix: match[2] ?? '' };
  const marks = MARKS.filter(({ decimal }) => said.decimal === undefined || decimal === said.decimal);
  const chosen =
    said.group === undefined
      ? marks
      : [{ decimal: said.decimal ?? (said.group === ',' ? '.' : ','), group: said.group } as const];
  const forms = [false, true].flatMap((brackets) =>
    chosen.map((each) => formOf({ ...each, ...affixes, ...(brackets ? { brackets } : {}) })),
  );
  const isSaid = said.decimal !== undefined || said.group !== undefined;
  return [...(isSaid ? [] : [PLAIN]), ...forms].filter(({ read }) => read(text) !== null);
}

/** The style as its column has it: marks that no cell shows are left out, habits of sign and exponent are found. Null: plain. */
export function habitOf({ style }: NumberForm, texts: readonly string[]): NumberStyle | null {
  const { decimal, group, prefix, suffix, brackets } = style ?? { decimal: '.', group: '', prefix: '', suffix: '' };
  const isGrouped = group !== '' && texts.some((text) => bareOf(text, prefix, suffix).includes(group));
  const plus = hasPlus(texts);
  const exponent = group === '' || !isGrouped ? exponentOf(texts, decimal, prefix, suffix) : null;
  const isBracketed = brackets === true && texts.some((text) => text.startsWith('('));
  const isPlain = decimal === '.' && !isGrouped && prefix === '' && suffix === '' && !isBracketed;
  if (isPlain && !plus && exponent === null) return null;
  return {
    decimal,
    group: isGrouped ? group : '',
    prefix,
    suffix,
    ...(isBracketed ? { brackets: true } : {}),
    ...(plus ? { plus } : {}),
    ...(exponent === null ? {} : { exponent }),
  };
}

/** Whether a cell bears a mark between thousands and none before decimals, so that it might be read the other way. */
export function isOpenToDoubt(text: string, mark: string): boolean {
  return new RegExp(`^\\D*[1-9]\\d{0,2}${escaped(mark)}\\d{3}\\D*$`).test(text);
}

export function spellStyled(value: number, style: NumberStyle, places: Places): string {
  const { decimal, group, prefix, suffix, brackets, plus, exponent } = style;
  const size = Math.abs(value);
  const plain = exponent === undefined ? spellNumber(size, places.fewest, places.most) : spellExponent(size, exponent);
  const [whole = '', fraction] = plain.split('.');
  const grouped = group === '' ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  const bare = `${prefix}${grouped}${fraction === undefined ? '' : decimal + fraction}${suffix}`;
  if (value < 0 || Object.is(value, -0)) return brackets === true ? `(${bare})` : `-${bare}`;
  return plus === true && value > 0 ? `+${bare}` : bare;
}

function spellExponent(size: number, { letter, plus, digits, places }: Exponent): string {
  const [mantissa = '', power = '0'] = size.toExponential(places).split('e');
  const sign = power.startsWith('-') ? '-' : plus ? '+' : '';
  return `${mantissa}${letter}${sign}${power.replace(/^[+-]/, '').padStart(digits, '0')}`;
}

function formOf(style: NumberStyle): NumberForm {
  const { decimal, group, prefix, suffix, brackets } = style;
  const pattern = new RegExp(
    `^(?:\\d*|[1-9]\\d{0,2}(?:${group === '' ? '(?!)' : escaped(group)}\\d{3})+)(?:${escaped(decimal)}\\d+)?(?:[eE][+-]?\\d+)?$`,
  );
  const read = (text: string): NumberReading | null => {
    const isBracketed = brackets === true && text.startsWith('(') && text.endsWith(')');
    let rest = isBracketed ? text.slice(1, -1) : text;
    let sign = /^[+-]/.exec(rest)?.[0] ?? '';
    rest = rest.slice(sign.length);
    if (prefix !== '' || suffix !== '') {
      if (!rest.startsWith(prefix) || !rest.endsWith(suffix) || rest.length <= prefix.length + suffix.length)
        return null;
      rest = rest.slice(prefix.length, rest.length - suffix.length);
      if (sign === '' && /^[+-]/.test(rest)) {
        sign = rest[0]!;
        rest = rest.slice(1);
      }
    }
    if (brackets === true && sign !== '') return null;
    if (!pattern.test(rest) || rest.replace(/[eE].*$|\D/g, '').length > MAX_DIGITS) return null;
    if (sign === '+' && group !== '' && rest.includes(group) && !/[,.]/.test(group)) return null;
    const plain = (group === '' ? rest : rest.replaceAll(group, '')).replace(decimal, '.');
    return readNumber((isBracketed ? '-' : sign) + plain);
  };
  return { style, read };
}

function bareOf(text: string, prefix: string, suffix: string): string {
  const from = text.indexOf(prefix) + prefix.length;
  return text.slice(from, suffix === '' ? undefined : text.lastIndexOf(suffix));
}

/** Whether all that could bear a plus do. */
function hasPlus(texts: readonly string[]): boolean {
  let plus = 0;
  for (const text of texts) {
    if (text.startsWith('+')) plus++;
    else if (!/^[-(]/.test(text) && /[1-9]/.test(text)) return false;
  }
  return plus > 0;
}

/** The exponents of cells that all have one, and would be written so again. */
function exponentOf(texts: readonly string[], decimal: string, prefix: string, suffix: string): Exponent | null {
  if (prefix !== '' || suffix !== '') return null;
  const first = /^[+-]?\d(?:[.,](\d+))?([eE])[+-]?\d+$/.exec(texts[0] ?? '');
  if (first === null) return null;
  const habit: Exponent = {
    letter: first[2] as 'e' | 'E',
    plus: texts.some((text) => /e\+/i.test(text)),
    digits: Math.min(...texts.slice(0, 100).map((text) => text.length - text.search(/\d+$/))),
    places: first[1]?.length ?? 0,
  };
  const isSpelledSo = (text: string): boolean => {
    const size = Math.abs(Number(text.replace(',', '.')));
    return spellExponent(size, habit).replace('.', decimal) === text.replace(/^[+-]/, '');
  };
  return texts.every(isSpelledSo) ? habit : null;
}

function escaped(mark: string): string {
  return mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
