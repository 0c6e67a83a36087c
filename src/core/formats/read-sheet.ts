/**
 * A sheet of a workbook as columns: rows above the table, below it and without a cell are no rows of it, as in delimited
 * text; its first row is judged as a header; columns without any cell are none. Rows are counted from 1 as the workbook
 * shows them. Left out: headers of several rows.
 */
import { noticeOf } from '../errors.ts';
import type { ReadingChoices } from '../recipe.ts';
import { addColumn, putCell, type Gather, type RawCell } from './gather.ts';
import { columnNames, judgeHeader } from './header.ts';
import { preambleLength } from './layout.ts';
import type { SampleCell } from './sample.ts';
import type { Block, Decoded } from './source.ts';
import type { Found } from './typed-read.ts';

const JUDGED_ROWS = 200;

/** A sheet comes as one block. */
export async function gatherSheet({ blocks, notices: before }: Decoded, choices: ReadingChoices): Promise<Found> {
  const gather: Gather = { columns: [] };
  let sheet: Block = [];
  for await (const block of blocks) sheet = block;
  const { rows, above, below, empty } = tableRows(sheet, choices);
  const columns = sheet.filter((cells) => rows.some((row) => cells[row] !== null));
  if (rows.length === 0) return { gather, rowCount: 0, isHeader: false, notices: before };
  const sample = rows.slice(0, JUDGED_ROWS).map((row) => columns.map((cells) => sampleCell(cells[row]!)));
  const judged = judgeHeader({ rows: sample });
  const isHeader = choices.header ?? judged.isHeader;
  const { names, notices } = columnNames(sample[0]!, columns.length, isHeader);
  names.forEach((name) => addColumn(gather, name));
  const data = isHeader ? rows.slice(1) : rows;
  columns.forEach((cells, place) => {
    data.forEach((from, row) => putCell(gather.columns[place]!, row, cells[from]));
  });
  const found = [
    ...before,
    ...(choices.header === undefined && !judged.isSure ? [noticeOf('header-unsure', 'question')] : []),
    ...notices,
    ...(above.length > 0 ? [noticeOf('preamble', 'note', { line: above[0]! + 1 }, above.length)] : []),
    ...(below.length > 0 ? [noticeOf('footer-set-aside', 'warning', { line: below[0]! + 1 }, below.length)] : []),
    ...(empty > 0 ? [noticeOf('blank-lines', 'note', {}, empty)] : []),
  ];
  return { gather, rowCount: data.length, isHeader, notices: found };
}

type TableRows = Readonly<{
  /** Header and data, by their place in the sheet. */
  rows: readonly number[];
  above: readonly number[];
  below: readonly number[];
  /** Between the others. */
  empty: number;
}>;

function tableRows(sheet: Block, { header, firstLine, lastLine }: ReadingChoices): TableRows {
  const all = sheet[0]?.length ?? 0;
  const end = Math.min(all, lastLine ?? all);
  const filled: number[] = [];
  for (let row = 0; row < all; row++) if (sheet.some((cells) => cells[row] !== null)) filled.push(row);
  const isBelow = (row: number): boolean => row >= end;
  const candidates = filled.filter((row) => !isBelow(row));
  const first = firstLine === undefined ? leading(sheet, candidates, header) : placeOf(candidates, firstLine - 1);
  let last = candidates.length;
  if (lastLine === undefined) while (last > first + 1 && isNote(sheet, candidates[last - 1]!)) last--;
  const rows = candidates.slice(first, last);
  const span = rows.length === 0 ? 0 : rows.at(-1)! - rows[0]! + 1;
  return {
    rows,
    above: candidates.slice(0, first),
    below: [...candidates.slice(last), ...filled.filter(isBelow)],
    empty: span - rows.length,
  };
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

function sampleCell(cell: RawCell): SampleCell {
  const text = cell === null ? '' : String(cell);
  return { text, isQuoted: typeof cell === 'string', raw: text };
}
