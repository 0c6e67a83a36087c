/**
 * The rounds of AIM: score what may be measured, choose one marginal, measure it, fit; then the next.
 * Under a claim scores are private, the choice is the exponential mechanism's, and the noise that a measurement would
 * show is taken off the score. When a measurement moved the model by less than its noise, the pace quickens. The tree may
 * grow to its cap times the share of ρ that is used. What is offered, and when it ends, follows from released values.
 * Without a claim: exact counts, the largest score beyond sampling noise, until none is left; at most T rounds.
 * Cost: rounds × (scores of all candidates + at most 50 calibrations).
 */
import { epsilonForRho, sigma2ForRho } from '../../privacy/accountant.ts';
import { measureCounts, selectCandidate } from '../../privacy/mechanisms.ts';
import { sensitivityOf } from '../../privacy/units.ts';
import { sealed } from '../../privacy/wall.ts';
import type { OnProgress } from '../../progress.ts';
import type { ClaimedSource } from '../model.ts';
import type { FitResult } from './estimate.ts';
import { expectedCounts } from './expected.ts';
import { FINAL_STEPS, type Graph } from './graph.ts';
import { offers } from './offered.ts';
import type { Pace } from './pace.ts';
import { noiseDistance, samplingDistance, wholeScore } from './scoring.ts';
import type { Candidate } from './workload.ts';

/** Of the fit after each round; a finer one costs a sixth more where the budget is large, and shows nowhere. */
export const ROUND_STEPS = 50;
const ROUND_TOLERANCE = 1e-3;
export const CHOICE = 'choice of marginals';
export const CHOSEN = 'chosen marginals';

/** `counts` are exact and private under a claim, in the order of the candidates; `rounds` is T, `cap` in cells. */
export type Task = Readonly<{
  graph: Graph;
  candidates: readonly Candidate[];
  counts: readonly Int32Array[];
  cap: number;
  rounds: number;
  onProgress: OnProgress;
}>;

export function measureAdaptively(task: Task, pace: Pace, source: ClaimedSource): FitResult {
  const { graph, candidates, counts, cap } = task;
  const { estimator, names } = graph;
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, source.ledger.budget);
  let round = candidates.length > 1 ? pace.next() : null;
  for (let number = 1; round !== null; number++, round = pace.next()) {
    const sigma2 = sigma2ForRho(round.measure, l2Squared);
    const noiseOn = (cells: number): number => noiseDistance(Math.sqrt(sigma2), cells);
    const isOffered = offers(estimator, graph.sizes, cap * pace.usedShare());
    const offered = [...candidates.keys()].filter((at) => isOffered(candidates[at]!.clique));
    const expected = expectedOf(task, offered, number);
    const scores = Float64Array.from(offered, (at, place) =>
      wholeScore(counts[at]!, expected[place]!, candidates[at]!.weight, noiseOn(counts[at]!.length)),
    );
    const weightMax = offered.reduce((most, at) => Math.max(most, candidates[at]!.weight), 1);
    const epsilon = epsilonForRho(round.select, 'exponential');
    const ask = { purpose: CHOICE, columns: names, epsilon, weightMax };
    const place = selectCandidate(source, ask, sealed(scores));
    const at = offered[place]!;
    const { clique } = candidates[at]!;
    const columns = clique.map((column) => names[column]!);
    const noisy = measureCounts(source, { purpose: CHOSEN, columns, sigma2 }, sealed(counts[at]!));
    const before = expected[place]!.slice();
    estimator.add({ clique, ...noisy }, before);
    estimator.fit(ROUND_STEPS, ROUND_TOLERANCE);
    if (distance(before, estimator.marginal(clique)!) <= noiseOn(before.length)) pace.quicken();
    report(task, number);
  }
  return finish(task);
}

export function chooseGreedily(task: Task): FitResult {
  const { graph, candidates, counts, cap, rounds } = task;
  const { estimator, sizes, total } = graph;
  const penalties = counts.map((table) => samplingDistance(table, total));
  let open = [...candidates.keys()].filter((at) => candidates[at]!.clique.length > 1);
  for (let number = 1; number <= rounds; number++) {
    const expected = expectedOf(task, open, number);
    const scored = open.map((at, place) => ({
      at,
      before: expected[place]!,
      score: wholeScore(counts[at]!, expected[place]!, candidates[at]!.weight, penalties[at]!),
    }));
    const isOffered = offers(estimator, sizes, cap);
    const best = scored
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .find(({ at }) => isOffered(candidates[at]!.clique));
    if (best === undefined) break;
    open = open.filter((at) => at !== best.at);
    const exact = { clique: candidates[best.at]!.clique, counts: Float64Array.from(counts[best.at]!), sigma2: 1 };
    estimator.add(exact, best.before.slice());
    estimator.fit(ROUND_STEPS, ROUND_TOLERANCE);
    report(task, number);
  }
  return finish(task);
}

function expectedOf({ graph, candidates }: Task, places: readonly number[], round: number): readonly Float64Array[] {
  return expectedCounts(
    graph,
    places.map((at) => candidates[at]!.clique),
    round,
  );
}

/** Short of its end until the last fit is done. */
function report({ rounds, onProgress }: Task, done: number): void {
  onProgress({ stage: 'fitting', done: Math.min(done, rounds - 1), total: rounds });
}

function finish({ graph, rounds, onProgress }: Task): FitResult {
  const fit = graph.estimator.fit(FINAL_STEPS);
  onProgress({ stage: 'fitting', done: rounds, total: rounds });
  return fit;
}

function distance(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < first.length; cell++) sum += Math.abs(second[cell]! - first[cell]!);
  return sum;
}
