/**
 * Every column in turn as the target, for when nobody says what is to be predicted: boosting of 50 rounds on at most
 * 10,000 rows of each training table, tested on at most 10,000 holdout rows. What is lost by learning from synthetic
 * rows, per column, with its paired interval; the median and the worst. Columns that cannot be predicted, or that no
 * model predicts, are named with a reason.
 * Cost: two fits a column, of several classes one tree a class and round. Left out: other learners.
 */
import { modelledNames, type AssessInput } from '../fidelity/input.ts';
import { quantileSorted } from '../math/ranks.ts';
import type { OnProgress } from '../progress.ts';
import { trainBoosting, predictBoosted } from './learners.ts';
import { mainMetric, type Gap, type Metric } from './metrics.ts';
import { classesOf, hasTwoClasses, targetsOf, thinned, type Labelled } from './targets.ts';

const ROUNDS = 50;
const MOST_ROWS = 10_000;
const LEAST_ROWS = 30;
const NO_SIGNAL = 0.02;

export type ColumnGap = Readonly<{
  column: string;
  metric: Metric | null;
  real: number | null;
  synthetic: number | null;
  baseline: number | null;
  gap: Gap | null;
  reason?: string;
}>;
export type EveryColumn = Readonly<{
  learner: 'boosting';
  rounds: number;
  /** Worst first; those that were not measured stand last. */
  columns: readonly ColumnGap[];
  /** Of the gaps of columns that real rows predict; null where there are none. */
  median: number | null;
  worst: Readonly<{ column: string; gap: Gap }> | null;
  /** Rows learnt from (of each table) and tested on, at most. */
  rows: Readonly<{ trained: number; tested: number }>;
}>;

export function assessEveryColumn(input: AssessInput, onProgress: OnProgress): EveryColumn {
  const names = modelledNames(input.schema);
  const columns = names.map((name, place) => {
    onProgress({ stage: 'utility', done: place, total: names.length });
    return gapOf(name, input);
  });
  onProgress({ stage: 'utility', done: names.length, total: names.length });
  const measured = columns.filter(
    (each): each is ColumnGap & { gap: Gap; real: number } => each.gap !== null && each.real !== null,
  );
  const told = measured.filter(({ real, baseline }) => real - (baseline ?? 0) >= NO_SIGNAL);
  const sorted = told.sort((a, b) => a.gap.value - b.gap.value);
  const rest = columns.filter((each) => !(sorted as readonly ColumnGap[]).includes(each));
  const rows = { trained: input.train.rowCount, tested: input.holdout?.rowCount ?? 0 };
  return {
    learner: 'boosting',
    rounds: ROUNDS,
    columns: [
      ...sorted,
      ...rest.map((each) => (each.gap ? { ...each, reason: 'no model tells more than a constant' } : each)),
    ],
    median:
      sorted.length === 0
        ? null
        : quantileSorted(
            Float64Array.from(sorted, ({ gap }) => gap.value),
            0.5,
          ),
    worst: sorted[0] ? { column: sorted[0].column, gap: sorted[0].gap } : null,
    rows: {
      trained: Math.min(MOST_ROWS, rows.trained, input.synthetic.rowCount),
      tested: Math.min(MOST_ROWS, rows.tested),
    },
  };
}

function gapOf(column: string, { train, holdout, synthetic, schema, seed }: AssessInput): ColumnGap {
  const nothing = (reason: string): ColumnGap => ({
    ...{ column, metric: null, real: null, synthetic: null, baseline: null, gap: null },
    reason: `not measurable: ${reason}`,
  });
  const targets = holdout && targetsOf({ train, holdout, synthetic }, schema, column);
  if (!targets || holdout === null) return nothing('the column cannot be predicted');
  const classes = classesOf(targets.real.task, targets.real.labels);
  const { task } = classes;
  const count = Math.min(MOST_ROWS, targets.real.labels.length, targets.made.labels.length);
  if (Math.min(count, targets.test.labels.length) < LEAST_ROWS) return nothing('too few rows');
  const relabelled = ({ table, labels }: Labelled): Labelled => ({ table, labels: classes.relabel(labels) });
  const real = relabelled(thinned(train, targets.real, count, schema, seed, 'real'));
  const made = relabelled(thinned(synthetic, targets.made, count, schema, seed, 'synthetic'));
  const tested = relabelled(thinned(holdout, targets.test, MOST_ROWS, schema, seed, 'holdout'));
  if (!hasTwoClasses(real.labels) || !hasTwoClasses(tested.labels)) return nothing('one value only');
  const question = { schema, target: column, task };
  const predictions = [real, made].map((side) => predictBoosted(trainBoosting(question, side, ROUNDS), tested.table));
  const truth = { task, labels: tested.labels, trainLabels: real.labels };
  const {
    metric,
    real: first,
    synthetic: second,
    baseline,
    gap,
    reason,
  } = mainMetric(truth, predictions[0]!, predictions[1]!, seed, `every column ${column}`);
  return { column, metric, real: first, synthetic: second, baseline, gap, ...(reason === undefined ? {} : { reason }) };
}
