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
import { mostCodes } from '../inferred-domain.ts';
import type { ClaimedSource, GraphicalModel, Plan, SingleSynthesizer } from '../model.ts';
import { countOneWays, measureOneWays } from '../one-way.ts';
import { DRAW_OPTION, oneWayAsks, planBasis, typicalMarginal, type ClaimedBasis } from '../planning.ts';
import { rowLogs } from '../row-logs.ts';
import { cellCount, type Clique } from './factor.ts';
import { CAP_OPTION, CAPS, FINAL_STEPS, graphicalModel, sampleModel, startGraph, type Graph } from './graph.ts';
import { spanningMemory } from './memory.ts';
import { countMarginals } from '../../table/marginal-counts.ts';
import { wholeScore } from './scoring.ts';
import { subsetsOf } from './workload.ts';

const ONE_WAY_SHARE = 0.3;
const SELECT_SHARE = 0.1;
const CHOICE = 'choice of pairs';
const CHOSEN = 'chosen pairs';

export const mst: SingleSynthesizer<GraphicalModel> = {
  id: 'mst',
  version: 1,
  claims: 'either',
  conditions: 'exact',
  label: 'MST',
  help: 'Measures the pairs of columns that hang together most, one fewer than there are columns. Quick, for many columns and small budgets.',
  options: [DRAW_OPTION, CAP_OPTION],

  plan(schema, recipe, grains) {
    const { plan, claimed } = planBasis(mst, schema, recipe, grains);
    const cap = CAPS[plan.options.cap ?? 'default'];
    const memory = spanningMemory(plan.memory, claimed?.domain.columns.map(codeCount) ?? mostCodes(schema), cap);
    return claimed === null ? { ...plan, memory } : { ...plan, memory, ...claimedAsks(claimed, cap) };
  },

  fit(train, plan, source, onProgress) {
    const oneWays = source.claim
      ? measureOneWays(train, plan, source, onProgress)
      : countOneWays(train, source.schema, plan, 'knots');
    const graph = startGraph(oneWays, FINAL_STEPS);
    const pairs = pairsWithin(graph.sizes, CAPS[plan.options.cap ?? 'default']);
    const edges = edgeCount(graph.sizes, pairs);
    onProgress({ stage: 'fitting', done: 0, total: edges + 1 });
    const doors = source.claim && edges > 0 ? claimedDoors(plan, source, graph, edges) : EXACT;
    const tree = spanningTree(graph.sizes.length, pairs, scoresOf(graph, pairs), doors.choose).map((at) => pairs[at]!);
    const expected = tree.map((pair) => productOf(graph, pair));
    countMarginals(graph.codes, graph.rowCount, graph.sizes, tree).forEach((counts, at) => {
      const pair = tree[at]!;
      graph.estimator.add({ clique: pair, ...doors.measure(pair, counts) }, expected[at]!);
      onProgress({ stage: 'fitting', done: at + 1, total: edges + 1 });
    });
    const fit = graph.estimator.fit(FINAL_STEPS);
    onProgress({ stage: 'fitting', done: edges + 1, total: edges + 1 });
    return graphicalModel('mst', mst.version, oneWays, graph, fit);
  },

  sample: sampleModel,

  logLikelihood: ({ domain, cliques, potentials }, rows) =>
    rowLogs(domain.columns.map(codeCount), cliques, potentials, rows),
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
    { purpose: CHOICE, columns, entries: edges, cells: pairs.length, sigma2: null, rhoGrains: shares.select * edges },
    { purpose: CHOSEN, columns, entries: edges, cells: largestPair, sigma2: null, rhoGrains: shares.measure * edges },
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
  const part = Int32Array.from(sizes.keys());
  return pairs.filter((pair) => joinParts(part, pair)).length;
}

/** The place of the next edge among the candidates with these scores, and the counts of a chosen pair. */
type Doors = Readonly<{
  choose: (scores: Float64Array) => number;
  measure: (pair: Clique, counts: Int32Array) => NoisyCounts;
}>;

const EXACT: Doors = {
  choose: (scores) => scores.reduce((best, score, at) => (score > scores[best]! ? at : best), 0),
  measure: (_, counts) => ({ counts: Float64Array.from(counts), sigma2: 1 }),
};

function claimedDoors(plan: Plan, source: ClaimedSource, { names }: Graph, edges: number): Doors {
  const { select, measure } = sharesOf(plan.rhoGrains ?? 0, edges);
  const ask = { purpose: CHOICE, columns: names, epsilon: epsilonForRho(select, 'exponential'), weightMax: 1 };
  const sigma2 = sigma2ForRho(measure, sensitivityOf({ kind: 'counts' }, source.ledger.budget).l2Squared);
  return {
    choose: (scores) => selectCandidate(source, ask, sealed(scores)),
    measure: (pair, counts) => {
      const columns = pair.map((column) => names[column]!);
      return measureCounts(source, { purpose: CHOSEN, columns, sigma2 }, sealed(counts));
    },
  };
}

/** Private. Those that share their first column are counted together and forgotten: all at once may be gigabytes. */
function scoresOf(graph: Graph, pairs: readonly Clique[]): Float64Array {
  const { codes, rowCount, sizes } = graph;
  const scores = sizes.map((_, first) => {
    const own = pairs.filter((pair) => pair[0] === first);
    return countMarginals(codes, rowCount, sizes, own).map((counts, at) =>
      wholeScore(counts, productOf(graph, own[at]!), 1, 0),
    );
  });
  return Float64Array.from(scores.flat());
}

/** What a pair would hold if its columns had nothing to do with each other. */
function productOf({ estimator, total }: Graph, [first, second]: Clique): Float64Array {
  const rows = estimator.marginal([first!])!;
  const columns = estimator.marginal([second!])!;
  const product = new Float64Array(rows.length * columns.length);
  for (let row = 0, cell = 0; row < rows.length; row++) {
    const share = rows[row]! / total;
    for (let column = 0; column < columns.length; column++) product[cell++] = share * columns[column]!;
  }
  return product;
}

/** Places of the chosen pairs: one after the other among those that join two parts, until there are none. */
function spanningTree(
  columnCount: number,
  pairs: readonly Clique[],
  scores: Float64Array,
  choose: Doors['choose'],
): readonly number[] {
  const part = Int32Array.from({ length: columnCount }, (_, column) => column);
  const chosen: number[] = [];
  let joining = [...pairs.keys()];
  while (joining.length > 0) {
    const at = joining[choose(Float64Array.from(joining.map((pair) => scores[pair]!)))]!;
    chosen.push(at);
    joinParts(part, pairs[at]!);
    joining = joining.filter((pair) => part[pairs[pair]![0]!] !== part[pairs[pair]![1]!]);
  }
  return chosen;
}

/** Makes one part of two; false if the pair lies within one. */
function joinParts(part: Int32Array, pair: Clique): boolean {
  const from = part[pair[0]!]!;
  const into = part[pair[1]!]!;
  if (from === into) return false;
  for (let column = 0; column < part.length; column++) if (part[column] === from) part[column] = into;
  return true;
}
