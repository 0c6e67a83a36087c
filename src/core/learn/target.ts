/**
 * What a learner is to predict: the task, from the Schema alone, and the labels of a table's rows.
 * Two levels make a binary task (the second level is the positive class), more a multiclass one, a number or date a
 * regression. Rows without a usable label are left out and counted. Left out: ordered classes, several targets.
 */
import { assert } from '../errors.ts';
import type { Table } from '../table/column.ts';
import { isModelled, type Schema } from '../table/schema.ts';

export type Task =
  | Readonly<{ kind: 'binary'; classes: readonly [string, string] }>
  | Readonly<{ kind: 'multiclass'; classes: readonly string[] }>
  | Readonly<{ kind: 'regression' }>;

/**
 * `rows`: the rows that have a label, ascending. `labels[i]` belongs to `rows[i]`: the class as its place in `classes`,
 * or the value (dates in milliseconds). `missing` rows have no target, `unknown` rows a level that the Schema lacks.
 */
export type Target = Readonly<{
  name: string;
  task: Task;
  rows: Uint32Array;
  labels: Float64Array;
  missing: number;
  unknown: number;
}>;

/** The task that predicting this column is, or null: it is not modelled, or has fewer than two levels. */
export function taskOf(schema: Schema, name: string): Task | null {
  const column = schema.columns.find((candidate) => candidate.name === name);
  if (column === undefined || !isModelled(column)) return null;
  const domain = column.domain.value;
  if (domain.kind !== 'categorical') return { kind: 'regression' };
  const [first, second] = domain.levels;
  if (first === undefined || second === undefined) return null;
  return domain.levels.length === 2
    ? { kind: 'binary', classes: [first, second] }
    : { kind: 'multiclass', classes: domain.levels };
}

/** The labels of a table's rows, or null where `taskOf` is null. Levels are matched by their text. */
export function targetOf(table: Table, schema: Schema, name: string): Target | null {
  const task = taskOf(schema, name);
  if (task === null) return null;
  const column = table.columns.find((candidate) => candidate.name === name);
  assert(column !== undefined, 'targetOf: the table lacks the target column');
  let all: Float64Array;
  if (task.kind === 'regression') {
    assert(
      column.kind === 'numeric' || column.kind === 'datetime',
      'targetOf: the target is a number in the schema only',
    );
    all = column.kind === 'numeric' ? column.values : column.epochMs;
  } else {
    assert(column.kind === 'categorical', 'targetOf: the target is categorical in the schema only');
    const places = column.levels.map((level) => task.classes.indexOf(level));
    const placeOf = Float64Array.from([...places, NaN]); // −1 unknown, NaN missing
    all = Float64Array.from(column.codes, (code) => placeOf[code]!);
  }
  const isClass = task.kind !== 'regression';
  let missing = 0;
  let unknown = 0;
  for (let row = 0; row < all.length; row++) {
    if (Number.isNaN(all[row])) missing++;
    else if (isClass && all[row]! < 0) unknown++;
  }
  const rows = new Uint32Array(all.length - missing - unknown);
  const labels = new Float64Array(rows.length);
  let kept = 0;
  for (let row = 0; row < all.length; row++) {
    const label = all[row]!;
    if (Number.isNaN(label) || (isClass && label < 0)) continue;
    rows[kept] = row;
    labels[kept++] = label;
  }
  return { name, task, rows, labels, missing, unknown };
}

/** The number of outputs a model of this task has per row: one, or one per class from three classes on. */
export function outputCount(task: Task): number {
  return task.kind === 'multiclass' ? task.classes.length : 1;
}

/** Scores to probabilities, row by row of `classCount`; `out` may be the scores themselves. */
export function softmaxRows(scores: Float64Array, classCount: number, out: Float64Array): void {
  for (let start = 0; start < scores.length; start += classCount) {
    let most = -Infinity;
    for (let i = start; i < start + classCount; i++) if (scores[i]! > most) most = scores[i]!;
    let sum = 0;
    for (let i = start; i < start + classCount; i++) {
      out[i] = Math.exp(scores[i]! - most);
      sum += out[i]!;
    }
    for (let i = start; i < start + classCount; i++) out[i]! /= sum;
  }
}

/** Mean and standard deviation (divisor n; 1 where there is none) of labels that are values. */
export function spreadOf(labels: Float64Array): { shift: number; scale: number } {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum += labels[row]!;
  const shift = sum / labels.length;
  let squares = 0;
  for (let row = 0; row < labels.length; row++) squares += (labels[row]! - shift) ** 2;
  return { shift, scale: Math.sqrt(squares / labels.length) || 1 };
}
