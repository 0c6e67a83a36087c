/**
 * The jobs that deal with files: a file as a table, a table as a file, and what comes and goes with a table. Formats
 * beside delimited text are handed in, since they bring libraries that a test or a small tool may do without.
 */
import type { Companion } from '../src/core/companions/companion.ts';
import type { SchemaWritten } from '../src/core/companions/write-table-schema.ts';
import type { Dialect } from '../src/core/formats/dialect.ts';
import type { Gunzip, ReadJson, ReadTyped } from '../src/core/formats/source.ts';
import { readFirstRows } from '../src/core/formats/first-rows.ts';
import { readTable } from '../src/core/formats/read-table.ts';
import { writeCsvBytes } from '../src/core/formats/write-csv.ts';
import { assert, UserError } from '../src/core/errors.ts';
import { fingerprintOf } from '../src/core/lineage/fingerprint.ts';
import { dialectFor } from '../src/core/formats/dialect.ts';
import { originTags, provenanceTag } from '../src/core/lineage/tags.ts';
import { createSha256 } from '../src/core/math/sha256.ts';
import type { OnProgress } from '../src/core/progress.ts';
import { tableBuffers, type Table } from '../src/core/table/column.ts';
import { inferSchema } from '../src/core/table/infer-schema.ts';
import type { EngineApi, WriteJob, Written } from './api.ts';
import { askedFor, proposedRules } from './asked.ts';
import { blobSource } from './blob-source.ts';
import { gzip } from './gunzip.ts';
import { settle } from './settle.ts';
import { rarely } from './timing.ts';

/** One more column behind the last, the same in every row. */
export type Tag = Readonly<{ name: string; value: string }> | null;
export type Encode = (table: Table, tag: Tag) => Promise<Uint8Array<ArrayBuffer>>;
/** The formats beside delimited text. */
export type MoreFormats = Readonly<{
  json: Readonly<{
    read: ReadJson;
    write: (table: Table, dialect: Dialect, options: { tag: Tag }, areLines: boolean) => Uint8Array<ArrayBuffer>;
  }>;
  parquet: Readonly<{ read: ReadTyped; write: Encode }>;
  workbook: Readonly<{ read: ReadTyped; write: Encode }>;
  companions: Readonly<{
    read: (file: Blob, names: readonly string[] | null) => Promise<Companion | null>;
    write: (schema: SchemaWritten) => string;
  }>;
}>;

export type TablePlatform = Readonly<{
  gunzip: Gunzip;
  now: () => number;
  formats?: MoreFormats;
  /** The memory that the device reports; null where it does not. */
  deviceBytes?: number | null;
}>;

export type TablesApi = Pick<EngineApi, 'read' | 'write' | 'companion' | 'schemaFile' | 'askedFor' | 'proposeRules'>;

export function serveTables({ gunzip, now, formats, deviceBytes = null }: TablePlatform): TablesApi {
  const decoders = formats
    ? { gunzip, json: formats.json.read, parquet: formats.parquet.read, workbook: formats.workbook.read }
    : { gunzip };
  return {
    read: ({ file, name, reading, bytesSha256 }, onProgress, onFirstRows) =>
      settle(
        async () => {
          const source = blobSource(file, name);
          const first = await readFirstRows(source, reading, decoders, deviceBytes);
          const told = first && onFirstRows?.(first);
          const isAsked = first?.notices.some(({ severity }) => severity === 'question') === true;
          const sampleRows = (isAsked ? await told : null) ?? reading.sampleRows;
          const choices = sampleRows === undefined ? reading : { ...reading, sampleRows };
          const read = await readTable(source, choices, decoders, rarely(onProgress, now));
          if (bytesSha256 !== undefined && read.bytesSha256 !== bytesSha256) throw new UserError('file-changed');
          const early = first?.notices ?? [];
          const answered = onFirstRows ? early.map((notice) => ({ ...notice, severity: 'warning' as const })) : early;
          const notices = [...answered, ...read.notices];
          return {
            ...read,
            notices,
            schema: inferSchema(read.table, read.inferences),
            fingerprint: fingerprintOf(read.table),
          };
        },
        ({ table }) => tableBuffers(table),
      ),

    write: (job, onProgress) =>
      settle(
        () => write(job, formats, onProgress),
        ({ bytes }) => [bytes.buffer],
      ),

    companion: ({ file, names }) => settle(() => wanted(formats, 'a companion').companions.read(file, names)),

    askedFor: (job) => settle(() => askedFor(job)),

    proposeRules: (job) => settle(() => proposedRules(job)),

    schemaFile: (job) => settle(() => wanted(formats, 'a schema').companions.write(job)),
  };
}

async function write(job: WriteJob, formats: MoreFormats | undefined, onProgress: OnProgress): Promise<Written> {
  const { synthetic, format, provenance } = job;
  onProgress({ stage: 'writing', done: 0, total: 1 });
  const names = synthetic.columns.map((column) => column.name);
  const tag = provenance ? provenanceTag(names) : null;
  const dialect = dialectFor(names, job.sourceNames ?? names, job.dialect);
  const origins = provenance && job.made ? originTags(synthetic, job.made) : [];
  const tagged = { ...synthetic, columns: [...synthetic.columns, ...origins] };
  const bytes = await encode({ ...job, dialect, synthetic: tagged }, tag, formats);
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
      columnCount: tagged.columns.length + (tag ? 1 : 0),
      // Whatever the source was in, what is written is UTF-8.
      dialect: { encoding: 'utf-8', delimiter, lineEnd, header },
      tagColumns: [...origins.map(({ name }) => name), ...(tag ? [tag.name] : [])],
    },
  };
}

async function encode(job: WriteJob, tag: Tag, formats: MoreFormats | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const { synthetic, dialect, format, guardFormulas } = job;
  if (format === 'csv' || format === 'csv.gz') {
    const csv = writeCsvBytes(synthetic, dialect, { guardFormulas, tag });
    return format === 'csv' ? csv : gzip(csv);
  }
  const { json, parquet, workbook } = wanted(formats, format);
  switch (format) {
    case 'json':
    case 'jsonl':
      return json.write(synthetic, dialect, { tag }, format === 'jsonl');
    case 'parquet':
      return parquet.write(synthetic, tag);
    case 'xlsx':
      return workbook.write(synthetic, tag);
  }
}

function wanted(formats: MoreFormats | undefined, what: string): MoreFormats {
  assert(formats !== undefined, `a worker of delimited text was asked for ${what}`);
  return formats;
}
