/**
 * AIM: marginals chosen one by one where the model is furthest off, joined by a graphical model (McKenna, Mullins, Sheldon
 * and Miklau 2022, arXiv 2201.12677).
 * Symbols: ρ = the model's budget, d = columns, T = 4d rounds' worth of it (3d below epsilon 0.2), Δ = count sensitivity.
 * All single columns at σ₀² = Δ²·T/(1.8ρ), then rounds: choose a candidate by the exponential mechanism, measure it, fit.
 * Nine tenths of a round's cost measure, one selects. When a measurement moved the model by less than its noise, σ is
 * halved, so a round costs four times as much; when two rounds are no longer affordable, the last takes all that is left.
 * The tree may grow to its cap times the share of ρ that is used. What is offered and when it ends follows from released
 * values alone. Cost: rounds × (scores of all candidates + at most 50 calibrations).
 * Without a claim: exact counts, the largest score beyond sampling noise, until none is left.
 */
import { noticeOf } from '../../errors.ts';
import { epsilonForRho, sigma2ForRho } from '../../privacy/accountant.ts';
import { measureCounts, selectCandidate } from '../../privacy/mechanisms.ts';
import { sensitivityOf } from '../../privacy/units.ts';
import { sealed } from '../../privacy/wall.ts';
import type { OnProgress } from '../../progress.ts';
import { codeCount } from '../coded-domain.ts';
import type { ClaimedSource, GraphicalModel, OptionSpec, Plan, Synthesizer } from '../model.ts';
import { countOneWays, measureOneWays } from '../one-way.ts';
import { DRAW_OPTION, oneWayAsks, planBasis, typicalMarginal, type ClaimedBasis } from '../planning.ts';
import type { FitResult } from './estimate.ts';
import { expectedCounts } from './expected.ts';
import { cellCount, type Clique } from './factor.ts';
import {
  CAP_OPTION,
  CAPS,
  FINAL_STEPS,
  graphicalModel,
  sampleModel,
  startGraph,
  targetColumn,
  type Graph,
} from './graph.ts';
import { junctionTreeCells } from './junction-tree.ts';
import { countMarginals } from './marginal-counts.ts';
import { noiseDistance, samplingDistance, wholeScore } from './scoring.ts';
import { candidatesOf, usualOrder, type Candidate } from './workload.ts';

const STEPS = 50;
/** Rounds' worth of budget per column; fewer where epsilon is small. */
const ROUNDS = 4;
const FEW_ROUNDS = 3;
const SMALL_EPSILON = 0.2;
const MEASURE_SHARE = 0.9;
/** Above this many columns the plan warns: pairs alone, and minutes. */
const MANY_COLUMNS = 100;

const WORKLOAD_OPTION: OptionSpec = {
  name: 'workload',
  choices: ['auto', '2', '3'],
  default: 'auto',
  help: 'Which combinations of columns count: pairs (2) or triples (3). auto: triples up to 24 columns.',
};

export const aim: Synthesizer<GraphicalModel> = {
  id: 'aim',
  version: 1,
  label: 'AIM',
  help: 'Measures the combinations of columns that matter most and joins them in a graphical model. The most accurate under a guarantee.',
  options: [DRAW_OPTION, CAP_OPTION, WORKLOAD_OPTION],

  plan(schema, recipe, grains) {
    const { plan, claimed } = planBasis(aim, schema, recipe, grains);
    const warnings =
      plan.columns.length > MANY_COLUMNS
        ? [...plan.warnings, noticeOf('columns-many', 'warning', {}, plan.columns.length)]
        : plan.warnings;
    return claimed === null ? { ...plan, warnings } : { ...plan, warnings, ...claimedAsks(claimed, plan) };
  },

  fit(train, plan, source, onProgress) {
    const oneWays = source.claim
      ? measureOneWays(train, plan, source, onProgress)
      : countOneWays(train, source.schema, plan, 'knots');
    const graph = startGraph(oneWays, STEPS);
    const candidates = candidatesOf(graph.sizes, orderOf(plan), targetColumn(plan));
    const counts = countMarginals(
      graph.codes,
      graph.rowCount,
      graph.sizes,
      candidates.map(({ clique }) => clique),
    );
    const task: Task = { graph, candidates, counts, cap: CAPS[plan.options.cap ?? 'default'], onProgress };
    const fit = source.claim ? measureAdaptively(task, plan, source) : chooseGreedily(task);
    return graphicalModel('aim', aim.version, oneWays, graph, fit);
  },

  sample: sampleModel,
};

/** `counts` are exact and private under a claim, in the order of the candidates. */
type Task = Readonly<{
  graph: Graph;
  candidates: readonly Candidate[];
  counts: readonly Int32Array[];
  cap: number;
  onProgress: OnProgress;
}>;

function orderOf({ options, columns }: Plan): 2 | 3 {
  return options.workload === '2' ? 2 : options.workload === '3' ? 3 : usualOrder(columns.length);
}

/** Costs in grains: of one measurement, of one choice, of the single columns. */
type Pace = Readonly<{ rounds: number; measure: number; select: number }>;

function paceOf(rhoGrains: number, epsilon: number, columnCount: number): Pace {
  const rounds = Math.max(1, columnCount * (epsilon < SMALL_EPSILON ? FEW_ROUNDS : ROUNDS));
  const round = rhoGrains / rounds;
  return { rounds, measure: Math.floor(MEASURE_SHARE * round), select: Math.floor((1 - MEASURE_SHARE) * round) };
}

/** One column is measured whole: there is nothing to choose. */
function claimedAsks(claimed: ClaimedBasis, plan: Plan): Pick<Plan, 'asks' | 'noise'> {
  const { domain, budget, grains } = claimed;
  const measured = domain.columns.filter((column) => codeCount(column) > 1);
  const { measure } = paceOf(grains, budget.epsilon, measured.length);
  const oneWay = oneWayAsks(claimed, measured.length < 2 ? grains : measure * measured.length);
  const cells = oneWay.map((ask) => ask.cells);
  const noise = { oneWay: typicalMarginal(cells, oneWay[0]?.sigma2 ?? 0), pair: null };
  if (measured.length < 2) return { asks: oneWay, noise };

  const left = grains - oneWay.reduce((sum, ask) => sum + ask.rhoGrains, 0);
  const columns = measured.map(({ name }) => name);
  const sizes = domain.columns.map(codeCount);
  const candidates = candidatesOf(sizes, orderOf(plan), targetColumn(plan));
  const largest = candidates.reduce((most, { clique }) => Math.max(most, cellCount(clique, sizes)), 1);
  const forSelection = Math.floor((1 - MEASURE_SHARE) * left);
  const asks = [
    ...oneWay,
    { purpose: 'choice of marginals', columns, cells: candidates.length, sigma2: null, rhoGrains: forSelection },
    { purpose: 'chosen marginals', columns, cells: largest, sigma2: null, rhoGrains: left - forSelection },
  ];
  const typical = noise.oneWay.cells;
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, budget);
  // As if the rest were shared by 1.5 pairs a column: what a typical pair ends up with.
  const pair = {
    cells: typical * typical,
    sigma2: sigma2ForRho(Math.max(1, Math.floor((left - forSelection) / (1.5 * measured.length))), l2Squared),
  };
  return { asks, noise: { ...noise, pair } };
}

function measureAdaptively(task: Task, plan: Plan, source: ClaimedSource): FitResult {
  const { graph, candidates, counts, cap, onProgress } = task;
  const { estimator, sizes, names } = graph;
  const { budget } = source.ledger;
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, budget);
  const whole = plan.rhoGrains ?? 0;
  const pace = paceOf(whole, budget.epsilon, sizes.filter((size) => size > 1).length);
  let { measure, select } = pace;
  let used = plan.asks.reduce((sum, ask) => (ask.sigma2 === null ? sum : sum + ask.rhoGrains), 0);
  const total = pace.rounds;
  onProgress({ stage: 'fitting', done: 0, total });
  let isLast = candidates.length <= 1 || measure < 1 || select < 1;
  for (let round = 1; !isLast; round++) {
    const left = whole - used;
    isLast = left < 2 * (measure + select);
    if (isLast) {
      select = Math.floor((1 - MEASURE_SHARE) * left);
      measure = left - select;
      if (select < 1 || measure < 1) break;
    }
    used += measure + select;
    const sigma2 = sigma2ForRho(measure, l2Squared);
    const sigma = Math.sqrt(sigma2);
    const offered = offeredAt(task, (cap * used) / whole);
    const expected = expectedCounts(
      graph,
      offered.map((at) => candidates[at]!.clique),
      round,
    );
    const scores = Float64Array.from(offered, (at, place) =>
      wholeScore(counts[at]!, expected[place]!, candidates[at]!.weight, noiseDistance(sigma, counts[at]!.length)),
    );
    const weightMax = offered.reduce((most, at) => Math.max(most, candidates[at]!.weight), 1);
    const ask = { purpose: 'choice of marginals', columns: names, epsilon: epsilonForRho(select, 'exponential') };
    const place = selectCandidate(source, { ...ask, weightMax }, sealed(scores));
    const at = offered[place]!;
    const { clique } = candidates[at]!;
    const columns = clique.map((column) => names[column]!);
    const noisy = measureCounts(source, { purpose: 'chosen marginals', columns, sigma2 }, sealed(counts[at]!));
    const before = expected[place]!.slice();
    estimator.add({ clique, counts: noisy.counts, sigma2: noisy.sigma2 }, before);
    estimator.fit(STEPS);
    if (moved(before, estimator.marginal(clique)!) <= noiseDistance(sigma, before.length)) {
      measure *= 4;
      select *= 4;
    }
    onProgress({ stage: 'fitting', done: Math.min(round, total - 1), total });
  }
  const fit = estimator.fit(FINAL_STEPS);
  onProgress({ stage: 'fitting', done: total, total });
  return fit;
}

/** The candidates whose measurement would keep the tree within `limit` cells, or that a measured clique holds already. */
function offeredAt({ graph: { estimator, sizes }, candidates }: Task, limit: number): readonly number[] {
  const { cliques, tree } = estimator;
  const refused: Clique[] = [];
  const offered: number[] = [];
  candidates.forEach(({ clique }, at) => {
    if (tree.cliques.some((home) => holds(home, clique))) offered.push(at);
    else if (refused.some((part) => holds(clique, part))) return;
    else if (junctionTreeCells([...cliques, clique], sizes, limit) <= limit) offered.push(at);
    else refused.push(clique);
  });
  return offered;
}

function chooseGreedily(task: Task): FitResult {
  const { graph, candidates, counts, cap, onProgress } = task;
  const { estimator, sizes, total: rows } = graph;
  const total = ROUNDS * sizes.length;
  const penalties = counts.map((table) => samplingDistance(table, rows));
  const isMeasured = new Set([...candidates.keys()].filter((at) => candidates[at]!.clique.length === 1));
  onProgress({ stage: 'fitting', done: 0, total });
  for (let round = 1; round <= total; round++) {
    const offered = offeredAt(task, cap).filter((at) => !isMeasured.has(at));
    const expected = expectedCounts(
      graph,
      offered.map((at) => candidates[at]!.clique),
      round,
    );
    let best = 0;
    let chosen = -1;
    offered.forEach((at, place) => {
      const score = wholeScore(counts[at]!, expected[place]!, candidates[at]!.weight, penalties[at]!);
      if (score > best) [best, chosen] = [score, place];
    });
    if (chosen < 0) break;
    const at = offered[chosen]!;
    isMeasured.add(at);
    const exact = { clique: candidates[at]!.clique, counts: Float64Array.from(counts[at]!), sigma2: 1 };
    estimator.add(exact, expected[chosen]!.slice());
    estimator.fit(STEPS);
    onProgress({ stage: 'fitting', done: Math.min(round, total - 1), total });
  }
  const fit = estimator.fit(FINAL_STEPS);
  onProgress({ stage: 'fitting', done: total, total });
  return fit;
}

function moved(before: Float64Array, after: Float64Array): number {
  let distance = 0;
  for (let cell = 0; cell < before.length; cell++) distance += Math.abs(after[cell]! - before[cell]!);
  return distance;
}

function holds(clique: Clique, part: Clique): boolean {
  return part.every((column) => clique.includes(column));
}
