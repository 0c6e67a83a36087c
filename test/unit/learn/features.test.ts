import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binFeatures, createBinner } from '../../../src/core/learn/features.ts';
import { createLinearSpace, linearDesign } from '../../../src/core/learn/linear-design.ts';
import { targetOf, taskOf } from '../../../src/core/learn/target.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import type { Schema } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const table = tableOf(
  numeric('x', [3, NaN, 1, 1]),
  categorical('c', ['red', 'blue', null, 'red']),
  categorical('y', ['no', 'yes', 'yes', null]),
);
const schema = schemaFor(table);
const withRole = (role: 'left-out' | 'person', name: string): Schema => ({
  columns: schema.columns.map((column) => (column.name === name ? { ...column, role } : column)),
});

test('bins follow the order of the schema, other and missing come last', () => {
  const binner = createBinner(table, schema, 'y');
  const { columns } = binFeatures(binner, table);
  expect(columns).toEqual([
    { name: 'x', isOrdered: true, missingBin: 2, bins: Uint8Array.of(1, 2, 0, 0) },
    { name: 'c', isOrdered: false, missingBin: 3, bins: Uint8Array.of(0, 1, 3, 0) },
  ]);
});

test('another table has the same bins, whatever order its levels are in; what it alone has is other, or an end bin', () => {
  const binner = createBinner(table, schema, 'y');
  const other = tableOf(numeric('x', [2, 2.1, -9, 99]), categorical('c', ['blue', 'green', 'red', null]));
  const { columns } = binFeatures(binner, other);
  expect([...columns[0]!.bins]).toEqual([0, 1, 0, 1]);
  expect([...columns[1]!.bins]).toEqual([1, 2, 0, 3]);
});

test('without a target every modelled column is a feature; left-out and person columns never are', () => {
  const names = (of: Schema): string[] => createBinner(table, of, null).columns.map(({ name }) => name);
  expect(names(schema)).toEqual(['x', 'c', 'y']);
  expect(names(withRole('left-out', 'c'))).toEqual(['x', 'y']);
  expect(names(withRole('person', 'x'))).toEqual(['c', 'y']);
});

test('many values: at most 255 bins in order, atoms stand alone, the others are cut evenly', () => {
  forAll(
    fc.record({ seed: fc.nat(10_000), atoms: fc.nat(60), rows: fc.integer({ min: 300, max: 6000 }) }),
    ({ seed, atoms, rows }) => {
      const rng = createRng(seed, 'cuts');
      const values = Array.from({ length: rows }, () =>
        rng.below(3) > 0 ? rng.below(atoms + 1) : rng.uniform() * (atoms + 2),
      );
      const of = tableOf(numeric('v', values));
      const { columns } = binFeatures(createBinner(of, schemaFor(of), null), of);
      const { bins, missingBin } = columns[0]!;
      expect(missingBin).toBeLessThanOrEqual(255);
      const counts = new Map<number, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      const valuesIn = new Map<number, Set<number>>();
      const sorted = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
      sorted.forEach((row, i) => {
        if (i > 0 && bins[row]! < bins[sorted[i - 1]!]!) throw new Error('a larger value has a lower bin');
        const held = valuesIn.get(bins[row]!) ?? new Set();
        valuesIn.set(bins[row]!, held.add(values[row]!));
      });
      expect([...valuesIn.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: missingBin }, (_, bin) => bin));
      if (counts.size <= 255) expect(valuesIn.size).toBe(counts.size);
      if (counts.size <= 255) return;
      for (const held of valuesIn.values()) {
        const rowsHeld = [...held].reduce((sum, value) => sum + counts.get(value)!, 0);
        const isAtom = [...held].some((value) => counts.get(value)! >= rows / 64);
        if (isAtom) expect(held.size).toBe(1);
        else expect(rowsHeld).toBeLessThanOrEqual(Math.ceil(rows / 127) + rows / 64);
      }
    },
    60,
  );
});

test('values that no double lies between still have two bins', () => {
  const of = tableOf(numeric('v', [1, 1 + Number.EPSILON]));
  expect([...binFeatures(createBinner(of, schemaFor(of), null), of).columns[0]!.bins]).toEqual([0, 1]);
});

test('a column of more levels than a byte holds lumps those behind the first 254', () => {
  const of = tableOf(
    categorical(
      'c',
      Array.from({ length: 300 }, (_, i) => `v${i}`),
    ),
  );
  const { bins, missingBin } = binFeatures(createBinner(of, schemaFor(of), null), of).columns[0]!;
  expect([bins[253], bins[254], bins[299], missingBin]).toEqual([253, 254, 254, 255]);
});

test('a linear design standardises by the training table, fills with its median and marks what was missing', () => {
  const space = createLinearSpace(table, schema, 'y');
  expect(space.labels).toEqual(['x', 'x=(missing)', 'c=red', 'c=blue', 'c=(other)', 'c=(missing)']);
  const design = linearDesign(space, tableOf(numeric('x', [3, NaN]), categorical('c', ['green', null])));
  const deviation = Math.sqrt(((3 - 1.5) ** 2 + 3 * 0.5 ** 2) / 4);
  expect(design.numbers[0]![0]).toBeCloseTo(1.5 / deviation, 12);
  expect(design.numbers[0]![1]).toBeCloseTo(-0.5 / deviation, 12);
  expect(design.groups).toEqual([
    { first: 1, size: 1, codes: Uint16Array.of(1, 0) },
    { first: 2, size: 4, codes: Uint16Array.of(2, 3) },
  ]);
  expect(design.coefficientCount).toBe(6);
});

test('a number without spread is 0, and levels behind the first 200 are other', () => {
  const of = tableOf(
    numeric(
      'x',
      Array.from({ length: 300 }, () => 0.1),
    ),
    categorical(
      'c',
      Array.from({ length: 300 }, (_, i) => `v${i}`),
    ),
  );
  const design = linearDesign(createLinearSpace(of, schemaFor(of), null), of);
  expect([...new Set(design.numbers[0])]).toEqual([0]);
  expect([design.groups[1]!.codes[199], design.groups[1]!.codes[200], design.groups[1]!.codes[299]]).toEqual([
    199, 200, 200,
  ]);
});

test('the task comes from the schema: two levels, more levels, a number, nothing', () => {
  const of = schemaFor(tableOf(categorical('one', ['a']), categorical('three', ['a', 'b', 'c'])));
  expect(taskOf(schema, 'y')).toEqual({ kind: 'binary', classes: ['no', 'yes'] });
  expect(taskOf(of, 'three')).toEqual({ kind: 'multiclass', classes: ['a', 'b', 'c'] });
  expect(taskOf(schema, 'x')).toEqual({ kind: 'regression' });
  expect([taskOf(of, 'one'), taskOf(of, 'nowhere'), taskOf(withRole('left-out', 'y'), 'y')]).toEqual([
    null,
    null,
    null,
  ]);
});

test('labels leave out rows without a target, and rows whose level the schema lacks, and count both', () => {
  const other = tableOf(categorical('y', ['maybe', 'yes', null, 'no', 'yes']));
  const target = targetOf(other, schema, 'y');
  expect(target).toMatchObject({
    rows: Uint32Array.of(1, 3, 4),
    labels: Float64Array.of(1, 0, 1),
    missing: 1,
    unknown: 1,
  });
  expect(targetOf(table, schema, 'x')).toMatchObject({
    rows: Uint32Array.of(0, 2, 3),
    labels: Float64Array.of(3, 1, 1),
    missing: 1,
  });
});
