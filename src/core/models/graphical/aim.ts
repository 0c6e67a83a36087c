/**
 * AIM: marginals chosen one by one where the model is furthest off, joined by a graphical model (McKenna, Mullins, Sheldon
 * and Miklau 2022, arXiv 2201.12677).
 * Symbols: ρ = the model's budget, d = columns, T = rounds' worth of it (`pace.ts`), Δ = count sensitivity.
 * All single columns at σ₀² = Δ²·T/(1.8ρ), then rounds (`rounds.ts`) over the candidates of a workload (`workload.ts`).
 * Without a claim the same on exact counts, chosen by the largest score.
 */
import { noticeOf } from '../../errors.ts';
import { sigma2ForRho } from '../../privacy/accountant.ts';
import { sensitivityOf } from '../../privacy/units.ts';
import { codeCount } from '../coded-domain.ts';
import { mostCodes } from '../inferred-domain.ts';
import type { GraphicalModel, OptionSpec, Plan, SingleSynthesizer } from '../model.ts';
import { countOneWays, measureOneWays } from '../one-way.ts';
import { DRAW_OPTION, oneWayAsks, planBasis, typicalMarginal, type ClaimedBasis } from '../planning.ts';
import { rowLogs } from '../row-logs.ts';
import { cellCount } from './factor.ts';
import { CAP_OPTION, CAPS, graphicalModel, sampleModel, startGraph, targetColumn } from './graph.ts';
import { workloadMemory } from './memory.ts';
import { countMarginals } from '../../table/marginal-counts.ts';
import { createPace, roundFor, roundsOf, type Spending } from './pace.ts';
import { CHOICE, chooseGreedily, CHOSEN, measureAdaptively, ROUND_STEPS, type Task } from './rounds.ts';
import { candidatesOf, usualOrder, type Order } from './workload.ts';

/** Above this many columns the plan warns: pairs alone, and minutes. */
const MANY_COLUMNS = 60;

const WORKLOAD_OPTION: OptionSpec = {
  name: 'workload',
  choices: ['auto', '2', '3'],
  default: 'auto',
  help: 'Which combinations of columns count: pairs (2) or triples (3). auto: triples up to 24 columns.',
};

export const aim: SingleSynthesizer<GraphicalModel> = {
  id: 'aim',
  version: 1,
  claims: 'either',
  conditions: 'exact',
  label: 'AIM',
  help: 'Measures the combinations of columns that matter most and joins them in a graphical model. The most accurate under a guarantee.',
  options: [DRAW_OPTION, CAP_OPTION, WORKLOAD_OPTION],

  plan(schema, recipe, grains) {
    const { plan, claimed } = planBasis(aim, schema, recipe, grains);
    const warnings =
      plan.columns.length > MANY_COLUMNS
        ? [...plan.warnings, noticeOf('columns-many', 'warning', {}, plan.columns.length)]
        : plan.warnings;
    const sizes = claimed?.domain.columns.map(codeCount) ?? mostCodes(schema);
    const memory = workloadMemory(plan.memory, sizes, orderOf(plan), CAPS[plan.options.cap ?? 'default']);
    const common = { ...plan, memory, warnings };
    return claimed === null ? common : { ...common, ...claimedAsks(claimed, plan) };
  },

  fit(train, plan, source, onProgress) {
    const oneWays = source.claim
      ? measureOneWays(train, plan, source, onProgress)
      : countOneWays(train, source.schema, plan, 'knots');
    const graph = startGraph(oneWays, ROUND_STEPS);
    const { codes, rowCount, sizes } = graph;
    const candidates = candidatesOf(sizes, orderOf(plan), targetColumn(plan));
    const cliques = candidates.map(({ clique }) => clique);
    const counts = countMarginals(codes, rowCount, sizes, cliques);
    const cap = CAPS[plan.options.cap ?? 'default'];
    const epsilon = source.claim ? source.ledger.budget.epsilon : Infinity;
    const rounds = roundsOf(epsilon, sizes.filter((size) => size > 1).length);
    const task: Task = { graph, candidates, counts, cap, rounds, onProgress };
    onProgress({ stage: 'fitting', done: 0, total: rounds });
    const fit = source.claim
      ? measureAdaptively(task, createPace(spendingOf(plan), rounds), source)
      : chooseGreedily(task);
    return graphicalModel('aim', aim.version, oneWays, graph, fit);
  },

  sample: sampleModel,

  logLikelihood: ({ domain, cliques, potentials }, rows) =>
    rowLogs(domain.columns.map(codeCount), cliques, potentials, rows),
};

/** How many columns the combinations hold that count. */
export function orderOf({ options, columns }: Plan): Order {
  return options.workload === '2' ? 2 : options.workload === '3' ? 3 : usualOrder(columns.length);
}

/** What the rounds find: the budget, and what of it the single columns have used. */
function spendingOf({ asks, rhoGrains }: Plan): Spending {
  const used = asks.reduce((sum, ask) => (ask.sigma2 === null ? sum : sum + ask.rhoGrains), 0);
  return { whole: rhoGrains ?? 0, used };
}

/** One column is measured whole: there is nothing to choose. */
function claimedAsks(claimed: ClaimedBasis, plan: Plan): Pick<Plan, 'asks' | 'noise'> {
  const { domain, budget, grains } = claimed;
  const measured = domain.columns.filter((column) => codeCount(column) > 1);
  const entries = roundsOf(budget.epsilon, measured.length);
  const { measure } = roundFor(grains / entries);
  const oneWay = oneWayAsks(claimed, measured.length < 2 ? grains : measure * measured.length);
  const cells = oneWay.map((ask) => ask.cells);
  const noise = { oneWay: typicalMarginal(cells, oneWay[0]?.sigma2 ?? 0), pair: null };
  if (measured.length < 2) return { asks: oneWay, noise };

  const left = grains - oneWay.reduce((sum, ask) => sum + ask.rhoGrains, 0);
  const columns = measured.map(({ name }) => name);
  const sizes = domain.columns.map(codeCount);
  const candidates = candidatesOf(sizes, orderOf(plan), targetColumn(plan));
  const largest = candidates.reduce((most, { clique }) => Math.max(most, cellCount(clique, sizes)), 1);
  const shares = roundFor(left);
  const asks = [
    ...oneWay,
    { purpose: CHOICE, columns, entries, cells: candidates.length, sigma2: null, rhoGrains: shares.select },
    { purpose: CHOSEN, columns, entries, cells: largest, sigma2: null, rhoGrains: shares.measure },
  ];
  const typical = noise.oneWay.cells;
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, budget);
  // As if the rest were shared by 1.5 pairs a column: what a typical pair ends up with.
  const pair = {
    cells: typical * typical,
    sigma2: sigma2ForRho(Math.max(1, Math.floor(shares.measure / (1.5 * measured.length))), l2Squared),
  };
  return { asks, noise: { ...noise, pair } };
}
