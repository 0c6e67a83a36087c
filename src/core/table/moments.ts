/**
 * Texts of dates and times ⇄ milliseconds since 1970-01-01 UTC, by the fields of a pattern (`date-pattern.ts`). A text
 * counts only if writing what was read gives it back: 2023-02-30 is no date. No clock, locale or time zone of the machine
 * takes part. Range: years 0000 to 9999, to the microsecond, which a double holds.
 */
import { DAY_MS, dateOf, daysUntil, isDay } from './calendar.ts';
import { offsetOf, type DatePattern } from './date-pattern.ts';

const MICRO_DAY = DAY_MS * 1_000;

/** The moment, or NaN. */
export function readMoment({ fields, offsetMinutes }: DatePattern, text: string): number {
  let year = 1970;
  let month = 1;
  let day = 1;
  let hour = 0;
  let minute = 0;
  let second = 0;
  let micros = 0;
  let offset = offsetMinutes;
  let at = 0;
  for (const field of fields) {
    switch (field.kind) {
      case 'literal':
        if (!text.startsWith(field.text, at)) return NaN;
        at += field.text.length;
        break;
      case 'number': {
        const { digits } = field;
        const end = digits > 0 ? at + digits : isDigit(text, at + 1) ? at + 2 : at + 1;
        if (digits === 0 && text.charCodeAt(at) === 48 && end === at + 2) return NaN;
        let value = 0;
        for (; at < end; at++) {
          if (!isDigit(text, at)) return NaN;
          value = value * 10 + text.charCodeAt(at) - 48;
        }
        if (field.unit === 'year') year = value;
        else if (field.unit === 'shortYear') year = value + (value < 69 ? 2000 : 1900);
        else if (field.unit === 'month') month = value;
        else if (field.unit === 'quarter') month = 3 * value - 2;
        else if (field.unit === 'day') day = value;
        else if (field.unit === 'hour') hour = value;
        else if (field.unit === 'minute') minute = value;
        else if (field.unit === 'second') second = value;
        else if (field.unit === 'halfHour') {
          if (value < 1 || value > 12) return NaN;
          hour += value % 12;
        } else {
          micros = digits > 6 ? value / 10 ** (digits - 6) : value * 10 ** (6 - digits);
          if (!Number.isInteger(micros)) return NaN;
        }
        break;
      }
      case 'name': {
        const index = field.names.findIndex((name) => text.startsWith(name, at));
        if (index < 0) return NaN;
        month = index + 1;
        at += field.names[index]!.length;
        break;
      }
      case 'half': {
        const half = text.slice(at, at + 2);
        if (half === field.names[1]) hour += 12;
        else if (half !== field.names[0]) return NaN;
        at += 2;
        break;
      }
      case 'zone': {
        const own = offsetOf(text.slice(at));
        if (own === null) return NaN;
        offset = own;
        at = text.length;
      }
    }
  }
  if (at !== text.length || !isDay(year, month, day)) return NaN;
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const ms = ((hour * 60 + minute - offset) * 60 + second) * 1_000 + micros / 1_000;
  return daysUntil(year, month, day) * DAY_MS + ms;
}

/** The moment in this pattern; parts that the pattern lacks are cut off. */
export function writeMoment({ fields, offsetMinutes }: DatePattern, epochMs: number): string {
  const local = epochMs + offsetMinutes * 60_000;
  let days = Math.floor(local / DAY_MS);
  let micros = Math.round((local - days * DAY_MS) * 1_000);
  if (micros === MICRO_DAY) {
    days++;
    micros = 0;
  }
  const [year, month, day] = dateOf(days);
  const hour = Math.floor(micros / 3_600_000_000);
  let text = '';
  for (const field of fields) {
    switch (field.kind) {
      case 'literal':
        text += field.text;
        break;
      case 'name':
        text += field.names[month - 1]!;
        break;
      case 'half':
        text += field.names[hour < 12 ? 0 : 1]!;
        break;
      case 'zone':
        text += 'Z';
        break;
      case 'number': {
        const { unit, digits } = field;
        if (unit === 'year') text += padded(year, digits);
        else if (unit === 'shortYear') text += padded(year % 100, digits);
        else if (unit === 'quarter') text += padded(Math.ceil(month / 3), digits);
        else if (unit === 'month') text += padded(month, digits);
        else if (unit === 'day') text += padded(day, digits);
        else if (unit === 'hour') text += padded(hour, digits);
        else if (unit === 'halfHour') text += padded(((hour + 11) % 12) + 1, digits);
        else if (unit === 'minute') text += padded(Math.floor(micros / 60_000_000) % 60, digits);
        else if (unit === 'second') text += padded(Math.floor(micros / 1_000_000) % 60, digits);
        else
          text += padded(micros % 1_000_000, 6)
            .padEnd(digits, '0')
            .slice(0, digits);
      }
    }
  }
  return text;
}

function isDigit(text: string, at: number): boolean {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9;
}

function padded(value: number, digits: number): string {
  if (digits <= 2) return digits === 2 && value < 10 ? `0${value}` : String(value);
  return String(value).padStart(digits, '0');
}
