/**
 * Rows of several tables as contents: which rows are equal in all modelled columns, and coins keyed by content.
 * Two rows are equal if every cell is (missing equals missing, levels by their text, numbers as doubles). A 64-bit key
 * per row sums mixed cells over columns, salted by the column's name, so neither the order of rows nor of columns nor
 * of levels changes it; equality is verified cell by cell, never taken from the key.
 * Coins: uniform 32-bit numbers that are a function of (seed, purpose, content, which copy of that content it is), as
 * the split's are: the order of the file's rows changes nothing. O(cells).
 * Privacy: keys of real rows are real rows in disguise: internal, and not kept in results.
 */
import { createRng } from '../math/rng.ts';
import type { Table } from '../table/column.ts';
import { finish } from '../table/row-hash.ts';
import type { Schema } from '../table/schema.ts';
import { columnNamed, modelledNames, numbersOf } from './input.ts';
import { alignLevels } from './levels.ts';

/** One column of all tables, one after another. Codes are joint codes, missing last; numbers use NaN for missing. */
export type JointColumn =
  | Readonly<{ kind: 'numbers'; name: string; values: Float64Array }>
  | Readonly<{ kind: 'codes'; name: string; codes: Uint32Array; levelCount: number }>;

/** Rows of table t are `starts[t]` to `starts[t + 1]`, the end excluded. */
export type JointRows = Readonly<{
  rowCount: number;
  starts: readonly number[];
  columns: readonly JointColumn[];
  high: Uint32Array;
  low: Uint32Array;
}>;

/** Which rows are equal: `groupOf[row]` numbers the distinct contents in order of their first row. */
export type Contents = Readonly<{ groupOf: Uint32Array; groupCount: number; copyNumber: Uint32Array }>;

export function joinRows(tables: readonly Table[], schema: Schema): JointRows {
  const starts = [0];
  for (const table of tables) starts.push(starts[starts.length - 1]! + table.rowCount);
  const rowCount = starts[tables.length]!;
  const high = new Uint32Array(rowCount);
  const low = new Uint32Array(rowCount);
  const columns = modelledNames(schema).map((name): JointColumn => {
    const parts = tables.map((table) => columnNamed(table, name));
    const rng = createRng(0, 'content', name);
    const salts: readonly [number, number] = [rng.uint32(), rng.uint32()];
    const categories = parts.filter((part) => part.kind === 'categorical');
    if (categories.length === parts.length) {
      const { levels, codes } = alignLevels(categories);
      const joined = new Uint32Array(rowCount);
      codes.forEach((part, table) => joined.set(part, starts[table]));
      const words = Uint32Array.from([...levels.map(textWord), 0]);
      addCodes(joined, words, salts, high, low);
      return { kind: 'codes', name, codes: joined, levelCount: levels.length };
    }
    const values = new Float64Array(rowCount);
    parts.forEach((part, table) => {
      if (part.kind !== 'categorical') values.set(numbersOf(part), starts[table]);
    });
    for (let row = 0; row < rowCount; row++) values[row]! += 0; // −0 and 0 are one value
    addNumbers(values, salts, high, low);
    return { kind: 'numbers', name, values };
  });
  return { rowCount, starts, columns, high, low };
}

/** Groups rows by content. `copyNumber` counts the earlier rows of the same content within the same table. */
export function groupContents(rows: JointRows): Contents {
  const { rowCount, starts, columns, high, low } = rows;
  const capacity = powerOfTwoAbove(2 * rowCount);
  const slots = new Uint32Array(capacity); // row + 1 of the group's first row; 0 is empty
  const groupOf = new Uint32Array(rowCount);
  const copyNumber = new Uint32Array(rowCount);
  const seenInTable = new Uint32Array(rowCount);
  let groupCount = 0;
  for (let table = 0; table + 1 < starts.length; table++) {
    seenInTable.fill(0);
    for (let row = starts[table]!; row < starts[table + 1]!; row++) {
      let slot = low[row]! & (capacity - 1);
      for (;;) {
        const first = slots[slot]! - 1;
        if (first < 0) {
          slots[slot] = row + 1;
          groupOf[row] = groupCount++;
          break;
        }
        if (low[first] === low[row] && high[first] === high[row] && areEqual(columns, first, row)) {
          groupOf[row] = groupOf[first]!;
          break;
        }
        slot = (slot + 1) & (capacity - 1);
      }
      copyNumber[row] = seenInTable[groupOf[row]!]!++;
    }
  }
  return { groupOf, groupCount, copyNumber };
}

/** One coin per row. */
export function keyedCoins(rows: JointRows, contents: Contents, seed: number, purpose: string): Uint32Array {
  const rng = createRng(seed, 'coin', purpose);
  const [first, second] = [rng.uint32(), rng.uint32()];
  const coins = new Uint32Array(rows.rowCount);
  for (let row = 0; row < coins.length; row++) {
    const mixed = finish(rows.high[row]! ^ first) ^ Math.imul(contents.copyNumber[row]!, 0x9e3779b1);
    coins[row] = finish(finish(mixed ^ second) ^ rows.low[row]!) >>> 0;
  }
  return coins;
}

/** At most `cap` of the rows from `start` to `end` that `isWanted` (or all), those with the smallest coins, in the order of their coins. */
export function thinByCoins(
  coins: Uint32Array,
  start: number,
  end: number,
  cap: number,
  isWanted?: Uint8Array,
): Uint32Array {
  const rows: number[] = [];
  for (let row = start; row < end; row++) if (isWanted === undefined || isWanted[row] === 1) rows.push(row);
  // Equal coins of distinct rows happen once in 2^32 pairs; then the earlier row goes first.
  const sorted = Uint32Array.from(rows).sort((a, b) => coins[a]! - coins[b]! || a - b);
  return sorted.subarray(0, Math.min(cap, sorted.length));
}

function areEqual(columns: readonly JointColumn[], first: number, second: number): boolean {
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]!;
    if (column.kind === 'codes') {
      if (column.codes[first] !== column.codes[second]) return false;
    } else {
      const a = column.values[first]!;
      const b = column.values[second]!;
      if (a !== b && !(Number.isNaN(a) && Number.isNaN(b))) return false;
    }
  }
  return true;
}

function addCodes(
  codes: Uint32Array,
  words: Uint32Array,
  salts: readonly [number, number],
  high: Uint32Array,
  low: Uint32Array,
): void {
  const highWords = words.map((word) => finish(word ^ salts[0]));
  const lowWords = words.map((word) => finish(Math.imul(word, 0x85ebca6b) ^ salts[1]));
  for (let row = 0; row < codes.length; row++) {
    high[row]! += highWords[codes[row]!]!;
    low[row]! += lowWords[codes[row]!]!;
  }
}

function addNumbers(values: Float64Array, salts: readonly [number, number], high: Uint32Array, low: Uint32Array): void {
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  const [highSalt, lowSalt] = salts;
  for (let row = 0; row < values.length; row++) {
    one[0] = values[row]!;
    const isMissing = values[row] !== values[row]; // a NaN has many bit patterns
    const a = isMissing ? 0x7ff80000 : words[0]!;
    const b = isMissing ? 0x7ff80000 : words[1]!;
    high[row]! += finish(finish(a ^ highSalt) ^ b);
    low[row]! += finish(finish(b ^ lowSalt) ^ Math.imul(a, 0x85ebca6b));
  }
}

function textWord(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function powerOfTwoAbove(count: number): number {
  let power = 16;
  while (power < count) power *= 2;
  return power;
}
