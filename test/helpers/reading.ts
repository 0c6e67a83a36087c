/** Reading and writing in tests: bytes in, in chunks of any size; cells out as plain texts. */
import { gunzipSync } from 'node:zlib';
import { readJson } from '../../src/core/formats/read-json.ts';
import { readTable, type ReadResult } from '../../src/core/formats/read-table.ts';
import type { ByteSource, Gunzip } from '../../src/core/formats/source.ts';
import { writeCsvBytes } from '../../src/core/formats/write-csv.ts';
import { silent } from '../../src/core/progress.ts';
import type { ReadingChoices } from '../../src/core/recipe.ts';
import type { Column, Table } from '../../src/core/table/column.ts';
import { writeDate } from '../../src/core/table/dates.ts';

export function sourceOf(bytes: Uint8Array, chunkBytes = Infinity, name = 'table'): ByteSource {
  const size = Math.min(chunkBytes, Math.max(1, bytes.length));
  return {
    name,
    size: bytes.length,
    chunks: async function* () {
      for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
    },
  };
}

/** Unpacks all at once. */
export const gunzip: Gunzip = async function* (chunks) {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  yield new Uint8Array(gunzipSync(Buffer.concat(parts)));
};

export function readBytes(bytes: Uint8Array, choices: ReadingChoices = {}, chunkBytes?: number): Promise<ReadResult> {
  return readTable(sourceOf(bytes, chunkBytes), choices, { gunzip, json: readJson }, silent);
}

export function readText(text: string, choices: ReadingChoices = {}, chunkBytes?: number): Promise<ReadResult> {
  return readBytes(new TextEncoder().encode(text), choices, chunkBytes);
}

export function written({ table, dialect }: Pick<ReadResult, 'table' | 'dialect'>): Uint8Array {
  return writeCsvBytes(table, dialect, { guardFormulas: false, tag: null });
}

/** A cell as text, '' for missing. Numbers in their shortest form. */
export function cellText(column: Column, row: number): string {
  switch (column.kind) {
    case 'numeric':
      return Number.isNaN(column.values[row]!) ? '' : String(column.values[row]);
    case 'datetime':
      return Number.isNaN(column.epochMs[row]!) ? '' : writeDate(column.epochMs[row]!, column.format);
    default:
      return column.levels[column.codes[row]!] ?? '';
  }
}

export function rowsAsTexts({ rowCount, columns }: Table): string[][] {
  return Array.from({ length: rowCount }, (_, row) => columns.map((column) => cellText(column, row)));
}
