/**
 * What flows, from a table as it was read to synthetic rows and their judgement: the first file to read.
 *
 *   table + inferences + recipe  → prepare   → schema, train, holdout (locked: no fitting function accepts it)
 *   train + schema + recipe      → generate  → synthetic rows, plan, ledger, claim
 *   train + holdout + synthetic  → assess    → findings, part by part
 *   real + synthetic of another  → takeElsewhere → the same three, without a model (`pipeline/elsewhere.ts`)
 *
 * Reading and writing files stand before and after it (`formats/`); report and manifest are built from what comes out
 * (`report/`, `lineage/`). Privacy: with a privacy block in the recipe every part of the schema that a model uses is
 * declared, or bought from the run's ledger before the model; with discovery off `prepare` refuses what is neither. The
 * judgement looks at real rows as they were read, not as the bought domain maps them.
 */
import { assessAttacks } from './attacks/assess-attacks.ts';
import { assessControls } from './attacks/controls.ts';
import { unreachable, UserError, type Notice } from './errors.ts';
import { assessFidelity } from './fidelity/assess-fidelity.ts';
import { assessC2st } from './fidelity/c2st.ts';
import type { AssessInput, MadeBy } from './fidelity/input.ts';
import { assessTails } from './fidelity/tails/assess-tails.ts';
import { createRng } from './math/rng.ts';
import { completeTable } from './models/complete.ts';
import type { PartsRows } from './rules/sample-parts.ts';
import { wishesOf } from './models/conditions.ts';
import { planMakings } from './models/identifiers/makings.ts';
import { claimedStart, hiddenLevels, levelThresholds, modelGrains, type Discovery } from './models/bought-domain.ts';
import type { SynthesizerRows } from './lineage/manifest.ts';
import type { GrownTrees, Plan, Share, Source } from './models/model.ts';
import { synthesizerFor } from './models/registry.ts';
import { NO_CLAIM, type Claim, type StatedParts } from './privacy/claim.ts';
import type { Entropy } from './privacy/entropy.ts';
import { claimOf } from './privacy/ledger.ts';
import type { OnProgress } from './progress.ts';
import type { Recipe } from './recipe.ts';
import { rulebookOf } from './rules/rulebook.ts';
import type { Assessment, AssessPart, GenerateFacts } from './report/facts.ts';
import { takeTableRows, type Table } from './table/column.ts';
import { applyDomain } from './table/domain.ts';
import { applyChoices, inferSchema, type Chosen } from './table/infer-schema.ts';
import type { Inference } from './table/inference.ts';
import { firstRowsOfPersons } from './table/persons.ts';
import { declareAll, publicSchemaOf, sourceOf, type Schema } from './table/schema.ts';
import { generationToldBy, isTagColumn } from './table/tag-columns.ts';
import { splitAt, splitTable, type Holdout, type Train } from './table/split.ts';
import { assessUtility, type Depth } from './utility/assess-utility.ts';
import { proposeTarget } from './utility/propose-target.ts';
import { drawAgain, drawRows, type DrawnFrom } from './pipeline/draw-rows.ts';
import { claimNotices, rangeNotices, rowNotices } from './pipeline/notices.ts';

export type Prepared = Readonly<{
  /** What the user declared and, for the rest, what the cells show. */
  schema: Schema;
  train: Train;
  holdout: Holdout;
  stated: StatedParts;
  /** The highest that the source's tags tell of. */
  generation?: number;
  /** Why each column was read as what it is; absent for a table that nobody read. */
  inferences?: readonly Inference[];
  notices: readonly Notice[];
}>;

/**
 * `drawn`: what the rows were drawn from; absent of rows that something else made. `madeBy`: by row the place of the part
 * of an ensemble that made it; absent where one synthesizer made all.
 */
export type Generated = Readonly<{
  synthetic: Table;
  facts: GenerateFacts;
  drawn?: DrawnFrom;
  madeBy?: Uint8Array<ArrayBuffer>;
}>;

/** The assessment's own chance: apart from those of split and sampling, so that changing one shifts no other. */
const ASSESSMENT_SEED = 1;

/**
 * Choices applied, schema declared or refused, rows mapped one by one, then split by a coin per row; or after the first
 * `trainRows`, where train and holdout came as two files.
 */
export function prepare(
  table: Table,
  inferences: readonly Inference[],
  recipe: Recipe,
  trainRows: number | null = null,
): Prepared {
  const { chosen, generation, ...read } = withoutTags(
    applyChoices(inferSchema(table, inferences), table, recipe.columns),
    inferences,
  );
  const schema = recipe.assumePublicSchema ? declareAll(chosen.schema) : chosen.schema;
  if (recipe.privacy && !recipe.discovery) publicSchemaOf(schema);
  const mapped = applyDomain(chosen.table, schema);
  const person = schema.columns.findIndex((column) => column.role === 'person');
  const cut = cutPersons(mapped.table, person, recipe);
  const { train, holdout } =
    trainRows === null ? splitTable(cut, recipe.split, person < 0 ? null : person) : splitAt(cut, trainRows);
  const notices = [...chosen.notices, ...mapped.notices];
  return { schema, train, holdout, stated: statedParts(chosen.schema, recipe), generation, ...read, notices };
}

/**
 * Buys the domain where it is not declared, plans, measures, fits and samples. `earlier`: what a former run on the same
 * file has bought; `grown`: the shares of `growShare` as one. Throws before anything is spent if the recipe cannot be
 * carried out.
 */
export function generate(
  prepared: Prepared,
  recipe: Recipe,
  entropy: Entropy,
  onProgress: OnProgress,
  earlier: Discovery | null = null,
  grown: GrownTrees | null = null,
): Generated {
  const synthesizer = synthesizerFor(recipe, prepared.schema);
  if (recipe.privacy === null) {
    wishesOf(recipe.sample.conditions, prepared.schema, prepared.train.rowCount);
    rulebookOf(recipe.rules, prepared.schema);
  }
  const { train, holdout } = prepared;
  const { privacy } = recipe;
  const real = privacy === null ? { table: train, inferences: prepared.inferences ?? [] } : null;
  const makings = planMakings(prepared.schema, recipe.columns, real, rowsAskedFor(recipe, train));
  const start =
    privacy === null
      ? null
      : claimedStart(train, prepared.schema, { ...recipe, privacy }, synthesizer, entropy, earlier, onProgress);
  const schema = start?.schema ?? prepared.schema;
  const source: Source = start
    ? { claim: true, schema: start.schema, entropy, ledger: start.ledger }
    : { ...openSource(schema, recipe), ...(grown ? { grown } : {}) };
  const plan = synthesizer.plan(schema, recipe, start ? modelGrains(start) : undefined);
  const mapped = start?.discovery ? (applyDomain(train, schema).table as Train) : train;
  const model = synthesizer.fit(mapped, plan, source, onProgress);
  const drawn: DrawnFrom = { model, schema, draw: plan.options.draw };
  const sampled = drawRows(drawn, recipe, recipe.sample.seed, onProgress);
  const claimedRows = start && model.rowEstimate;
  const completed = completeTable(sampled.table, schema, { makings, seed: recipe.sample.seed, claimedRows });
  const claim = start ? claimOf(start.ledger, entropy.kind, prepared.stated) : NO_CLAIM;
  const facts: GenerateFacts = {
    schema,
    plan: { ...plan, asks: [...(start?.asks ?? []), ...plan.asks] },
    claim,
    ledger: start?.ledger ?? null,
    discovery: start?.discovery ?? null,
    rowEstimate: model.rowEstimate,
    generation: (prepared.generation ?? 0) + 1,
    wishes: sampled.wishes,
    rules: sampled.rules,
    parts: madeParts(plan, sampled, claim),
    trainRows: train.rowCount,
    holdoutRows: holdout.rowCount,
    notices: {
      public: [
        ...claimNotices(claim),
        ...rangeNotices(prepared.schema, schema),
        ...(start ? hiddenLevels(levelThresholds(start.ledger), model.rowEstimate) : []),
        ...plan.warnings,
        ...(start ? model.notices : []),
        ...sampled.notices,
        ...completed.notices,
      ],
      confidential: [
        ...prepared.notices,
        ...rowNotices(prepared),
        ...(start ? [] : model.notices),
        ...completed.confidential,
      ],
    },
  };
  const { table: synthetic } = completed;
  return { synthetic, facts, drawn, ...(sampled.madeBy ? { madeBy: sampled.madeBy } : {}) };
}

/** Where there is one synthesizer, the whole budget is its own, with what bought the domain. */
function madeParts(
  { parts = [], synthesizer: id, version }: Plan,
  sampled: PartsRows,
  claim: Claim,
): SynthesizerRows[] {
  const { madeBy, table } = sampled;
  if (madeBy === null) {
    return [{ id, version, rowCount: table.rowCount, rhoGrains: claim.kind === 'zcdp' ? claim.rhoGrains : 0 }];
  }
  return parts.map(({ plan }, place) => ({
    id: plan.synthesizer,
    version: plan.version,
    rowCount: madeBy.reduce((rows, one) => rows + (one === place ? 1 : 0), 0),
    rhoGrains: plan.rhoGrains ?? 0,
  }));
}

/**
 * A share of the trees that `generate` would grow for this recipe. Null where it would grow none: under a claim, and where
 * another synthesizer stands.
 */
export function growShare(
  { schema, train }: Prepared,
  recipe: Recipe,
  share: Share,
  onProgress: OnProgress,
): GrownTrees | null {
  const synthesizer = synthesizerFor(recipe, schema);
  if (recipe.privacy !== null || !synthesizer.grow) return null;
  return synthesizer.grow(train, synthesizer.plan(schema, recipe), openSource(schema, recipe), share, onProgress);
}

function openSource(schema: Schema, { sample }: Recipe): Source {
  return { claim: false, schema, rng: createRng(sample.seed, 'fit') };
}

/** `madeBy`: of an ensemble, whose parts are set beside each other. `drawn`: what more tables are drawn from in a full look. */
export type Look = Readonly<{ depth?: Depth | undefined; madeBy?: MadeBy | undefined; drawn?: DrawnFrom | undefined }>;

/** One part of the judgement, on rows that no model saw. A quick look shortens usefulness alone. */
export function assess(
  prepared: Prepared,
  synthetic: Table,
  part: AssessPart,
  recipe: Recipe,
  onProgress: OnProgress,
  { depth = 'full', madeBy, drawn }: Look = {},
): Assessment {
  const input: AssessInput = {
    ...assessInput(prepared, synthetic, recipe),
    ...(madeBy ? { madeBy } : {}),
    ...(drawn ? { drawAgain: (round) => drawAgain(drawn, recipe, round) } : {}),
  };
  switch (part) {
    case 'columns':
      return { part, value: assessFidelity(input, onProgress) };
    case 'tails':
      return {
        part,
        value: assessTails({ ...input, target: input.target ?? proposeTarget(input.schema) }, onProgress),
      };
    case 'c2st':
      return { part, value: assessC2st(input, onProgress) };
    case 'utility':
      return { part, value: assessUtility(input, onProgress, depth) };
    case 'attacks':
      return { part, value: assessAttacks(input, onProgress) };
    case 'controls':
      return { part, value: assessControls(input, onProgress) };
    default:
      return unreachable(part);
  }
}

/** What every check is given. Throws `target-unknown`. */
export function assessInput(prepared: Prepared, synthetic: Table, recipe: Recipe): AssessInput {
  const { target } = recipe.validate;
  if (target !== null && !prepared.schema.columns.some((column) => column.name === target)) {
    throw new UserError('target-unknown', {}, { column: target });
  }
  return {
    train: prepared.train,
    holdout: prepared.holdout.rowCount > 0 ? prepared.holdout : null,
    synthetic,
    schema: prepared.schema,
    target,
    seed: ASSESSMENT_SEED,
    draw: recipe.synthesizer.options['draw'] === 'independent' ? 'independent' : 'even',
    rules: recipe.rules,
  };
}

/** Null where the noisy estimate will say, which is not known before the fit. */
function rowsAskedFor({ sample, privacy }: Recipe, { rowCount }: Train): number | null {
  if (sample.rows === 'same' && privacy !== null) return null;
  const wished = sample.conditions.reduce((sum, one) => sum + ('rows' in one ? one.rows : 0), 0);
  return Math.max(wished, sample.rows === 'same' ? rowCount : sample.rows);
}

/** Our own tags say where rows come from; a column that somebody chose to model is none. */
function withoutTags(
  { schema, table, notices }: Chosen,
  inferences: readonly Inference[],
): Readonly<{ chosen: Chosen; inferences: readonly Inference[]; generation: number }> {
  const isTag = table.columns.map((column, index) => schema.columns[index]!.role === 'left-out' && isTagColumn(column));
  const kept = <T>(list: readonly T[]): readonly T[] => list.filter((_, index) => !isTag[index]);
  return {
    chosen: { schema: { columns: kept(schema.columns) }, table: { ...table, columns: kept(table.columns) }, notices },
    inferences: kept(inferences),
    generation: generationToldBy(table.columns.filter((_, index) => isTag[index])),
  };
}

/** Under a claim each named person is cut to the rows that the claim allows for. */
function cutPersons(table: Table, person: number, { privacy }: Recipe): Table {
  if (person < 0 || privacy === null) return table;
  return takeTableRows(table, firstRowsOfPersons(table.columns[person]!, privacy.rowsPerPerson));
}

/** What is taken as public although it was first read off the data. */
function statedParts(schema: Schema, { privacy, assumePublicSchema }: Recipe): StatedParts {
  const modelled = schema.columns.filter(({ role }) => role !== 'left-out');
  return {
    publicSchemaAssumed: assumePublicSchema && modelled.some((column) => sourceOf(column) === 'inferred'),
    kindsAssumed:
      privacy !== null && !assumePublicSchema && schema.columns.some(({ kind }) => kind.source === 'inferred'),
  };
}
