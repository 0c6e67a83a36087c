/**
 * Several tables in one file. Records fall into blocks, between gaps (empty lines, records of only delimiters) and where
 * the width changes for good. A block is a table of its own if it begins with a header over values, with the names of
 * an earlier one, or with names for each column that it fills, below rows that fill more columns and have no header;
 * other blocks go on with the table above them, single records between are titles.
 * Cost: all records as texts, for files up to 4 MiB that the scan found odd. Left out: larger files; tables side by side.
 */
import { questionOf, type Notice } from '../errors.ts';
import { judgeHeader } from './header.ts';
import { isNamesAbove } from './layout.ts';
import type { SampleCell, SampleRecords } from './sample.ts';

export const MAX_OUTLINED_BYTES = 4 * 1024 * 1024;

/** Lines of a table, from 1, both included: `to` is the last line of its last record. */
export type TableRange = Readonly<{ from: number; to: number; cells: number; names: readonly string[] }>;

type Block = { from: number; to: number; isNew: boolean };
type Row = readonly SampleCell[];

/** The tables in the order of the file; one or none where there are no several. `above`: records that are none of a table. */
export function tablesIn(records: SampleRecords, above: number): readonly TableRange[] {
  const blocks = blocksOf(records);
  const tables: Block[] = [];
  for (const block of blocks) {
    if (isTitle(records.rows.slice(block.from, block.to))) continue;
    const before = tables.at(-1);
    const isOwn = startsTable(records, block, tables);
    if (before === undefined || isOwn) tables.push({ ...block, isNew: isOwn });
    else before.to = block.to;
  }
  return tables
    .filter(({ isNew, to }) => isNew || to > above)
    .map(({ from, to }) => ({
      from: records.starts[from]!.line,
      to: records.starts[to - 1]!.line + linesWithin(records.rows[to - 1]!),
      cells: records.rows.slice(from, to).reduce((sum, row) => sum + filledIn(row), 0),
      names: records.rows[from]!.map(({ text }) => text.slice(0, 80)).filter((text) => text !== ''),
    }));
}

/** The largest first; an answer is a range of lines, shown by the names at its head. */
export function tablesQuestion(tables: readonly TableRange[], taken: TableRange): Notice {
  const others = tables.filter((table) => table !== taken);
  const answers = [taken, ...others].map(({ from, to, names }) => ({
    answer: `${from}-${to}`,
    shown: names.slice(0, 12),
  }));
  return questionOf('several-tables', answers, { line: taken.from }, tables.length);
}

function blocksOf({ rows, widths, starts }: SampleRecords): Block[] {
  const blocks: Block[] = [];
  let from = -1;
  const close = (to: number): void => {
    if (from >= 0 && to > from) blocks.push({ from, to, isNew: false });
    from = -1;
  };
  for (let i = 0; i < rows.length; i++) {
    if (filledIn(rows[i]!) === 0) {
      close(i);
      continue;
    }
    if (from >= 0 && i > from) {
      const comments = starts[i]!.comments - starts[i - 1]!.comments;
      const isGap = starts[i]!.line > starts[i - 1]!.line + linesWithin(rows[i - 1]!) + comments + 1;
      const turns = i >= from + 2 && widths[i] !== widths[i - 1] && widths[i - 1] === widths[i - 2];
      if (isGap || (turns && widths[i] === widths[i + 1])) close(i);
    }
    if (from < 0) from = i;
  }
  close(rows.length);
  return blocks;
}

function isTitle(rows: readonly Row[]): boolean {
  return rows.length < 2 || rows.filter((row) => filledIn(row) > 1).length < 2;
}

function startsTable({ rows }: SampleRecords, { from, to }: Block, before: readonly Block[]): boolean {
  const first = rows[from]!;
  if (filledIn(first) < 2) return false;
  const last = before.at(-1);
  if (last !== undefined && isBeginning(first, rows[last.from]!)) {
    // Without a title between, the same names are the header again.
    const isTitled = rows.slice(last.to, from).some((row) => filledIn(row) > 0);
    return isTitled || first.length !== rows[last.from]!.length;
  }
  if (before.some((table) => isBeginning(first, rows[table.from]!))) return true;
  if (to - from <= 2) return false;
  const below = rows.slice(from + 1, to);
  if (isNamesAbove(first, below, 1)) return true;
  if (last === undefined) return false;
  const above = rows.slice(last.from, last.to);
  const width = widthOf([first]);
  const namesAll = filledIn(first) === width && widthOf(below) <= width && width < widthOf(above);
  return namesAll && hasSureHeader([first, ...below]) && !hasSureHeader(above);
}

function hasSureHeader(rows: readonly Row[]): boolean {
  const { isHeader, isSure } = judgeHeader({ rows });
  return isHeader && isSure;
}

/** Columns up to the last that is filled. */
function widthOf(rows: readonly Row[]): number {
  return Math.max(...rows.map((row) => row.findLastIndex(({ text }) => text !== '') + 1));
}

/** The names of another header, or all but the last of them. */
function isBeginning(row: Row, header: Row): boolean {
  return 2 * row.length >= header.length && row.every(({ text }, at) => text === (header[at]?.text ?? ''));
}

function linesWithin(row: Row): number {
  return row.reduce((sum, { raw }) => sum + raw.split('\n').length - 1, 0);
}

function filledIn(row: Row): number {
  return row.reduce((filled, { text }) => filled + (text === '' ? 0 : 1), 0);
}
