import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assessFidelity } from '../../../src/core/fidelity/assess-fidelity.ts';
import { silent } from '../../../src/core/progress.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import {
  assessmentOf,
  madeUpTable,
  schemaFor,
  shuffledColumns,
  shuffledRows,
  splitRows,
} from '../../helpers/assess.ts';
import { naiveSummedDifference } from '../../helpers/naive/fidelity.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const { train, holdout } = splitRows(madeUpTable(2000), 400);
const fresh = madeUpTable(1600, 9);

test('a table against itself has error 0, scores 1, and is closer than fresh rows would be', () => {
  const { columns, pairs, kway } = assessFidelity(assessmentOf(train, holdout, train), silent);
  expect(columns.map(({ score, distance }) => [score, distance])).toEqual(columns.map(() => [1, 0]));
  expect(pairs.every(({ score, association }) => score === 1 && association.difference === 0)).toBe(true);
  // The bins of these columns are filled almost evenly: a uniform table is no ceiling worth the name.
  expect(kway['1']).toMatchObject({ error: 0, score: null, belowFloor: true, marginals: 6 });
  expect(kway['2']).toMatchObject({ error: 0, score: 1, belowFloor: true, marginals: 15, of: 15 });
});

test('fresh rows of the same law stand at the floor, shuffled columns at the ceiling of pairs', () => {
  const { kway } = assessFidelity(assessmentOf(train, holdout, fresh), silent);
  expect(kway['2'].score!).toBeGreaterThan(0.95);
  expect(kway['2'].error!).toBeCloseTo(kway['2'].floor!, 1);
  expect(kway['2'].holdout!.error).toBeCloseTo(kway['2'].holdout!.floor, 1);
  const apart = assessFidelity(assessmentOf(train, holdout, shuffledColumns(train)), silent);
  expect(apart.kway['1'].error).toBe(0);
  expect(apart.kway['2'].score!).toBeLessThan(0.05);
  expect(apart.kway['2'].scoreLow!).toBeLessThanOrEqual(apart.kway['2'].score!);
});

test('the error of marginals is that of the naive count over rows', () => {
  const row = fc.tuple(fc.constantFrom('a', 'b', 'c', null), fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 4 }));
  const rows = fc.array(row, { minLength: 2, maxLength: 30 });
  const tableFrom = (list: readonly (readonly [string | null, string, number])[]): Table =>
    tableOf(
      categorical('p', [...list.map(([p]) => p), 'a', 'b', 'c']),
      categorical('q', [...list.map(([, q]) => q), 'x', 'y', 'x']),
      numeric('r', [...list.map(([, , r]) => r), 0, 1, 2], 0),
    );
  const textsOf = (table: Table, names: readonly string[]): string[] =>
    Array.from({ length: table.rowCount }, (_, index) =>
      names
        .map((name) => {
          const column = table.columns.find((candidate) => candidate.name === name)!;
          if (column.kind === 'numeric') return String(column.values[index]);
          return column.kind === 'categorical' ? (column.levels[column.codes[index]!] ?? 'missing') : '';
        })
        .join('|'),
    );
  forAll(
    fc.tuple(rows, rows),
    ([first, second]) => {
      // Values that only one side holds would share a bin behind the last cut: both sides hold all of 0 … 4.
      const pad = [0, 1, 2, 3, 4].map((r) => ['a', 'x', r] as const);
      const [real, made] = [tableFrom([...first, ...pad]), tableFrom([...second, ...pad])];
      const { kway } = assessFidelity(assessmentOf(real, null, made), silent);
      const errorOf = (...names: string[]): number => naiveSummedDifference(textsOf(real, names), textsOf(made, names));
      expect(kway['1'].error).toBeCloseTo((errorOf('p') + errorOf('q') + errorOf('r')) / 3, 12);
      expect(kway['2'].error).toBeCloseTo((errorOf('p', 'q') + errorOf('p', 'r') + errorOf('q', 'r')) / 3, 12);
    },
    60,
  );
});

test('the order of rows and columns changes no number', () => {
  const turned = (table: Table, seed: number): Table =>
    takeTableRows({ ...table, columns: table.columns.toReversed() }, shuffledRows(table.rowCount, seed));
  const straight = assessFidelity(assessmentOf(train, holdout, fresh), silent);
  const moved = assessFidelity(assessmentOf(turned(train, 3), turned(holdout, 4), turned(fresh, 5)), silent);
  const named = (columns: readonly string[]): string => [...columns].sort().join(' ');
  for (const k of ['1', '2'] as const) {
    for (const key of ['error', 'floor', 'ceiling', 'score', 'low', 'high'] as const) {
      expect(moved.kway[k][key]).toBeCloseTo(straight.kway[k][key]!, 10);
    }
  }
  expect(new Set(moved.columns.map(({ name, score, low }) => `${name} ${score} ${low}`))).toEqual(
    new Set(straight.columns.map(({ name, score, low }) => `${name} ${score} ${low}`)),
  );
  const other = new Map(moved.pairs.map((pair) => [named(pair.columns), pair]));
  for (const pair of straight.pairs) {
    const twin = other.get(named(pair.columns))!;
    expect(twin.score).toBeCloseTo(pair.score, 10);
    expect(twin.low).toBeCloseTo(pair.low, 10);
    expect(twin.association.difference!).toBeCloseTo(pair.association.difference!, 10);
    expect(twin.association.low!).toBeCloseTo(pair.association.low!, 8);
  }
});

test('more than fifty levels are kept apart one by one, and lumped in pairs', () => {
  const level = (row: number): string => `level ${row % 80}`;
  const real = tableOf(
    categorical(
      'many',
      Array.from({ length: 800 }, (_, row) => level(row)),
    ),
    categorical(
      'two',
      Array.from({ length: 800 }, (_, row) => (row % 2 === 0 ? 'a' : 'b')),
    ),
  );
  // Every level past the fiftieth becomes another one past the fiftieth: pairs cannot see it, one-way errors do.
  const made = tableOf(
    categorical(
      'many',
      Array.from({ length: 800 }, (_, row) => level(row % 80 < 50 ? row : row % 2 === 0 ? 78 : 79)),
    ),
    categorical(
      'two',
      Array.from({ length: 800 }, (_, row) => (row % 2 === 0 ? 'a' : 'b')),
    ),
  );
  const { kway } = assessFidelity(assessmentOf(real, null, made), silent);
  expect(kway['1'].error).toBeGreaterThan(0.3);
  expect(kway['2'].error!).toBeLessThan(kway['1'].error!);
});

test.each([0, 1, 10])('a holdout of %i rows gets an answer without a number that does not exist', (rows) => {
  const parts = splitRows(madeUpTable(60), rows);
  const result = assessFidelity(assessmentOf(parts.train, parts.holdout, madeUpTable(60, 4)), silent);
  expect(result.kway['2'].holdout === null).toBe(rows === 0);
  expect(result.columns).toHaveLength(6);
  expect(() => JSON.stringify(result, refuseNonNumbers)).not.toThrow();
});

test('empty, constant and missing columns, one column, and no rows are answered with reasons', () => {
  const rows = 30;
  const hard = tableOf(
    numeric('empty', new Array<null>(rows).fill(null)),
    numeric('constant', new Array<number>(rows).fill(3)),
    categorical('one', new Array<string>(rows).fill('a')),
    categorical('none', new Array<null>(rows).fill(null)),
  );
  const result = assessFidelity(assessmentOf(hard, hard, hard), silent);
  const empty = result.columns.find(({ name }) => name === 'empty')!;
  expect(empty).toMatchObject({ score: null, reason: 'not measurable with n = 0' });
  expect(result.kway['2']).toMatchObject({ error: 0, score: null });
  expect(result.kway['2'].reason).toContain('nearly independent');
  JSON.stringify(result, refuseNonNumbers);

  const single = tableOf(numeric('n', [1, 2, 3]));
  expect(assessFidelity(assessmentOf(single, null, single), silent).kway['2'].reason).toContain('one column');
  const nothing = takeTableRows(train, new Uint32Array(0));
  const none = assessFidelity(assessmentOf(train, holdout, nothing), silent);
  expect(none.kway['1']).toMatchObject({ error: null, reason: 'not measurable with n = 0' });
  expect(none.notices.map(({ code }) => code)).toEqual(['not-measurable']);
});

test('identifiers are named and take part in nothing', () => {
  const id = { kind: 'identifier' as const, name: 'id', levels: ['s3cret-1'], codes: new Uint32Array(train.rowCount) };
  const real = { ...train, columns: [...train.columns, id] };
  const result = assessFidelity({ ...assessmentOf(real, null, train), schema: schemaFor(real) }, silent);
  expect(result.leftOut).toEqual(['id']);
  expect(JSON.stringify(result)).not.toContain('s3cret');
});

test('histograms keep whole numbers whole, and their shares add up', () => {
  const { columns } = assessFidelity(assessmentOf(train, holdout, fresh), silent);
  for (const { chart } of columns) {
    const total = (side: 'real' | 'synthetic'): number => {
      if (chart!.kind === 'levels') return chart![side].reduce((a, b) => a + b, 0) + chart!.other[side];
      return chart![side].reduce((a, b) => a + b, 0) + chart!.beyond[side][0] + chart!.beyond[side][1];
    };
    expect(total('real')).toBeCloseTo(1, 12);
    expect(total('synthetic')).toBeCloseTo(1, 12);
  }
  const age = columns.find(({ name }) => name === 'age')!.chart!;
  expect(age.kind === 'histogram' && age.edges.every((edge) => Number.isInteger(edge))).toBe(true);
});

function refuseNonNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a result holds NaN or Infinity');
  return value;
}
