/**
 * Which patterns a text may be a date in, found from the text alone: ISO, day, month and year in any order with `/ - .`
 * or blanks, names of months, two-digit years, times of day with AM and PM, fractions and zones; months and quarters of a
 * year. Where the text leaves something open (03/04/2024, or whether 11/12 would have a leading zero) it has several, the
 * likelier one first. Also the compact dates that look like numbers: 20240131 and 20240131235959.
 * Left out: years alone, which are numbers; weekdays; day and month without a year.
 */
import { patternOf, type DatePattern } from './date-pattern.ts';
import { readMoment } from './moments.ts';
import { monthTokens } from './month-names.ts';

export type DateOrder = 'day' | 'month' | 'year';

const LONGEST = 48;
const TIME =
  /(^|[T ]|, |  )(\d{1,2}):\d\d(?:(:\d\d)(?:([.,])(\d{1,9}))?)?(?:( ?)([AaPp][Mm]))?(?:( ?)(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?$/;
const COMPACT = /^\d{8}T\d{4}(\d\d)?(Z?)$/;
const NUMERIC = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})$/;
const BETWEEN = String.raw`(\. |\.|[-/ ]|, |,| de )`;
const DAY_FIRST = new RegExp(String.raw`^(\d{1,2})${BETWEEN}(\p{L}{3,10})${BETWEEN}(\d{4}|\d\d)$`, 'u');
const NAME_FIRST = new RegExp(String.raw`^(\p{L}{3,10})${BETWEEN}(\d{1,2})${BETWEEN}(\d{4})$`, 'u');
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})${BETWEEN}(\p{L}{3,10})${BETWEEN}(\d{1,2})$`, 'u');
/** Months and quarters alone are those of years that tables are about: others are numbers of files, of chapters, of cases. */
const YEAR = String.raw`(?:1[6-9]|2[01])\d\d`;
const YEAR_MONTH = new RegExp(String.raw`^${YEAR}([-/])(\d\d)$`);
const MONTH_YEAR = new RegExp(String.raw`^(\d\d?)([-/.])${YEAR}$`);
const YEAR_QUARTER = new RegExp(String.raw`^${YEAR}([- /]?)([Qq])[1-4]$`);
const QUARTER_YEAR = new RegExp(String.raw`^([Qq])[1-4]([- /])${YEAR}$`);
const NAME_YEAR = new RegExp(String.raw`^(\p{L}{3,10})(\. |[-/ ]|, | de )(?:${YEAR}|\d\d)$`, 'u');
const YEAR_NAME = new RegExp(String.raw`^${YEAR}([-/ ])(\p{L}{3,10})$`, 'u');
/** Of compact dates: others of eight digits are numbers. The last day of all is a common mark for no end. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2099;
const NO_END = 99_991_231;
const EIGHT_DIGITS = 1e8;

/** The patterns that read the text, the likeliest first; none if it is no date. */
export function dateFormsOf(text: string): readonly DatePattern[] {
  if (text.length > LONGEST || text.length < 4 || !/\d/.test(text)) return [];
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const patterns = [`yyyyMMdd'T'HHmm${compact[1] === undefined ? '' : 'ss'}${compact[2] === 'Z' ? 'XXX' : ''}`];
    return thoseThatRead(text, patterns);
  }
  const time = TIME.exec(text);
  const day = time === null ? text : text.slice(0, time.index);
  if (time !== null && (time[1] === '') !== (day === '')) return [];
  const times = time === null ? [''] : timesOf(time);
  const days = day === '' ? [''] : [...(time === null ? periodsOf(day) : []), ...daysOf(day, time?.[7] !== undefined)];
  return thoseThatRead(
    text,
    days.flatMap((date) => times.map((ofDay) => date + ofDay)),
  );
}

/** What comes first where day and month are both numbers and either may; null where nobody could mistake them. */
export function orderOf({ pattern, stepMonths }: DatePattern): DateOrder | null {
  if (stepMonths > 0) return null;
  const numbers = pattern.replace(/'[^']*'/g, '');
  if (/yyyy.*M|MMM/.test(numbers) && !/^[dM]/.test(numbers)) return null;
  if (/MMM/.test(numbers)) return null;
  return numbers.startsWith('d') ? 'day' : numbers.startsWith('M') ? 'month' : numbers.startsWith('yy') ? 'year' : null;
}

/** The zone that a text names, or nothing. */
export function zoneOf(text: string): string {
  return TIME.exec(text)?.[9] ?? (text.endsWith('Z') ? 'Z' : '');
}

/** The pattern with `zone` in the place of any zone. */
export function withZone({ pattern }: DatePattern, zone: string): DatePattern {
  return patternOf(pattern.replace('XXX', `'${zone}'`));
}

/** Whether all are a year and the next one, such as 2009-10 and 2010-11: seasons, which read as months of a year. */
export function areSeasons(texts: readonly string[]): boolean {
  return texts.every((text) => {
    const [, year = '', next = ''] = /^(\d{4})[-/](\d\d)$/.exec(text) ?? [];
    return next !== '' && Number(next) === (Number(year) + 1) % 100;
  });
}

/** Numbers that all are compact dates, as moments; null if one is none. */
export function compactDates(values: Float64Array): Readonly<{ moments: Float64Array; format: string }> | null {
  let scale = 0;
  let moments: Float64Array | null = null;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== value) continue;
    if (moments === null) {
      scale = value < EIGHT_DIGITS ? 1 : 1e6;
      if (!isCompact(value, scale)) return null;
      moments = new Float64Array(values.length).fill(NaN);
    }
    if (!isCompact(value, scale)) return null;
    const date = Math.floor(value / scale);
    const time = value - date * scale;
    const [hour, minute, second] = [Math.floor(time / 10_000), Math.floor(time / 100) % 100, time % 100];
    const month = Math.floor(date / 100) % 100;
    const day = date % 100;
    const midnight = Date.UTC(Math.floor(date / 10_000), month - 1, day);
    if (month < 1 || month > 12 || day < 1 || new Date(midnight).getUTCDate() !== day) return null;
    if (hour > 23 || minute > 59 || second > 59) return null;
    moments[row] = midnight + ((hour * 60 + minute) * 60 + second) * 1_000;
  }
  return moments && { moments, format: scale === 1 ? 'yyyyMMdd' : 'yyyyMMddHHmmss' };
}

function isCompact(value: number, scale: number): boolean {
  const date = Math.floor(value / scale);
  const year = Math.floor(date / 10_000);
  return Number.isInteger(value) && ((year >= FIRST_YEAR && year <= LAST_YEAR) || date === NO_END);
}

function thoseThatRead(text: string, patterns: readonly string[]): readonly DatePattern[] {
  return patterns.map(patternOf).filter((pattern) => !Number.isNaN(readMoment(pattern, text)));
}

function timesOf([
  ,
  before = '',
  hour = '',
  seconds,
  point,
  fraction,
  gap = '',
  half,
  blank = '',
  zone,
]: RegExpExecArray) {
  const isTwelve = half !== undefined;
  const rest = [
    ':mm',
    seconds === undefined ? '' : ':ss',
    fraction === undefined ? '' : point! + 'S'.repeat(fraction.length),
    isTwelve ? gap + (half === half.toUpperCase() ? 'a' : 'aa') : '',
    zone === undefined ? '' : `${blank}XXX`,
  ].join('');
  return habitsOf(hour, isTwelve ? 'h' : 'H').map((token) => `${literal(before)}${token}${rest}`);
}

/** Months and quarters of a year. */
function periodsOf(text: string): readonly string[] {
  const yearMonth = YEAR_MONTH.exec(text);
  if (yearMonth !== null) return [`yyyy${yearMonth[1]}MM`];
  const monthYear = MONTH_YEAR.exec(text);
  if (monthYear !== null) return habitsOf(monthYear[1]!, 'M').map((month) => `${month}${monthYear[2]}yyyy`);
  const yearQuarter = YEAR_QUARTER.exec(text);
  if (yearQuarter !== null) return [`yyyy${yearQuarter[1]}'${yearQuarter[2]}'Q`];
  const quarterYear = QUARTER_YEAR.exec(text);
  if (quarterYear !== null) return [`'${quarterYear[1]}'Q${quarterYear[2]}yyyy`];
  const nameYear = NAME_YEAR.exec(text);
  if (nameYear !== null) {
    const [, name = '', sign = ''] = nameYear;
    const isShort = text.length === name.length + sign.length + 2;
    // May 24 is a day of May, and so is May 2024 not.
    if (isShort && sign !== '-') return [];
    return named(name, (month) => [`${month}${literal(sign)}${isShort ? 'yy' : 'yyyy'}`]);
  }
  const yearName = YEAR_NAME.exec(text);
  return yearName === null ? [] : named(yearName[2]!, (month) => [`yyyy${yearName[1]}${month}`]);
}

function daysOf(text: string, isAmerican: boolean): readonly string[] {
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) {
    const [, first = '', sign = '', second = '', third = ''] = numeric;
    const join = (...parts: (readonly string[])[]): string[] =>
      parts.reduce<string[]>((made, part) => made.flatMap((head) => part.map((token) => head + sign + token)), ['']);
    const made = (...parts: (readonly string[])[]): string[] => join(...parts).map((pattern) => pattern.slice(1));
    if (first.length === 4) {
      if (third.length > 2) return [];
      return [
        ...made(['yyyy'], habitsOf(second, 'M'), habitsOf(third, 'd')),
        ...made(['yyyy'], habitsOf(second, 'd'), habitsOf(third, 'M')),
      ];
    }
    if (first.length > 2 || third.length === 3) return [];
    // 1.7.90 is more often a number of a chapter than a day.
    const isShort = third.length === 2 && sign !== '/' && (first.length < 2 || second.length < 2);
    if (third.length === 1 || isShort) return [];
    const year = [third.length === 4 ? 'yyyy' : 'yy'];
    const habits = year[0] === 'yy' && sign !== '/' ? (_: string, letter: string) => [letter + letter] : habitsOf;
    const dayFirst = made(habits(first, 'd'), habits(second, 'M'), year);
    const monthFirst = made(habits(first, 'M'), habits(second, 'd'), year);
    const yearFirst = third.length === 2 && first.length === 2 ? made(['yy'], habits(second, 'M'), ['dd']) : [];
    return isAmerican ? [...monthFirst, ...dayFirst, ...yearFirst] : [...dayFirst, ...monthFirst, ...yearFirst];
  }
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) {
    const [, day = '', a = '', name = '', b = '', year = ''] = dayFirst;
    return named(name, (month) =>
      habitsOf(day, 'd').map(
        (token) => `${token}${literal(a)}${month}${literal(b)}${year.length === 4 ? 'yyyy' : 'yy'}`,
      ),
    );
  }
  const nameFirst = NAME_FIRST.exec(text);
  if (nameFirst !== null) {
    const [, name = '', a = '', day = '', b = ''] = nameFirst;
    return named(name, (month) => habitsOf(day, 'd').map((token) => `${month}${literal(a)}${token}${literal(b)}yyyy`));
  }
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst === null) return [];
  const [, , a = '', name = '', b = '', day = ''] = yearFirst;
  return named(name, (month) => habitsOf(day, 'd').map((token) => `yyyy${literal(a)}${month}${literal(b)}${token}`));
}

function named(name: string, patterns: (month: string) => readonly string[]): readonly string[] {
  return monthTokens(name).flatMap(patterns);
}

/** With a leading zero, without, or either: then with it first. */
function habitsOf(digits: string, letter: string): readonly string[] {
  if (digits.length === 1) return [letter];
  return digits.startsWith('0') ? [letter + letter] : [letter + letter, letter];
}

function literal(text: string): string {
  return /\p{L}/u.test(text) ? `'${text}'` : text;
}
