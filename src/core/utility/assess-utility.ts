/**
 * Usefulness: does a learner trained on synthetic rows do as well on held-out real rows as one trained on real rows?
 * TSTR (trained on synthetic, tested on real) against TRTR (trained on real) and the best constant prediction, all on
 * the holdout; nothing is ever scored by how it does on synthetic rows. Both training tables have the same number of
 * rows, at most 200,000; the larger is thinned by coins keyed by content.
 *   Two classes: AUC with DeLong's interval, the gap with paired DeLong; average precision and F1 of the rarer class
 *     (threshold chosen on training rows), log-loss. More classes: mean area of one class against the rest; the twelve
 *     most frequent classes of train apart, the others together. Numbers and dates: R² with 1,000 paired resamples.
 * What the intervals cover: the test rows. Not covered: another fit, another synthetic table.
 * Left out: forest, slices, importances, every column in turn, the number of real rows that synthetic ones are worth.
 */
import { noticeOf, type Notice } from '../errors.ts';
import { groupContents, joinRows, keyedCoins, thinByCoins } from '../fidelity/content.ts';
import { modelledTable, type AssessInput } from '../fidelity/input.ts';
import { targetOf, type Target, type Task } from '../learn/target.ts';
import type { OnProgress } from '../progress.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { LEARNERS, trainLearner, type Labelled, type Learner } from './learners.ts';
import { compareModels, type Comparison } from './metrics.ts';
import { proposeTarget } from './propose-target.ts';

export const TRAIN_CAP = 200_000;
const MOST_CLASSES = 12;
/** Fewer rows to test on, or to train on, say nothing. */
const MIN_ROWS = 10;
/** Fewer holdout rows of the rarer class allow numbers, but no verdict. */
export const RARE_ROWS = 30;

export type UtilityModel = Comparison & Readonly<{ model: Learner }>;

export type UtilityResult = Readonly<{
  /** Null where no column can be predicted. */
  target: string | null;
  isProposed: boolean;
  task: Task['kind'] | null;
  /** Classes told apart; 0 for numbers. */
  classes: number;
  /** The class that average precision and F1 speak of, and its holdout rows. */
  rarer: Readonly<{ level: string; rows: number }> | null;
  models: readonly UtilityModel[];
  /** Rows that were trained on (each table) and tested on; rows without a target on each side. */
  rows: Readonly<{
    trained: number;
    tested: number;
    unlabelled: Readonly<{ train: number; synthetic: number; holdout: number }>;
  }>;
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  notices: readonly Notice[];
  reason?: string;
}>;

export function assessUtility(input: AssessInput, onProgress: OnProgress): UtilityResult {
  const { train, holdout, synthetic, schema, seed } = input;
  const target = input.target ?? proposeTarget(schema);
  const isProposed = input.target === null;
  const targets = target === null || holdout === null ? null : targetsOf({ train, holdout, synthetic }, schema, target);
  if (target === null || targets === null || holdout === null) {
    onProgress({ stage: 'utility', done: 1, total: 1 });
    if (target !== null && hasOneLevel(schema, target)) return oneClass(target, isProposed, null, 0);
    const what = target === null ? 'Usefulness without a column to predict' : 'Usefulness';
    return unmeasured(target, isProposed, null, 0, [noticeOf('not-measurable', 'warning', {}, 0, { what })]);
  }
  const { real, made, test } = targets;
  const tested = test.labels.length;
  const trained = Math.min(real.labels.length, made.labels.length, TRAIN_CAP);
  const { task } = real;
  if (tested < MIN_ROWS || trained < MIN_ROWS) {
    onProgress({ stage: 'utility', done: 1, total: 1 });
    const n = Math.min(tested, trained);
    return unmeasured(target, isProposed, task, n, [
      noticeOf('not-measurable', 'warning', { column: target }, n, { what: 'Usefulness' }),
    ]);
  }
  const classes = classesOf(task, real.labels);
  if (task.kind !== 'regression' && (classes.held(real.labels) < 2 || classes.held(test.labels) < 2)) {
    onProgress({ stage: 'utility', done: 1, total: 1 });
    return oneClass(target, isProposed, task, tested);
  }
  const testLabels = classes.relabel(test.labels);
  const tables = {
    real: thinned(train, real, trained, schema, seed, 'real'),
    made: thinned(synthetic, made, trained, schema, seed, 'synthetic'),
    test: takeTableRows(modelledTable(holdout, schema), test.rows),
  };
  const labelled = (side: { table: Table; labels: Float64Array }): Labelled => ({
    table: side.table,
    labels: classes.relabel(side.labels),
  });
  const fits = 2 * LEARNERS.length;
  const models = LEARNERS.map((model, place): UtilityModel => {
    const train = (side: Labelled, order: number) =>
      trainLearner(model, schema, target, classes.task, side, tables.test, (done, total) =>
        onProgress({
          stage: 'utility',
          done: Math.floor(1000 * (2 * place + order + done / total)),
          total: 1000 * fits,
        }),
      );
    const first = train(labelled(tables.real), 0);
    const second = train(labelled(tables.made), 1);
    const truth = { labels: testLabels, trainLabels: classes.relabel(tables.real.labels), task: classes.task };
    return { model, ...compareModels(truth, first, second, seed, model) };
  });
  onProgress({ stage: 'utility', done: 1000 * fits, total: 1000 * fits });
  const rarer = rarerOf(classes.task, testLabels);
  const isRare = rarer !== null && rarer.rows < RARE_ROWS;
  return {
    target,
    isProposed,
    task: task.kind,
    classes: classes.task.kind === 'regression' ? 0 : classes.task.classes.length,
    rarer,
    models,
    rows: {
      trained,
      tested,
      unlabelled: {
        train: train.rowCount - real.labels.length,
        synthetic: synthetic.rowCount - made.labels.length,
        holdout: holdout.rowCount - tested,
      },
    },
    disclosures: [
      { what: 'train rows learnt from', kept: trained, of: real.labels.length },
      { what: 'synthetic rows learnt from', kept: trained, of: made.labels.length },
      { what: 'classes told apart', kept: classes.apart, of: classes.of },
    ].filter(({ kept, of }) => kept < of),
    notices: isRare ? [noticeOf('target-rare', 'warning', { column: target }, rarer.rows)] : [],
  };
}

function oneClass(target: string, isProposed: boolean, task: Task | null, tested: number): UtilityResult {
  return {
    ...unmeasured(target, isProposed, task, tested, [noticeOf('target-one-class', 'warning', { column: target })]),
    reason: 'not measurable: the target has one class only',
  };
}

function hasOneLevel(schema: Schema, target: string): boolean {
  const domain = schema.columns.find((column) => column.name === target)?.domain?.value;
  return domain?.kind === 'categorical' && domain.levels.length < 2;
}

function unmeasured(
  target: string | null,
  isProposed: boolean,
  task: Task | null,
  n: number,
  notices: readonly Notice[],
): UtilityResult {
  return {
    ...{ target, isProposed, task: task?.kind ?? null, classes: 0, rarer: null, models: [], disclosures: [], notices },
    rows: { trained: 0, tested: n, unlabelled: { train: 0, synthetic: 0, holdout: 0 } },
    reason: `not measurable with n = ${n}`,
  };
}

type Targets = Readonly<{ real: Target; made: Target; test: Target }>;

function targetsOf(
  tables: Readonly<{ train: Table; holdout: Table; synthetic: Table }>,
  schema: Schema,
  target: string,
): Targets | null {
  const [real, made, test] = [tables.train, tables.synthetic, tables.holdout].map((table) =>
    targetOf(table, schema, target),
  );
  return real && made && test ? { real, made, test } : null;
}

/** The labelled rows of a table, thinned to `count` in the order of their coins. */
function thinned(
  table: Table,
  target: Target,
  count: number,
  schema: Schema,
  seed: number,
  side: string,
): Readonly<{ table: Table; labels: Float64Array }> {
  const modelled = modelledTable(table, schema);
  const rows = joinRows([modelled], schema);
  const coins = keyedCoins(rows, groupContents(rows), seed, `utility-${side}`);
  const labelOf = new Float64Array(table.rowCount);
  const isLabelled = new Uint8Array(table.rowCount);
  target.rows.forEach((row, i) => {
    labelOf[row] = target.labels[i]!;
    isLabelled[row] = 1;
  });
  const kept = thinByCoins(coins, 0, table.rowCount, count, isLabelled);
  return { table: takeTableRows(modelled, kept), labels: Float64Array.from(kept, (row) => labelOf[row]!) };
}

type Classes = Readonly<{
  task: Task;
  /** Classes that keep their own number, of how many train holds. */
  apart: number;
  of: number;
  relabel: (labels: Float64Array) => Float64Array;
  held: (labels: Float64Array) => number;
}>;

/** Classes of train, the most frequent twelve apart and the rest together; numbers stay as they are. */
function classesOf(task: Task, trainLabels: Float64Array): Classes {
  const held = (labels: Float64Array): number => new Set(labels).size;
  if (task.kind !== 'multiclass') return { task, apart: 0, of: 0, relabel: (labels) => labels, held };
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
    held,
  };
}

function rarerOf(task: Task, labels: Float64Array): UtilityResult['rarer'] {
  if (task.kind === 'regression') return null;
  const counts = new Float64Array(task.classes.length);
  for (let row = 0; row < labels.length; row++) counts[labels[row]!]!++;
  // Classes that the holdout lacks altogether take no part in the metric either.
  let rarest = -1;
  for (let label = 0; label < counts.length; label++) {
    if (counts[label]! > 0 && (rarest < 0 || counts[label]! < counts[rarest]!)) rarest = label;
  }
  return { level: task.classes[rarest]!, rows: counts[rarest]! };
}
