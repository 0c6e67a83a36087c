/**
 * Grows a regression tree on gradients leaf by leaf, from histograms (the scheme of LightGBM, Ke et al. 2017).
 * The leaf of largest gain is split next, the earlier one in a tie; a leaf's value is −G / (H + λ), with the sums of
 * gradient and hessian over its rows and the penalty λ.
 * Cost: a histogram is summed for the smaller child only, the larger one's is the parent's minus it.
 * Privacy: a tree holds exact sums of rows: internal. Left out: sampling of rows and columns, depth limits.
 */
import { BIN_WORDS } from './bin-sets.ts';
import { canSplit, fillHistogram, leafOf, partition, type Grower, type Leaf } from './histograms.ts';
import { TIE } from './scan.ts';
import { findSplit } from './splits.ts';
import type { Tree } from './tree.ts';

/** Grows a tree and adds `rate` times its value to `scores` (row · stride + place) for every row of the table. */
export function growTree(
  grower: Grower,
  gradient: Float64Array,
  hessian: Float64Array,
  rate: number,
  scores: Float64Array,
  stride: number,
  place: number,
): Tree {
  const { features, options, rows } = grower;
  const mostNodes = 2 * options.leaves - 1;
  const tree = {
    column: new Int32Array(mostNodes).fill(-1),
    left: new Int32Array(mostNodes),
    leftBins: new Uint32Array(mostNodes * BIN_WORDS),
    gain: new Float64Array(mostNodes),
    value: new Float64Array(mostNodes),
  };
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  const leaves = [leafOf(0, 0, 0, features.rowCount, sumOf(gradient), sumOf(hessian))];
  if (options.leaves > 1) {
    fillHistogram(grower, leaves[0]!, gradient, hessian);
    findSplit(grower, leaves[0]!);
  }
  let nodeCount = 1;
  while (leaves.length < options.leaves) {
    const leaf = bestLeaf(leaves);
    if (leaf === null) break;
    tree.column[leaf.node] = leaf.column;
    tree.left[leaf.node] = nodeCount;
    tree.leftBins.set(leaf.leftBins, leaf.node * BIN_WORDS);
    tree.gain[leaf.node] = leaf.gain;
    const middle = partition(grower, leaf);
    const right = leafOf(
      nodeCount + 1,
      leaves.length,
      middle,
      leaf.end,
      leaf.gradient - leaf.leftGradient,
      leaf.hessian - leaf.leftHessian,
    );
    const left = leafOf(nodeCount, leaf.slot, leaf.start, middle, leaf.leftGradient, leaf.leftHessian);
    nodeCount += 2;
    leaves[leaves.indexOf(leaf)] = left;
    leaves.push(right);
    if (leaves.length < options.leaves) splitHistogram(grower, left, right, gradient, hessian);
  }
  for (const leaf of leaves) {
    const value = (-rate * leaf.gradient) / (leaf.hessian + options.lambda);
    tree.value[leaf.node] = value;
    for (let i = leaf.start; i < leaf.end; i++) scores[rows[i]! * stride + place]! += value;
  }
  return {
    column: tree.column.slice(0, nodeCount),
    left: tree.left.slice(0, nodeCount),
    leftBins: tree.leftBins.slice(0, nodeCount * BIN_WORDS),
    gain: tree.gain.slice(0, nodeCount),
    value: tree.value.slice(0, nodeCount),
  };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

function bestLeaf(leaves: readonly Leaf[]): Leaf | null {
  let best: Leaf | null = null;
  for (const leaf of leaves) if (leaf.gain > (best === null ? 0 : best.gain * TIE)) best = leaf;
  return best;
}

/** The left child has the parent's slot. The smaller child is summed, the larger is the parent minus it. */
function splitHistogram(grower: Grower, left: Leaf, right: Leaf, gradient: Float64Array, hessian: Float64Array): void {
  if (!canSplit(grower.options, left) && !canSplit(grower.options, right)) return;
  const { size, histograms } = grower;
  const leftIsSmaller = left.end - left.start <= right.end - right.start;
  if (leftIsSmaller) {
    const slot = left.slot; // the larger child keeps the parent's sums
    left.slot = right.slot;
    right.slot = slot;
  }
  const smaller = leftIsSmaller ? left : right;
  const larger = leftIsSmaller ? right : left;
  fillHistogram(grower, smaller, gradient, hessian);
  const from = larger.slot * size;
  const minus = smaller.slot * size;
  for (let i = 0; i < size; i++) histograms[from + i]! -= histograms[minus + i]!;
  findSplit(grower, left);
  findSplit(grower, right);
}
