/**
 * Gradient boosting of trees for two classes (logistic loss), several (softmax) and numbers (squared loss).
 * Symbols: y = label, p = probability, g, h = first and second derivative of the loss by the score: p − y and
 * p(1 − p), or score − y and 1. Friedman 2001, Annals of Statistics 29:1189, with Newton leaves.
 * Start: the prior's log-odds, the log shares, or the mean. A number is standardised while it is learnt, which changes
 * no split, so that one threshold of "no gain" fits all units. A class without rows counts as half a row.
 * A row of weight w counts in every sum as w rows would; the least rows of a leaf are counted without weights.
 * Cost: about rounds × outputs × 3 passes over all columns. Privacy: a model holds exact sums of rows; it is internal
 * and never leaves with a table. Left out: early stopping, sampling of rows and columns.
 */
import { assert } from '../errors.ts';
import type { BinnedFeatures } from './features.ts';
import { growTree } from './growing.ts';
import { createGrower } from './histograms.ts';
import { outputCount, softmaxRows, spreadOf, type Task } from './target.ts';
import { addValues, leavesOf, type Tree } from './tree.ts';

export type BoostingOptions = Readonly<{
  rounds: number;
  rate: number;
  leaves: number;
  lambda: number;
  leastRows: number;
  leastHessian: number;
}>;
export const BOOSTING_DEFAULTS: BoostingOptions = {
  rounds: 100,
  rate: 0.1,
  leaves: 31,
  lambda: 1,
  leastRows: 20,
  leastHessian: 1e-3,
};

/** `trees`: round by round, within a round one per output. `base` is one score per output; numbers are scores · scale + shift. */
export type BoostingModel = Readonly<{
  kind: 'boosting';
  task: Task;
  rounds: number;
  base: Float64Array;
  shift: number;
  scale: number;
  trees: readonly Tree[];
  /** Sum of the gains of each feature's splits. */
  gains: Float64Array;
}>;

/**
 * Fits to `labels` (class numbers or values, none missing), one per row. `onRound` hears the rounds that are done.
 * `weights`: above 0, one per row; every row weighs 1 without them.
 */
export function fitBoosting(
  features: BinnedFeatures,
  labels: Float64Array,
  task: Task,
  options: BoostingOptions = BOOSTING_DEFAULTS,
  onRound: (done: number, total: number) => void = () => {},
  weights: Float64Array | null = null,
): BoostingModel {
  const { rowCount } = features;
  assert(labels.length === rowCount && rowCount > 0, 'fitBoosting: one label per row, one row or more');
  assert(weights === null || weights.length === rowCount, 'fitBoosting: one weight per row');
  const outputs = outputCount(task);
  const { shift, scale } = task.kind === 'regression' ? spreadOf(labels) : { shift: 0, scale: 1 };
  const base = startOf(labels, task, weights);
  const scores = new Float64Array(rowCount * outputs);
  for (let i = 0; i < scores.length; i++) scores[i] = base[i % outputs]!;
  const grower = createGrower(features, options);
  const gradient = new Float64Array(rowCount);
  const hessian = new Float64Array(rowCount);
  const chances = new Float64Array(task.kind === 'multiclass' ? scores.length : 0);
  const trees: Tree[] = [];
  const gains = new Float64Array(features.columns.length);
  for (let round = 0; round < options.rounds; round++) {
    if (task.kind === 'multiclass') softmaxRows(scores, outputs, chances);
    for (let place = 0; place < outputs; place++) {
      if (task.kind === 'binary') logisticDerivatives(scores, labels, gradient, hessian);
      else if (task.kind === 'multiclass') softmaxDerivatives(chances, labels, outputs, place, gradient, hessian);
      else squaredDerivatives(scores, labels, shift, scale, gradient, hessian);
      if (weights !== null) weigh(weights, gradient, hessian);
      const tree = growTree(grower, gradient, hessian, options.rate, scores, outputs, place);
      for (let node = 0; node < tree.column.length; node++) {
        if (tree.column[node]! >= 0) gains[tree.column[node]!]! += tree.gain[node]!;
      }
      trees.push(tree);
    }
    onRound(round + 1, options.rounds);
  }
  return { kind: 'boosting', task, rounds: options.rounds, base, shift, scale, trees, gains };
}

/**
 * Predictions after the first `rounds` rounds: the probability of the second class, one probability per class
 * (row-major), or a value. The features must be binned as those that were learnt from.
 */
export function predictBoosting(model: BoostingModel, features: BinnedFeatures, rounds = model.rounds): Float64Array {
  const { task, trees } = model;
  assert(rounds >= 0 && rounds <= model.rounds, 'predictBoosting: 0 <= rounds <= rounds of the model');
  const outputs = outputCount(task);
  const scores = startingScores(model, features.rowCount);
  for (let i = 0; i < rounds * outputs; i++) addTree(trees[i]!, features, scores, outputs, i % outputs);
  return answersOf(model, scores, scores);
}

/** The predictions after each round from the first on, for the price of one; `visit` returns false to end it there. */
export function eachStage(
  model: BoostingModel,
  features: BinnedFeatures,
  visit: (rounds: number, predictions: Float64Array) => boolean,
): void {
  const outputs = outputCount(model.task);
  const scores = startingScores(model, features.rowCount);
  const predictions = new Float64Array(scores.length);
  for (let round = 0; round < model.rounds; round++) {
    for (let place = 0; place < outputs; place++)
      addTree(model.trees[round * outputs + place]!, features, scores, outputs, place);
    if (!visit(round + 1, answersOf(model, scores, predictions))) return;
  }
}

function addTree(tree: Tree, features: BinnedFeatures, scores: Float64Array, outputs: number, place: number): void {
  addValues(tree, leavesOf(tree, features, features.rowCount), scores, outputs, place);
}

/** The model before its first round: one score per row and output. */
export function startingScores({ base }: BoostingModel, rowCount: number): Float64Array {
  const scores = new Float64Array(rowCount * base.length);
  for (let i = 0; i < scores.length; i++) scores[i] = base[i % base.length]!;
  return scores;
}

/** Scores as probabilities or values; `out` may be the scores themselves. */
export function answersOf(
  { task, shift, scale }: BoostingModel,
  scores: Float64Array,
  out: Float64Array,
): Float64Array {
  if (task.kind === 'multiclass') softmaxRows(scores, task.classes.length, out);
  else if (task.kind === 'binary') for (let i = 0; i < scores.length; i++) out[i] = 1 / (1 + Math.exp(-scores[i]!));
  else for (let i = 0; i < scores.length; i++) out[i] = scores[i]! * scale + shift;
  return out;
}

function logisticDerivatives(
  scores: Float64Array,
  labels: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let row = 0; row < labels.length; row++) {
    const chance = 1 / (1 + Math.exp(-scores[row]!));
    gradient[row] = chance - labels[row]!;
    hessian[row] = chance * (1 - chance);
  }
}

function softmaxDerivatives(
  chances: Float64Array,
  labels: Float64Array,
  classCount: number,
  place: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let row = 0, at = place; row < labels.length; row++, at += classCount) {
    const chance = chances[at]!;
    gradient[row] = labels[row] === place ? chance - 1 : chance;
    hessian[row] = chance * (1 - chance);
  }
}

function squaredDerivatives(
  scores: Float64Array,
  labels: Float64Array,
  shift: number,
  scale: number,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  for (let row = 0; row < labels.length; row++) gradient[row] = scores[row]! - (labels[row]! - shift) / scale;
  hessian.fill(1);
}

function weigh(weights: Float64Array, gradient: Float64Array, hessian: Float64Array): void {
  for (let row = 0; row < weights.length; row++) {
    gradient[row]! *= weights[row]!;
    hessian[row]! *= weights[row]!;
  }
}

function startOf(labels: Float64Array, task: Task, weights: Float64Array | null): Float64Array {
  if (task.kind === 'regression') return Float64Array.of(0);
  const counts = new Float64Array(task.classes.length);
  for (let row = 0; row < labels.length; row++) counts[labels[row]!]! += weights === null ? 1 : weights[row]!;
  for (let i = 0; i < counts.length; i++) counts[i] = Math.max(counts[i]!, 0.5);
  if (task.kind === 'binary') return Float64Array.of(Math.log(counts[1]! / counts[0]!));
  const total = weights === null ? labels.length : weights.reduce((sum, weight) => sum + weight, 0);
  return counts.map((count) => Math.log(count / total));
}
