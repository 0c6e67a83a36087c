/**
 * How much usefulness depends on the draw (utility.draws): two more tables are drawn from the same model, boosting learns
 * from as many rows of each and predicts the same test rows. Intervals of scores cover the test rows alone; where the
 * three draws lie further apart than that, their ends are to stand in its place.
 * Not covered even so: another fit. Cost: two samples and two fits. Privacy: scores on real rows: internal.
 */
import { BOOSTING_DEFAULTS } from '../learn/boosting.ts';
import type { Table } from '../table/column.ts';
import { predictBoosted, trainBoosting, type Question } from './learners.ts';
import { mainMetric, type Comparison, type Metric, type Truth } from './metrics.ts';
import { hasTwoClasses, type Labelled } from './targets.ts';

/** Scores of boosting by table, that of the judged one first; `low` and `high` are the least and the largest. */
export type Draws = Readonly<{
  metric: Metric;
  values: readonly number[];
  low: number;
  high: number;
  /** Further apart than the ends of the judged table's own interval. */
  isWider: boolean;
}>;

/** Tables beside the judged one. */
export const MORE_DRAWS = 2;

/** What all draws have in common. `learnt`: the rows of a further table that boosting learns from, thinned as the judged ones were. */
export type SameTest = Readonly<{
  question: Question;
  truth: Truth;
  test: Table;
  /** Predictions of the model that learnt from real rows. */
  real: Float64Array;
  seed: number;
  learnt: (round: number) => Labelled | null;
}>;

/** Null where the score does not exist, or a further table cannot be learnt from. */
export function drawsOf(judged: Comparison, { question, truth, test, real, seed, learnt }: SameTest): Draws | null {
  const { metric, synthetic, low, high } = judged;
  if (synthetic === null) return null;
  const values = [synthetic];
  for (let round = 1; round <= MORE_DRAWS; round++) {
    const rows = learnt(round);
    if (rows === null || (truth.task.kind !== 'regression' && !hasTwoClasses(rows.labels))) return null;
    const predictions = predictBoosted(trainBoosting(question, rows, BOOSTING_DEFAULTS.rounds), test);
    const score = mainMetric(truth, real, predictions, seed, `draw ${round}`).synthetic;
    if (score === null) return null;
    values.push(score);
  }
  const ends = { low: Math.min(...values), high: Math.max(...values) };
  const isWider = low !== null && high !== null && ends.high - ends.low > high - low;
  return { metric, values, ...ends, isWider };
}
