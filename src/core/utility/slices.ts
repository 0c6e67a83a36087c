/**
 * The main metric for parts of the holdout: does the synthetic table serve each group as well as real rows would?
 * Groups: every level of the columns marked sensitive, numbers by quartiles of train; without any such column every
 * category of 2 to 12 levels. A group has 50 holdout rows or more, and 10 of each class that it is judged by.
 * Per group both models, the paired difference, and for two classes the shares of true and false positives (the rarer
 * class is the positive one), each with Wilson's interval and the difference with Newcombe's, which does not use that
 * the rows are the same and is therefore rather wide. *Differs* only after Benjamini and Hochberg over all groups.
 * Worst first. Left out: groups of two columns.
 */
import { modelledTable } from '../fidelity/input.ts';
import type { Task } from '../learn/target.ts';
import type { Interval } from '../math/finding.ts';
import { newcombeInterval, wilsonInterval } from '../math/intervals.ts';
import { standingAfterMany } from '../math/many-tests.ts';
import { quantileInverse } from '../math/ranks.ts';
import { normalCdf } from '../math/special.ts';
import type { Column, Table } from '../table/column.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import type { Trained } from './learners.ts';
import { mainMetric, type Gap, type Metric, type Truth } from './metrics.ts';
import { isTurned, namedClasses, turned } from './named-classes.ts';

const LEAST_ROWS = 50;
const LEAST_OF_CLASS = 10;
const MOST_LEVELS = 12;

/** One rate of both models; `gap` is synthetic − real. */
export type RatePair = Readonly<{ real: Interval; synthetic: Interval; gap: Interval }>;
/** `low` and `high` belong to `synthetic`; `n` counts holdout rows of the group. */
export type Slice = Readonly<{
  column: string;
  level: string;
  metric: Metric;
  real: number;
  synthetic: number;
  low: number | null;
  high: number | null;
  gap: Gap;
  n: number;
  /** For two classes; null for others. */
  truePositives: RatePair | null;
  falsePositives: RatePair | null;
  differs: boolean;
}>;
export type Group = Readonly<{ column: string; level: string; rows: Uint32Array }>;

/** Rows of the groups are places among the tested rows. */
export function slicesOf(
  truth: Truth,
  real: Trained,
  synthetic: Trained,
  groups: readonly Group[],
  seed: number,
): readonly Slice[] {
  const named = truth.task.kind === 'binary' ? [namedClasses(truth, real), namedClasses(truth, synthetic)] : null;
  const positive = turned(truth.labels, truth.task.kind === 'binary' && isTurned(truth.labels));
  const slices = groups.flatMap(({ column, level, rows }): Slice[] => {
    const labels = pick(truth.labels, rows, 1);
    if (!canBeJudged(truth.task, labels)) return [];
    const stride = real.tested.length / truth.labels.length;
    const [first, second] = [pick(real.tested, rows, stride), pick(synthetic.tested, rows, stride)];
    const main = mainMetric({ ...truth, labels }, first, second, seed, `slice ${column} ${level}`);
    if (main.real === null || main.synthetic === null || main.gap === null) return [];
    const rates = (wanted: number): RatePair | null => named && ratePair(named, positive, rows, wanted);
    const { metric, low, high, gap } = main;
    return [
      {
        ...{ column, level, metric, real: main.real, synthetic: main.synthetic, low, high, gap, n: rows.length },
        ...{ truePositives: rates(1), falsePositives: rates(0), differs: false },
      },
    ];
  });
  const standing = standingAfterMany(slices.map(({ gap }) => tailOf(gap)));
  return slices
    .map((slice, place) => ({ ...slice, differs: standing[place]! }))
    .sort((a, b) => a.gap.value - b.gap.value);
}

/** The groups of a table's rows, those with too few rows left out. `train` says where numbers are cut. */
export function groupsOf(holdout: Table, train: Table, schema: Schema, target: string): readonly Group[] {
  const candidates = schema.columns.filter((column) => isModelled(column) && column.name !== target);
  const sensitive = candidates.filter(({ role }) => role === 'sensitive');
  const isSmall = (levels: number): boolean => levels >= 2 && levels <= MOST_LEVELS;
  const wanted =
    sensitive.length > 0
      ? sensitive
      : candidates.filter(({ domain }) => domain?.value.kind === 'categorical' && isSmall(domain.value.levels.length));
  const [tested, trained] = [modelledTable(holdout, schema), modelledTable(train, schema)];
  return wanted.flatMap(({ name }) => {
    const find = ({ columns }: Table): Column => columns.find((column) => column.name === name)!;
    return columnGroups(find(tested), find(trained)).filter(({ rows }) => rows.length >= LEAST_ROWS);
  });
}

function columnGroups(column: Column, train: Column): readonly Group[] {
  const { name } = column;
  if (column.kind === 'categorical')
    return column.levels.map((level, code) => ({ column: name, level, rows: rowsWith(column.codes, code) }));
  if (column.kind !== 'numeric' && column.kind !== 'datetime') return [];
  const values = column.kind === 'numeric' ? column.values : column.epochMs;
  const cuts = quartilesOf(train);
  const quarterOf = values.map((value) => (Number.isNaN(value) ? -1 : cuts.filter((cut) => value > cut).length));
  return [0, 1, 2, 3].map((quarter) => ({
    column: name,
    level: `quarter ${quarter + 1} of 4`,
    rows: rowsWith(quarterOf, quarter),
  }));
}

function quartilesOf(column: Column): readonly number[] {
  if (column.kind !== 'numeric' && column.kind !== 'datetime') return [];
  const values = column.kind === 'numeric' ? column.values : column.epochMs;
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return sorted.length === 0 ? [] : [0.25, 0.5, 0.75].map((p) => quantileInverse(sorted, p));
}

/** Whether the metric of these rows says something. */
export function canBeJudged(task: Task, labels: Float64Array): boolean {
  if (task.kind === 'regression') return true;
  const counts = new Float64Array(task.classes.length);
  for (const label of labels) counts[label]!++;
  return (
    counts.filter((count) => count >= LEAST_OF_CLASS).length >= 2 && (task.kind !== 'binary' || !counts.includes(0))
  );
}

/** Of the rows whose truth is `wanted`, the share that each model calls positive. */
function ratePair(
  named: readonly Float64Array[],
  positive: Float64Array,
  rows: Uint32Array,
  wanted: number,
): RatePair | null {
  const relevant = rows.filter((row) => positive[row] === wanted);
  if (relevant.length === 0) return null;
  const [real, synthetic] = named.map((classes) => relevant.filter((row) => classes[row] === 1).length) as [
    number,
    number,
  ];
  const n = relevant.length;
  return {
    real: wilsonInterval(real, n),
    synthetic: wilsonInterval(synthetic, n),
    gap: { ...newcombeInterval(synthetic, n, real, n), n },
  };
}

/** Two-sided, from the interval's width. */
function tailOf({ value, low, high }: Gap): number {
  if (low === null || high === null) return 1;
  const deviation = (high - low) / (2 * 1.96);
  return deviation > 0 ? 2 * normalCdf(-Math.abs(value) / deviation) : value === 0 ? 1 : 0;
}

/** The predictions (`stride` a row) of these rows. */
export function pick(values: Float64Array, rows: Uint32Array, stride: number): Float64Array {
  return Float64Array.from(
    { length: rows.length * stride },
    (_, i) => values[rows[Math.floor(i / stride)]! * stride + (i % stride)]!,
  );
}

function rowsWith(codes: Uint16Array | Float64Array, code: number): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < codes.length; row++) if (codes[row] === code) rows.push(row);
  return Uint32Array.from(rows);
}
