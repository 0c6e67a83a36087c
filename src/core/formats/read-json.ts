/**
 * JSON and JSON lines as a typed table, straight from bytes. Columns are the keys in the order in which they first come;
 * an absent key and `null` are missing, the absent ones are counted. Where the table lies: `json-shape.ts`; how its cells
 * are gathered: `gather-json.ts`. Texts are judged as in delimited text.
 * Of JSON lines a line that does not parse is set aside, if there are others; anywhere else a break is an error with its
 * line. Left out: UTF-16 without a mark, lines of lists.
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { byteLengthOf, type Chunks } from './chunks.ts';
import type { Dialect } from './dialect.ts';
import { readEncoding } from './encoding.ts';
import { asideNotice } from './findings.ts';
import { addColumn, type Gather, type GatheredColumn } from './gather.ts';
import {
  createWork,
  eachItem,
  gatherCells,
  gatherColumns,
  gatherLine,
  gatherRecord,
  type JsonWork,
} from './gather-json.ts';
import { broken, createCursor, peek, takeLine, walkValue, type Cursor } from './json-cursor.ts';
import { KEYS, listHeader, type JsonHeader } from './json-header.ts';
import { atMember, jsonShape, type JsonShape } from './json-shape.ts';
import { refuseSample, sampleRows, type Sampled } from './sample-rows.ts';
import { typedRead, type TableRead } from './typed-read.ts';

export type JsonRead = TableRead & Readonly<{ format: 'json' | 'jsonl' }>;

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
  const work = createWork();
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
function brokenNotices({ broken: lines, rows, aside }: JsonWork): readonly Notice[] {
  return lines.count === 0 ? [] : [asideNotice('json-lines-aside', lines, rows + lines.count, aside, ['leave-out'])];
}

function gatherShape(work: JsonWork, cursor: Cursor, shape: JsonShape, choices: ReadingChoices): JsonHeader {
  switch (shape.kind) {
    case 'lines':
      while (peek(cursor) >= 0) gatherLine(work, cursor);
      if (2 * work.broken.count > work.rows + work.broken.count) {
        throw new UserError('json-broken', {}, { line: work.broken.lines[0]! });
      }
      return KEYS;
    case 'records':
      eachItem(atMember(cursor, shape.member), () => gatherRecord(work, cursor));
      endOfText(cursor, shape.member);
      return KEYS;
    case 'lists': {
      const header = listHeader(cursor.chunks, shape, choices.header);
      let isNames = header.isHeader && shape.names === null;
      header.names.forEach((name) => addColumn(work.gather, name));
      eachItem(atMember(cursor, shape.member), () => {
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

/** Behind the outermost value nothing may come. Behind a member the outline has looked already. */
function endOfText(cursor: Cursor, member: string | null): void {
  if (member === null && peek(cursor) >= 0) throw broken(cursor);
}
