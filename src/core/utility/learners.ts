/**
 * One learner trained on one table and asked about the holdout. All learners see the features of the Schema; numbers
 * are cut and standardised by the table they are trained on.
 */
import { BOOSTING_DEFAULTS, fitBoosting, predictBoosting, type BoostingModel } from '../learn/boosting.ts';
import { binFeatures, createBinner, type Binner } from '../learn/features.ts';
import { fitForest, predictForest } from '../learn/forest.ts';
import { createLinearSpace, linearDesign } from '../learn/linear-design.ts';
import { fitLogistic, predictLogistic } from '../learn/logistic.ts';
import { outputCount, type Task } from '../learn/target.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import type { Labelled } from './targets.ts';

export const LEARNERS = ['logistic', 'boosting', 'forest'] as const;
export type Learner = (typeof LEARNERS)[number];

/** Which column is predicted, as what; classes are numbered by `task`. */
export type Question = Readonly<{ schema: Schema; target: string; task: Task }>;

/** Predictions on test and on a sample of the training rows, which thresholds are chosen on; a forest's are out of bag. */
export type Trained = Readonly<{
  tested: Float64Array;
  sampled: Readonly<{ predictions: Float64Array; labels: Float64Array }>;
  isConverged: boolean;
}>;

/** A boosting model and how its features are cut. */
export type Boosted = Readonly<{ model: BoostingModel; binner: Binner }>;
type OnRound = (done: number, total: number) => void;

const SAMPLED_ROWS = 5000;

export function trainLearner(
  learner: Learner,
  question: Question,
  train: Labelled,
  test: Table,
  seed: number,
  onRound: OnRound,
): Trained {
  switch (learner) {
    case 'boosting':
      return boostedPredictions(trainBoosting(question, train, BOOSTING_DEFAULTS.rounds, onRound), train, test);
    case 'forest': {
      const { schema, target, task } = question;
      const binner = createBinner(train.table, schema, target);
      const bins = binFeatures(binner, train.table);
      const { model, outOfBag } = fitForest(bins, train.labels, task, seed, undefined, onRound);
      const sampled = votedRows(outOfBag, train.labels, outputCount(task));
      return { tested: predictForest(model, binFeatures(binner, test)), sampled, isConverged: true };
    }
    case 'logistic': {
      const space = createLinearSpace(train.table, question.schema, question.target);
      const model = fitLogistic(linearDesign(space, train.table), train.labels, question.task);
      const predict = (table: Table): Float64Array => predictLogistic(model, linearDesign(space, table));
      onRound(1, 1);
      return { tested: predict(test), sampled: sampledBy(predict, train), isConverged: model.isConverged };
    }
  }
}

/** `weights`: one per row of train; null for 1 each. */
export function trainBoosting(
  { schema, target, task }: Question,
  train: Labelled,
  rounds: number,
  onRound: OnRound = () => {},
  weights: Float64Array | null = null,
): Boosted {
  const binner = createBinner(train.table, schema, target);
  const options = { ...BOOSTING_DEFAULTS, rounds };
  const model = fitBoosting(binFeatures(binner, train.table), train.labels, task, options, onRound, weights);
  return { model, binner };
}

export function predictBoosted({ model, binner }: Boosted, table: Table): Float64Array {
  return predictBoosting(model, binFeatures(binner, table));
}

export function boostedPredictions(boosted: Boosted, train: Labelled, test: Table): Trained {
  const predict = (table: Table): Float64Array => predictBoosted(boosted, table);
  return { tested: predict(test), sampled: sampledBy(predict, train), isConverged: true };
}

function sampledBy(predict: (table: Table) => Float64Array, { table, labels }: Labelled): Trained['sampled'] {
  const rows = Uint32Array.from({ length: Math.min(labels.length, SAMPLED_ROWS) }, (_, row) => row);
  return { predictions: predict(takeTableRows(table, rows)), labels: labels.slice(0, rows.length) };
}

/** The first rows that some tree did not draw. */
function votedRows(outOfBag: Float64Array, labels: Float64Array, outputs: number): Trained['sampled'] {
  const rows: number[] = [];
  for (let row = 0; row < labels.length && rows.length < SAMPLED_ROWS; row++) {
    if (!Number.isNaN(outOfBag[row * outputs])) rows.push(row);
  }
  const predictions = Float64Array.from(
    { length: rows.length * outputs },
    (_, i) => outOfBag[rows[Math.floor(i / outputs)]! * outputs + (i % outputs)]!,
  );
  return { predictions, labels: Float64Array.from(rows, (row) => labels[row]!) };
}
