/**
 * Which class a model names for each test row. Several classes: the likeliest. Two: everything is said of the rarer one
 * of the test rows, which is named from the chance on where its F1 is largest among training rows that were
 * predicted by fits which had not seen them: out of bag for a forest, by halves for the others (learners.ts).
 */
import { classesAtThreshold, likeliestClasses } from '../learn/scores.ts';
import type { Trained } from './learners.ts';
import type { Truth } from './metrics.ts';

/** Whether the first of two classes is the rarer one: labels and chances are then turned over. */
export function isTurned(labels: Float64Array): boolean {
  return labels.reduce((sum, label) => sum + label, 0) > labels.length / 2;
}

/** 1 − each value where the first class is meant. */
export function turned(values: Float64Array, isFirst: boolean): Float64Array {
  return isFirst ? values.map((value) => 1 - value) : values;
}

/** Class numbers; with two classes 1 stands for the rarer one. */
export function namedClasses({ task, labels }: Truth, { tested, sampled }: Trained): Float64Array {
  if (task.kind === 'multiclass') return likeliestClasses(tested, task.classes.length);
  const isFirst = isTurned(labels);
  const threshold = bestThreshold(turned(sampled.labels, isFirst), turned(sampled.predictions, isFirst));
  return classesAtThreshold(turned(tested, isFirst), threshold);
}

/** The chance from which on naming class 1 gives the largest F1; of equally good ones the highest. */
export function bestThreshold(labels: Float64Array, chances: Float64Array): number {
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
