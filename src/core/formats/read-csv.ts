/**
 * Delimited text as a typed table: encoding → lines → dialect → scan → kinds. Every record is a row, or is set aside and
 * counted with its line and its text. Where the scan finds several tables, the largest is read as if its lines had been
 * chosen. Memory: the bytes of the file, the finished columns, and the dictionaries of text columns.
 */
import { noticeOf, questionOf, UserError, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import { ASIDES, TOTALS, type ReadingChoices } from '../recipe.ts';
import { NUMBERS } from './cells.ts';
import { byteLengthOf, joined, startOfLine, withoutFirst, type Chunks } from './chunks.ts';
import { cutLines, type CutLines } from './cut-lines.ts';
import { detectDialect, type DetectedDialect } from './detect-dialect.ts';
import { readEncoding, type Utf8Text } from './encoding.ts';
import { asideTexts, contentNotices, scanNotices, totalRows, totalsQuestion } from './findings.ts';
import { dropFooter } from './footer.ts';
import { MAX_COLUMNS } from './gather.ts';
import { dialectOf } from './habits.ts';
import { columnNames, headerQuestion, judgeHeader } from './header.ts';
import { commentedHeader, headerRowsOf, joinedHeader, preambleLength, withoutRepeats } from './layout.ts';
import { count, type KnownHeader } from './odd-records.ts';
import { areWrapped, collapseBlanks, unwrapLines } from './rewrap.ts';
import { blockAt, blocksOf, sampleOf, sampleRecords, type Sample, type SampleCell } from './sample.ts';
import { sampleRows } from './sample-rows.ts';
import { scanChunks } from './scan.ts';
import { createScan, type Scan, type ScanSettings } from './scan-state.ts';
import { wholeColumns } from './scanned-columns.ts';
import type { ColumnCells } from './column-cells.ts';
import { MAX_OUTLINED_BYTES, tablesIn, tablesQuestion } from './tables.ts';
import type { TableRead } from './typed-read.ts';
import { typeColumns } from './typing.ts';

const MAX_CONTRADICTED = 0.01;
/** A sample with fewer bytes says nothing of the number of rows. */
const LEAST_TELLING = 65_536;

/** `name` of the file: its ending breaks ties. Throws `empty-file`, `no-rows`, `no-table`, `too-many-columns`, `cell-too-large`, `recipe-invalid`, those of the encoding. */
export function readCsv(raw: Chunks, choices: ReadingChoices, name: string, onProgress: OnProgress): TableRead {
  checkChoices(choices);
  return readLines(readEncoding(raw, choices.encoding), choices, name, onProgress, null);
}

function checkChoices({ aside, totals, headerRows, header }: ReadingChoices): void {
  const refuse = (key: string, problem: string): never => {
    throw new UserError('recipe-invalid', { problem }, { key: `reading.${key}` });
  };
  if (aside !== undefined && !ASIDES.includes(aside)) refuse('aside', `must be one of ${ASIDES.join(', ')}`);
  if (totals !== undefined && !TOTALS.includes(totals)) refuse('totals', `must be one of ${TOTALS.join(', ')}`);
  if (headerRows !== undefined && !(headerRows >= 1)) refuse('headerRows', 'must be at least 1');
  if (headerRows !== undefined && header === false) refuse('headerRows', 'needs a header, and header is false');
}

/** `tables`: the question which of several tables is wanted, if the lines were chosen here; `learnt`: lines that an earlier dialect did not fit. */
function readLines(
  text: Utf8Text,
  choices: ReadingChoices,
  name: string,
  onProgress: OnProgress,
  tables: Notice | null,
  learnt: Chunks = [],
): TableRead {
  const cut = cutLines(text.chunks, choices);
  const wrapping = unwrapped(cut.chunks, choices, name, learnt);
  const { sample, detected } = wrapping;
  const chunks = detected.delimiter === ' ' ? collapseBlanks(wrapping.chunks) : wrapping.chunks;
  const frame = frameOf(sample, detected, choices);
  const { first, isHeader, width } = frame;
  if (width > MAX_COLUMNS) throw new UserError('too-many-columns', { columns: width, limit: MAX_COLUMNS });

  const lineOffset = cut.linesAbove + (detected.separatorLine ? 1 : 0);
  const begin = detected.records.starts[frame.begin]!;
  const behind = withoutFirst(chunks, begin.start);
  const { quote, lineEnd } = detected.syntax;
  const picked = choices.sampleRows === undefined ? null : sampleRows(behind, choices.sampleRows, quote, lineEnd);
  const data = picked?.chunks ?? behind;
  const byteLength = byteLengthOf(data);
  const settings: ScanSettings = {
    syntax: detected.syntax,
    width,
    leastWidth: width,
    firstLine: begin.line + lineOffset,
    capacity: rowsGuessed(sample, detected, byteLength),
    chosenMarks: new Set(choices.missing ?? []),
    header: isHeader ? knownHeader(frame.header.at(-1)!, detected.delimiter) : null,
    aside: choices.aside ?? 'leave-out',
    leftOut: [],
  };
  const scanWith = (own: ScanSettings): Scan => {
    const scan = createScan(own, new Uint8Array(own.width).fill(NUMBERS));
    scan.comments.count = begin.comments - (frame.isDisguised ? 1 : 0);
    if (scan.comments.count > 0) scan.comments.lines.push(detected.records.firstComment + lineOffset);
    scan.blankLines.count = begin.blanks;
    if (begin.blanks > 0) scan.blankLines.lines.push(detected.records.firstBlank + lineOffset);
    for (const line of cut.blankLines) count(scan.blankLines, line);
    scanChunks(scan, data, (done) => onProgress({ stage: 'reading', done, total: byteLength }));
    return scan;
  };
  let scan = scanWith(settings);
  if (learnt.length === 0 && picked === null && !sample.isWhole && !wrapping.isWrapped && isContradicted(scan)) {
    const lines = [scan.long, scan.unclosed, scan.repaired].flatMap((found) => found.lines.slice(0, 1));
    const blocks = lines.map((line) => blockAt(cut.chunks, startOfLine(cut.chunks, line - cut.linesAbove - 1)));
    const more = { ...sample, further: [...(sample.further ?? []), ...blocks] };
    if (isOther(detectDialect(more, choices, name), detected)) {
      return readLines(text, choices, name, onProgress, tables, blocks);
    }
  }
  if (settings.aside === 'add-columns' && scan.widest > width) {
    if (scan.widest > MAX_COLUMNS)
      throw new UserError('too-many-columns', { columns: scan.widest, limit: MAX_COLUMNS });
    scan = scanWith({ ...settings, width: scan.widest });
  }
  const several = severalTables(scan, detected, frame.above, chunks, choices);
  if (several !== null) {
    const ranges = several.map((range) => ({ ...range, from: range.from + lineOffset, to: range.to + lineOffset }));
    const largest = ranges.reduce((best, range) => (range.cells > best.cells ? range : best));
    const chosen = { ...choices, firstLine: largest.from, lastLine: largest.to };
    return readLines(text, chosen, name, onProgress, tablesQuestion(ranges, largest));
  }
  let footer = dropFooter(scan, data);
  refuseNoTable(scan);

  const { names, notices: nameNotices } = columnNames(first, scan.width, isHeader);
  let columns = wholeColumns(scan, data, names, choices);
  const totals = totalRows(columns);
  if (totals.length > 0 && choices.totals === 'leave-out') {
    scan = scanWith({ ...scan.settings, leftOut: totals });
    footer = dropFooter(scan, data);
    refuseNoTable(scan);
    columns = wholeColumns(scan, data, names, choices);
  }
  const isTrailing = endsInDelimiter(columns, isHeader ? (first[scan.width - 1]?.text ?? '') : '', scan);
  if (isTrailing) columns.pop();
  const { inferred, notices } = typeColumns(columns, choices, onProgress, detected.delimiter === ',');
  const table = { rowCount: scan.row, columns: inferred.map(({ column }) => column) };
  const aside = asideTexts(scan, cut, footer);
  return {
    table,
    inferences: inferred.map(({ inference }) => inference),
    aside,
    notices: [
      ...text.notices,
      ...(tables === null ? [] : [tables]),
      ...wrapping.notices,
      ...(picked ? [noticeOf('lines-sampled', 'warning', {}, picked.kept, { total: picked.total })] : []),
      ...detected.notices,
      ...frame.notices,
      ...(isTrailing ? [noticeOf('trailing-delimiter', 'note')] : []),
      ...nameNotices.filter(({ code, count }) => code !== 'name-made' || count > 1 || !isTrailing),
      ...lineNotices(cut, frame.preamble, detected.records.starts[0]!.line + lineOffset),
      ...scanNotices(scan, footer, aside, choices.aside !== undefined),
      ...totalsQuestion(totals, choices.totals),
      ...contentNotices(table, inferred, columns, names, frame.header.at(-1) ?? []),
      ...notices,
    ],
    dialect: dialectOf(text, detected, scan, columns, inferred, {
      header: frame.header,
      isTrailing,
      isWrapped: wrapping.isWrapped,
    }),
  };
}

/** Whether more records than a few do not fit what was detected. */
function isContradicted({ long, unclosed, repaired, row }: Scan): boolean {
  return long.count + unclosed.count + repaired.count > MAX_CONTRADICTED * row;
}

function isOther(a: DetectedDialect, b: DetectedDialect): boolean {
  const { syntax, width } = a;
  const isSame = syntax.delimiter === b.syntax.delimiter && syntax.quote === b.syntax.quote && width === b.width;
  return !isSame || syntax.escape !== b.syntax.escape || a.comment !== b.comment;
}

/** The first lines may be far shorter than those that the sample could not hold. */
function rowsGuessed({ bytes, isWhole }: Sample, { records }: DetectedDialect, byteLength: number): number {
  const isTelling = isWhole || bytes.length > LEAST_TELLING;
  return Math.ceil(isTelling ? (byteLength / bytes.length) * records.widths.length * 1.05 : 0) + 64;
}

type Wrapping = Readonly<{
  chunks: Chunks;
  sample: Sample;
  detected: DetectedDialect;
  isWrapped: boolean;
  notices: readonly Notice[];
}>;

/** The text with whole lines taken out of their quotes, where they stand in such, and its dialect. */
function unwrapped(chunks: Chunks, choices: ReadingChoices, name: string, learnt: Chunks): Wrapping {
  const sample = { ...sampleOf(chunks), further: [...blocksOf(chunks), ...learnt] };
  if (sample.bytes.length === 0) throw new UserError('empty-file');
  if (choices.unwrap ?? areWrapped(sample.bytes)) {
    const bare = unwrapLines(chunks);
    const bareSample = sampleOf(bare);
    const detected = detectDialect(bareSample, choices, name);
    if (choices.unwrap === true) return { chunks: bare, sample: bareSample, detected, isWrapped: true, notices: [] };
    if (detected.width > 1) {
      const shown = (records: DetectedDialect['records']): readonly string[] =>
        records.rows.slice(0, 3).map((row) =>
          row
            .map(({ text }) => text.slice(0, 40))
            .join(' ¦ ')
            .slice(0, 200),
        );
      const answers = [
        { answer: 'unwrap', shown: shown(detected.records) },
        { answer: 'keep', shown: shown(detectDialect(sample, choices, name).records) },
      ];
      const count = detected.records.widths.length;
      const asked = [questionOf('wrapped-lines', answers, {}, count)];
      return { chunks: bare, sample: bareSample, detected, isWrapped: true, notices: asked };
    }
  }
  return { chunks, sample, detected: detectDialect(sample, choices, name), isWrapped: false, notices: [] };
}

type Frame = Readonly<{
  /** Names as one row, or the first row where there are none. */
  first: readonly SampleCell[];
  isHeader: boolean;
  isDisguised: boolean;
  /** Rows of the header as they stand. */
  header: readonly (readonly SampleCell[])[];
  width: number;
  /** Records above the table; above its header. */
  above: number;
  preamble: number;
  /** The first record of the data. */
  begin: number;
  notices: readonly Notice[];
}>;

/** What stands above the data. Who says that there is no header, or where the table begins, leaves nothing above it. */
function frameOf(sample: Sample, detected: DetectedDialect, choices: ReadingChoices): Frame {
  const { records } = detected;
  const isGiven = choices.header === false || choices.firstLine !== undefined;
  const above = isGiven ? 0 : preambleLength(records, detected.width);
  const rows = records.rows.slice(above);
  if (rows[0] === undefined) throw new UserError('empty-file');
  const judged = judgeHeader({ rows: withoutRepeats(rows) });
  const disguised = judged.isHeader || above > 0 || choices.header === false ? null : commentedHeader(sample, detected);
  const found = headerRowsOf(records, above, detected.width, choices.headerRows);
  const isSeveral = disguised === null && (choices.headerRows !== undefined || found.isBelow);
  const isHeader = choices.header ?? (judged.isHeader || disguised !== null || isSeveral);
  const isPlain = !isHeader || disguised !== null;
  const header = !isHeader
    ? []
    : disguised !== null
      ? [disguised]
      : records.rows.slice(found.from, found.from + found.count);
  const widest = Math.max(...header.map((row) => row.length), detected.width);
  const first = header.length > 1 ? joinedHeader(header, widest) : (header[0] ?? rows[0]);
  const width = isHeader ? widest : detected.width;
  const isAsked = choices.header === undefined && !judged.isSure && disguised === null && !isSeveral;
  return {
    first,
    isHeader,
    isDisguised: disguised !== null,
    header,
    width,
    above,
    preamble: isPlain ? above : found.from,
    begin: isPlain ? above : found.from + found.count,
    notices: isAsked ? [headerQuestion(rows[0], width, isHeader)] : [],
  };
}

function knownHeader(row: readonly SampleCell[], delimiter: string): KnownHeader | null {
  if (row.length < 2) return null;
  const encoder = new TextEncoder();
  const [first] = encoder.encode(row[0]!.raw === '' ? delimiter : row[0]!.raw);
  return { names: row.map(({ text }) => encoder.encode(text)), first: first! };
}

/** Null unless the file is odd, no lines were chosen, and there are several. */
function severalTables(
  scan: Scan,
  { syntax, dataStart }: DetectedDialect,
  above: number,
  chunks: Chunks,
  choices: ReadingChoices,
): ReturnType<typeof tablesIn> | null {
  const isOdd = scan.repeated.count > 0 || scan.long.count + scan.short.count > 1 || above > 1;
  if (!isOdd || choices.firstLine !== undefined || choices.lastLine !== undefined) return null;
  if (byteLengthOf(chunks) > MAX_OUTLINED_BYTES) return null;
  const { bytes } = sampleOf([joined(chunks)], MAX_OUTLINED_BYTES);
  const tables = tablesIn(sampleRecords({ bytes, isWhole: true }, syntax, dataStart, Infinity), above);
  return tables.length > 1 ? tables : null;
}

function refuseNoTable(scan: Scan): void {
  if (scan.row === 0 && scan.long.count === 0) throw new UserError('no-rows');
  if (2 * scan.long.count > scan.row + scan.long.count) {
    throw new UserError('no-table', { kept: scan.row, records: scan.row + scan.long.count });
  }
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

function lineNotices({ leftOut }: CutLines, preamble: number, line: number): readonly Notice[] {
  return [
    ...(leftOut.count > 0
      ? [{ ...noticeOf('lines-left-out', 'warning', { line: leftOut.lines[0]! }, leftOut.count), lines: leftOut.lines }]
      : []),
    ...(preamble > 0 ? [noticeOf('preamble', 'note', { line }, preamble)] : []),
  ];
}
