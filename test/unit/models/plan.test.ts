import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { Plan, PlannedAsk } from '../../../src/core/models/model.ts';
import { NEVER_CLAIMED } from '../../../src/state/never-claimed.ts';
import { SYNTHESIZERS, synthesizerById } from '../../../src/core/models/registry.ts';
import { budgetOf, remainingGrains, type LedgerEntry } from '../../../src/core/privacy/ledger.ts';
import { declareAll } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { ALL_IDS, EPSILON_1, fitTable, IDS, recipeFor } from '../../helpers/models.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf, text } from '../../helpers/tables.ts';

const table = tableOf(
  numeric('age', [31, 45, null, 60]),
  categorical('sex', ['f', 'm', 'f', 'f']),
  categorical('city', ['x', 'y', 'z', 'x']),
);
const schema = schemaFor(table);

test.each(ALL_IDS)('%s: without a claim nothing is asked of the ledger', (id) => {
  const plan = synthesizerById(id).plan(schema, recipeFor(id));
  expect(plan).toMatchObject({ synthesizer: id, asks: [], noise: null, options: { draw: 'even' } });
  expect(plan.columns.map((column) => column.codes)).toEqual([null, null, null]);
});

test.each(IDS)('%s: under a claim the plan says what the fit then enters, and no more', (id) => {
  const { plan, ledger } = fitTable(id, table, { privacy: EPSILON_1 });
  expect(plan.columns.map((column) => column.codes)).toEqual([31, 4, 5]); // missing, 30 ages; missing, levels, other
  const asked = ledger!.entries.map((entry) => askOf(plan, entry));
  expect([...new Set(asked)]).toEqual(plan.asks);
  expect(plan.asks.length).toBe({ independent: 3, copula: 4, mst: 5, aim: 5, ensemble: 4 }[id]);
});

test('budgets of random plans are never overspent, and entries cost at most what was planned', () => {
  const columns = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })), { minLength: 1, maxLength: 8 });
  const choices = fc.record({
    epsilon: fc.double({ min: 0.05, max: 10, noNaN: true }),
    neighbours: fc.constantFrom('add-remove' as const, 'replace-one' as const),
    rowsPerPerson: fc.integer({ min: 1, max: 20 }),
  });
  forAll(fc.tuple(columns, choices, fc.constantFrom(...IDS)), ([shapes, chosen, id]) => {
    const random = tableOf(
      ...shapes.map(([isNumber, size], index) => {
        const cells = Array.from({ length: 30 }, (_, row) => row % size);
        return isNumber ? numeric(`c${index}`, cells) : categorical(`c${index}`, cells.map(String));
      }),
    );
    const privacy = { ...chosen, delta: 1e-6 };
    const { plan, ledger } = fitTable(id, random, { privacy });
    expect(remainingGrains(ledger!)).toBeGreaterThanOrEqual(0);
    expect(plan.asks.reduce((sum, ask) => sum + ask.rhoGrains, 0)).toBeLessThanOrEqual(budgetOf(privacy).rhoGrains);
    const spent = new Map<PlannedAsk, number>();
    const entered = new Map<PlannedAsk, number>();
    for (const entry of ledger!.entries) {
      const ask = askOf(plan, entry);
      spent.set(ask, (spent.get(ask) ?? 0) + entry.rhoGrains);
      entered.set(ask, (entered.get(ask) ?? 0) + 1);
      expect(entry.cells!).toBeLessThanOrEqual(ask.cells!);
      if (ask.sigma2 !== null) expect(entry.parameter).toEqual({ sigma2Times256: ask.sigma2 * 256 });
    }
    for (const [ask, grains] of spent) expect(grains).toBeLessThanOrEqual(ask.rhoGrains);
    for (const [ask, entries] of entered) expect(entries).toBeLessThanOrEqual(ask.entries);
  });
});

test('a budget is spent but for rounding', () => {
  for (const id of IDS) {
    const { ledger } = fitTable(id, table, { privacy: EPSILON_1 });
    expect(remainingGrains(ledger!)).toBeLessThan(1e-4 * ledger!.budget.rhoGrains);
  }
});

test('the copula warns of many columns without an order', () => {
  const codes = (plan: { warnings: readonly { code: string; count: number }[] }) =>
    plan.warnings.map(({ code, count }) => [code, count]);
  expect(codes(synthesizerById('copula').plan(schema, recipeFor('copula')))).toEqual([['copula-nominal', 1]]);
  expect(codes(synthesizerById('independent').plan(schema, recipeFor('independent')))).toEqual([]);
});

test('many levels are a warning, more than codes can hold an error', () => {
  const levels = (count: number) => Array.from({ length: count }, (_, level) => `l${level}`);
  const wide = schemaFor(tableOf(categorical('x', ['l0'], levels(1001))));
  expect(synthesizerById('independent').plan(wide, recipeFor('independent')).warnings).toMatchObject([
    { code: 'levels-many', place: { column: 'x' }, count: 1001 },
  ]);
  const wider = {
    columns: wide.columns.map((column) => ({
      ...column,
      domain: { source: 'declared' as const, value: { kind: 'categorical' as const, levels: levels(65_535) } },
    })),
  };
  expectCode(
    () => synthesizerById('independent').plan(wider, recipeFor('independent', { privacy: EPSILON_1 })),
    'levels-too-many',
  );
});

test('a plan under a claim names the columns whose bounds and levels are bought, and none that is declared', () => {
  const { plan } = synthesizerById('independent');
  const claimed = recipeFor('independent', { privacy: EPSILON_1 });
  expect(plan(schema, claimed).warnings).toMatchObject([
    { code: 'bounds-bought', facts: { columns: ['age'] } },
    { code: 'levels-bought', facts: { columns: ['sex', 'city'] } },
  ]);
  expect(plan(declareAll(schema), claimed).warnings).toEqual([]);
  expect(plan(schema, recipeFor('independent')).warnings).toEqual([]);
});

test('the page knows which synthesizers no claim can hold for', () => {
  const never = SYNTHESIZERS.filter(({ claims }) => claims === 'never').map(({ id }) => id);
  expect(NEVER_CLAIMED).toEqual(never);
});

test('what cannot be carried out is refused by name', () => {
  for (const { id, plan, claims } of SYNTHESIZERS) {
    const recipe = recipeFor(id);
    expectCode(() => plan(schemaFor(tableOf(text('note', ['a', 'b']))), recipe), 'nothing-to-model');
    const withOptions = (options: Record<string, unknown>) => ({ ...recipe, synthesizer: { id, options } });
    expectCode(() => plan(schema, withOptions({ nothing: 5 })), 'option-unknown');
    expectCode(() => plan(schema, withOptions({ draw: 'odd' })), 'recipe-invalid');
    expect(plan(schema, withOptions({ draw: 'independent' })).options.draw).toBe('independent');
    const code = claims === 'never' ? 'claim-unsupported' : 'budget-invalid';
    expectCode(() => plan(schema, recipeFor(id, { privacy: { ...EPSILON_1, epsilon: 0 } })), code);
  }
  expectCode(() => synthesizerById('gan'), 'synthesizer-unknown');
});

/** The ask that this entry belongs to; several may share one whose columns are chosen on the way. */
function askOf(plan: Plan, { purpose, columns }: LedgerEntry): PlannedAsk {
  const asks = plan.asks.filter(
    (ask) => ask.purpose === purpose && columns.every((name) => ask.columns.includes(name)),
  );
  expect(asks).toHaveLength(1);
  return asks[0]!;
}

function expectCode(act: () => unknown, code: string): void {
  expect(act).toThrow(UserError);
  try {
    act();
  } catch (thrown) {
    expect((thrown as UserError).code).toBe(code);
  }
}

test('a hundred columns of ten levels are planned for AIM with pairs alone, and the plan warns', () => {
  const schema = schemaFor(
    tableOf(
      ...Array.from({ length: 100 }, (_, column) =>
        categorical(
          `c${column}`,
          Array.from({ length: 10 }, (_level, row) => `l${row}`),
        ),
      ),
    ),
  );
  const plan = synthesizerById('aim').plan(schema, recipeFor('aim', { privacy: EPSILON_1 }));
  expect(plan.warnings.map(({ code, count }) => [code, count])).toEqual([
    ['levels-bought', 100],
    ['columns-many', 100],
  ]);
  expect(Math.max(...plan.asks.map(({ cells }) => cells!))).toBeLessThanOrEqual(5050);
});
