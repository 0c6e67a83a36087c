/** Whole files, bad ones above all: a sentence that helps, or a table that says what was odd. */
import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { MAX_BYTES } from '../../../src/core/formats/limits.ts';
import { readTable } from '../../../src/core/formats/read-table.ts';
import { silent, type Progress } from '../../../src/core/progress.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import { gunzip, readBytes, readText, rowsAsTexts, sourceOf } from '../../helpers/reading.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'read',
    (error: unknown) => (error as { code?: string }).code,
  );

test.each([
  ['no byte at all', ''],
  ['only blanks and line ends', '\n\r\n\n'],
  ['only a byte-order mark', '\uFEFF'],
])('an empty file is refused: %s', async (_, text) => expect(await rejected(readText(text))).toBe('empty-file'));

test('a header without rows is refused', async () => expect(await rejected(readText('a,b,c\n'))).toBe('no-rows'));

test('a header alone is a row if the user says so', async () => {
  expect((await readText('a,b,c\n', { header: false })).table.rowCount).toBe(1);
});

test('random bytes are refused as binary', async () => {
  const bytes = Uint8Array.from({ length: 5_000 }, (_, at) => (at % 5 === 0 ? 0 : Math.imul(at, 2_654_435_761) >>> 24));
  expect(await rejected(readBytes(bytes))).toBe('binary');
});

test('a file above the limit is refused before it is read', async () => {
  const source = { ...sourceOf(utf8('a,b\n1,2\n')), size: MAX_BYTES + 1 };
  await expect(readTable(source, {}, { gunzip }, silent)).rejects.toMatchObject({
    code: 'file-too-large',
    message: expect.stringContaining('The file has 2,049 MB; the limit is 2,048 MB') as string,
  });
});

test('more than ten thousand columns are refused', async () => {
  const names = Array.from({ length: 10_001 }, (_, i) => `c${i}`).join(',');
  expect(await rejected(readText(`${names}\n${names}\n`))).toBe('too-many-columns');
});

test('one column, one row', async () => {
  const { table } = await readText('size\n5\n');
  expect(rowsAsTexts(table)).toEqual([['5']]);
});

test('one row of numbers has no header', async () => {
  const { table } = await readText('1,2,3');
  expect(rowsAsTexts(table)).toEqual([['1', '2', '3']]);
});

test('three hundred columns', async () => {
  const row = (of: (i: number) => string): string => Array.from({ length: 300 }, (_, i) => of(i)).join(',');
  const { table } = await readText(
    [row((i) => `c${i}`), ...Array.from({ length: 25 }, (_, r) => row((i) => `${r * i}`))].join('\n'),
  );
  expect(table.columns).toHaveLength(300);
  expect(rowsAsTexts(table)[24]![299]).toBe(String(24 * 299));
});

test('all cells missing: a note for each column, and a table', async () => {
  const { table, notices } = await readText('a,b\n?,\n,\nNA,-\n');
  expect(table.rowCount).toBe(3);
  expect(notices.filter(({ code }) => code === 'column-empty').map(({ place }) => place.column)).toEqual(['a', 'b']);
});

test('a constant column is noted', async () => {
  const { notices } = await readText(`a,b\n${Array.from({ length: 30 }, (_, i) => `${i}.5,x`).join('\n')}`);
  expect(notices).toMatchObject([{ code: 'column-constant', severity: 'note', place: { column: 'b' } }]);
});

test('ten thousand levels are text, whole', async () => {
  const { table } = await readText(
    `n,t\n${Array.from({ length: 20_000 }, (_, i) => `${i % 97},level ${i % 10_000}`).join('\n')}`,
  );
  const column = table.columns[1]!;
  expect(column.kind).toBe('text');
  expect(column.kind === 'text' && column.levels.length).toBe(10_000);
});

test('gzip is unpacked, and judged again by what is inside', async () => {
  const bytes = utf8('a,b\n1,x\n2,y\n');
  const packed = new Uint8Array(gzipSync(bytes));
  const read = await readBytes(packed);
  expect(rowsAsTexts(read.table)).toEqual([
    ['1', 'x'],
    ['2', 'y'],
  ]);
  expect(read.byteLength).toBe(packed.length);
  expect(read.bytesSha256).toBe(createHash('sha256').update(packed).digest('hex'));
  expect(await rejected(readBytes(new Uint8Array(gzipSync(packed))))).toBe('unsupported-format');
  expect(await rejected(readBytes(new Uint8Array(gzipSync('%PDF-1.7'))))).toBe('unsupported-format');
});

test('a hash that the platform has is taken', async () => {
  const source = { ...sourceOf(utf8('a\n1\n')), sha256: async () => 'of the platform' };
  expect((await readTable(source, {}, { gunzip }, silent)).bytesSha256).toBe('of the platform');
});

test('progress rises to its total, and says nothing else', async () => {
  const events: Progress[] = [];
  await readTable(sourceOf(utf8(`a,b\n${'1,2\n'.repeat(500)}`), 100), {}, { gunzip }, (event) => events.push(event));
  const reading = events.filter(({ stage }) => stage === 'reading').map(({ done }) => done);
  expect(reading).toEqual([...reading].sort((a, b) => a - b));
  expect(events.at(-1)).toEqual({ stage: 'typing', done: 2, total: 2 });
});

test.each([
  ['all four', '_generation,_synthesizer,_run,_provenance', '1,aim@1,0123456789ab,synthetic'],
  ['all four, beside columns of their names', '_run_2,_provenance_2', '001234567890,augmented'],
  ['a run of digits', '_generation,_run', '2,123456789012'],
])('our own tags say that rows were made, and are left out: %s', async (_, names, tags) => {
  const { table, inferences, notices } = await readText(`a,b,${names}\n1,x,${tags}\n2,y,${tags}\n3,x,${tags}\n`);
  expect(notices.map(({ code }) => code)).toContain('already-synthetic');
  const roles = inferSchema(table, inferences).columns.map(({ role }) => role);
  expect(roles).toEqual(['none', 'none', ...names.split(',').map(() => 'left-out')]);
});

test.each([
  ['a name of ours with other values', '_generation,_run,_provenance', '1.5,slow,Bordeaux', 'none'],
  ['tags of real rows', '_generation,_provenance', '0,real', 'left-out'],
])('%s ask nothing', async (_, names, values, role) => {
  const { table, inferences, notices } = await readText(`a,${names}\n1,${values}\n2,${values}\n`);
  expect(notices.map(({ code }) => code)).not.toContain('already-synthetic');
  const [, ...roles] = inferSchema(table, inferences).columns.map(({ role: one }) => one);
  expect(new Set(roles)).toEqual(new Set([role]));
});
