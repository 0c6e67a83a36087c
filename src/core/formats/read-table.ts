/**
 * A file as a table: its bytes are collected and hashed, recognised by their content, unpacked if they are gzip, and read.
 * Same bytes and choices give the same table, schema and notices everywhere, whatever the chunk sizes.
 */
import { UserError } from '../errors.ts';
import { createSha256 } from '../math/sha256.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import { firstBytes, type Chunks } from './chunks.ts';
import { extensionNotices } from './extension.ts';
import { readCsv } from './read-csv.ts';
import { recognise, RECOGNISED_BYTES, type FileKind } from './recognise.ts';
import { MAX_BYTES, refuseLarge, sizeNotices } from './limits.ts';
import type { ByteSource, Decoders } from './source.ts';
import type { TableRead } from './typed-read.ts';

export type { Decoders } from './source.ts';

export type SourceFormat = 'csv' | 'json' | 'jsonl' | 'parquet' | 'xlsx';

export type ReadResult = TableRead &
  Readonly<{
    format: SourceFormat;
    /** Of the file as it lies there, packed or not. */
    byteLength: number;
    bytesSha256: string;
  }>;

/** Errors: the file's own, see the catalogue. */
export async function readTable(
  source: ByteSource,
  choices: ReadingChoices,
  decoders: Decoders,
  onProgress: OnProgress,
): Promise<ReadResult> {
  if (source.size !== null) refuseLarge(source.size);
  const hashed = source.sha256?.();
  hashed?.catch(() => {}); // awaited below; until then a failure is not to count as unhandled
  const file = await collect(source.chunks(), refuseLarge);
  if (source.size !== null && file.byteLength !== source.size) throw new UserError('file-changed');
  if (file.byteLength === 0) throw new UserError('empty-file');
  const kind = kindOf(file);
  const inside = kind === 'gzip' ? await collect(decoders.gunzip(inOrder(file.chunks)), refuseUnpacked) : file;
  const read = await readAs(
    kind === 'gzip' ? kindOf(inside) : kind,
    inside,
    source.name,
    choices,
    decoders,
    onProgress,
  );
  const notices = [
    ...sizeNotices(inside.byteLength, read.format),
    ...extensionNotices(source.name, read.format, read.dialect, read.table.columns.length),
    ...read.notices,
  ];
  return { ...read, notices, byteLength: file.byteLength, bytesSha256: (await hashed) ?? sha256Of(file.chunks) };
}

type Bytes = Readonly<{ chunks: Chunks; byteLength: number }>;

async function readAs(
  kind: FileKind,
  { chunks }: Bytes,
  name: string,
  choices: ReadingChoices,
  { json, parquet, workbook }: Decoders,
  onProgress: OnProgress,
): Promise<TableRead & Readonly<{ format: SourceFormat }>> {
  switch (kind) {
    case 'text':
      return { ...readCsv(chunks, choices, name, onProgress), format: 'csv' };
    case 'json':
      if (!json) throw notReadHere('JSON');
      return json(chunks, choices, onProgress);
    case 'parquet':
      if (!parquet) throw notReadHere('a Parquet file');
      return { ...(await parquet(chunks, choices, onProgress)), format: 'parquet' };
    case 'workbook':
      if (!workbook) throw notReadHere('an Excel workbook');
      return { ...(await workbook(chunks, choices, onProgress)), format: 'xlsx' };
    case 'gzip':
      throw notReadHere('a gzip file within a gzip file');
  }
}

function notReadHere(format: string): UserError {
  return new UserError('unsupported-format', { format });
}

function kindOf({ chunks }: Bytes): FileKind {
  return recognise(firstBytes(chunks, RECOGNISED_BYTES));
}

async function collect(source: AsyncIterable<Uint8Array>, refuse: (byteLength: number) => void): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    chunks.push(chunk);
    byteLength += chunk.length;
    refuse(byteLength);
  }
  return { chunks, byteLength };
}

function refuseUnpacked(byteLength: number): void {
  if (byteLength > MAX_BYTES) throw new UserError('unpacks-too-large');
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
