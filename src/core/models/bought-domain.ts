/**
 * Where a claimed fit gets its domain from: what is declared is free, the rest is bought from the run's ledger first
 * (`privacy/discovery.ts`), or taken from an earlier run on the same file, whose entries then stand in this ledger too.
 * Privacy: which steps are bought follows from schema and recipe. A domain is taken over only if its cost is a small part
 * of the new budget; else it is bought anew.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { Entropy } from '../privacy/entropy.ts';
import { discover } from '../privacy/discovery.ts';
import { LEVELS_PURPOSE, needsFailureDelta, planDiscovery, type DiscoveryPlan } from '../privacy/discovery-plan.ts';
import {
  budgetOf,
  createLedger,
  remainingGrains,
  resumeLedger,
  type Budget,
  type Ledger,
  type LedgerEntry,
} from '../privacy/ledger.ts';
import { leavesEnough } from '../privacy/project-budget.ts';
import type { OnProgress } from '../progress.ts';
import type { PrivacyChoices, Recipe } from '../recipe.ts';
import { publicSchemaOf, type ColumnSchema, type PublicSchema, type Schema } from '../table/schema.ts';
import type { Train } from '../table/split.ts';
import type { Plan, PlannedAsk, Synthesizer } from './model.ts';

/** A domain that was bought: the schema with its discovered parts, and the entries that paid for them. */
export type Discovery = Readonly<{ schema: Schema; entries: readonly LedgerEntry[] }>;

/** What the fit of a claimed model starts from. `discovery` is null where nothing had to be bought. */
export type ClaimedStart = Readonly<{
  schema: PublicSchema;
  ledger: Ledger;
  discovery: Discovery | null;
  /** What was planned to be bought of the domain; empty where nothing was, or where it was taken over. */
  asks: readonly PlannedAsk[];
}>;

export type ClaimedRecipe = Recipe & Readonly<{ privacy: PrivacyChoices }>;
/** `schema` is what the plan goes by: that of `reused`, which is taken over, or the one that was given. */
export type PlannedDiscovery = Readonly<{
  schema: Schema;
  budget: Budget;
  discovery: DiscoveryPlan;
  asks: readonly PlannedAsk[];
  reused: Discovery | null;
}>;

/** Budget and discovery of a recipe under a claim; nothing is bought where an earlier discovery can be used again. */
export function plannedDiscovery(
  schema: Schema,
  recipe: ClaimedRecipe,
  earlier: Discovery | null = null,
): PlannedDiscovery {
  const { privacy } = recipe;
  if (earlier !== null && canReuse(earlier, schema, privacy)) {
    const canFail = earlier.entries.some(({ delta }) => delta > 0);
    const budget = budgetOf(privacy, canFail);
    const modelGrains = remainingGrains(resumeLedger(budget, earlier.entries));
    return { schema: earlier.schema, budget, discovery: { steps: [], modelGrains }, asks: [], reused: earlier };
  }
  if (!recipe.discovery) {
    const budget = budgetOf(privacy);
    return { schema, budget, discovery: { steps: [], modelGrains: budget.rhoGrains }, asks: [], reused: null };
  }
  const budget = budgetOf(privacy, needsFailureDelta(schema));
  const discovery = planDiscovery(schema, budget);
  const asks = discovery.steps.map(({ purpose, columns, cells, rhoGrains, ...step }) => ({
    purpose,
    columns,
    entries: 1,
    cells,
    sigma2: 'sigma2' in step ? step.sigma2 : null,
    rhoGrains,
  }));
  return { schema, budget, discovery, asks, reused: null };
}

/** Throws what `planDiscovery` and `discover` do. With `recipe.discovery` off nothing may be left to be bought. */
export function claimedStart(
  train: Train,
  schema: Schema,
  recipe: ClaimedRecipe,
  synthesizer: Synthesizer,
  entropy: Entropy,
  earlier: Discovery | null,
  onProgress: OnProgress,
): ClaimedStart {
  const { budget, discovery, asks, reused } = plannedDiscovery(schema, recipe, earlier);
  if (reused !== null) {
    const ledger = resumeLedger(budget, reused.entries);
    return { schema: publicSchemaOf(reused.schema), ledger, discovery: reused, asks };
  }
  const ledger = createLedger(budget);
  if (discovery.steps.length === 0) {
    return { schema: publicSchemaOf(withKindsStated(schema)), ledger, discovery: null, asks };
  }
  const sigma = oneWaySigma(synthesizer.plan(blindSchema(schema), recipe, discovery.modelGrains));
  const found = publicSchemaOf(discover(train, schema, discovery, sigma, { ledger, entropy }, onProgress));
  return { schema: found, ledger, discovery: { schema: found, entries: [...ledger.entries] }, asks };
}

/** Whether an earlier discovery belongs to this schema and is cheap enough under this budget. */
export function canReuse({ schema: found, entries }: Discovery, schema: Schema, privacy: PrivacyChoices): boolean {
  return (
    leavesEnough(entries, privacy) &&
    found.columns.length === schema.columns.length &&
    schema.columns.every((column, index) => agrees(column, found.columns[index]!))
  );
}

/** Levels that need a larger share of the rows to be kept are worth a warning. */
const LARGE_LEVEL = 0.02;

/** What a run has to say of levels that stay hidden: `thresholds` of its histograms of levels, beside so many rows. */
export function hiddenLevels(thresholds: readonly number[], rowCount: number): Notice[] {
  const least = Math.max(0, ...thresholds);
  return least > LARGE_LEVEL * rowCount ? [noticeOf('levels-hidden', 'warning', {}, least)] : [];
}

/** The thresholds that levels had to pass, from the entries that were paid for them. */
export function levelThresholds({ entries }: Ledger): readonly number[] {
  return entries.flatMap((entry) =>
    entry.mechanism === 'stability-histogram' && entry.purpose === LEVELS_PURPOSE ? [entry.parameter.threshold] : [],
  );
}

/** What is left for the model once the domain has been paid for. */
export function modelGrains({ ledger }: ClaimedStart): number {
  return remainingGrains(ledger);
}

/** The same column, with the same parts declared. */
function agrees(column: ColumnSchema, found: ColumnSchema): boolean {
  const { domain } = column;
  if (column.name !== found.name || column.kind.value !== found.kind.value) return false;
  if (found.role === 'left-out' && column.role !== 'left-out') return true; // its discovery found no range
  return (
    column.role === found.role &&
    isSame([column.atoms, column.marks], [found.atoms, found.marks]) &&
    (domain === null) === (found.domain === null) &&
    (domain === null || domain.source === 'inferred'
      ? found.domain === null || found.domain.source === 'discovered'
      : isSame(domain.value, found.domain?.value))
  );
}

function isSame(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}

/** The schema with every inferred domain replaced by a fixed one: what may be known before anything is bought. */
function blindSchema(schema: Schema): Schema {
  const columns = schema.columns.map((column): ColumnSchema => {
    const { domain } = column;
    if (domain === null || domain.source !== 'inferred') return column;
    const { kind } = domain.value;
    const value =
      kind === 'categorical'
        ? ({ kind, levels: ['a', 'b'] } as const)
        : kind === 'numeric'
          ? ({ kind, low: 0, high: 1, decimals: 2 } as const)
          : { ...domain.value, low: 0, high: domain.value.stepMs };
    return { ...column, domain: { value, source: 'declared' }, missing: { value: true, source: 'declared' } };
  });
  return { columns };
}

/** One-way counts of a plan all have the same noise, whatever the columns are. */
function oneWaySigma({ noise }: Plan): number {
  return Math.sqrt(noise?.oneWay.sigma2 ?? 0);
}

/** Domains are declared; kinds that were read off the data are taken as stated, and any cell may be missing. */
function withKindsStated(schema: Schema): Schema {
  const columns = schema.columns.map((column): ColumnSchema => ({
    ...column,
    kind: column.kind.source === 'inferred' ? { ...column.kind, source: 'declared' } : column.kind,
    missing: column.missing.source === 'inferred' ? { value: true, source: 'discovered' } : column.missing,
  }));
  return { columns };
}
