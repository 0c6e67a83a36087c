/**
 * Files as people meet them, each with what must come of it (`ugly/expected.json`, from the collection's own counts and by
 * hand). `whole`: every record, nothing to ask. `question`: read, and asked. `part`: read, with a warning that tells what
 * was changed or set aside. `refused`: a sentence. `open`: not yet as it should be (`why`); what comes now is held fast.
 * `repaired`: the cells are those of the copy that the collection mended by hand.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { readBytes, rowsAsTexts } from '../helpers/reading.ts';

type Outcome = 'whole' | 'question' | 'part' | 'refused' | 'open';
type Expected = Readonly<{
  outcome: Outcome;
  /** Of a refusal. */
  code?: string;
  rows?: number;
  columns?: number;
  delimiter?: string;
  encoding?: string;
  header?: boolean;
  told?: readonly string[];
  repaired?: boolean;
  why?: string;
}>;

const folder = new URL('./ugly/', import.meta.url);
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(encodeURIComponent(name), folder));
const corpus = Object.entries(
  JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected>,
);

const read = corpus.filter(([, { outcome }]) => outcome !== 'refused');
const refused = corpus.filter(([, { outcome }]) => outcome === 'refused');

test('all are here', () => expect(corpus).toHaveLength(181));

test.each(read)('%s', async (name, { outcome, rows, columns, delimiter, encoding, header, told = [] }) => {
  const { table, dialect, notices } = await readBytes(bytesOf(name));
  expect({ rows: table.rowCount, columns: table.columns.length }).toEqual({ rows, columns });
  expect(dialect).toMatchObject({ delimiter, encoding, header });
  const codes = notices.map(({ code }) => code as string);
  expect(codes).toEqual(expect.arrayContaining([...told]));
  const severities = notices.map(({ severity }) => severity);
  if (outcome === 'question') expect(severities).toContain('question');
  if (outcome === 'part') expect(severities).toContain('warning');
  if (outcome === 'whole' || outcome === 'part') expect(severities).not.toContain('question');
  const changes = ['row-short', 'row-long', 'cell-unreadable', 'footer-set-aside', 'undecodable-bytes', 'nul-removed'];
  if (outcome === 'whole') expect(codes.filter((code) => changes.includes(code))).toEqual([]);
});

test.each(refused)('%s is refused', async (name, { code }) => {
  const thrown: unknown = await readBytes(bytesOf(name)).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(UserError);
  expect(thrown).toMatchObject({ code });
});

test.each(read.filter(([, { repaired }]) => repaired))('%s reads as its repaired copy', async (name) => {
  const ugly = await readBytes(bytesOf(name));
  const clean = await readBytes(bytesOf(name.replace('.csv', '.clean.csv')), { delimiter: ',' });
  expect(rowsAsTexts(ugly.table)).toEqual(rowsAsTexts(clean.table));
});
