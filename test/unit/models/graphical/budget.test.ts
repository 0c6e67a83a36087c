/** What AIM and MST plan, spend and tell their estimator. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type * as Estimate from '../../../../src/core/models/graphical/estimate.ts';
import { synthesizerById } from '../../../../src/core/models/registry.ts';
import { budgetOf, remainingGrains, type Ledger } from '../../../../src/core/privacy/ledger.ts';
import type { PrivacyChoices } from '../../../../src/core/recipe.ts';
import type { Schema } from '../../../../src/core/table/schema.ts';
import { schemaFor } from '../../../helpers/assess.ts';
import { EPSILON_1, fitTable, recipeFor } from '../../../helpers/models.ts';
import { forAll } from '../../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../../helpers/tables.ts';

type Told = { clique: string; sigma2: number };
const told = vi.hoisted(() => [] as Told[]);

vi.mock('../../../../src/core/models/graphical/estimate.ts', async (load) => {
  const { createEstimator } = await load<typeof Estimate>();
  const recording: typeof createEstimator = (...whole) => {
    const estimator = createEstimator(...whole);
    const add: Estimate.Estimator['add'] = (measurement, expected) => {
      told.push({ clique: measurement.clique.join(' '), sigma2: measurement.sigma2 });
      estimator.add(measurement, expected);
    };
    return new Proxy(estimator, { get: (_, key) => (key === 'add' ? add : Reflect.get(estimator, key)) as unknown });
  };
  return { createEstimator: recording };
});

const BOTH = ['mst', 'aim'] as const;

const privacies: fc.Arbitrary<PrivacyChoices> = fc.record({
  epsilon: fc.oneof(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.constantFrom(0.05, 0.1, 0.2, 1, 10)),
  delta: fc.constantFrom(1e-3, 1e-6, 1e-9),
  neighbours: fc.constantFrom('add-remove' as const, 'replace-one' as const),
  rowsPerPerson: fc.integer({ min: 1, max: 50 }),
});
/** Codes per column beside missing and *other*: mostly few, some beyond what a pair may have. */
const levelCounts = fc.array(fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(999, 2000)), {
  minLength: 1,
  maxLength: 12,
});

const LEVELS = Array.from({ length: 2000 }, (_, level) => `l${level}`);
const READ = schemaFor(tableOf(categorical('c', ['l0', 'l1'], ['l0', 'l1']))).columns[0]!;

function schemaWith(levels: readonly number[], canBeMissing: boolean): Schema {
  return {
    columns: levels.map((count, at) => ({
      ...READ,
      name: `c${at}`,
      missing: { source: 'declared', value: canBeMissing },
      domain: { source: 'declared', value: { kind: 'categorical', levels: LEVELS.slice(0, count) } },
    })),
  };
}

test('10,000 random plans: what is asked for is never above the budget, and all but a thousandth of it', () => {
  let empty = 0;
  for (const id of BOTH) {
    const { plan } = synthesizerById(id);
    forAll(
      fc.tuple(levelCounts, fc.boolean(), privacies),
      ([levels, canBeMissing, privacy]) => {
        const { asks, columns, warnings } = plan(schemaWith(levels, canBeMissing), recipeFor(id, { privacy }));
        expect(columns).toHaveLength(levels.length);
        const { rhoGrains } = budgetOf(privacy);
        const sum = asks.reduce((grains, ask) => grains + ask.rhoGrains, 0);
        expect(sum).toBeLessThanOrEqual(rhoGrains);
        expect(asks.every((ask) => Number.isInteger(ask.rhoGrains) && ask.rhoGrains >= 1)).toBe(true);
        if (asks.length > 0) expect(sum).toBeGreaterThan(0.999 * rhoGrains);
        else empty++;
        expect(warnings.every(({ code }) => code === 'levels-many')).toBe(true);
      },
      5000,
    );
  }
  expect(empty).toBeLessThan(2000);
});

const small = fc.tuple(
  fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 2, maxLength: 6 }),
  fc.nat(120),
  privacies,
  fc.constantFrom(...BOTH),
);

test('in any fit the estimator is told the variances of the entries, and the last round leaves no more than rounding', () => {
  forAll(
    small,
    ([sizes, rowCount, privacy, id]) => {
      const table = tableOf(
        ...sizes.map((size, at) =>
          categorical(
            `c${at}`,
            Array.from({ length: rowCount }, (_, row) => `l${(row * (at + 1)) % size}`),
            Array.from({ length: size }, (_, level) => `l${level}`),
          ),
        ),
      );
      told.length = 0;
      const { ledger } = fitTable(id, table, { privacy });
      expect(told).toEqual(measuredOf(ledger!));
      expect(remainingGrains(ledger!)).toBeGreaterThanOrEqual(0);
      expect(remainingGrains(ledger!)).toBeLessThanOrEqual(roundingOf(ledger!));
    },
    150,
  );
});

/** Variances are rounded up to 2^-8, epsilons down to 2^-24, and each share to whole grains. */
function roundingOf({ entries }: Ledger): number {
  return entries.reduce((sum, entry) => {
    const steps =
      'sigma2Times256' in entry.parameter ? entry.parameter.sigma2Times256 : entry.parameter.epsilonTimes2p24 / 2;
    return sum + (1.01 * entry.rhoGrains) / steps + 2;
  }, 10);
}

function measuredOf({ entries }: Ledger): Told[] {
  return entries.flatMap((entry) =>
    entry.mechanism === 'discrete-gaussian'
      ? [
          {
            clique: entry.columns.map((name) => name.slice(1)).join(' '),
            sigma2: entry.parameter.sigma2Times256 / 256,
          },
        ]
      : [],
  );
}

test('a selection declares the largest weight among what is offered: pairs count for less than triples', () => {
  const cells = Array.from({ length: 500 }, (_, row) => `l${row % 3}`);
  const columns = ['c0', 'c1', 'c2', 'c3'].map((name) => categorical(name, cells));
  const { ledger } = fitTable('aim', tableOf(...columns), { privacy: { ...EPSILON_1, epsilon: 5 } });
  const weights = ledger!.entries.flatMap((entry) =>
    entry.mechanism === 'exponential' ? [Number(entry.sensitivity.l1) / 1024] : [],
  );
  expect(weights.length).toBeGreaterThan(2);
  for (const weight of weights) expect([1, 2, 3]).toContain(weight);
  expect(weights.at(-1)).toBe(3);
});

test('one column is measured whole; two columns are a pair', () => {
  const cells = Array.from({ length: 200 }, (_, row) => row % 7);
  for (const id of BOTH) {
    const one = fitTable(id, tableOf(numeric('x', cells)), { privacy: EPSILON_1 });
    expect(one.ledger!.entries.map(({ columns }) => columns)).toEqual([['x']]);
    expect(remainingGrains(one.ledger!)).toBeLessThan(1e-3 * one.ledger!.budget.rhoGrains);
    const privacy = { ...EPSILON_1, epsilon: 10 };
    const two = fitTable(id, tableOf(numeric('x', cells), numeric('y', cells)), { privacy });
    expect(two.model.kind === id && two.model.cliques).toContainEqual([0, 1]);
  }
});
