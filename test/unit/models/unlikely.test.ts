/** How likely a model finds rows, against the whole table cell by cell, and the rows that are found least likely. */
import { expect, test } from 'vitest';
import { encodeTable } from '../../../src/core/models/encoding.ts';
import { partsOf } from '../../../src/core/models/registry.ts';
import { rowLogs } from '../../../src/core/models/row-logs.ts';
import { leastLikelyRows } from '../../../src/core/models/unlikely.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { models } from '../../helpers/graphical.ts';
import { fitTable, type Id } from '../../helpers/models.ts';
import { naiveCodes, naiveTable } from '../../helpers/naive/graphical.ts';
import { forAll } from '../../helpers/properties.ts';

test('but for one constant the sum over cliques is the log of the mass of the row’s cell', () => {
  forAll(
    models,
    (model) => {
      const { sizes, cliques, potentials } = model;
      const masses = naiveTable(model);
      const all = [...sizes.keys()];
      const codes = masses.map((_, cell) => naiveCodes(cell, all, sizes));
      const columns = all.map((column) => Uint16Array.from(codes, (row) => row[column]!));
      const logs = rowLogs(sizes, cliques, potentials, { rowCount: masses.length, columns });
      const apart = masses.map((mass, cell) => logs[cell]! - Math.log(mass));
      expect(Math.max(...apart) - Math.min(...apart)).toBeLessThan(1e-9);
    },
    50,
  );
});

/** Two levels that go together, but for rows 3 and 7 of 400; level c is rare. */
const LEVELS = ['a', 'b', 'c'];
const columnOf = (name: string, codes: readonly number[]): Table['columns'][number] => ({
  kind: 'categorical',
  name,
  codes: Uint16Array.from(codes),
  levels: LEVELS,
});
const first = Array.from({ length: 400 }, (_, row) => (row < 20 ? 2 : row % 2));
const second = first.map((code, row) => (row === 3 || row === 7 ? 0 : code));
const table: Table = { rowCount: 400, columns: [columnOf('first', first), columnOf('second', second)] };

test.each<[Id | 'trees', readonly number[]]>([
  ['mst', [3, 7]],
  ['aim', [3, 7]],
  ['trees', [3, 7]],
])('%s finds the rows least likely that break its link', (id, rows) => {
  const found = leastLikelyRows(partsOf(fitTable(id, table).model), table);
  expect(found).toHaveLength(20);
  expect(found!.slice(0, 2)).toEqual(rows);
});

test('columns on their own find those least likely that hold the rarest level', () => {
  const found = leastLikelyRows(partsOf(fitTable('independent', table).model), table);
  expect(found!.slice(0, 18).every((row) => first[row] === 2 && second[row] === 2)).toBe(true);
});

test('trees give each row the product of the shares of its leaves', () => {
  const [part] = partsOf(fitTable('trees', table).model);
  const logs = part!.synthesizer.logLikelihood!(part!.model, encodeTable(table, part!.model.domain));
  // By hand: one leaf for the first column; one for each of its levels for the second. Four bins, missing among them.
  const share = (held: number, rows: number): number => Math.log((held + 0.25) / (rows + 1));
  for (const row of [3, 4, 5, 19, 399]) {
    const alike = first.flatMap((code, other) => (code === first[row] ? [second[other]] : []));
    const held = alike.filter((code) => code === second[row]).length;
    expect(logs[row]).toBeCloseTo(share(alike.length, 400) + share(held, alike.length), 12);
  }
});

test('the copula and an ensemble cannot say', () => {
  for (const id of ['copula', 'ensemble'] as const) {
    expect(leastLikelyRows(partsOf(fitTable(id, table).model), table)).toBeNull();
  }
});
