/**
 * Joint counts of two coded columns whose levels may be many, and what is read off them:
 *   summed difference Σ |p − q| over cells, in [0, 2];
 *   Cramér's V without correction, √(χ² / n / (min(r, c) − 1)), r and c the filled rows and columns.
 * Up to 1 million cells are counted in place; beyond that the rows' cells are sorted. Cell = first code × size + second.
 * Cost: one pass, or a sort of the rows. Privacy: exact counts of real rows: internal.
 */
import { countTables } from '../../table/counting.ts';
import { gatherCodes } from '../marginals.ts';

/** `codes` are below `size`: bytes where that is at most 256. */
export type Coded = Readonly<{ codes: Uint8Array | Uint32Array; size: number }>;
/** Ascending cells that hold rows, and how many each; `cells` null: one count per cell, empty ones too. */
export type JointCounts = Readonly<{
  rowCount: number;
  secondSize: number;
  cells: Float64Array | null;
  counts: Int32Array;
}>;

const DENSE_CELLS = 2 ** 20;
const BYTE_CODES = 256;

export function jointCounts(first: Coded, second: Coded): JointCounts {
  const rowCount = first.codes.length;
  const secondSize = second.size;
  if (first.codes instanceof Uint8Array && second.codes instanceof Uint8Array) {
    const table = { rowCount, sizes: [first.size, secondSize], codes: [first.codes, second.codes] };
    return { rowCount, secondSize, cells: null, counts: countTables(table, [[0, 1]])[0]! };
  }
  if (first.size * secondSize <= DENSE_CELLS) {
    const counts = new Int32Array(first.size * secondSize);
    addCells(first.codes, second.codes, secondSize, counts);
    return { rowCount, secondSize, cells: null, counts };
  }
  const sorted = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) sorted[row] = first.codes[row]! * secondSize + second.codes[row]!;
  sorted.sort();
  const cells = new Float64Array(rowCount);
  const counts = new Int32Array(rowCount);
  let filled = 0;
  for (let row = 0; row < rowCount; row++) {
    if (row === 0 || sorted[row] !== sorted[row - 1]) cells[filled++] = sorted[row]!;
    counts[filled - 1]!++;
  }
  return { rowCount, secondSize, cells: cells.subarray(0, filled), counts: counts.subarray(0, filled) };
}

/** Σ |p − q| of two tables coded alike. */
export function jointDifference(first: JointCounts, second: JointCounts): number {
  const [a, b] = [first.counts, second.counts];
  const [n, m] = [first.rowCount, second.rowCount];
  let sum = 0;
  if (first.cells === null || second.cells === null) {
    for (let cell = 0; cell < a.length; cell++) sum += Math.abs(a[cell]! / n - b[cell]! / m);
    return sum;
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const cell = Math.min(first.cells[i] ?? Infinity, second.cells[j] ?? Infinity);
    const p = first.cells[i] === cell ? a[i++]! / n : 0;
    const q = second.cells[j] === cell ? b[j++]! / m : 0;
    sum += Math.abs(p - q);
  }
  return sum;
}

/** NaN where a side holds one level alone. */
export function plainCramersV({ rowCount, secondSize, cells, counts }: JointCounts): number {
  const firstTotals = new Map<number, number>();
  const secondTotals = new Map<number, number>();
  const add = (totals: Map<number, number>, level: number, count: number): void => {
    totals.set(level, (totals.get(level) ?? 0) + count);
  };
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const cell = cells === null ? i : cells[i]!;
    add(firstTotals, Math.floor(cell / secondSize), counts[i]!);
    add(secondTotals, cell % secondSize, counts[i]!);
  }
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const cell = cells === null ? i : cells[i]!;
    const expected = firstTotals.get(Math.floor(cell / secondSize))! * secondTotals.get(cell % secondSize)!;
    sum += (counts[i]! * counts[i]!) / expected;
  }
  const smaller = Math.min(firstTotals.size, secondTotals.size) - 1;
  return smaller > 0 && rowCount > 0 ? Math.sqrt(Math.max(0, sum - 1) / smaller) : NaN;
}

/** The codes at these rows. */
export function gatherCoded({ codes, size }: Coded, rows: Uint32Array): Coded {
  return { codes: codes instanceof Uint8Array ? gatherCodes(codes, rows) : gatherWords(codes, rows), size };
}

/** In as few bytes as the size allows. */
export function codedIn(codes: Uint32Array, size: number): Coded {
  return { codes: size <= BYTE_CODES ? new Uint8Array(codes) : codes, size };
}

function gatherWords(codes: Uint32Array, rows: Uint32Array): Uint32Array {
  const out = new Uint32Array(rows.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[rows[i]!]!;
  return out;
}

function addCells(first: Coded['codes'], second: Coded['codes'], secondSize: number, counts: Int32Array): void {
  for (let row = 0; row < first.length; row++) counts[first[row]! * secondSize + second[row]!]!++;
}
