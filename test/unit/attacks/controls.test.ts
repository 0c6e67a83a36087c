import { expect, test } from 'vitest';
import { assessControls } from '../../../src/core/attacks/controls.ts';
import { silent } from '../../../src/core/progress.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { assessmentOf, madeUpTable, splitRows } from '../../helpers/assess.ts';
import { categorical, tableOf } from '../../helpers/tables.ts';

const { train, holdout } = splitRows(madeUpTable(2400), 600);

test('on a table with dependence the copy alarms, fresh rows are quiet, shuffled columns are seen', () => {
  const { controls, rows, holdoutAtZero } = assessControls(assessmentOf(train, holdout, train), silent);
  expect(controls.map(({ id, expected, ok }) => [id, expected, ok])).toEqual([
    ['copy', 'alarm', true],
    ['fresh', 'quiet', true],
    ['shuffled', 'no dependence', true],
    ['narrowed', 'too clean', true],
    ['no-signal', 'no signal', true],
  ]);
  expect(rows).toEqual({ first: 900, second: 900, holdout: 600 });
  expect(holdoutAtZero).toBeLessThan(0.05);
  const copy = controls[0]!.observed.find(({ id }) => id === 'nearest-auc')!;
  expect(copy.value!).toBeGreaterThan(0.97);
  expect(controls.every(({ observed }) => observed.length > 0)).toBe(true);
});

test('where contents repeat, a copy cannot be told from fresh rows: no verdict, and the reason', () => {
  const repeat = (rows: number): Table =>
    tableOf(
      categorical(
        'a',
        Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'x' : 'y')),
      ),
      categorical(
        'b',
        Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? 'p' : 'q')),
      ),
      categorical(
        'c',
        Array.from({ length: rows }, (_, row) => (row % 5 === 0 ? 'm' : 'n')),
      ),
    );
  const { controls, holdoutAtZero } = assessControls(assessmentOf(repeat(500), repeat(300), repeat(500)), silent);
  expect(holdoutAtZero).toBe(1);
  const check = controls[0]!.observed.find(({ id }) => id === 'nearest-auc')!;
  expect(check).toMatchObject({
    ok: null,
    reason: 'on this table a copy cannot be told from a fresh row by its content',
  });
});

test.each([0, 1, 10])('a holdout of %i rows is answered', (rows) => {
  const parts = splitRows(madeUpTable(100), rows);
  const result = assessControls(assessmentOf(parts.train, parts.holdout, parts.train), silent);
  JSON.stringify(result, (_key, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a result holds NaN or Infinity');
    return value;
  });
  if (rows < 10) expect(result.notices.map(({ code }) => code)).toEqual(['not-measurable']);
  else expect(result.controls.map(({ id }) => id)).toEqual(['copy', 'fresh', 'shuffled', 'narrowed', 'no-signal']);
});

test('progress only rises and ends at its total', () => {
  const seen: number[] = [];
  assessControls(assessmentOf(train, holdout, train), ({ stage, done, total }) => {
    expect(stage).toBe('controls');
    seen.push(done / total);
  });
  expect(seen.at(-1)).toBe(1);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
