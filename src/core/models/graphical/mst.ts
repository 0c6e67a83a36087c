/**
 * MST: all single columns, and d − 1 pairs that form a tree, chosen where columns hang together most (McKenna, Miklau and
 * Sheldon 2021, arXiv 2108.04978).
 * Symbols: ρ = the model's budget, d = columns. Shares of ρ: 0.3 single columns, 0.1 choice, 0.6 pairs; on Adult better
 * than thirds at each epsilon. A pair's score is the L1 distance of its counts from the product of its fitted columns;
 * the next edge is drawn by the exponential mechanism among the pairs that join two parts.
 * For a quick look, small budgets and many columns: what three columns do together it cannot hold.
 * Without a claim: exact counts, and always the largest score.
 */
import { epsilonForRho, sigma2ForRho } from '../../privacy/accountant.ts';
import { measureCounts, selectCandidate, type NoisyCounts } from '../../privacy/mechanisms.ts';
import { sensitivityOf } from '../../privacy/units.ts';
import { sealed } from '../../privacy/wall.ts';
import { codeCount } from '../coded-domain.ts';
import type { ClaimedSource, GraphicalModel, Plan, Synthesizer } from '../model.ts';
import { countOneWays, measureOneWays } from '../one-way.ts';
import { DRAW_OPTION, oneWayAsks, planBasis, typicalMarginal, type ClaimedBasis } from '../planning.ts';
import { cellCount, type Clique } from './factor.ts';
import { CAP_OPTION, CAPS, FINAL_STEPS, graphicalModel, sampleModel, startGraph, type Graph } from './graph.ts';
import { countMarginals } from './marginal-counts.ts';
import { wholeScore } from './scoring.ts';
import { subsetsOf } from './workload.ts';

const ONE_WAY_SHARE = 0.3;
const SELECT_SHARE = 0.1;

export const mst: Synthesizer<GraphicalModel> = {
  id: 'mst',
  version: 1,
  label: 'MST',
  help: 'Measures the pairs of columns that hang together most, one fewer than there are columns. Quick, for many columns and small budgets.',
  options: [DRAW_OPTION, CAP_OPTION],

  plan(schema, recipe, grains) {
    const { plan, claimed } = planBasis(mst, schema, recipe, grains);
    return claimed === null ? plan : { ...plan, ...claimedAsks(claimed, CAPS[plan.options.cap ?? 'default']) };
  },

  fit(train, plan, source, onProgress) {
    const oneWays = source.claim
      ? measureOneWays(train, plan, source, onProgress)
      : countOneWays(train, source.schema, plan, 'knots');
    const graph = startGraph(oneWays, FINAL_STEPS);
    const pairs = pairsWithin(graph.sizes, CAPS[plan.options.cap ?? 'default']);
    const counts = countMarginals(graph.codes, graph.rowCount, graph.sizes, pairs);
    const edges = edgeCount(graph.sizes, pairs);
    onProgress({ stage: 'fitting', done: 0, total: edges + 1 });
    const choose = source.claim ? chooser(plan, source, graph, edges) : largest;
    const measure = source.claim ? measurer(plan, source, graph, edges) : exactly;
    const expected = pairs.map((pair) => graph.estimator.marginal(pair)!);
    const scores = Float64Array.from(pairs, (_, at) => wholeScore(counts[at]!, expected[at]!, 1, 0));
    const tree = spanningTree(graph.sizes.length, pairs, scores, choose);
    tree.forEach((at, done) => {
      const noisy = measure(pairs[at]!, counts[at]!);
      graph.estimator.add({ clique: pairs[at]!, ...noisy }, expected[at]!);
      onProgress({ stage: 'fitting', done: done + 1, total: edges + 1 });
    });
    const fit = graph.estimator.fit(FINAL_STEPS);
    onProgress({ stage: 'fitting', done: edges + 1, total: edges + 1 });
    return graphicalModel('mst', mst.version, oneWays, graph, fit);
  },

  sample: sampleModel,
};

function claimedAsks(claimed: ClaimedBasis, cap: number): Pick<Plan, 'asks' | 'noise'> {
  const { domain, budget, grains } = claimed;
  const measured = domain.columns.filter((column) => codeCount(column) > 1);
  const sizes = domain.columns.map(codeCount);
  const pairs = pairsWithin(sizes, cap);
  const edges = edgeCount(sizes, pairs);
  const oneWay = oneWayAsks(claimed, edges === 0 ? grains : Math.floor(ONE_WAY_SHARE * grains));
  const oneWayNoise = typicalMarginal(
    oneWay.map((ask) => ask.cells),
    oneWay[0]?.sigma2 ?? 0,
  );
  if (edges === 0) return { asks: oneWay, noise: { oneWay: oneWayNoise, pair: null } };
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, budget);
  const shares = sharesOf(grains, edges);
  const columns = measured.map(({ name }) => name);
  const largestPair = pairs.reduce((most, pair) => Math.max(most, cellCount(pair, sizes)), 1);
  const asks = [
    ...oneWay,
    { purpose: 'choice of pairs', columns, cells: pairs.length, sigma2: null, rhoGrains: shares.select * edges },
    { purpose: 'chosen pairs', columns, cells: largestPair, sigma2: null, rhoGrains: shares.measure * edges },
  ];
  const pair = { cells: oneWayNoise.cells ** 2, sigma2: sigma2ForRho(shares.measure, l2Squared) };
  return { asks, noise: { oneWay: oneWayNoise, pair } };
}

/** Grains of one choice and of one pair. */
function sharesOf(grains: number, edges: number): Readonly<{ select: number; measure: number }> {
  return {
    select: Math.floor((SELECT_SHARE * grains) / edges),
    measure: Math.floor(((1 - ONE_WAY_SHARE - SELECT_SHARE) * grains) / edges),
  };
}

/** Pairs of columns with more than one code each, small enough for the tree. */
function pairsWithin(sizes: readonly number[], cap: number): readonly Clique[] {
  const columns = [...sizes.keys()].filter((column) => sizes[column]! > 1);
  return subsetsOf(columns, 2).filter((pair) => cellCount(pair, sizes) <= cap);
}

/** Edges of a forest that these pairs can span. */
function edgeCount(sizes: readonly number[], pairs: readonly Clique[]): number {
  return spanningTree(sizes.length, pairs, new Float64Array(pairs.length), () => 0).length;
}

/** The place of the next edge among the candidates with these scores. */
type Choose = (scores: Float64Array) => number;
type Measure = (pair: Clique, counts: Int32Array) => NoisyCounts;

function chooser(plan: Plan, source: ClaimedSource, { names }: Graph, edges: number): Choose {
  const { select } = sharesOf(plan.rhoGrains ?? 0, edges);
  const epsilon = epsilonForRho(select, 'exponential');
  const ask = { purpose: 'choice of pairs', columns: names, epsilon, weightMax: 1 };
  return (scores) => selectCandidate(source, ask, sealed(scores));
}

function measurer(plan: Plan, source: ClaimedSource, { names }: Graph, edges: number): Measure {
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, source.ledger.budget);
  const { measure } = sharesOf(plan.rhoGrains ?? 0, edges);
  const sigma2 = sigma2ForRho(measure, l2Squared);
  return (pair, counts) => {
    const columns = pair.map((column) => names[column]!);
    return measureCounts(source, { purpose: 'chosen pairs', columns, sigma2 }, sealed(counts));
  };
}

function largest(scores: Float64Array): number {
  return scores.reduce((best, score, at) => (score > scores[best]! ? at : best), 0);
}

function exactly(_: Clique, counts: Int32Array): NoisyCounts {
  return { counts: Float64Array.from(counts), sigma2: 1 };
}

/** Places of the chosen pairs: one after the other among those that join two parts, until there are none. */
function spanningTree(
  columnCount: number,
  pairs: readonly Clique[],
  scores: Float64Array,
  choose: Choose,
): readonly number[] {
  const part = Int32Array.from({ length: columnCount }, (_, column) => column);
  const chosen: number[] = [];
  for (;;) {
    const joining = [...pairs.keys()].filter((at) => part[pairs[at]![0]!] !== part[pairs[at]![1]!]);
    if (joining.length === 0) return chosen;
    const at = joining[choose(Float64Array.from(joining, (pair) => scores[pair]!))]!;
    chosen.push(at);
    const [from, into] = pairs[at]!.map((column) => part[column]!);
    for (let column = 0; column < columnCount; column++) if (part[column] === from) part[column] = into!;
  }
}
