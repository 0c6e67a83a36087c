/** Whether the ending of a file's name says something else than its content. Content wins; unknown endings say nothing. */
import { noticeOf, type Notice } from '../errors.ts';

const FORMATS: Readonly<Record<string, string>> = {
  json: 'JSON',
  jsonl: 'JSON',
  ndjson: 'JSON',
  parquet: 'Parquet',
  xlsx: 'a workbook',
  csv: 'delimited text',
  tsv: 'delimited text',
  tab: 'delimited text',
  psv: 'delimited text',
  ssv: 'delimited text',
};
const FOUND: Readonly<Record<string, string>> = {
  csv: 'delimited text',
  json: 'JSON',
  jsonl: 'JSON',
  parquet: 'Parquet',
  xlsx: 'a workbook',
};
const DELIMITERS: Readonly<Record<string, string>> = { tsv: '\t', tab: '\t', psv: '|', ssv: ';' };

/** `format` and `delimiter` as they were found. A table of one column has no delimiter to differ. */
export function extensionNotices(
  name: string,
  format: string,
  { delimiter }: Readonly<{ delimiter: string }>,
  columnCount: number,
): readonly Notice[] {
  const ending = /\.([a-z]+)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const named = FORMATS[ending];
  const found = FOUND[format];
  if (named === undefined || found === undefined) return [];
  if (named !== found) return [noticeOf('extension-differs', 'note', {}, 1, { named, found })];
  const wanted = DELIMITERS[ending];
  if (wanted === undefined || wanted === delimiter || columnCount < 2) return [];
  return [noticeOf('extension-differs', 'note', {}, 1, { named: `.${ending}`, found: 'delimited otherwise' })];
}
