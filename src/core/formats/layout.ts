/**
 * What stands above a table (titles, notes), and which rows are its header. What stands below it: `footer.ts`.
 *   Above: leading records with at most half as many filled cells as the typical record has.
 *   Header: the first record of the table, if it is one (`header.ts`); with it rows below that hold names where the
 *     columns hold values, and rows right above that name at least two groups of columns.
 */
import type { DetectedDialect } from './detect-dialect.ts';
import { isPresent, judgeHeader } from './header.ts';
import { looksLikeValue } from './looks.ts';
import { readNumber } from './numbers.ts';
import { sampleRecords, type Sample, type SampleCell, type SampleRecords } from './sample.ts';

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

const MOST_HEADER_ROWS = 6;

/** Where the header begins and how many rows it has, if there is one. */
export type HeaderRows = Readonly<{
  from: number;
  count: number;
  /** Of them some stand below the first record. */ isBelow: boolean;
}>;

/** `above`: the first record of the table; `chosen`: how many rows the user says the header has. */
export function headerRowsOf(
  { rows }: Pick<SampleRecords, 'rows'>,
  above: number,
  width: number,
  chosen?: number,
): HeaderRows {
  if (chosen !== undefined) return { from: above, count: Math.min(chosen, rows.length - above), isBelow: true };
  let from = above;
  let count = 1;
  while (count < MOST_HEADER_ROWS && isHeaderBelow(rows, above, count, width)) count++;
  const isBelow = count > 1;
  while (from > 0 && count < MOST_HEADER_ROWS && namesGroups(rows[from - 1]!, width)) {
    from--;
    count++;
  }
  return { from, count, isBelow };
}

/** A second row of names: the first again, or names above values and no value above values. */
function isHeaderBelow(rows: readonly Row[], first: number, offset: number, width: number): boolean {
  const row = rows[first + offset];
  const below = rows.slice(first + offset + 1);
  if (row === undefined || below.length < 2 || row.length > width) return false;
  const isSame = row.length === rows[first]!.length && row.every(({ text }, at) => text === rows[first]![at]!.text);
  if (isSame && filledIn(row) > 1 && !row.some(({ text }) => looksLikeValue(text))) return true;
  return isNamesAbove(row, below, 2);
}

/** Whether it holds a text above values, in a table with that many columns of values, and a value above none of them. */
export function isNamesAbove(row: Row, below: readonly Row[], least: number): boolean {
  let columns = 0;
  let names = 0;
  for (let column = 0; column < row.length; column++) {
    const cells = below.map((each) => each[column]?.text ?? '').filter(isPresent);
    const values = cells.filter(looksLikeValue).length;
    if (cells.length === 0 || values < 0.9 * cells.length) continue;
    columns++;
    const { text } = row[column]!;
    if (looksLikeValue(text)) return false;
    if (isPresent(text)) names++;
  }
  return columns >= least && names > 0;
}

/** Rows without those that repeat the first, if that holds names above values: a name that recurs is else none. */
export function withoutRepeats(rows: readonly Row[]): readonly Row[] {
  const first = rows[0]!;
  const isFirst = (row: Row): boolean =>
    row.length === first.length && row.every(({ text }, at) => text === first[at]!.text);
  const others = rows.slice(1).filter((row) => !isFirst(row));
  const areRepeated = filledIn(first) > 1 && others.length < rows.length - 1 && isNamesAbove(first, others, 1);
  return areRepeated ? [first, ...others] : rows;
}

/** A row as wide as the table that names two groups of columns or more, and not every column. */
function namesGroups(row: Row, width: number): boolean {
  const filled = row.filter(({ text }) => text !== '');
  const isText = filled.every(({ text }) => !looksLikeValue(text) || /^(19|20)\d\d(\D|$)/.test(text));
  return row.length === width && filled.length >= 2 && filled.length < width && isText;
}

/**
 * One name a column from several rows: outer names run to the right over names of rows below, up to the next one or the
 * next of a row above; what stands over a column is joined with a blank.
 */
export function joinedHeader(rows: readonly Row[], width: number): Row {
  const filled = rows.map((row, depth) => {
    let last = '';
    return Array.from({ length: width }, (_, column) => {
      const { text } = row[column] ?? { text: '' };
      const isBorder = rows.slice(0, depth).some((outer) => (outer[column]?.text ?? '') !== '');
      if (text !== '' || isBorder) last = text;
      const isNamedBelow = rows.slice(depth + 1).some((inner) => (inner[column]?.text ?? '') !== '');
      return isNamedBelow ? last : text;
    });
  });
  return Array.from({ length: width }, (_, column) => {
    const text = filled
      .map((names) => names[column]!.trim())
      .filter((name) => name !== '')
      .join(' ');
    return { text, isQuoted: false, raw: rows.at(-1)?.[column]?.raw ?? '' };
  });
}

/** Narrow records, the first of them here, right above one that is surely a header. */
function isNoteAboveHeader(rows: SampleRecords['rows'], width: number): boolean {
  const offset = rows.slice(0, MAX_PREAMBLE).findIndex((row) => row.length >= width);
  const below = rows.slice(offset);
  if (offset < 1 || below[0]!.length !== width || filledIn(below[0]!) !== width) return false;
  const { isHeader, isSure } = judgeHeader({ rows: below });
  return isHeader && isSure;
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

function filledIn(row: Row): number {
  return row.reduce((filled, { text }) => filled + (text === '' ? 0 : 1), 0);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
