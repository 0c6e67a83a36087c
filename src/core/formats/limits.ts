/**
 * How large a file may be. Above 2 GiB it is refused before it is read; from 512 MiB of text on it is told that reading
 * takes long and much memory. Both were measured on tables like Adult.
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';

/** As the file lies there, and unpacked. */
export const MAX_BYTES = 2 ** 31;
const MANY_BYTES = 2 ** 29;
const MIB = 2 ** 20;

/** Throws `file-too-large`. */
export function refuseLarge(byteLength: number): void {
  if (byteLength <= MAX_BYTES) return;
  throw new UserError('file-too-large', { megabytes: Math.ceil(byteLength / MIB), limit: MAX_BYTES / MIB });
}

/** What is to be said of so much text, in whichever format. */
export function sizeNotices(byteLength: number, format: string): readonly Notice[] {
  const isText = format === 'csv' || format === 'json' || format === 'jsonl';
  if (!isText || byteLength < MANY_BYTES) return [];
  return [noticeOf('file-large', 'warning', {}, Math.ceil(byteLength / MIB))];
}
