/**
 * Dealing rows out to values. The even draw is systematic sampling: values in random order, their expected numbers
 * m·p cumulated, marks at u, u + 1, …, u + m − 1; a value gets a row for each mark in its stretch, so ⌊m·p⌋ or ⌈m·p⌉
 * of them and m·p on average. Sampling noise goes; errors may then lie below those of fresh rows without any copying.
 * Streams are keyed by purpose, column and block of 8,192 rows, so that blocks may be drawn in any order.
 */
import { assert, UserError } from '../errors.ts';
import { createRng, shuffle, type Rng } from '../math/rng.ts';
import { MAX_ROWS } from '../recipe.ts';

export const BLOCK_ROWS = 8192;
/** The offset u is an odd multiple of 2^-21: u + k and m·p of whole counts are then told apart exactly. */
const OFFSETS = 2 ** 20;

/** The number that keys the streams of one sampling of `rowCount` rows. Throws `rows-invalid`. */
export function checkedKey(rowCount: number, rng: Rng): number {
  if (!(Number.isInteger(rowCount) && rowCount >= 1 && rowCount <= MAX_ROWS)) {
    throw new UserError('rows-invalid', { limit: MAX_ROWS });
  }
  return rng.uint32();
}

/** The stream of a purpose, column and block, under a key that is one number of the caller's. */
export function streamOf(key: number, purpose: string, column: number, block = 0): Rng {
  return createRng(key, purpose, column, block);
}

/** Rows per value by the even draw. Weights at least 0, one above 0. Sums to `rowCount`. */
export function evenCounts(weights: Float64Array, rowCount: number, rng: Rng): Uint32Array {
  const order = Uint32Array.from(weights.keys());
  shuffle(order, rng);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  assert(total > 0, 'evenCounts: some value has weight');
  const offset = (rng.below(OFFSETS) + 0.5) / OFFSETS;
  const counts = new Uint32Array(weights.length);
  let cumulated = 0;
  let dealt = 0;
  let last = order[0]!;
  for (const value of order) {
    cumulated += weights[value]!;
    if (weights[value]! > 0) last = value;
    const marks = Math.min(rowCount, Math.max(dealt, Math.ceil((cumulated * rowCount) / total - offset)));
    counts[value] = marks - dealt;
    dealt = marks;
  }
  counts[last]! += rowCount - dealt; // what rounding of the last sum may have left
  return counts;
}

/** So many rows by these shares, which sum to 1: rounded down, the rest by largest remainder, ties to the first. */
export function dealtRows(rowCount: number, shares: readonly number[]): number[] {
  const dealt = shares.map((share) => Math.floor(share * rowCount));
  const rest = rowCount - dealt.reduce((sum, rows) => sum + rows, 0);
  const remainders = shares.map((share, place) => ({ place, left: share * rowCount - dealt[place]! }));
  remainders.sort((a, b) => b.left - a.left || a.place - b.place);
  for (const { place } of remainders.slice(0, Math.max(0, rest))) dealt[place]!++;
  return dealt;
}

/** Fills `out` with codes by the even draw, in random order. */
export function drawEvenly(weights: Float64Array, rng: Rng, out: Uint16Array): void {
  const counts = evenCounts(weights, out.length, rng);
  let row = 0;
  for (let code = 0; code < counts.length; code++) {
    out.fill(code, row, row + counts[code]!);
    row += counts[code]!;
  }
  shuffle(out, rng);
}

/** Fills `out` with codes drawn one by one; `blockRng` gives the stream of each block. */
export function drawIndependently(weights: Float64Array, blockRng: (block: number) => Rng, out: Uint16Array): void {
  const cumulated = new Float64Array(weights.length);
  let total = 0;
  for (let code = 0; code < weights.length; code++) cumulated[code] = total += weights[code]!;
  assert(total > 0, 'drawIndependently: some value has weight');
  for (let start = 0; start < out.length; start += BLOCK_ROWS) {
    const rng = blockRng(start / BLOCK_ROWS);
    const end = Math.min(start + BLOCK_ROWS, out.length);
    for (let row = start; row < end; row++) out[row] = firstAbove(cumulated, rng.uniform() * total);
  }
}

/** The lowest index whose entry of the ascending list is above `mark`; the last index if none is. */
export function firstAbove(ascending: Float64Array, mark: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}
