/**
 * Counting: how many rows hold each code of a column, or each combination of codes of two or three columns. One element
 * type (Uint8) per kernel; rows in blocks, so that the columns of a block stay in cache while all marginals pass over it.
 * Four rows at a time go into four lanes, which are added up at the end of the block: neighbouring rows often hold the
 * same cell, and an increment has to wait for the one before it in the same place. The lanes of a cell lie side by side
 * and hold 16 bits, so that those of a pair fit into the nearest cache.
 * Cost: about 2 ns a row and pair, 3 ns a row and triple. Columns of more than 256 codes: marginal-counts.ts.
 */
import { assert } from '../errors.ts';
import type { BinnedTable } from './binning.ts';

/** Rows of a block; a quarter of them is below 2^16, what a lane can hold. */
const BLOCK_ROWS = 32_768;
/** Larger marginals are counted in one lane: clearing and adding up lanes would cost more than they save. */
const LANE_CELLS = 16_384;

/** `codes` and `sizes` of its columns; the last column is the fastest in `counts`. */
type Marginal = Readonly<{ codes: readonly Uint8Array[]; sizes: readonly number[]; counts: Int32Array }>;

/** Counts for each list of one, two or three columns (by place), in its order; the last column fastest. */
export function countTables(table: BinnedTable, columnLists: readonly (readonly number[])[]): Int32Array[] {
  const marginals = columnLists.map((columns): Marginal => {
    assert(columns.length >= 1 && columns.length <= 3, 'countTables: one to three columns');
    const sizes = columns.map((column) => table.sizes[column]!);
    const counts = new Int32Array(sizes.reduce((cells, size) => cells * size, 1));
    return { codes: columns.map((column) => table.codes[column]!), sizes, counts };
  });
  const lanes = new Uint16Array(4 * LANE_CELLS);
  for (let start = 0; start < table.rowCount; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, table.rowCount);
    for (const marginal of marginals) countBlock(marginal, lanes, start, end);
  }
  return marginals.map(({ counts }) => counts);
}

function countBlock(marginal: Marginal, lanes: Uint16Array, start: number, end: number): void {
  const { codes, counts } = marginal;
  if (codes.length === 1 || counts.length > LANE_CELLS) return addRows(marginal, start, end);
  // What four lanes do not divide is counted by itself.
  const even = end - ((end - start) % 4);
  lanes.fill(0, 0, 4 * counts.length);
  if (codes.length === 2) addPairLanes(marginal, lanes, start, even);
  else addTripleLanes(marginal, lanes, start, even);
  for (let cell = 0, lane = 0; cell < counts.length; cell++, lane += 4) {
    counts[cell]! += lanes[lane]! + lanes[lane + 1]! + lanes[lane + 2]! + lanes[lane + 3]!;
  }
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

function addPairLanes({ codes, sizes }: Marginal, lanes: Uint16Array, start: number, end: number): void {
  const [first, second] = codes as [Uint8Array, Uint8Array];
  const size = sizes[1]!;
  for (let row = start; row < end; row += 4) {
    lanes[(first[row]! * size + second[row]!) << 2]!++;
    lanes[((first[row + 1]! * size + second[row + 1]!) << 2) | 1]!++;
    lanes[((first[row + 2]! * size + second[row + 2]!) << 2) | 2]!++;
    lanes[((first[row + 3]! * size + second[row + 3]!) << 2) | 3]!++;
  }
}

function addTripleLanes({ codes, sizes }: Marginal, lanes: Uint16Array, start: number, end: number): void {
  const [first, second, third] = codes as [Uint8Array, Uint8Array, Uint8Array];
  const size = sizes[2]!;
  const step = sizes[1]! * size;
  for (let row = start; row < end; row += 4) {
    const one = first[row]! * step + second[row]! * size + third[row]!;
    const two = first[row + 1]! * step + second[row + 1]! * size + third[row + 1]!;
    const three = first[row + 2]! * step + second[row + 2]! * size + third[row + 2]!;
    const four = first[row + 3]! * step + second[row + 3]! * size + third[row + 3]!;
    lanes[one << 2]!++;
    lanes[(two << 2) | 1]!++;
    lanes[(three << 2) | 2]!++;
    lanes[(four << 2) | 3]!++;
  }
}
