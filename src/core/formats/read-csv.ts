/**
 * Delimited text as a typed table: encoding → dialect → scan → kinds. Every record is a row or is set aside and counted
 * with its first line. Columns that turn out to be text late are read again from the same bytes.
 * Memory: the bytes of the file, the finished columns, and the dictionaries of text columns.
 */
import { noticeOf, UserError, type Notice, type Severity } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { NUMBERS, SKIPPED, TEXT } from './cells.ts';
import { byteLengthOf, withoutFirst, type Chunks } from './chunks.ts';
import { detectDialect } from './dialect.ts';
import { levelsOf, mergeLevels } from './dictionary.ts';
import { readEncoding } from './encoding.ts';
import { columnNames, judgeHeader } from './header.ts';
import { dialectOf } from './habits.ts';
import { MAX_COLUMNS } from './gather.ts';
import { commentedHeader, dropFooter, preambleLength } from './layout.ts';
import { sampleOf } from './sample.ts';
import { isTooMixed, type ColumnCells } from './survey.ts';
import type { TableRead } from './typed-read.ts';
import { typeColumns } from './typing.ts';
import { createScan, scanChunks, type Counted, type Scan, type ScanSettings } from './scan.ts';

/** Above this share of records set aside it is a question, and so it is in a table of fewer rows than that number. */
const MAX_ASIDE_SHARE = 0.01;
const FEW_RECORDS = 20;

/** `name` of the file: its ending breaks ties. Throws `empty-file`, `no-rows`, `no-table`, `too-many-columns`, those of the encoding. */
export function readCsv(raw: Chunks, choices: ReadingChoices, name: string, onProgress: OnProgress): TableRead {
  const text = readEncoding(raw, choices.encoding);
  const sample = sampleOf(text.chunks);
  const detected = detectDialect(sample, choices.delimiter, name);
  const { syntax, records } = detected;
  // Who says that there is no header says that the first line is a row.
  const above = choices.header === false ? 0 : preambleLength(records, detected.width);
  const rows = records.rows.slice(above);
  if (rows[0] === undefined) throw new UserError('empty-file');
  const judged = judgeHeader({ rows });
  const disguised = judged.isHeader || above > 0 ? null : commentedHeader(sample, detected);
  const first = disguised ?? rows[0];
  const isHeader = choices.header ?? (judged.isHeader || disguised !== null);
  const width = isHeader ? Math.max(first.length, detected.width) : detected.width;
  if (width > MAX_COLUMNS) throw new UserError('too-many-columns', { columns: width, limit: MAX_COLUMNS });

  const begin = records.starts[above + (isHeader && disguised === null ? 1 : 0)]!;
  const chunks = withoutFirst(text.chunks, begin.start);
  const byteLength = byteLengthOf(chunks);
  const settings: ScanSettings = {
    syntax,
    width,
    firstLine: begin.line + (detected.separatorLine ? 1 : 0),
    capacity: Math.ceil((byteLength / sample.bytes.length) * records.widths.length * 1.05) + 64,
    chosenMarks: new Set(choices.missing ?? []),
  };
  const scan = createScan(settings, new Uint8Array(width).fill(NUMBERS));
  Object.assign(scan.comments, {
    count: begin.comments - (disguised === null ? 0 : 1),
    firstLine: records.firstComment,
  });
  scanChunks(scan, chunks, (done) => onProgress({ stage: 'reading', done, total: byteLength }));
  const below = dropFooter(scan);
  if (scan.row === 0 && scan.long.count === 0) throw new UserError('no-rows');
  if (2 * scan.long.count > scan.row + scan.long.count) {
    throw new UserError('no-table', { kept: scan.row, records: scan.row + scan.long.count });
  }

  const { names, notices: nameNotices } = columnNames(first, width, isHeader);
  const columns = wholeColumns(scan, settings, chunks, names);
  const isTrailing = endsInDelimiter(columns, isHeader ? (first[width - 1]?.text ?? '') : '', scan);
  if (isTrailing) columns.pop();
  const { inferred, notices } = typeColumns(columns, settings.chosenMarks, onProgress);
  return {
    table: { rowCount: scan.row, columns: inferred.map(({ column }) => column) },
    inferences: inferred.map(({ inference }) => inference),
    notices: [
      ...text.notices,
      ...detected.notices,
      ...(choices.header === undefined && !judged.isSure && disguised === null
        ? [noticeOf('header-unsure', 'question')]
        : []),
      ...(isTrailing ? [noticeOf('trailing-delimiter', 'note')] : []),
      ...nameNotices.filter(({ code, count }) => code !== 'name-made' || count > 1 || !isTrailing),
      ...(above > 0 ? [noticeOf('preamble', 'note', { line: records.starts[0]!.line }, above)] : []),
      ...scanNotices(scan),
      ...(below.notes > 0 ? [noticeOf('footer-set-aside', 'warning', { line: below.firstLine }, below.notes)] : []),
      ...(below.empty > 0 ? [noticeOf('empty-rows-below', 'note', {}, below.empty)] : []),
      // Where the comma delimits, it is no decimal mark.
      ...notices.filter(({ code }) => code !== 'decimal-mark-unsure' || detected.delimiter !== ','),
    ],
    dialect: dialectOf(text, detected, scan, columns, inferred, {
      header: isHeader ? first : null,
      isTrailing,
    }),
  };
}

/** Columns without a gap: those that became text on the way, or hold too much beside numbers, are read again. */
function wholeColumns(scan: Scan, settings: ScanSettings, chunks: Chunks, names: readonly string[]): ColumnCells[] {
  const { store, row: rowCount } = scan;
  const columns = names.map((_, index) => cellsOf(scan, names, index));
  const modes = new Uint8Array(names.length).fill(SKIPPED);
  let rowLimit = 0;
  columns.forEach((column, index) => {
    if (isTooMixed(column, settings.chosenMarks)) store.rereadBelow[index] = rowCount;
    if (store.rereadBelow[index] === 0) return;
    modes[index] = TEXT;
    rowLimit = Math.max(rowLimit, store.rereadBelow[index]!);
  });
  if (rowLimit === 0) return columns;
  const again = createScan(settings, modes, rowLimit);
  scanChunks(again, chunks, () => {});
  return columns.map((column, index) => (modes[index] === TEXT ? mergedCells(scan, again, names, index) : column));
}

/** Rows below `rereadBelow` from the second scan, the others from the first, on one dictionary. */
function mergedCells(scan: Scan, again: Scan, names: readonly string[], index: number): ColumnCells {
  const { store, row: rowCount } = scan;
  const end = store.rereadBelow[index]!;
  const isText = store.modes[index] === TEXT;
  const dictionary = isText ? store.dictionaries[index]! : again.store.dictionaries[index]!;
  const codes = isText ? store.codes[index]! : again.store.codes[index]!;
  const quoted = isText ? store.quotedCodes[index]! : [];
  if (isText) {
    const merged = mergeLevels(dictionary, again.store.dictionaries[index]!);
    const first = again.store.codes[index]!;
    for (let row = 0; row < end; row++) codes[row] = merged[first[row]!]!;
    // Quotes of the rows in common with the first scan are counted there as well: all or none is all that is asked of them.
    again.store.quotedCodes[index]!.forEach((count, code) => {
      quoted[merged[code]!] = (quoted[merged[code]!] ?? 0) + count;
    });
  }
  store.quotedCodes[index] = isText ? quoted : again.store.quotedCodes[index]!;
  const levels = levelsOf(dictionary);
  const own = codes.subarray(0, rowCount);
  return {
    name: names[index]!,
    rowCount,
    levels,
    counts: countsOf(own, levels.length),
    cells: { kind: 'text', codes: own },
  };
}

function cellsOf({ store, row: rowCount }: Scan, names: readonly string[], index: number): ColumnCells {
  const levels = levelsOf(store.dictionaries[index]!);
  const common = { name: names[index]!, rowCount, levels };
  if (store.modes[index] === TEXT) {
    const codes = store.codes[index]!.subarray(0, rowCount);
    const counts = store.rereadBelow[index] === 0 ? countsOf(codes, levels.length) : new Uint32Array(levels.length);
    return { ...common, counts, cells: { kind: 'text', codes } };
  }
  const values = store.values[index]!.slice(0, rowCount);
  const counts = countsOf(Uint32Array.from(store.tokens[index]!.codes), levels.length);
  return {
    ...common,
    counts,
    cells: { kind: 'numbers', values, places: store.places[index]! },
  };
}

function countsOf(codes: Uint32Array, levelCount: number): Uint32Array {
  const counts = new Uint32Array(levelCount);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}

/** A last column without a name and without a cell is no column. */
function endsInDelimiter(columns: readonly ColumnCells[], name: string, scan: Scan): boolean {
  const last = columns.at(-1)!;
  const isEmpty = last.levels.every((level, code) => level === '' || last.counts[code] === 0);
  return (
    columns.length > 1 &&
    name === '' &&
    isEmpty &&
    last.cells.kind === 'numbers' &&
    last.cells.places === 0 &&
    scan.row > 0
  );
}

function scanNotices(scan: Scan): Notice[] {
  const notices: Notice[] = [];
  const tell = (code: Notice['code'], severity: Severity, { count, firstLine }: Counted): void => {
    if (count > 0) notices.push(noticeOf(code, severity, { line: firstLine }, count));
  };
  const records = scan.row + scan.long.count;
  const isQuestion = records < FEW_RECORDS || scan.long.count > MAX_ASIDE_SHARE * records;
  tell(isQuestion ? 'rows-set-aside' : 'row-long', isQuestion ? 'question' : 'warning', scan.long);
  tell('row-short', 'warning', scan.short);
  tell('row-trimmed', 'note', scan.trimmed);
  tell('quote-not-closed', 'warning', scan.unclosed);
  tell('quote-repaired', 'warning', scan.repaired);
  tell('stray-text-after-quote', 'warning', scan.stray);
  tell('blank-lines', 'note', scan.blankLines);
  tell('comments', 'note', scan.comments);
  if (scan.lineFeeds > 0 && scan.carriageReturns > 0) notices.push(noticeOf('mixed-line-ends', 'note'));
  return notices;
}
