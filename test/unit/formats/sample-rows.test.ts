/** A sample of lines, or of rows: the same each time, as many as were wanted, in order, and hardly moved by a row more or less. */
import { expect, test } from 'vitest';
import { noticeText } from '../../../src/core/errors.ts';
import { joined } from '../../../src/core/formats/chunks.ts';
import type { RawCell } from '../../../src/core/formats/gather.ts';
import { readTable } from '../../../src/core/formats/read-table.ts';
import { sampleBlocks } from '../../../src/core/formats/sample-blocks.ts';
import { sampleRows } from '../../../src/core/formats/sample-rows.ts';
import type { Block } from '../../../src/core/formats/source.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { silent } from '../../../src/core/progress.ts';
import { writeParquet } from '../../../workers/parquet-write.ts';
import { writeWorkbook } from '../../../workers/workbook.ts';
import { readText, rowsAsTexts, sourceOf } from '../../helpers/reading.ts';
import { decoders } from '../../helpers/sound.ts';

const QUOTE = 34;
const lines = Array.from({ length: 2_000 }, (_, row) => `r${row},${row % 7}`);
const encoder = new TextEncoder();

function sampled(text: string, wanted: number, chunkBytes = Infinity): { lines: string[]; total: number } {
  const bytes = encoder.encode(text);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.slice(at, at + chunkBytes));
  const picked = sampleRows(chunks, wanted, QUOTE, 10);
  const kept = new TextDecoder().decode(joined(picked.chunks)).split('\n').slice(0, -1);
  expect(kept).toHaveLength(picked.kept);
  return { lines: kept, total: picked.total };
}

test('as many as were wanted, in the order of the file, wherever its parts end', () => {
  const text = lines.join('\n');
  const { lines: kept, total } = sampled(text, 300);
  expect([kept.length, total]).toEqual([300, 2_000]);
  const places = kept.map((line) => lines.indexOf(line));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const chunkBytes of [1, 3, 1_000]) expect(sampled(text, 300, chunkBytes).lines).toEqual(kept);
  expect(sampled(text, 5_000).lines).toEqual(lines);
});

test('a row taken out moves one other', () => {
  const before = sampled(lines.join('\n'), 300).lines;
  for (const gone of [before[0]!, before[150]!, lines.find((line) => !before.includes(line))!]) {
    const after = sampled(lines.filter((line) => line !== gone).join('\n'), 300).lines;
    const lost = before.filter((line) => !after.includes(line));
    expect(lost).toEqual(before.includes(gone) ? [gone] : []);
  }
});

test('equal rows are picked one by one: a share of each kind, within 6 standard deviations (a false alarm in 10^8)', () => {
  const rng = createRng(1, 'sample');
  const kinds = Array.from({ length: 20_000 }, () => (rng.below(4) === 0 ? 'rare' : 'common'));
  const kept = sampled(kinds.join('\n'), 4_000).lines;
  const share = kinds.filter((kind) => kind === 'rare').length / kinds.length;
  const rare = kept.filter((kind) => kind === 'rare').length;
  expect(Math.abs(rare - 4_000 * share)).toBeLessThan(6 * Math.sqrt(4_000 * share * (1 - share)));
});

test('a line end within quotes ends no row, and the header stays', async () => {
  const text = `name,note\n${Array.from({ length: 100 }, (_, row) => `n${row},"first\nsecond ${row}"`).join('\n')}\n`;
  const { table, notices } = await readText(text, { sampleRows: 10 });
  expect(table.rowCount).toBe(10);
  expect(table.columns.map(({ name }) => name)).toEqual(['name', 'note']);
  for (const [name = '', note] of rowsAsTexts(table)) expect(note).toBe(`first\nsecond ${name.slice(1)}`);
  const told = notices.find(({ code }) => code === 'lines-sampled')!;
  expect(noticeText(told)).toMatch(/^10 of 100 lines were read/);
});

test('of JSON lines as many are read, in their order, and that is told', async () => {
  const text = Array.from({ length: 500 }, (_, row) => `{"n":"say \\"${row}","at":${row}}\n`).join('');
  const { table, notices } = await readText(text, { sampleRows: 50 });
  expect(table.rowCount).toBe(50);
  const at = rowsAsTexts(table).map(([, place]) => Number(place));
  expect(at).toEqual([...at].sort((a, b) => a - b));
  expect(at.at(-1)).toBeGreaterThan(400);
  expect(noticeText(notices.find(({ code }) => code === 'lines-sampled')!)).toMatch(/^50 of 500 lines were read/);
});

async function* blocksOf(rows: readonly (readonly RawCell[])[]): AsyncGenerator<Block> {
  for (let from = 0; from < rows.length; from += 90) {
    const some = rows.slice(from, from + 90);
    yield [0, 1].map((place) => some.map((row) => row[place]!));
  }
}

test('of blocks as many rows are picked, in their order, and one that is taken out moves one other', async () => {
  const rows = lines.map((line, row): RawCell[] => [line, row % 3 === 0 ? null : row % 7]);
  const pick = async (of: typeof rows, wanted: number): Promise<RawCell[]> => {
    const { block, kept, total } = await sampleBlocks(blocksOf(of), wanted);
    expect([kept, total]).toEqual([Math.min(wanted, of.length), of.length]);
    return Array.from(block[0]!);
  };
  const before = await pick(rows, 300);
  const places = before.map((line) => lines.indexOf(line as string));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  const after = await pick(
    rows.filter(([line]) => line !== before[9]),
    300,
  );
  expect(before.filter((line) => !after.includes(line))).toEqual([before[9]]);
  expect(await pick(rows, 5_000)).toEqual(lines);
});

test('a sample of Parquet is told', async () => {
  const { table } = await readText(`a,b\n${lines.join('\n')}\n`);
  const bytes = await writeParquet(table, null);
  const read = await readTable(sourceOf(bytes), { sampleRows: 40 }, decoders, silent);
  expect(read.table.rowCount).toBe(40);
  expect(noticeText(read.notices.find(({ code }) => code === 'table-sampled')!)).toMatch(/^40 of 2.000 rows were read/);
});

test.each([
  ['[{"a":1},{"a":2}]', 'JSON that is one list'],
  ['{"a":1,\n"b":2}\n{"a":3,\n"b":4}\n', 'records of several lines'],
])('of %j there is no sample, and it is said what to do', async (text, format) => {
  await expect(readText(text, { sampleRows: 1 })).rejects.toMatchObject({
    code: 'recipe-invalid',
    place: { key: 'reading.sampleRows' },
    message: expect.stringContaining(`save the table in one of these, not as ${format}`) as string,
  });
});

test('nor of a workbook', async () => {
  const { table } = await readText('a,b\n1,2\n');
  const bytes = await writeWorkbook(table, null);
  await expect(readTable(sourceOf(bytes), { sampleRows: 1 }, decoders, silent)).rejects.toMatchObject({
    code: 'recipe-invalid',
  });
});
