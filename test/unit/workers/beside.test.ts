/** Marks that are kept apart and values that are codes, in the formats whose cells have types. */
import { expect, test } from 'vitest';
import { readTable, type ReadResult } from '../../../src/core/formats/read-table.ts';
import { silent } from '../../../src/core/progress.ts';
import { formats } from '../../../workers/formats.ts';
import { gunzip, readText, sourceOf } from '../../helpers/reading.ts';

const cellOf = (row: number): string => (row % 6 < 3 ? ['NA', '', '?'][row % 3]! : row % 6 === 3 ? '999' : `${row}`);
const TEXT = ['who;n', ...Array.from({ length: 120 }, (_, row) => `${'ab'[row % 2]};${cellOf(row)}`), ''].join('\n');
const READING = { columns: { n: { atoms: [999], apart: ['NA', '', '?'] } } };
const decoders = {
  gunzip,
  json: formats.json.read,
  parquet: formats.parquet.read,
  workbook: formats.workbook.read,
};
const WRITERS = {
  json: ({ table, dialect }: ReadResult) => formats.json.write(table, dialect, { tag: null }, false),
  jsonl: ({ table, dialect }: ReadResult) => formats.json.write(table, dialect, { tag: null }, true),
  xlsx: ({ table }: ReadResult) => formats.workbook.write(table, null),
  parquet: ({ table }: ReadResult) => formats.parquet.write(table, null),
};

test.each(['json', 'jsonl', 'xlsx'] as const)('%s gives them back', async (format) => {
  const read = await readText(TEXT, READING);
  const again = await readTable(sourceOf(await WRITERS[format](read)), READING, decoders, silent);
  expect(again.table.columns[1]).toEqual(read.table.columns[1]);
});

test('parquet gives back the codes; the marks are all null', async () => {
  const read = await readText(TEXT, READING);
  const again = await readTable(sourceOf(await WRITERS.parquet(read)), READING, decoders, silent);
  const { marks, ...column } = read.table.columns[1] as Extract<
    ReadResult['table']['columns'][number],
    { kind: 'numeric' }
  >;
  const empty = column.values.map((value) => (Number.isNaN(value) ? 2 : 0));
  expect(again.table.columns[1]).toEqual({ ...column, marks: { ...marks, codes: Uint8Array.from(empty) } });
});
