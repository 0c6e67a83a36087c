/**
 * The engine behind the wire. A worker hands in the browser's entropy and clock, a test its own; nothing else differs.
 * What a job throws is answered as data: an Error would cross without its code and its place.
 */
import { transfer } from 'comlink';
import { toErrorData } from '../src/core/errors.ts';
import { readTable } from '../src/core/formats/read-table.ts';
import type { Gunzip } from '../src/core/formats/source.ts';
import { writeCsvBytes } from '../src/core/formats/write-csv.ts';
import { fingerprintOf } from '../src/core/lineage/fingerprint.ts';
import { provenanceTag } from '../src/core/lineage/tags.ts';
import { createSha256 } from '../src/core/math/sha256.ts';
import { assess, generate, prepare } from '../src/core/pipeline.ts';
import type { Entropy } from '../src/core/privacy/entropy.ts';
import { ledgerHash } from '../src/core/privacy/ledger-chain.ts';
import { checkProjectRun } from '../src/core/privacy/project-budget.ts';
import { seededEntropy } from '../src/core/privacy/seeded-entropy.ts';
import type { OnProgress } from '../src/core/progress.ts';
import { buildPapers } from '../src/core/report/build.ts';
import { tableBuffers, type Column } from '../src/core/table/column.ts';
import { applyChoices, inferSchema } from '../src/core/table/infer-schema.ts';
import type { EngineApi, Outcome, WriteJob, Written } from './api.ts';
import { blobSource } from './blob-source.ts';
import { gzip } from './gunzip.ts';
import { planRun, rehearseRun } from './plan.ts';
import { rarely, stopwatch } from './timing.ts';

/** What the engine takes from its surroundings. `now` in milliseconds, for timings and the pace of progress alone. */
export type Platform = Readonly<{ entropy: Entropy; gunzip: Gunzip; now: () => number }>;

export function serve({ entropy, gunzip, now }: Platform): EngineApi {
  return {
    read: ({ file, name, reading }, onProgress) =>
      settle(
        async () => {
          const read = await readTable(blobSource(file, name), reading, gunzip, rarely(onProgress, now));
          return { ...read, schema: inferSchema(read.table, read.inferences), fingerprint: fingerprintOf(read.table) };
        },
        ({ table }) => tableBuffers(table),
      ),

    describe: ({ column, inference, choices }) =>
      settle(() => {
        const table = { rowCount: cellCount(column), columns: [column] };
        const chosen = applyChoices(inferSchema(table, [inference]), table, { [column.name]: choices });
        return { schema: chosen.schema.columns[0]!, notices: chosen.notices };
      }),

    plan: (job) => settle(() => planRun(job)),

    rehearse: (job, onProgress) => settle(() => rehearseRun(job, entropy, rarely(onProgress, now))),

    generate: ({ table, inferences, recipe, entropySeed, discovered }, onProgress) =>
      settle(
        () => {
          const watch = stopwatch(rarely(onProgress, now), now);
          const source = entropySeed === undefined ? entropy : seededEntropy(entropySeed);
          watch.onProgress({ stage: 'planning', done: 0, total: 1 });
          const generated = generate(
            prepare(table, inferences, recipe),
            recipe,
            source,
            watch.onProgress,
            discovered ?? null,
          );
          const entries = generated.facts.ledger?.entries ?? [];
          return { ...generated, timings: watch.stop(), ledgerHash: ledgerHash(entries) };
        },
        ({ synthetic }) => tableBuffers(synthetic),
      ),

    assess: ({ table, inferences, recipe, synthetic, part }, onProgress) =>
      settle(() => {
        const watch = stopwatch(rarely(onProgress, now), now);
        const assessment = assess(prepare(table, inferences, recipe), synthetic, part, recipe, watch.onProgress);
        return { assessment, timings: watch.stop() };
      }),

    write: (job, onProgress) =>
      settle(
        () => write(job, onProgress),
        ({ bytes }) => [bytes.buffer],
      ),

    checkLedgers: ({ ledgers }) =>
      settle(() => {
        ledgers.forEach(checkProjectRun);
        return null;
      }),

    report: (job) => settle(() => buildPapers(job)),
  };
}

/** Runs one job. Its buffers are transferred out; what it throws is answered as data. */
async function settle<T>(
  job: () => T | Promise<T>,
  buffersOf: (value: T) => ArrayBuffer[] = () => [],
): Promise<Outcome<T>> {
  try {
    const value = await job();
    return transfer({ ok: true, value }, [...new Set(buffersOf(value))]);
  } catch (thrown) {
    return { ok: false, error: toErrorData(thrown) };
  }
}

async function write(job: WriteJob, onProgress: OnProgress): Promise<Written> {
  const { synthetic, dialect, format, guardFormulas, provenance } = job;
  onProgress({ stage: 'writing', done: 0, total: 1 });
  const tag = provenance ? provenanceTag(synthetic.columns.map((column) => column.name)) : null;
  const csv = writeCsvBytes(synthetic, dialect, { guardFormulas, tag });
  const bytes = format === 'csv.gz' ? await gzip(csv) : csv;
  const hash = createSha256();
  hash.update(bytes);
  const { delimiter, lineEnd, header } = dialect;
  onProgress({ stage: 'writing', done: 1, total: 1 });
  return {
    bytes,
    file: {
      format,
      byteLength: bytes.length,
      bytesSha256: hash.digestHex(),
      fingerprint: fingerprintOf(synthetic),
      rowCount: synthetic.rowCount,
      columnCount: synthetic.columns.length + (tag ? 1 : 0),
      // Whatever the source was in, what is written is UTF-8.
      dialect: { encoding: 'utf-8', delimiter, lineEnd, header },
      tagColumns: tag ? [tag.name] : [],
    },
  };
}

function cellCount(column: Column): number {
  if (column.kind === 'numeric') return column.values.length;
  return column.kind === 'datetime' ? column.epochMs.length : column.codes.length;
}
