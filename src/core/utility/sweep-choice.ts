/**
 * Which ratio of a curve to take, for all and for single groups.
 *   Choice: ratios whose mean score is within one standard error of the best one's (of the paired difference between
 *   them, over the resamples) are as good as the best. Substitute takes the largest of these shares, augment the
 *   smallest multiple. It is made on one half of the holdout and reported on the other; below 1,000 rows by ten random
 *   halvings, of which the commonest choice counts (in a tie the more cautious one) and the reports are pooled.
 *   Its uncertainty: how often each ratio is chosen when the choice is repeated on the resamples.
 *   Groups: each chooses for itself on one half of its rows; a *trade-off* is a choice that on the other half beats the
 *   common one with an interval above 0. `othersPay`: what the other groups of that column would lose by it.
 * Cost: 500 passes over the holdout a point, and as many again over the groups.
 */
import type { Task } from '../learn/target.ts';
import { createRng, shuffle } from '../math/rng.ts';
import type { Metric } from './metrics.ts';
import { canBeJudged, type Group } from './slices.ts';
import {
  deviationOf,
  estimateOf,
  metricOf,
  pickLabels,
  pointMeans,
  RESAMPLES,
  resampledMeans,
  scorersOf,
  type Curve,
  type SweepEstimate,
} from './sweep-curve.ts';
import type { SweepDesign } from './sweep-plan.ts';

const GROUP_RESAMPLES = 200;
const FEW_ROWS = 1000;
const HALVINGS = 10;
const GROUP_ROWS = 100;

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

export function recommendationOf(
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

/** The ratio that is taken, as its place. */
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

/** Standard deviation over the resamples of the difference between two ratios. */
function pairErrors(drawn: readonly (readonly number[])[], count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, j) =>
    Array.from({ length: count }, (_, k) => deviationOf(drawn.map((round) => round[j]! - round[k]!))),
  );
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
