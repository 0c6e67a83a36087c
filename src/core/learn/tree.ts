/**
 * Trees over bins as plain data, and the leaves of rows. Cost: one look-up per row and level of the tree.
 * Privacy: a tree holds exact sums of rows: internal.
 */
import { BIN_WORDS } from './bin-sets.ts';
import type { BinnedFeatures } from './features.ts';

/**
 * Node 0 is the root. `column[i]` is −1 in a leaf; `leftBins` has eight words a node, whose bit b says that bin b goes
 * left. The right child is the one after the left, and both come after their parent.
 */
export type TreeShape = Readonly<{ column: Int32Array; left: Int32Array; leftBins: Uint32Array }>;

/** A regression tree. */
export type Tree = TreeShape & Readonly<{ gain: Float64Array; value: Float64Array }>;

/** The leaf that each of the first `count` rows falls into. */
export function leavesOf(tree: TreeShape, { columns }: BinnedFeatures, count: number): Uint32Array {
  const bins = columns.map((feature) => feature.bins);
  const leaves = new Uint32Array(count);
  for (let row = 0; row < count; row++) leaves[row] = leafBelow(tree, 0, bins, row);
  return leaves;
}

/** The leaf that a row comes to from a node that it came to. */
export function leafBelow(
  { column, left, leftBins }: TreeShape,
  from: number,
  bins: readonly Uint8Array[],
  row: number,
): number {
  let node = from;
  let split = column[node]!;
  while (split >= 0) {
    const bin = bins[split]![row]!;
    // No branch on the side: it would be guessed wrong half of the time.
    node = left[node]! + 1 - ((leftBins[node * BIN_WORDS + (bin >>> 5)]! >>> (bin & 31)) & 1);
    split = column[node]!;
  }
  return node;
}

/** Adds the values of the leaves, one per row, to `scores` (row · stride + place). */
export function addValues(
  { value }: Tree,
  leaves: Uint32Array,
  scores: Float64Array,
  stride: number,
  place: number,
): void {
  for (let row = 0, at = place; row < leaves.length; row++, at += stride) scores[at]! += value[leaves[row]!]!;
}
