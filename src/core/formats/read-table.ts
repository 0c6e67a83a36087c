/**
 * A file as a table: its bytes are collected and hashed, recognised by their content, unpacked if they are gzip, and read.
 * Same bytes and choices give the same table, schema and notices everywhere, whatever the chunk sizes.
 */
import { UserError } from '../errors.ts';
import { createSha256 } from '../math/sha256.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { firstBytes, type Chunks } from './chunks.ts';
import { readCsv, type CsvRead } from './read-csv.ts';
import { recognise, RECOGNISED_BYTES } from './recognise.ts';
import type { ByteSource, Gunzip } from './source.ts';

export type { Gunzip } from './source.ts';

export type ReadResult = CsvRead &
  Readonly<{
    /** Of the file as it lies there, packed or not. */
    byteLength: number;
    bytesSha256: string;
  }>;

/** Unpacked text above this is refused. */
export const MAX_BYTES = 2 ** 31;

/** Errors: the file's own, see the catalogue. */
export async function readTable(
  source: ByteSource,
  choices: ReadingChoices,
  gunzip: Gunzip,
  onProgress: OnProgress,
): Promise<ReadResult> {
  if (source.size !== null && source.size > MAX_BYTES) throw tooLarge(source.size);
  const hashed = source.sha256?.();
  hashed?.catch(() => {}); // awaited below; until then a failure is not to count as unhandled
  const file = await collect(source.chunks());
  if (file.byteLength === 0) throw new UserError('empty-file');
  const isPacked = recognise(firstBytes(file.chunks, RECOGNISED_BYTES)) === 'gzip';
  const text = isPacked ? await collect(gunzip(inOrder(file.chunks))) : file;
  if (isPacked && recognise(firstBytes(text.chunks, RECOGNISED_BYTES)) === 'gzip') {
    throw new UserError('unsupported-format', { format: 'a gzip file within a gzip file' });
  }
  const read = readCsv(text.chunks, choices, source.name, onProgress);
  return { ...read, byteLength: file.byteLength, bytesSha256: (await hashed) ?? sha256Of(file.chunks) };
}

type Bytes = Readonly<{ chunks: Chunks; byteLength: number }>;

async function collect(source: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    chunks.push(chunk);
    byteLength += chunk.length;
    if (byteLength > MAX_BYTES) throw tooLarge(byteLength);
  }
  return { chunks, byteLength };
}

function tooLarge(byteLength: number): UserError {
  return new UserError('file-too-large', { megabytes: Math.ceil(byteLength / 2 ** 20), limit: MAX_BYTES / 2 ** 20 });
}

function inOrder(chunks: Chunks): AsyncIterable<Uint8Array> {
  const each = chunks.values();
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve(each.next()) }) };
}

function sha256Of(chunks: Chunks): string {
  const hash = createSha256();
  for (const chunk of chunks) hash.update(chunk);
  return hash.digestHex();
}
