/**
 * Nothing but released values reaches a claimed model: a fit on a table is recorded at its mechanisms; on a neighbour
 * the mechanisms return what they returned before. Then plan, asks, ledger, progress, model and sampled rows must be the
 * same, and each private input within its declared sensitivity. The wrapper is the only thing between room and noise.
 */
import { expect, test, vi } from 'vitest';
import type * as Mechanisms from '../../../src/core/privacy/mechanisms.ts';
import type { Progress } from '../../../src/core/progress.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import type { Schema } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { EPSILON_1, fitTable, IDS, sampleRows, type Id } from '../../helpers/models.ts';
import { expectWithinSensitivity, onTape, type Call } from '../../helpers/replay.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

vi.mock('../../../src/core/privacy/mechanisms.ts', async (load) => {
  const { recording } = await import('../../helpers/replay.ts');
  return recording(await load<typeof Mechanisms>());
});

const full = rowsToTable([
  ...Array.from({ length: 60 }, (_, row): Row => [row % 41, (row % 7) - 3.5, ['f', 'm'][row % 2]!, 'abcd'[row % 4]!]),
  [null, 1.5, 'f', null],
  [12, null, null, 'a'],
]);
const schema = schemaFor(full);
const without = (row: number): Table =>
  takeTableRows(
    full,
    Uint32Array.from({ length: full.rowCount - 1 }, (_, i) => (i < row ? i : i + 1)),
  );
const plus = (...extra: Row[]): Table => rowsToTable([...cells(full), ...extra]);

const neighbours: [string, Table, Table][] = [
  ['one row less', full, without(17)],
  ['a row beyond all bounds', full, plus([1e300, -1e300, 'm', 'a'])],
  ['a row with nothing in it', full, plus([null, null, null, null])],
  ['a row of levels never seen', full, plus([3, 0.5, 'secret-level', 'another'])],
  ['a duplicate', full, plus([0, -3.5, 'f', 'a'])],
  ['not finite numbers', full, plus([Infinity, -Infinity, 'm', 'b'])],
  ['no row against one', rowsToTable([]), rowsToTable([[5, 0.5, 'f', 'c']])],
];

for (const id of IDS) {
  test.each(neighbours)(`${id}: %s changes nothing but what the noise pays for`, (_, table, neighbour) => {
    for (const epsilon of [0.1, 1, 10]) {
      const first = recorded(id, table, schema, epsilon, null);
      const second = recorded(id, neighbour, schema, epsilon, first.calls);
      expect(second.calls.map(({ ask }) => ask)).toEqual(first.calls.map(({ ask }) => ask));
      expect(second.fitted.ledger).toEqual(first.fitted.ledger);
      expect(second.fitted.plan).toEqual(first.fitted.plan);
      expect(second.progress).toEqual(first.progress);
      expect(second.fitted.model).toEqual(first.fitted.model);
      expect(sampleRows(second.fitted, 50)).toEqual(sampleRows(first.fitted, 50));
      expect(JSON.stringify(second.fitted.model)).not.toContain('secret-level');
      expect(first.calls.length).toBe(first.fitted.ledger!.entries.length);
      first.calls.forEach((call, step) => expectWithinSensitivity(call, second.calls[step]!));
    }
  });
}

test('the replay notices a model that looks at a row', () => {
  const first = recorded('copula', full, schema, 1, null);
  const second = recorded('copula', without(3), schema, 1, null); // not replayed: noise and rows both differ
  expect(second.fitted.model).not.toEqual(first.fitted.model);
});

function recorded(id: Id, table: Table, of: Schema, epsilon: number, replay: readonly Call[] | null) {
  const progress: Progress[] = [];
  const { result: fitted, calls } = onTape(
    () =>
      fitTable(id, table, {
        privacy: { ...EPSILON_1, epsilon },
        schema: of,
        onProgress: (step) => progress.push(step),
      }),
    replay,
  );
  return { fitted, progress, calls };
}

type Row = [number | null, number | null, string | null, string | null];

function rowsToTable(rows: readonly Row[]): Table {
  return {
    ...tableOf(
      numeric(
        'age',
        rows.map((row) => row[0]),
      ),
      numeric(
        'score',
        rows.map((row) => row[1]),
        1,
      ),
      categorical(
        'sex',
        rows.map((row) => row[2]),
      ),
      categorical(
        'city',
        rows.map((row) => row[3]),
      ),
    ),
    rowCount: rows.length,
  };
}

function cells(table: Table): Row[] {
  return Array.from(
    { length: table.rowCount },
    (_, row) =>
      table.columns.map((column) => {
        if (column.kind === 'numeric') return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
        return column.kind === 'categorical' ? (column.levels[column.codes[row]!] ?? null) : null;
      }) as Row,
  );
}
