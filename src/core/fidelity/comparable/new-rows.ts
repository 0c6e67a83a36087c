/**
 * NewRowSynthesis of SDMetrics: the share of synthetic rows that match no real row. A match: categories equal, numbers
 * and dates within 1 % of the synthetic value, missing where missing. Interval of a share (Wilson).
 * Real rows are kept by their categories and by what they lack; within such a group a number in ascending order gives
 * the rows worth a look. At most 10,000 synthetic rows, fewer where real ones are many, drawn by seed: disclosed.
 * Cost: rows of one group within 1 % of one number, for each synthetic row.
 * Privacy: compares with real rows: internal. Left out: nothing of the definition.
 */
import { wilsonInterval } from '../../math/intervals.ts';
import { createRng, shuffle } from '../../math/rng.ts';
import type { Table } from '../../table/column.ts';
import { numbersOf } from '../input.ts';
import { alignLevels } from '../levels.ts';

const MOST_ROWS = 10_000;
const MOST_COMPARISONS = 2e9;
const TOLERANCE = 0.01;
const NANOSECONDS = 1e6;

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
  const rows = Uint32Array.from(order);
  const n = Math.max(1, Math.min(of, MOST_ROWS, Math.floor(MOST_COMPARISONS / real.rowCount)));
  if (n < of) shuffle(rows, createRng(seed, 'new-rows'));
  const { keys, numbers } = contentsOf(real, synthetic);
  const groups = groupRows(keys.real);
  const lead = numbers.reduce((best, { spread }, at) => (spread > (numbers[best]?.spread ?? -1) ? at : best), 0);
  const sorted = sortGroups(groups, numbers[lead]?.real ?? null);
  let matched = 0;
  for (let i = 0; i < n; i++) {
    const row = rows[i]!;
    const members = sorted.get(keys.synthetic[row]!);
    if (members !== undefined && hasMatch(members, numbers, lead, row)) matched++;
  }
  const { value, low, high } = wilsonInterval(n - matched, n);
  return { score: value, low, high, matched, n, of };
}

type Numbers = Readonly<{ real: Float64Array; synthetic: Float64Array; spread: number }>;

/** Each row's categories and what it lacks as one text; its numbers apart. */
function contentsOf(
  real: Table,
  synthetic: Table,
): Readonly<{ keys: Readonly<{ real: string[]; synthetic: string[] }>; numbers: readonly Numbers[] }> {
  const realKeys = new Array<string>(real.rowCount).fill('');
  const madeKeys = new Array<string>(synthetic.rowCount).fill('');
  const append = (keys: string[], codeOf: (row: number) => number): void => {
    for (let row = 0; row < keys.length; row++)
      keys[row] += String.fromCharCode(codeOf(row) & 0xffff, codeOf(row) >>> 16);
  };
  const numbers: Numbers[] = [];
  real.columns.forEach((column, at) => {
    const other = synthetic.columns[at]!;
    if (column.kind === 'categorical' && other.kind === 'categorical') {
      const [first, second] = alignLevels([column, other]).codes as [Uint32Array, Uint32Array];
      append(realKeys, (row) => first[row]!);
      append(madeKeys, (row) => second[row]!);
    } else if ((column.kind === 'numeric' || column.kind === 'datetime') && other.kind === column.kind) {
      const unit = column.kind === 'datetime' ? NANOSECONDS : 1;
      const [first, second] = [column, other].map((side) => numbersOf(side).map((value) => value * unit)) as [
        Float64Array,
        Float64Array,
      ];
      append(realKeys, (row) => (Number.isNaN(first[row]!) ? 1 : 0));
      append(madeKeys, (row) => (Number.isNaN(second[row]!) ? 1 : 0));
      numbers.push({ real: first, synthetic: second, spread: new Set(first).size });
    }
  });
  return { keys: { real: realKeys, synthetic: madeKeys }, numbers };
}

function groupRows(keys: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  keys.forEach((key, row) => {
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  return groups;
}

function sortGroups(groups: Map<string, number[]>, values: Float64Array | null): Map<string, Uint32Array> {
  const sorted = new Map<string, Uint32Array>();
  for (const [key, rows] of groups) {
    const members = Uint32Array.from(rows);
    if (values) members.sort((a, b) => values[a]! - values[b]! || a - b);
    sorted.set(key, members);
  }
  return sorted;
}

/** All members lack the same numbers as the row does. */
function hasMatch(members: Uint32Array, numbers: readonly Numbers[], lead: number, row: number): boolean {
  const leading = numbers[lead];
  if (leading === undefined) return true;
  const value = leading.synthetic[row]!;
  if (value !== value) return members.some((member) => isNear(member, numbers, row));
  const reach = TOLERANCE * Math.abs(value);
  let start = 0;
  let end = members.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (leading.real[members[middle]!]! < value - reach) start = middle + 1;
    else end = middle;
  }
  for (let at = start; at < members.length && leading.real[members[at]!]! <= value + reach; at++) {
    if (isNear(members[at]!, numbers, row)) return true;
  }
  return false;
}

function isNear(member: number, numbers: readonly Numbers[], row: number): boolean {
  for (const { real, synthetic } of numbers) {
    const value = synthetic[row]!;
    if (value !== value) continue;
    const reach = TOLERANCE * Math.abs(value);
    const other = real[member]!;
    if (!(other >= value - reach && other <= value + reach)) return false;
  }
  return true;
}
