/** Fits and samples for tests of models: schemas declared whole, seeded entropy, budgets. */
import { completeTable } from '../../src/core/models/complete.ts';
import type { CodedTable } from '../../src/core/models/coded-domain.ts';
import type { Draw, EnsembleModel, Model, Plan, SingleModel, Source } from '../../src/core/models/model.ts';
import { partsOf, synthesizerById } from '../../src/core/models/registry.ts';
import { rulebookOf } from '../../src/core/rules/rulebook.ts';
import { sampleParts } from '../../src/core/rules/sample-parts.ts';
import { createRng } from '../../src/core/math/rng.ts';
import { budgetOf, createLedger, type Ledger } from '../../src/core/privacy/ledger.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { silent, type OnProgress } from '../../src/core/progress.ts';
import { DEFAULT_RECIPE, type PrivacyChoices, type Recipe } from '../../src/core/recipe.ts';
import type { Table } from '../../src/core/table/column.ts';
import { declareAll, publicSchemaOf, type Schema } from '../../src/core/table/schema.ts';
import type { Train } from '../../src/core/table/split.ts';
import { schemaFor } from './assess.ts';

/** Synthesizers that may stand under a claim, and all: of one model each, and with the ensemble. */
const SINGLE_IDS = ['independent', 'copula', 'mst', 'aim'] as const;
export const IDS = [...SINGLE_IDS, 'ensemble'] as const;
export type Id = (typeof IDS)[number];
export const ALL_IDS = [...IDS, 'trees'] as const;
/** Two parts with coded domains of their own, quick to fit. */
const PARTS = [{ id: 'independent' }, { id: 'copula', share: 3 }];

export const EPSILON_1: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };

export type FitOptions = Readonly<{
  privacy?: PrivacyChoices | null;
  /** Read off the table where absent; declared whole under a claim. */
  schema?: Schema;
  target?: string;
  /** What rows will be asked for. */
  conditions?: Recipe['sample']['conditions'];
  seed?: number;
  onProgress?: OnProgress;
}>;
type ModelOf<I extends string> = I extends 'ensemble' ? EnsembleModel : SingleModel;
export type Fitted<M extends Model = SingleModel> = Readonly<{
  model: M;
  plan: Plan;
  ledger: Ledger | null;
  schema: Schema;
}>;

export function recipeFor(id: string, { privacy = null, target, conditions = [] }: FitOptions = {}): Recipe {
  const validate = { ...DEFAULT_RECIPE.validate, target: target ?? null };
  const options = id === 'ensemble' ? { parts: PARTS } : {};
  const sample = { ...DEFAULT_RECIPE.sample, conditions };
  return { ...DEFAULT_RECIPE, privacy, validate, sample, synthesizer: { id, options } };
}

export function fitTable<I extends string>(id: I, table: Table, options: FitOptions = {}): Fitted<ModelOf<I>> {
  const { privacy = null, seed = 1, onProgress = silent } = options;
  const given = options.schema ?? schemaFor(table);
  const schema = privacy ? declareAll(given) : given;
  const synthesizer = synthesizerById(id);
  const plan = synthesizer.plan(schema, recipeFor(id, options));
  const ledger = privacy ? createLedger(budgetOf(privacy)) : null;
  const source: Source = ledger
    ? { claim: true, schema: publicSchemaOf(schema), entropy: seededEntropy(seed), ledger }
    : { claim: false, schema, rng: createRng(seed, 'fit') };
  const model = synthesizer.fit(table as Train, plan, source, onProgress) as ModelOf<I>;
  return { model, plan, ledger, schema };
}

export function sampleCodes(model: SingleModel, rowCount: number, draw: Draw = 'even', seed = 1): CodedTable {
  const [part] = partsOf(model);
  return part!.synthesizer.sample(model, { rowCount, draw }, createRng(seed, 'sample'), silent);
}

/** Rows in the shape of the source. */
export function sampleRows({ model, schema }: Fitted<Model>, rowCount: number, draw: Draw = 'even', seed = 1): Table {
  const made = sampleParts(partsOf(model), { rowCount, draw, seed }, [], rulebookOf([], schema), silent);
  return completeTable(made.table, schema).table;
}

/** The places of all numbers in plain data that are NaN or not finite. */
export function brokenNumbers(value: unknown, path = 'model'): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (ArrayBuffer.isView(value)) {
    return (value as Float64Array).every((entry) => Number.isFinite(entry)) ? [] : [path];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => brokenNumbers(entry, `${path}.${key}`));
}
