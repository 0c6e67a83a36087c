/**
 * Columns as bins, the features of trees: at most 255 bins a column and one for missing.
 * Which features there are, and the place of each level, comes from the Schema and never from the data at hand: models
 * trained on real and on synthetic rows then speak of the same features. Only where numbers are cut is read off the
 * training table: up to 255 distinct values are a bin each; otherwise a value that holds 1/64 of the rows or more is a
 * bin of its own (an atom), and the others share the remaining bins evenly. A value outside falls into an end bin.
 * A level that the Schema lacks, or that stands behind the first 254, is *other*.
 * Cost: one sort per number column. Privacy: cuts are exact values of training rows; a binner is internal.
 */
import { assert } from '../errors.ts';
import type { Column, Table } from '../table/column.ts';
import { isModelled, type ColumnSchema, type Schema } from '../table/schema.ts';
import { sortedValues } from '../table/sorted-values.ts';

const MOST_BINS = 255; // and one for missing: a byte is full
const ATOM_SHARE = 1 / 64;

/** `cuts` ascending: bin b holds what is above cuts[b − 1] and at most cuts[b]; the last bin is open. */
type NumberBinner = Readonly<{ kind: 'number'; name: string; cuts: Float64Array }>;
/** Bin b is level b; the bin after the last level is *other*. */
type LevelBinner = Readonly<{ kind: 'level'; name: string; levels: readonly string[] }>;
export type ColumnBinner = NumberBinner | LevelBinner;
export type Binner = Readonly<{ columns: readonly ColumnBinner[] }>;

/** Bins 0 … missingBin − 1 hold values or levels (`isOrdered`: in their order), `missingBin` the missing cells. */
export type FeatureBins = Readonly<{ name: string; isOrdered: boolean; missingBin: number; bins: Uint8Array }>;
export type BinnedFeatures = Readonly<{ rowCount: number; columns: readonly FeatureBins[] }>;

/** The columns that a learner may use: the modelled ones but the target (null: all of them). */
export function featureColumns(schema: Schema, target: string | null): ColumnSchema[] {
  return schema.columns.filter((column) => isModelled(column) && column.name !== target);
}

/** How `train` is cut. Tables binned by the same binner can be learnt from and predicted interchangeably. */
export function createBinner(train: Table, schema: Schema, target: string | null): Binner {
  return { columns: featureColumns(schema, target).map((column) => columnBinner(train, column)) };
}

/** Any table that has the binner's columns, in the same kinds. */
export function binFeatures(binner: Binner, table: Table): BinnedFeatures {
  return {
    rowCount: table.rowCount,
    columns: binner.columns.map((rule) => binColumn(rule, columnNamed(table, rule.name))),
  };
}

/** The cells of a numeric or datetime column. */
export function numbersOf(column: Column): Float64Array {
  if (column.kind === 'numeric') return column.values;
  assert(column.kind === 'datetime', 'features: the column is a number in the schema only');
  return column.epochMs;
}

/** The table's column of this name. */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  assert(column !== undefined, 'features: the table lacks a column of the schema');
  return column;
}

/** For each code of the column its place among `levels`, `levels.length` if it is none of them, and one more for missing. */
export function placesOfCodes(column: Column, levels: readonly string[]): Uint16Array {
  assert(column.kind === 'categorical', 'features: the column is categorical in the schema only');
  const placeOf = new Map(levels.map((level, place) => [level, place]));
  const places = column.levels.map((level) => placeOf.get(level) ?? levels.length);
  return Uint16Array.from([...places, levels.length + 1]);
}

function columnBinner(train: Table, { name, domain }: ColumnSchema): ColumnBinner {
  if (domain?.value.kind === 'categorical')
    return { kind: 'level', name, levels: domain.value.levels.slice(0, MOST_BINS - 1) };
  return { kind: 'number', name, cuts: cutsOf(sortedValues(numbersOf(columnNamed(train, name)))) };
}

function binColumn(rule: ColumnBinner, column: Column): FeatureBins {
  if (rule.kind === 'number') {
    const missingBin = rule.cuts.length + 1;
    return { name: rule.name, isOrdered: true, missingBin, bins: binNumbers(numbersOf(column), rule.cuts, missingBin) };
  }
  const places = placesOfCodes(column, rule.levels);
  assert(column.kind === 'categorical', 'features: the column is categorical in the schema only');
  const { codes } = column;
  const bins = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) bins[row] = places[codes[row]!]!;
  return { name: rule.name, isOrdered: false, missingBin: rule.levels.length + 1, bins };
}

function binNumbers(values: Float64Array, cuts: Float64Array, missingBin: number): Uint8Array {
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      bins[row] = missingBin;
      continue;
    }
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cuts[middle]! < value) low = middle + 1;
      else high = middle;
    }
    bins[row] = low;
  }
  return bins;
}

/** At most 254 cuts between sorted values. With a atoms the others get 255 − 2a equal parts, since each atom may split one of them. */
function cutsOf(sorted: Float64Array): Float64Array {
  const values: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) counts[counts.length - 1]!++;
    else {
      values.push(sorted[i]!);
      counts.push(1);
    }
  }
  const cuts: number[] = [];
  if (values.length <= MOST_BINS) {
    for (let i = 1; i < values.length; i++) cuts.push(between(values[i - 1]!, values[i]!));
    return Float64Array.from(cuts);
  }
  const isAtom = counts.map((count) => count >= sorted.length * ATOM_SHARE);
  const atoms = isAtom.filter(Boolean).length;
  const others = counts.reduce((sum, count, i) => (isAtom[i] ? sum : sum + count), 0);
  const parts = MOST_BINS - 2 * atoms;
  let before = 0;
  let part = -1; // the part of the value before; −1 after an atom and at the start
  for (let i = 0; i < values.length; i++) {
    const own = isAtom[i] ? -1 : Math.floor(((before + counts[i]! / 2) * parts) / others);
    if (i > 0 && (isAtom[i] || own !== part)) cuts.push(between(values[i - 1]!, values[i]!));
    if (!isAtom[i]) before += counts[i]!;
    part = own;
  }
  return Float64Array.from(cuts);
}

/** Half-way, or the lower value itself where no double lies between. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}
