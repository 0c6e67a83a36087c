/**
 * One tree of a forest: which node is cut where.
 * Symbols: w = weight of a node's rows (how often they were drawn), S_k = their weighted sum of output k: the label, or
 * 1 for rows of class k. A cut scores Σ_k S_k²/w left + right, which is largest where Gini's index or the variance within
 * is least. Levels are put in the order of their mean of one output (two classes, numbers: the label; several: the
 * node's most frequent class), drawn to the node's mean by ten rows. Missing goes to the side that scores more; what a
 * node lacks, to its heavier side. Ties go to the column drawn first, then to missing on the right, then to the lower bin.
 * Nodes are cut depth first, left before right; a node draws its columns even if it comes to nothing.
 * Cost: a node passes over its rows once a drawn column, and over the bins that they hold.
 */
import type { Rng } from '../math/rng.ts';
import type { BinnedFeatures } from './features.ts';
import { outputCount, type Task } from './target.ts';
import { BIN_WORDS } from './tree.ts';
import { TIE } from './splits.ts';

/** As `Tree`, with one value per node and output in `values`. */
export type ForestTree = Readonly<{
  column: Int32Array;
  left: Int32Array;
  right: Int32Array;
  leftBins: Uint32Array;
  values: Float64Array;
}>;

export type ForestTreeOptions = Readonly<{ columns: number; leastRows: number; depth: number }>;

/** The memory of growing trees on one table. `weights`: how often each row is drawn for the tree that comes next. */
export type ForestGrower = Readonly<{
  features: BinnedFeatures;
  labels: Float64Array;
  options: ForestTreeOptions;
  outputs: number;
  isClass: boolean;
  weights: Uint32Array;
  rows: Uint32Array;
  moved: Uint32Array;
  /** Per bin: distinct rows, weight, then the outputs. */
  cells: Float64Array;
  /** Of the rows of a node, in their order: weight, and weight times label or the class. */
  rowWeights: Float64Array;
  rowSums: Float64Array;
  /** Of the column that is looked at. */
  rowBins: Uint8Array;
  /** All bins, row by row. */
  byRow: Uint8Array;
  order: Uint8Array;
  ranks: Float64Array;
  drawn: Uint16Array;
  left: Float64Array;
  best: Best;
}>;

/** What the next cut has to score, and the best so far; `column` −1: none. */
type Best = { bar: number; column: number; leftBins: Uint32Array };
type Node = Readonly<{ node: number; start: number; end: number; depth: number }>;

const LEVEL_SMOOTHING = 10;
/** Bins per row from which looking at the rows is quicker. */
const SMALL = 8;
/** Share of all rows below which those of a node share few lines of cache in a column. */
const SPARSE = 1 / 64;
const NO_SCORE = 1e-12; // labels that cancel out leave rounding, not a reason to split

export function createForestGrower(
  features: BinnedFeatures,
  labels: Float64Array,
  task: Task,
  options: ForestTreeOptions,
): ForestGrower {
  const outputs = outputCount(task);
  return {
    ...{ features, labels, options, outputs, isClass: task.kind === 'multiclass' },
    weights: new Uint32Array(features.rowCount),
    rows: new Uint32Array(features.rowCount),
    moved: new Uint32Array(features.rowCount),
    cells: new Float64Array(256 * (outputs + 2)),
    rowWeights: new Float64Array(features.rowCount),
    rowSums: new Float64Array(features.rowCount),
    rowBins: new Uint8Array(features.rowCount),
    byRow: binsByRow(features),
    order: new Uint8Array(256),
    ranks: new Float64Array(256),
    drawn: Uint16Array.from(features.columns.keys()),
    left: new Float64Array(outputs + 2),
    best: { bar: 0, column: -1, leftBins: new Uint32Array(BIN_WORDS) },
  };
}

function binsByRow({ rowCount, columns }: BinnedFeatures): Uint8Array {
  const byRow = new Uint8Array(rowCount * columns.length);
  columns.forEach(({ bins }, column) => {
    for (let row = 0, at = column; row < rowCount; row++, at += columns.length) byRow[at] = bins[row]!;
  });
  return byRow;
}

/** Grows a tree on the rows that have a weight. */
export function growForestTree(grower: ForestGrower, rng: Rng): ForestTree {
  const { rows, weights, options, outputs } = grower;
  let rowCount = 0;
  for (let row = 0; row < weights.length; row++) if (weights[row]! > 0) rows[rowCount++] = row;
  const column: number[] = [-1];
  const left: number[] = [0];
  const right: number[] = [0];
  const leftBins: number[] = new Array<number>(BIN_WORDS).fill(0);
  const values: number[] = [];
  const waiting: Node[] = [{ node: 0, start: 0, end: rowCount, depth: 0 }];
  const totals = new Float64Array(outputs + 2);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, start, end, depth } = next;
    sumNode(grower, start, end, totals);
    for (let k = 0; k < outputs; k++) values[node * outputs + k] = totals[2 + k]! / totals[1]!;
    if (depth >= options.depth || end - start < 2 * options.leastRows) continue;
    const { best } = grower;
    findCut(grower, start, end, totals, rng);
    if (best.column < 0) continue;
    const middle = partition(grower, start, end);
    column[node] = best.column;
    for (let word = 0; word < BIN_WORDS; word++) leftBins[node * BIN_WORDS + word] = best.leftBins[word]!;
    const children = [column.length, column.length + 1] as const;
    [left[node], right[node]] = children;
    for (const child of children) {
      column[child] = -1;
      left[child] = right[child] = 0;
      for (let word = 0; word < BIN_WORDS; word++) leftBins[child * BIN_WORDS + word] = 0;
    }
    waiting.push({ node: children[1], start: middle, end, depth: depth + 1 });
    waiting.push({ node: children[0], start, end: middle, depth: depth + 1 });
  }
  return {
    column: Int32Array.from(column),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    leftBins: Uint32Array.from(leftBins),
    values: Float64Array.from(values),
  };
}

/** Rows, weight and outputs of a node; what its columns are summed from is put in the order of its rows. */
function sumNode(grower: ForestGrower, start: number, end: number, totals: Float64Array): void {
  const { rows, weights, labels, isClass, rowWeights, rowSums } = grower;
  totals.fill(0);
  totals[0] = end - start;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const weight = weights[row]!;
    const sum = isClass ? labels[row]! : weight * labels[row]!;
    rowWeights[i] = weight;
    rowSums[i] = sum;
    totals[1]! += weight;
    if (isClass) totals[2 + sum]! += weight;
    else totals[2]! += sum;
  }
}

/** Looks at columns drawn without replacement until as many as asked have been looked at, and on while none can be cut. */
function findCut(grower: ForestGrower, start: number, end: number, totals: Float64Array, rng: Rng): void {
  const { drawn, options, best } = grower;
  best.column = -1;
  best.bar = Math.max(NO_SCORE, scoreOf(totals, null) * TIE);
  if (isPure(grower, start, end)) return;
  let looked = 0;
  for (; looked < drawn.length && (looked < options.columns || best.column < 0); looked++) {
    const pick = looked + rng.below(drawn.length - looked);
    const column = drawn[pick]!;
    drawn[pick] = drawn[looked]!;
    drawn[looked] = column;
    cutColumn(grower, column, start, end, totals);
  }
}

function isPure({ rows, labels }: ForestGrower, start: number, end: number): boolean {
  const first = labels[rows[start]!];
  for (let i = start + 1; i < end; i++) if (labels[rows[i]!] !== first) return false;
  return true;
}

/** Tries the cuts of one column; a better one than `best` takes its place. */
function cutColumn(grower: ForestGrower, column: number, start: number, end: number, totals: Float64Array): void {
  const { features, outputs, cells, order, best } = grower;
  const { missingBin, isOrdered } = features.columns[column]!;
  const width = outputs + 2;
  fillCells(grower, column, start, end);
  const length = presentBins(grower, column, start, end, isOrdered ? -1 : focusOf(grower, totals), totals);
  const hasMissing = cells[missingBin * width]! > 0;
  for (let side = 0; side < (hasMissing ? 2 : 1); side++) {
    const prefix = bestPrefix(grower, length, side === 1 ? missingBin : -1, totals);
    if (prefix < 0) continue;
    best.column = column;
    const isLeftHeavier = 2 * grower.left[0]! >= end - start;
    markLeft(grower, prefix, length, missingBin, hasMissing ? side === 1 : isLeftHeavier, isOrdered, isLeftHeavier);
  }
  for (let i = 0; i < length; i++) clearCell(cells, order[i]! * width, width);
  clearCell(cells, missingBin * width, width);
}

function clearCell(cells: Float64Array, start: number, width: number): void {
  for (let at = start; at < start + width; at++) cells[at] = 0;
}

/** The length of the prefix of `order` that beats `best`, or −1; `left` then begins with the rows of the left side. */
function bestPrefix(grower: ForestGrower, length: number, leftMissing: number, totals: Float64Array): number {
  const { cells, order, left, best, options } = grower;
  const width = left.length;
  left.fill(0);
  if (leftMissing >= 0) for (let k = 0; k < width; k++) left[k] = cells[leftMissing * width + k]!;
  let found = -1;
  let leftRows = 0;
  for (let i = 0; i < length; i++) {
    const at = order[i]! * width;
    for (let k = 0; k < width; k++) left[k]! += cells[at + k]!;
    if (left[0]! < options.leastRows) continue;
    if (totals[0]! - left[0]! < options.leastRows) break;
    const score = scoreOf(left, null) + scoreOf(totals, left);
    if (!(score > best.bar)) continue;
    best.bar = score * TIE;
    leftRows = left[0]!;
    found = i + 1;
  }
  left[0] = leftRows;
  return found;
}

/** Σ_k S_k² / w of these sums, or of what is left of them without `less`. */
function scoreOf(sums: Float64Array, less: Float64Array | null): number {
  let squares = 0;
  for (let k = 2; k < sums.length; k++) {
    const sum = sums[k]! - (less === null ? 0 : less[k]!);
    squares += sum * sum;
  }
  return squares / (sums[1]! - (less === null ? 0 : less[1]!));
}

function fillCells(grower: ForestGrower, column: number, start: number, end: number): void {
  const { rowWeights, rowSums, rowBins, outputs, isClass, cells } = grower;
  const width = outputs + 2;
  readBins(grower, column, start, end);
  for (let i = start; i < end; i++) {
    const at = rowBins[i]! * width;
    cells[at]! += 1;
    cells[at + 1]! += rowWeights[i]!;
    if (isClass) cells[at + 2 + rowSums[i]!]! += rowWeights[i]!;
    else cells[at + 2]! += rowSums[i]!;
  }
}

/** Rows of a large node follow each other closely in a column; those of a small one lie far apart, and are read row by row. */
function readBins({ features, rows, rowBins, byRow }: ForestGrower, column: number, start: number, end: number): void {
  const { bins } = features.columns[column]!;
  const width = features.columns.length;
  if (end - start > SPARSE * features.rowCount) for (let i = start; i < end; i++) rowBins[i] = bins[rows[i]!]!;
  else for (let i = start; i < end; i++) rowBins[i] = byRow[rows[i]! * width + column]!;
}

/** The output by whose mean levels are ordered: the only one, or the node's most frequent class. */
function focusOf({ outputs }: ForestGrower, totals: Float64Array): number {
  let most = 0;
  for (let k = 1; k < outputs; k++) if (totals[2 + k]! > totals[2 + most]!) most = k;
  return most;
}

/** Bins that hold rows of the node: in their own order, or (`focus` ≥ 0) by their mean of that output. */
function presentBins(
  grower: ForestGrower,
  column: number,
  start: number,
  end: number,
  focus: number,
  totals: Float64Array,
): number {
  const { features, rowBins, cells, order, ranks, outputs } = grower;
  const { missingBin } = features.columns[column]!;
  const width = outputs + 2;
  const mean = focus < 0 ? 0 : totals[2 + focus]! / totals[1]!;
  let length = 0;
  let seen = 0;
  // A small node is asked row by row, a large one bin by bin.
  const isSmall = (end - start) * SMALL < missingBin;
  for (let i = isSmall ? start : 0; i < (isSmall ? end : missingBin); i++) {
    const bin = isSmall ? rowBins[i]! : i;
    if (bin === missingBin || cells[bin * width] === 0) continue;
    const weight = cells[bin * width + 1]!;
    const rank = focus < 0 ? bin : (cells[bin * width + 2 + focus]! - weight * mean) / (weight + LEVEL_SMOOTHING);
    if (isSmall && isListed(order, length, bin)) continue;
    let place = length++;
    for (; place > 0 && (ranks[place - 1]! > rank || (ranks[place - 1] === rank && order[place - 1]! > bin)); place--) {
      ranks[place] = ranks[place - 1]!;
      order[place] = order[place - 1]!;
    }
    ranks[place] = rank;
    order[place] = bin;
    seen += cells[bin * width]!;
    if (seen === end - start) break;
  }
  return length;
}

function isListed(order: Uint8Array, length: number, bin: number): boolean {
  for (let i = 0; i < length; i++) if (order[i] === bin) return true;
  return false;
}

/** Which bins go left: the prefix, missing where it is said to, and levels that the node lacks with the heavier side. */
function markLeft(
  { order, best }: ForestGrower,
  prefix: number,
  length: number,
  missingBin: number,
  isMissingLeft: boolean,
  isOrdered: boolean,
  isLeftHeavier: boolean,
): void {
  const { leftBins } = best;
  leftBins.fill(0);
  const put = (bin: number): void => void (leftBins[bin >>> 5]! |= 1 << (bin & 31));
  if (isOrdered) for (let bin = 0; bin <= order[prefix - 1]!; bin++) put(bin);
  else if (!isLeftHeavier) for (let i = 0; i < prefix; i++) put(order[i]!);
  else {
    for (let bin = 0; bin < missingBin; bin++) put(bin);
    for (let i = prefix; i < length; i++) leftBins[order[i]! >>> 5]! &= ~(1 << (order[i]! & 31));
  }
  if (isMissingLeft) put(missingBin);
}

/** Rows that go left first, both sides in their order. Returns where the right side starts. */
function partition(grower: ForestGrower, start: number, end: number): number {
  const { rows, rowBins, moved, best } = grower;
  const { leftBins } = best;
  readBins(grower, best.column, start, end);
  let middle = start;
  let aside = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const bin = rowBins[i]!;
    const isLeft = (leftBins[bin >>> 5]! >>> (bin & 31)) & 1;
    rows[middle] = row;
    moved[aside] = row;
    middle += isLeft;
    aside += 1 - isLeft;
  }
  for (let i = 0; i < aside; i++) rows[middle + i] = moved[i]!;
  return middle;
}
