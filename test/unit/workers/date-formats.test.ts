/** Dates of any pattern keep their moments in formats that have dates of their own; times of day are texts there. */
import { expect, test } from 'vitest';
import { readTable } from '../../../src/core/formats/read-table.ts';
import { silent } from '../../../src/core/progress.ts';
import type { Column } from '../../../src/core/table/column.ts';
import { formats } from '../../../workers/formats.ts';
import { writeParquet } from '../../../workers/parquet-write.ts';
import { writeWorkbook } from '../../../workers/workbook.ts';
import { gunzip, readText, sourceOf } from '../../helpers/reading.ts';

const decoders = { gunzip, parquet: formats.parquet.read, workbook: formats.workbook.read };
const moments = (column: Column | undefined) =>
  column?.kind === 'datetime' ? Array.from(column.epochMs) : column?.kind;

test.each([
  ['parquet', writeParquet],
  ['xlsx', writeWorkbook],
] as const)('%s', async (ending, write) => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `${(i % 28) + 1}.11.2023;${i % 12}/25/2023 1${i % 3}:05 PM;0${i % 9}:1${i % 6}`,
  );
  const { table } = await readText(`day;moment;clock\n${rows.join('\n').replaceAll(';0/', ';12/')}\n`);
  expect(table.columns.map((column) => column.kind === 'datetime' && column.format)).toEqual([
    'd.MM.yyyy',
    'M/dd/yyyy hh:mm a',
    'HH:mm',
  ]);
  const bytes = await write(table, null);
  const source = sourceOf(new Uint8Array(bytes), Infinity, `table.${ending}`);
  const again = await readTable(source, {}, decoders, silent);
  expect(again.table.columns.map(moments)).toEqual(table.columns.map(moments));
  expect(again.table.columns[0]).toMatchObject({ format: 'yyyy-MM-dd' });
  expect(again.table.columns[2]).toMatchObject({ format: 'HH:mm' });
});
