/**
 * One curve of a ratio sweep, that is one design on one share of train, and what its scores are on rows of the holdout.
 * A score is the main metric there, the mean over repeats. Its interval: percentiles over resamples of repeats and of
 * holdout rows together, the same draws for every ratio of the curve, so that differences of ratios are paired.
 * Cost: a pass over the rows for each resample, ratio and repeat.
 */
import { assert } from '../errors.ts';
import { outputCount, type Task } from '../learn/target.ts';
import { quantileSorted } from '../math/ranks.ts';
import { createRng } from '../math/rng.ts';
import type { Metric } from './metrics.ts';
import { pick } from './slices.ts';
import type { SweepDesign, SweepPlan } from './sweep-plan.ts';
import type { SweepScores } from './sweep-point.ts';
import { createScorer, drawTimes, type Scorer } from './weighted-score.ts';

export const RESAMPLES = 500;

/** Value with the ends of its 95 % interval over `n` holdout rows; ends are null where no resample had the metric. */
export type SweepEstimate = Readonly<{ value: number; low: number | null; high: number | null; n: number }>;

/** `predictions[j][i]`: of ratio j in repeat i, or in every repeat alike where it was learnt once. */
export type Curve = Readonly<{
  design: SweepDesign;
  base: number;
  ratios: readonly number[];
  rows: readonly Readonly<{ realRows: number; syntheticRows: number }>[];
  predictions: readonly (readonly Float64Array[])[];
}>;

export function curvesOf({ points }: SweepPlan, scores: readonly SweepScores[]): readonly Curve[] {
  const keyOf = ({ design, base }: { design: SweepDesign; base: number }): string => `${design} ${base}`;
  return [...new Set(points.map(keyOf))].map((key): Curve => {
    const own = points.flatMap((point, place) => (keyOf(point) === key ? [{ point, place }] : []));
    const { design, base } = own[0]!.point;
    const ratios = [...new Set(own.flatMap(({ point }) => point.mixes.map(({ ratio }) => ratio)))].sort(
      (a, b) => a - b,
    );
    const found = ratios.map((ratio) =>
      own.flatMap(({ point, place }) => {
        const at = point.mixes.findIndex((mix) => mix.ratio === ratio);
        if (at < 0) return [];
        const score = scores.find((each) => each.place === place);
        assert(score !== undefined, 'curvesOf: the scores of every point');
        const { realRows } = point.mixes[at]!;
        return [{ predictions: score.predictions[at]!, realRows, syntheticRows: score.syntheticRows[at]! }];
      }),
    );
    return {
      ...{ design, base, ratios },
      rows: found.map((list) => list[0]!),
      predictions: found.map((list) => list.map(({ predictions }) => predictions)),
    };
  });
}

/** Scorers of each ratio and repeat on these holdout rows, or on all. */
export function scorersOf(
  { predictions }: Curve,
  task: Task,
  labels: Float64Array,
  rows: Uint32Array | null,
): readonly (readonly Scorer[])[] {
  const stride = outputCount(task);
  const own = rows === null ? labels : pickLabels(labels, rows);
  return predictions.map((list) =>
    list.map((predicted) => createScorer(task, own, rows === null ? predicted : pick(predicted, rows, stride))),
  );
}

export function pointMeans(scorers: readonly (readonly Scorer[])[]): readonly number[] {
  return scorers.map((list) => list.reduce((sum, scorer) => sum + scorer(null), 0) / list.length);
}

/** Means of each ratio over drawn repeats and drawn rows; rounds that lack the metric are left out. */
export function resampledMeans(
  scorers: readonly (readonly Scorer[])[],
  rowCount: number,
  rounds: number,
  seed: number,
  purpose: string,
): readonly (readonly number[])[] {
  const rng = createRng(seed, 'sweep', purpose);
  const repeats = Math.max(...scorers.map((list) => list.length));
  const times = new Uint16Array(rowCount);
  return Array.from({ length: rounds }, () => {
    drawTimes(rng, times);
    const drawn = Array.from({ length: repeats }, () => rng.below(repeats));
    return scorers.map((list) => {
      const scores = list.map((scorer) => scorer(times));
      return list.length < repeats
        ? scores.reduce((sum, score) => sum + score, 0) / list.length
        : drawn.reduce((sum, repeat) => sum + scores[repeat]!, 0) / repeats;
    });
  }).filter((means) => !means.some(Number.isNaN));
}

export function estimateOf(value: number, drawn: readonly number[], n: number): SweepEstimate {
  if (drawn.length < 2) return { value, low: null, high: null, n };
  const sorted = Float64Array.from(drawn).sort();
  return { value, low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975), n };
}

export function metricOf(task: Task): Metric {
  return task.kind === 'binary' ? 'auc' : task.kind === 'multiclass' ? 'macro-auc' : 'r2';
}

export function pickLabels(labels: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => labels[row]!);
}

export function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
}
