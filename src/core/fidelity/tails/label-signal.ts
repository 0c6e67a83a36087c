/**
 * Whether the target of synthetic rows is easier to predict than it really is: boosting learnt from synthetic rows and
 * tested on *other synthetic* rows, less the same learnt from train and tested on the holdout. Positive: labels follow
 * too neatly from the other columns. A diagnosis of what is lost in the noise, never a score of usefulness.
 *   Two classes: AUC (DeLong). More, up to twelve: share of right answers. Numbers and dates: R², 1 − Σe² / Σ(y − ȳ)², by
 *   the influence (e² − (1 − R²)(y − ȳ)²) of each row. The two sides are independent, so their variances add.
 * Cost: two fits of 50 rounds on at most 4,000 rows. Privacy: compares with held-out rows: internal.
 */
import { BOOSTING_DEFAULTS, fitBoosting, predictBoosting } from '../../learn/boosting.ts';
import { binFeatures, createBinner } from '../../learn/features.ts';
import { likeliestClasses } from '../../learn/scores.ts';
import { targetOf, taskOf, type Task } from '../../learn/target.ts';
import { delongVariance } from '../../math/auc.ts';
import type { Estimate } from '../../math/finding.ts';
import { takeTableRows, type Table } from '../../table/column.ts';
import type { Schema } from '../../table/schema.ts';
import type { AssessInput } from '../input.ts';
import { firstRowsOf, type Samples } from './comparable.ts';
import { around, missingEstimate } from './estimate.ts';

export type LabelSignal = Readonly<{
  target: string | null;
  metric: 'auc' | 'accuracy' | 'r2' | null;
  /** Learnt from synthetic rows, tested on others; learnt from train, tested on the holdout. */
  synthetic: number | null;
  real: number | null;
  difference: Estimate;
}>;

const MOST_ROWS = 4000;
const LEAST_ROWS = 100;
const MOST_CLASSES = 12;
const ROUNDS = 50;

export function labelSignalOf({ schema, target }: AssessInput, { train, holdout, synthetic }: Samples): LabelSignal {
  const nothing = (n: number, reason?: string): LabelSignal => ({
    ...{ target, metric: null, synthetic: null, real: null, difference: missingEstimate(n, reason) },
  });
  const task = target === null ? null : taskOf(schema, target);
  if (target === null || task === null) return nothing(0, 'not measurable without a column to predict');
  if (task.kind === 'multiclass' && task.classes.length > MOST_CLASSES)
    return nothing(0, 'not measurable: the target has more than twelve classes');
  const least = Math.min(holdout?.rowCount ?? 0, train.rowCount, Math.floor(synthetic.rowCount / 2));
  if (holdout === null || least < LEAST_ROWS) return nothing(least);
  const rows = Math.min(MOST_ROWS, train.rowCount, Math.floor(synthetic.rowCount / 2));
  const ofMade = scored(firstRowsOf(synthetic, rows), firstRowsOf(synthetic, rows, rows), schema, target, task);
  const ofReal = scored(firstRowsOf(train, rows), firstRowsOf(holdout, MOST_ROWS), schema, target, task);
  if (ofMade === null || ofReal === null) return nothing(least, 'not measurable: the target has one value only');
  const difference = ofMade.value - ofReal.value;
  return {
    target,
    metric: task.kind === 'binary' ? 'auc' : task.kind === 'multiclass' ? 'accuracy' : 'r2',
    synthetic: ofMade.value,
    real: ofReal.value,
    difference: around(difference, Math.sqrt(ofMade.variance + ofReal.variance), ofReal.n),
  };
}

type Score = Readonly<{ value: number; variance: number; n: number }>;

/** Null where labels to learn from or to test on do not vary. */
function scored(learnt: Table, tested: Table, schema: Schema, target: string, task: Task): Score | null {
  const [from, on] = [targetOf(learnt, schema, target)!, targetOf(tested, schema, target)!];
  if (!varies(from.labels) || !varies(on.labels)) return null;
  const source = takeTableRows(learnt, from.rows);
  const binner = createBinner(source, schema, target);
  const options = { ...BOOSTING_DEFAULTS, rounds: ROUNDS };
  const model = fitBoosting(binFeatures(binner, source), from.labels, task, options);
  const predictions = predictBoosting(model, binFeatures(binner, takeTableRows(tested, on.rows)));
  const n = on.labels.length;
  if (task.kind === 'binary') {
    const side = (label: number): Float64Array => predictions.filter((_, row) => on.labels[row] === label);
    const { auc, variance } = delongVariance(side(1), side(0));
    return { value: auc, variance: Number.isFinite(variance) ? variance : 1, n };
  }
  if (task.kind === 'multiclass') {
    const classes = likeliestClasses(predictions, task.classes.length);
    const value = classes.reduce((sum, place, row) => sum + (place === on.labels[row] ? 1 : 0), 0) / n;
    return { value, variance: (value * (1 - value)) / n, n };
  }
  return explained(on.labels, predictions);
}

function explained(labels: Float64Array, predictions: Float64Array): Score {
  const n = labels.length;
  const mean = labels.reduce((sum, label) => sum + label, 0) / n;
  let [errors, total] = [0, 0];
  for (let row = 0; row < n; row++) {
    errors += (labels[row]! - predictions[row]!) ** 2;
    total += (labels[row]! - mean) ** 2;
  }
  const value = 1 - errors / total;
  let squares = 0;
  for (let row = 0; row < n; row++) {
    squares += ((labels[row]! - predictions[row]!) ** 2 - (1 - value) * (labels[row]! - mean) ** 2) ** 2;
  }
  return { value, variance: squares / total ** 2, n };
}

function varies(labels: Float64Array): boolean {
  return labels.some((label) => label !== labels[0]);
}
