/**
 * Counting: how many rows hold each code and each pair of codes. One element type (Uint8) per kernel; rows in blocks, so
 * that the columns of a block stay in cache while all marginals pass over it. Triples: marginal-counts.ts.
 */

/** Rows of a block: 16,384 bytes a column. */
const BLOCK_ROWS = 16_384;
/** Larger tables are counted in one lane: clearing and adding up lanes would cost more than they save. */
const LANE_CELLS = 4096;
type Lanes = readonly [Int32Array, Int32Array, Int32Array];

/** `counts` has `firstSize × secondSize` cells, first code major; counts are added to what is there. */
export type PairCounts = Readonly<{ first: Uint8Array; second: Uint8Array; secondSize: number; counts: Int32Array }>;

export function countOne(codes: Uint8Array, counts: Int32Array): void {
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
}

/** Blocks outside, pairs inside. */
export function countPairs(pairs: readonly PairCounts[], rowCount: number): void {
  const lanes: Lanes = [new Int32Array(LANE_CELLS), new Int32Array(LANE_CELLS), new Int32Array(LANE_CELLS)];
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rowCount);
    for (const pair of pairs) {
      if (pair.counts.length <= LANE_CELLS) addPairLanes(pair, lanes, start, end);
      else addPairBlock(pair, start, end);
    }
  }
}

function addPairBlock({ first, second, secondSize, counts }: PairCounts, start: number, end: number): void {
  for (let row = start; row < end; row++) counts[first[row]! * secondSize + second[row]!]!++;
}

/**
 * Four rows at a time into four tables, added up at the end of the block: neighbouring rows often hold the same cell,
 * and an increment has to wait for the one before it in the same place. Twice as fast at 39k × 15 columns of Adult.
 */
function addPairLanes(pair: PairCounts, lanes: Lanes, start: number, end: number): void {
  const { first, second, secondSize, counts } = pair;
  const [one, two, three] = lanes;
  const size = counts.length;
  one.fill(0, 0, size);
  two.fill(0, 0, size);
  three.fill(0, 0, size);
  let row = start;
  for (; row + 3 < end; row += 4) {
    counts[first[row]! * secondSize + second[row]!]!++;
    one[first[row + 1]! * secondSize + second[row + 1]!]!++;
    two[first[row + 2]! * secondSize + second[row + 2]!]!++;
    three[first[row + 3]! * secondSize + second[row + 3]!]!++;
  }
  for (; row < end; row++) counts[first[row]! * secondSize + second[row]!]!++;
  for (let cell = 0; cell < size; cell++) counts[cell]! += one[cell]! + two[cell]! + three[cell]!;
}
