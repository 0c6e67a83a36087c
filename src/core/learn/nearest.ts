/**
 * The exact nearest rows of a table. D(a, b) = Σ over columns, in whole steps of the row code: |uₐ − u_b| for numbers,
 * 255 for unequal categories, 255 if one side is missing, 0 if both are. Integers: the same bits everywhere.
 * D = 0 is not equality, since numbers may share a step.
 * Cost: queries × distinct category tuples for the mismatches, 32 at a time, then only tuples that can still win are
 * opened; no tree, no approximation. Privacy: distances to real rows are internal. Left out: weights per column, and which row it was.
 */
import { assert } from '../errors.ts';
import { STEPS, type EncodedRows } from './row-code.ts';
import { countShared, createSharedLevels, tuplesSharing, type SharedLevels, type TupleCodes } from './shared-levels.ts';

/** Stands where the index holds fewer rows than distances were asked for. */
export const NO_DISTANCE = 0x7fffffff;
export const MOST_NEIGHBOURS = 5;

const BLOCK_QUERIES = 1000;
/** Numbers that are compared before a distance is looked at. */
const FOUR = 4;
const BYTE_CODES = 255; // codes that fit one byte beside the byte for "not in the index"

/** How rows are searched: sorted by their tuple of categories. */
export type NeighbourIndex = Readonly<{
  rowCount: number;
  stepCount: number;
  /** Per category column: its codes by level text, the word it lies in, and the shift inside that word (0 if it fills one). */
  lanes: readonly Lane[];
  wordCount: number;
  tupleCount: number;
  shared: SharedLevels;
  /** Rows of tuple t are the sorted rows tupleStart[t] … tupleStart[t + 1] − 1. */
  tupleStart: Int32Array;
  /** Steps of the sorted rows, four columns after four, row by row in each; and the position each row had in the table. */
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
  const wordCount = lanes.reduce((count, { word }) => Math.max(count, word + 1), 0);
  const wordsByRow = packRows(rows, lanes, wordCount);
  const order = orderByWords(wordsByRow, rows.rowCount, wordCount);

  const tupleStart: number[] = [];
  for (let i = 0; i < rows.rowCount; i++) {
    if (i === 0 || compareWords(wordsByRow, order[i - 1]!, order[i]!, wordCount) !== 0) tupleStart.push(i);
  }
  const tupleCount = tupleStart.length;
  return {
    rowCount: rows.rowCount,
    stepCount: rows.steps.length,
    lanes,
    wordCount,
    tupleCount,
    shared: createSharedLevels(
      lanes.map((lane) => tupleCodes(wordsByRow, wordCount, lane, order, tupleStart)),
      tupleCount,
    ),
    tupleStart: Int32Array.from([...tupleStart, rows.rowCount]),
    steps: layOutSteps(rows, order),
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

  const words = packRows(queries, index.lanes, index.wordCount);
  const distances = new Int32Array(rowCount * k).fill(NO_DISTANCE);
  const ties = new Int32Array(rowCount);
  const search: Search = {
    index,
    queries,
    asked: new Uint16Array(FOUR * Math.ceil(index.stepCount / FOUR)),
    best: new Int32Array(k),
    distances,
    ties,
  };
  const block = new Uint32Array(BLOCK_QUERIES);
  const codes = new Int32Array(index.lanes.length);
  for (let start = 0; start < rowCount; start += BLOCK_QUERIES) {
    const end = Math.min(start + BLOCK_QUERIES, rowCount);
    // Queries of one tuple stand side by side, so that mismatches are counted once for all of them.
    const grouped = sortRange(words, index.wordCount, block.subarray(0, end - start), start);
    let last = -1;
    for (let i = 0; i < grouped.length; i++) {
      const query = grouped[i]!;
      if (last < 0 || compareWords(words, last, query, index.wordCount) !== 0) {
        index.lanes.forEach((lane, column) => (codes[column] = codeIn(words, query * index.wordCount, lane)));
        countShared(index.shared, codes);
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
  queries: EncodedRows;
  /** Steps of the query that is searched for. */
  asked: Uint16Array;
  best: Int32Array;
  distances: Int32Array;
  ties: Int32Array;
}>;

/** Opens tuples from the fewest mismatches upwards until 255 · mismatches can neither enter the best k nor tie with the first. */
function searchOne(search: Search, query: number, leftOut: number): void {
  const { index, queries, asked, best, distances, ties } = search;
  const { rowCount, tupleStart, steps, position, shared, lanes } = index;
  const k = best.length;
  best.fill(NO_DISTANCE);
  queries.steps.forEach((column, place) => (asked[place] = column[query]!));
  let tieCount = 0;
  let limit = NO_DISTANCE; // distances from here on change nothing
  for (let mismatch = 0; mismatch <= lanes.length && mismatch * STEPS < limit; mismatch++) {
    for (let word = 0; word < shared.wordCount; word++) {
      for (let bits = tuplesSharing(shared, word, lanes.length - mismatch); bits !== 0; bits &= bits - 1) {
        const tuple = 32 * word + 31 - Math.clz32(bits & -bits);
        const end = tupleStart[tuple + 1]!;
        for (let row = tupleStart[tuple]!; row < end; row++) {
          const distance = boundedDistance(steps, rowCount, row, asked, mismatch * STEPS, limit);
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
  }
  for (let slot = 0; slot < k; slot++) distances[query * k + slot] = best[slot]!;
  ties[query] = tieCount;
}

/** The distance, or any number ≥ limit once it is known to be that large; looked at after every four numbers. */
function boundedDistance(
  steps: Uint16Array,
  rowCount: number,
  row: number,
  asked: Uint16Array,
  start: number,
  limit: number,
): number {
  let distance = start;
  for (let i = 0, at = FOUR * row; i < asked.length && distance < limit; i += FOUR, at += FOUR * rowCount) {
    const first = Math.abs(steps[at]! - asked[i]!);
    const second = Math.abs(steps[at + 1]! - asked[i + 1]!);
    const third = Math.abs(steps[at + 2]! - asked[i + 2]!);
    const fourth = Math.abs(steps[at + 3]! - asked[i + 3]!);
    distance += (first > STEPS ? STEPS : first) + (second > STEPS ? STEPS : second);
    distance += (third > STEPS ? STEPS : third) + (fourth > STEPS ? STEPS : fourth);
  }
  return distance;
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

/** Of each tuple in one column, by its first row. */
function tupleCodes(
  words: Int32Array,
  wordCount: number,
  lane: Lane,
  order: Uint32Array,
  tupleStart: readonly number[],
): TupleCodes {
  const codes = new Uint16Array(tupleStart.length);
  for (let tuple = 0; tuple < codes.length; tuple++) {
    codes[tuple] = codeIn(words, order[tupleStart[tuple]!]! * wordCount, lane);
  }
  return { codes, codeCount: lane.levelCount + 1 };
}

function codeIn(words: Int32Array, row: number, { word, shift, mask }: Lane): number {
  return (words[row + word]! >>> shift) & mask;
}

/** Most rows are told to be too far by their first four numbers: those of neighbours share a line of the cache. */
function layOutSteps(rows: EncodedRows, order: Uint32Array): Uint16Array {
  const { rowCount } = rows;
  const out = new Uint16Array(FOUR * Math.ceil(rows.steps.length / FOUR) * rowCount);
  rows.steps.forEach((steps, column) => {
    const place = column % FOUR;
    for (let i = 0, at = (column - place) * rowCount + place; i < rowCount; i++, at += FOUR)
      out[at] = steps[order[i]!]!;
  });
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
