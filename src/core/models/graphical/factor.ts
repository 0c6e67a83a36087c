/**
 * Tables over a few columns, and moving between a table and a part of it: sum out, copy in, multiply in.
 * A table is dense, one cell per combination of codes, columns ascending, the last one fastest. A map says for each cell
 * of a clique which cell of the part it belongs to. The last columns of the clique are all in the part or all out of it
 * for a run of `inner` cells, so only every inner-th cell needs an entry and the loops run over neighbours.
 * Cost: one pass over the clique's cells each. Maps are kept, up to 64 MiB, the least recently used dropped first.
 * Privacy: post-processing.
 */
import { assert } from '../../errors.ts';

/** Column indices, ascending. */
export type Clique = readonly number[];

/**
 * Cell k of the clique belongs to cell `outer[⌊k / inner⌋]` of the part, plus k mod `inner` if `shared`.
 * `outer` null: the part is the clique.
 */
export type PartMap = Readonly<{ inner: number; shared: boolean; outer: Int32Array | null }>;

export interface PartMaps {
  /** `part` is contained in `clique`. */
  of(clique: Clique, part: Clique): PartMap;
}

export const KEPT_BYTES = 64 * 2 ** 20;
/** Shorter runs cost more to set up than an entry for every cell. */
const SHORTEST_RUN = 4;

export function cellCount(clique: Clique, sizes: readonly number[]): number {
  let cells = 1;
  for (const column of clique) cells *= sizes[column]!;
  return cells;
}

export function isPart(part: Clique, clique: Clique): boolean {
  let at = 0;
  for (const column of part) {
    while (at < clique.length && clique[at]! < column) at++;
    if (clique[at] !== column) return false;
  }
  return true;
}

export function sameClique(a: Clique, b: Clique): boolean {
  return a.length === b.length && isPart(a, b);
}

/** The columns of both, ascending. */
export function union(a: Clique, b: Clique): Clique {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

export function createPartMaps(sizes: readonly number[], keptBytes = KEPT_BYTES): PartMaps {
  const kept = new Map<string, PartMap>();
  let bytes = 0;
  return {
    of: (clique, part) => {
      const key = `${clique.join()}|${part.join()}`;
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key); // set again below: a Map lists the least recently set first
        kept.set(key, known);
        return known;
      }
      const made = partMap(clique, part, sizes);
      kept.set(key, made);
      bytes += made.outer?.byteLength ?? 0;
      for (const [oldest, map] of kept) {
        if (bytes <= keptBytes || oldest === key) break;
        kept.delete(oldest);
        bytes -= map.outer?.byteLength ?? 0;
      }
      return made;
    },
  };
}

function partMap(clique: Clique, part: Clique, sizes: readonly number[]): PartMap {
  assert(isPart(part, clique), 'partMap: the part lies in the clique');
  if (part.length === clique.length) return { inner: 1, shared: true, outer: null };
  const strides = new Array<number>(clique.length).fill(0);
  for (let at = part.length - 1, stride = 1; at >= 0; at--) {
    strides[clique.indexOf(part[at]!)] = stride;
    stride *= sizes[part[at]!]!;
  }
  const shared = strides.at(-1)! > 0;
  let lead = clique.length;
  let inner = 1;
  while (lead > 0 && strides[lead - 1]! > 0 === shared) inner *= sizes[clique[--lead]!]!;
  if (inner < SHORTEST_RUN) {
    lead = clique.length;
    inner = 1;
  }
  const outer = new Int32Array(cellCount(clique.slice(0, lead), sizes));
  let filled = 1;
  for (let at = lead - 1; at >= 0; at--) {
    // The entries so far repeat for each code of the next column to the left.
    const size = sizes[clique[at]!]!;
    for (let code = 1, cell = filled; code < size; code++) {
      for (let i = 0; i < filled; i++) outer[cell++] = outer[i]! + code * strides[at]!;
    }
    filled *= size;
  }
  return { inner, shared: shared && inner > 1, outer };
}

/** The cell of the part that cell k of the clique belongs to. For code that may be slow. */
export function partCell({ inner, shared, outer }: PartMap, k: number): number {
  if (outer === null) return k;
  return outer[Math.floor(k / inner)]! + (shared ? k % inner : 0);
}

/** Writes the sums of `table` over the columns that are not in the part. */
export function sumOut(table: Float64Array, { inner, shared, outer }: PartMap, part: Float64Array): void {
  if (outer === null) {
    part.set(table);
    return;
  }
  part.fill(0);
  const length = outer.length;
  if (inner === 1) {
    for (let k = 0; k < length; k++) {
      const cell = outer[k]!;
      part[cell] = part[cell]! + table[k]!;
    }
  } else if (shared) {
    for (let o = 0, k = 0; o < length; o++) {
      const end = k + inner;
      for (let cell = outer[o]!; k < end; k++, cell++) part[cell] = part[cell]! + table[k]!;
    }
  } else {
    for (let o = 0, k = 0; o < length; o++) {
      const end = k + inner;
      // Two sums, so that an addition need not wait for the one before it.
      let even = 0;
      let odd = 0;
      for (; k + 1 < end; k += 2) {
        even += table[k]!;
        odd += table[k + 1]!;
      }
      if (k < end) even += table[k++]!;
      const cell = outer[o]!;
      part[cell] = part[cell]! + even + odd;
    }
  }
}

/** Writes into each cell of `table` the cell of the part that it belongs to. */
export function copyIn(table: Float64Array, { inner, shared, outer }: PartMap, part: Float64Array): void {
  if (outer === null) {
    table.set(part);
    return;
  }
  const length = outer.length;
  if (inner === 1) {
    for (let k = 0; k < length; k++) table[k] = part[outer[k]!]!;
  } else if (shared) {
    for (let o = 0, k = 0; o < length; o++) {
      const end = k + inner;
      for (let cell = outer[o]!; k < end; k++, cell++) table[k] = part[cell]!;
    }
  } else {
    for (let o = 0, k = 0; o < length; o++) {
      const end = k + inner;
      const value = part[outer[o]!]!;
      for (; k < end; k++) table[k] = value;
    }
  }
}

/** Multiplies each cell of `table` by the cell of the part that it belongs to. */
export function multiplyIn(table: Float64Array, { inner, shared, outer }: PartMap, part: Float64Array): void {
  if (outer === null) {
    for (let k = 0; k < table.length; k++) table[k] = table[k]! * part[k]!;
    return;
  }
  const length = outer.length;
  if (inner === 1) {
    for (let k = 0; k < length; k++) table[k] = table[k]! * part[outer[k]!]!;
  } else if (shared) {
    for (let o = 0, k = 0; o < length; o++) {
      const end = k + inner;
      for (let cell = outer[o]!; k < end; k++, cell++) table[k] = table[k]! * part[cell]!;
    }
  } else {
    for (let o = 0, k = 0; o < length; o++) {
      const end = k + inner;
      const value = part[outer[o]!]!;
      for (; k < end; k++) table[k] = table[k]! * value;
    }
  }
}

/** Adds to each cell of `table` the cell of the part that it belongs to: multiplying, in logs. */
export function addIn(table: Float64Array, map: PartMap, part: Float64Array): void {
  for (let k = 0; k < table.length; k++) table[k] = table[k]! + part[partCell(map, k)]!;
}

/** Writes ln Σ exp over the columns that are not in the part: summing out, in logs. A part of −∞ alone stays −∞. */
export function logSumOut(table: Float64Array, map: PartMap, part: Float64Array): void {
  const highest = new Float64Array(part.length).fill(-Infinity);
  for (let k = 0; k < table.length; k++) {
    const cell = partCell(map, k);
    if (table[k]! > highest[cell]!) highest[cell] = table[k]!;
  }
  part.fill(0);
  for (let k = 0; k < table.length; k++) {
    const cell = partCell(map, k);
    if (table[k]! > -Infinity) part[cell] = part[cell]! + Math.exp(table[k]! - highest[cell]!);
  }
  for (let cell = 0; cell < part.length; cell++) part[cell] = highest[cell]! + Math.log(part[cell]!);
}
