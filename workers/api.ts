/**
 * The only shapes that cross the wire between page and engine: plain data in (cloned), plain data out (transferred).
 * Jobs are stateless, so that ending the worker is all there is to cancelling, and nothing is lost by it.
 */
import type { Companion } from '../src/core/companions/companion.ts';
import type { SchemaWritten } from '../src/core/companions/write-table-schema.ts';
import type { ErrorData, Notice } from '../src/core/errors.ts';
import type { Dialect } from '../src/core/formats/dialect.ts';
import type { MadeBy } from '../src/core/fidelity/input.ts';
import type { FirstRows } from '../src/core/formats/first-rows.ts';
import type { ReadResult } from '../src/core/formats/read-table.ts';
import type { Fingerprint } from '../src/core/lineage/fingerprint.ts';
import type { ExportedFile } from '../src/core/lineage/manifest.ts';
import type { RowOrigins } from '../src/core/lineage/tags.ts';
import type { Discovery } from '../src/core/models/bought-domain.ts';
import type { Forecast } from '../src/core/models/forecast.ts';
import type { MadeExamples } from '../src/core/models/identifiers/examples.ts';
import type { GrownTrees, Plan, Share, Synthesizer } from '../src/core/models/model.ts';
import type { Rehearsed } from '../src/core/models/rehearsal.ts';
import type { Generated } from '../src/core/pipeline.ts';
import type { DrawnFrom } from '../src/core/pipeline/draw-rows.ts';
import type { Judgeable, JudgedRead } from '../src/core/pipeline/elsewhere.ts';
import type { ProjectRun } from '../src/core/privacy/project-budget.ts';
import type { Readout } from '../src/core/privacy/readout.ts';
import type { OnProgress, Stage } from '../src/core/progress.ts';
import type { ReadingChoices, Recipe } from '../src/core/recipe.ts';
import type { Proposal } from '../src/core/rules/propose-rules.ts';
import type { ColumnChoices } from '../src/core/table/choices.ts';
import type { AuditRows } from '../src/core/report/audit-rows.ts';
import type { AuditChoices } from '../src/core/report/audit.ts';
import type { Papers, RunInput } from '../src/core/report/build.ts';
import type { Assessment, AssessPart } from '../src/core/report/facts.ts';
import type { Column, Table } from '../src/core/table/column.ts';
import type { Inference } from '../src/core/table/inference.ts';
import type { ColumnSchema, Schema } from '../src/core/table/schema.ts';
import type { Depth } from '../src/core/utility/assess-utility.ts';
import type { EveryColumn } from '../src/core/utility/every-column.ts';
import type { RareClass, RareLevel } from '../src/core/utility/rare-class.ts';
import type { SweepPlan } from '../src/core/utility/sweep-plan.ts';
import type { SweepScores } from '../src/core/utility/sweep-point.ts';
import type { SweepResult } from '../src/core/utility/sweep-summary.ts';

export type Outcome<T> = Readonly<{ ok: true; value: T } | { ok: false; error: ErrorData }>;

/** The file is handed over by reference; the worker streams its bytes and unpacks gzip itself. */
export type ReadJob = Readonly<{
  file: Blob;
  name: string;
  reading: ReadingChoices;
  /** Of an earlier read of the same file: one with another hash is refused. */
  bytesSha256?: string;
}>;
export type { FirstRows };
/** Where they come with a question, nothing more is read until it is answered: by how many rows are wanted, null for all. */
export type OnFirstRows = (first: FirstRows) => void | Promise<number | null>;
/** `schema` is inferred whole, one entry per column. Hashes are of the real file and table: confidential. */
export type Read = ReadResult & Readonly<{ schema: Schema; fingerprint: Fingerprint }>;

/** One column as the user wants it read: another kind, bounds, levels. Only that column travels. */
export type DescribeJob = Readonly<{ column: Column; inference: Inference; choices: ColumnChoices }>;
export type Described = Readonly<{ schema: ColumnSchema; notices: readonly Notice[] }>;

/** What will be written in one column that no model sees. `isClaimed`: under a guarantee. */
export type ExamplesJob = DescribeJob & Readonly<{ isClaimed: boolean }>;

/** What a run would cost and give, before anything is spent. The forecast looks at the row count: confidential. */
export type PlanJob = Readonly<{
  schema: Schema;
  recipe: Recipe;
  rowCount: number;
  /** What an earlier run on the same file has bought of its domain. */
  discovered?: Discovery | null;
}>;
/** `rho` is the budget's; null without a claim, as are forecast and read-out. */
export type Planned = Readonly<{
  plan: Plan;
  /** How rows of a kind are come by. */
  conditions: Synthesizer['conditions'];
  rho: number | null;
  /** The share of rho that buys the domain of a column, by its name; only those that cost something. */
  bought: Readonly<Record<string, number>>;
  forecast: Forecast | null;
  readout: Readout | null;
  /** What each part of an ensemble would be, with its own forecast; empty where there is one model. */
  parts: readonly Readonly<{ synthesizer: string; share: number; forecast: Forecast | null }>[];
  /** What fit and draw take beside the tables at most, in bytes: follows from the row count as the forecast does. */
  memoryBytes: number;
  /**
   * What is to be done without for want of memory or time, and the synthesizer and options that are then left. Without a
   * claim the plan is of these; under one they are proposed.
   */
  stepsBack: Readonly<{ synthesizer: Recipe['synthesizer']; notices: readonly Notice[] }>;
  notices: readonly Notice[];
}>;

/** Everything from the table as it was read to synthetic rows. A seeded entropy makes the run NOT PRIVATE. */
export type GenerateJob = Readonly<{
  table: Table;
  inferences: readonly Inference[];
  recipe: Recipe;
  entropySeed?: number;
  /** As in a plan. */
  discovered?: Discovery | null;
  /** The trees of all shares as one, if they were grown beforehand. */
  grown?: GrownTrees;
}>;
/**
 * One of several shares of the trees of a run, where it grows some: shares run side by side, and their trees go with the
 * run's own job. `trees` is null where the run grows none.
 */
export type GrowJob = Pick<GenerateJob, 'table' | 'inferences' | 'recipe'> & Readonly<{ share: Share }>;
/** As it crosses: `table` is null where the worker holds it under the name `held` (judged.ts). */
export type Sent<Job extends GenerateJob | GrowJob> = Omit<Job, 'table'> &
  Readonly<{ table: Table | null; held?: string }>;
export type Grown = Readonly<{ trees: GrownTrees | null; timings: readonly StageTime[] }>;
export type StageTime = Readonly<{ stage: Stage; seconds: number }>;
/** `ledgerHash` is stored beside the entries; empty without a claim. */
export type GenerateDone = Generated & Readonly<{ timings: readonly StageTime[]; ledgerHash: string }>;

/** One part of the judgement; parts are independent and run side by side on several workers. */
export type AssessJob = Readonly<{
  /** Null, like `synthetic`, where the worker holds them. */
  table: Table | null;
  inferences: readonly Inference[];
  recipe: Recipe;
  synthetic: Table | null;
  /** A name for tables, inferences, recipe and rows of train together, under which the worker holds them (judged.ts). */
  held?: string;
  part: AssessPart;
  /** `full` if not said. */
  depth?: Depth;
  /** Where train and holdout came as two files: the rows of the first; the others stand below them. */
  trainRows?: number | null;
  /** Of an ensemble: which part made each row. */
  made?: MadeBy;
  /** What a full look draws more tables from; of usefulness alone. */
  drawn?: DrawnFrom;
}>;
/** Rows that something else made, beside the real ones they were made from; a holdout that it never saw, if there is one. */
export type ElsewhereJob = Readonly<{
  table: Table;
  inferences: readonly Inference[];
  /** How each real column writes a missing cell. */
  marks: readonly string[];
  recipe: Recipe;
  synthetic: JudgedRead;
  holdout: JudgedRead | null;
}>;
/** What every further check is given; each is asked for by itself. */
export type JudgedJob = Omit<AssessJob, 'part' | 'depth' | 'drawn'>;
/** One point of a planned sweep: points are independent and run side by side. */
export type SweepPointJob = JudgedJob & Readonly<{ plan: SweepPlan; place: number }>;
export type SweepSummaryJob = JudgedJob & Readonly<{ plan: SweepPlan; scores: readonly SweepScores[] }>;
/** `drawn`: whose model names the rows that it finds least likely. */
export type AuditJob = JudgedJob & Readonly<{ choices: AuditChoices; drawn?: DrawnFrom }>;
export type RareClassJob = JudgedJob & Readonly<{ rare: RareLevel }>;
export type AssessDone = Readonly<{ assessment: Assessment; timings: readonly StageTime[] }>;

/**
 * What a recipe asks for, beside the real rows: conditions and rules are looked at one by one. `table` may hold those
 * columns alone that they speak of.
 */
export type AskedJob = Readonly<{
  table: Table;
  inferences: readonly Inference[];
  columns: Recipe['columns'];
  conditions: Recipe['sample']['conditions'];
  rules: Recipe['rules'];
}>;
/** Real rows that meet a condition, and the share of them that break a rule: confidential. What cannot be says why. */
export type Asked = Readonly<{
  conditions: readonly (Readonly<{ rows: number }> | Readonly<{ error: ErrorData }>)[];
  rules: readonly (Readonly<{ broken: number | null }> | Readonly<{ error: ErrorData }>)[];
}>;
export type ProposeJob = Pick<AskedJob, 'table' | 'inferences' | 'columns'>;
export type { Proposal };

/** A file that may go with a table: up to `MAX_COMPANION_BYTES`. `names` of the table at hand, if there is one. */
export type CompanionJob = Readonly<{ file: Blob; names: readonly string[] | null }>;

export type FileFormat = 'csv' | 'csv.gz' | 'json' | 'jsonl' | 'parquet' | 'xlsx';
/** `dialect` is that of the source, whose columns have `sourceNames` (those of these rows if not said); `provenance` adds the tag column, or all four where more is to be said of what `made` the rows. */
export type WriteJob = Readonly<{
  synthetic: Table;
  dialect: Dialect;
  sourceNames?: readonly string[];
  format: FileFormat;
  guardFormulas: boolean;
  provenance: boolean;
  made?: RowOrigins;
}>;
/** The file's bytes, and what the manifest says of it once it has a name. */
export type Written = Readonly<{ bytes: Uint8Array<ArrayBuffer>; file: Omit<ExportedFile, 'name'> }>;

/** What this browser keeps of the runs on one table. */
export type CheckLedgersJob = Readonly<{ ledgers: readonly ProjectRun[] }>;

export type ReportJob = RunInput;

export interface EngineApi {
  /** Bytes to typed columns; of a long text its first rows are told ahead. Errors: the file's own (see the catalogue). */
  read(job: ReadJob, onProgress: OnProgress, onFirstRows?: OnFirstRows): Promise<Outcome<Read>>;
  describe(job: DescribeJob): Promise<Outcome<Described>>;
  /** Errors: `pattern-invalid`, `identifier-space-small`. */
  examples(job: ExamplesJob): Promise<Outcome<MadeExamples>>;
  plan(job: PlanJob): Promise<Outcome<Planned>>;
  /** The errors that a run of this plan ends with, on a table that is invented: no real row is touched, nothing is spent. */
  rehearse(job: PlanJob, onProgress: OnProgress): Promise<Outcome<Rehearsed>>;
  /** Throws as `generate` does. */
  grow(job: Sent<GrowJob>, onProgress: OnProgress): Promise<Outcome<Grown>>;
  /** Splits, plans, measures, fits, samples. Model and ledger come back together, or neither does. */
  generate(job: Sent<GenerateJob>, onProgress: OnProgress): Promise<Outcome<GenerateDone>>;
  /** What `assess` is to be given for rows that something else made. Errors: `nothing-shared`. */
  takeElsewhere(job: ElsewhereJob): Promise<Outcome<Judgeable>>;
  assess(job: AssessJob, onProgress: OnProgress): Promise<Outcome<AssessDone>>;
  /** A ratio sweep: its plan, then each of its points in any order, then what they say together. */
  planSweep(job: JudgedJob): Promise<Outcome<SweepPlan>>;
  sweepPoint(job: SweepPointJob, onProgress: OnProgress): Promise<Outcome<SweepScores>>;
  summariseSweep(job: SweepSummaryJob): Promise<Outcome<SweepResult>>;
  rareClass(job: RareClassJob, onProgress: OnProgress): Promise<Outcome<RareClass>>;
  /** Rows for a person to look at: of synthetic rows alone, or mixed with held-out ones. */
  auditRows(job: AuditJob): Promise<Outcome<AuditRows>>;
  everyColumn(job: JudgedJob, onProgress: OnProgress): Promise<Outcome<EveryColumn>>;
  write(job: WriteJob, onProgress: OnProgress): Promise<Outcome<Written>>;
  askedFor(job: AskedJob): Promise<Outcome<Asked>>;
  /** Rules that nearly all rows keep: inferred, and confidential. */
  proposeRules(job: ProposeJob): Promise<Outcome<readonly Proposal[]>>;
  /** Null for a table. Errors: `schema-invalid`, `recipe-invalid`. */
  companion(job: CompanionJob): Promise<Outcome<Companion | null>>;
  /** A Table Schema, as the text of a file. */
  schemaFile(job: SchemaWritten): Promise<Outcome<string>>;
  /** Answers when all are as they were stored. Errors: `ledger-broken`. */
  checkLedgers(job: CheckLedgersJob): Promise<Outcome<null>>;
  /** Report, shareable report and manifest. Day, run id and salt come from outside: the engine has no clock. */
  report(job: ReportJob): Promise<Outcome<Papers>>;
}
