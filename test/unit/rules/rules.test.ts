import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import type { ConditionedRows } from '../../../src/core/rules/conditioned.ts';
import { wishesOf } from '../../../src/core/models/conditions.ts';
import { partsOf } from '../../../src/core/models/registry.ts';
import { silent } from '../../../src/core/progress.ts';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import type { Condition } from '../../../src/core/recipe/where.ts';
import type { Rule } from '../../../src/core/recipe/rule.ts';
import { rulebookOf } from '../../../src/core/rules/rulebook.ts';
import { sampleParts } from '../../../src/core/rules/sample-parts.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { ALL_IDS, fitTable } from '../../helpers/models.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, datetime, numeric, rowsOf, tableOf } from '../../helpers/tables.ts';

const rng = createRng(5, 'rules');
const list = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at));

/** Stays in a clinic: out after in, a ward per department, ventilated patients have both pressures. */
const stays = ((): Table => {
  const days = list(800, () => rng.below(300));
  const wards = list(800, () => rng.below(4));
  const ventilated = list(800, () => rng.uniform() < 0.3);
  const iso = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
  return tableOf(
    datetime('date_in', days.map(iso)),
    datetime(
      'date_out',
      days.map((day) => iso(day + rng.below(20))),
    ),
    categorical(
      'ward',
      wards.map((ward) => `W${ward}`),
    ),
    categorical(
      'department',
      wards.map((ward) => (ward < 2 ? 'surgery' : 'medicine')),
    ),
    categorical(
      'ventilated',
      ventilated.map((is) => (is ? 'yes' : 'no')),
    ),
    numeric(
      'high',
      ventilated.map((is) => (is ? 20 + rng.below(10) : null)),
    ),
    numeric(
      'low',
      ventilated.map((is) => (is ? 5 + rng.below(10) : null)),
    ),
    numeric(
      'span',
      ventilated.map((is) => (is ? 10 : null)),
    ),
  );
})();

const rules = (...given: readonly object[]): readonly Rule[] => readRecipe({ rules: given }).rules;
const ALL = rules(
  { kind: 'order', columns: ['date_in', 'date_out'] },
  {
    kind: 'combinations',
    columns: ['ward', 'department'],
    allowed: [
      ['W0', 'surgery'],
      ['W1', 'surgery'],
      ['W2', 'medicine'],
      ['W3', 'medicine'],
    ],
  },
  { kind: 'missing-together', columns: ['high', 'low'] },
  { kind: 'implies', if: { ventilated: 'no' }, then: { high: null } },
  {
    kind: 'derived',
    column: 'span',
    from: {
      sum: [
        ['high', 1],
        ['low', -1],
      ],
      plus: 0,
    },
  },
);

function made(
  id: string,
  table: Table,
  given: readonly Rule[],
  rowCount = 400,
  conditions: readonly Condition[] = [],
): ConditionedRows {
  const { model, schema } = fitTable(id, table);
  const request = { rowCount, draw: 'even', seed: 1 } as const;
  return sampleParts(
    partsOf(model),
    request,
    wishesOf(conditions, schema, rowCount),
    rulebookOf(given, schema),
    silent,
  );
}

test.each(ALL_IDS)('%s: every row that is written keeps every hard rule, and all rows are there', (id) => {
  const { table, rules: kept, notices } = made(id, stays, ALL);
  expect(rulebookOf(ALL, schemaFor(stays)).shares(table)).toEqual([0, 0, 0, 0, 0]);
  expect(table.rowCount + kept!.leftOut).toBe(400);
  if (id === 'trees') expect([kept!.leftOut, notices]).toEqual([0, []]);
  for (const [, , , , , high, low, span] of rowsOf(table)) {
    expect(span).toBe(high === null ? null : Number(high) - Number(low));
  }
});

test('conditions and rules hold together', () => {
  const conditions = [{ where: { department: 'surgery' }, rows: 150 }];
  const { table, wishes } = made('trees', stays, ALL, 300, conditions);
  expect(table.rowCount).toBe(300);
  expect(wishes).toMatchObject([{ made: 150 }]);
  expect(rowsOf(table).filter(([, , , department]) => department === 'surgery').length).toBeGreaterThanOrEqual(150);
  expect(rulebookOf(ALL, schemaFor(stays)).shares(table)).toEqual([0, 0, 0, 0, 0]);
});

test('a soft rule is counted and changes nothing', () => {
  const soft = ALL.filter(({ kind }) => kind === 'order').map((rule) => ({ ...rule, hard: false }));
  const { table } = made('independent', stays, soft);
  expect(rulebookOf(soft, schemaFor(stays)).shares(table)[0]).toBeGreaterThan(0.2);
  expect(table).toEqual(made('independent', stays, []).table);
});

test('a rule that no real row keeps ends in fewer rows and a warning, never in a loop', () => {
  const table = tableOf(
    numeric(
      'a',
      list(300, () => 10 + rng.below(5)),
    ),
    numeric(
      'b',
      list(300, () => rng.below(5)),
    ),
  );
  const { table: rows, notices } = made(
    'independent',
    table,
    rules({ kind: 'order', columns: ['a', 'b'], strict: true }),
    50,
  );
  expect(rows.rowCount).toBe(0);
  expect(notices).toMatchObject([{ code: 'rows-broken', count: 50 }]);
});

test('where proposals run out, numbers of one grid are sorted and what is missing together is made so', () => {
  const table = tableOf(
    numeric(
      'first',
      list(400, () => 50 + rng.below(51)),
    ),
    numeric(
      'second',
      list(400, (row) => (row < 2 ? 50 + 50 * row : 50 + rng.below(51))),
    ),
  );
  const fourth = tableOf(
    ...table.columns,
    numeric(
      'third',
      list(400, (row) => (row < 2 ? 50 + 50 * row : 50)),
    ),
  );
  const order = rules({ kind: 'order', columns: ['first', 'second', 'third'] });
  const { table: rows, rules: kept } = made('independent', fourth, order, 200);
  expect(kept!.mended).toBeGreaterThan(0);
  expect(rows.rowCount).toBe(200);
  expect(rulebookOf(order, schemaFor(fourth)).shares(rows)).toEqual([0]);
});

test('parts of dates and tables of levels are derived, in the order that they need', () => {
  const table = tableOf(
    datetime('day', ['2024-02-29', '2023-12-31']),
    numeric('month', [1, 1]),
    categorical('season', ['x', 'y']),
    categorical('city', ['Bonn', 'Rome']),
    categorical('country', ['I', 'I'], ['D', 'I']),
  );
  const given = rules(
    { kind: 'derived', column: 'month', from: { column: 'day', part: 'month' } },
    { kind: 'derived', column: 'country', from: { column: 'city', table: { Bonn: 'D', Rome: 'I' } } },
    { kind: 'derived', column: 'season', from: { column: 'day', part: 'weekday' } },
  );
  const out = rulebookOf(given, schemaFor(table)).derive(table);
  expect(rowsOf(out).map(([, month, season, , country]) => [month, season, country])).toEqual([
    [2, '4', 'D'],
    [12, '7', 'I'],
  ]);
});

test.each([
  [{ kind: 'order', columns: ['date_in', 'nobody'] }, 'column-unknown'],
  [{ kind: 'order', columns: ['date_in', 'ward'] }, 'rules-conflict'],
  [{ kind: 'range', column: 'high', low: 900 }, 'rules-conflict'],
  [{ kind: 'levels', column: 'ward', levels: ['W9'] }, 'level-unknown'],
  [{ kind: 'implies', if: { ward: 'W1' }, then: { high: [900, 950] } }, 'condition-impossible'],
])('%j cannot be kept and is named before anything is done', (rule, code) => {
  expect(() => rulebookOf(rules(rule), schemaFor(stays))).toThrow(expect.objectContaining({ code }));
});

test('columns that are derived from each other go in no circle', () => {
  const circle = rules(
    { kind: 'derived', column: 'high', from: { sum: [['low', 1]] } },
    { kind: 'derived', column: 'low', from: { sum: [['high', 1]] } },
  );
  expect(() => rulebookOf(circle, schemaFor(stays))).toThrow(expect.objectContaining({ code: 'rules-conflict' }));
});

test.each([
  [{}, 'rules'],
  [[{ kind: 'odd' }], 'rules[0].kind'],
  [[{ kind: 'range', column: 'a' }], 'rules[0]'],
  [[{ kind: 'order', columns: ['a'] }], 'rules[0].columns'],
  [[{ kind: 'combinations', columns: ['a', 'b'], allowed: [['x']] }], 'rules[0].allowed[0]'],
  [[{ kind: 'derived', column: 'a', from: { sum: [['b']] } }], 'rules[0].from.sum[0]'],
  [[{ kind: 'derived', column: 'a', from: { column: 'b', part: 'age' } }], 'rules[0].from.part'],
  [[{ kind: 'implies', if: {}, then: { a: 1 } }], 'rules[0].if'],
])('rules of a recipe are checked key by key: %j', (given, key) => {
  expect(() => readRecipe({ rules: given })).toThrow(
    expect.objectContaining({ code: 'recipe-invalid', place: { key } }),
  );
});

test('whatever the rules, rows that come out keep them, after rounding, and nothing hangs', () => {
  const names = ['a', 'b', 'c', 'k', 'm'] as const;
  const number = fc.constantFrom('a', 'b', 'c');
  const where = fc.oneof(
    fc.record({ k: fc.constantFrom('x', 'y', null) }),
    fc.record({ a: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 5, max: 9 })) }),
  );
  const rule = fc.oneof(
    fc.record({
      kind: fc.constant('order'),
      columns: fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 2 }),
      strict: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('range'), column: number, low: fc.integer({ min: 0, max: 4 }) }),
    fc.record({ kind: fc.constant('levels'), column: fc.constant('k'), levels: fc.constant(['x']) }),
    fc.record({ kind: fc.constant('implies'), if: where, then: where }),
    fc.record({ kind: fc.constant('missing-together'), columns: fc.shuffledSubarray([...names], { minLength: 2 }) }),
    fc.record({
      kind: fc.constant('combinations'),
      columns: fc.constant(['k', 'm']),
      allowed: fc.constant([
        ['x', 'p'],
        ['y', 'q'],
      ]),
    }),
  );
  const table = tableOf(
    ...['a', 'b', 'c'].map((name) =>
      numeric(
        name,
        list(120, (row) => (row === 0 ? 0 : row === 1 ? 9 : rng.uniform() < 0.1 ? null : rng.below(10))),
      ),
    ),
    categorical(
      'k',
      list(120, () => (rng.uniform() < 0.1 ? null : ['x', 'y', 'z'][rng.below(3)]!)),
    ),
    categorical(
      'm',
      list(120, () => (rng.uniform() < 0.1 ? null : ['p', 'q'][rng.below(2)]!)),
    ),
  );
  const { model, schema } = fitTable('independent', table);
  forAll(fc.tuple(fc.array(rule, { minLength: 1, maxLength: 3 }), fc.nat(1000)), ([given, seed]) => {
    const book = rulebookOf(readRecipe({ rules: given }).rules, schema);
    const request = { rowCount: 40, draw: 'independent', seed } as const;
    const out = sampleParts(partsOf(model), request, [], book, silent);
    expect(out.table.rowCount + out.rules!.leftOut).toBe(40);
    if (out.table.rowCount > 0) expect(book.shares(out.table).every((share) => share === 0)).toBe(true);
  });
});
