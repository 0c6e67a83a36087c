/**
 * The runs of equal values in a page of Parquet, before the library writes them out: a damaged one may claim hundreds of
 * millions of cells. They hold the levels of repetition and definition, codes of a dictionary, and truth values:
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */

/** What of a column says where its runs lie: its highest levels, and whether it holds truth values. */
export type ColumnShape = Readonly<{ repetition: number; definition: number; isBoolean: boolean }>;

/** `levels` bytes lie before the values of a page of the second version; null: the first, where they bear their length. */
export type PageBody = Readonly<{ bytes: Uint8Array; cells: number; encoding: number; levels: number | null }>;

const ENCODINGS = { plainDictionary: 2, runs: 3, dictionary: 8 } as const;

/** Throws where a run has more cells than its page. Levels of a page of the second version are checked apart. */
export function checkRuns({ bytes, cells, encoding, levels }: PageBody, shape: ColumnShape): void {
  let at = levels ?? 0;
  if (levels === null) {
    for (const most of [shape.repetition, shape.definition]) {
      if (most === 0) continue;
      const length = lengthAt(bytes, at);
      checkPart(bytes, at + 4, bitsOf(most), cells);
      at += 4 + length;
    }
  }
  if (encoding === ENCODINGS.plainDictionary || encoding === ENCODINGS.dictionary) {
    checkPart(bytes, at + 1, bytes[at] ?? 0, cells);
  } else if (encoding === ENCODINGS.runs && shape.isBoolean) {
    checkPart(bytes, at + 4, 1, cells);
  }
}

/** The levels of a page of the second version: those of repetition, so many bytes, then those of definition. */
export function checkLevels(
  bytes: Uint8Array,
  cells: number,
  repetitionBytes: number,
  { repetition, definition }: ColumnShape,
): void {
  if (repetition > 0) checkPart(bytes, 0, bitsOf(repetition), cells);
  if (definition > 0) checkPart(bytes, repetitionBytes, bitsOf(definition), cells);
}

/** Up to as many cells as there are; where the bytes end before, the library says so. */
function checkPart(bytes: Uint8Array, start: number, bits: number, cells: number): void {
  let at = start;
  let seen = 0;
  while (seen < cells && at < bytes.length) {
    let header = 0;
    for (let weight = 1, isMore = true; isMore && at < bytes.length; weight *= 128) {
      const byte = bytes[at++]!;
      header += (byte & 127) * weight;
      isMore = byte >= 128;
    }
    const count = Math.floor(header / 2);
    if (header % 2 === 1) {
      seen += 8 * count;
      at += bits * count;
    } else {
      if (count > cells - seen) throw new Error('a run has more cells than its page');
      seen += count;
      at += (bits + 7) >> 3;
    }
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
}

/** Bits of a number up to `most`. */
function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}
