/**
 * JSON and JSON lines as a typed table, straight from bytes. Columns are the keys in the order in which they first come;
 * an absent key and `null` are missing, the absent ones are counted. Numbers keep their places. A value that is an object
 * gives columns `a.b`; whatever lies deeper, and lists, become their own JSON text. Texts are judged as in delimited text.
 * Of JSON lines a line that does not parse is set aside, if there are others; anywhere else a break is an error with its
 * line. Left out: UTF-16 without a mark, lines of lists.
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { byteLengthOf, type Chunks } from './chunks.ts';
import type { Dialect } from './dialect.ts';
import { readEncoding } from './encoding.ts';
import {
  addColumn,
  putBytes,
  putNumber,
  putSpelledNumber,
  putText,
  takeBack,
  type Gather,
  type GatheredColumn,
} from './gather.ts';
import {
  broken,
  createCursor,
  expectSign,
  goBack,
  isToken,
  markOf,
  peek,
  readLiteral,
  readString,
  takeLine,
  takes,
  takesPlainNumber,
  tokenText,
  walkValue,
  type Cursor,
} from './json-cursor.ts';
import { atMember, jsonShape, type JsonShape } from './json-shape.ts';
import { asideNotice } from './findings.ts';
import { columnNames, headerQuestion, judgeHeader } from './header.ts';
import { count, counted, setAside, MAX_ASIDE_BYTES, type AsideText, type Counted } from './odd-records.ts';
import { typedRead, type TableRead } from './typed-read.ts';
import type { SampleCell } from './sample.ts';
import { refuseSample, sampleRows, type Sampled } from './sample-rows.ts';

export type JsonRead = TableRead & Readonly<{ format: 'json' | 'jsonl' }>;

type Header = Readonly<{ isHeader: boolean; notices: readonly Notice[] }>;

/** Names that stand in every record. */
const KEYS: Header = { isHeader: true, notices: [] };

/** What is gathered, and how many cells came with a key. */
type Work = {
  gather: Gather;
  placeOf: Map<string, number>;
  /** By place, as UTF-8. */
  keys: Uint8Array[];
  rows: number;
  cells: number;
  short: number;
  broken: Counted;
  aside: AsideText[];
};

const JUDGED_ROWS = 200;
const QUOTE = 34;
const NO_QUOTE = -1;
const LINE_FEED = 10;
/** A first line that is longer is none. */
const LONGEST_LINE = 2 ** 20;

/** Throws `no-rows`, `json-no-table`, `json-broken`, `too-many-columns`, those of the encoding. */
export function readJson(raw: Chunks, choices: ReadingChoices, onProgress: OnProgress): JsonRead {
  const { chunks, notices } = readEncoding(raw, choices.encoding);
  const shape = jsonShape(chunks);
  const picked = choices.sampleRows === undefined ? null : sampledLines(chunks, shape, choices.sampleRows);
  const read = picked?.chunks ?? chunks;
  const total = byteLengthOf(read);
  const cursor = createCursor(read, (done) => onProgress({ stage: 'reading', done, total }));
  const work: Work = {
    gather: { columns: [] },
    placeOf: new Map(),
    keys: [],
    rows: 0,
    cells: 0,
    short: 0,
    ...nothingAside(),
  };
  const header = gatherShape(work, cursor, shape, choices);
  onProgress({ stage: 'reading', done: total, total });
  if (work.rows === 0 || work.gather.columns.length === 0) throw new UserError('no-rows');
  const absent = work.rows * work.gather.columns.length - work.cells;
  const leftOut = 'leftOut' in shape ? shape.leftOut : [];
  const found: Notice[] = [
    ...notices,
    ...(picked ? [noticeOf('lines-sampled', 'warning', {}, picked.kept, { total: picked.total })] : []),
    ...header.notices,
    ...(shape.kind !== 'lists' && absent > 0 ? [noticeOf('keys-absent', 'note', {}, absent)] : []),
    ...brokenNotices(work),
    ...(work.short > 0 ? [noticeOf('row-short', 'warning', {}, work.short)] : []),
    ...(leftOut.length > 0 ? [noticeOf('members-left-out', 'note', {}, leftOut.length)] : []),
  ];
  const { gather, rows: rowCount } = work;
  const typed = typedRead(
    { gather, rowCount, isHeader: header.isHeader, notices: found, aside: work.aside },
    choices,
    onProgress,
  );
  return { ...typed, dialect: withTexts(typed.dialect, gather), format: shape.kind === 'lines' ? 'jsonl' : 'json' };
}

/** No text of JSON holds a line end, so each line is a record or none is. */
function sampledLines(chunks: Chunks, { kind }: JsonShape, wanted: number): Sampled {
  if (kind !== 'lines') return refuseSample('JSON that is one list');
  const line = new TextDecoder().decode(takeLine(createCursor(chunks), LONGEST_LINE)).trim();
  if (!line.startsWith('{') || !line.endsWith('}')) return refuseSample('records of several lines');
  return sampleRows(chunks, wanted, NO_QUOTE, LINE_FEED);
}

/** Numbers that all stand in texts are written so again. */
function withTexts(dialect: Dialect, { columns }: Gather): Dialect {
  const hasTexts = ({ codes, values }: GatheredColumn): boolean => codes !== null && values === null;
  return {
    ...dialect,
    columns: dialect.columns.map((writing, place) =>
      hasTexts(columns[place]!) ? { ...writing, areTexts: true } : writing,
    ),
  };
}

/** Lines that do not parse can only be left out. */
function brokenNotices({ broken: lines, rows, aside }: Work): readonly Notice[] {
  return lines.count === 0 ? [] : [asideNotice('json-lines-aside', lines, rows + lines.count, aside, ['leave-out'])];
}

function gatherShape(work: Work, cursor: Cursor, shape: JsonShape, choices: ReadingChoices): Header {
  switch (shape.kind) {
    case 'lines':
      while (peek(cursor) >= 0) gatherLine(work, cursor);
      if (2 * work.broken.count > work.rows + work.broken.count) {
        throw new UserError('json-broken', {}, { line: work.broken.lines[0]! });
      }
      return KEYS;
    case 'records':
      gatherList(atMember(cursor, shape.member), () => gatherRecord(work, cursor));
      endOfText(cursor, shape.member);
      return KEYS;
    case 'lists': {
      const header = headerOf(cursor.chunks, shape, choices.header);
      let isNames = header.isHeader && shape.names === null;
      header.names.forEach((name) => addColumn(work.gather, name));
      gatherList(atMember(cursor, shape.member), () => {
        if (isNames) walkValue(cursor, false);
        else gatherCells(work, cursor);
        isNames = false;
      });
      endOfText(cursor, shape.member);
      return header;
    }
    case 'columns':
      gatherColumns(work, cursor, shape.areLabelled);
      endOfText(cursor, null);
      return KEYS;
  }
}

function nothingAside(): Pick<Work, 'broken' | 'aside'> {
  return { broken: counted(), aside: [] };
}

/** A record may run over several lines; of one that breaks the first line is set aside, and no cell stays. */
function gatherLine(work: Work, cursor: Cursor): void {
  const { rows, cells, gather } = work;
  const columnCount = gather.columns.length;
  const byte = peek(cursor);
  const start = markOf(cursor);
  try {
    if (byte !== 123) throw broken(cursor);
    gatherRecord(work, cursor);
  } catch (thrown) {
    if (!(thrown instanceof UserError) || thrown.code !== 'json-broken') throw thrown;
    goBack(cursor, start);
    const { line } = cursor;
    const text = takeLine(cursor, MAX_ASIDE_BYTES);
    count(work.broken, line);
    setAside(work.aside, text, 0, text.length, line);
    Object.assign(work, { rows, cells });
    for (const { name } of gather.columns.splice(columnCount)) work.placeOf.delete(name);
    work.keys.splice(columnCount);
    for (const column of gather.columns) takeBack(column, rows);
  }
}

/** Behind the outermost value nothing may come. Behind a member the outline has looked already. */
function endOfText(cursor: Cursor, member: string | null): void {
  if (member === null && peek(cursor) >= 0) throw broken(cursor);
}

function gatherList(cursor: Cursor, readItem: () => void): void {
  expectSign(cursor, '[');
  if (takes(cursor, ']')) return;
  do readItem();
  while (takes(cursor, ','));
  expectSign(cursor, ']');
}

/** A record is one row; an object in it gives columns of its own. Keys mostly come in the order of the last record. */
function gatherRecord(work: Work, cursor: Cursor): void {
  const row = work.rows++;
  let place = 0;
  expectSign(cursor, '{');
  if (takes(cursor, '}')) return;
  do {
    readString(cursor);
    const known = work.keys[place];
    const isExpected = known !== undefined && isToken(cursor, known);
    const key = isExpected ? work.gather.columns[place]!.name : tokenText(cursor);
    expectSign(cursor, ':');
    if (peek(cursor) === 123) {
      eachMember(cursor, (inner) => putValue(work, columnOf(work, `${key}.${inner}`), row, cursor));
    } else {
      if (!isExpected) place = placeOf(work, key);
      putValue(work, work.gather.columns[place]!, row, cursor);
      place++;
    }
  } while (takes(cursor, ','));
  expectSign(cursor, '}');
}

function eachMember(cursor: Cursor, readMember: (key: string) => void): void {
  expectSign(cursor, '{');
  if (takes(cursor, '}')) return;
  do {
    readString(cursor);
    const key = tokenText(cursor);
    expectSign(cursor, ':');
    readMember(key);
  } while (takes(cursor, ','));
  expectSign(cursor, '}');
}

/** A list is one row, in the order of the columns; cells beyond them make columns of their own. */
function gatherCells(work: Work, cursor: Cursor): void {
  const { columns } = work.gather;
  const row = work.rows++;
  let place = 0;
  gatherList(cursor, () => {
    if (place === columns.length) addColumn(work.gather, freeName(columns, place));
    putValue(work, columns[place++]!, row, cursor);
  });
  if (place < columns.length) work.short++;
}

function freeName(columns: readonly GatheredColumn[], place: number): string {
  const wanted = `column_${place + 1}`;
  let name = wanted;
  for (let next = 2; columns.some((column) => column.name === name); next++) name = `${wanted} (${next})`;
  return name;
}

/** Every member is a column: a list by position, an object by its labels, which are a column if they do not count from 0. */
function gatherColumns(work: Work, cursor: Cursor, areLabelled: boolean): void {
  const rowOf = new Map<string, number>();
  eachMember(cursor, (key) => {
    const column = columnOf(work, key);
    let row = 0;
    if (!areLabelled) gatherList(cursor, () => putValue(work, column, row++, cursor));
    else {
      eachMember(cursor, (label) => {
        row = rowOf.get(label) ?? rowOf.size;
        rowOf.set(label, row);
        putValue(work, column, row++, cursor);
      });
      row = rowOf.size;
    }
    work.rows = Math.max(work.rows, row);
  });
  const labels = [...rowOf.keys()];
  if (labels.every((label, row) => label === String(row))) return;
  const index = columnOf(work, work.placeOf.has('index') ? 'row label' : 'index');
  labels.forEach((label, row) => putSpelledNumber(index, row, label));
  work.cells += labels.length;
}

function columnOf(work: Work, key: string): GatheredColumn {
  return work.gather.columns[placeOf(work, key)]!;
}

function placeOf(work: Work, key: string): number {
  let place = work.placeOf.get(key);
  if (place === undefined) {
    place = addColumn(work.gather, key);
    work.keys[place] = new TextEncoder().encode(key);
    work.placeOf.set(key, place);
  }
  return place;
}

function putValue(work: Work, column: GatheredColumn, row: number, cursor: Cursor): void {
  work.cells++;
  const first = peek(cursor);
  if (first === QUOTE) {
    readString(cursor);
    putBytes(column, row, cursor.text, cursor.start, cursor.end);
  } else if (first === 91 || first === 123) {
    walkValue(cursor, true);
    putBytes(column, row, cursor.text, cursor.start, cursor.end);
  } else if (takesPlainNumber(cursor)) putNumber(column, row, cursor.value, cursor.places);
  else {
    const text = readLiteral(cursor);
    if (text === 'true' || text === 'false') putText(column, row, text);
    else if (text !== 'null') putSpelledNumber(column, row, text);
  }
}

type ListHeader = Header & Readonly<{ names: readonly string[] }>;

/** The names of lists: given beside them, or in the first of them, judged as in delimited text, or made. */
function headerOf(chunks: Chunks, shape: JsonShape & { kind: 'lists' }, chosen: boolean | undefined): ListHeader {
  if (shape.names !== null) {
    const given = listCells(atMember(createCursor(chunks), shape.names));
    return { ...columnNames(given, given.length, true), isHeader: true };
  }
  const rows: SampleCell[][] = [];
  const cursor = createCursor(chunks);
  expectSign(cursor, '[');
  do rows.push(listCells(cursor));
  while (rows.length < JUDGED_ROWS && takes(cursor, ','));
  const judged = judgeHeader({ rows });
  const isHeader = chosen ?? judged.isHeader;
  const { names, notices } = columnNames(rows[0]!, rows[0]!.length, isHeader);
  const unsure = chosen === undefined && !judged.isSure ? [headerQuestion(rows[0]!, rows[0]!.length, isHeader)] : [];
  return { names, isHeader, notices: [...unsure, ...notices] };
}

function listCells(cursor: Cursor): SampleCell[] {
  const cells: SampleCell[] = [];
  gatherList(cursor, () => {
    const isQuoted = peek(cursor) === QUOTE;
    if (isQuoted) readString(cursor);
    else walkValue(cursor, true);
    const text = tokenText(cursor);
    cells.push({ text: !isQuoted && text === 'null' ? '' : text, isQuoted, raw: text });
  });
  return cells;
}
