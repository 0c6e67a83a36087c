/**
 * The manifest: what an exported table is, how it was made and what is guaranteed about it, for whoever meets the file
 * later. Shareable by construction: the builder takes claim, ledger, declared and discovered schema parts, recipe and
 * facts about the synthetic rows; there is no parameter through which a real row, count or hash could come.
 */
import { noticeText, type Notice } from '../errors.ts';
import type { Dialect } from '../formats/dialect.ts';
import { guaranteeInWords, type Claim } from '../privacy/claim.ts';
import type { LedgerEntry } from '../privacy/ledger.ts';
import type { Recipe } from '../recipe.ts';
import type { ColumnSchema, Domain, Schema } from '../table/schema.ts';
import { jsonSha256 } from './json-hash.ts';
import type { Fingerprint } from './fingerprint.ts';

export type Tool = Readonly<{ name: string; version: string; commit: string }>;

export type ExportedFile = Readonly<{
  name: string;
  format: string;
  byteLength: number;
  bytesSha256: string;
  fingerprint: Fingerprint;
  rowCount: number;
  columnCount: number;
  dialect: Pick<Dialect, 'encoding' | 'delimiter' | 'lineEnd' | 'header'>;
  tagColumns: readonly string[];
}>;

/**
 * The ledger as anybody can check it: sum `rhoGrains` (of 2^-44 rho each), convert at the claim's `delta` less the sum
 * of the entries' own, compare with the claim.
 */
export type SharedLedger = Readonly<{ budgetGrains: number; entries: readonly LedgerEntry[]; hash: string }>;

/** What made how many of the rows; `rhoGrains`: what it was given of the budget, 0 without a claim. */
export type SynthesizerRows = Readonly<{ id: string; version: number; rowCount: number; rhoGrains: number }>;

export type ManifestInput = Readonly<{
  tool: Tool;
  /** yyyy-MM-dd: no finer, since a time of day can tell one run from another. */
  day: string;
  run: string;
  /** Of the synthetic rows. */
  generation: number;
  rowCount: number;
  files: readonly ExportedFile[];
  commitment: string;
  schema: Schema;
  recipe: Recipe;
  claim: Claim;
  ledger: SharedLedger | null;
  /** More than one of an ensemble. */
  synthesizers: readonly SynthesizerRows[];
  /** Public ones alone: what follows from schema and recipe. */
  notices: readonly Notice[];
  shareableReportSha256: string;
}>;

export type ManifestField = Readonly<{
  name: string;
  type: string;
  role: string;
  sources: Readonly<{ kind: string; missing: string; domain: string | null }>;
  /** Bounds or levels, where they are declared or discovered. */
  domain: Domain | null;
}>;

export type Manifest = Readonly<{
  schemaVersion: 1;
  kind: 'synthetic';
  notPrivate?: string;
  tool: Tool;
  created: string;
  run: string;
  generation: number;
  shares: Readonly<{ tags: Readonly<{ synthetic: number }>; generations: Readonly<Record<number, number>> }>;
  files: readonly ExportedFile[];
  sources: readonly Readonly<{
    role: string;
    commitment: string;
    generation: number;
    evidence: 'none' | 'tags';
    statedBy: 'user';
  }>[];
  schema: Readonly<{ fields: readonly ManifestField[] }>;
  recipe: ShareableRecipe;
  recipeHash: string;
  claim: Claim;
  guarantee: readonly string[];
  ledger: SharedLedger | null;
  synthesizers: readonly SynthesizerRows[];
  reports: readonly Readonly<{ view: 'shareable'; sha256: string }>[];
  limits: readonly string[];
}>;

/** The recipe without the seed of the split, and without that of sampling where no claim covers the rows. */
export type ShareableRecipe = Omit<Recipe, 'split' | 'sample'> &
  Readonly<{ split: Readonly<{ holdout: number }>; sample: Readonly<{ rows: 'same' | number; seed?: number }> }>;

export const LIMITS: readonly string[] = [
  'Facts about groups stay visible; facts about single rows are not promised to be right.',
  'Intervals computed on synthetic rows as if they were real are too narrow.',
  'Identifiers are made anew and no free text is kept: joining with other tables is not possible.',
  'Synthetic rows do not replace real ones when a model is judged: judge on real rows.',
];

export function buildManifest(input: ManifestInput): Manifest {
  const { claim, ledger, recipe, generation } = input;
  const shareable = shareableRecipe(recipe, claim);
  return {
    schemaVersion: 1,
    kind: 'synthetic',
    ...(claim.kind === 'zcdp' && claim.notPrivate ? { notPrivate: 'NOT PRIVATE: the noise came from a seed.' } : {}),
    tool: input.tool,
    created: input.day,
    run: input.run,
    generation,
    shares: { tags: { synthetic: input.rowCount }, generations: { [generation]: input.rowCount } },
    files: input.files,
    sources: [
      {
        ...{ role: 'train', commitment: input.commitment, generation: generation - 1 },
        ...{ evidence: generation > 1 ? 'tags' : 'none', statedBy: 'user' },
      },
    ],
    schema: { fields: input.schema.columns.map(fieldOf) },
    recipe: shareable,
    recipeHash: jsonSha256(shareable),
    claim,
    guarantee: guaranteeInWords(claim),
    ledger,
    synthesizers: input.synthesizers,
    reports: [{ view: 'shareable', sha256: input.shareableReportSha256 }],
    limits: [...LIMITS, ...input.notices.map(noticeText)],
  };
}

export function shareableRecipe(recipe: Recipe, claim: Claim): ShareableRecipe {
  const { rows, seed } = recipe.sample;
  return {
    ...recipe,
    split: { holdout: recipe.split.holdout },
    sample: claim.kind === 'none' ? { rows } : { rows, seed },
    validate: { ...recipe.validate, rareClass: null }, // it names a level of the real table
  };
}

function fieldOf(column: ColumnSchema): ManifestField {
  const { name, kind, missing, domain, role } = column;
  return {
    name,
    type: kind.value,
    role,
    sources: { kind: kind.source, missing: missing.source, domain: domain?.source ?? null },
    domain: domain === null || domain.source === 'inferred' ? null : domain.value,
  };
}
