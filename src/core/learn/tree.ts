/**
 * A regression tree over bins as plain data, and its values for rows. Cost: one look-up per row and level of the tree.
 * Privacy: a tree holds exact sums of rows: internal.
 */
import type { BinnedFeatures } from './features.ts';

/** A set of bins is eight words, bit b of which says that bin b is in it. */
export const BIN_WORDS = 8;

/** Node 0 is the root. `column[i]` is −1 in a leaf; `leftBins` has eight words a node, whose bit b says that bin b goes left. */
export type Tree = Readonly<{
  column: Int32Array;
  left: Int32Array;
  right: Int32Array;
  leftBins: Uint32Array;
  gain: Float64Array;
  value: Float64Array;
}>;

/** Adds the tree's values to `scores` (row · stride + place) for every row. */
export function addTree(
  tree: Tree,
  features: BinnedFeatures,
  scores: Float64Array,
  stride: number,
  place: number,
): void {
  const { column, left, right, leftBins, value } = tree;
  const bins = features.columns.map((feature) => feature.bins);
  for (let row = 0, at = place; row < features.rowCount; row++, at += stride) {
    let node = 0;
    let split = column[0]!;
    while (split >= 0) {
      const bin = bins[split]![row]!;
      node = (leftBins[node * BIN_WORDS + (bin >>> 5)]! >>> (bin & 31)) & 1 ? left[node]! : right[node]!;
      split = column[node]!;
    }
    scores[at]! += value[node]!;
  }
}
