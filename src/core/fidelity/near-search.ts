/**
 * Near copies: rows of which at most one column differs; numbers within 1 % of the schema's range do not differ.
 * Method: columns are dealt into two halves; a row with at most one column that differs agrees on all of one half. The
 * rows searched are therefore indexed by each half: by the categories of the half exactly, and inside such a bucket by
 * one number of the half, whose window of ± 1 % holds every candidate. Candidates are verified cell by cell.
 * Privacy: finds real rows by their content: internal.
 */
import { isModelled, type Schema } from '../table/schema.ts';
import type { JointColumn, JointRows } from './content.ts';

const TOLERANCE = 0.01;

/** Whether some other row from `start` to `end`, the end excluded, is a near copy of the row. */
export function createNearSearch(
  rows: JointRows,
  schema: Schema,
  start: number,
  end: number,
): (row: number) => boolean {
  const tolerances = rows.columns.map((column) => toleranceOf(column, schema));
  const halves = dealColumns(rows, tolerances);
  const indexes = halves.map((half) => createIndex(rows, half, tolerances, start, end));
  return (row) =>
    indexes.some((index) =>
      index(row, (candidate) => candidate !== row && isNear(rows.columns, tolerances, row, candidate)),
    );
}

function isNear(columns: readonly JointColumn[], tolerances: readonly number[], row: number, other: number): boolean {
  let differing = 0;
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]!;
    if (column.kind === 'codes') {
      if (column.codes[row] !== column.codes[other]) differing++;
    } else if (!areClose(column.values[row]!, column.values[other]!, tolerances[index]!)) differing++;
    if (differing > 1) return false;
  }
  return true;
}

function areClose(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance || (Number.isNaN(a) && Number.isNaN(b));
}

function toleranceOf(column: JointColumn, schema: Schema): number {
  const known = schema.columns.find(({ name }) => name === column.name);
  if (column.kind === 'codes' || known === undefined || !isModelled(known)) return 0;
  const domain = known.domain.value;
  return domain.kind === 'categorical' ? 0 : TOLERANCE * (domain.high - domain.low);
}

/** Columns in two halves that tell rows apart about equally well: dealt in turn by their number of distinguishable values. */
function dealColumns(rows: JointRows, tolerances: readonly number[]): readonly [readonly number[], readonly number[]] {
  const worth = rows.columns.map((column, index) =>
    column.kind === 'codes' ? column.levelCount : tolerances[index]! > 0 ? 1 / (2 * TOLERANCE) : 2,
  );
  const order = Array.from(worth.keys()).sort((a, b) => worth[b]! - worth[a]! || a - b);
  const first: number[] = [];
  const second: number[] = [];
  order.forEach((column, place) => (place % 4 === 0 || place % 4 === 3 ? first : second).push(column));
  return [first, second];
}

type NearIndex = (row: number, isMatch: (candidate: number) => boolean) => boolean;

/** Rows by the categories of the half, then by one number of it. */
function createIndex(
  rows: JointRows,
  half: readonly number[],
  tolerances: readonly number[],
  start: number,
  end: number,
): NearIndex {
  const windowIndex = half.find((index) => rows.columns[index]!.kind === 'numbers');
  const window = windowIndex === undefined ? null : rows.columns[windowIndex]!;
  const values = window?.kind === 'numbers' ? window.values : null;
  // A hair wider than the tolerance, so that rounding at its edge loses no candidate.
  const reach = windowIndex === undefined ? 0 : tolerances[windowIndex]! * (1 + 1e-9);
  const keyOf = (row: number): number => {
    let key = 0;
    for (const index of half) {
      const column = rows.columns[index]!;
      if (column.kind === 'codes') key = Math.imul(key ^ column.codes[row]!, 0x9e3779b1) ^ (key >>> 15);
    }
    // Rows whose number is missing stay apart from those that are sorted by it.
    return (key >>> 0) * 2 + (values !== null && Number.isNaN(values[row]!) ? 1 : 0);
  };
  const buckets = new Map<number, number[]>();
  for (let row = start; row < end; row++) {
    const key = keyOf(row);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [row]);
    else bucket.push(row);
  }
  if (values !== null) {
    for (const bucket of buckets.values()) bucket.sort((a, b) => values[a]! - values[b]! || a - b);
  }
  return (row, isMatch) => {
    const bucket = buckets.get(keyOf(row));
    if (bucket === undefined) return false;
    const isWindowed = values !== null && !Number.isNaN(values[row]!);
    const first = isWindowed ? firstAtLeast(bucket, values, values[row]! - reach) : 0;
    for (let place = first; place < bucket.length; place++) {
      const candidate = bucket[place]!;
      if (isWindowed && values[candidate]! > values[row]! + reach) return false;
      if (isMatch(candidate)) return true;
    }
    return false;
  };
}

function firstAtLeast(bucket: readonly number[], values: Float64Array, bound: number): number {
  let low = 0;
  let high = bucket.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[bucket[middle]!]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
