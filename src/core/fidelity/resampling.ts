/**
 * Resamples with replacement, for intervals and for what fresh rows would reach.
 *   `resampledDeviation`: spread of KS or TV over resamples of the synthetic cells of one column.
 *   `canonicalOrder`: the rows of a table in an order that depends on their contents alone, so that a seeded
 *     draw of row numbers does not change when the file's rows or columns come in another order.
 * Draws use a multiply-shift of 32 bits: uneven by less than n / 2^32, which no standard deviation can show.
 */
import { createRng } from '../math/rng.ts';
import { finish } from '../table/row-hash.ts';

export const RESAMPLES = 10;
/** Resamples are no larger; a spread or floor found on fewer rows is scaled by the root of their ratio. */
export const RESAMPLED_ROWS = 200_000;
const GUIDES = 4096;

/**
 * Standard deviation over `RESAMPLES` draws. The synthetic values of a column lie in cells one behind the other:
 * `cellEnds[c]` is the place behind the last value of cell c, the last of all their number. `realShares`: of real values.
 */
export function resampledDeviation(
  measure: 'ks' | 'tv',
  cellEnds: Uint32Array,
  realShares: Float64Array,
  seed: number,
  columnName: string,
): number {
  const n = cellEnds[cellEnds.length - 1]!;
  const drawn = Math.min(n, RESAMPLED_ROWS);
  const rng = createRng(seed, 'column-resample', columnName);
  const counts = new Float64Array(realShares.length);
  const values = new Float64Array(RESAMPLES);
  const { firstCell, shift } = guideTo(cellEnds);
  for (let round = 0; round < RESAMPLES; round++) {
    counts.fill(0);
    for (let i = 0; i < drawn; i++) {
      const place = Math.floor((rng.uint32() * n) / 4294967296);
      let cell = firstCell[place >>> shift]!;
      while (place >= cellEnds[cell]!) cell++;
      counts[cell]!++;
    }
    values[round] = measure === 'ks' ? steppedKs(counts, drawn, realShares) : halfSum(counts, drawn, realShares);
  }
  return standardDeviation(values) * Math.sqrt(drawn / n);
}

/** The cell of each 2^shift-th place, few enough to stay in cache while places are drawn from all over. */
function guideTo(cellEnds: Uint32Array): Readonly<{ firstCell: Uint32Array; shift: number }> {
  const n = cellEnds[cellEnds.length - 1]!;
  let shift = 0;
  while (n >>> shift > GUIDES) shift++;
  const firstCell = new Uint32Array((n >>> shift) + 1);
  for (let guide = 0, cell = 0; guide < firstCell.length; guide++) {
    while (cell < cellEnds.length - 1 && cellEnds[cell]! <= guide << shift) cell++;
    firstCell[guide] = cell;
  }
  return { firstCell, shift };
}

/** `count` row numbers in [0, rowCount), with replacement, ascending: rows that are read in order stay in cache. */
export function resampleRows(
  rowCount: number,
  count: number,
  seed: number,
  ...purpose: (string | number)[]
): Uint32Array {
  const rng = createRng(seed, ...purpose);
  const times = new Uint32Array(rowCount);
  for (let i = 0; i < count; i++) times[Math.floor((rng.uint32() * rowCount) / 4294967296)]!++;
  const rows = new Uint32Array(count);
  let filled = 0;
  for (let row = 0; row < rowCount; row++) {
    for (let copy = times[row]!; copy > 0; copy--) rows[filled++] = row;
  }
  return rows;
}

/** The values at these rows. */
export function numbersAt(values: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

/**
 * Row numbers sorted by a sum over columns of mixed (column name, code), equal rows by one of mixed numbers: the same
 * rows in another order give the same list of contents. Names of levels do not matter, only their bins. Beyond 2^21 rows
 * the order of the file is kept, since key and row number no longer fit a double.
 */
export function canonicalOrder(
  codes: readonly Uint8Array[],
  numbers: readonly (Float64Array | null)[],
  names: readonly string[],
  rowCount: number,
): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) order[row] = row;
  if (rowCount > ROW_SPAN) return order;
  const keys = new Uint32Array(rowCount);
  const ties = new Uint32Array(rowCount);
  codes.forEach((column, index) => {
    const rng = createRng(0, 'canonical-order', names[index]!);
    const salts = Uint32Array.from({ length: 256 }, () => rng.uint32());
    for (let row = 0; row < rowCount; row++) keys[row]! += salts[column[row]!]!;
    const values = numbers[index]!;
    if (values) addNumbers(values, rng.uint32(), ties);
  });
  const packed = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) packed[row] = keys[row]! * ROW_SPAN + row;
  packed.sort();
  for (let i = 0; i < rowCount; i++) order[i] = packed[i]! % ROW_SPAN;
  for (let start = 0, end = 0; start < rowCount; start = end) {
    while (end < rowCount && keys[order[end]!] === keys[order[start]!]) end++;
    if (end > start + 1) order.subarray(start, end).sort((a, b) => ties[a]! - ties[b]! || a - b);
  }
  return order;
}

const ROW_SPAN = 2_097_152;

function addNumbers(values: Float64Array, salt: number, keys: Uint32Array): void {
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  for (let row = 0; row < values.length; row++) {
    one[0] = values[row]! + 0; // −0 and 0 are one value
    const isMissing = one[0] !== one[0]; // a NaN has many bit patterns
    keys[row]! += isMissing ? finish(salt) : finish(finish(words[0]! ^ salt) ^ words[1]!);
  }
}

/** With divisor n − 1; 0 for fewer than two values. */
export function standardDeviation(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0;
}

function steppedKs(counts: Float64Array, total: number, realShares: Float64Array): number {
  let gap = 0;
  let widest = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    gap += counts[cell]! / total - realShares[cell]!;
    widest = Math.max(widest, Math.abs(gap));
  }
  return widest;
}

function halfSum(counts: Float64Array, total: number, realShares: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) sum += Math.abs(counts[cell]! / total - realShares[cell]!);
  return sum / 2;
}
