/**
 * Two models on the same test rows, one trained on real and one on synthetic rows, and the best constant prediction.
 * The main metric has an interval for the synthetic-trained model and one for the gap, synthetic − real, paired by row:
 * DeLong for two classes, influences of the macro area for more, resamples for R². Further metrics are values alone.
 */
import { assert, unreachable } from '../errors.ts';
import { delongInterval, pairedDelong } from '../math/auc.ts';
import { rSquared } from '../learn/scores.ts';
import type { Task } from '../learn/target.ts';
import { classAgreement, valueAgreement, type Agreement } from './agreement.ts';
import type { Trained } from './learners.ts';
import { furtherScores, type FurtherScore } from './further-scores.ts';
import { influenceHalfWidth, macroAuc } from './macro-auc.ts';
import { namedClasses } from './named-classes.ts';
import { pairedRSquared } from './r-squared.ts';

export type Metric = 'auc' | 'macro-auc' | 'r2';
/** synthetic − real on the same `n` test rows. */
export type Gap = Readonly<{ value: number; low: number | null; high: number | null; n: number }>;

/** `low` and `high` belong to `synthetic`; `n` counts test rows. Null with a reason where the metric does not exist. */
export type Comparison = Readonly<{
  metric: Metric;
  real: number | null;
  synthetic: number | null;
  baseline: number | null;
  low: number | null;
  high: number | null;
  level: number;
  n: number;
  gap: Gap | null;
  further: readonly FurtherScore[];
  /** Whether the two models say the same of the same rows. */
  agreement: Agreement;
  /** Whether both fits ended where their loss is least. */
  isConverged: boolean;
  reason?: string;
}>;

/** What is true: labels of the test rows, and of the real training rows, which the constant prediction is made from. */
export type Truth = Readonly<{ task: Task; labels: Float64Array; trainLabels: Float64Array }>;

export function compareModels(
  truth: Truth,
  real: Trained,
  synthetic: Trained,
  seed: number,
  purpose: string,
): Comparison {
  const shared = {
    level: 0.95,
    n: truth.labels.length,
    further: furtherScores(truth, real, synthetic),
    agreement: agreementOf(truth, real, synthetic),
    isConverged: real.isConverged && synthetic.isConverged,
  };
  return { ...mainMetric(truth, real.tested, synthetic.tested, seed, purpose), ...shared };
}

/** The main metric of two lists of predictions of the same rows. */
export function mainMetric(
  truth: Truth,
  real: Float64Array,
  synthetic: Float64Array,
  seed: number,
  purpose: string,
): MainMetric {
  switch (truth.task.kind) {
    case 'binary':
      return binaryComparison(truth.labels, real, synthetic);
    case 'multiclass':
      return macroComparison(truth, real, synthetic);
    case 'regression':
      return numberComparison(truth, real, synthetic, seed, purpose);
    default:
      return unreachable(truth.task);
  }
}

function agreementOf(truth: Truth, real: Trained, synthetic: Trained): Agreement {
  if (truth.task.kind === 'regression') return valueAgreement(real.tested, synthetic.tested);
  return classAgreement(namedClasses(truth, real), namedClasses(truth, synthetic), truth.task.classes.length);
}

export type MainMetric = Omit<Comparison, 'level' | 'n' | 'further' | 'agreement' | 'isConverged'>;

function binaryComparison(labels: Float64Array, real: Float64Array, synthetic: Float64Array): MainMetric {
  const side = (scores: Float64Array, label: number): Float64Array => scores.filter((_, row) => labels[row] === label);
  const [realUp, realDown] = [side(real, 1), side(real, 0)];
  const [madeUp, madeDown] = [side(synthetic, 1), side(synthetic, 0)];
  assert(realUp.length > 0 && realDown.length > 0, 'compareModels: the test rows hold both classes');
  const made = delongInterval(madeUp, madeDown);
  const gap = pairedDelong(madeUp, madeDown, realUp, realDown);
  return {
    metric: 'auc',
    real: delongInterval(realUp, realDown).value,
    synthetic: made.value,
    baseline: 0.5,
    low: made.low,
    high: made.high,
    gap: { value: gap.value, low: gap.low, high: gap.high, n: labels.length },
  };
}

function macroComparison({ labels, task }: Truth, real: Float64Array, synthetic: Float64Array): MainMetric {
  assert(task.kind === 'multiclass', 'macroComparison: several classes');
  const first = macroAuc(real, labels, task.classes.length);
  const second = macroAuc(synthetic, labels, task.classes.length);
  if (first === null || second === null) return withoutMetric('macro-auc', 'the test rows hold one class only');
  const half = influenceHalfWidth(second.influences);
  const gapHalf = influenceHalfWidth(second.influences, first.influences);
  const gap = second.value - first.value;
  return {
    metric: 'macro-auc',
    real: first.value,
    synthetic: second.value,
    baseline: 0.5,
    low: Math.max(0, second.value - half),
    high: Math.min(1, second.value + half),
    gap: { value: gap, low: Math.max(-1, gap - gapHalf), high: Math.min(1, gap + gapHalf), n: labels.length },
  };
}

function numberComparison(
  { labels, trainLabels }: Truth,
  real: Float64Array,
  synthetic: Float64Array,
  seed: number,
  purpose: string,
): MainMetric {
  const [first, second] = [rSquared(labels, real), rSquared(labels, synthetic)];
  if (Number.isNaN(second)) return withoutMetric('r2', 'the target does not vary among the test rows');
  const mean = trainLabels.reduce((sum, value) => sum + value, 0) / trainLabels.length;
  const ends = pairedRSquared(labels, real, synthetic, seed, purpose);
  return {
    metric: 'r2',
    real: first,
    synthetic: second,
    baseline: rSquared(labels, new Float64Array(labels.length).fill(mean)),
    low: ends?.second.low ?? null,
    high: ends?.second.high ?? null,
    gap: { value: second - first, low: ends?.gap.low ?? null, high: ends?.gap.high ?? null, n: labels.length },
  };
}

function withoutMetric(metric: Metric, reason: string): MainMetric {
  return {
    ...{ metric, real: null, synthetic: null, baseline: null, low: null, high: null, gap: null },
    reason: `not measurable: ${reason}`,
  };
}
