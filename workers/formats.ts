/** The formats beside delimited text, and what comes and goes with a table, as the worker of tables and the batch command hand them on. */
import { MAX_COMPANION_BYTES, readCompanion } from '../src/core/companions/companion.ts';
import { writeTableSchema } from '../src/core/companions/write-table-schema.ts';
import { joined } from '../src/core/formats/chunks.ts';
import { readDecoded } from '../src/core/formats/read-decoded.ts';
import { readJson } from '../src/core/formats/read-json.ts';
import type { Decode, ReadTyped } from '../src/core/formats/source.ts';
import { writeJsonBytes } from '../src/core/formats/write-json.ts';
import { readParquet } from './parquet-read.ts';
import { writeParquet } from './parquet-write.ts';
import type { MoreFormats } from './tables.ts';
import { readWorkbook, writeWorkbook } from './workbook.ts';

export const formats: MoreFormats = {
  json: { read: readJson, write: writeJsonBytes },
  parquet: { read: decodedBy(readParquet), write: writeParquet },
  workbook: { read: decodedBy(readWorkbook), write: writeWorkbook },
  companions: {
    read: async (file, names) => (file.size > MAX_COMPANION_BYTES ? null : readCompanion(await file.text(), names)),
    write: (schema) => `${JSON.stringify(writeTableSchema(schema), null, 2)}\n`,
  },
};

function decodedBy(decode: Decode): ReadTyped {
  return async (raw, choices, onProgress) => readDecoded(await decode(joined(raw), choices), choices, onProgress);
}
