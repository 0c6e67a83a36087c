import { expect, test } from 'vitest';
import { fitBoosting, predictBoosting } from '../../../src/core/learn/boosting.ts';
import { binFeatures, createBinner } from '../../../src/core/learn/features.ts';
import { fitForest, predictForest } from '../../../src/core/learn/forest.ts';
import { createLinearSpace, linearDesign } from '../../../src/core/learn/linear-design.ts';
import { fitLogistic, predictLogistic } from '../../../src/core/learn/logistic.ts';
import { areaUnderRoc, logLoss, macroAreaUnderRoc, rSquared } from '../../../src/core/learn/scores.ts';
import { targetOf, type Target } from '../../../src/core/learn/target.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import type { Schema } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { csvTable } from '../../helpers/csv-table.ts';
import { sharedTest, sharedText, textFile } from '../../helpers/shared.ts';
import halves from './halves.json' with { type: 'json' };
import learners from './learners.json' with { type: 'json' };

type Kinds = Readonly<Record<string, 'numeric' | 'categorical'>>;
type Learner = 'boosting' | 'forest' | 'linear';
const { tolerance } = learners;

/** Predictions of the test rows by a learner of the train rows, with the test rows' labels. */
function predictions(
  train: Table,
  tested: Table,
  schema: Schema,
  name: string,
  learner: Learner,
): { found: Float64Array; target: Target; known?: Target; outOfBag?: Float64Array } {
  const known = targetOf(train, schema, name)!;
  const target = targetOf(tested, schema, name)!;
  const rows = takeTableRows(train, known.rows);
  const unseen = takeTableRows(tested, target.rows);
  if (learner === 'boosting') {
    const binner = createBinner(rows, schema, name);
    const model = fitBoosting(binFeatures(binner, rows), known.labels, known.task);
    return { found: predictBoosting(model, binFeatures(binner, unseen)), target };
  }
  if (learner === 'forest') {
    const binner = createBinner(rows, schema, name);
    const { model, outOfBag } = fitForest(binFeatures(binner, rows), known.labels, known.task, 1);
    return { found: predictForest(model, binFeatures(binner, unseen)), target, known, outOfBag };
  }
  const space = createLinearSpace(rows, schema, name);
  const model = fitLogistic(linearDesign(space, rows), known.labels, known.task);
  expect(model.isConverged).toBe(true);
  return { found: predictLogistic(model, linearDesign(space, unseen)), target };
}

function areaOf({ found, target }: { found: Float64Array; target: Target }): number {
  return target.task.kind === 'multiclass'
    ? macroAreaUnderRoc(target.labels, found, target.task.classes.length)
    : areaUnderRoc(target.labels, found);
}

function kindsOf(names: readonly string[], numeric: readonly string[]): Kinds {
  return Object.fromEntries(names.map((name) => [name, numeric.includes(name) ? 'numeric' : 'categorical']));
}

test.each(halves.cases)('trained on one half of $name, the other half is told as well as by the library', (golden) => {
  const table = (file: string): Table => csvTable(textFile(new URL(file, import.meta.url)), golden.kinds as Kinds);
  const train = table(golden.train);
  const tested = table(golden.test);
  const boosting = areaOf(predictions(train, tested, schemaFor(train), golden.target, 'boosting'));
  const logistic = areaOf(predictions(train, tested, schemaFor(train), golden.target, 'linear'));
  expect(Math.abs(boosting - golden.expected.boosting)).toBeLessThan(halves.tolerance);
  expect(Math.abs(logistic - golden.expected.logistic)).toBeLessThan(tolerance['logistic auc']);
});

/** A whole table cut at the stored test rows. */
function stored(
  file: string,
  testRows: string,
  numeric: readonly string[],
): { train: Table; tested: Table; schema: Schema } {
  const csv = sharedText(file);
  const names = csv.slice(0, csv.search(/\r?\n/)).split(',');
  const table = csvTable(csv, kindsOf(names, numeric));
  const isTest = new Set(sharedText(`golden/${testRows}`).trim().split('\n').map(Number));
  const rows = (wanted: boolean): Uint32Array =>
    Uint32Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => isTest.has(row) === wanted);
  return {
    train: takeTableRows(table, rows(false)),
    tested: takeTableRows(table, rows(true)),
    schema: schemaFor(table),
  };
}

sharedTest('Adult, all rows: boosting has the AUC of the library', () => {
  const { target, testRows, numeric, boosting } = learners.adult;
  const { train, tested, schema } = stored('data/adult.csv.gz', testRows, numeric);
  const result = predictions(train, tested, schema, target, 'boosting');
  expect(Math.abs(areaOf(result) - boosting.auc)).toBeLessThan(tolerance['boosting auc, r2']);
  expect(Math.abs(logLoss(result.target.labels, result.found) - boosting.logLoss)).toBeLessThan(0.005);
});

sharedTest('Adult, all rows: the forest has the AUC of the library, and knows it from rows out of bag', () => {
  const { target, testRows, numeric, forest } = learners.adult;
  const { train, tested, schema } = stored('data/adult.csv.gz', testRows, numeric);
  const result = predictions(train, tested, schema, target, 'forest');
  expect(Math.abs(areaOf(result) - forest.auc)).toBeLessThan(tolerance['forest auc, r2']);
  expect(Math.abs(areaUnderRoc(result.known!.labels, result.outOfBag!) - areaOf(result))).toBeLessThan(0.01);
});

sharedTest('Adult, all rows: logistic regression has the AUC and the log-loss of the library', () => {
  const { target, testRows, numeric, logistic } = learners.adult;
  const { train, tested, schema } = stored('data/adult.csv.gz', testRows, numeric);
  const result = predictions(train, tested, schema, target, 'linear');
  expect(Math.abs(areaOf(result) - logistic.auc)).toBeLessThan(1e-5);
  expect(Math.abs(logLoss(result.target.labels, result.found) - logistic.logLoss)).toBeLessThan(1e-5);
});

sharedTest('California housing: boosting, forest and ridge explain as much of the value as the library', () => {
  const { target, testRows, numeric, boosting, forest, ridge } = learners.california;
  const { train, tested, schema } = stored('data/california_housing.csv', testRows, [...numeric, target]);
  const boosted = predictions(train, tested, schema, target, 'boosting');
  const linear = predictions(train, tested, schema, target, 'linear');
  const voted = predictions(train, tested, schema, target, 'forest');
  expect(Math.abs(rSquared(voted.target.labels, voted.found) - forest.r2)).toBeLessThan(tolerance['forest auc, r2']);
  expect(Math.abs(rSquared(boosted.target.labels, boosted.found) - boosting.r2)).toBeLessThan(
    tolerance['boosting auc, r2'],
  );
  expect(Math.abs(rSquared(linear.target.labels, linear.found) - ridge.r2)).toBeLessThan(1e-6);
});
