/**
 * Dates and times as text and as milliseconds since 1970-01-01 UTC. Every column has one pattern (`date-pattern.ts`);
 * here are the ISO ones, which people state bounds in, whatever the pattern of a column.
 */
import type { DateFormat } from './column.ts';
import { parsePattern, patternOf } from './date-pattern.ts';
import { readMoment, writeMoment } from './moments.ts';

/** Of the column that is meant first, if more than one of them reads a text. */
const ISO = ['', ' HH:mm:ss', "'T'HH:mm:ss", "'T'HH:mm:ss'Z'", ' HH:mm', "'T'HH:mm"].map((time) => `yyyy-MM-dd${time}`);

export type DateReading = Readonly<{ epochMs: number; format: DateFormat }>;

/** The moment and the format of an ISO text, or null. */
export function readDate(text: string): DateReading | null {
  if (text.charCodeAt(4) !== 45) return null;
  for (const format of ISO) {
    const epochMs = readMoment(patternOf(format), text);
    if (epochMs === epochMs) return { epochMs, format };
  }
  return null;
}

/** The moment in this format; parts that the format lacks are cut off. */
export function writeDate(epochMs: number, format: DateFormat): string {
  return writeMoment(patternOf(format), epochMs);
}

/** The grid of a format in milliseconds: a day, a minute, a second or a fraction of it. */
export function stepMsOf(format: DateFormat): number {
  return patternOf(format).stepMs;
}

/** Whether a text is a pattern of dates. */
export function isDateFormat(text: string): boolean {
  return parsePattern(text) !== null;
}
