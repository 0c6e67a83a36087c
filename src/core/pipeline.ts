/**
 * What flows, from a table as it was read to synthetic rows and their judgement: the first file to read.
 *
 *   table + inferences + recipe  → prepare   → schema, train, holdout (locked: no fitting function accepts it)
 *   train + schema + recipe      → generate  → synthetic rows, plan, ledger, claim
 *   train + holdout + synthetic  → assess    → findings, part by part
 *   real + synthetic of another  → takeElsewhere → the same three, without a model
 *
 * Reading and writing files stand before and after it (`formats/`); report and manifest are built from what comes out
 * (`report/`, `lineage/`). Privacy: with a privacy block in the recipe every part of the schema that a model uses is
 * declared, or bought from the run's ledger before the model; with discovery off `prepare` refuses what is neither. The
 * judgement looks at real rows as they were read, not as the bought domain maps them.
 */
import { assessAttacks } from './attacks/assess-attacks.ts';
import { assessControls } from './attacks/controls.ts';
import { noticeOf, unreachable, UserError, type Notice } from './errors.ts';
import { assessFidelity } from './fidelity/assess-fidelity.ts';
import { assessC2st } from './fidelity/c2st.ts';
import type { AssessInput, MadeBy } from './fidelity/input.ts';
import { assessTails } from './fidelity/tails/assess-tails.ts';
import { createRng } from './math/rng.ts';
import { completeTable } from './models/complete.ts';
import { leastLikelyRows } from './models/unlikely.ts';
import { sampleParts, type PartsRows } from './rules/sample-parts.ts';
import { wishesOf } from './models/conditions.ts';
import { planMakings } from './models/identifiers/makings.ts';
import { claimedStart, hiddenLevels, levelThresholds, modelGrains, type Discovery } from './models/bought-domain.ts';
import type { SynthesizerRows } from './lineage/manifest.ts';
import type { GrownTrees, Plan, Share, Source } from './models/model.ts';
import { partsOf, synthesizerFor } from './models/registry.ts';
import { NO_CLAIM, type Claim, type StatedParts } from './privacy/claim.ts';
import { unfoundColumns } from './privacy/discovery.ts';
import type { Entropy } from './privacy/entropy.ts';
import { claimOf } from './privacy/ledger.ts';
import { silent, type OnProgress } from './progress.ts';
import type { Recipe } from './recipe.ts';
import { columnsOf } from './recipe/rule.ts';
import { rulebookOf } from './rules/rulebook.ts';
import { drawAudit, type AuditRows } from './report/audit-rows.ts';
import type { AuditAsk } from './report/audit.ts';
import type { Assessment, AssessPart, GenerateFacts, JudgedFile } from './report/facts.ts';
import { alignTable, placeBelow } from './table/align.ts';
import { takeTableRows, type Table } from './table/column.ts';
import { applyDomain } from './table/domain.ts';
import { applyChoices, inferSchema, type Chosen } from './table/infer-schema.ts';
import type { Inference } from './table/inference.ts';
import { firstRowsOfPersons } from './table/persons.ts';
import { declareAll, isModelled, publicSchemaOf, sourceOf, type Schema } from './table/schema.ts';
import { generationToldBy, isTagColumn } from './table/tag-columns.ts';
import { splitAt, splitTable, type Holdout, type Train } from './table/split.ts';
import { assessUtility, type Depth } from './utility/assess-utility.ts';
import { assessEveryColumn, type EveryColumn } from './utility/every-column.ts';
import { proposeTarget } from './utility/propose-target.ts';
import { assessRareClass, type RareClass, type RareLevel, type RareSource } from './utility/rare-class.ts';
import { planSweep, type Generator, type SweepPlan } from './utility/sweep-plan.ts';
import { sweepPoint, type SweepScores } from './utility/sweep-point.ts';
import { summariseSweep, type SweepResult } from './utility/sweep-summary.ts';

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
 * `madeBy`: by row the place of the part of an ensemble that made it; absent where one synthesizer made all. `unlikely`:
 * the rows that the model finds least likely; null where it cannot say, absent of rows that something else made.
 */
export type Generated = Readonly<{
  synthetic: Table;
  facts: GenerateFacts;
  madeBy?: Uint8Array<ArrayBuffer>;
  unlikely?: readonly number[] | null;
}>;

/** In the recipe of rows that something else made. */
const ELSEWHERE = 'elsewhere';
const NOTHING_PLANNED: Plan = {
  ...{ synthesizer: ELSEWHERE, version: 0, options: { draw: 'independent' }, target: null, columns: [] },
  ...{ rhoGrains: null, asks: [], noise: null, warnings: [] },
};

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
  const rowCount = recipe.sample.rows === 'same' ? model.rowEstimate : recipe.sample.rows;
  const request = { rowCount, draw: plan.options.draw, seed: recipe.sample.seed };
  const wishes = wishesOf(recipe.sample.conditions, schema, rowCount);
  const sampled = sampleParts(partsOf(model), request, wishes, rulebookOf(recipe.rules, schema), onProgress);
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
  const unlikely = leastLikelyRows(partsOf(model), completed.table);
  return { synthetic: completed.table, facts, unlikely, ...(sampled.madeBy ? { madeBy: sampled.madeBy } : {}) };
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

/** A file as it was read, to be judged beside another. */
export type JudgedRead = Readonly<{ table: Table; file: JudgedFile }>;
export type Judgeable = Readonly<{
  table: Table;
  recipe: Recipe;
  trainRows: number | null;
  synthetic: Table;
  facts: GenerateFacts;
}>;

/**
 * Rows that something else made, brought into line with the real ones. Columns that cannot be are left out of the recipe
 * and named. `marks`: how each real column writes a missing cell. With a holdout file all of the real table counts as train. Throws `nothing-shared`.
 */
export function takeElsewhere(
  real: Table,
  inferences: readonly Inference[],
  marks: readonly string[],
  synthetic: JudgedRead,
  holdout: JudgedRead | null,
  stated: Recipe,
): Judgeable {
  const chosen = applyChoices(inferSchema(real, inferences), real, stated.columns).table;
  const held = holdout && alignTable(chosen, holdout.table, marks, 'holdout');
  const table = held && holdout ? placeBelow(chosen, held.columns, holdout.table.rowCount) : chosen;
  const made = alignTable(table, synthetic.table, marks, 'synthetic');
  const unlike = new Set([...(held?.unlike ?? []), ...made.unlike]);
  const columns = { ...stated.columns };
  for (const name of unlike) columns[name] = { ...columns[name], role: 'left-out' };
  const { target } = stated.validate;
  const isTargetLost = target !== null && unlike.has(target);
  const recipe: Recipe = {
    ...stated,
    columns,
    privacy: null,
    synthesizer: { id: ELSEWHERE, options: { draw: 'independent' } },
    rules: stated.rules.filter((rule) => !columnsOf(rule).some((name) => unlike.has(name))),
    validate: { ...stated.validate, target: isTargetLost ? null : target },
  };
  const trainRows = held ? real.rowCount : null;
  const prepared = prepare(table, inferences, recipe, trainRows);
  const compared = prepared.schema.columns.filter(isModelled);
  if (compared.length === 0) throw new UserError('nothing-shared');
  const heldRows = prepared.holdout.rowCount;
  const confidential = [
    ...(held ? [] : [noticeOf('holdout-maybe-seen', 'warning', {}, heldRows)]),
    ...made.notices,
    ...(held?.notices ?? []),
    ...(isTargetLost ? [noticeOf('target-apart', 'warning', { column: target })] : []),
    ...prepared.notices,
    ...holdoutNotices(prepared.holdout),
  ];
  const facts: GenerateFacts = {
    schema: prepared.schema,
    plan: NOTHING_PLANNED,
    claim: NO_CLAIM,
    ledger: null,
    discovery: null,
    rowEstimate: prepared.train.rowCount,
    ...{ generation: 1, parts: [] },
    elsewhere: {
      synthetic: synthetic.file,
      holdout: holdout?.file ?? null,
      mayHaveSeenHoldout: held === null,
      columns: compared.map(({ name, kind }) => ({ name, kind: kind.value })),
      differences: { synthetic: made.differences, holdout: held?.differences ?? null },
    },
    trainRows: prepared.train.rowCount,
    holdoutRows: heldRows,
    notices: { public: [], confidential },
  };
  return {
    table,
    recipe,
    trainRows,
    synthetic: { rowCount: synthetic.table.rowCount, columns: made.columns },
    facts,
  };
}

/**
 * One part of the judgement, on rows that no model saw. A quick look shortens usefulness alone. `madeBy`: of an ensemble,
 * whose parts are set beside each other.
 */
export function assess(
  prepared: Prepared,
  synthetic: Table,
  part: AssessPart,
  recipe: Recipe,
  onProgress: OnProgress,
  depth: Depth = 'full',
  madeBy?: MadeBy,
): Assessment {
  const input = { ...assessInput(prepared, synthetic, recipe), ...(madeBy ? { madeBy } : {}) };
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

/**
 * The mixes of real and synthetic rows that a sweep learns from, as jobs that may run side by side. Without a claim every
 * point fits the recipe's synthesizer anew. Under a claim each such fit would be a run and be charged; instead the rows
 * that are released stand in, which costs nothing, and rows are substituted only: they were fitted on all of train.
 */
export function planRatios(prepared: Prepared, synthetic: Table, recipe: Recipe): SweepPlan {
  return planSweep(
    assessInput(prepared, synthetic, recipe),
    canRefit(recipe) ? {} : { designs: ['substitute'], generator: 'released' },
  );
}

export function ratioPoint(
  prepared: Prepared,
  synthetic: Table,
  recipe: Recipe,
  plan: SweepPlan,
  place: number,
  onProgress: OnProgress,
): SweepScores {
  const generator: Generator =
    plan.generator === 'refitted'
      ? (rows, rowCount, seed) => refittedRows(prepared, recipe, rows, rowCount, seed)
      : () => synthetic;
  return sweepPoint(assessInput(prepared, synthetic, recipe), plan, place, generator, onProgress);
}

export function ratioSummary(
  prepared: Prepared,
  synthetic: Table,
  recipe: Recipe,
  plan: SweepPlan,
  scores: readonly SweepScores[],
): SweepResult {
  return summariseSweep(assessInput(prepared, synthetic, recipe), plan, scores);
}

/** Rows sampled for a rare level, at most: one in fifty of them being of the class gives twenty thousand. */
const MOST_TRIED = 1_000_000;

/** Rows of the level come from a fit of their own, or under a claim from the rows that are released. */
export function rareClass(
  prepared: Prepared,
  synthetic: Table,
  recipe: Recipe,
  rare: RareLevel,
  onProgress: OnProgress,
): RareClass {
  const { train } = prepared;
  const shareOf = (): number => {
    const column = train.columns.find(({ name }) => name === rare.column);
    if (column?.kind !== 'categorical') return 1;
    const place = column.levels.indexOf(rare.level);
    return column.codes.reduce((sum, code) => sum + (code === place ? 1 : 0), 0) / train.rowCount;
  };
  const source: RareSource = canRefit(recipe)
    ? (wanted, seed) =>
        refittedRows(prepared, recipe, train, Math.min(MOST_TRIED, Math.ceil((1.2 * wanted) / shareOf())), seed)
    : () => synthetic;
  return assessRareClass(assessInput(prepared, synthetic, recipe), rare, source, onProgress);
}

/** Rows for a person to look at, one by one, and those that the model finds least likely. */
export function auditRows(prepared: Prepared, synthetic: Table, choices: AuditAsk): AuditRows {
  return drawAudit(synthetic, prepared.holdout, prepared.schema, choices);
}

export function everyColumn(prepared: Prepared, synthetic: Table, recipe: Recipe, onProgress: OnProgress): EveryColumn {
  return assessEveryColumn(assessInput(prepared, synthetic, recipe), onProgress);
}

/** Not under a claim, which would charge it, and not what something else made. */
function canRefit({ privacy, synthesizer }: Recipe): boolean {
  return privacy === null && synthesizer.id !== ELSEWHERE;
}

/** Rows of the recipe's synthesizer fitted on these rows without a claim: an experiment, never an export. */
function refittedRows(prepared: Prepared, recipe: Recipe, rows: Table, rowCount: number, seed: number): Table {
  const { schema } = prepared;
  const synthesizer = synthesizerFor(recipe, schema);
  const plan = synthesizer.plan(schema, recipe);
  const model = synthesizer.fit(rows as Train, plan, { claim: false, schema, rng: createRng(seed, 'refit') }, silent);
  const request = { rowCount, draw: plan.options.draw, seed };
  return completeTable(sampleParts(partsOf(model), request, [], rulebookOf([], schema), silent).table, schema).table;
}

/** What every check is given. Throws `target-unknown`. */
function assessInput(prepared: Prepared, synthetic: Table, recipe: Recipe): AssessInput {
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

function rangeNotices(before: Schema, after: Schema): Notice[] {
  return unfoundColumns(before, after).map((column) => noticeOf('range-not-found', 'warning', { column }));
}

function claimNotices(claim: Claim): Notice[] {
  if (claim.kind === 'none') return [];
  return [
    ...(claim.notPrivate ? [noticeOf('not-private', 'warning')] : []),
    ...(claim.publicSchemaAssumed ? [noticeOf('public-schema-assumed', 'warning')] : []),
    ...(claim.epsilon >= 5
      ? [noticeOf('epsilon-large', 'warning', {}, 1, { epsilon: String(claim.epsilon.toPrecision(3)) })]
      : []),
  ];
}

/** Below this many fitted rows little detail can be expected. */
const FEW_ROWS = 200;

function rowNotices({ train, holdout }: Prepared): Notice[] {
  const notices: Notice[] = [];
  if (train.rowCount < FEW_ROWS) notices.push(noticeOf('rows-few', 'warning', {}, train.rowCount));
  return [...notices, ...holdoutNotices(holdout)];
}

function holdoutNotices(holdout: Holdout): Notice[] {
  if (holdout.rowCount === 0) return [noticeOf('no-holdout', 'warning')];
  return holdout.rowCount < FEW_ROWS ? [noticeOf('holdout-small', 'warning', {}, holdout.rowCount)] : [];
}
