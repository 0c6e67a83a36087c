/**
 * The rows that a tree of a forest draws, copied out of the table: what growing reads again and again lies close together.
 * A draw is one word: the row's place among the drawn rows (16 bits), how often it was drawn (8), and its class (8).
 * A node that has become small is copied once more, since its rows lie far apart among those of the whole tree.
 * Cost: a pass over each column. Left out: trees on 65,536 rows or more, and more than 256 classes. That one row of n is
 * drawn 256 times in n draws or fewer has a chance below 1e-500.
 */
import { assert } from '../errors.ts';
import type { Rng } from '../math/rng.ts';
import type { BinnedFeatures } from './features.ts';

/** Rows side by side, the first `bins[column].length` or fewer of which are in use; `labels` of numbers alone. */
export type DrawnRows = Readonly<{ bins: readonly Uint8Array[]; labels: Float64Array }>;

export const placeOf = (draw: number): number => draw & 0xffff;
export const weightOf = (draw: number): number => (draw >>> 16) & 0xff;
export const classOf = (draw: number): number => draw >>> 24;
/** One row in the lower half of a word, its weight in the upper. */
export const countOf = (draw: number): number => (draw & 0xff0000) + 1;

/** Room for as many rows. */
export function createDrawnRows({ columns }: BinnedFeatures, isNumber: boolean, most: number): DrawnRows {
  assert(most < 65_536, 'createDrawnRows: fewer than 65,536 rows a tree');
  return { bins: columns.map(() => new Uint8Array(most)), labels: new Float64Array(isNumber ? most : 0) };
}

/** Draws from the table with replacement. Leaves the draws in `draws`, in the order of the table, and returns how many rows they are. */
export function drawRows(
  { bins, labels }: DrawnRows,
  features: BinnedFeatures,
  tableLabels: Float64Array,
  times: Uint8Array,
  draws: Uint32Array,
  rng: Rng,
): number {
  times.fill(0);
  for (let i = 0; i < draws.length; i++) times[rng.below(times.length)]!++;
  const rows = new Uint32Array(draws.length + 1);
  let count = 0;
  for (let row = 0; row < times.length; row++) {
    rows[count] = row; // and overwritten by the next, unless it was drawn
    count += times[row]! > 0 ? 1 : 0;
  }
  const isNumber = labels.length > 0;
  for (let i = 0; i < count; i++) {
    const label = tableLabels[rows[i]!]!;
    draws[i] = i | (times[rows[i]!]! << 16) | (isNumber ? 0 : label << 24);
    if (isNumber) labels[i] = label;
  }
  bins.forEach((to, column) => takeBins(to, features.columns[column]!.bins, rows.subarray(0, count)));
  return count;
}

/** Copies the rows of these draws, which from then on speak of the copy. */
export function copyRows(from: DrawnRows, to: DrawnRows, draws: Uint32Array): void {
  const places = new Uint32Array(draws.length);
  for (let i = 0; i < draws.length; i++) places[i] = placeOf(draws[i]!);
  to.bins.forEach((bins, column) => takeBins(bins, from.bins[column]!, places));
  if (to.labels.length > 0) for (let i = 0; i < places.length; i++) to.labels[i] = from.labels[places[i]!]!;
  for (let i = 0; i < draws.length; i++) draws[i] = (draws[i]! & ~0xffff) | i;
}

function takeBins(to: Uint8Array, bins: Uint8Array, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) to[i] = bins[rows[i]!]!;
}
