/**
 * Papaparse as the judge of whatever is well formed: the cells that it reads are ours, but for what we promise beside:
 * padding is trimmed, marks are missing cells, and records of empty cells below a table are none.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { cellText, readBytes, readText, rowsAsTexts } from '../helpers/reading.ts';
import { forAllAsync } from '../helpers/properties.ts';

/** Marks that are missing in every column, and words that are where the column is no text. */
const SIGN = /^(?:|\?+|\.+|-+|\*+|\\N|#N\/A|#NULL!)$/;
const WORDS = ['NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', 'None', 'nil'];

const sign = fc.constantFrom('', '', '?', '-', '.', '\\N', '***', '#N/A');
const number = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(String),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(3)),
);
/** Papaparse keeps tabs around bare cells, where we take them for padding; an apostrophe at the edge may be a quote. */
const text = fc
  .string({
    unit: fc.constantFrom('a', 'B', '7', '0', ' ', ',', ';', '\t', '|', '"', "'", '\n', '.', 'é', '漢', '😀', '='),
    maxLength: 8,
  })
  .filter((cell) => !/^[\t']|[\t']$/.test(cell) && !(/^\s*$/.test(cell) && cell !== ''));

test('random rows in every dialect: the cells are those of papaparse', () =>
  forAllAsync(
    fc.record({
      rows: fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 40 })).chain(([width, height]) =>
        fc.array(fc.constantFrom(text, number), { minLength: width, maxLength: width }).chain((columns) =>
          fc.array(fc.tuple(...columns.map((cell) => fc.oneof({ weight: 5, arbitrary: cell }, sign))), {
            minLength: height,
            maxLength: height,
          }),
        ),
      ),
      delimiter: fc.constantFrom(',', ';', '\t', '|', ':', '^'),
      newline: fc.constantFrom('\n', '\r\n'),
      quotes: fc.boolean(),
      finalLineEnd: fc.boolean(),
      header: fc.boolean(),
      mark: fc.boolean(),
      chunkBytes: fc.constantFrom(1, 7, 64, 100_000),
    }),
    async ({ rows, delimiter, newline, quotes, finalLineEnd, header, mark, chunkBytes }) => {
      rows[0]![rows[0]!.length - 1] = '7'; // else the last column might be empty throughout, and so be none
      const names = rows[0]!.map((_, place) => `name ${place}`);
      const body = Papa.unparse(header ? [names, ...rows] : rows, { delimiter, newline, quotes });
      const file = `${mark ? '\uFEFF' : ''}${body}${finalLineEnd ? newline : ''}`;
      const judged = Papa.parse(body, { delimiter, newline }).data.slice(header ? 1 : 0);
      const { table } = await readText(file, { delimiter, header }, chunkBytes);
      if (header) expect(table.columns.map(({ name }) => name)).toEqual(names);
      expect(rowsAsTexts(table).map((row) => row.map(asValue))).toEqual(
        withoutEmptyTail(judged).map((row) => row.map((cell) => asValue(SIGN.test(cell) ? '' : cell))),
      );
    },
    400,
  ));

/** The same number may be written in two ways. */
function asValue(cell: string): string | number {
  return /^[+-]?(?:0|[1-9]\d*)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(cell) && /\d/.test(cell) ? Number(cell) + 0 : cell;
}

/** Records of empty cells below a table are none of it, unless it begins with one. */
function withoutEmptyTail(rows: readonly string[][]): string[][] {
  const isEmpty = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '');
  const end = rows.findLastIndex((row) => !isEmpty(row)) + 1;
  return rows.slice(0, isEmpty(rows[0]!) ? rows.length : end);
}

/** Lines that are told to be no records. */
const isLayout = (code: string): boolean => /^(preamble|comments|trailing-delimiter)/.test(code);
const folder = new URL('../samples/ugly/', import.meta.url);
type Expected = Readonly<{
  outcome: string;
  delimiter?: string;
  encoding?: string;
  header?: boolean;
  found?: Readonly<Record<string, unknown>>;
}>;
const corpus = Object.entries(
  JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected>,
).filter(
  ([, { outcome, encoding, found = {} }]) =>
    outcome === 'whole' && encoding === 'utf-8' && !Object.keys(found).some(isLayout),
);
/** Quotes that are apostrophes, or stand behind a blank, are letters to papaparse. */
const QUOTED = /^\s*(["']).*\1\s*$/s;
const wellFormed = corpus.flatMap(([name, { delimiter, header }]) => {
  const body = readFileSync(new URL(encodeURIComponent(name), folder), 'utf8').replace(/^\uFEFF/, '');
  const { data, errors } = Papa.parse(body, { delimiter: delimiter!, skipEmptyLines: true });
  const isEven = data.length > 0 && data.every((row) => row.length === data[0]!.length);
  const isPlain = data.every((row) => row.every((cell) => !QUOTED.test(cell)));
  return isEven && isPlain && errors.length === 0 ? [{ name, rows: data.slice(header ? 1 : 0) }] : [];
});

test('seventy files of the corpus or more are well formed', () => expect(wellFormed.length).toBeGreaterThan(69));

test.each(wellFormed)('$name: the cells are those of papaparse', async ({ name, rows: below }) => {
  const { table, notices, dialect } = await readBytes(readFileSync(new URL(encodeURIComponent(name), folder)));
  const told = notices.map(({ code }) => code);
  const rows = below.slice(dialect.headerAbove?.length ?? 0);
  const kept = table.rowCount === rows.length ? rows : withoutEmptyTail(rows);
  expect({ told, rows: table.rowCount }).toEqual({ told, rows: kept.length });
  // Strangers among numbers or dates are missing, and told or asked.
  const strangers = notices.filter(({ code }) => code === 'cell-unreadable' || code === 'codes-maybe-missing');
  table.columns.forEach((column, place) => {
    const isTold = strangers.some((notice) => notice.place.column === column.name);
    kept.forEach((row, at) => {
      const theirs = row[place]!.trim();
      const ours = cellText(column, at);
      const isMissing = ours === '' && (isTold || SIGN.test(theirs) || WORDS.includes(theirs));
      const isSame = ours.trim() === theirs || (column.kind === 'numeric' && digitsOf(ours) === digitsOf(theirs));
      // Several offsets become one zone.
      const isMoment = column.kind === 'datetime' && Date.parse(theirs) === column.epochMs[at];
      if (!isMissing && !isSame && !isMoment) expect.fail(`row ${at}, column ${place}: ${theirs} is read as ${ours}`);
    });
  });
});

/** The digits that count: those of a number, however it is marked, padded or signed. */
function digitsOf(cell: string): string {
  const digits = cell
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  return /[-(]/.test(cell.replace(/[eE].*$/, '')) ? `-${digits}` : digits;
}
