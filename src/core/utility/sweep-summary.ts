/**
 * What the points of a ratio sweep say together. A curve is one design on one share of train; a score is the main metric
 * on the holdout.
 *   Interval of a point, and of its paired difference to the ratio 0: percentiles of 500 resamples of repeats and of
 *   holdout rows together, the same draws for every ratio of a curve.
 *   Choice: ratios whose mean score is within one standard error of the best one's (of the paired difference between
 *   them, over the resamples) are as good as the best. Substitute takes the largest of these shares, augment the
 *   smallest multiple. It is made on one half of the holdout and reported on the other; below 1,000 rows by ten random
 *   halvings, of which the commonest choice counts (in a tie the more cautious one) and the reports are pooled.
 *   Its uncertainty: how often each ratio is chosen when the choice is repeated on the resamples.
 *   Groups: each chooses for itself on one half of its rows; a *trade-off* is a choice that on the other half beats the
 *   common one with an interval above 0. `othersPay`: what the other groups of that column would lose by it.
 * Cost: 500 passes over the holdout a point, and as many again over the groups.
 */
import { assert } from '../errors.ts';
import type { AssessInput } from '../fidelity/input.ts';
import { quantileSorted } from '../math/ranks.ts';
import { createRng, shuffle } from '../math/rng.ts';
import { outputCount, type Task } from '../learn/target.ts';
import type { Metric } from './metrics.ts';
import { canBeJudged, groupsOf, pick, type Group } from './slices.ts';
import { sweepGround, type SweepDesign, type SweepPlan } from './sweep-plan.ts';
import type { SweepScores } from './sweep-point.ts';
import { createScorer, drawTimes, type Scorer } from './weighted-score.ts';

const RESAMPLES = 500;
const GROUP_RESAMPLES = 200;
const FEW_ROWS = 1000;
const HALVINGS = 10;
const GROUP_ROWS = 100;

/** Value with the ends of its 95 % interval over `n` holdout rows; ends are null where no resample had the metric. */
export type SweepEstimate = Readonly<{ value: number; low: number | null; high: number | null; n: number }>;

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

export type GroupRatio = Readonly<{
  column: string;
  level: string;
  n: number;
  ratio: number;
  /** Its own choice less the common one, on rows that did not choose. */
  gap: SweepEstimate;
  isTradeOff: boolean;
  /** How much the other groups of the column would lose, mean over their rows; null where there are none. */
  othersPay: number | null;
}>;

export type Recommendation = Readonly<{
  design: SweepDesign;
  base: number;
  metric: Metric;
  ratio: number;
  /** On the rows that did not choose. */
  report: SweepEstimate;
  gap: SweepEstimate;
  /** The score is above that of ratio 0 with its whole interval. If not: synthetic rows bought nothing here. */
  beatsReal: boolean;
  /** Shares of resamples that choose each ratio. */
  chosen: readonly Readonly<{ ratio: number; share: number }>[];
  /** Neighbouring ratios around the choice that 90 % of resamples choose among, or more. */
  range: Readonly<{ low: number; high: number; share: number }>;
  halvings: number;
  groups: readonly GroupRatio[];
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

/** `predictions[j][i]`: of ratio j in repeat i, or in every repeat alike where it was learnt once. */
type Curve = Readonly<{
  design: SweepDesign;
  base: number;
  ratios: readonly number[];
  rows: readonly Readonly<{ realRows: number; syntheticRows: number }>[];
  predictions: readonly (readonly Float64Array[])[];
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

function curvesOf({ points }: SweepPlan, scores: readonly SweepScores[]): readonly Curve[] {
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
        assert(score !== undefined, 'summariseSweep: the scores of every point');
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

function recommendationOf(
  curve: Curve,
  task: Task,
  labels: Float64Array,
  groups: readonly Group[],
  seed: number,
): Recommendation {
  const { design, base, ratios } = curve;
  const halvings = labels.length < FEW_ROWS ? HALVINGS : 1;
  const votes = new Float64Array(ratios.length);
  const chosen = new Float64Array(ratios.length);
  const halves = Array.from({ length: halvings }, (_, halving) => {
    const purpose = `${design} ${base} halving ${halving}`;
    const [first, second] = halved(labels.length, seed, purpose);
    const choosing = scorersOf(curve, task, labels, first);
    const drawn = resampledMeans(choosing, first.length, RESAMPLES / halvings, seed, `${purpose} choose`);
    const errors = pairErrors(drawn, ratios.length);
    votes[choiceOf(pointMeans(choosing), errors, design)]!++;
    for (const round of drawn) chosen[choiceOf(round, errors, design)]! += 1;
    const reporting = scorersOf(curve, task, labels, second);
    return {
      n: second.length,
      means: pointMeans(reporting),
      drawn: resampledMeans(reporting, second.length, RESAMPLES / halvings, seed, `${purpose} report`),
    };
  });
  const taken = votes.indexOf(Math.max(...votes)); // of equally common ones the fewest synthetic rows
  const pooled = (of: (means: readonly number[]) => number): SweepEstimate =>
    estimateOf(
      halves.reduce((sum, { means }) => sum + of(means), 0) / halvings,
      halves.flatMap(({ drawn }) => drawn.map(of)),
      halves[0]!.n,
    );
  const gap = pooled((means) => means[taken]! - means[0]!);
  const total = chosen.reduce((sum, count) => sum + count, 0);
  const shares = Array.from(chosen, (count) => (total === 0 ? 0 : count / total));
  return {
    ...{ design, base, metric: metricOf(task), ratio: ratios[taken]! },
    report: pooled((means) => means[taken]!),
    gap,
    beatsReal: gap.low !== null && gap.low > 0,
    chosen: ratios.map((ratio, j) => ({ ratio, share: shares[j]! })),
    range: rangeAround(ratios, shares, taken),
    halvings,
    groups: groupRatios(curve, task, labels, groups, taken, seed),
  };
}

/** The ratio that is taken, as its place: see the head of this file. */
export function choiceOf(
  means: readonly number[],
  errors: readonly (readonly number[])[],
  design: SweepDesign,
): number {
  let best = 0;
  means.forEach((mean, j) => {
    if (mean > means[best]!) best = j;
  });
  const good = means.flatMap((mean, j) => (mean >= means[best]! - errors[j]![best]! ? [j] : []));
  return design === 'substitute' ? good[good.length - 1]! : good[0]!;
}

function groupRatios(
  curve: Curve,
  task: Task,
  labels: Float64Array,
  groups: readonly Group[],
  common: number,
  seed: number,
): readonly GroupRatio[] {
  const judged = groups.flatMap(({ column, level, rows }) => {
    if (rows.length < GROUP_ROWS) return [];
    const purpose = `${curve.design} ${curve.base} ${column} ${level}`;
    const [first, second] = halved(rows.length, seed, purpose).map((half) => half.map((place) => rows[place]!));
    if (![first!, second!].every((half) => canBeJudged(task, pickLabels(labels, half)))) return [];
    const choosing = scorersOf(curve, task, labels, first!);
    const errors = pairErrors(
      resampledMeans(choosing, first!.length, GROUP_RESAMPLES, seed, `${purpose} choose`),
      curve.ratios.length,
    );
    const own = choiceOf(pointMeans(choosing), errors, curve.design);
    const reporting = scorersOf(curve, task, labels, second!);
    const means = pointMeans(reporting);
    const drawn = resampledMeans(reporting, second!.length, GROUP_RESAMPLES, seed, `${purpose} report`);
    const gap = estimateOf(
      means[own]! - means[common]!,
      drawn.map((round) => round[own]! - round[common]!),
      second!.length,
    );
    return [{ column, level, n: rows.length, own, means, gap }];
  });
  return judged.map(({ column, level, n, own, gap }): GroupRatio => {
    const others = judged.filter((other) => other.column === column && other.level !== level);
    const rows = others.reduce((sum, other) => sum + other.n, 0);
    const lost = others.reduce((sum, other) => sum + other.n * (other.means[common]! - other.means[own]!), 0);
    return {
      ...{ column, level, n, ratio: curve.ratios[own]!, gap },
      isTradeOff: gap.low !== null && gap.low > 0,
      othersPay: rows === 0 ? null : lost / rows,
    };
  });
}

/** Scorers of each ratio and repeat on these holdout rows, or on all. */
function scorersOf(
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

function pointMeans(scorers: readonly (readonly Scorer[])[]): readonly number[] {
  return scorers.map((list) => list.reduce((sum, scorer) => sum + scorer(null), 0) / list.length);
}

/** Means of each ratio over drawn repeats and drawn rows; rounds that lack the metric are left out. */
function resampledMeans(
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

/** Standard deviation over the resamples of the difference between two ratios. */
function pairErrors(drawn: readonly (readonly number[])[], count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, j) =>
    Array.from({ length: count }, (_, k) => deviationOf(drawn.map((round) => round[j]! - round[k]!))),
  );
}

function estimateOf(value: number, drawn: readonly number[], n: number): SweepEstimate {
  if (drawn.length < 2) return { value, low: null, high: null, n };
  const sorted = Float64Array.from(drawn).sort();
  return { value, low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975), n };
}

/** Both halves of the row numbers, by a seeded shuffle. */
function halved(rowCount: number, seed: number, purpose: string): readonly [Uint32Array, Uint32Array] {
  const order = Uint32Array.from({ length: rowCount }, (_, row) => row);
  shuffle(order, createRng(seed, 'sweep-half', purpose));
  return [order.slice(0, rowCount >>> 1), order.slice(rowCount >>> 1)];
}

/** Grows from the choice to the neighbour that was chosen more often, until nine in ten are in. */
function rangeAround(ratios: readonly number[], shares: readonly number[], taken: number): Recommendation['range'] {
  let [low, high, share] = [taken, taken, shares[taken]!];
  while (share < 0.9 && (low > 0 || high + 1 < ratios.length)) {
    const below = low > 0 ? shares[low - 1]! : -1;
    const above = high + 1 < ratios.length ? shares[high + 1]! : -1;
    share += above > below ? shares[++high]! : shares[--low]!;
  }
  return { low: ratios[low]!, high: ratios[high]!, share };
}

function pickLabels(labels: Float64Array, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => labels[row]!);
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
}

function metricOf(task: Task): Metric {
  return task.kind === 'binary' ? 'auc' : task.kind === 'multiclass' ? 'macro-auc' : 'r2';
}
