/**
 * The best split of a leaf, read off its histogram.
 * Symbols: G, H, n = sums of gradient and hessian and number of rows, λ = penalty. The gain of a split is
 * G_l²/(H_l + λ) + G_r²/(H_r + λ) − G²/(H + λ). Levels are put in the order of G / (H + 10) and then cut like numbers.
 * Missing goes to the side that gains more; where a leaf has none of it (or of a level) to the side of more rows.
 * Ties go to the lower column, then to missing on the right, then to the lower bin. Values nearer than 1e-9 relative
 * count as equal, so that rounding, which differs between summing and subtracting, decides nothing.
 */
import { putLeft } from './bin-sets.ts';
import { canSplit, CELLS, type Grower, type Leaf } from './histograms.ts';

/** A value must exceed another by this factor to be larger. */
export const TIE = 1 + 1e-9;
const LEVEL_SMOOTHING = 10;
const RANK_GRID = 1e9;
/** Rounding of a product stays above this share of it. */
const UNDER = 1 - 1e-12;
const NO_SCORE = 1e-12; // gradients that cancel out leave rounding, not a reason to split

/** Looks at every column and leaves the best split in the leaf. */
export function findSplit(grower: Grower, leaf: Leaf): void {
  const { features, options, offsets, size, histograms } = grower;
  if (!canSplit(options, leaf)) return;
  const parentScore = (leaf.gradient * leaf.gradient) / (leaf.hessian + options.lambda);
  let best = parentScore;
  for (let column = 0; column < offsets.length; column++) {
    const feature = features.columns[column]!;
    const { missingBin, isOrdered } = feature;
    const base = leaf.slot * size + offsets[column]!;
    const order = isOrdered ? grower.ascending : grower.order;
    const length = isOrdered ? missingBin : levelOrder(grower, base, missingBin);
    const hasMissing = histograms[base + missingBin * CELLS + 2]! > 0;
    for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
      const found = scan(grower, leaf, base, order, length, side === 1 ? missingBin : -1, best);
      if (found < 0) continue;
      best = scoreOf(leaf, options.lambda);
      leaf.column = column;
      leaf.gain = best - parentScore;
      const isLeftHeavier = 2 * leaf.leftCount >= leaf.end - leaf.start;
      const ordered = { bins: order, count: length, prefix: found };
      putLeft(leaf.leftBins, ordered, feature, hasMissing ? side === 1 : isLeftHeavier, isLeftHeavier);
    }
  }
}

/** Tries the prefixes of `order`; returns the length of the best prefix that beats `best`, or −1, with its left sums in the leaf. */
function scan(
  { options, histograms }: Grower,
  leaf: Leaf,
  base: number,
  order: Uint8Array,
  length: number,
  leftMissing: number,
  best: number,
): number {
  const { lambda, leastRows, leastHessian } = options;
  const { gradient, hessian } = leaf;
  const mostLeft = leaf.end - leaf.start - leastRows;
  let leftGradient = 0;
  let leftHessian = 0;
  let leftCount = 0;
  if (leftMissing >= 0) {
    leftGradient = histograms[base + leftMissing * CELLS]!;
    leftHessian = histograms[base + leftMissing * CELLS + 1]!;
    leftCount = histograms[base + leftMissing * CELLS + 2]!;
  }
  let found = -1;
  let bar = Math.max(best * TIE, NO_SCORE);
  for (let i = 0; i < length; i++) {
    const at = base + order[i]! * CELLS;
    leftGradient += histograms[at]!;
    leftHessian += histograms[at + 1]!;
    leftCount += histograms[at + 2]!;
    if (leftCount < leastRows || leftHessian < leastHessian) continue;
    const rightHessian = hessian - leftHessian;
    if (leftCount > mostLeft || rightHessian < leastHessian) break;
    const rightGradient = gradient - leftGradient;
    const leftWeight = leftHessian + lambda;
    const rightWeight = rightHessian + lambda;
    const leftSquare = leftGradient * leftGradient;
    const rightSquare = rightGradient * rightGradient;
    // The same question without a division: most cuts are far from the best.
    if (leftSquare * rightWeight + rightSquare * leftWeight < bar * UNDER * leftWeight * rightWeight) continue;
    const score = leftSquare / leftWeight + rightSquare / rightWeight;
    if (!(score > bar)) continue;
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
