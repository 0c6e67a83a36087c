/**
 * A file as core sees it: a name, a size if it is known, and its bytes in order. The worker makes one from a File, the
 * batch command from a path, a test from an array.
 */
import type { Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { ReadingChoices } from '../recipe.ts';
import type { Chunks } from './chunks.ts';
import type { RawCell } from './gather.ts';
import type { JsonRead } from './read-json.ts';
import type { TableRead } from './typed-read.ts';

export type ByteSource = Readonly<{
  name: string;
  /** Bytes of the file as it lies there (packed, if it is gzip); null where that is not known beforehand. */
  size: number | null;
  /** A chunk is not changed after it was handed over. */
  chunks: () => AsyncIterable<Uint8Array>;
  /** SHA-256 of the bytes as they lie there, by the platform's own means; without it core computes it, more slowly. */
  sha256?: () => Promise<string>;
}>;

/** Unpacks a gzip stream; handed in, since core has no decompressor of its own. */
export type Gunzip = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** Some rows, column by column. */
export type Block = readonly ArrayLike<RawCell>[];

/** A table out of a format that core does not decode itself. */
export type Decoded = Readonly<{
  /** Null where the first row may hold them. */
  names: readonly string[] | null;
  rowCount: number;
  /** In order. */
  blocks: AsyncIterable<Block>;
  notices: readonly Notice[];
}>;
export type Decode = (bytes: Uint8Array<ArrayBuffer>, choices: ReadingChoices) => Promise<Decoded>;

/** Handed in, so that a program that reads text alone does not hold it. */
export type ReadJson = (raw: Chunks, choices: ReadingChoices, onProgress: OnProgress) => JsonRead;
export type ReadTyped = (raw: Chunks, choices: ReadingChoices, onProgress: OnProgress) => Promise<TableRead>;

/** What gets at the table in a file. A format without its reader is refused. */
export type Decoders = Readonly<{ gunzip: Gunzip; json?: ReadJson; parquet?: ReadTyped; workbook?: ReadTyped }>;
