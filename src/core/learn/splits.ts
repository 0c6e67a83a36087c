/**
 * The best split of a leaf, read off its histogram.
 * Symbols: G, H, n = sums of gradient and hessian and number of rows, λ = penalty. The gain of a split is
 * G_l²/(H_l + λ) + G_r²/(H_r + λ) − G²/(H + λ). Levels are put in the order of G / (H + 10) and then cut like numbers.
 * Missing goes to the side that gains more; where a leaf has none of it (or of a level) to the side of more rows.
 * Ties go to the lower column, then to missing on the right, then to the lower bin. Values nearer than 1e-9 relative
 * count as equal, so that rounding decides nothing: it differs between summing and subtracting, and is what subtracting
 * leaves of bins without rows.
 */
import { putLeft } from './bin-sets.ts';
import { canSplit, CELLS, type Grower, type Leaf } from './histograms.ts';
import { createScan, type Left } from './scan.ts';

const LEVEL_SMOOTHING = 10;
const RANK_GRID = 1e9;

const { lineUp, lineUpBy, bestPrefix } = createScan();

/** Looks at every column and leaves the best split in the leaf. */
export function findSplit(grower: Grower, leaf: Leaf): void {
  const { features, options, offsets, size, histograms, ascending, order } = grower;
  if (!canSplit(options, leaf)) return;
  const parentScore = (leaf.gradient * leaf.gradient) / (leaf.hessian + options.lambda);
  const left: Left = { leftGradient: 0, leftHessian: 0, leftCount: 0 };
  let best = parentScore;
  for (let column = 0; column < offsets.length; column++) {
    const feature = features.columns[column]!;
    const { missingBin, isOrdered } = feature;
    const base = leaf.slot * size + offsets[column]!;
    const length = isOrdered ? missingBin : levelOrder(grower, base, missingBin);
    if (isOrdered) lineUp(histograms, base, length);
    else lineUpBy(order, histograms, base, length);
    const missing = base + missingBin * CELLS;
    const hasMissing = histograms[missing + 2]! > 0;
    for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
      left.leftGradient = side * histograms[missing]!;
      left.leftHessian = side * histograms[missing + 1]!;
      left.leftCount = side * histograms[missing + 2]!;
      const prefix = bestPrefix(options, leaf, left, length, best);
      if (prefix < 0) continue;
      Object.assign(leaf, left, { column });
      best = scoreOf(leaf, options.lambda);
      leaf.gain = best - parentScore;
      const isLeftHeavier = 2 * leaf.leftCount >= leaf.end - leaf.start;
      const cut = { bins: isOrdered ? ascending : order, count: length, prefix };
      putLeft(leaf.leftBins, cut, feature, hasMissing ? side === 1 : isLeftHeavier, isLeftHeavier);
    }
  }
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
