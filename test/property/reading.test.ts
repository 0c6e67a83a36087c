/** Laws of reading and writing that span rooms. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noticeText, toErrorData } from '../../src/core/errors.ts';
import type { Dialect, LineEnd } from '../../src/core/formats/dialect.ts';
import { writeCsvBytes } from '../../src/core/formats/write-csv.ts';
import { missingCount, takeTableRows, type Table } from '../../src/core/table/column.ts';
import { anyTable } from '../helpers/any-table.ts';
import { forAllAsync } from '../helpers/properties.ts';
import { readBytes, rowsAsTexts, written } from '../helpers/reading.ts';

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
    fc.tuple(anyTable, dialects, fc.constantFrom('', '?', '\\N')),
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
    fc.tuple(anyTable, dialects, fc.infiniteStream(fc.nat())),
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
