/**
 * One learner trained on one table and asked about the holdout. Both learners see the features of the Schema; numbers
 * are cut and standardised by the table they are trained on.
 */
import { BOOSTING_DEFAULTS, fitBoosting, predictBoosting } from '../learn/boosting.ts';
import { binFeatures, createBinner } from '../learn/features.ts';
import { createLinearSpace, linearDesign } from '../learn/linear-design.ts';
import { fitLogistic, predictLogistic } from '../learn/logistic.ts';
import type { Task } from '../learn/target.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';

export const LEARNERS = ['logistic', 'boosting'] as const;
export type Learner = (typeof LEARNERS)[number];

/** Rows with their labels (class numbers of `task`, or values). */
export type Labelled = Readonly<{ table: Table; labels: Float64Array }>;

/** Predictions on test and on a sample of the training rows, which thresholds are chosen on. */
export type Trained = Readonly<{
  tested: Float64Array;
  sampled: Readonly<{ predictions: Float64Array; labels: Float64Array }>;
  isConverged: boolean;
}>;

const SAMPLED_ROWS = 5000;

export function trainLearner(
  learner: Learner,
  schema: Schema,
  target: string,
  task: Task,
  train: Labelled,
  test: Table,
  onRound: (done: number, total: number) => void,
): Trained {
  const sampledRows = Uint32Array.from({ length: Math.min(train.labels.length, SAMPLED_ROWS) }, (_, row) => row);
  const sample = takeTableRows(train.table, sampledRows);
  const sampledLabels = train.labels.slice(0, sampledRows.length);
  const predicted = (predict: (table: Table) => Float64Array, isConverged: boolean): Trained => ({
    tested: predict(test),
    sampled: { predictions: predict(sample), labels: sampledLabels },
    isConverged,
  });
  switch (learner) {
    case 'boosting': {
      const binner = createBinner(train.table, schema, target);
      const model = fitBoosting(binFeatures(binner, train.table), train.labels, task, BOOSTING_DEFAULTS, onRound);
      return predicted((table) => predictBoosting(model, binFeatures(binner, table)), true);
    }
    case 'logistic': {
      const space = createLinearSpace(train.table, schema, target);
      const model = fitLogistic(linearDesign(space, train.table), train.labels, task);
      onRound(1, 1);
      return predicted((table) => predictLogistic(model, linearDesign(space, table)), model.isConverged);
    }
  }
}
