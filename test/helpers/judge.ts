/**
 * One judge for all synthesizers, ours and others': numbers and dates in 32 bins at the quantiles of train (ties fall
 * together; at most 20 values are a bin each), levels as they are, missing a level; the mean over all marginals of one,
 * two or three columns of Σ|p − q|. Bins here are coarser at spikes than those of the checks, as in published figures.
 */
import { countMarginals } from '../../src/core/table/marginal-counts.ts';
import { subsetsOf } from '../../src/core/models/graphical/workload.ts';
import { createRng } from '../../src/core/math/rng.ts';
import type { Column, Table } from '../../src/core/table/column.ts';
import { isModelled, type Schema } from '../../src/core/table/schema.ts';

const BINS = 32;
const OWN_VALUES = 20;

type Coded = Readonly<{ rowCount: number; columns: readonly Uint16Array[] }>;
export type Judge = Readonly<{
  /** For one, two and three columns. */
  errors: (synthetic: Table) => readonly [number, number, number];
  /** The same between two independent resamples of train: what fresh rows would have. */
  floor: () => readonly [number, number, number];
}>;

export function judgeOf(train: Table, schema: Schema): Judge {
  const names = schema.columns.filter(isModelled).map(({ name }) => name);
  const codings = names.map((name) => codingOf(columnOf(train, name)));
  const code = (table: Table): Coded => ({
    rowCount: table.rowCount,
    columns: codings.map((coding, at) => coding.codes(columnOf(table, names[at]!))),
  });
  const real = code(train);
  // Levels that only another table has come on top.
  const sizes = (): number[] => codings.map(({ size }) => size());
  const between = (a: Coded, b: Coded): readonly [number, number, number] =>
    [1, 2, 3].map((order) => errorOf(a, b, sizes(), order)) as never;
  return {
    errors: (synthetic) => between(real, code(synthetic)),
    floor: () => between(resampled(real, 1), resampled(real, 2)),
  };
}

function errorOf(a: Coded, b: Coded, sizes: readonly number[], order: number): number {
  const cliques = subsetsOf([...sizes.keys()], order);
  let sum = 0;
  for (let from = 0; from < cliques.length; from += 50) {
    const some = cliques.slice(from, from + 50);
    const [first, second] = [a, b].map(({ columns, rowCount }) => countMarginals(columns, rowCount, sizes, some));
    some.forEach((_, at) => {
      const [p, q] = [first![at]!, second![at]!];
      for (let cell = 0; cell < p.length; cell++) sum += Math.abs(p[cell]! / a.rowCount - q[cell]! / b.rowCount);
    });
  }
  return sum / cliques.length;
}

function resampled({ rowCount, columns }: Coded, seed: number): Coded {
  const rng = createRng(seed, 'judge');
  const rows = Uint32Array.from({ length: rowCount }, () => rng.below(rowCount));
  return { rowCount, columns: columns.map((codes) => Uint16Array.from(rows, (row) => codes[row]!)) };
}

type Coding = Readonly<{ codes: (column: Column) => Uint16Array; size: () => number }>;

function codingOf(column: Column): Coding {
  if (column.kind !== 'numeric' && column.kind !== 'datetime') {
    const codeOf = new Map<string, number>();
    const known = (text: string): number => codeOf.get(text) ?? (codeOf.set(text, codeOf.size), codeOf.size - 1);
    const codes = (other: Column): Uint16Array => {
      if (other.kind === 'numeric' || other.kind === 'datetime') throw new Error('a category became a number');
      return Uint16Array.from(other.codes, (code) =>
        known(other.levels[code] === undefined ? ' missing' : other.levels[code]),
      );
    };
    codes(column);
    return { codes, size: () => codeOf.size };
  }
  const sorted = numbersOf(column)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const distinct = [...new Set(sorted)];
  const cuts = distinct.length <= OWN_VALUES ? distinct.slice(1) : [...new Set(quantiles(sorted))];
  const codes = (other: Column): Uint16Array =>
    Uint16Array.from(numbersOf(other), (value) =>
      Number.isNaN(value) ? cuts.length + 1 : cuts.filter((cut) => cut <= value).length,
    );
  return { codes, size: () => cuts.length + 2 };
}

function quantiles(sorted: Float64Array): number[] {
  return Array.from({ length: BINS - 1 }, (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / BINS)]!);
}

function numbersOf(column: Column): Float64Array {
  if (column.kind === 'numeric') return column.values;
  if (column.kind === 'datetime') return column.epochMs;
  throw new Error('a number became a category');
}

function columnOf(table: Table, name: string): Column {
  return table.columns.find((column) => column.name === name)!;
}
