/** A sample of the lines: the same each time, as many as were wanted, in order, and hardly moved by a row more or less. */
import { expect, test } from 'vitest';
import { noticeText } from '../../../src/core/errors.ts';
import { joined } from '../../../src/core/formats/chunks.ts';
import { sampleRows } from '../../../src/core/formats/sample-rows.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { readText, rowsAsTexts } from '../../helpers/reading.ts';

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

test('of other formats there is no sample, and that is said', async () => {
  await expect(readText('[{"a":1},{"a":2}]', { sampleRows: 1 })).rejects.toMatchObject({
    code: 'recipe-invalid',
    place: { key: 'reading.sampleRows' },
  });
});
