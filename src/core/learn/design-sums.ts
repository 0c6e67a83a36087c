/**
 * Sums over the rows of a linear design, column by column and without ever writing out its zeros.
 * Symbols: z = a row's coefficients followed by 1 for the intercept, p = their number without it.
 * A group of indicators adds one number per row, and two groups meet in a table of their codes: for g groups and d
 * numbers a weighted z·zᵀ costs (g + d)² / 2 passes over the rows instead of p² / 2.
 */
import type { IndicatorGroup, LinearDesign } from './linear-design.ts';

/** The design without indicators that no row has, and which coefficient each one left is. */
export function compactDesign(design: LinearDesign): { design: LinearDesign; kept: Int32Array } {
  const kept = design.numbers.map((_, index) => index);
  const groups = design.groups.map((group) => {
    const present = new Uint8Array(group.size + 1);
    for (let row = 0; row < design.rowCount; row++) present[group.codes[row]!] = 1;
    const first = kept.length;
    const newCode = new Uint16Array(group.size + 1);
    let size = 0;
    for (let code = 0; code < group.size; code++) {
      if (present[code] === 0) continue;
      newCode[code] = size++;
      kept.push(group.first + code);
    }
    newCode[group.size] = size;
    return { first, size, codes: group.codes.map((code) => newCode[code]!) };
  });
  const used = groups.filter(({ size }) => size > 0);
  return { design: { ...design, groups: used, coefficientCount: kept.length }, kept: Int32Array.from(kept) };
}

/** out[row] = zᵀ·w, w the p + 1 entries of `weights` from `offset` on. */
export function linearScores(design: LinearDesign, weights: Float64Array, offset: number, out: Float64Array): void {
  out.fill(weights[offset + design.coefficientCount]!);
  design.numbers.forEach((values, index) => addNumber(values, weights[offset + index]!, out));
  for (const { first, size, codes } of design.groups) {
    const values = new Float64Array(size + 1); // nothing for the code that stands for none
    values.set(weights.subarray(offset + first, offset + first + size));
    addGroup(codes, values, out);
  }
}

/** out[offset …] = Σ over rows of factor[row]·z. */
export function weightedSums(design: LinearDesign, factor: Float64Array, out: Float64Array, offset: number): void {
  let all = 0;
  for (let row = 0; row < factor.length; row++) all += factor[row]!;
  out[offset + design.coefficientCount] = all;
  design.numbers.forEach((values, index) => (out[offset + index] = dot(values, factor)));
  for (const group of design.groups) {
    const sums = groupSums(group, factor);
    for (let code = 0; code < group.size; code++) out[offset + group.first + code] = sums[code]!;
  }
}

/** out[offset …] = Σ over rows of factor[row]·z², entry by entry: the diagonal of the next. */
export function weightedSquares(design: LinearDesign, factor: Float64Array, out: Float64Array, offset: number): void {
  weightedSums(design, factor, out, offset); // an indicator is its own square
  design.numbers.forEach((values, index) => (out[offset + index] = tripleDot(values, values, factor)));
}

/** Adds Σ over rows of factor[row]·z·zᵀ to the block of `out` (n × n, row-major) whose first entry is (row, column) = (top, left). */
export function addWeightedGram(
  design: LinearDesign,
  factor: Float64Array,
  out: Float64Array,
  n: number,
  top: number,
  left: number,
): void {
  const { numbers, groups, coefficientCount: last } = design;
  const add = (i: number, j: number, value: number): void => {
    out[(top + i) * n + left + j]! += value;
    if (i !== j) out[(top + j) * n + left + i]! += value;
  };
  const sums = new Float64Array(last + 1);
  weightedSums(design, factor, sums, 0);
  for (let i = 0; i <= last; i++) add(i, last, sums[i]!);
  for (const { first, size } of groups) for (let i = first; i < first + size; i++) add(i, i, sums[i]!);

  const scaled = new Float64Array(factor.length);
  numbers.forEach((values, i) => {
    for (let row = 0; row < scaled.length; row++) scaled[row] = factor[row]! * values[row]!;
    for (let j = 0; j <= i; j++) add(i, j, dot(scaled, numbers[j]!));
    for (const group of groups) {
      const byCode = groupSums(group, scaled);
      for (let code = 0; code < group.size; code++) add(group.first + code, i, byCode[code]!);
    }
  });
  groups.forEach((a, place) => {
    for (const b of groups.slice(0, place)) {
      const width = b.size + 1;
      const table = pairSums(a, b, factor);
      for (let i = 0; i < a.size; i++)
        for (let j = 0; j < b.size; j++) add(a.first + i, b.first + j, table[i * width + j]!);
    }
  });
}

function addNumber(values: Float64Array, weight: number, out: Float64Array): void {
  if (weight === 0) return;
  for (let row = 0; row < out.length; row++) out[row]! += weight * values[row]!;
}

function addGroup(codes: Uint16Array, values: Float64Array, out: Float64Array): void {
  for (let row = 0; row < out.length; row++) out[row]! += values[codes[row]!]!;
}

function dot(values: Float64Array, factor: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < factor.length; row++) sum += values[row]! * factor[row]!;
  return sum;
}

function tripleDot(first: Float64Array, second: Float64Array, factor: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < factor.length; row++) sum += first[row]! * second[row]! * factor[row]!;
  return sum;
}

function groupSums({ size, codes }: IndicatorGroup, factor: Float64Array): Float64Array {
  const sums = new Float64Array(size + 1);
  for (let row = 0; row < factor.length; row++) sums[codes[row]!]! += factor[row]!;
  return sums;
}

function pairSums(a: IndicatorGroup, b: IndicatorGroup, factor: Float64Array): Float64Array {
  const width = b.size + 1;
  const sums = new Float64Array((a.size + 1) * width);
  const aCodes = a.codes;
  const bCodes = b.codes;
  for (let row = 0; row < factor.length; row++) sums[aCodes[row]! * width + bCodes[row]!]! += factor[row]!;
  return sums;
}
