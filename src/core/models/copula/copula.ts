/**
 * A Gaussian copula: the columns' own distributions, joined by one correlation matrix of normal scores. For numbers,
 * dates, ordered levels, and many columns; links of unordered levels survive only as far as an order expresses them.
 * With a claim: half of the budget buys one-way counts, half one matrix of second moments of clipped score vectors;
 * levels stay in schema order. Without one: exact counts, exact products, and an order of levels found in the rows; above
 * 500 latents, or with fewer rows than latents, common factors in place of the matrix.
 * Symbols and steps: `latents.ts`, `scores.ts`, `moments.ts`, `correlation.ts`; sampling: `sample.ts`.
 * Privacy: one entry per column and one for the matrix. Scores, missing latents and the clip follow from released counts.
 */
import { noticeOf } from '../../errors.ts';
import { plannedPairSigma2 } from '../../privacy/forecast.ts';
import { GRAIN, sensitivityOf } from '../../privacy/units.ts';
import { isModelled, type Schema } from '../../table/schema.ts';
import { codeCount } from '../coded-domain.ts';
import { BLOCK_ROWS } from '../draw.ts';
import { CODE, distinctMemory, withMore, type Memory } from '../memory.ts';
import type { ClaimedSource, CopulaModel, OneWays, Plan, PlannedAsk, SingleSynthesizer } from '../model.ts';
import { countOneWays, measureOneWays } from '../one-way.ts';
import { DRAW_OPTION, oneWayAsks, planBasis, typicalMarginal, type ClaimedBasis } from '../planning.ts';
import { correlationFromNoisy, correlationOfRows } from './correlation.ts';
import { factorsOf } from './factors.ts';
import { latentsOf, scoreByCode, type Dependence, type ScoredLatent } from './latents.ts';
import { clipOf, measuredProducts, wholeScores, type Reading } from './moments.ts';
import { withNominalOrder } from './order.ts';
import { sampleCopula } from './sample.ts';

/** Above this share of unordered columns the plan warns. */
const NOMINAL_SHARE = 0.25;
/** More latents than these, or than rows, and the matrix gives way to factors. */
const MAX_MATRIX = 500;

export const copula: SingleSynthesizer<CopulaModel> = {
  id: 'copula',
  version: 1,
  claims: 'either',
  conditions: 'exact',
  label: 'Gaussian copula',
  help: 'Keeps each column and the strength of the links between pairs. Good for numbers, dates, ordered levels and many columns.',
  options: [DRAW_OPTION],

  plan(schema, recipe, grains) {
    const { plan, claimed } = planBasis(copula, schema, recipe, grains);
    const modelled = schema.columns.filter(isModelled);
    const nominal = modelled.filter(({ domain: { value } }) => value.kind === 'categorical' && value.levels.length > 2);
    const warnings =
      nominal.length > NOMINAL_SHARE * modelled.length
        ? [...plan.warnings, noticeOf('copula-nominal', 'warning', {}, nominal.length)]
        : plan.warnings;
    const linked = { ...plan, memory: copulaMemory(plan.memory, schema), warnings };
    if (claimed !== null) return { ...linked, ...claimedAsks(claimed) };
    return { ...linked, memory: withMore(linked.memory, distinctMemory(schema)) };
  },

  fit(train, plan, source, onProgress) {
    const oneWays = source.claim
      ? measureOneWays(train, plan, source, onProgress)
      : countOneWays(train, source.schema, plan, 'values');
    onProgress({ stage: 'fitting', done: 0, total: 1 });
    const { latents, dependence } = source.claim
      ? measuredDependence(oneWays, plan, source)
      : countedDependence(oneWays);
    onProgress({ stage: 'fitting', done: 1, total: 1 });
    return {
      kind: 'copula',
      version: copula.version,
      domain: oneWays.domain,
      rowEstimate: oneWays.rowEstimate,
      counts: oneWays.counts,
      notices: oneWays.notices,
      latents: latents.map(({ column, kind, codes, weights }) => ({ column, kind, codes, weights })),
      dependence,
    };
  },

  sample: sampleCopula,
};

type Linked = Readonly<{ latents: readonly ScoredLatent[]; dependence: Dependence }>;

/**
 * Latents: at most two of a column, for its values and for whether one is missing. Of each its numbers of all rows, which
 * go when its column is drawn. One column at a time: the rows that are not missing, and their order.
 */
const [LATENTS_A_COLUMN, RANKED_ROW] = [2, 24];
/** Matrices of latents: sums, correlations, eigenvectors. */
const MATRICES = 6;

function copulaMemory(coded: Memory, schema: Schema): Memory {
  const columns = schema.columns.filter(isModelled);
  const latents = columns.reduce((sum, { missing }) => sum + (missing.value ? LATENTS_A_COLUMN : 1), 0);
  const levels = columns.reduce(
    (sum, { domain }) => sum + ('levels' in domain.value ? domain.value.levels.length : 0),
    0,
  );
  return withMore(coded, {
    fixed: Float64Array.BYTES_PER_ELEMENT * latents * (BLOCK_ROWS + MATRICES * latents + levels),
    drawnRow: Math.max(0, Float32Array.BYTES_PER_ELEMENT * latents + RANKED_ROW - CODE * (columns.length - 1)),
  });
}

const UNLINKED: Dependence = { kind: 'matrix', correlation: new Float64Array(0) };

/** A table with one column to measure has no pair: all of the budget goes to its counts. */
function claimedAsks(claimed: ClaimedBasis): Pick<Plan, 'asks' | 'noise'> {
  const { domain, budget, grains } = claimed;
  const measured = domain.columns.filter((column) => codeCount(column) > 1);
  const half = Math.floor(grains / 2);
  const oneWay = oneWayAsks(claimed, measured.length < 2 ? grains : half);
  const cells = oneWay.map((ask) => ask.cells);
  const oneWayNoise = typicalMarginal(cells, oneWay[0]?.sigma2 ?? 0);
  if (measured.length < 2) return { asks: oneWay, noise: { oneWay: oneWayNoise, pair: null } };

  const matrix: PlannedAsk = {
    purpose: 'second moments of scores',
    columns: measured.map((column) => column.name),
    entries: 1,
    cells: measured.reduce((latents, column) => latents + (column.hasMissing ? 2 : 1), 0) ** 2,
    sigma2: null,
    rhoGrains: half,
  };
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, budget);
  const pair = {
    cells: oneWayNoise.cells ** 2,
    sigma2: plannedPairSigma2(measured.length, half * GRAIN, Number(l2Squared)),
  };
  return { asks: [...oneWay, matrix], noise: { oneWay: oneWayNoise, pair } };
}

function measuredDependence(oneWays: OneWays, plan: Plan, source: ClaimedSource): Linked {
  const { domain, coded, counts, rowEstimate } = oneWays;
  const latents = latentsOf(domain.columns, counts);
  const ask = plan.asks.find((planned) => planned.sigma2 === null);
  if (ask === undefined || latents.length < 2) return { latents: [], dependence: UNLINKED };
  const clip2 = clipOf(latents.reduce((sum, { variance }) => sum + variance, 0));
  const readings = latents.map((latent): Reading => readingOf(latent, oneWays));
  const noisy = measuredProducts(source, ask, readings, coded.rowCount, clip2);
  return { latents, dependence: { kind: 'matrix', correlation: correlationFromNoisy(latents, noisy, rowEstimate) } };
}

function countedDependence(oneWays: OneWays): Linked {
  const { domain, coded, counts } = oneWays;
  const found = latentsOf(domain.columns, counts);
  if (found.length < 2) return { latents: [], dependence: UNLINKED };
  const latents = withNominalOrder(found, domain.columns, counts, coded);
  const readings = latents.map((latent) => {
    const { codes, table } = readingOf(latent, oneWays);
    return { codes, table: wholeScores(table) };
  });
  if (latents.length > MAX_MATRIX || latents.length > coded.rowCount) {
    return { latents, dependence: factorsOf(latents, readings, coded.rowCount) };
  }
  return { latents, dependence: { kind: 'matrix', correlation: correlationOfRows(latents, readings, coded.rowCount) } };
}

function readingOf(latent: ScoredLatent, { domain, coded }: OneWays): Reading {
  return { codes: coded.columns[latent.column]!, table: scoreByCode(latent, domain.columns[latent.column]!) };
}
