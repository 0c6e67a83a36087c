import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { binTable, createBinning } from '../../../src/core/table/binning.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import { categorical, numeric, tableOf, text } from '../../helpers/tables.ts';

const rng = createRng(3, 'binning');
const n = 4_000;
const spiked = Array.from({ length: n }, () => (rng.uniform() < 0.5 ? 0 : Math.round(rng.normal() * 1000)));
const table = tableOf(
  numeric('spiked', spiked),
  numeric(
    'few',
    Array.from({ length: n }, (_, i) => (i % 7 === 0 ? null : i % 5)),
  ),
  categorical(
    'many',
    Array.from({ length: n }, (_, i) => `l${Math.floor(Math.sqrt(i * 2))}`),
  ),
  text(
    'note',
    Array.from({ length: n }, (_, i) => `t${i}`),
  ),
);
const binning = createBinning(table, inferSchema(table, []));
const binned = binTable(table, binning);
const counts = (column: number): number[] => {
  const result = new Array<number>(binned.sizes[column]!).fill(0);
  for (const code of binned.codes[column]!) result[code]!++;
  return result;
};

test('a value that many rows hold is a bin of its own, and the rest is cut into bins of about equal size', () => {
  expect(binned.sizes[0]).toBe(21);
  expect(counts(0)[0]).toBe(spiked.filter((value) => value === 0).length);
  const rest = counts(0).slice(1, 20);
  const share = rest.reduce((sum, count) => sum + count, 0) / rest.length;
  for (const count of rest) expect(Math.abs(count - share)).toBeLessThan(0.2 * share);
});

test('few distinct values are each their own bin, and missing is the last', () => {
  expect(binned.sizes[1]).toBe(7);
  expect(counts(1).at(-1)).toBe(Math.ceil(n / 7));
});

test('the fifty most frequent levels have bins, the rest one together', () => {
  expect(binned.sizes[2]).toBe(52);
  expect(counts(2)[50]).toBeGreaterThan(0);
});

test('text takes no part', () =>
  expect(binning.columns.map((column) => column.name)).toEqual(['spiked', 'few', 'many']));

test('values beyond train fall into its outermost bins, unknown levels into the rest', () => {
  const beyond = tableOf(
    numeric('spiked', [-1e9, 1e9]),
    numeric('few', [9, null]),
    categorical('many', ['new', 'l80']),
    text('note', ['', '']),
  );
  const codes = binTable(beyond, binning).codes;
  expect([...codes[0]!]).toEqual([1, 19]);
  expect([...codes[1]!]).toEqual([5, 6]);
  expect(codes[2]![0]).toBe(50);
});
