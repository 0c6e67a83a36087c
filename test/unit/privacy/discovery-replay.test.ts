/**
 * The discovery looks at a table through its mechanisms alone: run on one table, then on a neighbour that is given what
 * was released for the first, it asks the same, enters the same, finds the same or fails the same, and each private input
 * lies within its declared sensitivity.
 */
import { expect, test, vi } from 'vitest';
import { discover } from '../../../src/core/privacy/discovery.ts';
import { planDiscovery } from '../../../src/core/privacy/discovery-plan.ts';
import { budgetOf, createLedger } from '../../../src/core/privacy/ledger.ts';
import type * as Mechanisms from '../../../src/core/privacy/mechanisms.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import type { Progress } from '../../../src/core/progress.ts';
import type { PrivacyChoices } from '../../../src/core/recipe.ts';
import type { Table } from '../../../src/core/table/column.ts';
import type { Schema } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { expectWithinSensitivity, onTape, type Call } from '../../helpers/replay.ts';
import { categorical, datetime, numeric, tableOf } from '../../helpers/tables.ts';

vi.mock('../../../src/core/privacy/mechanisms.ts', async (load) => {
  const { recording } = await import('../../helpers/replay.ts');
  return recording(await load<typeof Mechanisms>());
});

type Row = readonly [number | null, number | null, string | null, string | null];
const rows: readonly Row[] = Array.from({ length: 400 }, (_, row): Row => [
  row % 3 === 0 ? 0 : (row * 37) % 211,
  row % 50 === 0 ? null : ((row * 17) % 300) / 4,
  `${1990 + (row % 9)}-0${1 + (row % 9)}-11`,
  ['a', 'b', 'c', null][row % 4]!,
]);
const schema = schemaFor(tableFrom(rows));
const EXTREME: Row = [1e300, -1e300, '0001-01-01', 'secret-level'];
const MISSING: Row = [null, null, null, null];

const choicesOf = (choices: Partial<PrivacyChoices>): PrivacyChoices => ({
  epsilon: 1,
  delta: 1e-6,
  neighbours: 'add-remove',
  rowsPerPerson: 1,
  ...choices,
});

const replaceOne = { neighbours: 'replace-one' } as const;
const neighbours: [string, Partial<PrivacyChoices>, readonly Row[], readonly Row[]][] = [
  ['one row less', {}, rows, rows.toSpliced(17, 1)],
  ['a row with extremes and a level never seen', {}, rows, [...rows, EXTREME]],
  ['a row with nothing in it', {}, rows, [...rows, MISSING]],
  ['a row of 10 kB text', {}, rows, [...rows, [1, 1, '2000-02-02', 'x'.repeat(10_000)]]],
  ['a row that is not finite', {}, rows, [...rows, [Infinity, -Infinity, null, 'a']]],
  ['a duplicate', {}, rows, [...rows, rows[3]!]],
  ['no row against one', {}, [], [rows[1]!]],
  ['a row replaced by extremes', replaceOne, rows, rows.with(5, EXTREME)],
  ['a row replaced by nothing', replaceOne, rows, rows.with(5, MISSING)],
  ['the three rows of a person', { rowsPerPerson: 3 }, rows, [...rows, EXTREME, EXTREME, rows[8]!]],
  ['three equal rows of a person', { rowsPerPerson: 3 }, rows, [...rows, EXTREME, EXTREME, EXTREME]],
  ['three rows replaced', { ...replaceOne, rowsPerPerson: 3 }, rows, [...rows.slice(3), EXTREME, EXTREME, MISSING]],
];

test.each(neighbours)('%s changes nothing but what the noise pays for', (_, choices, table, neighbour) => {
  for (const epsilon of [0.1, 2, 20]) {
    const first = run(table, choicesOf({ ...choices, epsilon }));
    const second = run(neighbour, choicesOf({ ...choices, epsilon }), first.calls);
    expectSame(first, second);
    first.calls.forEach((call, step) => expectWithinSensitivity(call, second.calls[step]!));
  }
});

test('all rows missing, all alike, none, one, or in another order: the same calls', () => {
  const first = run(rows, choicesOf({ epsilon: 20 }));
  expect(first.result).toHaveProperty('columns'); // nothing failed, so that every step was taken
  expect(first.calls.length).toBe(planOf(choicesOf({ epsilon: 20 })).steps.length);
  const others = [rows.map(() => MISSING), rows.map(() => rows[1]!), [], [rows[1]!], rows.toReversed()];
  const runs = others.map((other) => run(other, choicesOf({ epsilon: 20 }), first.calls));
  for (const second of runs) expectSame(first, second);
  first.calls.forEach(({ secret }, step) => expect(runs[4]!.calls[step]!.secret).toEqual(secret));
});

test('every entry has its mechanism call, the reverse too, and each was planned', () => {
  for (const epsilon of [0.1, 2, 20]) {
    const { calls, ledger } = run(rows, choicesOf({ epsilon }));
    expect(calls.map(({ entry }) => entry)).toEqual(ledger.entries);
    const planned = planOf(choicesOf({ epsilon })).steps;
    for (const { purpose, columns, cells, rhoGrains, delta } of ledger.entries) {
      expect(planned).toContainEqual(expect.objectContaining({ purpose, columns, cells, rhoGrains, delta }));
    }
  }
});

test('the replay notices a threshold that follows the exact row count', () => {
  const first = run(rows, choicesOf({ epsilon: 20 }), null, rows.length);
  const second = run(rows.slice(1), choicesOf({ epsilon: 20 }), first.calls, rows.length - 1);
  expect(() => expectSame(first, second)).toThrow();
});

test('the replay notices inputs of every mechanism that move further than they may', () => {
  const first = run(rows, choicesOf({ epsilon: 20 }));
  const second = run([...rows, rows[1]!, rows[1]!], choicesOf({ epsilon: 20 }), first.calls);
  const noticed = first.calls.flatMap((call, step) => {
    try {
      expectWithinSensitivity(call, second.calls[step]!);
      return [];
    } catch {
      return [call.entry.mechanism];
    }
  });
  expect(new Set(noticed)).toEqual(new Set(['discrete-gaussian', 'stability-histogram', 'discrete-laplace']));
});

function expectSame(first: Run, second: Run): void {
  expect(second.calls.map(({ mechanism, ask }) => ({ mechanism, ask }))).toEqual(
    first.calls.map(({ mechanism, ask }) => ({ mechanism, ask })),
  );
  expect(JSON.stringify(second.ledger)).toBe(JSON.stringify(first.ledger));
  expect(second.result).toEqual(first.result);
  expect(second.progress).toEqual(first.progress);
  expect(JSON.stringify([second.result, second.ledger, second.progress])).not.toMatch(/secret|xxx/);
}

type Run = ReturnType<typeof run>;

function run(table: readonly Row[], choices: PrivacyChoices, replay: readonly Call[] | null = null, sigma = 12.5) {
  const ledger = createLedger(budgetOf(choices, true));
  const claimed = { ledger, entropy: seededEntropy(1) };
  const progress: Progress[] = [];
  const act = (): Schema | string => {
    try {
      return discover(tableFrom(table), schema, planOf(choices), sigma, claimed, (step) => progress.push(step));
    } catch (thrown) {
      return (thrown as Error).message;
    }
  };
  return { ...onTape(act, replay), ledger, progress };
}

function planOf(choices: PrivacyChoices) {
  return planDiscovery(schema, budgetOf(choices, true));
}

function tableFrom(cells: readonly Row[]): Table {
  return {
    ...tableOf(
      numeric(
        'gain',
        cells.map(([gain]) => gain),
      ),
      numeric(
        'price',
        cells.map(([, price]) => price),
        2,
      ),
      datetime(
        'day',
        cells.map(([, , day]) => day),
      ),
      categorical(
        'job',
        cells.map(([, , , job]) => job),
      ),
    ),
    rowCount: cells.length,
  };
}
