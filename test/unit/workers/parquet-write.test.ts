/** What is packed for Parquet by hand: runs and bits as the library reads them, and columns that fill pages and groups. */
import fc from 'fast-check';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { expect, test } from 'vitest';
import type { RawCell } from '../../../src/core/formats/gather.ts';
import type { Block } from '../../../src/core/formats/source.ts';
import type { Column, Table } from '../../../src/core/table/column.ts';
import { bitsOf, codedNumbers, codesInUse, packRuns } from '../../../workers/parquet-pack.ts';
import { readParquet } from '../../../workers/parquet-read.ts';
import { writeParquet } from '../../../workers/parquet-write.ts';
import { forAll } from '../../helpers/properties.ts';

/** The cells of each group of rows. */
async function blocksOf(table: Table): Promise<Block[]> {
  const blocks: Block[] = [];
  const { blocks: read } = await readParquet(await writeParquet(table, null), {});
  for await (const block of read) blocks.push(block);
  return blocks;
}

test('packed codes are read by the library as they were, whatever runs they have and however high they are', () => {
  const stretch = fc.tuple(fc.nat(70_000), fc.integer({ min: 1, max: 40 }));
  forAll(fc.tuple(fc.array(stretch, { maxLength: 30 }), fc.integer({ min: 1, max: 70_001 })), ([stretches, most]) => {
    const codes = Uint32Array.from(stretches.flatMap(([code, times]) => new Array<number>(times).fill(code % most)));
    const bits = bitsOf(most - 1);
    const packed = packRuns(codes, bits);
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    const out = new Uint32Array(codes.length);
    const reader = { view, offset: 0 };
    readRleBitPackedHybrid(reader, bits, out, packed.length);
    expect(out).toEqual(codes);
    expect(reader.offset).toBe(packed.length);
  });
});

test('codes of numbers and levels stand for what was there, and are as few as differ', () => {
  forAll(fc.array(fc.constantFrom(0, -0, 1.5, -1.5, 1e300, 2 ** 32, 5e-324), { maxLength: 200 }), (list) => {
    const values = Float64Array.from(list);
    const differing = list.filter((value, at) => list.findIndex((other) => Object.is(other, value)) === at);
    const coded = codedNumbers(values);
    if (4 * differing.length > list.length) expect(coded).toBeNull();
    else {
      expect([...coded!.distinct]).toEqual(differing);
      expect(Float64Array.from(coded!.codes, (code) => coded!.distinct[code]!)).toEqual(values);
    }
  });
  forAll(fc.array(fc.nat(9), { maxLength: 60 }), (list) => {
    const { codes, distinct } = codesInUse(Uint32Array.from(list), 10);
    expect(Array.from(codes, (code) => distinct[code])).toEqual(list);
    expect(distinct.length).toBe(new Set(list).size);
  });
});

const PAGE_ROWS = 100_000;
/** The first page lacks a few cells, the second has none. */
const isGap = (row: number): boolean => row >= PAGE_ROWS || row % 1_000 === 7;

test('pages with and without cells, of every kind of column', async () => {
  const rows = Array.from({ length: PAGE_ROWS + 400 }, (_, row) => row);
  const numbers = (valueOf: (row: number) => number): Float64Array =>
    Float64Array.from(rows, (row) => (isGap(row) ? NaN : valueOf(row)));
  const codes = Uint16Array.from(rows, (row) => (isGap(row) ? 2 : row % 2));
  const columns: Column[] = [
    { kind: 'numeric', name: 'few', values: numbers((row) => row % 9), decimals: 0 },
    { kind: 'numeric', name: 'all apart', values: Float64Array.from(rows, (row) => row / 8 - 99), decimals: 3 },
    { kind: 'numeric', name: 'great', values: numbers((row) => row * 1e6), decimals: 0 },
    { kind: 'datetime', name: 'day', epochMs: numbers((row) => (row % 2) * 86_400_000 - 1), format: 'yyyy-MM-dd' },
    { kind: 'datetime', name: 'time', epochMs: numbers((row) => (row % 2) * -1e3), format: 'yyyy-MM-dd HH:mm:ss' },
    { kind: 'datetime', name: 'fine', epochMs: numbers(() => -0.999), format: 'yyyy-MM-dd HH:mm:ss.SSSSSS' },
    { kind: 'categorical', name: 'word', codes, levels: ['é', 'a longer one'] },
    { kind: 'categorical', name: 'truth', codes, levels: ['true', 'false'] },
    { kind: 'categorical', name: 'number', codes, levels: ['7', '-3000000000'] },
    { kind: 'identifier', name: 'key', codes: Uint32Array.from(rows), levels: rows.map((row) => `k${row}`) },
    { kind: 'categorical', name: 'same', codes: new Uint16Array(rows.length), levels: ['same'] },
    { kind: 'categorical', name: 'none', codes: new Uint16Array(rows.length), levels: [] },
  ];
  const expected: Record<string, (row: number) => RawCell> = {
    few: (row) => row % 9,
    'all apart': (row) => row / 8 - 99,
    great: (row) => row * 1e6,
    day: (row) => (row % 2 === 0 ? '1969-12-31' : '1970-01-01'),
    time: (row) => (row % 2 === 0 ? '1970-01-01 00:00:00' : '1969-12-31 23:59:59'),
    fine: () => '1969-12-31 23:59:59.999001',
    word: (row) => (row % 2 === 0 ? 'é' : 'a longer one'),
    truth: (row) => row % 2 === 0,
    number: (row) => (row % 2 === 0 ? 7 : -3e9),
    key: (row) => `k${row}`,
    same: () => 'same',
    none: () => null,
  };
  const whole = ['all apart', 'key', 'same'];
  const blocks = await blocksOf({ rowCount: rows.length, columns });
  const wrong = columns.flatMap(({ name }, place) => {
    const cells = blocks.flatMap((block) => Array.from(block[place]!));
    const cellOf = expected[name]!;
    const row = rows.find((at) => cells[at] !== (isGap(at) && !whole.includes(name) ? null : cellOf(at)));
    return row === undefined ? [] : [{ name, row, cell: cells[row] }];
  });
  expect(wrong).toEqual([]);
});

test('every group of rows has its own dictionary, of what occurs in it', async () => {
  const codes = Uint16Array.from({ length: 100_010 }, (_, row) => (row < 100_000 ? 0 : 1 + (row % 5)));
  const levels = ['a', 'b', 'c', 'd', 'e', 'f'];
  const blocks = await blocksOf({
    rowCount: codes.length,
    columns: [{ kind: 'categorical', name: 'a', codes, levels }],
  });
  expect(blocks.map(([cells]) => new Set(Array.from(cells!)).size)).toEqual([1, 5]);
  expect(Array.from(blocks[1]![0]!)).toEqual(['b', 'c', 'd', 'e', 'f', 'b', 'c', 'd', 'e', 'f']);
});
