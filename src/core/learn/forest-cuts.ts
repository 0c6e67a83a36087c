/**
 * Where a node of a forest's tree is cut.
 * Symbols: w = weight of a node's rows (how often they were drawn), S_k = their weighted sum of output k: the label, or
 * 1 for rows of class k. A cut scores Σ_k S_k²/w left + right, which is largest where Gini's index or the variance within
 * is least. Levels are put in the order of their mean of one output (two classes, numbers: the label; several: the
 * node's most frequent class), drawn to the node's mean by ten rows. Missing goes to the side that scores more; what a
 * node lacks, to its heavier side. Ties go to the column looked at first, then to missing on the right, then to the lower
 * bin. Cost: a pass over the bins that the node holds, for each side that missing may go to.
 */
import { BIN_WORDS, putLeft } from './bin-sets.ts';
import type { FeatureBins } from './features.ts';
import type { BinSums, NodeSums, Sums } from './forest-sums.ts';
import { TIE } from './scan.ts';

/** The best cut so far; `column` −1: none. `bar`: what the next one has to score. */
export type Cut = { bar: number; column: number; readonly leftBins: Uint32Array };

/** The memory of looking for cuts. `order`: places in the node's `byBin`; `bins`: what stands there. */
export type CutFinder = Readonly<{
  leastRows: number;
  cut: Cut;
  order: Uint8Array;
  bins: Uint8Array;
  ranks: Float64Array;
  left: Sums;
}>;

const LEVEL_SMOOTHING = 10;
const NO_SCORE = 1e-12; // labels that cancel out leave rounding, not a reason to split

export function createCutFinder(outputs: number, leastRows: number): CutFinder {
  return {
    leastRows,
    cut: { bar: 0, column: -1, leftBins: new Uint32Array(BIN_WORDS) },
    order: new Uint8Array(256),
    bins: new Uint8Array(256),
    ranks: new Float64Array(256),
    left: { rows: 0, weight: 0, outputs: new Float64Array(outputs) },
  };
}

/** Nothing is cut yet: a cut has to beat the node as it is. */
export function startCut({ cut }: CutFinder, { weight, outputs }: Sums): void {
  let squares = 0;
  for (let k = 0; k < outputs.length; k++) squares += outputs[k]! * outputs[k]!;
  cut.column = -1;
  cut.bar = Math.max(NO_SCORE, (squares / weight) * TIE);
}

/** Tries the cuts of a column, by whose bins the node has been summed; one that beats `cut` takes its place. */
export function cutColumn(finder: CutFinder, { total, byBin }: NodeSums, column: number, feature: FeatureBins): void {
  const { cut, order, bins, left } = finder;
  if (feature.isOrdered) for (let i = 0; i < byBin.count; i++) order[i] = i;
  else orderLevels(finder, total, byBin);
  const hasMissing = byBin.rows[byBin.count]! > 0;
  for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
    const prefix = bestPrefix(finder, total, byBin, side === 1);
    if (prefix === 0) continue;
    cut.column = column;
    const isLeftHeavier = 2 * left.rows >= total.rows;
    for (let i = 0; i < byBin.count; i++) bins[i] = byBin.bins[order[i]!]!;
    const ordered = { bins, count: byBin.count, prefix };
    putLeft(cut.leftBins, ordered, feature, hasMissing ? side === 1 : isLeftHeavier, isLeftHeavier);
  }
}

/** Levels by their mean of the only output, or of the node's most frequent class; then by bin. */
function orderLevels({ order, ranks }: CutFinder, total: Sums, { count, weights, outputs }: BinSums): void {
  const width = total.outputs.length;
  let focus = 0;
  for (let k = 1; k < width; k++) if (total.outputs[k]! > total.outputs[focus]!) focus = k;
  const mean = total.outputs[focus]! / total.weight;
  for (let i = 0; i < count; i++) {
    const weight = weights[i]!;
    const rank = (outputs[i * width + focus]! - weight * mean) / (weight + LEVEL_SMOOTHING);
    let place = i;
    for (; place > 0 && ranks[place - 1]! > rank; place--) {
      ranks[place] = ranks[place - 1]!;
      order[place] = order[place - 1]!;
    }
    ranks[place] = rank;
    order[place] = i;
  }
}

/** The length of the prefix of `order` that beats the cut so far, or 0; `left.rows` are then the rows of its side. */
function bestPrefix(finder: CutFinder, total: Sums, byBin: BinSums, isMissingLeft: boolean): number {
  const { cut, order, left, leastRows } = finder;
  const { count } = byBin;
  const width = total.outputs.length;
  const sums = left.outputs;
  let rows = isMissingLeft ? byBin.rows[count]! : 0;
  let weight = isMissingLeft ? byBin.weights[count]! : 0;
  for (let k = 0; k < width; k++) sums[k] = isMissingLeft ? byBin.outputs[count * width + k]! : 0;
  let prefix = 0;
  for (let i = 0; i < count; i++) {
    const at = order[i]!;
    rows += byBin.rows[at]!;
    weight += byBin.weights[at]!;
    let leftSquares = 0;
    let rightSquares = 0;
    for (let k = 0; k < width; k++) {
      const sum = sums[k]! + byBin.outputs[at * width + k]!;
      const rest = total.outputs[k]! - sum;
      sums[k] = sum;
      leftSquares += sum * sum;
      rightSquares += rest * rest;
    }
    if (rows < leastRows) continue;
    if (total.rows - rows < leastRows) break;
    const score = leftSquares / weight + rightSquares / (total.weight - weight);
    if (!(score > cut.bar)) continue;
    cut.bar = score * TIE;
    left.rows = rows;
    prefix = i + 1;
  }
  return prefix;
}
