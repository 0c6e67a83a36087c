/** Reading anything at all: what is wrong with the outcome, in words, or nothing. */
import { noticeText, toErrorData } from '../../src/core/errors.ts';
import { readTable, type ReadResult } from '../../src/core/formats/read-table.ts';
import { silent } from '../../src/core/progress.ts';
import type { Column } from '../../src/core/table/column.ts';
import { formats } from '../../workers/formats.ts';
import { gunzip } from '../../workers/gunzip.ts';
import { sourceOf } from './reading.ts';

const { json, parquet, workbook } = formats;
export const decoders = { gunzip, json: json.read, parquet: parquet.read, workbook: workbook.read };

/** Whether these bytes end in a table that holds together or in an error of the catalogue; if not, the fault. */
export async function faultOf(bytes: Uint8Array): Promise<string | null> {
  try {
    return faultIn(await readTable(sourceOf(bytes), {}, decoders, silent));
  } catch (thrown) {
    const { code, message } = toErrorData(thrown);
    if (code === 'fault') return thrown instanceof Error ? String(thrown.stack) : message;
    return isSentence(message) ? null : message;
  }
}

function faultIn({ table, inferences, notices, dialect }: ReadResult): string | null {
  const { rowCount, columns } = table;
  const names = columns.map(({ name }) => name);
  if (rowCount === 0 || columns.length === 0) return 'a table of nothing';
  if (new Set(names).size < names.length) return 'two columns of one name';
  if (JSON.stringify(inferences.map(({ name }) => name)) !== JSON.stringify(names))
    return 'inferences of other columns';
  if (dialect.missingMarks.length !== names.length) return 'marks of other columns';
  if (notices.some(({ count }) => !(count >= 1))) return 'a notice of nothing';
  const muddled = notices.find((notice) => !isSentence(noticeText(notice).replace(notice.place.column ?? '\n', '')));
  if (muddled) return `the sentence of ${muddled.code}: ${noticeText(muddled)}`;
  for (const column of columns) {
    const cells = cellsOf(column);
    if (cells.length !== rowCount) return `${cells.length} cells in ${rowCount} rows`;
    if (!('levels' in column)) continue;
    const limit = column.levels.length;
    if (cells.some((code) => code > limit)) return 'a code beyond the levels';
    if (new Set(column.levels).size < limit) return 'two levels of one text';
  }
  return null;
}

function cellsOf(column: Column): Float64Array | Uint16Array | Uint32Array {
  if (column.kind === 'numeric') return column.values;
  return column.kind === 'datetime' ? column.epochMs : column.codes;
}

/** Whether facts were filled in. */
function isSentence(text: string): boolean {
  return /\.$/.test(text) && !/undefined|NaN|\[object/.test(text);
}
