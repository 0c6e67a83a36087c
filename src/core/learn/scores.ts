/**
 * How good predictions are. Labels are class numbers (binary: 0 and 1) or values, chances lie in [0, 1]; several classes
 * have their chances row-major, `classCount` a row. Definitions are those of scikit-learn 1.9.
 * A score that does not exist (one class only, no spread) is NaN: the caller says that it is not measurable.
 * Log-loss cuts chances at 2^-52 from both ends. Cost: one sort where scores are ranked, otherwise one pass.
 * Privacy: functions of the rows scored. Left out: intervals (math/auc.ts), weights.
 */
import { assert } from '../errors.ts';
import { aucOf } from '../math/auc.ts';
import type { Task } from './target.ts';

/** The one score of a task: the area, the mean area over classes, or R². */
export function mainScore(task: Task, labels: Float64Array, predictions: Float64Array): number {
  switch (task.kind) {
    case 'binary':
      return areaUnderRoc(labels, predictions);
    case 'multiclass':
      return macroAreaUnderRoc(labels, predictions, task.classes.length);
    case 'regression':
      return rSquared(labels, predictions);
  }
}

/** Area under the ROC curve of the chance of class 1; ties count one half. */
export function areaUnderRoc(labels: Float64Array, chances: Float64Array): number {
  return classArea(labels, chances, 1, 1, 0);
}

/** Mean over classes of the area of "this class or another", among the classes that the labels hold. */
export function macroAreaUnderRoc(labels: Float64Array, chances: Float64Array, classCount: number): number {
  let sum = 0;
  let classes = 0;
  for (let place = 0; place < classCount; place++) {
    const area = classArea(labels, chances, place, classCount, place);
    if (Number.isNaN(area)) continue;
    sum += area;
    classes++;
  }
  return sum / classes;
}

/** Σ (recall gained) · precision, over the distinct chances from the largest down: a step function, without interpolation. */
export function averagePrecision(labels: Float64Array, chances: Float64Array): number {
  assert(labels.length === chances.length, 'averagePrecision: one chance per label');
  const order = Uint32Array.from(labels.keys()).sort((a, b) => chances[b]! - chances[a]! || a - b);
  const positives = countOf(labels, 1);
  let sum = 0;
  let hits = 0;
  let start = 0;
  while (start < order.length) {
    let end = start;
    let found = 0;
    for (; end < order.length && chances[order[end]!] === chances[order[start]!]; end++) found += labels[order[end]!]!;
    hits += found;
    sum += found * (hits / end);
    start = end;
  }
  return sum / positives;
}

/** Mean of −ln(chance of what happened), in nats; `classCount` 1 for the chance of class 1 alone. */
export function logLoss(labels: Float64Array, chances: Float64Array, classCount = 1): number {
  assert(chances.length === labels.length * classCount, 'logLoss: the chances of every label');
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    const given =
      classCount === 1 ? (label === 1 ? chances[row]! : 1 - chances[row]!) : chances[row * classCount + label]!;
    sum -= Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, given)));
  }
  return sum / labels.length;
}

/** Mean squared difference of the chance of class 1 and what happened. */
export function brierScore(labels: Float64Array, chances: Float64Array): number {
  return meanSquaredError(labels, chances);
}

/** The class of each row: 1 where the chance reaches the threshold. */
export function classesAtThreshold(chances: Float64Array, threshold: number): Float64Array {
  return chances.map((chance) => (chance >= threshold ? 1 : 0));
}

/** The most likely class of each row; ties go to the lower one. */
export function likeliestClasses(chances: Float64Array, classCount: number): Float64Array {
  const out = new Float64Array(chances.length / classCount);
  for (let row = 0; row < out.length; row++) {
    let best = 0;
    for (let place = 1; place < classCount; place++) {
      if (chances[row * classCount + place]! > chances[row * classCount + best]!) best = place;
    }
    out[row] = best;
  }
  return out;
}

/** 2·hits / (predicted + actual) of one class; 0 if it is neither predicted nor there. */
export function f1Score(labels: Float64Array, predicted: Float64Array, place = 1): number {
  assert(labels.length === predicted.length, 'f1Score: one prediction per label');
  const either = countOf(labels, place) + countOf(predicted, place);
  return either === 0 ? 0 : (2 * hitsOf(labels, predicted, place)) / either;
}

/** Mean F1 of the classes that are predicted or there. */
export function macroF1(labels: Float64Array, predicted: Float64Array, classCount: number): number {
  let sum = 0;
  let classes = 0;
  for (let place = 0; place < classCount; place++) {
    if (countOf(labels, place) + countOf(predicted, place) === 0) continue;
    sum += f1Score(labels, predicted, place);
    classes++;
  }
  return sum / classes;
}

/** Mean share that is recognised, over the classes that are there. */
export function balancedAccuracy(labels: Float64Array, predicted: Float64Array, classCount: number): number {
  assert(labels.length === predicted.length, 'balancedAccuracy: one prediction per label');
  let sum = 0;
  let classes = 0;
  for (let place = 0; place < classCount; place++) {
    const there = countOf(labels, place);
    if (there === 0) continue;
    sum += hitsOf(labels, predicted, place) / there;
    classes++;
  }
  return sum / classes;
}

/** 1 − squared error / squared distance from the labels' own mean; negative for predictions worse than that mean. */
export function rSquared(labels: Float64Array, predicted: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += labels[row]!;
  const mean = sum / labels.length;
  let spread = 0;
  for (let row = 0; row < labels.length; row++) spread += (labels[row]! - mean) ** 2;
  return spread === 0 ? NaN : 1 - (meanSquaredError(labels, predicted) * labels.length) / spread;
}

/** In the unit of the labels. */
export function rootMeanSquaredError(labels: Float64Array, predicted: Float64Array): number {
  return Math.sqrt(meanSquaredError(labels, predicted));
}

/** In the unit of the labels. */
export function meanAbsoluteError(labels: Float64Array, predicted: Float64Array): number {
  assert(labels.length === predicted.length, 'meanAbsoluteError: one prediction per label');
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += Math.abs(labels[row]! - predicted[row]!);
  return sum / labels.length;
}

function meanSquaredError(labels: Float64Array, predicted: Float64Array): number {
  assert(labels.length === predicted.length, 'scores: one prediction per label');
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += (labels[row]! - predicted[row]!) ** 2;
  return sum / labels.length;
}

/** Area of "label is `place`" by the chances at row · stride + offset, or NaN if all rows are on one side. */
function classArea(labels: Float64Array, chances: Float64Array, place: number, stride: number, offset: number): number {
  assert(chances.length === labels.length * stride, 'scores: the chances of every label');
  const inside = countOf(labels, place);
  const outside = labels.length - inside;
  if (inside === 0 || outside === 0) return NaN;
  const positives = new Float64Array(inside);
  const negatives = new Float64Array(outside);
  let p = 0;
  let q = 0;
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === place) positives[p++] = chances[row * stride + offset]!;
    else negatives[q++] = chances[row * stride + offset]!;
  }
  return aucOf(positives, negatives);
}

function countOf(labels: Float64Array, place: number): number {
  let count = 0;
  for (let row = 0; row < labels.length; row++) if (labels[row] === place) count++;
  return count;
}

function hitsOf(labels: Float64Array, predicted: Float64Array, place: number): number {
  let hits = 0;
  for (let row = 0; row < labels.length; row++) if (labels[row] === place && predicted[row] === place) hits++;
  return hits;
}
