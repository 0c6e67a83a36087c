/**
 * Files as people meet them, each with what must come of its layout (`ugly/expected.json`: from the collection's own
 * description, its counts of records, its repaired copies, and the file). `whole`: every record, nothing to ask.
 * `question`: read, and asked. `part`: read, with a warning that tells what was changed or set aside. `refused`: a sentence.
 * `found`: every finding about lines and layout, with its first line (0: none) and count, and no other one. What cells
 * are is judged elsewhere. `aside`: how many records were set aside. `repaired`: the cells are those of the copy that the
 * collection mended by hand, `itself` where it needed none, taken apart by another parser, blanks trimmed.
 */
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { readBytes, readText, rowsAsTexts } from '../helpers/reading.ts';

type Outcome = 'whole' | 'question' | 'part' | 'refused';
type Expected = Readonly<{
  outcome: Outcome;
  /** Of a refusal. */
  code?: string;
  rows?: number;
  columns?: number;
  delimiter?: string;
  encoding?: string;
  header?: boolean;
  /** Some names, by place. */
  names?: Readonly<Record<string, string>>;
  found?: Readonly<Record<string, readonly [line: number, count: number]>>;
  aside?: number;
  repaired?: 'copy' | 'itself';
}>;

const QUESTIONS =
  'encoding-unsure delimiter-unsure header-unsure several-tables wrapped-lines total-rows rows-set-aside';
const WARNINGS =
  'row-long row-short row-mended quote-repaired quote-not-closed stray-text-after-quote undecodable-bytes nul-removed header-repeated footer-set-aside lines-left-out';
const NOTES =
  'encoding-guessed row-trimmed preamble comments blank-lines mixed-line-ends trailing-delimiter empty-rows-below';
const LAYOUT = `${QUESTIONS} ${WARNINGS} ${NOTES}`.split(' ');

const folder = new URL('./ugly/', import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(encodeURIComponent(name), folder));
const textOf = (name: string): string => new TextDecoder('utf-8').decode(bytesOf(name));
const corpus = Object.entries(JSON.parse(textOf('expected.json')) as Record<string, Expected>);

const read = corpus.filter(([, { outcome }]) => outcome !== 'refused');
const refused = corpus.filter(([, { outcome }]) => outcome === 'refused');

test('all are here', () => expect(corpus).toHaveLength(193));

test.each(read)('%s', async (name, expected) => {
  const { table, dialect, notices, aside } = await readBytes(bytesOf(name));
  const { rows, columns, delimiter, encoding, header, names = {}, found = {} } = expected;
  expect({ rows: table.rowCount, columns: table.columns.length }).toEqual({ rows, columns });
  expect(dialect).toMatchObject({ delimiter, encoding, header });
  for (const [place, text] of Object.entries(names)) expect(table.columns[Number(place)]!.name).toBe(text);
  const layout = notices.filter(({ code }) => LAYOUT.includes(code));
  expect(Object.fromEntries(layout.map(({ code, place, count }) => [code, [place.line ?? 0, count]]))).toEqual(found);
  expect(aside).toHaveLength(expected.aside ?? 0);
  const severities = layout.map(({ severity }) => severity);
  expect(severities.includes('question')).toBe(expected.outcome === 'question');
  if (expected.outcome !== 'question') expect(severities.includes('warning')).toBe(expected.outcome === 'part');
  for (const { code, answers = [] } of layout.filter(({ severity }) => severity === 'question')) {
    expect([code, answers.length > 1]).toEqual([code, true]);
  }
});

test.each(read)('%s is the same table if its delimiter is said', async (name) => {
  const found = await readBytes(bytesOf(name));
  const { isOneColumn, delimiter } = found.dialect;
  const said = await readBytes(bytesOf(name), { delimiter: isOneColumn === true ? '' : delimiter });
  expect(said.table).toEqual(found.table);
});

test.each(refused)('%s is refused', async (name, { code }) => {
  const thrown: unknown = await readBytes(bytesOf(name)).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UserError);
  expect(thrown).toMatchObject({ code });
});

const repaired = corpus.filter(([, expected]) => expected.repaired !== undefined);

test('enough of the polluted and of the surveyed files are read as their repaired copies', () => {
  expect(repaired.filter(([name]) => name.startsWith('polluted')).length).toBeGreaterThanOrEqual(15);
  expect(repaired.filter(([name]) => name.startsWith('survey')).length).toBeGreaterThanOrEqual(22);
});

test.each(repaired)('%s reads as its repaired copy', async (name, expected) => {
  if (expected.outcome === 'refused') {
    const copy = bytesOf(name.replace('.csv', '.clean.csv'));
    return expect(readBytes(copy)).rejects.toMatchObject({ code: expected.code });
  }
  const ugly = await readBytes(bytesOf(name));
  const clean = textOf(expected.repaired === 'itself' ? name : name.replace('.csv', '.clean.csv'));
  const { data } = Papa.parse(clean, { delimiter: ',', skipEmptyLines: true });
  const rows = data.filter((row) => row.some((cell) => cell !== ''));
  const width = Math.max(...rows.map((row) => row.length));
  const whole = rows.map((row) =>
    Array.from({ length: width }, (_, at) => (row[at] ?? '').replace(/^[ \t]+|[ \t]+$/g, '')),
  );
  const plain = Papa.unparse(whole, { quotes: true });
  const copy = await readText(plain, { delimiter: ',', header: rows.length > ugly.table.rowCount, totals: 'keep' });
  expect(rowsAsTexts(ugly.table)).toEqual(rowsAsTexts(copy.table));
});

test.each(read.filter(([name]) => name.startsWith('spectrum')))('%s holds the cells of its JSON', async (name) => {
  const { table } = await readBytes(bytesOf(name), { header: true });
  const records = [JSON.parse(textOf(name.replace('.csv', '.expected.json')))].flat() as Record<string, string>[];
  const names = table.columns.map((column) => column.name);
  // The collection's copy of the file has lost the carriage return that the JSON holds, and its JSON another number.
  const textIn = (record: Record<string, string>, column: string): string | undefined =>
    column === 'Contact Phone Number' ? '2095257564' : record[column]?.replaceAll('\r\n', '\n');
  expect(rowsAsTexts(table)).toEqual(records.map((record) => names.map((column) => textIn(record, column))));
});
