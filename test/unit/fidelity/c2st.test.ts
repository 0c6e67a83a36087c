import { expect, test } from 'vitest';
import { assessC2st } from '../../../src/core/fidelity/c2st.ts';
import { silent } from '../../../src/core/progress.ts';
import { takeTableRows } from '../../../src/core/table/column.ts';
import { assessmentOf, madeUpTable, shuffledColumns, shuffledRows, splitRows } from '../../helpers/assess.ts';

const { train, holdout } = splitRows(madeUpTable(2000), 500);
const fresh = madeUpTable(1500, 6);

test('fresh rows look like held-out ones, shuffled columns do not, and the columns that give it away are named', () => {
  const quiet = assessC2st(assessmentOf(train, holdout, fresh), silent);
  expect(quiet.auc!).toBeGreaterThan(0.42);
  expect(quiet.high!).toBeLessThan(0.6);
  expect(quiet.n).toBe(1000);
  expect(quiet.reference!.low).toBeLessThan(0.5);
  expect(quiet.disclosures).toEqual([{ what: 'synthetic rows', kept: 500, of: 1500 }]);

  const apart = assessC2st(assessmentOf(train, holdout, shuffledColumns(train)), silent);
  expect(apart.low!).toBeGreaterThan(quiet.high!);
  // No column differs on its own, and no interaction is in reach of a linear model.
  expect(apart.logistic!.high).toBeLessThan(0.6);
  expect(['age', 'pay', 'region']).toContain(apart.columns[0]!.name);
  expect(apart.columns.reduce((sum, { gainShare }) => sum + gainShare!, 0)).toBeCloseTo(1, 12);
});

test('a column with a shifted value is found by its own area', () => {
  const shifted = {
    ...fresh,
    columns: fresh.columns.map((column) =>
      column.name === 'pay' && column.kind === 'numeric'
        ? { ...column, values: column.values.map((value) => value + 400) }
        : column,
    ),
  };
  const { columns, logistic } = assessC2st(assessmentOf(train, holdout, shifted), silent);
  expect(columns[0]!.name).toBe('pay');
  expect(columns[0]!.low).toBeGreaterThan(0.55);
  expect(logistic!.low).toBeGreaterThan(0.55);
});

test('the order of rows changes no number', () => {
  const small = splitRows(madeUpTable(300), 100);
  const made = madeUpTable(150, 8);
  const straight = assessC2st(assessmentOf(small.train, small.holdout, made), silent);
  const turned = <T extends typeof made>(table: T, seed: number): typeof made =>
    takeTableRows(table, shuffledRows(table.rowCount, seed));
  const moved = assessC2st(assessmentOf(turned(small.train, 1), turned(small.holdout, 2), turned(made, 3)), silent);
  expect(moved.auc).toBeCloseTo(straight.auc!, 12);
  expect(moved.reference!.auc).toBeCloseTo(straight.reference!.auc, 12);
  expect(moved.columns.map(({ name }) => name)).toEqual(straight.columns.map(({ name }) => name));
});

test.each([0, 1, 10])('a holdout of %i rows is not measurable', (rows) => {
  const parts = splitRows(madeUpTable(80), rows);
  const result = assessC2st(assessmentOf(parts.train, parts.holdout, madeUpTable(60, 3)), silent);
  expect(result).toMatchObject({ auc: null, logistic: null, reason: `not measurable with n = ${rows}` });
  expect(result.notices.map(({ code }) => code)).toEqual(['not-measurable']);
});
