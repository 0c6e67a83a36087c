import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { splitTable } from '../../../src/core/table/split.ts';
import { forAll } from '../../helpers/properties.ts';
import { numeric, rowsOf, smallTables, tableOf } from '../../helpers/tables.ts';

const choices = { holdout: 0.4, seed: 7 };

/** The rows of a table as a bag: text of each row with its number of copies. */
function bag(table: Table): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rowsOf(table)) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
  return counts;
}

function difference(a: Map<string, number>, b: Map<string, number>): number {
  return [...new Set([...a.keys(), ...b.keys()])].reduce(
    (sum, key) => sum + Math.abs((a.get(key) ?? 0) - (b.get(key) ?? 0)),
    0,
  );
}

const without = (table: Table, row: number): Table =>
  takeTableRows(
    table,
    Uint32Array.from({ length: table.rowCount - 1 }, (_, i) => (i < row ? i : i + 1)),
  );

test('taking any one row out changes train by at most that row, and the holdout likewise', () => {
  forAll(fc.tuple(smallTables, fc.nat()), ([table, place]) => {
    const row = place % table.rowCount;
    const [all, fewer] = [splitTable(table, choices), splitTable(without(table, row), choices)];
    const moved = difference(bag(all.train), bag(fewer.train)) + difference(bag(all.holdout), bag(fewer.holdout));
    expect(moved).toBe(1);
  });
});

test('the order of rows changes neither half', () => {
  forAll(fc.tuple(smallTables, fc.infiniteStream(fc.nat())), ([table, keys]) => {
    const weights = [...keys.take(table.rowCount)];
    const order = Uint32Array.from(weights.keys()).sort((a, b) => weights[a]! - weights[b]! || a - b);
    const shuffled = splitTable(takeTableRows(table, order), choices);
    expect(bag(shuffled.train)).toEqual(bag(splitTable(table, choices).train));
  });
});

test('train and holdout are the whole table, in its order', () => {
  forAll(smallTables, (table) => {
    const { train, holdout, isTrain } = splitTable(table, choices);
    const rows = rowsOf(table);
    expect(rowsOf(train)).toEqual(rows.filter((_, row) => isTrain[row] === 1));
    expect(rowsOf(holdout)).toEqual(rows.filter((_, row) => isTrain[row] === 0));
  });
});

test('a share of 0 holds nothing out', () => {
  const table = tableOf(numeric('n', [1, 2, 3]));
  expect(splitTable(table, { holdout: 0, seed: 1 }).train.rowCount).toBe(3);
});

test('of 20,000 distinct and of 20,000 equal rows the share 0.2 is held out within six standard errors (false alarm 2e-9)', () => {
  const n = 20_000;
  for (const value of [(i: number) => i, () => 5]) {
    const { holdout } = splitTable(
      tableOf(
        numeric(
          'n',
          Array.from({ length: n }, (_, i) => value(i)),
        ),
      ),
      { holdout: 0.2, seed: 1 },
    );
    expect(Math.abs(holdout.rowCount - 0.2 * n)).toBeLessThan(6 * Math.sqrt(n * 0.2 * 0.8));
  }
});
