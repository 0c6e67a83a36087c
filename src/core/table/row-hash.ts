/**
 * A 64-bit hash of every row's content, as two unsigned halves. It depends on the row alone: levels are hashed as texts
 * and not as codes, so that another dictionary order, another row or another column name changes nothing.
 * Two multiply-and-rotate lanes (as in MurmurHash3, Appleby 2011) over column by column; one text hash per level.
 * Not cryptographic: it keys coins and finds candidates for equality, which are then compared cell by cell.
 */
import { unreachable } from '../errors.ts';
import { namesOfMarks, type Column, type DatetimeColumn, type NumericColumn, type Table } from './column.ts';

export type RowHashes = Readonly<{ high: Uint32Array; low: Uint32Array }>;

const HIGH_START = 0x9747b28c;
const LOW_START = 0x3c6ef372;
const MISSING_HIGH = 0x5bd1e995;
const MISSING_LOW = 0x1b873593;

/** `columns` by position; all of them count. Cost: one pass a column. */
export function rowHashes(table: Table): RowHashes {
  const high = new Uint32Array(table.rowCount).fill(HIGH_START);
  const low = new Uint32Array(table.rowCount).fill(LOW_START);
  for (const column of table.columns) addColumn(column, high, low);
  for (let row = 0; row < table.rowCount; row++) {
    const h = finish(high[row]! ^ low[row]!);
    low[row] = finish(low[row]! + h);
    high[row] = finish(h + low[row]!);
  }
  return { high, low };
}

function addColumn(column: Column, high: Uint32Array, low: Uint32Array): void {
  switch (column.kind) {
    case 'numeric':
      addNumbers(column.values, high, low);
      return addMarks(column, high, low);
    case 'datetime':
      addNumbers(column.epochMs, high, low);
      return addMarks(column, high, low);
    case 'categorical':
    case 'identifier':
    case 'text':
      return addLevels(column.codes, column.levels, high, low);
    default:
      return unreachable(column);
  }
}

/** A double counts by its bits; both zeros are one, and so are all NaN. */
function addNumbers(values: Float64Array, high: Uint32Array, low: Uint32Array): void {
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    double[0] = value === 0 ? 0 : value;
    const missing = value !== value;
    mixInto(high, row, missing ? MISSING_HIGH : words[1]! ^ Math.imul(words[0]!, 0x85ebca6b));
    mixInto(low, row, missing ? MISSING_LOW : words[0]! ^ Math.imul(words[1]!, 0xc2b2ae35));
  }
}

function addMarks({ marks }: NumericColumn | DatetimeColumn, high: Uint32Array, low: Uint32Array): void {
  if (marks) addLevels(marks.codes, namesOfMarks(marks), high, low);
}

function addLevels(
  codes: Uint8Array | Uint16Array | Uint32Array,
  levels: readonly string[],
  high: Uint32Array,
  low: Uint32Array,
): void {
  const levelHigh = new Uint32Array(levels.length + 1);
  const levelLow = new Uint32Array(levels.length + 1);
  levels.forEach((level, code) => {
    levelHigh[code] = textHash(level, 0x811c9dc5);
    levelLow[code] = textHash(level, 0x2f0b4c47);
  });
  levelHigh[levels.length] = MISSING_HIGH;
  levelLow[levels.length] = MISSING_LOW;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    mixInto(high, row, levelHigh[code]!);
    mixInto(low, row, levelLow[code]!);
  }
}

function mixInto(hashes: Uint32Array, row: number, word: number): void {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  const hash = hashes[row]! ^ mixed;
  hashes[row] = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
}

function textHash(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return finish(hash ^ text.length);
}

/** Spreads every bit over the word. */
export function finish(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
