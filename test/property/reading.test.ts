/** Laws of reading and writing that span rooms. */
import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { noticeText, toErrorData } from '../../src/core/errors.ts';
import type { Dialect, LineEnd } from '../../src/core/formats/dialect.ts';
import { writeCsvBytes } from '../../src/core/formats/write-csv.ts';
import { missingCount, takeTableRows, type Column, type Table } from '../../src/core/table/column.ts';
import { forAllAsync } from '../helpers/properties.ts';
import { readBytes, readText, rowsAsTexts, written } from '../helpers/reading.ts';
import { categorical, datetime, numeric, tableOf, text } from '../helpers/tables.ts';

const MARKS = new Set(['', '?', '.', '-', '--', '*', '\\N', '#N/A', '#NULL!']);

/** Cells that are awkward to write, but none that is a mark for missing or begins with an apostrophe. */
const awkward = fc
  .string({
    unit: fc.constantFrom('a', 'B', '7', '0', ' ', ',', ';', '\t', '|', '"', "'", '\n', '.', 'é', '漢', '😀', '='),
    maxLength: 8,
  })
  .filter((cell) => !/^'|'$/.test(cell) && !MARKS.has(cell) && !/^[?.*-]+$/.test(cell) && !/^\s*$/.test(cell));

const columns = (rowCount: number): fc.Arbitrary<Column> => {
  const each = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
    fc.array(cell, { minLength: rowCount, maxLength: rowCount });
  const maybe = <T>(cell: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(cell, { freq: 5 });
  const name = fc.constantFrom('a', 'b c', 'size, mm', 'say "x"', 'größe');
  return fc.oneof(
    fc.tuple(name, each(maybe(fc.integer({ min: -1e9, max: 1e9 })))).map(([n, cells]) => numeric(n, cells)),
    fc
      .tuple(name, fc.integer({ min: 1, max: 6 }), each(maybe(fc.integer({ min: -1e8, max: 1e8 }))))
      .map(([n, places, cells]) =>
        numeric(
          n,
          cells.map((cell) => cell && cell / 10 ** places),
          places,
        ),
      ),
    fc.tuple(name, each(maybe(awkward))).map(([n, cells]) => text(n, cells)),
    fc
      .tuple(name, each(maybe(fc.constantFrom('red', 'blue', 'off, white'))))
      .map(([n, cells]) => categorical(n, cells)),
    fc.tuple(name, each(maybe(fc.integer({ min: -20_000, max: 40_000 })))).map(([n, days]) =>
      datetime(
        n,
        days.map((day) => (day === null ? null : new Date(day * 86_400_000).toISOString().slice(0, 10))),
      ),
    ),
  );
};
/** Papaparse keeps tabs around bare cells, where we take them for padding. */
const unpadded = awkward.filter((cell) => !/^\t|\t$/.test(cell));
/** Names are made unique, as they are in every table that was read. */
const tables: fc.Arbitrary<Table> = fc
  .integer({ min: 1, max: 30 })
  .chain((rowCount) =>
    fc
      .array(columns(rowCount), { minLength: 2, maxLength: 6 })
      .map((made) => tableOf(...made.map((column, place) => ({ ...column, name: `${column.name} ${place}` })))),
  );
const dialects: fc.Arbitrary<Omit<Dialect, 'columns' | 'headerNames' | 'missingMarks'>> = fc.record({
  encoding: fc.constant('utf-8' as const),
  mark: fc.boolean(),
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constant('"' as const),
  quoting: fc.constantFrom('minimal', 'all'),
  lineEnd: fc.constantFrom<LineEnd[]>('\n', '\r\n'),
  finalLineEnd: fc.boolean(),
  separatorLine: fc.boolean(),
  header: fc.boolean(),
  trailingDelimiter: fc.constant(false),
  padded: fc.constant(false),
});

function dialectFor(
  table: Table,
  common: Omit<Dialect, 'columns' | 'headerNames' | 'missingMarks'>,
  mark: string,
): Dialect {
  return {
    ...common,
    headerNames: [],
    missingMarks: table.columns.map(() => mark),
    columns: table.columns.map((column) => ({
      places: column.kind === 'numeric' ? { fewest: column.decimals, most: column.decimals } : null,
      isQuoted: common.quoting === 'all',
      isMissingQuoted: false,
    })),
  };
}

test('what is written is read back, in every dialect, and then written the same', () =>
  forAllAsync(
    fc.tuple(tables, dialects, fc.constantFrom('', '?', '\\N')),
    async ([table, common, mark]) => {
      // Without a header a last column that is empty throughout is a delimiter at the end of every line.
      const last = table.columns.at(-1)!;
      const hasGhost = missingCount(last) === table.rowCount && mark === '';
      const dialect = dialectFor(table, { ...common, header: common.header || hasGhost }, mark);
      const bytes = writeCsvBytes(table, dialect, { guardFormulas: false, tag: null });
      const choices = { delimiter: dialect.delimiter, header: dialect.header };
      const read = await readBytes(bytes, choices);
      const rows = rowsAsTexts(table).map(asNumbers);
      expect(rowsAsTexts(read.table).map(asNumbers)).toEqual(mark === '' ? withoutEmptyTail(rows) : rows);
      if (dialect.header)
        expect(read.table.columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
      const again = await readBytes(written(read), choices);
      expect(again.table).toEqual(read.table);
      expect(again.inferences).toEqual(read.inferences);
    },
    300,
  ));

/** Rows of empty cells below a table are none of it, unless it begins with one. */
function withoutEmptyTail<Cell>(rows: readonly Cell[][]): Cell[][] {
  const isEmpty = (row: readonly Cell[]): boolean => row.every((cell) => cell === '');
  const end = rows.findLastIndex((row) => !isEmpty(row)) + 1;
  return rows.slice(0, isEmpty(rows[0]!) ? rows.length : end);
}

/** The same number may be a level of a category: `1.50` is then written as it was. */
function asNumbers(row: readonly string[]): (string | number)[] {
  return row.map((cell) => (cell !== '' && /^-?\d/.test(cell) && !Number.isNaN(Number(cell)) ? Number(cell) : cell));
}

test('papaparse reads the same cells from whatever is well formed', () =>
  forAllAsync(
    fc.record({
      rows: fc.integer({ min: 2, max: 5 }).chain((width) =>
        fc.array(fc.array(fc.oneof(unpadded, fc.constant('')), { minLength: width, maxLength: width }), {
          minLength: 1,
          maxLength: 20,
        }),
      ),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      newline: fc.constantFrom('\n', '\r\n'),
      quotes: fc.boolean(),
      chunkBytes: fc.constantFrom(1, 7, 64, 100_000),
    }),
    async ({ rows, delimiter, newline, quotes, chunkBytes }) => {
      rows[0]![rows[0]!.length - 1] = 'end'; // else the last column might be empty throughout, and so be none
      const file = Papa.unparse(rows, { delimiter, newline, quotes });
      const expected = Papa.parse(file, { delimiter, newline }).data;
      const { table } = await readText(file, { delimiter, header: false }, chunkBytes);
      expect(rowsAsTexts(table).map(asNumbers)).toEqual(withoutEmptyTail(expected.map(asNumbers)));
    },
    300,
  ));

/** Bytes that are csv, nearly: everything that can go wrong in a record. */
const messyText = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      '1',
      '2.50',
      '007',
      ',',
      ',',
      ',',
      '\n',
      '\n',
      '\r\n',
      '\r',
      '"',
      '"',
      '""',
      ' ',
      'é',
      'NA',
      '?',
      '-',
      '\t',
      ';',
      '\u0000',
    ),
    { minLength: 1, maxLength: 120 },
  )
  .map((parts) => `x,y,z\n${parts.join('')}`);
const messy = fc
  .tuple(messyText, fc.constantFrom('utf8', 'utf8 with mark', 'utf16le', 'latin1'))
  .map(([text, encoding]) => {
    if (encoding === 'utf16le' || encoding === 'latin1') return new Uint8Array(Buffer.from(text, encoding));
    return new TextEncoder().encode(encoding === 'utf8' ? text : `\uFEFF${text}`);
  });

test('chunk borders at any byte change nothing', () =>
  forAllAsync(
    fc.tuple(messy, fc.integer({ min: 1, max: 40 })),
    async ([bytes, chunkBytes]) => {
      expect(await outcome(bytes, chunkBytes)).toEqual(await outcome(bytes));
    },
    400,
  ));

async function outcome(bytes: Uint8Array, chunkBytes?: number): Promise<unknown> {
  try {
    return await readBytes(bytes, { delimiter: ',' }, chunkBytes);
  } catch (thrown) {
    return toErrorData(thrown);
  }
}

test('any bytes are a table or an error of the catalogue, and every record is a row or set aside', () =>
  forAllAsync(
    fc.oneof(fc.uint8Array({ minLength: 0, maxLength: 200 }), messy),
    async (bytes) => {
      const result = (await outcome(bytes)) as { code?: string };
      expect(result.code).not.toBe('fault');
    },
    400,
  ));

test('no sentence, reason or error holds a cell', () =>
  forAllAsync(
    fc.tuple(messyText, fc.nat({ max: 118 })),
    async ([file, place]) => {
      const secret = '532-88-1234';
      const cut = Math.min(file.length, 6 + place);
      const planted = new TextEncoder().encode(`${file.slice(0, cut)}${secret}${file.slice(cut)}`);
      const result = (await outcome(planted)) as Partial<Awaited<ReturnType<typeof readBytes>>> & { message?: string };
      const told = [
        result.message ?? '',
        ...(result.notices ?? []).map(noticeText),
        JSON.stringify(result.notices ?? []),
        JSON.stringify(result.inferences ?? []),
      ];
      expect(told.join('\n')).not.toContain(secret);
    },
    200,
  ));

test('the order of records changes no kind', () =>
  forAllAsync(
    fc.tuple(tables, dialects, fc.infiniteStream(fc.nat())),
    async ([table, common, keys]) => {
      const weights = [...keys.take(table.rowCount)];
      const order = Uint32Array.from(weights.keys()).sort((a, b) => weights[a]! - weights[b]! || a - b);
      const dialect = dialectFor(table, { ...common, header: true }, '');
      const kinds = async (rows: Uint32Array): Promise<string[]> => {
        const bytes = writeCsvBytes(takeTableRows(table, rows), dialect, { guardFormulas: false, tag: null });
        const { inferences } = await readBytes(bytes, { delimiter: dialect.delimiter, header: true });
        return inferences.map(({ shape }) => (shape === 'identifier' ? 'integer' : shape));
      };
      expect(await kinds(order)).toEqual(await kinds(order.slice().sort()));
    },
    100,
  ));
