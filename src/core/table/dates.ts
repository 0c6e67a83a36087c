/**
 * ISO dates and times as text and as milliseconds since 1970-01-01 UTC, years 0000 to 9999. A text counts only if
 * writing what was read gives it back: 2023-02-30 is no date. No clock and no time zone of the machine take part.
 */
import { unreachable } from '../errors.ts';
import type { DateFormat } from './column.ts';

const PATTERN = /^(\d{4})-(\d\d)-(\d\d)(?:([ T])(\d\d):(\d\d)(?::(\d\d)(Z)?)?)?$/;

export type DateReading = Readonly<{ epochMs: number; format: DateFormat }>;

/** The moment and the format of an ISO text, or null. */
export function readDate(text: string): DateReading | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, year, month, day, separator, hour, minute, second, zone] = match;
  const format = formatOf(separator, second !== undefined, zone !== undefined);
  if (format === null) return null;
  const moment = new Date(0);
  moment.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  moment.setUTCHours(Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  const epochMs = moment.getTime();
  return writeDate(epochMs, format) === text ? { epochMs, format } : null;
}

/** The moment in this format; parts that the format lacks are cut off. */
export function writeDate(epochMs: number, format: DateFormat): string {
  const iso = new Date(epochMs).toISOString(); // 2023-02-28T13:45:00.000Z
  const date = iso.slice(0, 10);
  switch (format) {
    case 'yyyy-MM-dd':
      return date;
    case 'yyyy-MM-dd HH:mm':
      return `${date} ${iso.slice(11, 16)}`;
    case 'yyyy-MM-dd HH:mm:ss':
      return `${date} ${iso.slice(11, 19)}`;
    case "yyyy-MM-dd'T'HH:mm":
      return `${date}T${iso.slice(11, 16)}`;
    case "yyyy-MM-dd'T'HH:mm:ss":
      return `${date}T${iso.slice(11, 19)}`;
    case "yyyy-MM-dd'T'HH:mm:ss'Z'":
      return `${date}T${iso.slice(11, 19)}Z`;
    default:
      return unreachable(format);
  }
}

/** The grid of a format in milliseconds: a day, a minute or a second. */
export function stepMsOf(format: DateFormat): number {
  if (format === 'yyyy-MM-dd') return 86_400_000;
  return format.includes('ss') ? 1_000 : 60_000;
}

function formatOf(separator: string | undefined, hasSeconds: boolean, hasZone: boolean): DateFormat | null {
  if (separator === undefined) return 'yyyy-MM-dd';
  if (separator === ' ') return hasZone ? null : hasSeconds ? 'yyyy-MM-dd HH:mm:ss' : 'yyyy-MM-dd HH:mm';
  if (hasZone) return "yyyy-MM-dd'T'HH:mm:ss'Z'";
  return hasSeconds ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm";
}
