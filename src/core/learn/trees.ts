/**
 * One regression tree on gradients, grown leaf by leaf on histograms (the scheme of LightGBM, Ke et al. 2017).
 * Symbols: G, H, n = sums of gradient and hessian and number of rows; λ = penalty. A leaf's value is −G / (H + λ), the
 * gain of a split G_l²/(H_l + λ) + G_r²/(H_r + λ) − G²/(H + λ). The leaf of largest gain is split next. Levels are put
 * in the order of G / (H + 10) and then cut like numbers; missing goes to the side that gains more, and where a leaf
 * has none of it (or of a level) to the side of more rows.
 * Ties go to the lower column, then the lower bin, then missing on the right. Values nearer than 1e-9 relative count
 * as equal, so that rounding, which differs between summing and subtracting, decides nothing.
 * Cost: a histogram is built for the smaller child only, the larger one's is the parent's minus it; 24 bytes a bin
 * and leaf. Privacy: a tree holds exact sums of rows: internal. Left out: sampling of rows and columns, depth limits.
 */
import type { BinnedFeatures } from './features.ts';

export type TreeOptions = Readonly<{ leaves: number; lambda: number; leastRows: number; leastHessian: number }>;

/** Node 0 is the root. `column[i]` is −1 in a leaf; `leftBins` has eight words a node, whose bit b says that bin b goes left. */
export type Tree = Readonly<{
  column: Int32Array;
  left: Int32Array;
  right: Int32Array;
  leftBins: Uint32Array;
  gain: Float64Array;
  value: Float64Array;
}>;

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
  order: Uint8Array;
  ranks: Float64Array;
}>;

/** A leaf with its best split; `gain` is 0 where no split is allowed. */
type Leaf = {
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

const BIN_WORDS = 8;
const CELLS = 3;
const LEVEL_SMOOTHING = 10;
const TIE = 1 + 1e-9;
const RANK_GRID = 1e9;

export function createGrower(features: BinnedFeatures, options: TreeOptions): Grower {
  const { rowCount, columns } = features;
  const offsets = new Int32Array(columns.length);
  let size = 0;
  columns.forEach((column, i) => {
    offsets[i] = size;
    size += (column.missingBin + 1) * CELLS;
  });
  return {
    features,
    options,
    offsets,
    size,
    histograms: new Float64Array(size * options.leaves),
    rows: new Uint32Array(rowCount),
    moved: new Uint32Array(rowCount),
    leafGradient: new Float64Array(rowCount),
    leafHessian: new Float64Array(rowCount),
    goesLeft: new Uint8Array(256),
    order: new Uint8Array(256),
    ranks: new Float64Array(256),
  };
}

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
    right: new Int32Array(mostNodes),
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
    tree.right[leaf.node] = nodeCount + 1;
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
    right: tree.right.slice(0, nodeCount),
    leftBins: tree.leftBins.slice(0, nodeCount * BIN_WORDS),
    gain: tree.gain.slice(0, nodeCount),
    value: tree.value.slice(0, nodeCount),
  };
}

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

function leafOf(node: number, slot: number, start: number, end: number, gradient: number, hessian: number): Leaf {
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

/** Rows that go left first, both sides in their order. Returns where the right side starts. */
function partition({ features, rows, moved, goesLeft }: Grower, leaf: Leaf): number {
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

function canSplit({ leastRows, leastHessian }: TreeOptions, leaf: Leaf): boolean {
  return leaf.end - leaf.start >= 2 * leastRows && leaf.hessian >= 2 * leastHessian;
}

function fillHistogram(grower: Grower, leaf: Leaf, gradient: Float64Array, hessian: Float64Array): void {
  const { features, offsets, size, histograms, rows, leafGradient, leafHessian } = grower;
  const { slot, start, end } = leaf;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    leafGradient[i] = gradient[row]!;
    leafHessian[i] = hessian[row]!;
  }
  histograms.fill(0, slot * size, slot * size + size);
  const { columns } = features;
  const base = slot * size;
  let column = 0;
  for (; column + 2 <= columns.length; column += 2) {
    const first = base + offsets[column]!;
    const second = base + offsets[column + 1]!;
    addPair(columns[column]!.bins, columns[column + 1]!.bins, grower, start, end, first, second);
  }
  if (column < columns.length) addColumn(columns[column]!.bins, grower, start, end, base + offsets[column]!);
}

/** Two columns in one pass, so that rows, gradients and hessians are read half as often. */
function addPair(
  firstBins: Uint8Array,
  secondBins: Uint8Array,
  { rows, leafGradient, leafHessian, histograms }: Grower,
  start: number,
  end: number,
  firstBase: number,
  secondBase: number,
): void {
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const gradient = leafGradient[i]!;
    const hessian = leafHessian[i]!;
    const first = firstBase + firstBins[row]! * CELLS;
    const second = secondBase + secondBins[row]! * CELLS;
    histograms[first]! += gradient;
    histograms[first + 1]! += hessian;
    histograms[first + 2]! += 1;
    histograms[second]! += gradient;
    histograms[second + 1]! += hessian;
    histograms[second + 2]! += 1;
  }
}

function addColumn(
  bins: Uint8Array,
  { rows, leafGradient, leafHessian, histograms }: Grower,
  start: number,
  end: number,
  base: number,
): void {
  for (let i = start; i < end; i++) {
    const at = base + bins[rows[i]!]! * CELLS;
    histograms[at]! += leafGradient[i]!;
    histograms[at + 1]! += leafHessian[i]!;
    histograms[at + 2]! += 1;
  }
}

/** Looks at every column and leaves the best split in the leaf. */
function findSplit(grower: Grower, leaf: Leaf): void {
  const { features, options, offsets, size, histograms, order } = grower;
  if (!canSplit(options, leaf)) return;
  const parentScore = (leaf.gradient * leaf.gradient) / (leaf.hessian + options.lambda);
  let best = parentScore;
  for (let column = 0; column < offsets.length; column++) {
    const { missingBin, isOrdered } = features.columns[column]!;
    const base = leaf.slot * size + offsets[column]!;
    const length = isOrdered ? presentBins(histograms, base, missingBin, order) : levelOrder(grower, base, missingBin);
    const hasMissing = histograms[base + missingBin * CELLS + 2]! > 0;
    for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
      const found = scan(grower, leaf, base, length, side === 1 ? missingBin : -1, best);
      if (found < 0) continue;
      best = scoreOf(leaf, options.lambda);
      leaf.column = column;
      leaf.gain = best - parentScore;
      const isLeft = hasMissing ? side === 1 : leaf.leftCount * 2 >= leaf.end - leaf.start;
      markLeft(leaf, order, found, length, missingBin, isLeft, isOrdered);
    }
  }
}

/** Tries the prefixes of `order`; returns the length of the best prefix that beats `best`, or −1, with its left sums in the leaf. */
function scan(grower: Grower, leaf: Leaf, base: number, length: number, leftMissing: number, best: number): number {
  const { options, histograms, order } = grower;
  const { lambda, leastRows, leastHessian } = options;
  const count = leaf.end - leaf.start;
  let leftGradient = 0;
  let leftHessian = 0;
  let leftCount = 0;
  if (leftMissing >= 0) {
    leftGradient = histograms[base + leftMissing * CELLS]!;
    leftHessian = histograms[base + leftMissing * CELLS + 1]!;
    leftCount = histograms[base + leftMissing * CELLS + 2]!;
  }
  let found = -1;
  let bar = best * TIE;
  for (let i = 0; i < length; i++) {
    const at = base + order[i]! * CELLS;
    leftGradient += histograms[at]!;
    leftHessian += histograms[at + 1]!;
    leftCount += histograms[at + 2]!;
    if (leftCount < leastRows || leftHessian < leastHessian) continue;
    const rightGradient = leaf.gradient - leftGradient;
    const rightHessian = leaf.hessian - leftHessian;
    if (count - leftCount < leastRows || rightHessian < leastHessian) break;
    const score =
      (leftGradient * leftGradient) / (leftHessian + lambda) +
      (rightGradient * rightGradient) / (rightHessian + lambda);
    if (!(score > bar) || score < 1e-12) continue;
    bar = score * TIE;
    found = i + 1;
    leaf.leftGradient = leftGradient;
    leaf.leftHessian = leftHessian;
    leaf.leftCount = leftCount;
  }
  return found;
}

function scoreOf({ gradient, hessian, leftGradient, leftHessian }: Leaf, lambda: number): number {
  const rightGradient = gradient - leftGradient;
  const rightHessian = hessian - leftHessian;
  return (
    (leftGradient * leftGradient) / (leftHessian + lambda) + (rightGradient * rightGradient) / (rightHessian + lambda)
  );
}

/** Bins that hold rows of the leaf, in their own order. */
function presentBins(histograms: Float64Array, base: number, missingBin: number, order: Uint8Array): number {
  let length = 0;
  for (let bin = 0; bin < missingBin; bin++) if (histograms[base + bin * CELLS + 2]! > 0) order[length++] = bin;
  return length;
}

/** Levels that hold rows of the leaf by G / (H + 10), rounded to 1e-9, then by bin. */
function levelOrder({ histograms, order, ranks }: Grower, base: number, missingBin: number): number {
  let length = 0;
  for (let bin = 0; bin < missingBin; bin++) {
    const at = base + bin * CELLS;
    if (!(histograms[at + 2]! > 0)) continue;
    const rank = Math.round((histograms[at]! / (histograms[at + 1]! + LEVEL_SMOOTHING)) * RANK_GRID);
    let place = length++;
    for (; place > 0 && ranks[place - 1]! > rank; place--) {
      ranks[place] = ranks[place - 1]!;
      order[place] = order[place - 1]!;
    }
    ranks[place] = rank;
    order[place] = bin;
  }
  return length;
}

/** Which bins go left: the prefix; missing where it is said to; and of a category the levels that the leaf lacks, with the side of more rows. */
function markLeft(
  leaf: Leaf,
  order: Uint8Array,
  prefix: number,
  length: number,
  missingBin: number,
  isMissingLeft: boolean,
  isOrdered: boolean,
): void {
  const { leftBins } = leaf;
  leftBins.fill(0);
  if (isOrdered) {
    for (let bin = 0; bin <= order[prefix - 1]!; bin++) leftBins[bin >>> 5]! |= 1 << (bin & 31);
  } else {
    if (leaf.leftCount * 2 >= leaf.end - leaf.start) {
      for (let bin = 0; bin < missingBin; bin++) leftBins[bin >>> 5]! |= 1 << (bin & 31);
      for (let i = prefix; i < length; i++) leftBins[order[i]! >>> 5]! &= ~(1 << (order[i]! & 31));
    } else {
      for (let i = 0; i < prefix; i++) leftBins[order[i]! >>> 5]! |= 1 << (order[i]! & 31);
    }
  }
  if (isMissingLeft) leftBins[missingBin >>> 5]! |= 1 << (missingBin & 31);
}
