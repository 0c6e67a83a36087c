/**
 * Nothing but released values reaches a claimed model: a fit on a table is recorded at its mechanisms; on a neighbour
 * the mechanisms return what they returned before. Then plan, asks, ledger, progress, model and sampled rows must be the
 * same, and each private input within its declared sensitivity. The wrapper is the only thing between room and noise.
 */
import { expect, test, vi } from 'vitest';
import type * as Mechanisms from '../../../src/core/privacy/mechanisms.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { EPSILON_1, IDS } from '../../helpers/models.ts';
import { expectSameButForNoise, expectSameReleases, recorded } from '../../helpers/neighbours.ts';
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
      const options = { privacy: { ...EPSILON_1, epsilon }, schema };
      const first = recorded(id, table, options, null);
      const second = recorded(id, neighbour, options, first.calls);
      expectSameButForNoise(first, second);
      expect(JSON.stringify(second.fitted.model)).not.toContain('secret-level');
    }
  });

  test(`${id}: so do two rows of one person in exchange for two others`, () => {
    const privacy = { ...EPSILON_1, neighbours: 'replace-one', rowsPerPerson: 2 } as const;
    const [one, other] = [
      plus([1, 2.5, 'f', 'a'], [2, 2.5, 'f', 'a']),
      plus([40, -3.5, 'm', 'd'], [40, -3.5, 'm', 'd']),
    ];
    const first = recorded(id, one, { privacy, schema }, null);
    expectSameButForNoise(first, recorded(id, other, { privacy, schema }, first.calls));
  });
}

test.each(IDS)('%s: ten rows take the same steps as 20,000, once what is released is held fixed', (id) => {
  const rowsOf = (count: number): Table =>
    rowsToTable(Array.from({ length: count }, (_, row): Row => [row % 37, (row % 5) - 2.5, 'f', 'abcd'[row % 4]!]));
  const options = { privacy: EPSILON_1, schema };
  const first = recorded(id, rowsOf(20_000), options, null);
  expectSameReleases(first, recorded(id, rowsOf(10), options, first.calls));
});

test('the replay notices a model that looks at a row', () => {
  const first = recorded('copula', full, { privacy: EPSILON_1, schema }, null);
  const second = recorded('copula', without(3), { privacy: EPSILON_1, schema }, null); // not replayed: noise and rows both differ
  expect(second.fitted.model).not.toEqual(first.fitted.model);
});

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
