/**
 * What the points of a ratio sweep say together: every curve (`sweep-curve.ts`) point by point, each with its paired
 * difference to the ratio 0, and which ratio to take (`sweep-choice.ts`).
 * Cost: 500 passes over the holdout a point, and twice as many for the choices.
 */
import { assert } from '../errors.ts';
import type { AssessInput } from '../fidelity/input.ts';
import type { Task } from '../learn/target.ts';
import type { Metric } from './metrics.ts';
import { groupsOf } from './slices.ts';
import { recommendationOf, type Recommendation } from './sweep-choice.ts';
import {
  curvesOf,
  deviationOf,
  estimateOf,
  metricOf,
  pointMeans,
  RESAMPLES,
  resampledMeans,
  scorersOf,
  type Curve,
  type SweepEstimate,
} from './sweep-curve.ts';
import { sweepGround, type SweepDesign, type SweepPlan } from './sweep-plan.ts';
import type { SweepScores } from './sweep-point.ts';

/** One point of a curve: the mean over repeats. `gap` is the paired difference to the ratio 0. */
export type SweepRatio = SweepEstimate &
  Readonly<{
    design: SweepDesign;
    base: number;
    ratio: number;
    realRows: number;
    syntheticRows: number;
    /** The synthetic share of the training table. */
    share: number;
    metric: Metric;
    level: number;
    repeats: number;
    values: readonly number[];
    sd: number;
    gap: SweepEstimate;
  }>;

/** `points` is `utility.sweep` of the report, `recommendations` is `utility.recommendation`. */
export type SweepResult = Readonly<{
  learner: 'boosting';
  target: string | null;
  generator: SweepPlan['generator'];
  points: readonly SweepRatio[];
  recommendations: readonly Recommendation[];
  disclosures: SweepPlan['disclosures'];
  reason?: string;
}>;

/** `scores` of every point of the plan, in any order. */
export function summariseSweep(input: AssessInput, plan: SweepPlan, scores: readonly SweepScores[]): SweepResult {
  const { learner, target, generator, disclosures, points } = plan;
  const head = { learner, target, generator, disclosures };
  const ground = sweepGround(input);
  if (ground === null || points.length === 0)
    return { ...head, points: [], recommendations: [], reason: plan.reason ?? 'not measurable: nothing was planned' };
  assert(scores.length === points.length, 'summariseSweep: the scores of every point');
  const { question, tested } = ground;
  const { task } = question;
  const groups = groupsOf(tested.table, input.train, input.schema, question.target);
  const curves = curvesOf(plan, scores);
  return {
    ...head,
    points: curves.flatMap((curve) => ratiosOf(curve, task, tested.labels, input.seed, plan.repeats)),
    recommendations: curves.map((curve) => recommendationOf(curve, task, tested.labels, groups, input.seed)),
  };
}

function ratiosOf(
  curve: Curve,
  task: Task,
  labels: Float64Array,
  seed: number,
  repeats: number,
): readonly SweepRatio[] {
  const { design, base, ratios, rows } = curve;
  const scorers = scorersOf(curve, task, labels, null);
  const drawn = resampledMeans(scorers, labels.length, RESAMPLES, seed, `${design} ${base}`);
  const means = pointMeans(scorers);
  const metric = metricOf(task);
  return ratios.map((ratio, j): SweepRatio => {
    const values = scorers[j]!.map((scorer) => scorer(null));
    const { realRows, syntheticRows } = rows[j]!;
    return {
      ...{ design, base, ratio, realRows, syntheticRows, share: syntheticRows / (realRows + syntheticRows), metric },
      ...estimateOf(
        means[j]!,
        drawn.map((round) => round[j]!),
        labels.length,
      ),
      ...{ level: 0.95, repeats: Math.min(repeats, values.length), values, sd: deviationOf(values) },
      gap: estimateOf(
        means[j]! - means[0]!,
        drawn.map((round) => round[j]! - round[0]!),
        labels.length,
      ),
    };
  });
}
