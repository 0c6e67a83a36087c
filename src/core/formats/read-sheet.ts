/**
 * A sheet of a workbook as columns: rows above the table, below it and without a cell are no rows of it, and its first
 * rows are judged as a header, as in delimited text; columns without any cell are none. Rows are counted from 1 as the
 * workbook shows them.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { ReadingChoices } from '../recipe.ts';
import { addColumn, putCell, type Gather, type RawCell } from './gather.ts';
import { columnNames, headerQuestion, judgeHeader } from './header.ts';
import { headerRowsOf, joinedHeader, preambleLength } from './layout.ts';
import { looksLikeValue } from './looks.ts';
import type { SampleCell } from './sample.ts';
import type { Block, Decoded } from './source.ts';
import type { Found } from './typed-read.ts';

const JUDGED_ROWS = 200;

/** A sheet comes as one block. */
export async function gatherSheet({ blocks, notices: before }: Decoded, choices: ReadingChoices): Promise<Found> {
  const gather: Gather = { columns: [] };
  let sheet: Block = [];
  for await (const block of blocks) sheet = block;
  const { candidates, first, last, beyond } = tableRows(sheet, choices);
  const rows = candidates.slice(first, last);
  if (rows.length === 0) return { gather, rowCount: 0, isHeader: false, notices: before };
  const columns = sheet.filter((cells) => rows.some((row) => cells[row] !== null));
  const header = headerOf(columns, candidates.slice(0, last), first, choices);
  const { names, notices } = columnNames(header.names, columns.length, header.isHeader);
  names.forEach((name) => addColumn(gather, name));
  const data = candidates.slice(header.end, last);
  columns.forEach((cells, place) => {
    data.forEach((from, row) => putCell(gather.columns[place]!, row, cells[from]));
  });
  const below = [...candidates.slice(last), ...beyond];
  const empty = candidates[last - 1]! - candidates[header.start]! + 1 - (last - header.start);
  const found = [
    ...before,
    ...header.notices,
    ...notices,
    ...(header.start > 0 ? [noticeOf('preamble', 'note', { line: candidates[0]! + 1 }, header.start)] : []),
    ...(below.length > 0 ? [noticeOf('footer-set-aside', 'warning', { line: below[0]! + 1 }, below.length)] : []),
    ...(empty > 0 ? [noticeOf('blank-lines', 'note', {}, empty)] : []),
  ];
  return { gather, rowCount: data.length, isHeader: header.isHeader, notices: found };
}

type SheetHeader = Readonly<{
  isHeader: boolean;
  /** Its names as one row, or the first row where there are none. */
  names: readonly SampleCell[];
  /** Its rows, `end` not included, by their place among the candidates; without a header the first row twice. */
  start: number;
  end: number;
  notices: readonly Notice[];
}>;

/** `first`: the first row of the table among the candidates. Rows beyond an empty one are no part of its header. */
function headerOf(columns: Block, candidates: readonly number[], first: number, choices: ReadingChoices): SheetHeader {
  let top = first;
  while (choices.firstLine === undefined && top > 0 && candidates[top - 1] === candidates[top]! - 1) top--;
  const rows = candidates.slice(top, first + JUDGED_ROWS).map((row) => columns.map((cells) => sampleCell(cells[row]!)));
  const judged = judgeHeader({ rows: rows.slice(first - top) });
  const found = headerRowsOf({ rows }, first - top, columns.length, choices.headerRows);
  const isSeveral = choices.headerRows !== undefined || found.isBelow;
  const isHeader = choices.header ?? (judged.isHeader || isSeveral);
  const isAsked = choices.header === undefined && !judged.isSure && !isSeveral;
  const names = rows[first - top]!;
  const notices = isAsked ? [headerQuestion(names, columns.length, isHeader)] : [];
  if (!isHeader) return { isHeader, names, start: first, end: first, notices };
  const [start, end] = [top + found.from, top + found.from + found.count];
  const header = rows.slice(found.from, found.from + found.count);
  return { isHeader, names: header.length > 1 ? joinedHeader(header, columns.length) : names, start, end, notices };
}

type TableRows = Readonly<{
  /** Rows of the sheet that hold anything, up to the last that was asked for; and those beyond. */
  candidates: readonly number[];
  beyond: readonly number[];
  /** The table among the candidates, `last` not included. */
  first: number;
  last: number;
}>;

function tableRows(sheet: Block, { header, firstLine, lastLine }: ReadingChoices): TableRows {
  const all = sheet[0]?.length ?? 0;
  const end = Math.min(all, lastLine ?? all);
  const filled: number[] = [];
  for (let row = 0; row < all; row++) if (sheet.some((cells) => cells[row] !== null)) filled.push(row);
  const candidates = filled.filter((row) => row < end);
  const first = firstLine === undefined ? leading(sheet, candidates, header) : placeOf(candidates, firstLine - 1);
  const last = lastLine === undefined ? endOfTable(sheet, candidates, first) : candidates.length;
  return { candidates, beyond: filled.filter((row) => row >= end), first, last };
}

/** Behind the last row that is no note: notes with several words, or with one text alone below an empty row. */
function endOfTable(sheet: Block, rows: readonly number[], first: number): number {
  let end = rows.length;
  for (let at = end - 1; at > first; at--) {
    const row = rows[at]!;
    const isNext = end === at + 1;
    if (isNote(sheet, row)) end = isNext ? at : end;
    else if (!isLoneText(sheet, row)) break;
    if (row > rows[at - 1]! + 1) end = at;
  }
  return end;
}

/** How many rows stand above the table. Who says that there is no header says that the first row is one of it. */
function leading(sheet: Block, rows: readonly number[], header: boolean | undefined): number {
  if (header === false) return 0;
  const columns = sheet.filter((cells) => rows.some((row) => cells[row] !== null));
  const sample = rows.slice(0, JUDGED_ROWS).map((row) => {
    const cells = columns.map((column) => sampleCell(column[row]!));
    return cells.slice(0, cells.findLastIndex(({ text }) => text !== '') + 1);
  });
  return preambleLength({ rows: sample }, columns.length);
}

/** The first row at or behind this place of the sheet. */
function placeOf(rows: readonly number[], place: number): number {
  const found = rows.findIndex((row) => row >= place);
  return found < 0 ? rows.length : found;
}

/** A row with a third of the columns or fewer, of which one holds several words: a sparse row mostly does not. */
function isNote(sheet: Block, row: number): boolean {
  const last = sheet.findLastIndex((cells) => cells[row] !== null);
  return 3 * (last + 1) <= sheet.length && sheet.some((cells) => /\S\s+\S/.test(String(cells[row] ?? '')));
}

function isLoneText(sheet: Block, row: number): boolean {
  const filled = sheet.flatMap((cells) => cells[row] ?? []);
  return sheet.length > 2 && filled.length === 1 && typeof filled[0] === 'string' && !looksLikeValue(filled[0]);
}

function sampleCell(cell: RawCell): SampleCell {
  const text = cell === null ? '' : String(cell);
  return { text, isQuoted: typeof cell === 'string', raw: text };
}
