/**
 * What has to be bought before a model can be fitted, column by column in schema order, and what it costs. Only what is
 * neither declared nor discovered is bought; columns without such a part cost nothing.
 * Numbers: places, bounds, spikes (values that many rows share), bins. Dates: the same without places. Categories: the
 * levels that many rows share. Spikes and bins are not bought where a declared grid has at most 32 points, each of which
 * is a cell anyway; where that turns out after bounds were bought, their share stays unspent.
 * Three tenths of rho are for places, bounds, spikes and levels by shares 1, 2, 1 and 3, a twentieth for bins, evenly.
 * Privacy: public, a function of schema and budget. What is taken as stated: kinds, formats of dates, roles.
 */
import { assert } from '../errors.ts';
import { gridOf, stepOf, type Grid } from '../table/grid.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import {
  epsilonForRho,
  epsilonInSteps,
  gaussianCost,
  pureCost,
  sigma2ForRho,
  sigma2InSteps,
  splitBudget,
} from './accountant.ts';
import type { Budget } from './ledger.ts';
import { CELLS_BEYOND, MOST_PLACES, numberCells, yearCells } from './public-cells.ts';
import { sensitivityOf } from './units.ts';

/** A grid of no more points needs no bins. */
const SMALL_GRID = 32;
/** The most bins that are bought for a column. */
export const MOST_BINS = 32;
/** On Adult at epsilon 0.3 a tenth costs a third more error than this; at epsilon 1 anything from a tenth to two fifths is alike. */
const DOMAIN_SHARE = 3 / 10;
const BINS_SHARE = 1 / 20;
const WEIGHTS = { places: 1, bounds: 2, spikes: 1, levels: 3 } as const;
/** Off each failure delta, so that their sum, rounded up, stays within its part of the budget. */
const ROUNDING = 2 ** -30;

const PURPOSES = {
  places: 'decimals',
  bounds: 'bounds',
  spikes: 'frequent values',
  levels: 'levels',
  bins: 'bins',
} as const;
export const LEVELS_PURPOSE = PURPOSES.levels;

export type Measure = keyof typeof WEIGHTS;
type Need = Readonly<{ kind: Measure | 'bins'; column: string; cells: number | null }>;
type Planned = Readonly<{
  purpose: string;
  columns: readonly string[];
  cells: number | null;
  rhoGrains: number;
  delta: number;
}>;
export type MeasureStep = Planned & Readonly<{ kind: Measure; sigma2: number }>;
export type BinsStep = Planned & Readonly<{ kind: 'bins'; epsilon: number }>;
/** One entry of the ledger to come. `cells` is null where their number is private. */
export type DiscoveryStep = MeasureStep | BinsStep;

/** `modelGrains`: what is left of the budget for the model. */
export type DiscoveryPlan = Readonly<{ steps: readonly DiscoveryStep[]; modelGrains: number }>;

/** Whether something has to be bought that can fail: the budget must set a part of delta aside for it. */
export function needsFailureDelta(schema: Schema): boolean {
  return needsOf(schema).some(canFail);
}

/** Throws `budget-invalid` where a share is too small to buy anything. */
export function planDiscovery(schema: Schema, budget: Budget): DiscoveryPlan {
  const needs = needsOf(schema);
  const grains = sharesOf(needs, budget.rhoGrains);
  const failing = needs.filter(canFail).length;
  assert(failing === 0 || budget.failureDelta > 0, 'planDiscovery: the budget has a part of delta for failures');
  const delta = failing === 0 ? 0 : (budget.failureDelta / failing) * (1 - ROUNDING);
  const steps = needs.map((need, index) => stepOfNeed(need, grains[index]!, canFail(need) ? delta : 0, budget));
  const spent = steps.reduce((sum, { rhoGrains }) => sum + rhoGrains, 0);
  return { steps, modelGrains: budget.rhoGrains - spent };
}

/** Whether each point of the grid is a cell anyway, or there is no grid to cut. */
export function needsNoBins(grid: Grid): boolean {
  return grid.perUnit === 0 || stepOf(grid, grid.high) - stepOf(grid, grid.low) < SMALL_GRID;
}

function needsOf(schema: Schema): Need[] {
  return schema.columns.filter(isModelled).flatMap(({ name: column, domain: part, bins }): Need[] => {
    const domain = part.value;
    const isInferred = part.source === 'inferred';
    if (domain.kind === 'categorical') return isInferred ? [{ kind: 'levels', column, cells: null }] : [];
    const cut: Need[] = [
      { kind: 'spikes', column, cells: null },
      { kind: 'bins', column, cells: 2 * MOST_BINS - 1 },
    ];
    if (!isInferred) return bins !== null || needsNoBins(gridOf(domain)) ? [] : cut;
    const { cellCount } = domain.kind === 'numeric' ? numberCells(domain) : yearCells(domain);
    const places: Need = { kind: 'places', column, cells: MOST_PLACES + 2 + CELLS_BEYOND };
    const bounds: Need = { kind: 'bounds', column, cells: cellCount + CELLS_BEYOND };
    return domain.kind === 'numeric' ? [places, bounds, ...cut] : [bounds, ...cut];
  });
}

function canFail({ kind }: Need): boolean {
  return kind === 'spikes' || kind === 'levels';
}

/** Grains of each need, in order. */
function sharesOf(needs: readonly Need[], rhoGrains: number): number[] {
  const [domainWeights, binWeights] = [true, false].map((isDomain) =>
    needs.map(({ kind }) => (kind === 'bins' ? Number(!isDomain) : isDomain ? WEIGHTS[kind] : 0)),
  );
  const domain = splitShare(rhoGrains * DOMAIN_SHARE, domainWeights!);
  const bins = splitShare(rhoGrains * BINS_SHARE, binWeights!);
  return needs.map((_, index) => domain[index]! + bins[index]!);
}

function splitShare(rhoGrains: number, weights: readonly number[]): number[] {
  return weights.some((weight) => weight > 0) ? splitBudget(Math.floor(rhoGrains), weights) : weights.map(() => 0);
}

function stepOfNeed({ kind, column, cells }: Need, share: number, delta: number, budget: Budget): DiscoveryStep {
  const common = { purpose: PURPOSES[kind], columns: [column], cells, delta };
  if (kind === 'bins') {
    const epsilon = epsilonForRho(share, 'pure');
    return { ...common, kind, epsilon, rhoGrains: Number(pureCost(epsilonInSteps(epsilon))) };
  }
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, budget);
  const sigma2 = sigma2ForRho(share, l2Squared);
  return { ...common, kind, sigma2, rhoGrains: Number(gaussianCost(l2Squared, sigma2InSteps(sigma2))) };
}
