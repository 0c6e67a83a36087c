/**
 * What of a file is not the table: rows above it (titles, notes), rows below it (notes, rows of empty cells).
 *   Above: leading records with at most half as many filled cells as the typical record has.
 *   Below: trailing records of which every cell is empty, or that have a third of the cells or fewer.
 * Left out: two tables in one file; notes padded to full width below a table, which cannot be told from sparse rows.
 */
import { discardRow, isEmptyRow } from './cells.ts';
import type { DetectedDialect } from './dialect.ts';
import { judgeHeader } from './header.ts';
import { readNumber } from './numbers.ts';
import { sampleRecords, type Sample, type SampleCell, type SampleRecords } from './sample.ts';
import type { Scan } from './scan.ts';

type Row = readonly SampleCell[];

const MAX_PREAMBLE = 100;

/** How many leading records are no part of the table. */
export function preambleLength({ rows }: Pick<SampleRecords, 'rows'>, width: number): number {
  const filled = rows.map(filledIn);
  const some = filled.filter((cells) => cells > 0);
  const typical = medianOf(some.slice(some.length >> 1));
  if (width < 2 || typical < 2) return 0;
  const most = Math.min(rows.length - 1, MAX_PREAMBLE);
  let length = 0;
  while (length < most && (2 * filled[length]! <= typical || isNoteAboveHeader(rows.slice(length), width))) length++;
  if (length === 0 || length === most) return 0;
  // The last of them may be a header with few names, if there is none below.
  const isHeaderless = !judgeHeader({ rows: rows.slice(length) }).isHeader;
  return isHeaderless && (width === 2 || rows[length - 1]!.length === width) ? length - 1 : length;
}

/** A narrow record right above one that is surely a header. */
function isNoteAboveHeader([first, ...below]: SampleRecords['rows'], width: number): boolean {
  if (first!.length >= width || below[0]!.length !== width) return false;
  const { isHeader, isSure } = judgeHeader({ rows: below });
  return isHeader && isSure && filledIn(below[0]!) === width;
}

/** The last comment above the first record, if it has a name for every column: a header in disguise. */
export function commentedHeader(sample: Sample, { records, syntax, comment, width }: DetectedDialect): Row | null {
  const first = records.starts[0]!;
  const line = records.lastComment;
  if (line === null || line.line !== first.line - 1) return null;
  const bytes = sample.bytes.subarray(line.start, first.start);
  const [row] = sampleRecords({ bytes, isWhole: true }, { ...syntax, comment: [] }, 0).rows;
  if (row === undefined || row.length !== width || !row.every(({ text }) => isName(text))) return null;
  const [name, ...others] = row;
  let text = name!.text;
  while (text.startsWith(comment)) text = text.slice(comment.length);
  return [{ ...name!, text: text.trim() }, ...others];
}

function isName(text: string): boolean {
  return text !== '' && readNumber(text) === null;
}

/**
 * Takes the rows below the table back; answers how many were notes, and how many empty. A table that begins with a row of
 * empty cells keeps all of them: such rows are its way.
 */
export function dropFooter(scan: Scan): Readonly<{ notes: number; empty: number; firstLine: number }> {
  const { store, narrow } = scan;
  let kept = scan.row > 0 && !isEmptyRow(store, 0, 0) ? scan.row : 0;
  if (kept === 0) return { notes: 0, empty: 0, firstLine: 0 };
  let notes = 0;
  let empty = 0;
  let firstLine = 0;
  for (; kept > 1 && scan.width > 1; kept--) {
    const note = narrow[narrow.length - 1 - notes];
    if (note?.row === kept - 1) {
      notes++;
      firstLine = note.line;
    } else if (isEmptyRow(store, kept - 1, -1)) empty++;
    else break;
    discardRow(store, kept - 1);
  }
  scan.row = kept;
  scan.short.count -= notes;
  return { notes, empty, firstLine };
}

function filledIn(row: Row): number {
  return row.reduce((filled, { text }) => filled + (text === '' ? 0 : 1), 0);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
