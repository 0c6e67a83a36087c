/**
 * Sums of gradient, hessian and rows per bin, for the leaves of one growing tree, and the rows of each leaf.
 * Layout: one block of `size` numbers per leaf (its slot), in it per column from `offsets` on three numbers a bin.
 * Rows of a leaf stand together in `rows`, in their order, so that a sum has the same bits every time.
 * Cost: 24 bytes a bin and leaf; 2 to 4 ns a cell. Tried and slower on Adult: bins stored row by row.
 */
import { BIN_WORDS } from './bin-sets.ts';
import type { BinnedFeatures } from './features.ts';

/** `leaves`: at most that many; a leaf has `leastRows` rows and a hessian of `leastHessian` or more; `lambda` shrinks its value. */
export type TreeOptions = Readonly<{ leaves: number; lambda: number; leastRows: number; leastHessian: number }>;

/** Rows `start` … `end` − 1 of the grower, with their sums and the best split found; `gain` is 0 where no split is allowed. */
export type Leaf = {
  node: number;
  slot: number;
  start: number;
  end: number;
  gradient: number;
  hessian: number;
  gain: number;
  column: number;
  leftGradient: number;
  leftHessian: number;
  leftCount: number;
  leftBins: Uint32Array;
};

/** The memory of growing trees on one table, made once. Rows of a leaf stand together in `rows`. */
export type Grower = Readonly<{
  features: BinnedFeatures;
  options: TreeOptions;
  /** Where each column's histogram starts: G, H, n of bin 0, then of bin 1 … */
  offsets: Int32Array;
  size: number;
  histograms: Float64Array;
  rows: Uint32Array;
  moved: Uint32Array;
  leafGradient: Float64Array;
  leafHessian: Float64Array;
  goesLeft: Uint8Array;
  ascending: Uint8Array;
  order: Uint8Array;
  ranks: Float64Array;
}>;

/** Gradient, hessian, rows. */
export const CELLS = 3;
/** Of 256 bins. Written out, so that it stands in the loop as a number. */
const MOST_CELLS = 768;
const TOGETHER = 4;
const { fourSums, sumFour } = createFourSums();

/** Room for trees of these features under these options. */
export function createGrower(features: BinnedFeatures, options: TreeOptions): Grower {
  const { rowCount, columns } = features;
  const offsets = new Int32Array(columns.length);
  let size = 0;
  columns.forEach((column, i) => {
    offsets[i] = size;
    size += (column.missingBin + 1) * CELLS;
  });
  const mostLeaves = Math.min(options.leaves, Math.max(1, Math.floor(rowCount / Math.max(1, options.leastRows))));
  return {
    features,
    options,
    offsets,
    size,
    histograms: new Float64Array(size * mostLeaves),
    rows: new Uint32Array(rowCount),
    moved: new Uint32Array(rowCount),
    leafGradient: new Float64Array(rowCount),
    leafHessian: new Float64Array(rowCount),
    goesLeft: new Uint8Array(256),
    ascending: Uint8Array.from({ length: 256 }, (_, bin) => bin),
    order: new Uint8Array(256),
    ranks: new Float64Array(256),
  };
}

/** A leaf that has not been looked at. */
export function leafOf(
  node: number,
  slot: number,
  start: number,
  end: number,
  gradient: number,
  hessian: number,
): Leaf {
  const split = {
    gain: 0,
    column: -1,
    leftGradient: 0,
    leftHessian: 0,
    leftCount: 0,
    leftBins: new Uint32Array(BIN_WORDS),
  };
  return { node, slot, start, end, gradient, hessian, ...split };
}

/** Whether the leaf could hold two leaves. */
export function canSplit({ leastRows, leastHessian }: TreeOptions, leaf: Leaf): boolean {
  return leaf.end - leaf.start >= 2 * leastRows && leaf.hessian >= 2 * leastHessian;
}

/** Sums the leaf's rows into its slot. */
export function fillHistogram(grower: Grower, leaf: Leaf, gradient: Float64Array, hessian: Float64Array): void {
  const { features, offsets, size, histograms, rows, leafGradient, leafHessian } = grower;
  const { slot, start, end } = leaf;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    leafGradient[i] = gradient[row]!;
    leafHessian[i] = hessian[row]!;
  }
  const { columns } = features;
  const last = columns.length - 1;
  for (let first = 0; first <= last; first += TOGETHER) {
    const binsOf = (place: number): Uint8Array => columns[Math.min(first + place, last)]!.bins;
    sumFour(binsOf(0), binsOf(1), binsOf(2), binsOf(3), grower, start, end);
    for (let column = first; column <= last && column < first + TOGETHER; column++) {
      const cells = (columns[column]!.missingBin + 1) * CELLS;
      const from = (column - first) * MOST_CELLS;
      histograms.set(fourSums.subarray(from, from + cells), slot * size + offsets[column]!);
    }
  }
}

/**
 * Four columns in one pass, so that rows, gradients and hessians are read a quarter as often. The sums stand in an array
 * that is a constant of the function: engines then know its length and place, which they otherwise ask at each cell.
 */
function createFourSums(): Readonly<{
  fourSums: Float64Array;
  sumFour: (
    a: Uint8Array,
    b: Uint8Array,
    c: Uint8Array,
    d: Uint8Array,
    leaves: Pick<Grower, 'rows' | 'leafGradient' | 'leafHessian'>,
    start: number,
    end: number,
  ) => void;
}> {
  const sums = new Float64Array(TOGETHER * MOST_CELLS);
  return {
    fourSums: sums,
    sumFour: (a, b, c, d, { rows, leafGradient, leafHessian }, start, end) => {
      sums.fill(0);
      for (let i = start; i < end; i++) {
        const row = rows[i]!;
        const gradient = leafGradient[i]!;
        const hessian = leafHessian[i]!;
        const first = a[row]! * CELLS;
        const second = MOST_CELLS + b[row]! * CELLS;
        const third = 2 * MOST_CELLS + c[row]! * CELLS;
        const fourth = 3 * MOST_CELLS + d[row]! * CELLS;
        sums[first]! += gradient;
        sums[first + 1]! += hessian;
        sums[first + 2]! += 1;
        sums[second]! += gradient;
        sums[second + 1]! += hessian;
        sums[second + 2]! += 1;
        sums[third]! += gradient;
        sums[third + 1]! += hessian;
        sums[third + 2]! += 1;
        sums[fourth]! += gradient;
        sums[fourth + 1]! += hessian;
        sums[fourth + 2]! += 1;
      }
    },
  };
}

/** Rows that go left first, both sides in their order. Returns where the right side starts. */
export function partition({ features, rows, moved, goesLeft }: Grower, leaf: Leaf): number {
  for (let bin = 0; bin < 256; bin++) goesLeft[bin] = (leaf.leftBins[bin >>> 5]! >>> (bin & 31)) & 1;
  const { bins } = features.columns[leaf.column]!;
  let middle = leaf.start;
  let aside = 0;
  for (let i = leaf.start; i < leaf.end; i++) {
    // Written to both sides, kept by one: a branch here would be guessed wrong half of the time.
    const row = rows[i]!;
    const isLeft = goesLeft[bins[row]!]!;
    rows[middle] = row;
    moved[aside] = row;
    middle += isLeft;
    aside += 1 - isLeft;
  }
  for (let i = 0; i < aside; i++) rows[middle + i] = moved[i]!;
  return middle;
}
