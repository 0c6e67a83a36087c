/**
 * The engine behind the wire. A worker hands in the browser's entropy and clock, a test its own; nothing else differs.
 * What a job throws is answered as data: an Error would cross without its code and its place.
 */
import { madeExamples } from '../src/core/models/identifiers/examples.ts';
import { withinMemory } from '../src/core/models/too-large.ts';
import { assess, generate, growShare } from '../src/core/pipeline.ts';
import {
  auditRows,
  everyColumn,
  planRatios,
  rareClass,
  ratioPoint,
  ratioSummary,
} from '../src/core/pipeline/deep-checks.ts';
import { takeElsewhere } from '../src/core/pipeline/elsewhere.ts';
import type { Entropy } from '../src/core/privacy/entropy.ts';
import { ledgerHash } from '../src/core/privacy/ledger-chain.ts';
import { checkProjectRun } from '../src/core/privacy/project-budget.ts';
import { seededEntropy } from '../src/core/privacy/seeded-entropy.ts';
import { buildPapers } from '../src/core/report/build.ts';
import { tableBuffers, type Column } from '../src/core/table/column.ts';
import { applyChoices, inferSchema, type Chosen } from '../src/core/table/infer-schema.ts';
import type { DescribeJob, EngineApi } from './api.ts';
import { createHolding } from './judged.ts';
import { planRun, rehearseRun } from './plan.ts';
import { settle } from './settle.ts';
import { serveTables, type TablePlatform, type TablesApi } from './tables.ts';
import { rarely, stopwatch } from './timing.ts';

/** What the engine takes from its surroundings. `now` in milliseconds, for timings and the pace of progress alone; `deviceBytes`: what the device reports as its memory. */
export type EnginePlatform = Readonly<{ entropy: Entropy; now: () => number; deviceBytes?: number | null }>;
export type Platform = TablePlatform & EnginePlatform;

/** Files and all else in one, where there is one thread. */
export function serve(platform: Platform): EngineApi {
  return { ...serveTables(platform), ...serveEngine(platform) };
}

/** All but files: models, mechanisms, checks and papers. */
export function serveEngine({ entropy, now, deviceBytes = null }: EnginePlatform): Omit<EngineApi, keyof TablesApi> {
  const holding = createHolding();
  return {
    describe: (job) =>
      settle(() => {
        const { schema, notices } = chosenColumn(job);
        return { schema: schema.columns[0]!, notices };
      }),

    examples: (job) => settle(() => madeExamples(chosenColumn(job), job.inference, job.choices, job.isClaimed)),

    plan: (job) => settle(() => planRun(job, deviceBytes)),

    rehearse: (job, onProgress) => settle(() => rehearseRun(job, entropy, rarely(onProgress, now))),

    grow: (job, onProgress) =>
      settle(() => {
        const watch = stopwatch(rarely(onProgress, now), now);
        const prepared = holding.preparedOf(job);
        const { recipe, share } = job;
        const trees = withinMemory(prepared.schema, () => growShare(prepared, recipe, share, watch.onProgress));
        return { trees, timings: watch.stop() };
      }),

    generate: ({ entropySeed, discovered, grown, ...job }, onProgress) =>
      settle(
        () => {
          const watch = stopwatch(rarely(onProgress, now), now);
          const source = entropySeed === undefined ? entropy : seededEntropy(entropySeed);
          watch.onProgress({ stage: 'planning', done: 0, total: 1 });
          const prepared = holding.preparedOf(job);
          const generated = withinMemory(prepared.schema, () =>
            generate(prepared, job.recipe, source, watch.onProgress, discovered ?? null, grown ?? null),
          );
          const entries = generated.facts.ledger?.entries ?? [];
          return { ...generated, timings: watch.stop(), ledgerHash: ledgerHash(entries) };
        },
        ({ synthetic, madeBy }) => [...tableBuffers(synthetic), ...(madeBy ? [madeBy.buffer] : [])],
      ),

    takeElsewhere: ({ table, inferences, marks, recipe, synthetic, holdout }) =>
      settle(
        () => {
          holding.release();
          return takeElsewhere(table, inferences, marks, synthetic, holdout, recipe);
        },
        (taken) => [...tableBuffers(taken.table), ...tableBuffers(taken.synthetic)],
      ),

    assess: (job, onProgress) =>
      settle(() => {
        const { recipe, part, depth, made, drawn } = job;
        const watch = stopwatch(rarely(onProgress, now), now);
        const { prepared, synthetic } = holding.tablesOf(job);
        const look = { depth, madeBy: made, drawn };
        const assessment = assess(prepared, synthetic, part, recipe, watch.onProgress, look);
        return { assessment, timings: watch.stop() };
      }),

    planSweep: (job) =>
      settle(() => {
        const { prepared, synthetic } = holding.tablesOf(job);
        return planRatios(prepared, synthetic, job.recipe);
      }),

    sweepPoint: (job, onProgress) =>
      settle(
        () => {
          const { prepared, synthetic } = holding.tablesOf(job);
          return ratioPoint(prepared, synthetic, job.recipe, job.plan, job.place, rarely(onProgress, now));
        },
        ({ predictions }) => predictions.map(({ buffer }) => buffer as ArrayBuffer),
      ),

    summariseSweep: (job) =>
      settle(() => {
        const { prepared, synthetic } = holding.tablesOf(job);
        return ratioSummary(prepared, synthetic, job.recipe, job.plan, job.scores);
      }),

    rareClass: (job, onProgress) =>
      settle(() => {
        const { prepared, synthetic } = holding.tablesOf(job);
        return rareClass(prepared, synthetic, job.recipe, job.rare, rarely(onProgress, now));
      }),

    auditRows: (job) =>
      settle(() => {
        const { prepared, synthetic } = holding.tablesOf(job);
        return auditRows(prepared, synthetic, job.choices, job.drawn);
      }),

    everyColumn: (job, onProgress) =>
      settle(() => {
        const { prepared, synthetic } = holding.tablesOf(job);
        return everyColumn(prepared, synthetic, job.recipe, rarely(onProgress, now));
      }),

    checkLedgers: ({ ledgers }) =>
      settle(() => {
        ledgers.forEach(checkProjectRun);
        return null;
      }),

    report: (job) => settle(() => buildPapers(job)),
  };
}

/** A table of one column, as the user wants it read. */
function chosenColumn({ column, inference, choices }: DescribeJob): Chosen {
  const table = { rowCount: cellCount(column), columns: [column] };
  return applyChoices(inferSchema(table, [inference]), table, { [column.name]: choices });
}

function cellCount(column: Column): number {
  if (column.kind === 'numeric') return column.values.length;
  return column.kind === 'datetime' ? column.epochMs.length : column.codes.length;
}
