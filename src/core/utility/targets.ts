/**
 * What is learnt from and tested on: the labelled rows of each table, with classes numbered alike.
 * Rows without a usable label are left out. Training tables of one comparison have as many rows, thinned by coins keyed
 * by content, and stand in the order of their coins: any first part of them is a sample of the whole.
 * Of many classes the twelve most frequent of train stay apart, the others are one.
 */
import { groupContents, joinRows, keyedCoins, thinByCoins } from '../fidelity/content.ts';
import { modelledTable } from '../fidelity/input.ts';
import { targetOf, type Target, type Task } from '../learn/target.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';

const MOST_CLASSES = 12;

/** Rows with their labels (class numbers of a task, or values). */
export type Labelled = Readonly<{ table: Table; labels: Float64Array }>;
export type Targets = Readonly<{ real: Target; made: Target; test: Target }>;

/** Null where the column cannot be predicted. */
export function targetsOf(
  tables: Readonly<{ train: Table; holdout: Table; synthetic: Table }>,
  schema: Schema,
  target: string,
): Targets | null {
  const [real, made, test] = [tables.train, tables.synthetic, tables.holdout].map((table) =>
    targetOf(table, schema, target),
  );
  return real && made && test ? { real, made, test } : null;
}

/** At most `count` labelled rows of a table, in the order of their coins. */
export function thinned(
  table: Table,
  target: Target,
  count: number,
  schema: Schema,
  seed: number,
  side: string,
): Labelled {
  return labelledRows(table, target, thinnedRows(table, target, count, schema, seed, side), schema);
}

/** The numbers of at most `count` labelled rows, in the order of their coins. */
export function thinnedRows(
  table: Table,
  target: Target,
  count: number,
  schema: Schema,
  seed: number,
  side: string,
): Uint32Array {
  const rows = joinRows([modelledTable(table, schema)], schema);
  const coins = keyedCoins(rows, groupContents(rows), seed, `utility-${side}`);
  const isLabelled = new Uint8Array(table.rowCount);
  for (let i = 0; i < target.rows.length; i++) isLabelled[target.rows[i]!] = 1;
  return thinByCoins(coins, 0, table.rowCount, count, isLabelled);
}

/** These rows of the table, each of which has a label. */
export function labelledRows(table: Table, target: Target, rows: Uint32Array, schema: Schema): Labelled {
  const labelOf = new Float64Array(table.rowCount);
  for (let i = 0; i < target.rows.length; i++) labelOf[target.rows[i]!] = target.labels[i]!;
  return {
    table: takeTableRows(modelledTable(table, schema), rows),
    labels: Float64Array.from(rows, (row) => labelOf[row]!),
  };
}

/** The first rows. */
export function firstRows({ table, labels }: Labelled, count: number): Labelled {
  if (count >= labels.length) return { table, labels };
  return takeLabelled(
    { table, labels },
    Uint32Array.from({ length: count }, (_, row) => row),
  );
}

export function takeLabelled({ table, labels }: Labelled, rows: Uint32Array): Labelled {
  return { table: takeTableRows(table, rows), labels: Float64Array.from(rows, (row) => labels[row]!) };
}

export type Classes = Readonly<{
  task: Task;
  /** Classes that keep their own number, of how many train holds. */
  apart: number;
  of: number;
  relabel: (labels: Float64Array) => Float64Array;
}>;

/** Classes of train, the most frequent twelve apart and the rest together; numbers stay as they are. */
export function classesOf(task: Task, trainLabels: Float64Array): Classes {
  if (task.kind !== 'multiclass') return { task, apart: 0, of: 0, relabel: (labels) => labels };
  const counts = new Float64Array(task.classes.length);
  for (let row = 0; row < trainLabels.length; row++) counts[trainLabels[row]!]!++;
  const byCount = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const apart = Math.min(MOST_CLASSES, counts.length);
  const isLumped = counts.length > MOST_CLASSES;
  const placeOf = new Float64Array(counts.length).fill(apart);
  byCount.slice(0, apart).forEach((label, place) => (placeOf[label] = place));
  const names = byCount.slice(0, apart).map((label) => task.classes[label]!);
  return {
    task: { kind: 'multiclass', classes: isLumped ? [...names, 'other'] : names },
    apart,
    of: counts.length,
    relabel: (labels) => labels.map((label) => placeOf[label]!),
  };
}

/** Whether labels of a class task hold two classes or more. */
export function hasTwoClasses(labels: Float64Array): boolean {
  return labels.some((label) => label !== labels[0]);
}
