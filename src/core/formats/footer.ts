/**
 * Rows below a table that are no rows of it, found from the last one up: rows of empty cells; records of a third of the
 * cells or fewer without a number where the column has such; and, below an empty row, records of the table's width in which one cell alone holds something, a text.
 * They are taken back from the columns and set aside with their lines.
 * Cost: the rows below the table, and their text from the end of the file. Left out: notes padded to the table's width
 * right below its last row, which cannot be told from sparse rows; quotes that never close, by which lines are joined.
 */
import { discardRow, filledCells } from './cells.ts';
import { byteLengthOf, type Chunks } from './chunks.ts';
import { looksLikeValue } from './looks.ts';
import { count, counted, LONG_CELL, setAside, type AsideText, type Counted } from './odd-records.ts';
import { isComment } from './quotes.ts';
import type { Scan } from './scan-state.ts';

/** What was taken back: notes, empty rows, and the text of both. */
export type Footer = Readonly<{ notes: Counted; empty: number; aside: readonly AsideText[] }>;

type RowBelow = 'note' | 'empty';

/** Takes the rows below the table back. `data` is what was scanned. */
export function dropFooter(scan: Scan, data: Chunks): Footer {
  const below = rowsBelow(scan);
  const notes = counted();
  if (below.length === 0) return { notes, empty: 0, aside: [] };
  scan.row -= below.length;
  discardRow(scan.store, scan.row);
  const isShort = scan.narrow.filter(({ row }) => row >= scan.row).map(({ line }) => line);
  scan.short.count -= isShort.length;
  scan.short.lines.splice(0, Infinity, ...scan.short.lines.filter((line) => !isShort.includes(line)));
  const aside: AsideText[] = [];
  const records = textsOf(scan, data, below.length);
  below.toReversed().forEach((kind, place) => {
    const record = records[place];
    if (record !== undefined) setAside(aside, record.text, 0, record.text.length, record.line);
    if (kind === 'note') count(notes, record?.line ?? 0);
  });
  return { notes, empty: below.length - notes.count, aside };
}

/** From the last row up. A table that begins with a row of empty cells keeps all of them: such rows are its way. */
function rowsBelow({ store, narrow, row, width }: Scan): readonly RowBelow[] {
  if (row === 0 || width < 2 || filledCells(store, 0)?.length === 0) return [];
  const below: RowBelow[] = [];
  let narrowLeft = narrow.length;
  // Full-width notes count only once an empty row is met above them.
  let sure = 0;
  for (let at = row - 1; at > 0; at--) {
    const filled = filledCells(store, at);
    const isNarrow = narrow[narrowLeft - 1]?.row === at && filled !== null;
    const isEmpty = !isNarrow && filled?.length === 0;
    const isLone = width > 2 && filled?.length === 1 && !looksLikeValue(filled[0]!);
    if (!isNarrow && !isEmpty && !isLone) break;
    if (isNarrow) narrowLeft--;
    const isSure = isEmpty || (isNarrow && sure === below.length);
    below.push(isEmpty ? 'empty' : 'note');
    if (isSure) sure = below.length;
  }
  return below.slice(0, sure);
}

type RecordText = Readonly<{ line: number; text: Uint8Array }>;

/** The last records of the data, in the order of the file. */
function textsOf({ line: end, syntax, aside }: Scan, data: Chunks, wanted: number): readonly RecordText[] {
  const isAside = new Set(aside.map(({ line }) => line));
  const records: RecordText[] = [];
  let line = end;
  let rest: number[] = [];
  for (const text of linesFromEnd(data, syntax.lineEnd)) {
    line--;
    const joined = rest.length === 0 ? text : Uint8Array.from([...text, syntax.lineEnd, ...rest]);
    const isOpen = joined.filter((byte) => byte === syntax.quote).length % 2 === 1;
    rest = isOpen && joined.length < LONG_CELL ? [...joined] : [];
    if (rest.length > 0 || isBlank(joined) || isComment(syntax, joined, 0) || isAside.has(line)) continue;
    records.unshift({ line, text: joined });
    if (records.length === wanted) break;
  }
  return records;
}

function isBlank(text: Uint8Array): boolean {
  return text.every((byte) => byte === 32 || byte === 9);
}

/** Lines without their ends, the last one first. */
function* linesFromEnd(chunks: Chunks, lineEnd: number): Generator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  let isFirst = true;
  const trimmed = (line: Uint8Array): Uint8Array => (line.at(-1) === 13 ? line.subarray(0, -1) : line);
  for (const chunk of chunks.toReversed()) {
    let bytes = chunk;
    for (let at = bytes.lastIndexOf(lineEnd); at >= 0; at = bytes.lastIndexOf(lineEnd)) {
      const tail = bytes.subarray(at + 1);
      const line = rest.length === 0 ? tail : Uint8Array.from([...tail, ...rest]);
      if (!isFirst || line.length > 0) yield trimmed(line);
      isFirst = false;
      rest = new Uint8Array(0);
      bytes = bytes.subarray(0, at);
    }
    rest = Uint8Array.from([...bytes, ...rest]);
  }
  if (byteLengthOf(chunks) > 0) yield trimmed(rest);
}
