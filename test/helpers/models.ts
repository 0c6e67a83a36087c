/** Fits and samples for tests of models: schemas declared whole, seeded entropy, budgets. */
import { decodeTable } from '../../src/core/models/coding.ts';
import { completeTable } from '../../src/core/models/complete.ts';
import type { CodedTable } from '../../src/core/models/coded-domain.ts';
import type { Draw, Model, Plan, Source } from '../../src/core/models/model.ts';
import { synthesizerById } from '../../src/core/models/registry.ts';
import { createRng } from '../../src/core/math/rng.ts';
import { budgetOf, createLedger, type Ledger } from '../../src/core/privacy/ledger.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { silent, type OnProgress } from '../../src/core/progress.ts';
import { DEFAULT_RECIPE, type PrivacyChoices, type Recipe } from '../../src/core/recipe.ts';
import type { Table } from '../../src/core/table/column.ts';
import { declareAll, publicSchemaOf, type Schema } from '../../src/core/table/schema.ts';
import type { Train } from '../../src/core/table/split.ts';
import { schemaFor } from './assess.ts';

/** Synthesizers that may stand under a claim, and all. */
export const IDS = ['independent', 'copula', 'mst', 'aim'] as const;
export type Id = (typeof IDS)[number];
export const ALL_IDS = [...IDS, 'trees'] as const;

export const EPSILON_1: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };

export type FitOptions = Readonly<{
  privacy?: PrivacyChoices | null;
  /** Read off the table where absent; declared whole under a claim. */
  schema?: Schema;
  target?: string;
  seed?: number;
  onProgress?: OnProgress;
}>;
export type Fitted = Readonly<{ model: Model; plan: Plan; ledger: Ledger | null; schema: Schema }>;

export function recipeFor(id: string, { privacy = null, target }: FitOptions = {}): Recipe {
  const validate = { ...DEFAULT_RECIPE.validate, target: target ?? null };
  return { ...DEFAULT_RECIPE, privacy, validate, synthesizer: { id, options: {} } };
}

export function fitTable(id: string, table: Table, options: FitOptions = {}): Fitted {
  const { privacy = null, seed = 1, onProgress = silent } = options;
  const given = options.schema ?? schemaFor(table);
  const schema = privacy ? declareAll(given) : given;
  const synthesizer = synthesizerById(id);
  const plan = synthesizer.plan(schema, recipeFor(id, options));
  const ledger = privacy ? createLedger(budgetOf(privacy)) : null;
  const source: Source = ledger
    ? { claim: true, schema: publicSchemaOf(schema), entropy: seededEntropy(seed), ledger }
    : { claim: false, schema, rng: createRng(seed, 'fit') };
  const model = synthesizer.fit(table as Train, plan, source, onProgress);
  return { model, plan, ledger, schema };
}

export function sampleCodes(model: Model, rowCount: number, draw: Draw = 'even', seed = 1): CodedTable {
  return synthesizerById(model.kind).sample(model, { rowCount, draw }, createRng(seed, 'sample'), silent);
}

/** Rows in the shape of the source. */
export function sampleRows({ model, schema }: Fitted, rowCount: number, draw: Draw = 'even', seed = 1): Table {
  const coded = sampleCodes(model, rowCount, draw, seed);
  return completeTable(decodeTable(coded, model.domain, createRng(seed, 'decode')), schema).table;
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
