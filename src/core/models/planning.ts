/**
 * The part of a plan that all synthesizers share: columns, options, one-way asks, warnings.
 * Privacy: under a claim everything here follows from schema and recipe alone.
 */
import { noticeOf, UserError, type Notice } from '../errors.ts';
import { sigma2ForRho } from '../privacy/accountant.ts';
import type { PlannedMarginal } from '../privacy/forecast.ts';
import { budgetOf, type Budget } from '../privacy/ledger.ts';
import { sensitivityOf } from '../privacy/units.ts';
import type { Recipe } from '../recipe.ts';
import { isModelled, type ColumnSchema, type Domain, type Part, type Schema } from '../table/schema.ts';
import { codeCount, type CodedDomain } from './coded-domain.ts';
import { declaredDomain } from './declared-domain.ts';
import { codedMemory } from './memory.ts';
import { DRAWS, type ModelOptions, type OptionSpec, type Plan, type PlannedAsk, type Synthesizer } from './model.ts';

const MANY_LEVELS = 1000;
export const ONE_WAY_PURPOSE = 'one-way counts';

export const DRAW_OPTION: OptionSpec = {
  name: 'draw',
  choices: DRAWS,
  default: 'even',
  help: 'even: each value gets its expected number of rows, rounded. independent: each row is drawn on its own.',
};

/** What a claimed plan is made from: the coded domain, the budget, and the model's part of it in grains. */
export type ClaimedBasis = Readonly<{ domain: CodedDomain; budget: Budget; grains: number }>;
export type PlanBasis = Readonly<{ plan: Plan; claimed: ClaimedBasis | null }>;

/** A plan without asks and noise, and what they follow from. Throws what `Synthesizer.plan` says. */
export function planBasis(
  synthesizer: Pick<Synthesizer, 'id' | 'version' | 'options'>,
  schema: Schema,
  recipe: Recipe,
  grains?: number,
): PlanBasis {
  const modelled = schema.columns.filter(isModelled);
  if (modelled.length === 0) throw new UserError('nothing-to-model');
  const claimed = recipe.privacy === null ? null : claimedBasis(schema, budgetOf(recipe.privacy), grains);
  const target = recipe.validate.target ?? modelled.find((column) => column.role === 'target')?.name ?? null;
  const plan: Plan = {
    synthesizer: synthesizer.id,
    version: synthesizer.version,
    options: readOptions(synthesizer.options, recipe.synthesizer.options),
    target,
    columns: modelled.map(({ name, kind }, index) => ({
      name,
      kind: kind.value,
      codes: claimed && codeCount(claimed.domain.columns[index]!),
    })),
    rhoGrains: claimed && claimed.grains,
    asks: [],
    noise: null,
    memory: codedMemory(schema, recipe),
    warnings: [...(claimed ? boughtWarnings(modelled) : []), ...levelWarnings(schema)],
  };
  return { plan, claimed };
}

function claimedBasis(schema: Schema, budget: Budget, grains = budget.rhoGrains): ClaimedBasis {
  return { domain: declaredDomain(schema), budget, grains };
}

export type OneWayAsk = PlannedAsk & Readonly<{ cells: number; sigma2: number }>;

/** One marginal of counts per column that has more than one code, for equal shares of `rhoGrains`. */
export function oneWayAsks({ domain, budget }: ClaimedBasis, rhoGrains: number): OneWayAsk[] {
  const measured = domain.columns.filter((column) => codeCount(column) > 1);
  const share = Math.floor(rhoGrains / Math.max(1, measured.length));
  const { l2Squared } = sensitivityOf({ kind: 'counts' }, budget);
  return measured.map((column) => ({
    purpose: ONE_WAY_PURPOSE,
    columns: [column.name],
    entries: 1,
    cells: codeCount(column),
    sigma2: sigma2ForRho(share, l2Squared),
    rhoGrains: share,
  }));
}

/** The marginal of median size among these, all measured with one variance. */
export function typicalMarginal(cells: readonly number[], sigma2: number): PlannedMarginal {
  const ascending = [...cells].sort((a, b) => a - b);
  return { cells: ascending[ascending.length >> 1] ?? 1, sigma2 };
}

function readOptions(specs: readonly OptionSpec[], chosen: Readonly<Record<string, unknown>>): ModelOptions {
  for (const name of Object.keys(chosen)) {
    if (!specs.some((spec) => spec.name === name)) {
      throw new UserError('option-unknown', { known: specs.map((spec) => spec.name) }, { key: name });
    }
  }
  const words = specs.filter(({ choices }) => choices.length > 0);
  const entries = words.map(({ name, choices, default: usual }) => {
    const given = chosen[name] ?? usual;
    const choice = typeof given === 'number' ? String(given) : given;
    if (typeof choice !== 'string' || !choices.includes(choice)) {
      const problem = `must be one of ${choices.join(', ')}`;
      throw new UserError('recipe-invalid', { problem }, { key: `synthesizer.options.${name}` });
    }
    return [name, choice];
  });
  return Object.fromEntries(entries) as ModelOptions;
}

/** What was bought may reach beyond the real table. Which columns that concerns follows from what is declared. */
function boughtWarnings(modelled: readonly (ColumnSchema & { domain: Part<Domain> })[]): Notice[] {
  const bought = modelled.filter(({ domain }) => domain.source !== 'declared');
  const [levels, bounds] = [true, false].map((isCategory) =>
    bought.filter(({ domain }) => (domain.value.kind === 'categorical') === isCategory).map(({ name }) => name),
  );
  return [
    ...(bounds!.length > 0 ? [noticeOf('bounds-bought', 'warning', {}, bounds!.length, { columns: bounds! })] : []),
    ...(levels!.length > 0 ? [noticeOf('levels-bought', 'warning', {}, levels!.length, { columns: levels! })] : []),
  ];
}

function levelWarnings(schema: Schema): Notice[] {
  return schema.columns.filter(isModelled).flatMap(({ name, domain }) => {
    const levels = domain.value.kind === 'categorical' ? domain.value.levels.length : 0;
    return levels > MANY_LEVELS ? [noticeOf('levels-many', 'warning', { column: name }, levels)] : [];
  });
}
