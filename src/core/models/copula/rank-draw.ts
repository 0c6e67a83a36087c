/**
 * Rows in order of a normal variable z, ties by row, get cells in order, so that every cell has its expected number of
 * rows, rounded. Rows are thrown into buckets by about Φ(z); only buckets in which a cell ends are sorted. O(N).
 */
import type { Rng } from '../../math/rng.ts';

const MOST_BUCKETS = 16_384;
/** In place of a cell: more than one of them. */
const CUT = -1;

/**
 * Into `out`: the cells for `rows`. Cell b is written as `codes[b]` and reaches up to rank `ends[b]`, the row of rank k
 * standing at a uniform point of [k, k + 1). The last end is at least the number of rows.
 */
export function dealByRank(
  z: Float32Array,
  rows: Uint32Array,
  ends: Float64Array,
  codes: Uint16Array,
  rng: Rng,
  out: Uint16Array,
): void {
  const { bucketOf, starts } = bucketsOf(z, rows);
  const cellOf = wholeCells(starts, ends);
  const sorted = new Uint32Array(rows.length);
  const next = starts.slice();
  for (let i = 0; i < rows.length; i++) {
    const cell = cellOf[bucketOf[i]!]!;
    if (cell === CUT) sorted[next[bucketOf[i]!]!++] = rows[i]!;
    else out[rows[i]!] = codes[cell]!;
  }
  let cell = 0;
  for (let bucket = 0; bucket < cellOf.length; bucket++) {
    if (cellOf[bucket] !== CUT) continue;
    const [start, end] = [starts[bucket]!, starts[bucket + 1]!];
    sortByValue(sorted, z, start, end);
    for (let rank = start; rank < end; rank++) {
      while (ends[cell]! <= rank) cell++;
      let own = cell;
      // Only a row whose stretch is cut by the end of a cell needs a point in it.
      if (ends[cell]! < rank + 1) {
        const point = rank + rng.uniform();
        while (ends[own]! <= point) own++;
      }
      out[sorted[rank]!] = codes[own]!;
    }
  }
}

/** The bucket of each of the rows, ascending in z, and the rank at which each bucket starts. */
function bucketsOf(z: Float32Array, rows: Uint32Array): Readonly<{ bucketOf: Uint16Array; starts: Uint32Array }> {
  const buckets = Math.max(1, Math.min(rows.length, MOST_BUCKETS));
  const bucketOf = new Uint16Array(rows.length);
  const starts = new Uint32Array(buckets + 1);
  for (let i = 0; i < rows.length; i++) {
    const value = z[rows[i]!]!;
    // Close enough to Φ for even buckets, and growing with z, which is all that order needs.
    const share = 0.5 + (0.5 * value) / Math.sqrt(Math.PI / 2 + value * value);
    const bucket = Math.min(buckets - 1, Math.floor(buckets * share));
    bucketOf[i] = bucket;
    starts[bucket + 1]!++;
  }
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket]!;
  return { bucketOf, starts };
}

/** The cell that holds all ranks of a bucket, or `CUT`. */
function wholeCells(starts: Uint32Array, ends: Float64Array): Int32Array {
  const cellOf = new Int32Array(starts.length - 1);
  let cell = 0;
  for (let bucket = 0; bucket < cellOf.length; bucket++) {
    while (ends[cell]! <= starts[bucket]!) cell++;
    cellOf[bucket] = ends[cell]! >= starts[bucket + 1]! ? cell : CUT;
  }
  return cellOf;
}

/** By insertion: buckets are short. */
function sortByValue(rows: Uint32Array, z: Float32Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const row = rows[i]!;
    const value = z[row]!;
    let at = i - 1;
    while (at >= start && z[rows[at]!]! > value) {
      rows[at + 1] = rows[at]!;
      at--;
    }
    rows[at + 1] = row;
  }
}
