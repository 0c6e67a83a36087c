/**
 * What a run would cost and give, before anything is spent. Under a claim the domain that is still to be bought is not
 * known: the plan takes what was read off the rows in its place, so it is confidential until the run has been made.
 */
import { noticeOf, type Notice } from '../src/core/errors.ts';
import { hiddenLevels, plannedDiscovery } from '../src/core/models/bought-domain.ts';
import { forecastOf, type Forecast } from '../src/core/models/forecast.ts';
import { runSeconds } from '../src/core/models/duration.ts';
import { isTooLarge, memoryBytes, MIB } from '../src/core/models/memory.ts';
import type { Plan, PlannedAsk } from '../src/core/models/model.ts';
import { synthesizerFor } from '../src/core/models/registry.ts';
import { stepBack, stepNotice, type Limits } from '../src/core/models/steps-back.ts';
import type { DiscoveryPlan } from '../src/core/privacy/discovery-plan.ts';
import type { Budget } from '../src/core/privacy/ledger.ts';
import { readout } from '../src/core/privacy/readout.ts';
import { stabilityThreshold } from '../src/core/privacy/stability.ts';
import { GRAIN } from '../src/core/privacy/units.ts';
import { createRng } from '../src/core/math/rng.ts';
import { errorsBetween, inventedTable, type Rehearsed } from '../src/core/models/rehearsal.ts';
import { generate } from '../src/core/pipeline.ts';
import type { Entropy } from '../src/core/privacy/entropy.ts';
import type { OnProgress } from '../src/core/progress.ts';
import { declareAll, isModelled, publicSchemaOf, type Schema } from '../src/core/table/schema.ts';
import type { Holdout, Train } from '../src/core/table/split.ts';
import type { Recipe } from '../src/core/recipe.ts';
import type { PlanJob, Planned } from './api.ts';

/** A run that takes longer steps back. */
const MOST_SECONDS = 300;

/** `deviceBytes`: what the device reports as its memory; null where it does not. */
export function planRun(
  { schema, recipe, rowCount, discovered = null }: PlanJob,
  deviceBytes: number | null = null,
): Planned {
  const fitted = Math.round(rowCount * (1 - recipe.split.holdout));
  const known = recipe.assumePublicSchema ? declareAll(schema) : schema;
  const { privacy } = recipe;
  const limits = { deviceBytes, seconds: MOST_SECONDS };
  if (privacy === null) {
    const { synthesizer: chosen, steps } = stepBack(known, recipe, fitted, limits);
    const used = { ...recipe, synthesizer: chosen };
    const synthesizer = synthesizerFor(used, known);
    const plan = synthesizer.plan(known, used);
    return {
      ...{ plan, conditions: synthesizer.conditions, rho: null, bought: {}, forecast: null, readout: null },
      parts: partsOf(plan, () => null),
      ...sizeOf(plan, used, fitted, limits),
      stepsBack: { synthesizer: chosen, notices: steps.map((step) => stepNotice(step, limits)) },
    };
  }
  if (!recipe.discovery) publicSchemaOf(known);
  const planned = plannedDiscovery(known, { ...recipe, privacy }, discovered);
  const { budget, discovery, asks } = planned;
  const synthesizer = synthesizerFor(recipe, known);
  const plan = synthesizer.plan(planned.schema, recipe, discovery.modelGrains);
  const proposed = stepBack(planned.schema, recipe, null, limits, discovery.modelGrains);
  const { memoryBytes: bytes, notices } = sizeOf(plan, recipe, fitted, limits);
  const rho = budget.rhoGrains * GRAIN;
  return {
    plan: { ...plan, asks: [...asks, ...plan.asks] },
    conditions: synthesizer.conditions,
    rho,
    bought: boughtShares(asks, budget),
    forecast: forecastOf(plan, fitted, budget),
    readout: readout(rho, budget.failureDelta),
    parts: partsOf(plan, (part) => forecastOf(part, fitted, budget)),
    memoryBytes: bytes,
    notices: [...budgetNotices(budget, rowCount), ...levelNotices(discovery, budget, fitted), ...notices],
    stepsBack: {
      synthesizer: proposed.synthesizer,
      notices: proposed.steps.map((step) => stepNotice(step, limits)),
    },
  };
}

/** What a run takes beside the tables, with the rows that it fits and draws, and what is said of it where that is much. */
function sizeOf(
  plan: Plan,
  { sample, privacy }: Recipe,
  fitted: number,
  { deviceBytes, seconds: most }: Limits,
): Pick<Planned, 'memoryBytes' | 'notices'> {
  const rows = { fitted, drawn: sample.rows === 'same' ? fitted : sample.rows };
  const bytes = memoryBytes(plan.memory, rows.fitted, rows.drawn);
  const seconds = runSeconds(plan, rows, privacy);
  const notices: Notice[] = [];
  if (isTooLarge(bytes, deviceBytes)) {
    const device = Math.round((deviceBytes ?? 0) / MIB);
    notices.push(noticeOf('memory-high', 'warning', {}, Math.ceil(bytes / MIB), { device }));
  }
  if (seconds > most) notices.push(noticeOf('time-long', 'warning', {}, Math.round(seconds / 60)));
  return { memoryBytes: bytes, notices };
}

function partsOf({ parts = [] }: Plan, forecast: (part: Plan) => Forecast | null): Planned['parts'] {
  return parts.map(({ share, plan }) => ({ synthesizer: plan.synthesizer, share, forecast: forecast(plan) }));
}

/** The whole run on an invented table of this schema and size. Its noise is real, and its budget is nobody's. */
export function rehearseRun(
  { schema, recipe, rowCount }: PlanJob,
  entropy: Entropy,
  onProgress: OnProgress,
): Rehearsed {
  const known = recipe.assumePublicSchema ? declareAll(schema) : schema;
  const modelled: Schema = { columns: known.columns.filter(isModelled) };
  const fitted = Math.max(1, Math.round(rowCount * (1 - recipe.split.holdout)));
  const invented = inventedTable(modelled, fitted, createRng(recipe.sample.seed, 'rehearsal'));
  const holdout = { rowCount: 0, columns: [] } as unknown as Holdout;
  const stated = { publicSchemaAssumed: false, kindsAssumed: false };
  const prepared = { schema: modelled, train: invented as Train, holdout, stated, notices: [] };
  const { synthetic } = generate(
    prepared,
    { ...recipe, rules: [], sample: { rows: 'same', seed: 1, conditions: [] } },
    entropy,
    onProgress,
  );
  return errorsBetween(modelled, invented, synthetic);
}

function boughtShares(asks: readonly PlannedAsk[], { rhoGrains: all }: Budget): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const { columns, rhoGrains } of asks) {
    for (const name of columns) shares[name] = (shares[name] ?? 0) + rhoGrains / all;
  }
  return shares;
}

/** Warnings that follow from the budget and, confidentially, from the size of the table. */
function budgetNotices({ epsilon, delta }: Budget, rowCount: number): Notice[] {
  return [
    ...(epsilon >= 5 ? [noticeOf('epsilon-large', 'warning', {}, 1, { epsilon: String(epsilon) })] : []),
    ...(delta > 1 / (10 * Math.max(1, rowCount)) ? [noticeOf('delta-large', 'warning')] : []),
  ];
}

/** How many rows a level needs to be kept, where that is a large part of the table. */
function levelNotices({ steps }: DiscoveryPlan, { rowsPerPerson }: Budget, fitted: number): Notice[] {
  const thresholds = steps.flatMap((step) =>
    step.kind === 'levels' ? [stabilityThreshold(step.sigma2, rowsPerPerson, step.delta)] : [],
  );
  return hiddenLevels(thresholds, fitted);
}
