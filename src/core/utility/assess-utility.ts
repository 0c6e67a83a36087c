/**
 * Usefulness: does a learner trained on synthetic rows do as well on held-out real rows as one trained on real rows?
 * TSTR (trained on synthetic, tested on real) against TRTR (trained on real) and the best constant prediction, all on
 * the holdout; nothing is ever scored by how it does on synthetic rows. Both training tables have the same number of
 * rows, at most 200,000; the larger is thinned by coins keyed by content. Boosting grows and asks a tree for each of
 * several classes: fewer rows are then learnt from (rows × columns × classes at most 4 million, or 5,000 rows) and tested
 * on (rows × classes at most 200,000).
 *   Two classes: AUC with DeLong's interval, the gap with paired DeLong; average precision and F1 of the rarer class
 *     (threshold chosen on halves of training rows), balanced accuracy, log-loss, Brier.
 *   More classes: mean area of one class against the rest; the twelve most frequent classes of train apart, the others
 *     together. Numbers and dates: R² with 1,000 paired resamples.
 * By boosting also: groups of rows, what the models lean on, the number of real rows that the synthetic ones are worth.
 * A quick look is boosting's two fits and their scores alone, and says so.
 * What the intervals cover: the test rows (50,000 at most). How much another draw of the same model would change is
 * measured beside them where there is a model (draws.ts). Not covered: another fit.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { AssessInput } from '../fidelity/input.ts';
import { BOOSTING_DEFAULTS } from '../learn/boosting.ts';
import { featureColumns } from '../learn/features.ts';
import { FOREST_DEFAULTS } from '../learn/forest.ts';
import { targetOf, type Task } from '../learn/target.ts';
import type { OnProgress } from '../progress.ts';
import type { Schema } from '../table/schema.ts';
import { drawsOf, type Draws } from './draws.ts';
import { givingAway, type GivesAway } from './give-away.ts';
import { importanceAgreement, type ImportanceAgreement } from './importance.ts';
import { boostedPredictions, LEARNERS, trainBoosting, trainLearner, type Learner, type Question } from './learners.ts';
import { compareModels, type Comparison } from './metrics.ts';
import { proposeTarget } from './propose-target.ts';
import { groupsOf, slicesOf, type Slice } from './slices.ts';
import { classesOf, hasTwoClasses, targetsOf, thinned, type Labelled } from './targets.ts';
import { worthInRealRows, type Worth } from './worth.ts';

const MOST_TRAINED = 200_000;
const MOST_TESTED = 50_000;
/** Where there are more than two classes: training cells times classes, but never fewer rows; test rows times classes. */
const [MOST_SUMMED, LEAST_TRAINED, MOST_ASKED] = [4e6, 5000, 200_000];
/** Fewer rows to test on, or to train on, say nothing. */
const MIN_ROWS = 10;
/** Two fits a learner; a full look also has importances, the fits on fewer real rows, and further draws. */
const STEPS = { quick: 2, full: 2 * LEARNERS.length + 3 } as const;
/** Fewer holdout rows of the rarer class allow numbers, but no verdict. */
export const RARE_ROWS = 30;

export type UtilityModel = Comparison & Readonly<{ model: Learner }>;

/** How much of the part is run. */
export type Depth = 'quick' | 'full';

export type UtilityResult = Readonly<{
  /** `quick`: boosting's models alone; a full look has more to say. */
  depth: Depth;
  /** Null where no column can be predicted. */
  target: string | null;
  isProposed: boolean;
  task: Task['kind'] | null;
  /** Classes told apart; 0 for numbers. */
  classes: number;
  /** The class that average precision and F1 speak of, and its holdout rows. */
  rarer: Readonly<{ level: string; rows: number }> | null;
  models: readonly UtilityModel[];
  /** By boosting, worst first; empty where no group has rows enough. */
  slices: readonly Slice[];
  importance: ImportanceAgreement | null;
  worth: Worth | null;
  /** Null of rows that something else made, and where a draw cannot be learnt from. */
  draws: Draws | null;
  /** Columns that by themselves say most of what all say of the target. */
  givesAway: readonly GivesAway[];
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

/** What boosting's models say beside their scores. */
type ByBoosting = Pick<UtilityResult, 'slices' | 'importance' | 'worth' | 'draws' | 'givesAway'>;
const NOTHING_MORE: ByBoosting = { slices: [], importance: null, worth: null, draws: null, givesAway: [] };
const QUICK_LEARNERS: readonly Learner[] = ['boosting'];

export function assessUtility(input: AssessInput, onProgress: OnProgress, depth: Depth = 'full'): UtilityResult {
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
  const { task } = real;
  const classes = classesOf(task, real.labels);
  const most = mostRows(classes.task, featureColumns(schema, target).length);
  const trained = Math.min(real.labels.length, made.labels.length, most.trained);
  if (tested < MIN_ROWS || trained < MIN_ROWS) {
    onProgress({ stage: 'utility', done: 1, total: 1 });
    const n = Math.min(tested, trained);
    return unmeasured(target, isProposed, task, n, [
      noticeOf('not-measurable', 'warning', { column: target }, n, { what: 'Usefulness' }),
    ]);
  }
  if (task.kind !== 'regression' && !(hasTwoClasses(classes.relabel(real.labels)) && hasTwoClasses(test.labels))) {
    onProgress({ stage: 'utility', done: 1, total: 1 });
    return oneClass(target, isProposed, task, tested);
  }
  const relabelled = ({ table, labels }: Labelled): Labelled => ({ table, labels: classes.relabel(labels) });
  const sides = {
    real: relabelled(thinned(train, real, trained, schema, seed, 'real')),
    made: relabelled(thinned(synthetic, made, trained, schema, seed, 'synthetic')),
  };
  const unseen = relabelled(thinned(holdout, test, most.tested, schema, seed, 'holdout'));
  const question: Question = { schema, target, task: classes.task };
  const truth = { task: classes.task, labels: unseen.labels, trainLabels: sides.real.labels };
  const steps = STEPS[depth];
  let finished = 0;
  const heard = (done: number, total: number): void =>
    onProgress({ stage: 'utility', done: Math.floor(1000 * (finished + done / total)), total: 1000 * steps });
  const next = <T>(value: T): T => {
    finished++;
    heard(0, 1);
    return value;
  };

  const boosted = {
    real: next(trainBoosting(question, sides.real, BOOSTING_DEFAULTS.rounds, heard)),
    made: next(trainBoosting(question, sides.made, BOOSTING_DEFAULTS.rounds, heard)),
  };
  const byBoosting = {
    real: boostedPredictions(question, boosted.real, sides.real, unseen.table),
    made: boostedPredictions(question, boosted.made, sides.made, unseen.table),
  };
  const models = (depth === 'quick' ? QUICK_LEARNERS : LEARNERS).map((model): UtilityModel => {
    if (model === 'boosting') return { model, ...compareModels(truth, byBoosting.real, byBoosting.made, seed, model) };
    const first = next(trainLearner(model, question, sides.real, unseen.table, seed, heard));
    const second = next(trainLearner(model, question, sides.made, unseen.table, seed, heard));
    return { model, ...compareModels(truth, first, second, seed, model) };
  });
  const drawnRows = (round: number): Labelled | null => {
    const table = input.drawAgain?.(round);
    const labelled = table && targetOf(table, schema, target);
    return labelled ? relabelled(thinned(table, labelled, trained, schema, seed, 'synthetic')) : null;
  };
  const alsoByBoosting = (): ByBoosting => {
    const importance = next(importanceAgreement(classes.task, boosted.real, boosted.made, unseen, seed));
    const ofBoosting = {
      real: byBoosting.real.tested,
      synthetic: byBoosting.made.tested,
      syntheticRows: sides.made.labels.length,
    };
    const worth = next(worthInRealRows(question, sides.real, unseen, ofBoosting, seed, heard));
    const groups = groupsOf(unseen.table, sides.real.table, schema, target);
    const slices = slicesOf(truth, byBoosting.real, byBoosting.made, groups, seed);
    const givesAway = givingAway(question, sides.real, unseen, byBoosting.real.tested, importance);
    const judged = models.find(({ model }) => model === 'boosting')!;
    const draws = next(
      drawsOf(judged, { question, truth, test: unseen.table, real: byBoosting.real.tested, seed, learnt: drawnRows }),
    );
    return { slices, importance, worth, draws, givesAway };
  };
  const also = depth === 'quick' ? NOTHING_MORE : alsoByBoosting();
  onProgress({ stage: 'utility', done: 1000 * steps, total: 1000 * steps });
  const rarer = rarerOf(classes.task, unseen.labels);
  const isRare = rarer !== null && rarer.rows < RARE_ROWS;
  const drawn = depth === 'quick' ? trained : Math.min(trained, FOREST_DEFAULTS.mostDrawn);
  return {
    depth,
    target,
    isProposed,
    task: task.kind,
    classes: classes.task.kind === 'regression' ? 0 : classes.task.classes.length,
    rarer,
    models,
    ...also,
    rows: {
      trained,
      tested: unseen.labels.length,
      unlabelled: {
        train: train.rowCount - real.labels.length,
        synthetic: synthetic.rowCount - made.labels.length,
        holdout: holdout.rowCount - tested,
      },
    },
    disclosures: [
      { what: 'train rows learnt from', kept: trained, of: real.labels.length },
      { what: 'synthetic rows learnt from', kept: trained, of: made.labels.length },
      { what: 'rows that a tree of the forest draws', kept: drawn, of: trained },
      { what: 'holdout rows tested on', kept: unseen.labels.length, of: tested },
      { what: 'classes told apart', kept: classes.apart, of: classes.of },
      { what: 'learners, boosting only', kept: models.length, of: LEARNERS.length },
    ].filter(({ kept, of }) => kept < of),
    notices: [
      ...(isRare ? [noticeOf('target-rare', 'warning', { column: target }, rarer.rows)] : []),
      ...also.givesAway.map(({ column }) => noticeOf('target-given-away', 'warning', { column }, 0, { target })),
    ],
  };
}

/** The most rows that learners are given, and asked about. `columns`: of features. */
export function mostRows(task: Task, columns: number): Readonly<{ trained: number; tested: number }> {
  if (task.kind !== 'multiclass') return { trained: MOST_TRAINED, tested: MOST_TESTED };
  const classes = task.classes.length;
  const summed = Math.max(LEAST_TRAINED, Math.floor(MOST_SUMMED / (classes * columns)));
  return { trained: Math.min(MOST_TRAINED, summed), tested: Math.min(MOST_TESTED, Math.floor(MOST_ASKED / classes)) };
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
    depth: 'full', // nothing is left to be run
    ...{ target, isProposed, task: task?.kind ?? null, classes: 0, rarer: null, models: [], disclosures: [], notices },
    ...NOTHING_MORE,
    rows: { trained: 0, tested: n, unlabelled: { train: 0, synthetic: 0, holdout: 0 } },
    reason: `not measurable with n = ${n}`,
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
