/**
 * The exact nearest rows of a table. D(a, b) = Σ over columns, in whole steps of the row code: |uₐ − u_b| for numbers,
 * 255 for unequal categories, 255 if one side is missing, 0 if both are. Integers: the same bits everywhere.
 * D = 0 is not equality, since numbers may share a step.
 * Cost: queries × distinct category tuples for the mismatches, then only tuples that can still win are opened; no tree,
 * no approximation. Privacy: distances to real rows are internal. Left out: weights per column, and which row it was.
 */
import { assert } from '../errors.ts';
import { STEPS, type EncodedRows } from './row-code.ts';

/** Stands where the index holds fewer rows than distances were asked for. */
export const NO_DISTANCE = 0x7fffffff;
export const MOST_NEIGHBOURS = 5;

const BLOCK_QUERIES = 1000;
const BYTE_CODES = 255; // codes that fit one byte beside the byte for "not in the index"

/** How rows are searched: sorted by their tuple of categories, one entry in `words` per distinct tuple. */
export type NeighbourIndex = Readonly<{
  rowCount: number;
  stepCount: number;
  /** Per category column: its codes by level text, the word it lies in, and the shift inside that word (0 if it fills one). */
  lanes: readonly Lane[];
  wordCount: number;
  /** Words below this one hold four one-byte codes each, the others one wide code each. */
  packedWordCount: number;
  tupleCount: number;
  words: Int32Array;
  /** Rows of tuple t are the sorted rows tupleStart[t] … tupleStart[t + 1] − 1. */
  tupleStart: Int32Array;
  /** Row-major steps of the sorted rows, and the position each had in the table. */
  steps: Uint16Array;
  position: Int32Array;
}>;
type Lane = Readonly<{
  codeOf: ReadonlyMap<string, number>;
  levelCount: number;
  word: number;
  shift: number;
  mask: number;
}>;

/** `leaveOut[q]`: the position in the index that query q must not find (itself), or −1. `onBlock` hears every 1,000 queries. */
export type NearestOptions = Readonly<{
  k: number;
  leaveOut?: Int32Array;
  onBlock?: (done: number, total: number) => void;
}>;
/** `distances`: queries × k, ascending in each row. `ties[q]`: how many rows of the index lie at the smallest distance. */
export type Neighbours = Readonly<{ k: number; distances: Int32Array; ties: Int32Array }>;

/** Sorts and groups the rows that will be searched. */
export function createNeighbourIndex(rows: EncodedRows): NeighbourIndex {
  const lanes = layLanes(rows);
  const packedWordCount = Math.ceil(lanes.filter((lane) => lane.mask === 255).length / 4);
  const wordCount = packedWordCount + lanes.filter((lane) => lane.mask !== 255).length;
  const wordsByRow = packRows(rows, lanes, wordCount);
  const order = orderByWords(wordsByRow, rows.rowCount, wordCount);

  const tupleStart: number[] = [];
  for (let i = 0; i < rows.rowCount; i++) {
    if (i === 0 || compareWords(wordsByRow, order[i - 1]!, order[i]!, wordCount) !== 0) tupleStart.push(i);
  }
  const tupleCount = tupleStart.length;
  const words = new Int32Array(tupleCount * wordCount);
  for (let tuple = 0; tuple < tupleCount; tuple++) {
    const row = order[tupleStart[tuple]!]!;
    for (let word = 0; word < wordCount; word++) words[tuple * wordCount + word] = wordsByRow[row * wordCount + word]!;
  }
  return {
    rowCount: rows.rowCount,
    stepCount: rows.steps.length,
    lanes,
    wordCount,
    packedWordCount,
    tupleCount,
    words,
    tupleStart: Int32Array.from([...tupleStart, rows.rowCount]),
    steps: gatherSteps(rows, order),
    position: Int32Array.from(order),
  };
}

/** The k smallest distances of every query, 1 ≤ k ≤ 5, and the number of rows at the smallest. Queries are independent of each other. */
export function nearest(index: NeighbourIndex, queries: EncodedRows, options: NearestOptions): Neighbours {
  const { k, leaveOut, onBlock } = options;
  assert(Number.isInteger(k) && k >= 1 && k <= MOST_NEIGHBOURS, 'nearest: 1 <= k <= 5');
  assert(queries.steps.length === index.stepCount, 'nearest: queries and index have the same columns');
  assert(queries.categories.length === index.lanes.length, 'nearest: queries and index have the same columns');
  const { rowCount } = queries;
  assert(leaveOut === undefined || leaveOut.length === rowCount, 'nearest: leaveOut has one entry per query');

  const order = new Uint32Array(rowCount);
  const words = packRows(queries, index.lanes, index.wordCount);
  for (let query = 0; query < rowCount; query++) order[query] = query;
  const steps = gatherSteps(queries, order);
  const distances = new Int32Array(rowCount * k).fill(NO_DISTANCE);
  const ties = new Int32Array(rowCount);
  const search: Search = {
    index,
    steps,
    mismatches: new Uint16Array(index.tupleCount),
    byMismatch: new Uint32Array(index.tupleCount),
    firstOf: new Uint32Array(index.lanes.length + 2),
    best: new Int32Array(k),
    distances,
    ties,
  };
  const block = new Uint32Array(BLOCK_QUERIES);
  for (let start = 0; start < rowCount; start += BLOCK_QUERIES) {
    const end = Math.min(start + BLOCK_QUERIES, rowCount);
    // Queries of one tuple stand side by side, so that mismatches are counted once for all of them.
    const grouped = sortRange(words, index.wordCount, block.subarray(0, end - start), start);
    let last = -1;
    for (let i = 0; i < grouped.length; i++) {
      const query = grouped[i]!;
      if (last < 0 || compareWords(words, last, query, index.wordCount) !== 0) {
        countMismatches(index, words, query * index.wordCount, search.mismatches);
        orderByMismatches(search);
      }
      last = query;
      searchOne(search, query, leaveOut === undefined ? -1 : leaveOut[query]!);
    }
    onBlock?.(end, rowCount);
  }
  return { k, distances, ties };
}

type Search = Readonly<{
  index: NeighbourIndex;
  steps: Uint16Array;
  /** Per tuple; then the tuples by them, and where each number of mismatches begins among those, with one end more. */
  mismatches: Uint16Array;
  byMismatch: Uint32Array;
  firstOf: Uint32Array;
  best: Int32Array;
  distances: Int32Array;
  ties: Int32Array;
}>;

/** Opens tuples from the fewest mismatches upwards until 255 · mismatches can neither enter the best k nor tie with the first. */
function searchOne(search: Search, query: number, leftOut: number): void {
  const { index, steps: querySteps, byMismatch, firstOf, best, distances, ties } = search;
  const { stepCount, tupleStart, steps, position } = index;
  const k = best.length;
  const base = query * stepCount;
  best.fill(NO_DISTANCE);
  let tieCount = 0;
  let limit = NO_DISTANCE; // distances from here on change nothing
  for (let mismatch = 0; mismatch + 1 < firstOf.length && mismatch * STEPS < limit; mismatch++) {
    const last = firstOf[mismatch + 1]!;
    for (let place = firstOf[mismatch]!; place < last; place++) {
      const tuple = byMismatch[place]!;
      const end = tupleStart[tuple + 1]!;
      for (let row = tupleStart[tuple]!; row < end; row++) {
        const distance = boundedDistance(steps, row * stepCount, querySteps, base, stepCount, mismatch * STEPS, limit);
        if (distance >= limit || position[row] === leftOut) continue;
        if (distance < best[0]!) tieCount = 1;
        else if (distance === best[0]) tieCount++;
        let slot = k - 1;
        if (distance < best[slot]!) {
          for (; slot > 0 && best[slot - 1]! > distance; slot--) best[slot] = best[slot - 1]!;
          best[slot] = distance;
          // A row as near as the first is still counted as a tie, even where it can no longer enter the list.
          limit = best[k - 1]! > best[0]! ? best[k - 1]! : best[0]! + 1;
        }
      }
    }
  }
  for (let slot = 0; slot < k; slot++) distances[query * k + slot] = best[slot]!;
  ties[query] = tieCount;
}

/** The distance, or any number ≥ limit once it is known to be that large; looked at after every three numbers. */
function boundedDistance(
  steps: Uint16Array,
  row: number,
  querySteps: Uint16Array,
  query: number,
  stepCount: number,
  start: number,
  limit: number,
): number {
  let distance = start;
  let i = 0;
  for (; i + 3 <= stepCount && distance < limit; i += 3) {
    const first = Math.abs(steps[row + i]! - querySteps[query + i]!);
    const second = Math.abs(steps[row + i + 1]! - querySteps[query + i + 1]!);
    const third = Math.abs(steps[row + i + 2]! - querySteps[query + i + 2]!);
    distance += (first > STEPS ? STEPS : first) + (second > STEPS ? STEPS : second) + (third > STEPS ? STEPS : third);
  }
  if (distance >= limit) return distance;
  for (; i < stepCount; i++) {
    const difference = Math.abs(steps[row + i]! - querySteps[query + i]!);
    distance += difference > STEPS ? STEPS : difference;
  }
  return distance;
}

/** Unequal categories between one query and every tuple: XOR, then each unequal byte folded down to one bit. */
function countMismatches(index: NeighbourIndex, queryWords: Int32Array, query: number, out: Uint16Array): void {
  const { words, wordCount, packedWordCount, tupleCount } = index;
  let at = 0;
  for (let tuple = 0; tuple < tupleCount; tuple++) {
    let count = 0;
    for (let word = 0; word < packedWordCount; word++) {
      let bits = words[at + word]! ^ queryWords[query + word]!;
      bits |= bits >>> 4;
      bits |= bits >>> 2;
      bits |= bits >>> 1;
      count += Math.imul(bits & 0x01010101, 0x01010101) >>> 24;
    }
    for (let word = packedWordCount; word < wordCount; word++) {
      if (words[at + word] !== queryWords[query + word]) count++;
    }
    out[tuple] = count;
    at += wordCount;
  }
}

/** By counting; tuples of as many mismatches stay in their order, which is that of their rows in memory. */
function orderByMismatches({ mismatches, byMismatch, firstOf }: Search): void {
  firstOf.fill(0);
  for (let tuple = 0; tuple < mismatches.length; tuple++) firstOf[mismatches[tuple]! + 1]!++;
  for (let count = 1; count < firstOf.length; count++) firstOf[count]! += firstOf[count - 1]!;
  for (let tuple = 0; tuple < mismatches.length; tuple++) byMismatch[firstOf[mismatches[tuple]!]!++] = tuple;
  firstOf.copyWithin(1, 0);
  firstOf[0] = 0;
}

/** Columns of up to 255 codes share a word by four; a wider one has a word of its own. */
function layLanes(rows: EncodedRows): Lane[] {
  const isNarrow = rows.categories.map(({ levels }) => levels.length + 1 <= BYTE_CODES);
  const packedWordCount = Math.ceil(isNarrow.filter(Boolean).length / 4);
  let narrow = 0;
  let wide = 0;
  return rows.categories.map(({ levels }, column) => {
    const codeOf = new Map(levels.map((level, code) => [level, code]));
    const lane = { codeOf, levelCount: levels.length };
    if (!isNarrow[column]) return { ...lane, word: packedWordCount + wide++, shift: 0, mask: 0x1ffff };
    const slot = narrow++;
    return { ...lane, word: slot >> 2, shift: (slot & 3) * 8, mask: 255 };
  });
}

/** Row-major words. A level that the index lacks becomes `mask`, a code that no row of the index has. */
function packRows(rows: EncodedRows, lanes: readonly Lane[], wordCount: number): Int32Array {
  const words = new Int32Array(rows.rowCount * wordCount);
  lanes.forEach(({ codeOf, levelCount, word, shift, mask }, column) => {
    const { codes, levels } = rows.categories[column]!;
    const laneCode = Int32Array.from([...levels.map((level) => codeOf.get(level) ?? mask), levelCount]);
    packColumn(codes, laneCode, shift, words, word, wordCount);
  });
  return words;
}

function packColumn(
  codes: Uint16Array,
  laneCode: Int32Array,
  shift: number,
  words: Int32Array,
  word: number,
  wordCount: number,
): void {
  for (let row = 0, at = word; row < codes.length; row++, at += wordCount)
    words[at]! |= laneCode[codes[row]!]! << shift;
}

function gatherSteps(rows: EncodedRows, order: Uint32Array): Uint16Array {
  const stepCount = rows.steps.length;
  const out = new Uint16Array(order.length * stepCount);
  for (let column = 0; column < stepCount; column++) {
    const steps = rows.steps[column]!;
    for (let i = 0; i < order.length; i++) out[i * stepCount + column] = steps[order[i]!]!;
  }
  return out;
}

function orderByWords(words: Int32Array, rowCount: number, wordCount: number): Uint32Array {
  return sortRange(words, wordCount, new Uint32Array(rowCount), 0);
}

/** Rows start … start + out.length − 1 by their words, rows of one tuple in their own order. */
function sortRange(words: Int32Array, wordCount: number, out: Uint32Array, start: number): Uint32Array {
  for (let i = 0; i < out.length; i++) out[i] = start + i;
  return wordCount === 0 ? out : out.sort((a, b) => compareWords(words, a, b, wordCount) || a - b);
}

function compareWords(words: Int32Array, a: number, b: number, wordCount: number): number {
  for (let word = 0; word < wordCount; word++) {
    const difference = words[a * wordCount + word]! - words[b * wordCount + word]!;
    if (difference !== 0) return difference;
  }
  return 0;
}
