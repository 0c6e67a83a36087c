/**
 * Scores beside the main metric, as plain values: for two classes average precision and F1 of the rarer class (its
 * threshold chosen where F1 is largest on training rows) and log-loss; for more classes macro F1 and log-loss; for
 * numbers root mean squared and mean absolute error, in the target's unit. The baseline is the best constant
 * prediction that the real training rows suggest: class shares, the mean, the most frequent class.
 */
import { unreachable } from '../errors.ts';
import {
  averagePrecision,
  classesAtThreshold,
  f1Score,
  likeliestClasses,
  logLoss,
  macroF1,
  meanAbsoluteError,
  rootMeanSquaredError,
} from '../learn/scores.ts';
import type { Trained } from './learners.ts';
import type { Truth } from './metrics.ts';

export type FurtherScore = Readonly<{
  metric: 'average-precision' | 'f1' | 'log-loss' | 'macro-f1' | 'rmse' | 'mae';
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

function binaryScores({ labels, trainLabels }: Truth, real: Trained, synthetic: Trained): readonly FurtherScore[] {
  const n = labels.length;
  const ones = labels.reduce((sum, label) => sum + label, 0);
  const isFlipped = ones > n / 2;
  // Everything is said of the rarer class: labels and chances are turned over if that is the first one.
  const turned = (values: Float64Array): Float64Array => (isFlipped ? values.map((value) => 1 - value) : values);
  const rare = turned(labels);
  const share = (isFlipped ? n - ones : ones) / n;
  const f1 = ({ tested, sampled }: Trained): number => {
    const threshold = bestThreshold(turned(sampled.labels), turned(sampled.predictions));
    return f1Score(rare, classesAtThreshold(turned(tested), threshold));
  };
  const trainShare = trainLabels.reduce((sum, label) => sum + label, 0) / trainLabels.length;
  return [
    {
      metric: 'average-precision',
      real: averagePrecision(rare, turned(real.tested)),
      synthetic: averagePrecision(rare, turned(synthetic.tested)),
      baseline: share,
      goal: 'higher',
    },
    // The best constant prediction names every row.
    { metric: 'f1', real: f1(real), synthetic: f1(synthetic), baseline: (2 * share) / (1 + share), goal: 'higher' },
    {
      metric: 'log-loss',
      real: logLoss(labels, real.tested),
      synthetic: logLoss(labels, synthetic.tested),
      baseline: logLoss(labels, new Float64Array(n).fill(trainShare)),
      goal: 'lower',
    },
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

/** The chance from which on naming class 1 gives the largest F1; of equally good ones the highest. */
function bestThreshold(labels: Float64Array, chances: Float64Array): number {
  const order = Uint32Array.from(labels.keys()).sort((a, b) => chances[b]! - chances[a]! || a - b);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  let hits = 0;
  let best = 0;
  let threshold = 0.5;
  for (let i = 0; i < order.length; i++) {
    hits += labels[order[i]!]!;
    if (i + 1 < order.length && chances[order[i + 1]!] === chances[order[i]!]) continue;
    const f1 = (2 * hits) / (i + 1 + positives);
    if (f1 <= best) continue;
    best = f1;
    threshold = chances[order[i]!]!;
  }
  return threshold;
}
