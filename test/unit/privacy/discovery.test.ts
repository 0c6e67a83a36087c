import fc from 'fast-check';
import { expect, test } from 'vitest';
import { declaredDomain } from '../../../src/core/models/declared-domain.ts';
import { discover, unfoundColumns } from '../../../src/core/privacy/discovery.ts';
import { needsFailureDelta, planDiscovery } from '../../../src/core/privacy/discovery-plan.ts';
import { budgetOf, claimOf, createLedger, spentDelta, spentGrains } from '../../../src/core/privacy/ledger.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent, type Progress } from '../../../src/core/progress.ts';
import type { Table } from '../../../src/core/table/column.ts';
import {
  declareAll,
  publicSchemaOf,
  type ColumnSchema,
  type Domain,
  type Schema,
  type Source,
} from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { add, fractionOf, isAtMost, type Fraction } from '../../helpers/naive/accounting.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, datetime, numeric, tableOf, text } from '../../helpers/tables.ts';
import { NOTHING_STATED } from '../../helpers/stated.ts';

const ROWS = 3000;
const cells = <T>(cell: (row: number) => T): T[] => Array.from({ length: ROWS }, (_, row) => cell(row));
const table = tableOf(
  numeric(
    'age',
    cells((row) => 17 + ((row * 31) % 74)),
  ),
  numeric(
    'gain',
    cells((row) => (row % 3 === 0 ? 100 + ((row * 7919) % 9000) / 4 : row % 3 === 1 ? 0 : null)),
    2,
  ),
  datetime(
    'day',
    cells((row) => `20${10 + (row % 9)}-0${1 + (row % 9)}-17`),
  ),
  categorical(
    'job',
    cells((row) => (row === 7 ? 'secret' : 'abc'[row % 3]!)),
  ),
  text(
    'note',
    cells((row) => `note ${row}`),
  ),
);
const schema = schemaFor(table);
const budgetFor = (epsilon: number, of: Schema = schema) =>
  budgetOf({ epsilon, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 }, needsFailureDelta(of));

test('a table that is wide open is found at a large epsilon: places, bounds, spikes, levels and bins', () => {
  const { found } = run(table, schema, 20);
  const [age, gain, day, job, note] = found.columns;
  expect(age!.domain).toEqual({ value: { kind: 'numeric', low: 16, high: 127, decimals: 0 }, source: 'discovered' });
  expect(gain!.domain!.value).toEqual({ kind: 'numeric', low: 0, high: 2621.43, decimals: 2 });
  expect(gain!.bins!.value.atoms).toEqual([0]);
  expect(gain!.bins!.value.starts.length).toBeGreaterThan(20);
  expect(day!.domain!.value).toMatchObject({ low: Date.UTC(2010, 0, 1), high: Date.UTC(2018, 11, 31) });
  expect(job!.domain).toEqual({ value: { kind: 'categorical', levels: ['a', 'b', 'c'] }, source: 'discovered' });
  expect(note).toMatchObject({ domain: null, bins: null, kind: { value: 'text', source: 'declared' } });
  expect(found.columns.every(({ missing }) => missing.value && missing.source === 'discovered')).toBe(true);
  publicSchemaOf(found);
  expect(declaredDomain(found).columns).toMatchObject([
    { kind: 'bins' },
    { atoms: Float64Array.of(0) },
    {},
    { hasOther: true },
  ]);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('what is found is what comes out again: a discovered schema needs nothing more', () => {
  const { found } = run(table, schema, 20);
  expect(needsFailureDelta(found)).toBe(false);
  expect(planDiscovery(found, budgetFor(1, found))).toEqual({ steps: [], modelGrains: budgetFor(1, found).rhoGrains });
});

test('a declared schema is left as it is, whatever the rows are, and costs its bins alone', () => {
  const declared = declareAll(schema);
  const more = tableOf(
    ...table.columns.map((column, index) =>
      index === 3
        ? categorical('job', [...cells((row) => 'abc'[row % 3]!), 'never seen'])
        : column.kind === 'numeric'
          ? { ...column, values: Float64Array.from([...column.values, 1e300]) }
          : column.kind === 'datetime'
            ? { ...column, epochMs: Float64Array.from([...column.epochMs, -1e15]) }
            : column,
    ),
  );
  for (const rows of [table, more]) {
    const { found, plan } = run(rows, declared, 1);
    expect(plan.steps.map(({ kind, columns }) => [kind, ...columns])).toEqual(
      ['age', 'gain', 'day'].flatMap((name) => [
        ['spikes', name],
        ['bins', name],
      ]),
    );
    expect(found.columns.map(({ domain, kind, missing }) => ({ domain, kind, missing }))).toEqual(
      declared.columns.map(({ domain, kind, missing }) => ({ domain, kind, missing })),
    );
  }
});

test('a small declared grid, declared bins, categories and what is not modelled need nothing', () => {
  const columns = [
    columnOf('hours', { kind: 'numeric', low: 1, high: 32, decimals: 0 }, 'declared'),
    columnOf('job', { kind: 'categorical', levels: ['a'] }, 'declared'),
    { ...columnOf('open', { kind: 'categorical', levels: ['a'] }, 'inferred'), role: 'left-out' as const },
    {
      ...columnOf('age', { kind: 'numeric', low: 0, high: 99, decimals: 0 }, 'declared'),
      bins: { value: { atoms: [], starts: [0, 50, 100] }, source: 'declared' as const },
    },
    columnOf('huge', { kind: 'numeric', low: 0, high: 1e300, decimals: 0 }, 'declared'),
  ];
  expect(needsFailureDelta({ columns })).toBe(false);
  expect(planDiscovery({ columns }, budgetFor(1, { columns })).steps).toEqual([]);
  const larger = [columnOf('hours', { kind: 'numeric', low: 1, high: 33, decimals: 0 }, 'declared')];
  expect(planDiscovery({ columns: larger }, budgetFor(1)).steps.map(({ kind }) => kind)).toEqual(['spikes', 'bins']);
});

test('three tenths go to the domain by shares, a twentieth to bins, the rest to the model', () => {
  const budget = budgetFor(1);
  const { steps, modelGrains } = planDiscovery(schema, budget);
  // Two numbers of places 1, bounds 2, spikes 1; a date without places; a category 3.
  const shares = steps.map(({ kind, rhoGrains }) => [kind, Math.round((rhoGrains / budget.rhoGrains) * 1e4) / 1e4]);
  const unit = 0.3 / 14;
  const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;
  const numbers = [
    ['places', rounded(unit)],
    ['bounds', rounded(2 * unit)],
    ['spikes', rounded(unit)],
    ['bins', rounded(0.05 / 3)],
  ];
  expect(shares).toEqual([...numbers, ...numbers, ...numbers.slice(1), ['levels', rounded(3 * unit)]]);
  expect(modelGrains / budget.rhoGrains).toBeGreaterThanOrEqual(0.65);
  expect(modelGrains / budget.rhoGrains).toBeLessThan(0.6501);
});

test('each open column has an entry and a part of the share of its own', () => {
  const open = (count: number): Schema => ({
    columns: Array.from({ length: count }, (_, i) =>
      columnOf(`c${i}`, { kind: 'categorical', levels: [] }, 'inferred'),
    ),
  });
  const budget = budgetFor(1);
  for (const count of [1, 2, 10]) {
    const { steps } = planDiscovery(open(count), budget);
    expect(steps.map(({ columns }) => columns)).toEqual(Array.from({ length: count }, (_, i) => [`c${i}`]));
    for (const { rhoGrains, delta } of steps) {
      expect(rhoGrains).toBeLessThanOrEqual((0.3 * budget.rhoGrains) / count);
      expect(delta).toBeLessThan(1e-7 / count);
      expect(delta).toBeGreaterThan(0.999e-7 / count);
    }
  }
});

test('10,000 random plans stay within the budget in rho and delta, in exact fractions', () => {
  const domain = fc.oneof(
    fc.record({ kind: fc.constant('categorical' as const), levels: fc.constant([]) }),
    fc.record({
      kind: fc.constant('numeric' as const),
      low: fc.constant(0),
      high: fc.constantFrom(0, 31, 32, 5000, 1e300),
      decimals: fc.nat(3),
    }),
    fc.record({
      kind: fc.constant('datetime' as const),
      low: fc.constant(0),
      high: fc.constantFrom(0, 1e12),
      stepMs: fc.constant(86_400_000),
      format: fc.constant('yyyy-MM-dd' as const),
    }),
  );
  const column = fc.tuple(domain, fc.constantFrom<Source>('declared', 'discovered', 'inferred'));
  const plans = fc.record({
    columns: fc.array(column, { maxLength: 12 }),
    rhoGrains: fc.integer({ min: 2 ** 20, max: 2 ** 50 }),
    rowsPerPerson: fc.integer({ min: 1, max: 4 }),
    replace: fc.boolean(),
  });
  const base = { epsilon: 1, delta: 1e-6 } as const;
  const budgets = new Map(
    [1, 2, 3, 4].flatMap((k) =>
      (['add-remove', 'replace-one'] as const).map((neighbours) => [
        `${k}${neighbours}`,
        budgetOf({ ...base, neighbours, rowsPerPerson: k }, true),
      ]),
    ),
  );
  let planned = 0;
  forAll(
    plans,
    ({ columns, rhoGrains, rowsPerPerson, replace }) => {
      const drawn = { columns: columns.map(([of, source], i) => columnOf(`c${i}`, of, source)) };
      const budget = { ...budgets.get(`${rowsPerPerson}${replace ? 'replace-one' : 'add-remove'}`)!, rhoGrains };
      const { steps, modelGrains } = planDiscovery(drawn, budget);
      let spent: Fraction = [0n, 1n];
      let failures: Fraction = [0n, 1n];
      const l2Squared = BigInt(rowsPerPerson ** 2 * (replace ? 2 : 1));
      for (const step of steps) {
        if (step.kind === 'bins') {
          const [p, q] = fractionOf(step.epsilon);
          spent = add(spent, [p * p, 2n * q * q]);
        } else {
          const [p, q] = fractionOf(step.sigma2);
          spent = add(spent, [l2Squared * q, 2n * p]);
        }
        failures = add(failures, fractionOf(step.delta));
      }
      spent = add(spent, [BigInt(modelGrains), 2n ** 44n]);
      expect(isAtMost(spent, [BigInt(rhoGrains), 2n ** 44n])).toBe(true);
      expect(isAtMost(failures, fractionOf(budget.failureDelta))).toBe(true);
      planned += steps.length;
    },
    10_000,
  );
  expect(planned).toBeGreaterThan(50_000);
});

test('a budget without a part for failures is a fault where something can fail, before anything is asked', () => {
  const budget = budgetOf({ epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 });
  expect(() => planDiscovery(schema, budget)).toThrow('failures');
});

test('what was bought is part of the claim, as the plan said', () => {
  const { ledger, plan } = run(table, schema, 20);
  const claim = claimOf(ledger, 'secure', NOTHING_STATED);
  expect(claim.rhoGrains).toBe(spentGrains(ledger));
  expect(claim.failureDelta).toBe(spentDelta(ledger));
  expect(spentGrains(ledger)).toBe(plan.steps.reduce((sum, { rhoGrains }) => sum + rhoGrains, 0));
  expect(ledger.entries.map(({ purpose, columns, cells }) => ({ purpose, columns, cells }))).toEqual(
    plan.steps.map(({ purpose, columns, cells }) => ({ purpose, columns, cells })),
  );
});

test.each<[string, (number | null)[]]>([
  ['an empty table', []],
  ['a table of missing cells', new Array<null>(500).fill(null)],
  ['one row', [5]],
])('%s: no range is found, and the sentence names the column and what was spent', (_, values) => {
  const rows = tableOf(numeric('age', values));
  const of = schemaFor(rows);
  const { ledger, thrown } = attempt(rows, of, 1);
  expect(thrown).toMatchObject({ code: 'bounds-not-found', place: { column: 'age' } });
  const spent = (spentGrains(ledger) / 2 ** 44).toPrecision(4);
  expect((thrown as Error).message).toContain(`column age stands out of the noise; rho ${spent} was spent`);
  expect(ledger.entries.map(({ purpose }) => purpose)).toEqual(['decimals', 'bounds']);
});

test('a column without a range is left out, and the others are bought all the same', () => {
  const rows = tableOf(
    numeric('empty', new Array<null>(2000).fill(null)),
    numeric(
      'age',
      Array.from({ length: 2000 }, (_, row) => 20 + (row % 50)),
    ),
  );
  const before = schemaFor(rows);
  const { found } = run(rows, before, 1);
  expect(unfoundColumns(before, found)).toEqual(['empty']);
  expect(found.columns[0]).toMatchObject({ role: 'left-out', domain: { value: { low: 0, high: 0 } }, bins: null });
  expect(found.columns[1]).toMatchObject({ role: 'none', domain: { value: { low: 16, high: 127 } } });
});

test('a constant column has one point and buys neither spikes nor bins', () => {
  const rows = tableOf(numeric('zero', new Array<number>(2000).fill(0)));
  const { found, ledger } = run(rows, schemaFor(rows), 1);
  expect(found.columns[0]).toMatchObject({ domain: { value: { low: 0, high: 0, decimals: 0 } }, bins: null });
  expect(ledger.entries.length).toBe(2);
});

test('a category in which nothing is common has no level of its own, and everything is other', () => {
  const rows = tableOf(
    categorical(
      'name',
      Array.from({ length: 500 }, (_, row) => `name ${row}`),
    ),
  );
  const { found } = run(rows, schemaFor(rows), 1);
  expect(found.columns[0]!.domain!.value).toEqual({ kind: 'categorical', levels: [] });
  expect(declaredDomain(found).columns[0]).toMatchObject({ levels: [], hasOther: true, hasMissing: true });
});

test('levels that no row holds are no candidates', () => {
  const rows = tableOf(categorical('job', new Array<string>(3000).fill('a'), ['ghost', 'a']));
  expect(run(rows, schemaFor(rows), 100).found.columns[0]!.domain!.value).toMatchObject({ levels: ['a'] });
});

test('values that exceed the bounds found count to the nearest, and a spike there is one', () => {
  // 3 rows far out are not seen; they clamp to the bound, where they are too few to be a spike.
  const rows = tableOf(numeric('x', [...cells((row) => 20 + (row % 100)), 1e9, 1e9, 1e12]));
  const { found } = run(rows, schemaFor(rows), 3);
  expect(found.columns[0]!.domain!.value).toMatchObject({ low: 16, high: 127 });
  expect(found.columns[0]!.bins!.value.atoms).not.toContain(127);
});

test('progress counts planned steps, also those that turn out not to be needed', () => {
  const steps: Progress[] = [];
  const rows = tableOf(
    numeric('zero', new Array<number>(2000).fill(0)),
    categorical('job', new Array<string>(2000).fill('a')),
  );
  run(rows, schemaFor(rows), 1, (progress) => steps.push(progress));
  expect(steps).toEqual([
    { stage: 'measuring', done: 4, total: 5 },
    { stage: 'measuring', done: 5, total: 5 },
  ]);
});

test('what is declared never to be missing stays so', () => {
  const rows = tableOf(
    numeric(
      'x',
      cells((row) => row % 50),
    ),
  );
  const [column] = schemaFor(rows).columns;
  const { found } = run(rows, { columns: [{ ...column!, missing: { value: false, source: 'declared' } }] }, 3);
  expect(found.columns[0]!.missing).toEqual({ value: false, source: 'declared' });
});

function columnOf(name: string, domain: Domain, source: Source): ColumnSchema {
  const stated = <T>(value: T): { value: T; source: Source } => ({ value, source });
  return { name, kind: stated(domain.kind), missing: stated(true), domain: stated(domain), bins: null, role: 'none' };
}

function attempt(rows: Table, of: Schema, epsilon: number, onProgress = silent) {
  const budget = budgetFor(epsilon, of);
  const plan = planDiscovery(of, budget);
  const ledger = createLedger(budget);
  let found: Schema | null = null;
  let thrown: unknown = null;
  try {
    found = discover(rows, of, plan, 10, { ledger, entropy: seededEntropy(7) }, onProgress);
  } catch (caught) {
    thrown = caught;
  }
  return { found, thrown, plan, ledger };
}

function run(rows: Table, of: Schema, epsilon: number, onProgress = silent) {
  const { found, thrown, ...rest } = attempt(rows, of, epsilon, onProgress);
  if (found === null) throw thrown;
  return { found, ...rest };
}
