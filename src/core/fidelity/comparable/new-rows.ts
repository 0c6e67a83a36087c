/**
 * NewRowSynthesis of SDMetrics: the share of synthetic rows that match no real row. A match: categories equal, numbers
 * and dates within 1 % of the synthetic value, missing where missing. Interval of a share (Wilson).
 * At most 10,000 synthetic rows are looked up, fewer where real ones are many, drawn by seed: disclosed. The real rows
 * with the same hash of categories and of what is missing are candidates; among them a number in ascending order gives
 * those worth a look, which are compared cell by cell.
 * Cost: one hash a row; candidates within 1 % of one number, for each synthetic row.
 * Privacy: compares with real rows: internal. Left out: nothing of the definition.
 */
import { wilsonInterval } from '../../math/intervals.ts';
import { createRng, shuffle } from '../../math/rng.ts';
import type { CategoricalColumn, Column, Table } from '../../table/column.ts';
import { rowHashes } from '../../table/row-hash.ts';
import { numbersOf } from '../input.ts';

const MOST_ROWS = 10_000;
const MOST_COMPARISONS = 2e9;
const TOLERANCE = 0.01;
const NANOSECONDS = 1e6;
/** So many real rows show which number has the most values. */
const SPREAD_ROWS = 10_000;

/** `n` synthetic rows were looked up, of so many; `matched` of them are like a real row. */
export type NewRows = Readonly<{
  score: number | null;
  low: number | null;
  high: number | null;
  matched: number;
  n: number;
  of: number;
}>;

/** `order`: the synthetic rows in an order that does not depend on the file's. Tables hold the same columns. */
export function newRows(real: Table, synthetic: Table, order: Uint32Array, seed: number): NewRows {
  const of = synthetic.rowCount;
  if (real.rowCount === 0 || of === 0) return { score: null, low: null, high: null, matched: 0, n: 0, of };
  const shuffled = Uint32Array.from(order);
  const n = Math.max(1, Math.min(of, MOST_ROWS, Math.floor(MOST_COMPARISONS / real.rowCount)));
  if (n < of) shuffle(shuffled, createRng(seed, 'new-rows'));
  const rows = shuffled.subarray(0, n);
  const compared = comparedColumns(real, synthetic);
  const membersOf = createLookup(real, synthetic, rows, compared.lead?.real ?? null);
  const matched = rows.reduce((sum, row) => sum + (hasMatch(membersOf(row), compared, row) ? 1 : 0), 0);
  const { value, low, high } = wilsonInterval(n - matched, n);
  return { score: value, low, high, matched, n, of };
}

type Numbers = Readonly<{ real: Float64Array; synthetic: Float64Array }>;
/** `codeOf`: the synthetic code of each real one, −1 where there is none. */
type Categories = Readonly<{ real: Uint16Array; synthetic: Uint16Array; codeOf: Int32Array }>;
/** `lead`: the numbers with the most values; null without numbers. */
type Compared = Readonly<{ categories: readonly Categories[]; numbers: readonly Numbers[]; lead: Numbers | null }>;

/** Columns of one kind on both sides; others take no part. */
function comparedColumns(real: Table, synthetic: Table): Compared {
  const categories: Categories[] = [];
  const numbers: Numbers[] = [];
  let lead: Numbers | null = null;
  let widest = 0;
  real.columns.forEach((column, at) => {
    const other = synthetic.columns[at]!;
    if (column.kind === 'categorical' && other.kind === 'categorical') {
      categories.push({ real: column.codes, synthetic: other.codes, codeOf: translated(column, other) });
    } else if ((column.kind === 'numeric' || column.kind === 'datetime') && other.kind === column.kind) {
      const inUnit = (values: Float64Array): Float64Array =>
        column.kind === 'datetime' ? values.map((value) => value * NANOSECONDS) : values;
      const both = { real: inUnit(numbersOf(column)), synthetic: inUnit(numbersOf(other)) };
      numbers.push(both);
      const spread = new Set(both.real.subarray(0, SPREAD_ROWS)).size;
      if (spread > widest) [lead, widest] = [both, spread];
    }
  });
  return { categories, numbers, lead };
}

function translated(real: CategoricalColumn, synthetic: CategoricalColumn): Int32Array {
  const codes = new Map(synthetic.levels.map((level, code) => [level, code]));
  const present = real.levels.map((level) => codes.get(level) ?? -1);
  return Int32Array.from([...present, synthetic.levels.length]);
}

/** The real rows that share the categories of this one of `rows`, and what is missing, in ascending order of `lead`. */
function createLookup(
  real: Table,
  synthetic: Table,
  rows: Uint32Array,
  lead: Float64Array | null,
): (row: number) => Uint32Array {
  const isCompared = (_: Column, at: number): boolean => real.columns[at]!.kind === synthetic.columns[at]!.kind;
  const [realKeys, madeKeys] = [real, synthetic].map((table) =>
    keysOf({ ...table, columns: table.columns.filter(isCompared) }),
  ) as [Float64Array, Float64Array];
  const groups = new Map<number, number[]>();
  for (const row of rows) groups.set(madeKeys[row]!, []);
  for (let row = 0; row < realKeys.length; row++) groups.get(realKeys[row]!)?.push(row);
  const sorted = new Map<number, Uint32Array>();
  for (const [key, members] of groups) {
    const ascending = Uint32Array.from(members);
    if (lead) ascending.sort((a, b) => lead[a]! - lead[b]! || a - b);
    sorted.set(key, ascending);
  }
  return (row) => sorted.get(madeKeys[row]!)!;
}

/** 53 bits of each row's hash by its categories and by which numbers it has. */
function keysOf({ rowCount, columns }: Table): Float64Array {
  const outline = columns.map((column): Column => {
    if (column.kind !== 'numeric' && column.kind !== 'datetime') return column;
    const values = numbersOf(column);
    const codes = new Uint16Array(rowCount);
    for (let row = 0; row < rowCount; row++) if (Number.isNaN(values[row]!)) codes[row] = 1;
    return { kind: 'categorical', name: column.name, codes, levels: ['a number'] };
  });
  const { high, low } = rowHashes({ rowCount, columns: outline });
  const keys = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) keys[row] = high[row]! * 2 ** 21 + (low[row]! >>> 11);
  return keys;
}

function hasMatch(members: Uint32Array, compared: Compared, row: number): boolean {
  const { lead } = compared;
  const value = lead === null ? NaN : lead.synthetic[row]!;
  if (lead === null || value !== value) return members.some((member) => isNear(member, compared, row));
  const reach = TOLERANCE * Math.abs(value);
  let start = 0;
  let end = members.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (lead.real[members[middle]!]! < value - reach) start = middle + 1;
    else end = middle;
  }
  for (let at = start; at < members.length && lead.real[members[at]!]! <= value + reach; at++) {
    if (isNear(members[at]!, compared, row)) return true;
  }
  return false;
}

function isNear(member: number, { categories, numbers }: Compared, row: number): boolean {
  for (const { real, synthetic } of numbers) {
    const value = synthetic[row]!;
    const other = real[member]!;
    if (value !== value && other !== other) continue;
    const reach = TOLERANCE * Math.abs(value);
    if (!(other >= value - reach && other <= value + reach)) return false;
  }
  return categories.every(({ real, synthetic, codeOf }) => codeOf[real[member]!] === synthetic[row]);
}
