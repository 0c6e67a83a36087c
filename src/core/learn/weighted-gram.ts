/**
 * Σ over rows of factor[row]·z·zᵀ of a linear design, z = a row's coefficients followed by 1 for the intercept: column by
 * column, without ever writing out zeros, and four columns in a pass, which costs little more than one.
 * Numbers meet as dot products, a number and a group of indicators in one sum per code, two groups in a table of their
 * codes. A group that is active in few rows is summed over those. Every sum is added up in the order of the rows.
 * Cost: (g + d)² / 8 passes over the rows for d numbers and g groups that are active in many.
 */
import { weightedSums } from './design-sums.ts';
import type { IndicatorGroup, LinearDesign } from './linear-design.ts';

/** Adds `value` to (i, j) of the block, and to (j, i). */
type Add = (i: number, j: number, value: number) => void;

const LANES = 4;

/** Adds it to the block of `out` (n × n, row-major) whose first entry is (row, column) = (top, left). */
export function addWeightedGram(
  design: LinearDesign,
  factor: Float64Array,
  out: Float64Array,
  n: number,
  top: number,
  left: number,
): void {
  const { numbers, groups, coefficientCount: last } = design;
  const add: Add = (i, j, value) => {
    out[(top + i) * n + left + j]! += value;
    if (i !== j) out[(top + j) * n + left + i]! += value;
  };
  const sums = new Float64Array(last + 1);
  weightedSums(design, factor, sums, 0);
  for (let i = 0; i <= last; i++) add(i, last, sums[i]!);
  for (const { first, size } of groups) for (let i = first; i < first + size; i++) add(i, i, sums[i]!);

  addProducts(numbers, factor, add);
  groups.forEach((group, place) => {
    const others = groups.slice(0, place);
    const { rows } = group;
    if (rows !== undefined) {
      addListedNumbers(group, rows, numbers, factor, add);
      for (const other of others) addListedPair(group, other, rows, factor, add);
      return;
    }
    addGroupNumbers(group, numbers, factor, add);
    const full = others.filter((other) => other.rows === undefined);
    for (let at = 0; at < full.length; at += LANES) addPairs(group, full.slice(at, at + LANES), factor, add);
    for (const other of others) if (other.rows !== undefined) addListedPair(group, other, other.rows, factor, add);
  });
}

function addProducts(numbers: readonly Float64Array[], factor: Float64Array, add: Add): void {
  const scaled = new Float64Array(factor.length);
  numbers.forEach((values, i) => {
    for (let row = 0; row < scaled.length; row++) scaled[row] = factor[row]! * values[row]!;
    const lanes = numbers.slice(0, i + 1);
    for (let first = 0; first < lanes.length; first += LANES) {
      const found = dots(scaled, lanesFrom(lanes, first));
      for (let j = first; j < Math.min(first + LANES, lanes.length); j++) add(i, j, found[j - first]!);
    }
  });
}

function addGroupNumbers(
  { first: top, size, codes }: IndicatorGroup,
  numbers: readonly Float64Array[],
  factor: Float64Array,
  add: Add,
): void {
  for (let first = 0; first < numbers.length; first += LANES) {
    const sums = new Float64Array((size + 1) * LANES);
    const [a, b, c, d] = lanesFrom(numbers, first);
    for (let row = 0; row < factor.length; row++) {
      const at = codes[row]! * LANES;
      const weight = factor[row]!;
      sums[at]! += weight * a[row]!;
      sums[at + 1]! += weight * b[row]!;
      sums[at + 2]! += weight * c[row]!;
      sums[at + 3]! += weight * d[row]!;
    }
    for (let code = 0; code < size; code++)
      for (let j = first; j < Math.min(first + LANES, numbers.length); j++)
        add(top + code, j, sums[code * LANES + j - first]!);
  }
}

function addPairs(group: IndicatorGroup, others: readonly IndicatorGroup[], factor: Float64Array, add: Add): void {
  const width = Math.max(...others.map(({ size }) => size + 1));
  const tables = new Float64Array((group.size + 1) * LANES * width);
  const { codes } = group;
  const [a, b, c, d] = lanesFrom(
    others.map((other) => other.codes),
    0,
  );
  for (let row = 0; row < factor.length; row++) {
    const at = codes[row]! * LANES * width;
    const weight = factor[row]!;
    tables[at + a[row]!]! += weight;
    tables[at + width + b[row]!]! += weight;
    tables[at + 2 * width + c[row]!]! += weight;
    tables[at + 3 * width + d[row]!]! += weight;
  }
  others.forEach((other, lane) => {
    for (let i = 0; i < group.size; i++)
      for (let j = 0; j < other.size; j++)
        add(group.first + i, other.first + j, tables[(i * LANES + lane) * width + j]!);
  });
}

function addListedNumbers(
  { first, size, codes }: IndicatorGroup,
  rows: Uint32Array,
  numbers: readonly Float64Array[],
  factor: Float64Array,
  add: Add,
): void {
  numbers.forEach((values, number) => {
    const sums = new Float64Array(size);
    for (let i = 0; i < rows.length; i++) sums[codes[rows[i]!]!]! += factor[rows[i]!]! * values[rows[i]!]!;
    for (let code = 0; code < size; code++) add(first + code, number, sums[code]!);
  });
}

/** `rows`: all in which both are active, and maybe more. */
function addListedPair(a: IndicatorGroup, b: IndicatorGroup, rows: Uint32Array, factor: Float64Array, add: Add): void {
  const width = b.size + 1;
  const table = new Float64Array((a.size + 1) * width);
  for (let i = 0; i < rows.length; i++) table[a.codes[rows[i]!]! * width + b.codes[rows[i]!]!]! += factor[rows[i]!]!;
  for (let i = 0; i < a.size; i++)
    for (let j = 0; j < b.size; j++) add(a.first + i, b.first + j, table[i * width + j]!);
}

function dots(values: Float64Array, [a, b, c, d]: Lanes<Float64Array>): readonly number[] {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    first += value * a[row]!;
    second += value * b[row]!;
    third += value * c[row]!;
    fourth += value * d[row]!;
  }
  return [first, second, third, fourth];
}

type Lanes<T> = readonly [T, T, T, T];

/** Four from `first` on; the last again where there are fewer. */
function lanesFrom<T>(all: readonly T[], first: number): Lanes<T> {
  const lane = (place: number): T => all[Math.min(first + place, all.length - 1)]!;
  return [lane(0), lane(1), lane(2), lane(3)];
}
