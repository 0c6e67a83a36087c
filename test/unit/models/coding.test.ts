import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { codeCount, type CodedColumn } from '../../../src/core/models/coded-domain.ts';
import { decodeTable } from '../../../src/core/models/decoding.ts';
import { encodeTable } from '../../../src/core/models/encoding.ts';
import { declaredDomain } from '../../../src/core/models/declared-domain.ts';
import { inferredDomain, type NumberCoding } from '../../../src/core/models/inferred-domain.ts';
import type { Column, Table } from '../../../src/core/table/column.ts';
import { patternOf } from '../../../src/core/table/date-pattern.ts';
import { readMoment, writeMoment } from '../../../src/core/table/moments.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import type { Bins, Domain, Schema } from '../../../src/core/table/schema.ts';
import type { Train } from '../../../src/core/table/split.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, datetime, numeric, rowsOf, tableOf } from '../../helpers/tables.ts';

const DAY = 86_400_000;

test('a declared grid of up to 100 points keeps each of them', () => {
  expect(bins({ kind: 'numeric', low: 0, high: 9, decimals: 0 })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(bins({ kind: 'numeric', low: 17, high: 80, decimals: 0 })).toHaveLength(65);
  expect(bins({ kind: 'numeric', low: -0.5, high: 0.5, decimals: 1 })).toEqual([
    -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6,
  ]);
  expect(bins({ kind: 'numeric', low: 3, high: 3, decimals: 2 })).toEqual([300, 301]);
  const dates = bins({ kind: 'datetime', low: 0, high: 99 * DAY, stepMs: DAY, format: 'yyyy-MM-dd' });
  expect([dates.length, dates[0], dates[100]]).toEqual([101, 0, 100]);
});

test('a larger grid has 32 bins: one for each bound, and thirty of equal width between', () => {
  const starts = bins({ kind: 'numeric', low: 0, high: 301, decimals: 0 });
  expect(starts).toHaveLength(33);
  expect(starts.slice(0, 3)).toEqual([0, 1, 11]);
  expect(starts.slice(-3)).toEqual([291, 301, 302]);
});

test('the code of a row depends on that row alone', () => {
  const schema = declaredSchema({ kind: 'numeric', low: 0, high: 40, decimals: 0 }, true);
  const { columns } = declaredDomain(schema);
  const alone = [0, 13, 40, -7, 1e300, null].map((cell) => encode(numeric('x', [cell]), columns[0]!)[0]);
  const together = encode(numeric('x', [0, 13, 40, -7, 1e300, null]), columns[0]!);
  expect([...together]).toEqual(alone);
  expect(alone).toEqual([1, 14, 41, 1, 41, 0]); // clamped to the bounds; missing is code 0
});

test('where missing is declared never to occur, a missing number is in the middle and a missing level is other', () => {
  const number = declaredDomain(declaredSchema({ kind: 'numeric', low: 0, high: 31, decimals: 0 }, false)).columns[0]!;
  expect([...encode(numeric('x', [null, 0, 31]), number)]).toEqual([15, 0, 31]);
  const level = declaredDomain(declaredSchema({ kind: 'categorical', levels: ['b', 'a'] }, false)).columns[0]!;
  expect([...encode(categorical('x', [null, 'a', 'b', 'new']), level)]).toEqual([2, 1, 0, 2]);
});

test('a declared level that is called other takes in what is unknown', () => {
  const column = declaredDomain(declaredSchema({ kind: 'categorical', levels: ['other', 'a'] }, true)).columns[0]!;
  expect(codeCount(column)).toBe(3);
  expect([...encode(categorical('x', [null, 'other', 'a', 'new']), column)]).toEqual([0, 1, 2, 1]);
});

test('inferred levels of fewer than five rows become other; the target keeps its own', () => {
  const cells = ['a', 'a', 'a', 'a', 'a', 'rare', 'b', 'b', 'b', 'b', 'b', null];
  const train = tableOf(categorical('x', cells)) as Train;
  const { domain, notices } = inferredDomain(train, schemaFor(train), null, 'values');
  expect(domain.columns[0]).toMatchObject({ levels: ['a', 'b'], hasOther: true, hasMissing: true });
  expect(notices).toMatchObject([{ code: 'level-merged', place: { column: 'x' }, count: 1 }]);
  expect(JSON.stringify(domain)).not.toContain('rare');
  const kept = inferredDomain(train, schemaFor(train), 'x', 'values');
  expect(kept.domain.columns[0]).toMatchObject({ levels: ['a', 'rare', 'b'], hasOther: false });
});

test('values with a hundredth of the rows are atoms, bins and knots hold five rows or more each', () => {
  const values = [...new Array<number>(60).fill(0), ...Array.from({ length: 140 }, (_, i) => i + 0.5)];
  const train = tableOf(numeric('x', values, 1)) as Train;
  const [column] = inferredDomain(train, schemaFor(train), null, 'knots').domain.columns;
  if (column?.kind !== 'knots') throw new Error('not knots');
  expect([...column.atoms]).toEqual([0]);
  expect(column.nodes.length).toBe(28);
  const counts = new Float64Array(codeCount(column));
  for (const code of encode(train.columns[0]!, column)) counts[code]!++;
  expect([...counts]).toEqual([60, ...new Array<number>(28).fill(5)]);
  expect(column.nodes[0]![1]).toBeCloseTo(2.5, 12); // the mean of 0.5 … 4.5
});

test('common values come back as they are, rare ones between neighbours, all on the grid', () => {
  const values = [...new Array<number>(50).fill(7.25), 1, 2, 3, 10.5, 11];
  const train = tableOf(numeric('x', values, 2)) as Train;
  const { domain } = inferredDomain(train, schemaFor(train), null, 'values');
  const out = decode(
    domain.columns[0]!,
    Uint16Array.from({ length: 6000 }, (_, row) => row % 6),
  );
  for (let row = 0; row < out.length; row++) {
    const [low, high] = [
      [1, 2],
      [1, 3],
      [2, 7.25],
      [7.25, 7.25],
      [7.25, 11],
      [10.5, 11],
    ][row % 6]!;
    expect(out[row]!).toBeGreaterThanOrEqual(low!);
    expect(out[row]!).toBeLessThanOrEqual(high!);
    expect(Math.round(out[row]! * 100) / 100).toBe(out[row]);
  }
  const ofTwo = out.filter((_, row) => row % 6 === 1); // between 1 and 2, or between 2 and 3
  expect(ofTwo.filter((value) => value < 2).length).toBeGreaterThan(400);
  expect(ofTwo.filter((value) => value > 2).length).toBeGreaterThan(400);
});

test('what is decoded is encoded to the same codes, for every coding', () => {
  const cells = fc.array(fc.option(fc.integer({ min: -60, max: 60 })), { minLength: 1, maxLength: 200 });
  forAll(fc.tuple(cells, fc.constantFrom<NumberCoding | 'bins'>('bins', 'knots', 'values')), ([numbers, coding]) => {
    const train = tableOf(numeric('x', numbers)) as Train;
    const schema = schemaFor(train);
    const { columns } = coding === 'bins' ? declaredDomain(schema) : inferredDomain(train, schema, null, coding).domain;
    const codes = encode(train.columns[0]!, columns[0]!);
    expect(Math.max(...codes)).toBeLessThan(codeCount(columns[0]!));
    const again = decode(columns[0]!, codes);
    again.forEach((value, row) => expect(Number.isNaN(value)).toBe(numbers[row] === null));
    if (coding === 'bins')
      expect(encode({ ...(train.columns[0] as object), values: again } as Column, columns[0]!)).toEqual(codes);
  });
});

test.each<NumberCoding | 'bins'>(['bins', 'knots', 'values'])('months and quarters come back as such: %s', (coding) => {
  const moments = (months: number): Float64Array =>
    Float64Array.from({ length: 300 }, (_, row) => Date.UTC(2000, ((row * 7) % 100) * months, 1));
  const train = tableOf(
    { kind: 'datetime', name: 'm', epochMs: moments(1), format: 'yyyy-MM' },
    { kind: 'datetime', name: 'q', epochMs: moments(3), format: "yyyy'Q'Q" },
  ) as Train;
  const schema = inferSchema(train, []);
  const domain = coding === 'bins' ? declaredDomain(schema) : inferredDomain(train, schema, null, coding).domain;
  const { columns } = decodeTable(encodeTable(train, domain), domain, createRng(1, 'decode'));
  columns.forEach((column, place) => {
    if (column.kind !== 'datetime') throw new Error('not dates');
    const pattern = patternOf(column.format);
    expect([...column.epochMs].every((moment) => readMoment(pattern, writeMoment(pattern, moment)) === moment)).toBe(
      true,
    );
    expect(new Set(column.epochMs).size).toBeGreaterThan(90);
    expect(column.format).toBe(['yyyy-MM', "yyyy'Q'Q"][place]);
  });
});

test('dates come back on their grid, within their bounds, in their format', () => {
  const train = tableOf(datetime('day', ['2020-01-01', '2020-02-03', null, '2021-12-31'])) as Train;
  const domain = declaredDomain(schemaFor(train));
  const coded = { rowCount: 4000, columns: [Uint16Array.from({ length: 4000 }, (_, row) => row % 33)] };
  const [column] = decodeTable(coded, domain, createRng(1, 'decode')).columns;
  if (column?.kind !== 'datetime') throw new Error('not dates');
  expect(column.format).toBe('yyyy-MM-dd');
  const days = column.epochMs.filter((ms) => !Number.isNaN(ms));
  expect(days.every((ms) => ms % DAY === 0)).toBe(true);
  expect(Math.min(...days)).toBeGreaterThanOrEqual(Date.UTC(2020, 0, 1));
  expect(Math.max(...days)).toBeLessThanOrEqual(Date.UTC(2021, 11, 31));
});

test('numbers beyond the exact grid keep finite bins and values', () => {
  const domain: Domain = { kind: 'numeric', low: -1.7e308, high: 1.7e308, decimals: 3 };
  const { columns } = declaredDomain(declaredSchema(domain, true));
  expect(bins(domain).every(Number.isFinite)).toBe(true);
  const out = decode(
    columns[0]!,
    Uint16Array.from({ length: 320 }, (_, row) => 1 + (row % 32)),
  );
  expect(out.every(Number.isFinite)).toBe(true);
  expect(encode(numeric('x', [-1e300, 0, 5e-324, 1.7e308]), columns[0]!)).toEqual(Uint16Array.of(16, 17, 17, 32));
});

test('minus zero becomes zero', () => {
  const { columns } = declaredDomain(declaredSchema({ kind: 'numeric', low: -0, high: 3, decimals: 0 }, false));
  expect(Object.is(decode(columns[0]!, encode(numeric('x', [-0]), columns[0]!))[0], 0)).toBe(true);
});

test('levels come back by name, with other and missing', () => {
  const table = tableOf(categorical('x', ['b', null, 'new', 'a']));
  const domain = declaredDomain(declaredSchema({ kind: 'categorical', levels: ['a', 'b'] }, true));
  const back = decodeTable(encodeTable(table, domain), domain, createRng(1, 'decode'));
  expect(rowsOf(back)).toEqual([['b'], [null], ['other'], ['a']]);
});

test('atoms have a cell of their own, and a value drawn inside a bin is none of them', () => {
  const domain: Domain = { kind: 'numeric', low: 0, high: 1.2, decimals: 1 };
  const schema = withBins(declaredSchema(domain, true), { atoms: [0, 0.5, 1.1, 1.2], starts: [0, 4, 8, 11, 13] });
  const [column] = declaredDomain(schema).columns;
  expect(codeCount(column!)).toBe(9);
  // Missing, the four atoms, then the bins 0.1–0.3, 0.4–0.7 without 0.5, 0.8–1.0, and one with nothing but atoms.
  const cells = [null, 0, 0.5, 1.1, 1.2, 0.3, 0.4, 1, 0.52, 7, -1];
  expect([...encode(numeric('x', cells, 1), column!)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 2, 4, 1]);
  const drawn = (code: number): number[] => [...new Set(decode(column!, new Uint16Array(500).fill(code)))].sort();
  expect([1, 2, 3, 4].map(drawn)).toEqual([[0], [0.5], [1.1], [1.2]]);
  expect([5, 6, 7, 8].map(drawn)).toEqual([
    [0.1, 0.2, 0.3],
    [0.4, 0.6, 0.7],
    [0.8, 0.9, 1],
    [1.1, 1.2],
  ]);
});

test('a number that may not be missing goes to the middle bin, behind the atoms', () => {
  const domain: Domain = { kind: 'numeric', low: 0, high: 99, decimals: 0 };
  const schema = withBins(declaredSchema(domain, false), { atoms: [0, 99], starts: [0, 10, 50, 100] });
  expect([...encode(numeric('x', [null, 99, 98]), declaredDomain(schema).columns[0]!)]).toEqual([3, 1, 4]);
});

test('bins that do not cover the bounds are a fault', () => {
  const schema = declaredSchema({ kind: 'numeric', low: 0, high: 99, decimals: 0 }, true);
  for (const starts of [
    [0, 50, 99],
    [1, 50, 100],
  ]) {
    expect(() => declaredDomain(withBins(schema, { atoms: [], starts }))).toThrow('cover');
  }
});

function withBins(schema: Schema, bins: Bins): Schema {
  return { columns: schema.columns.map((column) => ({ ...column, bins: { value: bins, source: 'discovered' } })) };
}

function declaredSchema(domain: Domain, missing: boolean): Schema {
  const declared = <T>(value: T): { value: T; source: 'declared' } => ({ value, source: 'declared' });
  const column = { name: 'x', kind: declared(domain.kind), missing: declared(missing), domain: declared(domain) };
  return { columns: [{ ...column, bins: null, role: 'none' }] };
}

function bins(domain: Domain): number[] {
  const column = declaredDomain(declaredSchema(domain, true)).columns[0];
  if (column?.kind !== 'bins') throw new Error('not bins');
  return [...column.starts];
}

function encode(column: Column, coded: CodedColumn): Uint16Array {
  const table: Table = tableOf(column);
  return encodeTable(table, { columns: [coded] }).columns[0]!;
}

function decode(coded: CodedColumn, codes: Uint16Array): Float64Array {
  const table = decodeTable({ rowCount: codes.length, columns: [codes] }, { columns: [coded] }, createRng(1, 'decode'));
  const [column] = table.columns;
  if (column?.kind !== 'numeric') throw new Error('not numbers');
  return column.values;
}
