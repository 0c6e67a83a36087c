/** The names of the columns of JSON: keys, or where rows are lists a header that is judged as in delimited text. */
import type { Notice } from '../errors.ts';
import type { Chunks } from './chunks.ts';
import { eachItem } from './gather-json.ts';
import { columnNames, headerQuestion, judgeHeader } from './header.ts';
import {
  createCursor,
  expectSign,
  peek,
  QUOTE,
  readString,
  takes,
  tokenText,
  walkValue,
  type Cursor,
} from './json-cursor.ts';
import { atMember, type JsonShape } from './json-shape.ts';
import type { SampleCell } from './sample.ts';

export type JsonHeader = Readonly<{ isHeader: boolean; notices: readonly Notice[] }>;

/** Names that stand in every record. */
export const KEYS: JsonHeader = { isHeader: true, notices: [] };

const JUDGED_ROWS = 200;

type ListHeader = JsonHeader & Readonly<{ names: readonly string[] }>;

/** The names of lists: given beside them, or in the first of them, judged as in delimited text, or made. */
export function listHeader(
  chunks: Chunks,
  shape: JsonShape & { kind: 'lists' },
  chosen: boolean | undefined,
): ListHeader {
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
  eachItem(cursor, () => {
    const isQuoted = peek(cursor) === QUOTE;
    if (isQuoted) readString(cursor);
    else walkValue(cursor, true);
    const text = tokenText(cursor);
    cells.push({ text: !isQuoted && text === 'null' ? '' : text, isQuoted, raw: text });
  });
  return cells;
}
