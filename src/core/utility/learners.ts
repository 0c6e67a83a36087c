/**
 * One learner trained on one table and asked about the holdout. All learners see the features of the Schema; numbers
 * are cut and standardised by the table they are trained on.
 */
import { BOOSTING_DEFAULTS, fitBoosting, predictBoosting, type BoostingModel } from '../learn/boosting.ts';
import { binFeatures, createBinner, type Binner } from '../learn/features.ts';
import { FOREST_DEFAULTS, fitForest, predictForest } from '../learn/forest.ts';
import { createLinearSpace, linearDesign } from '../learn/linear-design.ts';
import { fitLogistic, predictLogistic } from '../learn/logistic.ts';
import type { Task } from '../learn/target.ts';
import type { Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { foldChances } from './folds.ts';
import { firstRows, type Labelled } from './targets.ts';

export const LEARNERS = ['logistic', 'boosting', 'forest'] as const;
export type Learner = (typeof LEARNERS)[number];

/** Which column is predicted, as what; classes are numbered by `task`. */
export type Question = Readonly<{ schema: Schema; target: string; task: Task }>;

/**
 * Predictions on test, and for two classes on a sample of the training rows, which thresholds are chosen on: by fits that
 * had not seen them, a forest's out of bag, the others' on the other half of the sample. A fit on fewer rows is not quite
 * the one that is tested; but that one has seen the rows, and is far too sure of them.
 */
export type Trained = Readonly<{
  tested: Float64Array;
  sampled: Readonly<{ predictions: Float64Array; labels: Float64Array }>;
  isConverged: boolean;
}>;

/** A boosting model and how its features are cut. */
export type Boosted = Readonly<{ model: BoostingModel; binner: Binner }>;
type OnRound = (done: number, total: number) => void;

const SAMPLED_ROWS = 5000;
const FOLDS = 2;

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
      return boostedPredictions(
        question,
        trainBoosting(question, train, BOOSTING_DEFAULTS.rounds, onRound),
        train,
        test,
      );
    case 'forest': {
      const { schema, target, task } = question;
      const binner = createBinner(train.table, schema, target);
      const bins = binFeatures(binner, train.table);
      const options = { ...FOREST_DEFAULTS, mostTold: task.kind === 'binary' ? SAMPLED_ROWS : 0 };
      const { model, outOfBag } = fitForest(bins, train.labels, task, seed, options, onRound);
      const sampled = votedRows(outOfBag, train.labels);
      return { tested: predictForest(model, binFeatures(binner, test)), sampled, isConverged: true };
    }
    case 'logistic': {
      const { tested, isConverged } = logisticPredictions(question, train, test);
      const sampled = sampledByFolds(
        question,
        train,
        (rows, table) => logisticPredictions(question, rows, table).tested,
      );
      onRound(1, 1);
      return { tested, sampled, isConverged };
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

/** `boosted` is the fit on all of train. */
export function boostedPredictions(question: Question, boosted: Boosted, train: Labelled, test: Table): Trained {
  const sampled = sampledByFolds(question, train, (rows, table) =>
    predictBoosted(trainBoosting(question, rows, BOOSTING_DEFAULTS.rounds), table),
  );
  return { tested: predictBoosted(boosted, test), sampled, isConverged: true };
}

function logisticPredictions(
  { schema, target, task }: Question,
  train: Labelled,
  test: Table,
): Pick<Trained, 'tested' | 'isConverged'> {
  const space = createLinearSpace(train.table, schema, target);
  const model = fitLogistic(linearDesign(space, train.table), train.labels, task);
  return { tested: predictLogistic(model, linearDesign(space, test)), isConverged: model.isConverged };
}

/** Nothing where there is no threshold to choose. */
function sampledByFolds(
  { task }: Question,
  train: Labelled,
  predicted: (rows: Labelled, outside: Table) => Float64Array,
): Trained['sampled'] {
  if (task.kind !== 'binary') return { predictions: new Float64Array(0), labels: new Float64Array(0) };
  const known = firstRows(train, SAMPLED_ROWS);
  return { predictions: foldChances(known, FOLDS, predicted), labels: known.labels };
}

/** Those of the rows told out of bag that some tree did not draw. */
function votedRows(outOfBag: Float64Array, labels: Float64Array): Trained['sampled'] {
  const isVoted = (_: number, row: number): boolean => !Number.isNaN(outOfBag[row]);
  return {
    predictions: outOfBag.filter(isVoted),
    labels: labels.subarray(0, outOfBag.length).filter(isVoted),
  };
}
