/**
 * What is said of a file that was scanned: each finding with its count and the first ten lines, the questions that odd
 * records raise, and the texts that were set aside. Sentences hold no cell; texts that a person must see travel beside.
 */
import { noticeOf, questionOf, type Notice, type NoticeCode, type Severity } from '../errors.ts';
import { ASIDES, type Aside, type Totals } from '../recipe.ts';
import type { Column, Table } from '../table/column.ts';
import type { CutLines } from './cut-lines.ts';
import type { Footer } from './footer.ts';
import type { Inferred } from './infer.ts';
import { looksLikeValue } from './looks.ts';
import { MAX_ASIDE, type AsideText, type Counted } from './odd-records.ts';
import type { SampleCell } from './sample.ts';
import type { Scan } from './scan-state.ts';
import type { ColumnCells } from './column-cells.ts';

/** Above this share of records set aside it is a question, and so it is in a table of fewer rows than that number. */
const MAX_ASIDE_SHARE = 0.01;
const FEW_RECORDS = 20;
const SHOWN_RECORDS = 3;
/** Of the rows: more that bear the word are a level like any other. */
const MAX_TOTALS_SHARE = 0.2;
const TOTAL =
  /^(?:(?:grand|sub)[ -]?)?totals?:?$|^(?:gesamt(?:summe)?|summe|insgesamt|totale|totaal|somme|suma)\s*:?$/i;

/** `isSaid`: the user has said what becomes of long records, and is not asked. */
export function scanNotices(
  scan: Scan,
  { notes, empty }: Footer,
  aside: readonly AsideText[],
  isSaid: boolean,
): Notice[] {
  const notices: Notice[] = [];
  const tell = (code: NoticeCode, severity: Severity, found: Counted): void => {
    if (found.count > 0) notices.push(countedNotice(code, severity, found));
  };
  if (isSaid) tell('row-long', 'warning', scan.long);
  else if (scan.long.count > 0) {
    notices.push(asideNotice('row-long', scan.long, scan.row + scan.long.count, aside));
  }
  tell('row-mended', 'warning', scan.mended);
  tell('row-short', 'warning', scan.short);
  tell('row-trimmed', 'note', scan.trimmed);
  tell('header-repeated', 'warning', scan.repeated);
  tell('totals-left-out', 'warning', scan.leftOut);
  tell('quote-not-closed', 'warning', scan.unclosed);
  tell('quote-repaired', 'warning', scan.repaired);
  tell('stray-text-after-quote', 'warning', scan.stray);
  tell('blank-lines', 'note', scan.blankLines);
  tell('comments', 'note', scan.comments);
  if (scan.lineFeeds > 0 && scan.carriageReturns > 0) notices.push(noticeOf('mixed-line-ends', 'note'));
  tell('footer-set-aside', 'warning', notes);
  if (empty > 0) notices.push(noticeOf('empty-rows-below', 'note', {}, empty));
  return notices;
}

export function countedNotice(code: NoticeCode, severity: Severity, { count, lines }: Counted): Notice {
  return { ...noticeOf(code, severity, { line: lines[0]! }, count), lines };
}

/** A warning with this code, or the question where it is many of the records. */
export function asideNotice(
  code: NoticeCode,
  found: Counted,
  records: number,
  aside: readonly AsideText[],
  choices: readonly Aside[] = ASIDES,
): Notice {
  const isQuestion = records < FEW_RECORDS || found.count > MAX_ASIDE_SHARE * records;
  if (!isQuestion) return countedNotice(code, 'warning', found);
  const shown = found.lines
    .slice(0, SHOWN_RECORDS)
    .map((line) => aside.find((one) => one.line === line)?.text.slice(0, 200) ?? '');
  const answers = choices.map((answer) => ({ answer, shown: answer === 'leave-out' ? shown : [] }));
  return { ...questionOf('rows-set-aside', answers, { line: found.lines[0]! }, found.count), lines: found.lines };
}

/** Rows whose first text says that they sum up others, in a table with numbers; ascending. */
export function totalRows(columns: readonly ColumnCells[]): readonly number[] {
  const hasNumbers = columns.some(({ cells, levels, counts }) =>
    cells.kind === 'numbers'
      ? cells.places !== 0
      : levels.some((level, code) => counts[code]! > 0 && /^[€$£]?\d[\d.,]*$/.test(level)),
  );
  if (!hasNumbers || columns.length < 2) return [];
  for (const { cells, levels, counts, rowCount } of columns.slice(0, 3)) {
    if (cells.kind !== 'text') continue;
    const codes = new Set<number>();
    levels.forEach((level, code) => {
      if (counts[code]! > 0 && level.length < 20 && TOTAL.test(level)) codes.add(code);
    });
    if (codes.size === 0) continue;
    const rows: number[] = [];
    for (let row = 0; row < rowCount; row++) if (codes.has(cells.codes[row]!)) rows.push(row);
    if (rows.length <= Math.max(1, MAX_TOTALS_SHARE * rowCount) && rows.length < rowCount) return rows;
  }
  return [];
}

export function totalsQuestion(rows: readonly number[], chosen: Totals | undefined): readonly Notice[] {
  if (rows.length === 0 || chosen !== undefined) return [];
  const answers = (['keep', 'leave-out'] as const).map((answer) => ({ answer, shown: [] }));
  return [questionOf('total-rows', answers, {}, rows.length)];
}

/** What was left out, by line: the first thousand. */
export function asideTexts(scan: Scan, cut: CutLines, footer: Footer): readonly AsideText[] {
  const all = [...cut.aside, ...scan.aside, ...footer.aside];
  return all.toSorted((a, b) => a.line - b.line).slice(0, MAX_ASIDE);
}

/** What the finished columns show: rows without a cell, columns that are another's copy, texts that begin like formulas. */
export function contentNotices(
  table: Table,
  inferred: readonly Inferred[],
  columns: readonly ColumnCells[],
  names: readonly string[],
  header: readonly SampleCell[],
): readonly Notice[] {
  const notices: Notice[] = [];
  const empty = emptyRows(table, inferred);
  if (empty > 0) notices.push(noticeOf('empty-rows', 'note', {}, empty));
  const copied = copiedColumns(table, header);
  for (const column of copied) notices.push(noticeOf('column-copied', 'note', { column: names[column]! }));
  let formulas = 0;
  columns.forEach(({ levels, counts }, index) => {
    if (inferred[index]!.column.kind === 'numeric') return;
    levels.forEach((level, code) => {
      if (/^[=+@\t\r-]./.test(level) && !looksLikeValue(level)) formulas += counts[code]!;
    });
  });
  if (formulas > 0) notices.push(noticeOf('formula-like-cells', 'note', {}, formulas));
  return notices;
}

function emptyRows({ rowCount, columns }: Table, inferred: readonly Inferred[]): number {
  if (inferred.some(({ inference }) => inference.reason.missing === 0)) return 0;
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (columns.every((column) => isMissing(column, row))) count++;
  return count;
}

function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'numeric':
      return Number.isNaN(column.values[row]!);
    case 'datetime':
      return Number.isNaN(column.epochMs[row]!);
    default:
      return column.levels[column.codes[row]!] === undefined;
  }
}

/** Columns with the name, as written, and the cells of an earlier one. */
function copiedColumns({ rowCount, columns }: Table, header: readonly SampleCell[]): readonly number[] {
  const earlier = new Map<string, number[]>();
  const copies: number[] = [];
  columns.forEach((column, index) => {
    const name = header[index]?.text.trim() ?? '';
    if (name === '' || rowCount < 2) return;
    const before = earlier.get(name) ?? [];
    if (before.some((other) => areEqual(columns[other]!, column, rowCount))) copies.push(index);
    else earlier.set(name, [...before, index]);
  });
  return copies;
}

function areEqual(a: Column, b: Column, rowCount: number): boolean {
  for (let row = 0; row < rowCount; row++) if (!Object.is(cellOf(a, row), cellOf(b, row))) return false;
  return a.kind === b.kind;
}

function cellOf(column: Column, row: number): number | string | undefined {
  if (column.kind === 'numeric') return column.values[row];
  return column.kind === 'datetime' ? column.epochMs[row] : column.levels[column.codes[row]!];
}
