import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import type { Model, TreesModel } from '../../../src/core/models/model.ts';
import { sampleParts } from '../../../src/core/rules/sample-parts.ts';
import { allowedCodes, wishesOf } from '../../../src/core/models/conditions.ts';
import { partsOf, synthesizerById } from '../../../src/core/models/registry.ts';
import { silent } from '../../../src/core/progress.ts';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import type { Condition } from '../../../src/core/recipe/where.ts';
import { rulebookOf } from '../../../src/core/rules/rulebook.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { ALL_IDS, EPSILON_1, fitTable, IDS, sampleCodes, type Fitted } from '../../helpers/models.ts';
import { categorical, datetime, numeric, rowsOf, tableOf, text } from '../../helpers/tables.ts';

const rng = createRng(3, 'conditions');
/** Fraud is rare and dear; a tenth of the amounts of the others is missing. */
const table = tableOf(
  ...columnsOf(
    Array.from({ length: 4000 }, () => {
      const isFraud = rng.uniform() < 0.02;
      return {
        amount:
          !isFraud && rng.uniform() < 0.1
            ? null
            : Math.round(isFraud ? 800 + 100 * rng.normal() : 200 + 80 * rng.normal()),
        kind: isFraud ? 'fraud' : 'fair',
        region: ['N', 'S', 'E'][rng.below(3)]!,
        day: `2024-0${1 + rng.below(9)}-1${rng.below(10)}`,
      };
    }),
  ),
);

function columnsOf(rows: readonly { amount: number | null; kind: string; region: string; day: string }[]) {
  return [
    numeric(
      'amount',
      rows.map((row) => row.amount),
    ),
    categorical(
      'kind',
      rows.map((row) => row.kind),
    ),
    categorical(
      'region',
      rows.map((row) => row.region),
    ),
    datetime(
      'day',
      rows.map((row) => row.day),
    ),
    text(
      'note',
      rows.map(() => 'x'),
    ),
  ];
}

const made = (fitted: Fitted<Model>, conditions: readonly Condition[], rowCount = 600) =>
  sampleParts(
    partsOf(fitted.model),
    { rowCount, draw: 'even', seed: 1 },
    wishesOf(conditions, fitted.schema, rowCount),
    rulebookOf([], fitted.schema),
    silent,
  );
const met = (rows: Table, test: (cells: readonly unknown[]) => boolean): number => rowsOf(rows).filter(test).length;

test.each(ALL_IDS)('%s: half of the rows are of a rare class, and exactly so many as were asked for', (id) => {
  const { table: rows, wishes } = made(fitTable(id, table), [{ where: { kind: 'fraud' }, rows: 300 }]);
  expect(rows.rowCount).toBe(600);
  const frauds = met(rows, (cells) => cells[1] === 'fraud');
  expect(frauds).toBeGreaterThanOrEqual(300);
  expect(frauds).toBeLessThan(330);
  expect(wishes).toMatchObject([{ asked: 300, made: 300 }]);
  if (synthesizerById(id).conditions === 'exact') expect(wishes[0]!.tried).toBeLessThan(400);
});

test('a share asks for as many of the rows that are made, however many these are', () => {
  const fitted = fitTable('independent', table);
  for (const rowCount of [100, 600]) {
    const { wishes } = made(fitted, [{ where: { kind: 'fraud' }, share: 0.5 }], rowCount);
    expect(wishes).toMatchObject([{ asked: rowCount / 2, made: rowCount / 2 }]);
  }
});

test.each(IDS)('%s under a claim: the same, by post-processing', (id) => {
  const { table: rows } = made(fitTable(id, table, { privacy: EPSILON_1 }), [{ where: { kind: 'fraud' }, rows: 300 }]);
  expect(met(rows, (cells) => cells[1] === 'fraud')).toBeGreaterThanOrEqual(300);
});

test('ranges, lists, missing cells and days are met in final values', () => {
  for (const id of ALL_IDS) {
    const fitted = fitTable(id, table);
    const one = (where: Condition['where'], isMet: (cells: readonly unknown[]) => boolean): void => {
      const { table: rows } = made(fitted, [{ where, rows: 50 }], 50);
      expect([id, where, met(rows, isMet)]).toEqual([id, where, 50]);
    };
    one({ amount: [150, 163] }, ([amount]) => (amount as number) >= 150 && (amount as number) <= 163);
    one({ amount: null, region: ['N', 'S'] }, (cells) => cells[0] === null && cells[2] !== 'E');
    one(
      { day: ['2024-03-01', '2024-04-30'] },
      ([, , , day]) => Number(day) >= Date.UTC(2024, 2, 1) && Number(day) <= Date.UTC(2024, 3, 30),
    );
  }
});

test.each(ALL_IDS)(
  '%s: what comes out has the distribution of rejection from all rows (z = 6, false alarm 1e-8)',
  (id) => {
    const fitted = fitTable(id, table);
    const wished = made(fitted, [{ where: { amount: [100, 210] }, rows: 6000 }], 6000).table;
    const all = made(fitted, [], 60_000).table;
    const kept = rowsOf(all).filter(
      ([amount]) => amount !== null && (amount as number) >= 100 && (amount as number) <= 210,
    );
    for (const [column, level] of [
      [2, 'N'],
      [1, 'fair'],
    ] as const) {
      const p = kept.filter((cells) => cells[column] === level).length / kept.length;
      const q = met(wished, (cells) => cells[column] === level) / 6000;
      expect(Math.abs(p - q)).toBeLessThan(6 * Math.sqrt((p * (1 - p) + 1e-4) * (1 / kept.length + 1 / 6000)));
    }
  },
);

test('trees that know what will be asked visit it first, and draw such rows as such (z = 6, false alarm 1e-8)', () => {
  const where = { amount: [300, 900] as const, kind: ['fraud', 'fair'] };
  const conditions = [{ where, rows: 6000 }];
  const fitted = fitTable('trees', table, { target: 'region', conditions });
  const { order, domain } = fitted.model as TreesModel;
  expect(order.map((column) => domain.columns[column]!.name)).toEqual(['kind', 'amount', 'region', 'day']);
  const { table: wished, wishes } = made(fitted, conditions, 6000);
  // Proposals hold a tenth in reserve, and a rare amount may be moved out of the range.
  expect(wishes).toMatchObject([{ made: 6000 }]);
  expect(wishes[0]!.tried).toBeLessThan(1.2 * 6000);
  const all = rowsOf(made(fitted, [], 60_000).table);
  const kept = all.filter(([amount]) => Number(amount) >= 300 && Number(amount) <= 900);
  const shares = [
    (cells: readonly unknown[]) => cells[1] === 'fraud',
    (cells: readonly unknown[]) => Number(cells[0]) < 330,
    (cells: readonly unknown[]) => cells[1] === 'fraud' && Number(cells[0]) < 800,
  ];
  for (const isIn of shares) {
    const p = kept.filter(isIn).length / kept.length;
    const q = met(wished, isIn) / 6000;
    expect(Math.abs(p - q)).toBeLessThan(6 * Math.sqrt(p * (1 - p) * (1 / kept.length + 1 / 6000)));
  }
});

test('a kind that hardly occurs is short, told, and never repeated', () => {
  const {
    table: rows,
    wishes,
    notices,
  } = made(fitTable('trees', table), [{ where: { kind: 'fraud', amount: [0, 10] }, rows: 40 }], 100);
  expect(wishes[0]!.made).toBeLessThan(40);
  expect(notices).toMatchObject([{ code: 'rows-short', count: 40 - wishes[0]!.made }]);
  expect(rows.rowCount).toBe(60 + wishes[0]!.made);
});

test('conditions that cannot be met are named before anything is done', () => {
  const { schema, model } = fitTable('independent', table);
  const code = (where: Condition['where']): unknown => {
    try {
      return wishesOf([{ where, rows: 1 }], schema, 1).map((wish) => allowedCodes(wish, model.domain));
    } catch (thrown) {
      return (thrown as { code: string }).code;
    }
  };
  expect(code({ nobody: 'x' })).toBe('column-unknown');
  expect(code({ kind: 'frod' })).toBe('level-unknown');
  for (const where of [{ note: 'x' }, { amount: [90_000, 99_000] }, { amount: [3, 2] }, { amount: 'x' }, { day: 5 }])
    expect(code(where)).toBe('condition-impossible');
  expect(code({ kind: ['fraud', 'fair'], amount: [0, 100] })).toHaveLength(1);
});

test('conditions of a recipe are checked key by key', () => {
  const conditions = [{ where: { sex: 'F', age: [18, 30], job: null, region: ['N', 'S'] }, rows: 500 }];
  expect(readRecipe({ sample: { conditions } }).sample.conditions).toEqual(conditions);
  for (const wrong of [
    {},
    [{ where: {}, rows: 1 }],
    [{ where: { a: true }, rows: 1 }],
    [{ where: { a: [1, 'x'] }, rows: 1 }],
  ])
    expect(() => readRecipe({ sample: { conditions: wrong } })).toThrow(
      expect.objectContaining({ code: 'recipe-invalid' }),
    );
  expect(() => readRecipe({ sample: { conditions: [{ where: { a: 1 }, rows: 0 }] } })).toThrow(
    expect.objectContaining({ code: 'rows-invalid' }),
  );
  expect(() => readRecipe({ sample: { conditions: [{ where: { a: 1 }, rows: 1, odd: 1 }] } })).toThrow(
    expect.objectContaining({ code: 'recipe-unknown-key' }),
  );
});

test('a level without rows in the model is refused where levels are drawn on their own', () => {
  const fitted = fitTable('independent', tableOf(categorical('a', ['x', 'y', 'x', 'y', 'x', 'y'], ['x', 'y', 'z'])));
  const act = (): unknown => made(fitted, [{ where: { a: 'z' }, rows: 5 }], 5);
  expect(act).toThrow(expect.objectContaining({ code: 'condition-impossible' }));
  expect(sampleCodes(fitted.model, 4).rowCount).toBe(4);
});
