/**
 * Trees over bins as plain data, and the leaves of rows. Cost: one look-up per row and level of the tree.
 * Privacy: a tree holds exact sums of rows: internal.
 */
import { BIN_WORDS } from './bin-sets.ts';
import type { BinnedFeatures } from './features.ts';

/**
 * Node 0 is the root. `column[i]` is −1 in a leaf; `leftBins` has eight words a node, whose bit b says that bin b goes
 * left. The right child is the one after the left.
 */
export type TreeShape = Readonly<{ column: Int32Array; left: Int32Array; leftBins: Uint32Array }>;

/** A regression tree. */
export type Tree = TreeShape & Readonly<{ gain: Float64Array; value: Float64Array }>;

/** The leaf that each of the first `count` rows falls into. */
export function leavesOf({ column, left, leftBins }: TreeShape, features: BinnedFeatures, count: number): Uint32Array {
  const bins = features.columns.map((feature) => feature.bins);
  const leaves = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    let node = 0;
    let split = column[0]!;
    while (split >= 0) {
      const bin = bins[split]![row]!;
      // No branch on the side: it would be guessed wrong half of the time.
      node = left[node]! + 1 - ((leftBins[node * BIN_WORDS + (bin >>> 5)]! >>> (bin & 31)) & 1);
      split = column[node]!;
    }
    leaves[row] = node;
  }
  return leaves;
}

/** Adds the tree's values to `scores` (row · stride + place) for every row. */
export function addTree(
  tree: Tree,
  features: BinnedFeatures,
  scores: Float64Array,
  stride: number,
  place: number,
): void {
  const { value } = tree;
  const leaves = leavesOf(tree, features, features.rowCount);
  for (let row = 0, at = place; row < leaves.length; row++, at += stride) scores[at]! += value[leaves[row]!]!;
}
