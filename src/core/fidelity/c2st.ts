/**
 * The classifier two-sample test (fidelity.c2st): can a learner tell synthetic rows from held-out real ones?
 * AUC 0.5: it cannot; 1: always. Synthetic rows against the holdout (never against train, which a copy would win), as
 * many of each, at most 20,000, thinned by coins keyed by content; five stratified folds; mean AUC of the folds with
 * DeLong variances, corrected for the training rows that folds share (separation.ts). Beside it: logistic regression,
 * which sees no interaction (columns drawn independently reach 0.50 by it and 0.99 by boosting), and train against the
 * holdout, at most 2,500 rows of each, as the reference.
 * Columns: share of split gain, and the AUC of that column alone from smoothed ratios of 64 bins.
 * Cost: ten fits of boosting and five of a logistic regression. Left out: what differs within a column.
 */
import { noticeOf, type Notice } from '../errors.ts';
import { BOOSTING_DEFAULTS, fitBoosting, predictBoosting } from '../learn/boosting.ts';
import { binFeatures, createBinner } from '../learn/features.ts';
import { createLinearSpace, linearDesign } from '../learn/linear-design.ts';
import { fitLogistic, predictLogistic } from '../learn/logistic.ts';
import type { Task } from '../learn/target.ts';
import { delongVariance } from '../math/auc.ts';
import type { OnProgress } from '../progress.ts';
import { binTable, createBinning } from '../table/binning.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { groupContents, joinRows, keyedCoins, thinByCoins } from './content.ts';
import { modelledNames, modelledTable, type AssessInput } from './input.ts';
import { binSeparation, crossFittedArea } from './separation.ts';
import { stackTables } from './stacked.ts';

export const FOLDS = 5;
export const C2ST_CAP = 20_000;
/** The reference only has to show where 0.5 lies on this table. */
const REFERENCE_CAP = 2500;
/** Fewer rows a side say nothing: a fold would hold fewer than five. */
const MIN_ROWS = 25;
const TASK: Task = { kind: 'binary', classes: ['real', 'synthetic'] };

/** An AUC with its interval at 95 %; n counts the rows of both sides. */
export type TwoSampleArea = Readonly<{ auc: number; low: number; high: number; n: number }>;
/** `gainShare`: share of all split gain, null where no tree was ever split. */
export type C2stColumn = TwoSampleArea & Readonly<{ name: string; gainShare: number | null }>;

export type C2stResult = Readonly<{
  auc: number | null;
  low: number | null;
  high: number | null;
  level: number;
  n: number;
  logistic: TwoSampleArea | null;
  /** Train against the holdout, by boosting: what no difference looks like on this table. */
  reference: TwoSampleArea | null;
  /** The column that gives most away first. */
  columns: readonly C2stColumn[];
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  notices: readonly Notice[];
  reason?: string;
}>;

export type TwoSampleLearner = 'boosting' | 'logistic';

export function assessC2st(input: AssessInput, onProgress: OnProgress): C2stResult {
  const { train, holdout, synthetic, schema, seed } = input;
  const rowsEach = Math.min(holdout?.rowCount ?? 0, synthetic.rowCount, C2ST_CAP);
  if (holdout === null || rowsEach < MIN_ROWS || modelledNames(schema).length === 0) {
    onProgress({ stage: 'fidelity', done: 1, total: 1 });
    const reason = `not measurable with n = ${rowsEach}`;
    return {
      ...{ auc: null, low: null, high: null, level: 0.95, n: 2 * rowsEach, logistic: null, reference: null },
      ...{ columns: [], disclosures: [], reason },
      notices: [noticeOf('not-measurable', 'warning', {}, rowsEach, { what: 'The two-sample test' })],
    };
  }
  const total = 3 * FOLDS;
  const onFold = (before: number) => (done: number) => onProgress({ stage: 'fidelity', done: before + done, total });
  const [real, made] = samplePair(holdout, synthetic, rowsEach, schema, seed);
  const boosted = twoSampleArea(real, made, schema, alternatingFolds(rowsEach), 'boosting', onFold(0));
  const logistic = twoSampleArea(real, made, schema, alternatingFolds(rowsEach), 'logistic', onFold(FOLDS));
  const referenceRows = Math.min(train.rowCount, rowsEach, REFERENCE_CAP);
  const reference =
    referenceRows < MIN_ROWS
      ? null
      : twoSampleArea(
          ...samplePair(holdout, train, referenceRows, schema, seed),
          schema,
          alternatingFolds(referenceRows),
          'boosting',
          onFold(2 * FOLDS),
        ).area;
  onProgress({ stage: 'fidelity', done: total, total });
  return {
    ...boosted.area,
    level: 0.95,
    logistic: logistic.area,
    reference,
    columns: columnsOf(real, made, schema, boosted.gainShares),
    disclosures: [
      { what: 'holdout rows', kept: rowsEach, of: holdout.rowCount },
      { what: 'synthetic rows', kept: rowsEach, of: synthetic.rowCount },
      { what: 'holdout rows of the reference', kept: referenceRows, of: rowsEach },
    ].filter(({ kept, of }) => kept < of),
    notices: [],
  };
}

/**
 * Mean AUC over folds. `foldOf` gives the test fold of every row, real rows first. Bins and standardisation come from
 * both tables together, so that neither's values lie on a grid of its own.
 */
export function twoSampleArea(
  real: Table,
  synthetic: Table,
  schema: Schema,
  foldOf: Uint8Array,
  learner: TwoSampleLearner,
  onFold: (done: number) => void = () => {},
): Readonly<{ area: TwoSampleArea; folds: readonly number[]; gainShares: Float64Array }> {
  const pool = stackTables([real, synthetic], schema);
  const labels = Float64Array.from({ length: pool.rowCount }, (_, row) => (row < real.rowCount ? 0 : 1));
  const predict = learner === 'boosting' ? boostingPredictor(pool, schema) : logisticPredictor(pool, schema);
  const folds: number[] = [];
  let variance = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const fitted = rowsWhere(foldOf, (other) => other !== fold);
    const tested = rowsWhere(foldOf, (other) => other === fold);
    const scores = predict.scores(fitted, takeFrom(labels, fitted), tested);
    const side = (label: number): Float64Array => scores.filter((_, i) => labels[tested[i]!] === label);
    const area = delongVariance(side(1), side(0));
    folds.push(area.auc);
    variance += area.variance;
    onFold(fold + 1);
  }
  const auc = folds.reduce((sum, value) => sum + value, 0) / FOLDS;
  const area = { ...crossFittedArea(auc, variance, FOLDS), n: pool.rowCount };
  return { area, folds, gainShares: predict.gains };
}

/** Two tables thinned to as many rows each, in the order of their coins: every fifth row then is a stratified fold. */
export function samplePair(
  real: Table,
  synthetic: Table,
  rowsEach: number,
  schema: Schema,
  seed: number,
): readonly [Table, Table] {
  const rows = joinRows([real, synthetic], schema);
  const coins = keyedCoins(rows, groupContents(rows), seed, 'two-sample');
  const [, realEnd, end] = rows.starts as readonly [number, number, number];
  const first = thinByCoins(coins, 0, realEnd, rowsEach);
  const second = thinByCoins(coins, realEnd, end, rowsEach).map((row) => row - realEnd);
  return [takeTableRows(modelledTable(real, schema), first), takeTableRows(modelledTable(synthetic, schema), second)];
}

/** Folds of two samples of `rowsEach` rows that stand in the order of their coins. */
export function alternatingFolds(rowsEach: number): Uint8Array {
  return Uint8Array.from({ length: 2 * rowsEach }, (_, row) => (row % rowsEach) % FOLDS);
}

type Predictor = Readonly<{
  scores: (fitted: Uint32Array, labels: Float64Array, tested: Uint32Array) => Float64Array;
  /** Summed over the fits; stays empty for a learner without splits. */
  gains: Float64Array;
}>;

function boostingPredictor(pool: Table, schema: Schema): Predictor {
  const binner = createBinner(pool, schema, null);
  const gains = new Float64Array(binner.columns.length);
  return {
    gains,
    scores: (fitted, labels, tested) => {
      const model = fitBoosting(binFeatures(binner, takeTableRows(pool, fitted)), labels, TASK, BOOSTING_DEFAULTS);
      for (let column = 0; column < gains.length; column++) gains[column]! += model.gains[column]!;
      return predictBoosting(model, binFeatures(binner, takeTableRows(pool, tested)));
    },
  };
}

function logisticPredictor(pool: Table, schema: Schema): Predictor {
  const space = createLinearSpace(pool, schema, null);
  return {
    gains: new Float64Array(0),
    scores: (fitted, labels, tested) => {
      const model = fitLogistic(linearDesign(space, takeTableRows(pool, fitted)), labels, TASK);
      return predictLogistic(model, linearDesign(space, takeTableRows(pool, tested)));
    },
  };
}

function columnsOf(real: Table, synthetic: Table, schema: Schema, gains: Float64Array): readonly C2stColumn[] {
  const pool = stackTables([real, synthetic], schema);
  const binned = binTable(pool, createBinning(pool, schema, { bins: 64, levels: 62 }));
  const isSynthetic = Uint8Array.from({ length: pool.rowCount }, (_, row) => (row < real.rowCount ? 0 : 1));
  const foldOf = alternatingFolds(real.rowCount);
  const allGain = gains.reduce((sum, gain) => sum + gain, 0);
  return modelledNames(schema)
    .map((name, index) => ({
      name,
      gainShare: allGain > 0 ? gains[index]! / allGain : null,
      ...binSeparation(binned.codes[index]!, binned.sizes[index]!, isSynthetic, foldOf, FOLDS),
      n: pool.rowCount,
    }))
    .sort((a, b) => (b.gainShare ?? 0) - (a.gainShare ?? 0) || b.auc - a.auc || (a.name < b.name ? -1 : 1));
}

function rowsWhere(foldOf: Uint8Array, isWanted: (fold: number) => boolean): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < foldOf.length; row++) if (isWanted(foldOf[row]!)) rows.push(row);
  return Uint32Array.from(rows);
}

function takeFrom(values: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
