/**
 * Sums over the rows of a linear design, column by column and without ever writing out its zeros.
 * Symbols: z = a row's coefficients followed by 1 for the intercept, p = their number without it.
 * Cost: a group of indicators adds one number per row, however many it has. Products of them: `weighted-gram.ts`.
 */
import type { IndicatorGroup, LinearDesign } from './linear-design.ts';

/** Share of the rows below which listing them is quicker than passing over all. */
const FEW = 1 / 8;

/** The design without indicators that no row has, its rare groups listed, and which coefficient each one left is. */
export function compactDesign(design: LinearDesign): { design: LinearDesign; kept: Int32Array } {
  const kept = design.numbers.map((_, index) => index);
  const groups = design.groups.map((group): IndicatorGroup => {
    const counts = new Uint32Array(group.size + 1);
    for (let row = 0; row < design.rowCount; row++) counts[group.codes[row]!]!++;
    const first = kept.length;
    const newCode = new Uint16Array(group.size + 1);
    let size = 0;
    for (let code = 0; code < group.size; code++) {
      if (counts[code] === 0) continue;
      newCode[code] = size++;
      kept.push(group.first + code);
    }
    newCode[group.size] = size;
    const codes = group.codes.map((code) => newCode[code]!);
    const active = design.rowCount - counts[group.size]!;
    const isRare = active < FEW * design.rowCount;
    return { first, size, codes, ...(isRare ? { rows: rowsBelow(codes, size, active) } : {}) };
  });
  const used = groups.filter(({ size }) => size > 0);
  return { design: { ...design, groups: used, coefficientCount: kept.length }, kept: Int32Array.from(kept) };
}

function rowsBelow(codes: Uint16Array, size: number, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0, found = 0; found < count; row++) if (codes[row]! < size) rows[found++] = row;
  return rows;
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

/** out[offset …] = Σ over rows of factor[row]·z², entry by entry: the diagonal of Σ factor[row]·z·zᵀ. */
export function weightedSquares(design: LinearDesign, factor: Float64Array, out: Float64Array, offset: number): void {
  weightedSums(design, factor, out, offset); // an indicator is its own square
  design.numbers.forEach((values, index) => (out[offset + index] = tripleDot(values, values, factor)));
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

function groupSums({ size, codes, rows }: IndicatorGroup, factor: Float64Array): Float64Array {
  const sums = new Float64Array(size + 1);
  if (rows !== undefined) {
    for (let i = 0; i < rows.length; i++) sums[codes[rows[i]!]!]! += factor[rows[i]!]!;
    return sums;
  }
  for (let row = 0; row < factor.length; row++) sums[codes[row]!]! += factor[row]!;
  return sums;
}
