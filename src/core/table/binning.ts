/**
 * The bins that checks compare on: cut on train alone, once per assessment, and never a model's own bins.
 * Numbers and dates: at most 20 distinct values are each their own bin; otherwise values held by at least 5 % of the rows,
 * or said to be codes, are bins of their own (atoms) and the rest is cut at quantiles (inverse of the empirical law) into
 * what is left of 20, ends open. Categories: the 50 most frequent levels, the rest together. Missing is one more bin, always the last.
 * Privacy: read off real rows: internal.
 */
import { unreachable } from '../errors.ts';
import { countAtMost, quantileInverse } from '../math/ranks.ts';
import type { CategoricalColumn, Column, Table } from './column.ts';
import { isModelled, type Schema } from './schema.ts';
import { sortedValues } from './sorted-values.ts';

/** Bin of v: the atom that v is, else the number of `cuts` that are at most v, behind the atoms. */
type NumberBinning = Readonly<{ kind: 'numeric' | 'datetime'; atoms: Float64Array; cuts: Float64Array }>;
/** Bin of a level: its place in `levels`, else the bin behind them. */
type LevelBinning = Readonly<{ kind: 'categorical'; levels: readonly string[] }>;
/** `columnIndex` is the place in the schema. `size` counts all bins, that of missing (`missingBin`) included. */
export type ColumnBinning = (NumberBinning | LevelBinning) &
  Readonly<{ columnIndex: number; name: string; size: number; missingBin: number }>;
export type Binning = Readonly<{ columns: readonly ColumnBinning[] }>;

/** Columns as in the binning; codes are below `sizes`. */
export type BinnedTable = Readonly<{ rowCount: number; sizes: readonly number[]; codes: readonly Uint8Array[] }>;

const ATOM_SHARE = 0.05;

/** Bins of the modelled columns, in schema order. `bins` at most 200, `levels` at most 250: codes are bytes. */
export function createBinning(train: Table, schema: Schema, { bins = 20, levels = 50 } = {}): Binning {
  const columns = schema.columns.flatMap((column, columnIndex) => {
    if (!isModelled(column)) return [];
    const cut = binningOf(columnNamed(train, column.name), bins, levels);
    const size = cut.kind === 'categorical' ? cut.levels.length + 2 : cut.atoms.length + cut.cuts.length + 2;
    return [{ ...cut, columnIndex, name: column.name, size, missingBin: size - 1 }];
  });
  return { columns };
}

/** Columns are found by name; levels that train lacks fall into the bin of the rest. */
export function binTable(table: Table, binning: Binning): BinnedTable {
  return {
    rowCount: table.rowCount,
    sizes: binning.columns.map((column) => column.size),
    codes: binning.columns.map((column) => binColumn(columnNamed(table, column.name), column)),
  };
}

function binningOf(column: Column, bins: number, levels: number): NumberBinning | LevelBinning {
  switch (column.kind) {
    case 'numeric':
      return cutNumbers('numeric', column.values, bins, column.atoms);
    case 'datetime':
      return cutNumbers('datetime', column.epochMs, bins);
    case 'categorical':
      return { kind: 'categorical', levels: mostFrequent(column, levels) };
    case 'identifier':
    case 'text':
      throw new Error('createBinning: identifiers and text have no bins');
    default:
      return unreachable(column);
  }
}

function cutNumbers(
  kind: NumberBinning['kind'],
  values: Float64Array,
  bins: number,
  codes: readonly number[] = [],
): NumberBinning {
  const sorted = sortedValues(values);
  const distinct: number[] = [];
  const atoms: number[] = [];
  const others = new Float64Array(sorted.length);
  let otherCount = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const value = sorted[start]!;
    while (end < sorted.length && sorted[end] === value) end++;
    if (distinct.length <= bins) distinct.push(value);
    if (end - start >= ATOM_SHARE * values.length || codes.includes(value)) atoms.push(value);
    else for (let i = start; i < end; i++) others[otherCount++] = value;
  }
  if (distinct.length <= bins) return { kind, atoms: Float64Array.from(distinct), cuts: new Float64Array(0) };
  const rest = others.subarray(0, otherCount);
  const parts = Math.max(1, bins - atoms.length);
  const cuts = new Set<number>();
  // A cut is the smallest value of the bin above it, so that the lowest value never is one.
  for (let part = 1; part < parts; part++) {
    const cut = quantileInverse(rest, part / parts);
    if (cut > rest[0]!) cuts.add(cut);
  }
  return { kind, atoms: Float64Array.from(atoms), cuts: Float64Array.from(cuts).sort() };
}

function mostFrequent({ codes, levels }: CategoricalColumn, most: number): readonly string[] {
  const counts = new Int32Array(levels.length + 1);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return levels
    .map((level, code) => ({ level, count: counts[code]! }))
    .sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1))
    .slice(0, most)
    .map(({ level }) => level);
}

function binColumn(column: Column, binning: ColumnBinning): Uint8Array {
  if (binning.kind === 'categorical') return binLevels(column, binning.levels, binning.missingBin);
  if (column.kind === 'numeric') return binNumbers(column.values, binning.atoms, binning.cuts, binning.missingBin);
  if (column.kind === 'datetime') return binNumbers(column.epochMs, binning.atoms, binning.cuts, binning.missingBin);
  throw new Error('binTable: a column is of another kind than in train');
}

function binLevels(column: Column, levels: readonly string[], missingBin: number): Uint8Array {
  if (column.kind !== 'categorical') throw new Error('binTable: a column is of another kind than in train');
  const places = new Map(levels.map((level, place) => [level, place]));
  const binOfCode = Uint8Array.from(column.levels, (level) => places.get(level) ?? levels.length);
  const missingCode = column.levels.length;
  const bins = new Uint8Array(column.codes.length);
  for (let row = 0; row < bins.length; row++) {
    const code = column.codes[row]!;
    bins[row] = code === missingCode ? missingBin : binOfCode[code]!;
  }
  return bins;
}

function binNumbers(values: Float64Array, atoms: Float64Array, cuts: Float64Array, missingBin: number): Uint8Array {
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value !== value) {
      bins[row] = missingBin;
      continue;
    }
    const atom = countAtMost(atoms, value) - 1;
    bins[row] = atom >= 0 && atoms[atom] === value ? atom : atoms.length + countAtMost(cuts, value);
  }
  return bins;
}

function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error('createBinning: a table lacks a column of the schema');
  return column;
}
