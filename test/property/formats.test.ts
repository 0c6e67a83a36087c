/** Every writer of a format: what it writes is read back, for any table, but for what the format cannot hold. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Dialect } from '../../src/core/formats/dialect.ts';
import { readTable, type ReadResult } from '../../src/core/formats/read-table.ts';
import { writeCsvBytes } from '../../src/core/formats/write-csv.ts';
import { writeJsonBytes } from '../../src/core/formats/write-json.ts';
import { silent } from '../../src/core/progress.ts';
import type { Table } from '../../src/core/table/column.ts';
import { writeParquet } from '../../workers/parquet-write.ts';
import { writeWorkbook } from '../../workers/workbook.ts';
import { anyTable } from '../helpers/any-table.ts';
import { forAllAsync } from '../helpers/properties.ts';
import { rowsAsTexts, sourceOf } from '../helpers/reading.ts';
import { decoders } from '../helpers/sound.ts';

const choices = { delimiter: ',', header: true };
const read = (bytes: Uint8Array): Promise<ReadResult> => readTable(sourceOf(bytes, 1_000), choices, decoders, silent);
const rowsOf = (table: Table): (string | number)[][] => rowsAsTexts(table).map((row) => row.map(asValue));

/** The plainest dialect, with a mark for missing so that no row is empty. */
function plain(table: Table): Dialect {
  return {
    encoding: 'utf-8',
    mark: false,
    delimiter: ',',
    quote: '"',
    quoting: 'minimal',
    lineEnd: '\n',
    finalLineEnd: true,
    separatorLine: false,
    header: true,
    headerNames: [],
    trailingDelimiter: false,
    padded: false,
    missingMarks: table.columns.map(() => '?'),
    columns: table.columns.map((column) => ({
      places: column.kind === 'numeric' ? { fewest: column.decimals, most: column.decimals } : null,
      isQuoted: false,
      isMissingQuoted: false,
    })),
  };
}

type Write = (table: Table) => Promise<Uint8Array> | Uint8Array;
const csv: Write = (table) => writeCsvBytes(table, plain(table), { guardFormulas: false, tag: null });
const json =
  (areLines: boolean): Write =>
  (table) =>
    writeJsonBytes(table, plain(table), { tag: null }, areLines);

test.each<[string, number, Write]>([
  ['csv', 60, csv],
  ['csv within gzip', 20, async (table) => gzipSync(await csv(table))],
  ['JSON', 60, json(false)],
  ['JSON lines', 60, json(true)],
  ['JSON lines within gzip', 20, async (table) => gzipSync(await json(true)(table))],
  ['Parquet', 60, (table) => writeParquet(table, null)],
])('%s: any table is read back, and again from what is written then', (_format, runs, write) =>
  forAllAsync(
    anyTable,
    async (table) => {
      const once = await read(await write(table));
      expect(once.table.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
      expect(rowsOf(once.table)).toEqual(rowsOf(table));
      const again = await read(await write(once.table));
      expect(again.table).toEqual(once.table);
    },
    runs,
  ),
);

test('Excel: any table is read back, but for rows without a cell and blanks around texts', () =>
  forAllAsync(
    anyTable,
    async (table) => {
      const rows = rowsAsTexts(table).map((row) => row.map((cell) => asValue(withoutBlanks(cell))));
      const filled = rows.filter((row) => row.some((cell) => cell !== ''));
      if (filled.length === 0) return;
      const once = await read(await writeWorkbook(table, null));
      expect(once.table.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
      expect(rowsOf(once.table)).toEqual(filled);
    },
    60,
  ));

/** Its library trims texts, and what then is a mark is missing. */
function withoutBlanks(cell: string): string {
  return /^(?:\?+|\.+|-+|\*+)$/.test(cell.trim()) ? '' : cell.trim();
}

/** The same number, and the same moment, may be written in several ways. */
function asValue(cell: string): string | number {
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(cell)) return Number(cell) + 0;
  const moment = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?Z?)?$/.exec(cell);
  return moment ? `${moment[1]} ${moment[2] ?? '00:00'}${moment[3] ?? ':00'}` : cell;
}
