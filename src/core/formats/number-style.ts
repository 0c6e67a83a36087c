/**
 * Numbers as people write them for people: a decimal comma, marks between thousands, a sign of currency or percent. One
 * column has one style, or it is text; every value must fit. Where each mark could be either (`123,000` throughout), it is
 * taken as between thousands, and asked. Left out: a plus sign (a telephone
 * number has one), brackets for minus, several currencies, units.
 */
import type { NumberReading } from './numbers.ts';
import { spellNumber, type Places } from './spelling.ts';

export type NumberStyle = Readonly<{
  decimal: '.' | ',';
  /** Between thousands, or nothing. */
  group: string;
  /** Blanks included. A minus stands before the prefix. */
  prefix: string;
  suffix: string;
}>;

export type StyledNumbers = Readonly<{ style: NumberStyle; readings: readonly NumberReading[]; isUnsure: boolean }>;

const AFFIXED = /^(-?)([€$£¥]\s?)?(-?[\d.,' \u00a0\u202f]*\d)(\s?[%€$£¥])?$/;
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

/** Whether a text is a number only in some style. */
export function isStyledNumber(text: string): boolean {
  return text.length <= 40 && readStyledNumbers([text]) !== null;
}

/** The values of texts that all are in one style; null if they are in none, or are plain numbers. */
export function readStyledNumbers(texts: readonly string[]): StyledNumbers | null {
  const first = AFFIXED.exec(texts[0] ?? '');
  if (first === null) return null;
  const prefix = first[2] ?? '';
  const suffix = first[4] ?? '';
  const bare: string[] = [];
  for (const text of texts) {
    const match = AFFIXED.exec(text);
    if (match === null || (match[2] ?? '') !== prefix || (match[4] ?? '') !== suffix) return null;
    if (prefix === '' && suffix === '' && !/[,.' \u00a0\u202f]/.test(match[3]!)) bare.push(text);
    else bare.push(match[1]! + match[3]!);
  }
  const fits = MARKS.flatMap((marks) => {
    const readings = readAll(bare, marks.decimal, marks.group);
    return readings === null ? [] : [{ ...marks, readings }];
  });
  const [best, rival] = fits;
  if (best === undefined) return null;
  const isGrouped = bare.some((text) => text.includes(best.group));
  const isPlain = best.decimal === '.' && !isGrouped && prefix === '' && suffix === '';
  if (isPlain) return null;
  const isUnsure = rival !== undefined && best.readings.some(({ value }, at) => value !== rival.readings[at]!.value);
  return {
    style: { decimal: best.decimal, group: isGrouped ? best.group : '', prefix, suffix },
    readings: best.readings,
    isUnsure,
  };
}

function readAll(texts: readonly string[], decimal: string, group: string): readonly NumberReading[] | null {
  const pattern = new RegExp(
    `^-?(?:0|[1-9]\\d*|[1-9]\\d{0,2}(?:${escaped(group)}\\d{3})+)(?:${escaped(decimal)}(\\d+))?$`,
  );
  const readings: NumberReading[] = [];
  for (const text of texts) {
    const match = pattern.exec(text);
    if (match === null || text.replace(/\D/g, '').length > MAX_DIGITS) return null;
    const value = Number(text.replaceAll(group, '').replace(decimal, '.'));
    readings.push({ value, places: match[1]?.length ?? 0 });
  }
  return readings;
}

export function spellStyled(value: number, { decimal, group, prefix, suffix }: NumberStyle, places: Places): string {
  const plain = spellNumber(Math.abs(value), places.fewest, places.most);
  const [whole = '', fraction] = plain.split('.');
  const grouped = group === '' ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  const sign = value < 0 ? '-' : '';
  return `${sign}${prefix}${grouped}${fraction === undefined ? '' : decimal + fraction}${suffix}`;
}

function escaped(mark: string): string {
  return mark === '.' ? '\\.' : mark;
}
