/**
 * A file as core sees it: a name, a size if it is known, and its bytes in order. The worker makes one from a File, the
 * batch command from a path, a test from an array.
 */
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
