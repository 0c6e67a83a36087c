/**
 * Scores beside the main metric, as plain values: for two classes average precision of the rarer class, its F1 and the
 * balanced accuracy where it is named (named-classes.ts), log-loss and Brier; for more classes macro F1 and log-loss;
 * for numbers root mean squared and mean absolute error, in the target's unit. The baseline is the best constant
 * prediction that the real training rows suggest: class shares, the mean, the most frequent class.
 */
import { unreachable } from '../errors.ts';
import {
  averagePrecision,
  balancedAccuracy,
  brierScore,
  f1Score,
  likeliestClasses,
  logLoss,
  macroF1,
  meanAbsoluteError,
  rootMeanSquaredError,
} from '../learn/scores.ts';
import type { Trained } from './learners.ts';
import type { Truth } from './metrics.ts';
import { isTurned, namedClasses, turned } from './named-classes.ts';

export type FurtherScore = Readonly<{
  metric: 'average-precision' | 'f1' | 'balanced-accuracy' | 'log-loss' | 'brier' | 'macro-f1' | 'rmse' | 'mae';
  real: number;
  synthetic: number;
  baseline: number;
  goal: 'higher' | 'lower';
}>;

export function furtherScores(truth: Truth, real: Trained, synthetic: Trained): readonly FurtherScore[] {
  switch (truth.task.kind) {
    case 'binary':
      return binaryScores(truth, real, synthetic);
    case 'multiclass':
      return classScores(truth, truth.task.classes.length, real.tested, synthetic.tested);
    case 'regression':
      return numberScores(truth, real.tested, synthetic.tested);
    default:
      return unreachable(truth.task);
  }
}

function binaryScores(truth: Truth, real: Trained, synthetic: Trained): readonly FurtherScore[] {
  const { labels, trainLabels } = truth;
  const n = labels.length;
  const isFirst = isTurned(labels);
  const rare = turned(labels, isFirst);
  const share = rare.reduce((sum, label) => sum + label, 0) / n;
  const trainShare = trainLabels.reduce((sum, label) => sum + label, 0) / trainLabels.length;
  const constant = new Float64Array(n).fill(trainShare);
  const [realNamed, madeNamed] = [namedClasses(truth, real), namedClasses(truth, synthetic)];
  const ofChances = (score: (labels: Float64Array, chances: Float64Array) => number) => ({
    real: score(labels, real.tested),
    synthetic: score(labels, synthetic.tested),
    baseline: score(labels, constant),
    goal: 'lower' as const,
  });
  return [
    {
      metric: 'average-precision',
      real: averagePrecision(rare, turned(real.tested, isFirst)),
      synthetic: averagePrecision(rare, turned(synthetic.tested, isFirst)),
      baseline: share,
      goal: 'higher',
    },
    // The best constant prediction names every row.
    {
      metric: 'f1',
      real: f1Score(rare, realNamed),
      synthetic: f1Score(rare, madeNamed),
      baseline: (2 * share) / (1 + share),
      goal: 'higher',
    },
    {
      metric: 'balanced-accuracy',
      real: balancedAccuracy(rare, realNamed, 2),
      synthetic: balancedAccuracy(rare, madeNamed, 2),
      baseline: 0.5,
      goal: 'higher',
    },
    { metric: 'log-loss', ...ofChances(logLoss) },
    { metric: 'brier', ...ofChances(brierScore) },
  ];
}

function classScores(
  { labels, trainLabels }: Truth,
  classCount: number,
  real: Float64Array,
  synthetic: Float64Array,
): readonly FurtherScore[] {
  const shares = new Float64Array(classCount);
  for (let row = 0; row < trainLabels.length; row++) shares[trainLabels[row]!]! += 1 / trainLabels.length;
  const constant = Float64Array.from({ length: real.length }, (_, i) => shares[i % classCount]!);
  const f1 = (chances: Float64Array): number => macroF1(labels, likeliestClasses(chances, classCount), classCount);
  const loss = (chances: Float64Array): number => logLoss(labels, chances, classCount);
  return [
    { metric: 'macro-f1', real: f1(real), synthetic: f1(synthetic), baseline: f1(constant), goal: 'higher' },
    { metric: 'log-loss', real: loss(real), synthetic: loss(synthetic), baseline: loss(constant), goal: 'lower' },
  ];
}

function numberScores(
  { labels, trainLabels }: Truth,
  real: Float64Array,
  synthetic: Float64Array,
): readonly FurtherScore[] {
  const mean = trainLabels.reduce((sum, value) => sum + value, 0) / trainLabels.length;
  const constant = new Float64Array(labels.length).fill(mean);
  const errors = (score: (labels: Float64Array, predicted: Float64Array) => number) => ({
    real: score(labels, real),
    synthetic: score(labels, synthetic),
    baseline: score(labels, constant),
    goal: 'lower' as const,
  });
  return [
    { metric: 'rmse', ...errors(rootMeanSquaredError) },
    { metric: 'mae', ...errors(meanAbsoluteError) },
  ];
}
