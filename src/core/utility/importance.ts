/**
 * Whether boosting leans on the same columns when it learns from synthetic rows: the permutation importances of both
 * models on at most 2,500 holdout rows, by the main metric, with the same shuffles. Agreement: Spearman's rank
 * correlation over columns with Fisher's interval, the overlap of the five most important columns, and the columns that
 * are among the five of one model alone.
 * Cost: columns × 5 repeats × 2 models predict the rows that ask for the column.
 */
import { changedColumn } from '../learn/changed-column.ts';
import { binFeatures } from '../learn/features.ts';
import { permutationImportance, type Importance } from '../learn/importance.ts';
import { midRanks } from '../math/ranks.ts';
import { fisherInterval } from '../math/intervals.ts';
import { mainScore } from '../learn/scores.ts';
import type { Task } from '../learn/target.ts';
import { valueAgreement } from './agreement.ts';
import type { Boosted } from './learners.ts';
import { firstRows, type Labelled } from './targets.ts';

const MOST_ROWS = 2500;
const TOP = 5;

export type ColumnImportance = Readonly<{
  column: string;
  /** How much the metric falls when the column is shuffled, mean of five, and the spread of the five. */
  real: number;
  synthetic: number;
  realDeviation: number;
  syntheticDeviation: number;
}>;
export type ImportanceAgreement = Readonly<{
  learner: 'boosting';
  /** By the importance for the model of real rows, largest first. */
  columns: readonly ColumnImportance[];
  spearman: Readonly<{ value: number | null; low: number | null; high: number | null; level: number; n: number }>;
  /** `overlap` of the `of` most important columns of either model. */
  top: Readonly<{ overlap: number; of: number; onlyReal: readonly string[]; onlySynthetic: readonly string[] }>;
  /** Holdout rows that were shuffled. */
  n: number;
}>;

/** Null where there is no column to shuffle, or no metric on these rows. */
export function importanceAgreement(
  task: Task,
  real: Boosted,
  synthetic: Boosted,
  tested: Labelled,
  seed: number,
): ImportanceAgreement | null {
  const { table, labels } = firstRows(tested, MOST_ROWS);
  const importanceFor = ({ model, binner }: Boosted): readonly Importance[] => {
    const features = binFeatures(binner, table);
    const scoreOf = (predictions: Float64Array): number => mainScore(task, labels, predictions);
    return permutationImportance(features, changedColumn(model, features), scoreOf, seed);
  };
  const [first, second] = [importanceFor(real), importanceFor(synthetic)];
  if (first.length === 0 || first.some(({ value }) => Number.isNaN(value))) return null;
  const of = Math.min(TOP, first.length);
  const [realTop, madeTop] = [topOf(first, of), topOf(second, of)];
  const columns = first.map((each, place) => ({
    column: each.column,
    real: each.value,
    synthetic: second[place]!.value,
    realDeviation: each.deviation,
    syntheticDeviation: second[place]!.deviation,
  }));
  return {
    learner: 'boosting',
    columns: columns.sort((a, b) => b.real - a.real),
    spearman: rankCorrelation(first, second),
    top: {
      overlap: realTop.filter((name) => madeTop.includes(name)).length,
      of,
      onlyReal: realTop.filter((name) => !madeTop.includes(name)),
      onlySynthetic: madeTop.filter((name) => !realTop.includes(name)),
    },
    n: labels.length,
  };
}

function topOf(importances: readonly Importance[], count: number): readonly string[] {
  return [...importances]
    .sort((a, b) => b.value - a.value)
    .slice(0, count)
    .map(({ column }) => column);
}

function rankCorrelation(first: readonly Importance[], second: readonly Importance[]): ImportanceAgreement['spearman'] {
  const ranks = (list: readonly Importance[]): Float64Array => midRanks(Float64Array.from(list, ({ value }) => value));
  const { value, level, n } = valueAgreement(ranks(first), ranks(second));
  if (value === null) return { value, low: null, high: null, level, n };
  return { ...fisherInterval(value, n, 'spearman', level), n };
}
