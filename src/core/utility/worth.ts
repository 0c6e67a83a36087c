/**
 * How many real rows the synthetic ones are worth: the number whose boosting does as well on the holdout as boosting on
 * all synthetic rows. Real rows are learnt from at 1, 2, 5, 10, 25, 50 and 100 % (each sample within the next); between
 * them the score is linear in the logarithm of the rows. More rows never count as worse: the curve is made monotone by
 * pooling neighbours that fall (isotonic regression).
 * Interval: 300 resamples of the holdout with predictions fixed, percentiles. It covers the test rows, not other samples
 * of training rows. A score beyond the curve's ends is given as that end, with `beyond`.
 */
import { quantileSorted } from '../math/ranks.ts';
import { createRng } from '../math/rng.ts';
import { BOOSTING_DEFAULTS } from '../learn/boosting.ts';
import { predictBoosted, trainBoosting, type Question } from './learners.ts';
import { firstRows, hasTwoClasses, type Labelled } from './targets.ts';
import { createScorer, drawTimes } from './weighted-score.ts';

const SHARES = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1];
const LEAST_ROWS = 40;
const RESAMPLES = 300;

export type WorthPoint = Readonly<{ share: number; rows: number; value: number }>;
export type Worth = Readonly<{
  learner: 'boosting';
  /** Real rows, rounded; null where nothing can be said. */
  rows: number | null;
  low: number | null;
  high: number | null;
  level: number;
  /** Holdout rows. */
  n: number;
  /** `fewer` than the smallest sample, `more` than all real rows, or between them. */
  beyond: 'fewer' | 'more' | null;
  syntheticRows: number;
  /** The score of boosting on synthetic rows, and on so many real ones. */
  synthetic: number | null;
  points: readonly WorthPoint[];
  reason?: string;
}>;

/** `predictions` of the tested rows by boosting on all real rows, and on the synthetic ones. */
export function worthInRealRows(
  question: Question,
  real: Labelled,
  tested: Labelled,
  predictions: Readonly<{ real: Float64Array; synthetic: Float64Array; syntheticRows: number }>,
  seed: number,
  onRound: (done: number, total: number) => void,
): Worth {
  const { task } = question;
  const { labels } = tested;
  const total = real.labels.length;
  const sizes = SHARES.map((share) => ({ share, rows: Math.round(share * total) })).filter(
    ({ share, rows }) => share === 1 || rows >= LEAST_ROWS,
  );
  const head = {
    learner: 'boosting',
    level: 0.95,
    n: labels.length,
    syntheticRows: predictions.syntheticRows,
  } as const;
  const curve = sizes.flatMap(({ share, rows }) => {
    const sample = firstRows(real, rows);
    if (task.kind !== 'regression' && !hasTwoClasses(sample.labels)) return [];
    const predicted =
      share === 1
        ? predictions.real
        : predictBoosted(trainBoosting(question, sample, BOOSTING_DEFAULTS.rounds), tested.table);
    onRound(rows, total);
    return [{ share, rows, scorer: createScorer(task, labels, predicted) }];
  });
  const made = createScorer(task, labels, predictions.synthetic);
  const points = curve.map(({ share, rows, scorer }) => ({ share, rows, value: scorer(null) }));
  const synthetic = made(null);
  if (curve.length < 2 || points.some(({ value }) => Number.isNaN(value)) || Number.isNaN(synthetic)) {
    const reason = `not measurable with n = ${total}`;
    return { ...head, rows: null, low: null, high: null, beyond: null, synthetic: null, points: [], reason };
  }
  const logs = points.map(({ rows }) => Math.log(rows));
  const worthOf = (values: readonly number[], score: number): number =>
    Math.exp(crossing(logs, monotone(values), score));
  const rng = createRng(seed, 'worth');
  const times = new Uint16Array(labels.length);
  const drawn: number[] = [];
  for (let round = 0; round < RESAMPLES; round++) {
    drawTimes(rng, times);
    const values = curve.map(({ scorer }) => scorer(times));
    const score = made(times);
    if (!values.some(Number.isNaN) && !Number.isNaN(score)) drawn.push(worthOf(values, score));
  }
  const sorted = Float64Array.from(drawn).sort();
  const level = monotone(points.map(({ value }) => value));
  const rows = worthOf(
    points.map(({ value }) => value),
    synthetic,
  );
  return {
    ...head,
    rows: Math.round(rows),
    low: sorted.length === 0 ? null : Math.min(Math.round(rows), Math.round(quantileSorted(sorted, 0.025))),
    high: sorted.length === 0 ? null : Math.max(Math.round(rows), Math.round(quantileSorted(sorted, 0.975))),
    beyond: synthetic < level[0]! ? 'fewer' : synthetic > level[level.length - 1]! ? 'more' : null,
    synthetic,
    points,
  };
}

/** The nearest list in squares that never falls. */
export function monotone(values: readonly number[]): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const value of values) {
    pools.push({ sum: value, count: 1 });
    for (let last = pools.length - 1; last > 0; last--) {
      const [before, here] = [pools[last - 1]!, pools[last]!];
      if (before.sum / before.count <= here.sum / here.count) break;
      pools.splice(last - 1, 2, { sum: before.sum + here.sum, count: before.count + here.count });
    }
  }
  return pools.flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count));
}

/** Where a rising curve reaches the score, linear between its points; its ends beyond them. */
export function crossing(at: readonly number[], rising: readonly number[], score: number): number {
  if (score <= rising[0]!) return at[0]!;
  for (let i = 1; i < at.length; i++) {
    if (score > rising[i]!) continue;
    const span = rising[i]! - rising[i - 1]!;
    return span === 0 ? at[i]! : at[i - 1]! + ((score - rising[i - 1]!) / span) * (at[i]! - at[i - 1]!);
  }
  return at[at.length - 1]!;
}
