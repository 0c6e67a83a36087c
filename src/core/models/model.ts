/**
 * What every synthesizer is: it plans from public inputs, fits a model that is plain data, and samples codes from it.
 *   schema + recipe → plan → (train) → fit → model → sample → coded table → decode (`decoding.ts`) → complete (`complete.ts`)
 * Privacy: under a claim the plan is a pure function of schema and recipe, and `fit` sees rows only through the
 * mechanisms of `privacy/`, each of which is an entry of the ledger. A claimed model holds released values alone and may
 * be shared like its output; a model without a claim holds values of real rows.
 * Left out: structural zeros of rules in a request.
 */
import type { Notice } from '../errors.ts';
import type { Rng } from '../math/rng.ts';
import type { Entropy } from '../privacy/entropy.ts';
import type { PlannedMarginal } from '../privacy/forecast.ts';
import type { Ledger } from '../privacy/ledger.ts';
import type { NoisyCounts } from '../privacy/mechanisms.ts';
import type { OnProgress } from '../progress.ts';
import type { Recipe } from '../recipe.ts';
import type { Kind } from '../table/column.ts';
import type { PublicSchema, Schema } from '../table/schema.ts';
import type { Train } from '../table/split.ts';
import type { CodedDomain, CodedTable } from './coded-domain.ts';
import type { Allowed } from './conditions.ts';
import type { Memory } from './memory.ts';
import type { Dependence, Latent } from './copula/latents.ts';
import type { ColumnTree } from './trees/grow.ts';
import type { Predictor } from './trees/predictors.ts';
import type { Clique } from './graphical/factor.ts';
import type { Cap } from './graphical/graph.ts';

/** `even`: each value gets its expected number of rows, rounded up or down; `independent`: each row on its own. */
export type Draw = 'even' | 'independent';
export const DRAWS: readonly Draw[] = ['even', 'independent'];
/** `cap` and `workload` are options of the graphical synthesizers, the rest (whole numbers in digits) of the trees. */
export type ModelOptions = Readonly<{
  draw: Draw;
  cap?: Cap;
  workload?: 'auto' | '2' | '3';
  minLeaf?: string;
  fittedRows?: string;
  predictors?: string;
}>;

/** An option of a synthesizer: one of a few words; `choices` is empty where it is none and the synthesizer reads it. */
export type OptionSpec = Readonly<{
  name: keyof ModelOptions | 'parts';
  choices: readonly string[];
  default: string;
  help: string;
}>;

/** `codes`: number of codes of the column; null without a claim, where they are read off the rows. */
export type PlannedColumn = Readonly<{ name: string; kind: Kind; codes: number | null }>;
/** Coming entries of the ledger. `entries`, `cells` and `rhoGrains` are the most they will be; `sigma2` null follows from released values. */
export type PlannedAsk = Readonly<{
  purpose: string;
  columns: readonly string[];
  entries: number;
  cells: number | null;
  sigma2: number | null;
  rhoGrains: number;
}>;

export type Plan = Readonly<{
  /** `elsewhere`: nothing was planned, and the rest is empty. */
  synthesizer: Model['kind'] | 'elsewhere';
  version: number;
  options: ModelOptions;
  /** The column whose rare levels are kept without a claim. */
  target: string | null;
  columns: readonly PlannedColumn[];
  /** Grains of rho that the model may spend; null without a claim. */
  rhoGrains: number | null;
  /** Empty without a claim. */
  asks: readonly PlannedAsk[];
  /** The noise of a typical single column and a typical pair, from which the error is forecast; null without a claim. */
  noise: Readonly<{ oneWay: PlannedMarginal; pair: PlannedMarginal | null }> | null;
  /** What fit and draw take beside the tables, for any number of rows. */
  memory: Memory;
  warnings: readonly Notice[];
  /** Of trees: the columns that rows are asked for by, which are visited first. */
  first?: readonly string[];
  /** Of an ensemble: what each part does with its own budget; the asks above are those of all. */
  parts?: readonly PlannedPart[];
}>;
/** `share` of the rows; those of an ensemble sum to 1. */
export type PlannedPart = Readonly<{ share: number; plan: Plan }>;

/** By column of the domain: its tree, or null where another share has it. */
export type GrownTrees = readonly (ColumnTree | null)[];
/** One of several parts of a fit that may be made side by side. */
export type Share = Readonly<{ index: number; of: number }>;

/**
 * Where a fit may take its numbers from. `rng` is never used for noise. `oneWays`: bought already, for several fits.
 * `grown`: made already, of the same rows by the same plan with an equal `rng`.
 */
export type Source =
  | Readonly<{ claim: true; schema: PublicSchema; entropy: Entropy; ledger: Ledger; oneWays?: OneWays }>
  | Readonly<{ claim: false; schema: Schema; rng: Rng; grown?: GrownTrees }>;
export type ClaimedSource = Extract<Source, { claim: true }>;

/** What a fit has after its first step (`one-way.ts`). `coded` holds codes of real rows. */
export type OneWays = Readonly<{
  domain: CodedDomain;
  coded: CodedTable;
  rowEstimate: number;
  counts: readonly Float64Array[];
  /** The same as measured, negative counts included; exact counts have variance 1. Null where there is one code only. */
  measured: readonly (NoisyCounts | null)[];
  notices: readonly Notice[];
}>;

type ModelBase = Readonly<{
  version: number;
  domain: CodedDomain;
  /** Rows that were fitted: exact without a claim, estimated from released counts (N̂) with one. At least 1. */
  rowEstimate: number;
  /** Rows per code of each column, none negative, summing to `rowEstimate`. */
  counts: readonly Float64Array[];
  /** What the fit has to say. Under a claim it follows from released values alone. */
  notices: readonly Notice[];
}>;
export type IndependentModel = ModelBase & Readonly<{ kind: 'independent' }>;
export type CopulaModel = ModelBase & Readonly<{ kind: 'copula'; latents: readonly Latent[]; dependence: Dependence }>;
/** Log-potentials on cliques of columns; the rows follow exp of their sum. */
export type GraphicalModel = ModelBase &
  Readonly<{ kind: 'mst' | 'aim'; cliques: readonly Clique[]; potentials: readonly Float64Array[] }>;
/** `order`: the columns as they are visited; `predictors` and `trees` by column. */
export type TreesModel = ModelBase &
  Readonly<{
    kind: 'trees';
    order: readonly number[];
    predictors: readonly Predictor[];
    trees: readonly ColumnTree[];
  }>;
export type SingleModel = IndependentModel | CopulaModel | GraphicalModel | TreesModel;
/** Models of the same rows, each with its own coded domain. */
export type EnsembleModel = Pick<ModelBase, 'version' | 'rowEstimate' | 'notices'> &
  Readonly<{ kind: 'ensemble'; parts: readonly Readonly<{ share: number; model: SingleModel }>[] }>;
export type Model = SingleModel | EnsembleModel;

/**
 * `rowCount` from 1 to `MAX_ROWS`. `allowed`: by column the codes that rows may have, which a synthesizer with exact
 * conditions obeys and another ignores.
 */
export type SampleRequest = Readonly<{ rowCount: number; draw: Draw; allowed?: Allowed }>;

/** What plans and fits: one model, or the several of an ensemble. */
export interface Synthesizer<M extends Model = Model> {
  readonly id: M['kind'];
  /** Raised by whatever alters the samples of a stored model. */
  readonly version: number;
  /** Whether it can be fitted under a claim. */
  readonly claims: 'never' | 'either';
  /** How rows of a kind are come by: drawn as such, or picked from all. */
  readonly conditions: 'exact' | 'rejection';
  readonly label: string;
  readonly help: string;
  readonly options: readonly OptionSpec[];
  /**
   * `grains`: what is left of the budget for the model; all of it if absent. Throws `nothing-to-model`, `option-unknown`,
   * `budget-invalid`, `claim-unsupported`.
   */
  plan(schema: Schema, recipe: Recipe, grains?: number): Plan;
  /** Without a claim and without rows: throws `no-train-rows`. Under a claim an empty table is fitted like any other. */
  fit(train: Train, plan: Plan, source: Source, onProgress: OnProgress): M;
  /** A share of what a fit is longest about, where that can be made side by side. Throws as `fit` does. */
  grow?(train: Train, plan: Plan, source: Source, share: Share, onProgress: OnProgress): GrownTrees;
}

/** One that fits a model of its own, and draws rows from it. */
export interface SingleSynthesizer<M extends SingleModel = SingleModel> extends Synthesizer<M> {
  /** Streams are keyed by one number from `rng`, by purpose, column and block. Throws `rows-invalid`. */
  sample(model: M, request: SampleRequest, rng: Rng, onProgress: OnProgress): CodedTable;
  /** Of each row, up to a constant of the model; absent where the model cannot say it cheaply. */
  logLikelihood?(model: M, rows: CodedTable): Float64Array;
}

/** What rows are drawn from, and the share of them that it draws. */
export type ModelPart = Readonly<{ synthesizer: SingleSynthesizer; model: SingleModel; share: number }>;
