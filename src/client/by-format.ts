/**
 * Sends JSON, Parquet, workbooks and what goes with a table to the worker of tables, which holds the readers, writers and
 * libraries for them and is started the first time one is wanted. A file is known by its first bytes, behind gzip too,
 * roughly: the worker of tables reads delimited text as the engine does. All else goes to the engine.
 */
import type { FileFormat } from '../../workers/api.ts';
import type { Engine } from './engine.ts';

const OF_ENGINE: readonly FileFormat[] = ['csv', 'csv.gz'];
const PROBE_BYTES = 4_096;

export function byFormat(engine: Engine, tables: Engine): Engine {
  return {
    ...engine,
    read: async (job, options) => ((await isMoreThanText(job.file)) ? tables : engine).read(job, options),
    write: (job, options) => (OF_ENGINE.includes(job.format) ? engine : tables).write(job, options),
    companion: (job, options) => tables.companion(job, options),
    schemaFile: (job, options) => tables.schemaFile(job, options),
    close: () => {
      engine.close();
      tables.close();
    },
  };
}

/** A file that cannot be read is the engine's to refuse. */
async function isMoreThanText(file: Blob): Promise<boolean> {
  try {
    const first = new Uint8Array(await file.slice(0, PROBE_BYTES).arrayBuffer());
    return begins(first[0] === 0x1f && first[1] === 0x8b ? await unpacked(first) : first);
  } catch {
    return false;
  }
}

/** `PAR1`, the sign of a zip file, or a bracket behind blanks and a byte-order mark. */
function begins(first: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(first);
  return /^(?:PAR1|PK\x03\x04|(?:\xef\xbb\xbf)?\s*[[{])/.test(text);
}

/** The first piece; the packed bytes may end in the middle. */
async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const { value } = await reader.read();
  await reader.cancel().catch(() => {});
  return value ?? new Uint8Array(0);
}
