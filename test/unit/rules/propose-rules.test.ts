import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { proposeRules, type Proposal } from '../../../src/core/rules/propose-rules.ts';
import { rulebookOf } from '../../../src/core/rules/rulebook.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, datetime, numeric, smallTables, tableOf } from '../../helpers/tables.ts';

const list = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at));
const iso = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
const propose = (table: Table): readonly Proposal[] => proposeRules(table, schemaFor(table));
const ROWS = 500;

/** Two numbers, two dates, two categories and a number with holes, none tied to another. */
function strangers(seed: number): Table {
  const rng = createRng(seed, 'strangers');
  return tableOf(
    numeric(
      'a',
      list(ROWS, () => rng.below(100)),
    ),
    numeric(
      'b',
      list(ROWS, () => rng.below(100)),
    ),
    datetime(
      'from',
      list(ROWS, () => iso(rng.below(300))),
    ),
    datetime(
      'to',
      list(ROWS, () => iso(rng.below(300))),
    ),
    categorical(
      'c',
      list(ROWS, () => `c${rng.below(4)}`),
    ),
    categorical(
      'd',
      list(ROWS, () => `d${rng.below(3)}`),
    ),
    numeric(
      'e',
      list(ROWS, () => (rng.below(10) === 0 ? null : rng.below(1000))),
    ),
  );
}

/** A hospital's stays, with one rule of each sort; `broken` rows in a thousand break each of them. */
function stays(broken = 0): Table {
  const rng = createRng(3, 'stays');
  const isOdd = list(ROWS, () => rng.below(1000) < broken);
  const admitted = list(ROWS, () => rng.below(300));
  const wards = list(ROWS, () => rng.below(4));
  const isAsked = list(ROWS, () => rng.uniform() < 0.3);
  const [room, board] = [list(ROWS, () => 100 + rng.below(50)), list(ROWS, () => rng.below(90))];
  return tableOf(
    datetime('admitted', admitted.map(iso)),
    datetime(
      'operated',
      admitted.map((day, row) => iso(day + (isOdd[row] ? -1 : 1) * (1 + rng.below(60)))),
    ),
    datetime(
      'released',
      admitted.map((day) => iso(day + 62 + rng.below(100))),
    ),
    categorical(
      'ward',
      wards.map((ward) => `W${ward}`),
    ),
    categorical(
      'department',
      wards.map((ward, row) => (ward < 2 !== isOdd[row] ? 'surgery' : 'medicine')),
    ),
    numeric('room', room),
    numeric('board', board),
    numeric(
      'bill',
      room.map((price, row) => price + board[row]! + (isOdd[row] ? 7 : 0)),
    ),
    numeric(
      'systolic',
      isAsked.map((is) => (is ? 100 + rng.below(50) : null)),
    ),
    categorical(
      'cuff',
      isAsked.map((is, row) => (is !== isOdd[row] ? `size ${rng.below(3)}` : null)),
    ),
  );
}

test('one rule of each sort is found, and each is kept by all rows', () => {
  const proposals = propose(stays());
  expect(proposals.map(({ share }) => share)).toEqual(proposals.map(() => 1));
  expect(proposals.map(({ rule }) => rule)).toEqual([
    { kind: 'missing-together', hard: true, columns: ['systolic', 'cuff'] },
    {
      ...{ kind: 'derived', hard: true, column: 'bill' },
      from: {
        kind: 'sum',
        terms: [
          ['room', 1],
          ['board', 1],
        ],
        plus: 0,
      },
    },
    { kind: 'order', hard: true, columns: ['admitted', 'operated', 'released'], strict: true },
    {
      ...{ kind: 'derived', hard: true, column: 'department' },
      from: {
        kind: 'table',
        column: 'ward',
        table: { W0: 'surgery', W1: 'surgery', W2: 'medicine', W3: 'medicine' },
      },
    },
  ]);
});

test('a few rows may break a rule, and its share says how many keep it', () => {
  const proposals = propose(stays(6));
  expect(proposals.map(({ rule }) => rule.kind).sort()).toEqual(['derived', 'derived', 'missing-together', 'order']);
  for (const { share } of proposals) {
    expect(share).toBeLessThan(1);
    expect(share).toBeGreaterThanOrEqual(0.99);
  }
});

test('rules that many rows break are not proposed: what is left are orders that no row breaks', () => {
  const left = propose(stays(60)).map(({ rule, share }) => [rule.kind, share]);
  expect(left).toEqual([
    ['order', 1],
    ['order', 1],
    ['order', 1],
  ]);
});

test.each([1, 2, 3])('columns that have nothing to do with one another give no rule (table %i)', (seed) => {
  expect(propose(strangers(seed))).toEqual([]);
});

test('what follows from the ranges of the columns is no rule between them', () => {
  const rng = createRng(1, 'ranges');
  const table = tableOf(
    numeric(
      'age',
      list(ROWS, () => 17 + rng.below(70)),
    ),
    numeric(
      'pay',
      list(ROWS, () => 1000 + rng.below(3000)),
    ),
    numeric(
      'always',
      list(ROWS, () => 5),
    ),
    categorical(
      'nearly',
      list(ROWS, (row) => (row === 7 ? 'odd' : 'usual')),
    ),
    categorical(
      'group',
      list(ROWS, () => `g${rng.below(5)}`),
    ),
  );
  expect(propose(table)).toEqual([]);
});

test('copies and constant distances are said once, from the earlier column to the later', () => {
  const rng = createRng(2, 'copies');
  const values = list(ROWS, () => rng.below(80));
  const table = tableOf(
    numeric('age', values),
    numeric(
      'next year',
      values.map((age) => age + 1),
    ),
  );
  const from = { kind: 'sum', terms: [['age', 1]], plus: 1 };
  expect(propose(table)).toEqual([{ rule: { kind: 'derived', hard: true, column: 'next year', from }, share: 1 }]);
});

test('orders that hold with equal values are not strict, and a code per row determines nothing', () => {
  const rng = createRng(4, 'orders');
  const low = list(ROWS, () => rng.below(50));
  const table = tableOf(
    numeric('low', low),
    numeric(
      'high',
      low.map((value) => value + rng.below(40)),
    ),
    categorical(
      'code',
      list(ROWS, (row) => `k${row}`),
    ),
    categorical(
      'kind',
      list(ROWS, () => `k${rng.below(3)}`),
    ),
  );
  expect(propose(table).map(({ rule }) => rule)).toEqual([
    { kind: 'order', hard: true, columns: ['low', 'high'], strict: false },
  ]);
});

test('of any table, what is proposed can be a rulebook and is kept by nearly all rows', () => {
  forAll(
    smallTables.map((table) => repeated(table, 40)),
    (table) => {
      const proposals = propose(table);
      const rules = proposals.map(({ rule }) => rule);
      const shares = rulebookOf(rules, schemaFor(table)).shares(table);
      expect(shares.every((share) => share !== null && share <= 0.01)).toBe(true);
    },
  );
});

test('of a table of few rows nothing is said', () => {
  expect(propose(tableOf(numeric('a', [1, 5, 9]), numeric('b', [2, 6, 10])))).toEqual([]);
});

function repeated(table: Table, times: number): Table {
  const rows = Array.from({ length: table.rowCount * times }, (_, row) => row % table.rowCount);
  return {
    rowCount: rows.length,
    columns: table.columns.map((column) => {
      if (column.kind === 'numeric')
        return { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
      if (column.kind === 'datetime')
        return { ...column, epochMs: Float64Array.from(rows, (row) => column.epochMs[row]!) };
      if (column.kind === 'categorical')
        return { ...column, codes: Uint16Array.from(rows, (row) => column.codes[row]!) };
      return { ...column, codes: Uint32Array.from(rows, (row) => column.codes[row]!) };
    }),
  };
}
