/**
 * Patterns of dates and times, compiled once into the fields that texts are read and written by (`moments.ts`).
 * Symbols: yyyy year, yy its last two digits (69 to 99 are 19xx), Q quarter, M or MM month, MMM or MMMM its short or long
 *   name, d or dd day, H or HH hour, h or hh hour of twelve with a (AM) or aa (am), mm minute, ss second, S… fractions;
 *   one letter has no leading zero. Behind a month's name `{de}`, `{upper}` or `{fr lower}` say language and case.
 *   'T' is a letter. A quoted zone at the end ('Z', '+02:00', ' UTC') is that of every cell; XXX reads any zone and
 *   writes Z. A pattern without a date is a time of day, on 1970-01-01. One without a day names a year, a quarter or a
 *   month by its first moment.
 * Left out: weekdays, weeks, zones by name, 24:00 and leap seconds.
 */
import { assert } from '../errors.ts';
import { DAY_MS } from './calendar.ts';
import { isLanguage, monthNames } from './month-names.ts';

export type DatePattern = Readonly<{
  pattern: string;
  fields: readonly Field[];
  /** Whether it names a day. */
  hasDate: boolean;
  hasTime: boolean;
  /** Whether every cell names the same zone, and that zone. */
  isZoned: boolean;
  offsetMinutes: number;
  /** Whether cells name zones of their own. */
  hasOwnZones: boolean;
  /** The grid in milliseconds, that of months by their mean length. */
  stepMs: number;
  /** Of years 12, of quarters 3, of months 1; of shorter units 0. */
  stepMonths: 0 | 1 | 3 | 12;
}>;

type Unit = 'year' | 'shortYear' | 'quarter' | 'month' | 'day' | 'hour' | 'halfHour' | 'minute' | 'second' | 'fraction';
type Field =
  /** `digits` 0: one or two, without a leading zero. */
  | Readonly<{ kind: 'number'; unit: Unit; digits: number }>
  | Readonly<{ kind: 'name'; names: readonly string[] }>
  | Readonly<{ kind: 'half'; names: readonly string[] }>
  | Readonly<{ kind: 'literal'; text: string }>
  | Readonly<{ kind: 'zone' }>;

/** A twelfth of the mean Gregorian year. */
const MONTH_MS = 2_629_746_000;
const NUMBERS: Readonly<Record<string, readonly [Unit, number]>> = {
  yyyy: ['year', 4],
  yy: ['shortYear', 2],
  Q: ['quarter', 1],
  M: ['month', 0],
  MM: ['month', 2],
  d: ['day', 0],
  dd: ['day', 2],
  H: ['hour', 0],
  HH: ['hour', 2],
  h: ['halfHour', 0],
  hh: ['halfHour', 2],
  mm: ['minute', 2],
  ss: ['second', 2],
};

const compiled = new Map<string, DatePattern | null>();

/** A pattern ready for use. It is one: asserted. */
export function patternOf(pattern: string): DatePattern {
  const found = parsePattern(pattern);
  assert(found !== null, 'patternOf: a pattern of dates');
  return found;
}

/** Null if the text is no pattern that reads what it writes. */
export function parsePattern(pattern: string): DatePattern | null {
  let found = compiled.get(pattern);
  if (found === undefined) {
    found = compile(pattern);
    compiled.set(pattern, found);
  }
  return found;
}

const TOKEN = /'((?:[^']|'')*)'|(M{3,4})(?:\{([a-z ]+)\})?|([A-Za-z])\4*|[^A-Za-z0-9'{}]+/gy;

function compile(pattern: string): DatePattern | null {
  const fields: Field[] = [];
  let end = 0;
  let zone: number | null = null;
  for (const match of pattern.matchAll(TOKEN)) {
    const field = fieldOf(match);
    if (field === null) return null;
    const last = fields.at(-1);
    if (last?.kind === 'number' && last.digits === 0 && field.kind === 'number') return null;
    fields.push(field);
    end = match.index + match[0].length;
    zone = match[1] === undefined ? null : offsetOf(match[1].trim());
  }
  if (end !== pattern.length || fields.length === 0) return null;
  const units = fields.flatMap((field) => (field.kind === 'number' ? [field.unit] : [field.kind]));
  const has = (unit: string): boolean => units.includes(unit as Unit);
  const isTwice = units.some((unit, at) => unit !== 'literal' && units.indexOf(unit) !== at);
  const either = (...alternatives: Unit[]): number => alternatives.filter(has).length;
  const years = either('year', 'shortYear');
  const months = either('month') + (has('name') ? 1 : 0);
  const hours = either('hour', 'halfHour');
  const hasDate = years === 1 && months === 1 && has('day') && !has('quarter');
  const hasTime = hours === 1 && has('minute');
  const isPeriod = years === 1 && !has('day') && hours === 0 && months + (has('quarter') ? 1 : 0) <= 1;
  const stepMonths = !isPeriod ? 0 : months === 1 ? 1 : has('quarter') ? 3 : has('year') ? 12 : 0;
  const isWhole =
    (hasDate || stepMonths > 0 || (years === 0 && months === 0 && !has('day') && !has('quarter'))) &&
    (hasTime || (hours === 0 && !has('minute') && !has('zone'))) &&
    has('halfHour') === has('half') &&
    (has('minute') || !has('second')) &&
    (has('second') || !has('fraction'));
  if (isTwice || !isWhole || (!hasDate && !hasTime && stepMonths === 0)) return null;
  const fraction = fields.find((field) => field.kind === 'number' && field.unit === 'fraction');
  const places = fraction?.kind === 'number' ? fraction.digits : 0;
  return {
    pattern,
    fields,
    hasDate,
    hasTime,
    isZoned: hasTime && zone !== null,
    offsetMinutes: hasTime ? (zone ?? 0) : 0,
    hasOwnZones: has('zone'),
    stepMonths,
    stepMs: stepMonths * MONTH_MS || (!hasTime ? DAY_MS : has('second') ? 1_000 / 10 ** Math.min(6, places) : 60_000),
  };
}

function fieldOf([token, quoted, month, habits = '', letter]: RegExpMatchArray): Field | null {
  if (quoted !== undefined) return { kind: 'literal', text: quoted === '' ? "'" : quoted.replaceAll("''", "'") };
  if (month !== undefined) {
    const said = habits.split(' ');
    const language = said.find(isLanguage) ?? 'en';
    const letterCase = said.find((habit) => habit === 'upper' || habit === 'lower') ?? '';
    return { kind: 'name', names: monthNames(language, month.length === 4 ? 0 : 1, letterCase) };
  }
  if (letter === undefined) return { kind: 'literal', text: token };
  if (token === 'a' || token === 'aa') return { kind: 'half', names: token === 'a' ? ['AM', 'PM'] : ['am', 'pm'] };
  if (token === 'XXX') return { kind: 'zone' };
  if (letter === 'S' && token.length <= 9) return { kind: 'number', unit: 'fraction', digits: token.length };
  const number = NUMBERS[token];
  return number === undefined ? null : { kind: 'number', unit: number[0], digits: number[1] };
}

/** Minutes east of Greenwich of `Z`, `UTC`, `+02:00`, `-0330`, `+01`; null of anything else. */
export function offsetOf(zone: string): number | null {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  const match = /^([+-])([01]\d)(?::?([0-5]\d))?$/.exec(zone);
  return match ? (match[1] === '-' ? -1 : 1) * (60 * Number(match[2]) + Number(match[3] ?? 0)) : null;
}
