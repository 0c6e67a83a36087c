/**
 * Counting: how many rows hold each code of a column, or each combination of codes of two or three columns. One element
 * type (Uint8) per kernel; rows in blocks, so that the columns of a block stay in cache while all marginals pass over it.
 * Four codes of a column are read as one word, and one multiplication serves two of them, sixteen bits each: that is room
 * for the place of any cell among 65,536. Which row stands where in a word does not matter, as long as it is the same
 * place in each column.
 * Cost: about 2 ns a row and pair or triple. Columns of more than 256 codes: marginal-counts.ts.
 */
import { assert } from '../errors.ts';
import type { BinnedTable } from './binning.ts';

/** Four rows divide it. */
const BLOCK_ROWS = 65_536;
/** Places of cells are sixteen bits where two rows share a word. */
const WORD_CELLS = 65_536;
/** The first and third of four bytes. */
const EVEN = 0x00ff00ff;

/** `codes` and `sizes` of its columns; the last column is the fastest in `counts`. */
type Marginal = Readonly<{
  codes: readonly Uint8Array[];
  /** The same, four codes a word; rows beyond the last whole word are missing. */
  words: readonly Int32Array[];
  sizes: readonly number[];
  counts: Int32Array;
}>;

/** Counts for each list of one, two or three columns (by place), in its order; the last column fastest. */
export function countTables(table: BinnedTable, columnLists: readonly (readonly number[])[]): Int32Array[] {
  const words = table.codes.map(wordsOf);
  const marginals = columnLists.map((columns): Marginal => {
    assert(columns.length >= 1 && columns.length <= 3, 'countTables: one to three columns');
    const sizes = columns.map((column) => table.sizes[column]!);
    return {
      codes: columns.map((column) => table.codes[column]!),
      words: columns.map((column) => words[column]!),
      sizes,
      counts: new Int32Array(sizes.reduce((cells, size) => cells * size, 1)),
    };
  });
  for (let start = 0; start < table.rowCount; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, table.rowCount);
    for (const marginal of marginals) countBlock(marginal, start, end);
  }
  return marginals.map(({ counts }) => counts);
}

function wordsOf(codes: Uint8Array): Int32Array {
  const { buffer, byteOffset, length } = codes.byteOffset % 4 === 0 ? codes : codes.slice();
  return new Int32Array(buffer, byteOffset, length >> 2);
}

function countBlock(marginal: Marginal, start: number, end: number): void {
  const { codes, counts } = marginal;
  if (codes.length === 1 || counts.length > WORD_CELLS) return addRows(marginal, start, end);
  const even = end - (end % 4);
  if (codes.length === 2) addPairs(marginal, start >> 2, even >> 2);
  else addTriples(marginal, start >> 2, even >> 2);
  addRows(marginal, even, end);
}

function addRows({ codes, sizes, counts }: Marginal, start: number, end: number): void {
  const [first, second, third] = codes as [Uint8Array, Uint8Array, Uint8Array];
  const [, secondSize, thirdSize] = sizes as [number, number, number];
  switch (codes.length) {
    case 1:
      for (let row = start; row < end; row++) counts[first[row]!]!++;
      return;
    case 2:
      for (let row = start; row < end; row++) counts[first[row]! * secondSize + second[row]!]!++;
      return;
    default:
      for (let row = start; row < end; row++) {
        counts[(first[row]! * secondSize + second[row]!) * thirdSize + third[row]!]!++;
      }
  }
}

function addPairs({ words, sizes, counts }: Marginal, start: number, end: number): void {
  const [first, second] = words as [Int32Array, Int32Array];
  const size = sizes[1]!;
  for (let word = start; word < end; word++) {
    const [a, b] = [first[word]!, second[word]!];
    const even = (Math.imul(a & EVEN, size) + (b & EVEN)) | 0;
    const odd = (Math.imul((a >>> 8) & EVEN, size) + ((b >>> 8) & EVEN)) | 0;
    counts[even & 0xffff]!++;
    counts[odd & 0xffff]!++;
    counts[even >>> 16]!++;
    counts[odd >>> 16]!++;
  }
}

function addTriples({ words, sizes, counts }: Marginal, start: number, end: number): void {
  const [first, second, third] = words as [Int32Array, Int32Array, Int32Array];
  const size = sizes[2]!;
  const step = sizes[1]! * size;
  for (let word = start; word < end; word++) {
    const [a, b, c] = [first[word]!, second[word]!, third[word]!];
    const even = (Math.imul(a & EVEN, step) + Math.imul(b & EVEN, size) + (c & EVEN)) | 0;
    const odd = (Math.imul((a >>> 8) & EVEN, step) + Math.imul((b >>> 8) & EVEN, size) + ((c >>> 8) & EVEN)) | 0;
    counts[even & 0xffff]!++;
    counts[odd & 0xffff]!++;
    counts[even >>> 16]!++;
    counts[odd >>> 16]!++;
  }
}
