/** What is shown of a long file before it is read, and what its memory is taken to be. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { noticeText } from '../../../src/core/errors.ts';
import { readFirstRows } from '../../../src/core/formats/first-rows.ts';
import { readJson } from '../../../src/core/formats/read-json.ts';
import type { ByteSource } from '../../../src/core/formats/source.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { rowsAsTexts } from '../../helpers/reading.ts';

const ROWS = 400_000;
const lines = (lineOf: (row: number) => string, rows = ROWS): string =>
  Array.from({ length: rows }, (_, row) => lineOf(row)).join('');
const csv = `town,size\n${lines((row) => `${['Ulm', 'Bonn', 'Trier'][row % 3]},${row % 1000}.25\n`)}`;

/** A file in pieces as a browser hands them over, with the number of pieces taken. */
function longSource(bytes: Uint8Array): { source: ByteSource; taken: () => number } {
  let taken = 0;
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += 65_536) {
      taken++;
      yield bytes.slice(start, start + 65_536);
    }
  };
  return { source: { name: 'table.csv', size: bytes.length, chunks }, taken: () => taken };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const first = (bytes: Uint8Array, deviceBytes: number | null = null) =>
  readFirstRows(longSource(bytes).source, {}, { gunzip, json: readJson }, deviceBytes);

test('a long text is read from its beginning alone, and its rows are about counted', async () => {
  const { source, taken } = longSource(utf8(csv));
  const read = await readFirstRows(source, {}, { gunzip }, null);
  expect(rowsAsTexts(read!.table).slice(0, 2)).toEqual([
    ['Ulm', '0.25'],
    ['Bonn', '1.25'],
  ]);
  expect(read!.rowCount / ROWS).toBeCloseTo(1, 1);
  expect(taken()).toBeLessThanOrEqual(5);
  expect(read!.notices).toEqual([]);
});

test('where cells run over many lines, more is read until a hundred rows are there', async () => {
  const verse = `"${'a line\n'.repeat(9)}"`;
  const read = await first(utf8(`town,verse\n${lines(() => `Ulm,${verse}\n`, 70_000)}`));
  expect(read!.table.rowCount).toBeGreaterThanOrEqual(100);
  expect(read!.rowCount / 70_000).toBeCloseTo(1, 1);
});

test('behind gzip it is the beginning of what is inside', async () => {
  const noise = `town,size\n${lines((row) => `${['Ulm', 'Bonn', 'Trier'][row % 3]},${Math.imul(row, 2_654_435_761) >>> 0}\n`)}`;
  const read = await first(new Uint8Array(gzipSync(noise)));
  expect(rowsAsTexts(read!.table)[2]).toEqual(['Trier', String((2 * 2_654_435_761) % 2 ** 32)]);
  expect(read!.rowCount / ROWS).toBeGreaterThan(0.5);
  expect(read!.rowCount / ROWS).toBeLessThan(2);
});

test('of JSON lines too, of one long list of JSON not', async () => {
  const record = (row: number): string => `{"town":"Ulm","size":${row}}`;
  const read = await first(utf8(lines((row) => `${record(row)}\n`)));
  expect(rowsAsTexts(read!.table)[1]).toEqual(['Ulm', '1']);
  expect(await first(utf8(`[${lines((row) => `${record(row)},\n`)}${record(0)}]`))).toBeNull();
});

test('a file that is short, or refused, shows nothing beforehand', async () => {
  expect(await first(utf8(csv.slice(0, 2 ** 20)))).toBeNull();
  expect(await first(utf8(`%PDF-1.7${csv}`))).toBeNull();
  expect(await first(utf8('\n'.repeat(5 * 2 ** 20)))).toBeNull();
});

test('above half of the memory that the device reports it is told, with both', async () => {
  const { memoryBytes } = (await first(utf8(csv)))!;
  expect((await first(utf8(csv), 2 * memoryBytes))!.notices).toEqual([]);
  const [notice] = (await first(utf8(csv), 2 * memoryBytes - 1))!.notices;
  const answers = [{ answer: 'all' }, { answer: expect.stringMatching(/^[1-9]0+$/) as string }];
  expect(notice).toMatchObject({ code: 'memory-scarce', severity: 'question', answers });
  expect(Number(notice!.answers![1]!.answer)).toBeLessThanOrEqual(ROWS / 2);
  expect(noticeText(notice!)).toMatch(/^Reading this takes about \d+ MB of memory; this device reports \d+ MB\./);
});

test('the estimate is the file, 16 bytes a number and 6 a category', async () => {
  const { memoryBytes } = (await first(utf8(csv)))!;
  expect(memoryBytes / (csv.length + ROWS * 22)).toBeCloseTo(1, 1);
});
