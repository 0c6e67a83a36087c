/**
 * The only shapes that cross the wire between page and engine: plain data in (cloned), plain data out (transferred).
 * Jobs are stateless, so that ending the worker is all there is to cancelling, and nothing is lost by it.
 */
import type { ErrorData, Notice } from '../src/core/errors.ts';
import type { ReadResult } from '../src/core/formats/read-table.ts';
import type { CanonicalManifest } from '../src/core/lineage/manifest.ts';
import type { Assessment, AssessPart, Generated, GenerateFacts } from '../src/core/pipeline.ts';
import type { OnProgress, Stage } from '../src/core/progress.ts';
import type { PrivacyReadout } from '../src/core/privacy/readout.ts';
import type { Recipe, ColumnChoices, ReadingChoices } from '../src/core/recipe.ts';
import type { Report, ShareableReport } from '../src/core/report/report.ts';
import type { Column, Table } from '../src/core/table/column.ts';
import type { Inference } from '../src/core/table/inference.ts';
import type { ColumnSchema, Schema } from '../src/core/table/schema.ts';
import type { Plan } from '../src/core/models/model.ts';
import type { Forecast } from '../src/core/privacy/forecast.ts';
import type { Dialect } from '../src/core/formats/dialect.ts';

export type Outcome<T> = Readonly<{ ok: true; value: T } | { ok: false; error: ErrorData }>;

/** The file is handed over by reference; the worker streams its bytes and unpacks gzip itself. */
export type ReadJob = Readonly<{ file: Blob; name: string; reading: ReadingChoices }>;
/** `schema` is inferred whole: one entry per column, in order. */
export type Read = ReadResult & Readonly<{ schema: Schema }>;

/** One column as the user wants it read: another kind, bounds, levels. Only that column travels. */
export type DescribeJob = Readonly<{ column: Column; inference: Inference; choices: ColumnChoices }>;
export type Described = Readonly<{ schema: ColumnSchema; notices: readonly Notice[] }>;

/** What a run would cost and give, before anything is spent. The forecast looks at the row count: confidential. */
export type PlanJob = Readonly<{ schema: Schema; recipe: Recipe; rowCount: number }>;
export type Planned = Readonly<{
  plan: Plan;
  forecast: Forecast | null;
  readout: PrivacyReadout | null;
  notices: readonly Notice[];
}>;

/** Everything from the table as it was read to synthetic rows. A seeded entropy makes the run NOT PRIVATE. */
export type GenerateJob = Readonly<{
  table: Table;
  inferences: readonly Inference[];
  recipe: Recipe;
  entropySeed?: number;
}>;
export type StageTime = Readonly<{ stage: Stage; seconds: number }>;
export type GenerateDone = Generated & Readonly<{ timings: readonly StageTime[] }>;

/** One part of the judgement; parts are independent and run side by side on several workers. */
export type AssessJob = Readonly<{
  table: Table;
  inferences: readonly Inference[];
  recipe: Recipe;
  synthetic: Table;
  part: AssessPart;
}>;
export type AssessDone = Readonly<{ assessment: Assessment; timings: readonly StageTime[] }>;

export type FileFormat = 'csv' | 'csv.gz';
export type WriteJob = Readonly<{
  synthetic: Table;
  dialect: Dialect;
  format: FileFormat;
  guardFormulas: boolean;
  provenance: boolean;
}>;
export type Written = Readonly<{
  bytes: Uint8Array<ArrayBuffer>;
  rowCount: number;
  columnCount: number;
  sha256: string;
  contentSha256: string;
}>;

/** Day and run id come from outside: the engine has no clock and no chance of its own. */
export type ReportJob = Readonly<{
  facts: GenerateFacts;
  assessments: readonly Assessment[];
  recipe: Recipe;
  source: Readonly<{ name: string; byteLength: number; bytesSha256: string; rowCount: number; columnCount: number }>;
  files: readonly Readonly<{
    name: string;
    format: FileFormat;
    written: Omit<Written, 'bytes'>;
    provenance: boolean;
  }>[];
  timings: readonly StageTime[];
  looks: number;
  day: string;
  run: string;
  commitmentSalt: Uint8Array;
  tool: Readonly<{ version: string; commit: string }>;
  projectTotal: Readonly<{ epsilon: number; runs: number }> | null;
}>;
export type Reported = Readonly<{ report: Report; shareable: ShareableReport; manifest: CanonicalManifest }>;

export interface EngineApi {
  /** Bytes to typed columns. The first rows arrive with the result. Errors: the file's own (see the catalogue). */
  read(job: ReadJob, onProgress: OnProgress): Promise<Outcome<Read>>;
  describe(job: DescribeJob): Promise<Outcome<Described>>;
  plan(job: PlanJob): Promise<Outcome<Planned>>;
  /** Splits, plans, measures, fits, samples. Model and ledger come back together, or neither does. */
  generate(job: GenerateJob, onProgress: OnProgress): Promise<Outcome<GenerateDone>>;
  assess(job: AssessJob, onProgress: OnProgress): Promise<Outcome<AssessDone>>;
  write(job: WriteJob, onProgress: OnProgress): Promise<Outcome<Written>>;
  report(job: ReportJob): Promise<Outcome<Reported>>;
}
