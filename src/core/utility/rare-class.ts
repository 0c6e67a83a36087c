/**
 * Do synthetic rows of a rare class help to find it? Boosting learns "this level, or another" from seven training tables
 * and is tested on the holdout, where the class is as rare as it is:
 *   real alone; real with the class weighted up to half; real with its rows repeated up to a fifth;
 *   real with synthetic rows of the class added until it holds 5, 10, 20, 50 %.
 * The second and third cost nothing: synthetic rows are worth something only where they beat those too.
 * The alarm: real alone raises it from the chance t on at which F1 is largest in five folds of the training rows; that
 * gives its precision P, recall R and number of alarms A on the holdout. Of every table then:
 *   average precision; recall where precision is P or more; precision where recall is R or more; recall among the A
 *   largest chances; precision and recall from t on, after chances are corrected for the changed share of the class:
 *   odds × (odds of the class among real rows / odds in the training table).
 * Intervals: 500 resamples of the holdout, predictions fixed, P, R and A taken anew in each; gaps to real alone are
 * paired. They cover neither other synthetic rows nor another fit.
 * For a level under 20 % of train with 30 holdout rows or more. At most 50,000 training and holdout rows.
 */
import { groupContents, joinRows } from '../fidelity/content.ts';
import { modelledTable, type AssessInput } from '../fidelity/input.ts';
import { stackTables } from '../fidelity/stacked.ts';
import { BOOSTING_DEFAULTS } from '../learn/boosting.ts';
import { targetOf, type Target } from '../learn/target.ts';
import { quantileSorted } from '../math/ranks.ts';
import { createRng } from '../math/rng.ts';
import type { OnProgress } from '../progress.ts';
import { takeTableRows, type Table } from '../table/column.ts';
import { orderedAlarms, rareScores, type RareMeasure, type RareScores } from './alarms.ts';
import { foldChances } from './folds.ts';
import { predictBoosted, trainBoosting, type Question } from './learners.ts';
import { bestThreshold } from './named-classes.ts';
import { labelledRows, takeLabelled, thinnedRows, type Labelled } from './targets.ts';
import { drawTimes } from './weighted-score.ts';

/** Synthetic rows whose cell of the column is this level, as many as asked or as could be had. */
export type RareSource = (rowCount: number, seed: number) => Table;
export type RareLevel = Readonly<{ column: string; level: string }>;

export type RareEstimate = Readonly<{
  value: number | null;
  low: number | null;
  high: number | null;
  /** Less real alone; null for real alone itself. */
  gap: Readonly<{ value: number; low: number; high: number }> | null;
}>;
export type RareTable = Readonly<{
  id: 'real' | 'weights' | 'repeats' | 'synthetic';
  /** The share that the class was to hold, and the one that it reached; less where rows ran out. */
  wanted: number | null;
  reached: number;
  rows: number;
  syntheticRows: number;
  scores: Readonly<Record<RareMeasure, RareEstimate>>;
}>;
export type RareClass = Readonly<{
  column: string;
  level: string;
  learner: 'boosting';
  /** Of the class: rows of train, distinct ones among them, share of train, holdout rows. */
  train: number;
  distinct: number;
  share: number;
  holdout: number;
  interval: number;
  /** Holdout rows. */
  n: number;
  tables: readonly RareTable[];
  /** The wanted shares of synthetic tables whose average precision is above that of all three others, as paired intervals show. */
  better: readonly number[];
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  reason?: string;
}>;

const WANTED = [0.05, 0.1, 0.2, 0.5];
const WEIGHTED = 0.5;
const REPEATED = 0.2;
const MOST_SHARE = 0.2;
const LEAST_TESTED = 30;
const LEAST_TRAINED = 10;
const MOST_ROWS = 50_000;
const FOLDS = 5;
const RESAMPLES = 500;

export function assessRareClass(
  input: AssessInput,
  { column, level }: RareLevel,
  source: RareSource,
  onProgress: OnProgress,
): RareClass {
  const { train, holdout, schema, seed } = input;
  const real = rareTarget(train, input, { column, level });
  const test = holdout && rareTarget(holdout, input, { column, level });
  const none = { column, level, learner: 'boosting', interval: 0.95, tables: [], better: [], disclosures: [] } as const;
  const counts = {
    train: real === null ? 0 : onesIn(real.labels),
    holdout: test ? onesIn(test.labels) : 0,
    n: test?.labels.length ?? 0,
  };
  const share = real === null || counts.train === 0 ? 0 : counts.train / real.labels.length;
  const refused = (reason: string): RareClass => ({ ...none, ...counts, share, distinct: 0, reason });
  if (real === null || !test || holdout === null) return refused('not measurable: no holdout, or no such level');
  if (counts.holdout < LEAST_TESTED || counts.train < LEAST_TRAINED)
    return refused(`not measurable with n = ${Math.min(counts.holdout, counts.train)}`);
  if (share >= MOST_SHARE) return refused('not measurable: the level holds 20 % of the rows or more');

  const sideOf = (table: Table, target: Target, side: string): Labelled =>
    labelledRows(table, target, thinnedRows(table, target, MOST_ROWS, schema, seed, side), schema);
  const known = sideOf(train, real, 'rare-train');
  const tested = sideOf(holdout, test, 'rare-holdout');
  const question: Question = { schema, target: column, task: real.task };
  const trainings = trainingsOf(known, column, level, input, source);
  const total = trainings.length + FOLDS;
  let done = 0;
  const step = <T>(value: T): T => {
    onProgress({ stage: 'utility', done: ++done, total });
    return value;
  };
  const threshold = foldThreshold(question, known, step);
  const odds = (part: number): number => part / (1 - part);
  const knownShare = onesIn(known.labels) / known.labels.length;
  const runs = trainings.map(({ rows, weights, reached }) => {
    const model = trainBoosting(question, rows, BOOSTING_DEFAULTS.rounds, () => {}, weights);
    const chances = predictBoosted(model, tested.table);
    const factor = odds(knownShare) / odds(reached);
    return step(
      orderedAlarms(
        tested.labels,
        chances.map((chance) => corrected(chance, factor)),
        threshold,
      ),
    );
  });
  const whole = rareScores(runs, null);
  const drawn = resampled(runs, tested.labels.length, seed);
  const tables = trainings.map(({ id, wanted, reached, rows, syntheticRows }, place): RareTable => ({
    ...{ id, wanted, reached, rows: rows.labels.length, syntheticRows },
    scores: estimatesOf(whole, drawn, place),
  }));
  return {
    ...none,
    ...counts,
    share,
    distinct: distinctRows(known, input),
    n: tested.labels.length,
    tables,
    better: betterThanAll(tables, drawn),
    disclosures: [
      { what: 'train rows learnt from', kept: known.labels.length, of: real.labels.length },
      { what: 'holdout rows tested on', kept: tested.labels.length, of: test.labels.length },
    ].filter(({ kept, of }) => kept < of),
  };
}

/** Labels 1 for the level and 0 for the others; null where the column has no such level. */
function rareTarget(table: Table, { schema }: AssessInput, { column, level }: RareLevel): Target | null {
  const target = targetOf(table, schema, column);
  if (target === null || target.task.kind === 'regression') return null;
  const place = target.task.classes.indexOf(level);
  if (place < 0) return null;
  const labels = target.labels.map((label) => (label === place ? 1 : 0));
  return { ...target, labels, task: { kind: 'binary', classes: ['another', level] } };
}

type Training = Readonly<{
  id: RareTable['id'];
  wanted: number | null;
  reached: number;
  rows: Labelled;
  weights: Float64Array | null;
  syntheticRows: number;
}>;

function trainingsOf(
  known: Labelled,
  column: string,
  level: string,
  input: AssessInput,
  source: RareSource,
): readonly Training[] {
  const { schema, seed } = input;
  const n = known.labels.length;
  const rare = onesIn(known.labels);
  /** Rare rows to add until they hold the share. */
  const missing = (share: number): number => Math.max(0, Math.round((share * n - rare) / (1 - share)));
  const plain = { weights: null, syntheticRows: 0 };
  const weight = (WEIGHTED * (n - rare)) / ((1 - WEIGHTED) * rare);
  const repeated = repeatedRows(known.labels, missing(REPEATED));
  const wanted = WANTED.filter((share) => missing(share) > 0);
  const most = Math.max(0, ...wanted.map(missing));
  const made = most === 0 ? null : rareRowsOf(source(most, seed + 1), column, level, input);
  return [
    { ...plain, id: 'real', wanted: null, reached: rare / n, rows: known },
    {
      ...plain,
      ...{ id: 'weights', wanted: WEIGHTED, reached: WEIGHTED, rows: known },
      weights: known.labels.map((label) => (label === 1 ? weight : 1)),
    },
    {
      ...plain,
      ...{ id: 'repeats', wanted: REPEATED, rows: takeLabelled(known, repeated) },
      reached: (rare + repeated.length - n) / repeated.length,
    },
    ...wanted.map((share): Training => {
      const rows = made === null ? 0 : Math.min(made.rowCount, missing(share));
      const added =
        made &&
        takeTableRows(
          made,
          Uint32Array.from({ length: rows }, (_, row) => row),
        );
      const labels = new Float64Array(n + rows).fill(1);
      labels.set(known.labels);
      return {
        ...{ id: 'synthetic', wanted: share, reached: (rare + rows) / (n + rows), weights: null, syntheticRows: rows },
        rows: added && rows > 0 ? { table: stackTables([known.table, added], schema), labels } : known,
      };
    }),
  ];
}

/** The rows of the level alone, whatever the source answered. */
function rareRowsOf(table: Table, column: string, level: string, { schema }: AssessInput): Table {
  const modelled = modelledTable(table, schema);
  const cells = modelled.columns.find(({ name }) => name === column);
  const code = cells?.kind === 'categorical' ? cells.levels.indexOf(level) : -1;
  const rows: number[] = [];
  if (cells?.kind === 'categorical' && code >= 0)
    for (let row = 0; row < modelled.rowCount; row++) if (cells.codes[row] === code) rows.push(row);
  return takeTableRows(modelled, Uint32Array.from(rows));
}

/** All rows, and rare ones over and over in their order until so many were added. */
function repeatedRows(labels: Float64Array, added: number): Uint32Array {
  const rare = Uint32Array.from(labels.keys()).filter((row) => labels[row] === 1);
  return Uint32Array.from({ length: labels.length + added }, (_, i) =>
    i < labels.length ? i : rare[(i - labels.length) % rare.length]!,
  );
}

/** The threshold of real alone. */
function foldThreshold(question: Question, known: Labelled, step: <T>(value: T) => T): number {
  const chances = foldChances(known, FOLDS, (rows, outside) =>
    step(predictBoosted(trainBoosting(question, rows, BOOSTING_DEFAULTS.rounds), outside)),
  );
  return bestThreshold(known.labels, chances);
}

function corrected(chance: number, factor: number): number {
  return (chance * factor) / (chance * factor + 1 - chance);
}

function resampled(
  runs: Parameters<typeof rareScores>[0],
  n: number,
  seed: number,
): readonly (readonly RareScores[])[] {
  const rng = createRng(seed, 'rare-class');
  const times = new Uint16Array(n);
  return Array.from({ length: RESAMPLES }, () => {
    drawTimes(rng, times);
    return rareScores(runs, times);
  });
}

function estimatesOf(
  whole: readonly RareScores[],
  drawn: readonly (readonly RareScores[])[],
  place: number,
): RareTable['scores'] {
  const measures = Object.keys(whole[place]!) as RareMeasure[];
  return Object.fromEntries(
    measures.map((measure): [RareMeasure, RareEstimate] => {
      const value = whole[place]![measure];
      const real = whole[0]![measure];
      const ends = endsOf(drawn.map((round) => round[place]![measure]));
      const gapEnds = endsOf(drawn.map((round) => round[place]![measure] - round[0]![measure]));
      const hasGap = place > 0 && gapEnds !== null && !Number.isNaN(value - real);
      return [
        measure,
        {
          value: Number.isNaN(value) ? null : value,
          low: ends?.low ?? null,
          high: ends?.high ?? null,
          gap: hasGap ? { value: value - real, ...gapEnds } : null,
        },
      ];
    }),
  ) as RareTable['scores'];
}

function betterThanAll(tables: readonly RareTable[], drawn: readonly (readonly RareScores[])[]): readonly number[] {
  const free = tables.flatMap(({ id }, place) => (id === 'synthetic' ? [] : [place]));
  return tables.flatMap(({ id, wanted }, place) => {
    if (id !== 'synthetic' || wanted === null) return [];
    const isBetter = free.every((other) => {
      const ends = endsOf(drawn.map((round) => round[place]!.averagePrecision - round[other]!.averagePrecision));
      return ends !== null && ends.low > 0;
    });
    return isBetter ? [wanted] : [];
  });
}

function endsOf(values: readonly number[]): { low: number; high: number } | null {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  return sorted.length < 2 ? null : { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}

function distinctRows({ table, labels }: Labelled, { schema }: AssessInput): number {
  const rows = Uint32Array.from(labels.keys()).filter((row) => labels[row] === 1);
  return groupContents(joinRows([takeTableRows(table, rows)], schema)).groupCount;
}

function onesIn(labels: Float64Array): number {
  return labels.reduce((sum, label) => sum + label, 0);
}
