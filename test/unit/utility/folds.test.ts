import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { delongInterval } from '../../../src/core/math/auc.ts';
import { foldChances } from '../../../src/core/utility/folds.ts';
import { trainLearner } from '../../../src/core/utility/learners.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

test.each([2, 3])('with %i folds each row is predicted once, by a fit on the rows of the other folds', (folds) => {
  const rows = Array.from({ length: 10 }, (_, row) => row);
  const known = { table: tableOf(numeric('row', rows)), labels: Float64Array.from(rows) };
  const chances = foldChances(known, folds, ({ labels }, outside) => {
    const asked = (outside.columns[0] as { values: Float64Array }).values;
    expect([...labels, ...asked].sort((a, b) => a - b)).toEqual(rows);
    return asked.map((row) => row / 10);
  });
  expect([...chances]).toEqual(rows.map((row) => row / 10));
});

test('thresholds are chosen on rows that boosting has not seen: of labels by coin it tells nothing (z = 6: 2e-9)', () => {
  const n = 400;
  const rng = createRng(1, 'coins');
  const numbers = Array.from({ length: 3 }, () => Array.from({ length: n }, () => rng.below(1000)));
  const labels = Float64Array.from({ length: n }, () => rng.below(2));
  const names = Array.from(labels, (label) => (label === 1 ? 'yes' : 'no'));
  const table = tableOf(...numbers.map((values, at) => numeric(`number ${at}`, values)), categorical('answer', names));
  const question = {
    schema: schemaFor(table),
    target: 'answer',
    task: { kind: 'binary', classes: ['no', 'yes'] },
  } as const;
  const { sampled } = trainLearner('boosting', question, { table, labels }, table, 1, () => {});
  const chancesOf = (label: number): Float64Array =>
    sampled.predictions.filter((_, row) => sampled.labels[row] === label);
  const [up, down] = [chancesOf(1), chancesOf(0)];
  const deviation = Math.sqrt((n + 1) / (12 * up.length * down.length));
  expect(Math.abs(delongInterval(up, down).value - 0.5)).toBeLessThan(6 * deviation);
});
