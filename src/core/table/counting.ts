/**
 * Counting: how many rows hold each code, pair and triple of codes. One element type (Uint8) per kernel; rows in
 * blocks, so that the columns of a block stay in cache while all marginals pass over it.
 */

/** Rows of a block: 16,384 bytes a column. */
const BLOCK_ROWS = 16_384;

/** `counts` has `firstSize × secondSize` cells, first code major; counts are added to what is there. */
export type PairCounts = Readonly<{ first: Uint8Array; second: Uint8Array; secondSize: number; counts: Int32Array }>;
/** `counts` has `firstSize × secondSize × thirdSize` cells. */
export type TripleCounts = PairCounts & Readonly<{ third: Uint8Array; thirdSize: number }>;

export function countOne(codes: Uint8Array, counts: Int32Array): void {
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
}

/** Blocks outside, pairs inside. */
export function countPairs(pairs: readonly PairCounts[], rowCount: number): void {
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rowCount);
    for (const pair of pairs) addPairBlock(pair, start, end);
  }
}

export function countTriples(triples: readonly TripleCounts[], rowCount: number): void {
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, rowCount);
    for (const triple of triples) addTripleBlock(triple, start, end);
  }
}

function addPairBlock({ first, second, secondSize, counts }: PairCounts, start: number, end: number): void {
  for (let row = start; row < end; row++) counts[first[row]! * secondSize + second[row]!]!++;
}

function addTripleBlock(triple: TripleCounts, start: number, end: number): void {
  const { first, second, third, secondSize, thirdSize, counts } = triple;
  for (let row = start; row < end; row++) {
    counts[(first[row]! * secondSize + second[row]!) * thirdSize + third[row]!]!++;
  }
}
