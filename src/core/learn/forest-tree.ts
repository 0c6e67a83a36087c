/**
 * One tree of a forest, grown on the rows that it draws.
 * Nodes are cut depth first, left before right; a node looks at a few columns drawn without replacement, and on at others
 * while none of them can be cut. `leastRows` counts distinct rows.
 * Cost: a node passes over its rows once a column that it looks at, see `forest-sums.ts`.
 */
import { assert } from '../errors.ts';
import type { Rng } from '../math/rng.ts';
import { BIN_WORDS } from './bin-sets.ts';
import type { BinnedFeatures } from './features.ts';
import { createCutFinder, cutColumn, startCut, type CutFinder } from './forest-cuts.ts';
import { copyRows, createDrawnRows, drawRows, placeOf, type DrawnRows } from './forest-rows.ts';
import { createNodeSums, sumBins, sumNode, type NodeSums } from './forest-sums.ts';
import type { Task } from './target.ts';
import type { TreeShape } from './tree.ts';

/** `values`: one per node and output. */
export type ForestTree = TreeShape & Readonly<{ values: Float64Array }>;

/** `columns`: how many a node looks at; `draws`: rows drawn for a tree. */
export type ForestTreeOptions = Readonly<{ columns: number; draws: number; leastRows: number; depth: number }>;

/** The memory of growing trees on one table. */
export type ForestGrower = Readonly<{
  features: BinnedFeatures;
  labels: Float64Array;
  options: ForestTreeOptions;
  /** How often the tree that was grown last drew each row of the table. */
  times: Uint8Array;
  /** The draws of a node stand together, in the order of the table. */
  draws: Uint32Array;
  moved: Uint32Array;
  whole: DrawnRows;
  near: DrawnRows;
  columns: Uint16Array;
  sums: NodeSums;
  finder: CutFinder;
}>;

type Node = Readonly<{ node: number; start: number; end: number; depth: number; rows: DrawnRows }>;

/** Rows from which a node has a copy of its own. */
const NEAR = 2048;

export function createForestGrower(
  features: BinnedFeatures,
  labels: Float64Array,
  task: Task,
  options: ForestTreeOptions,
): ForestGrower {
  const sums = createNodeSums(task);
  assert(sums.classes <= 256, 'createForestGrower: at most 256 classes');
  return {
    ...{ features, labels, options, sums },
    times: new Uint8Array(features.rowCount),
    draws: new Uint32Array(options.draws),
    moved: new Uint32Array(options.draws),
    whole: createDrawnRows(features, sums.isNumber, options.draws),
    near: createDrawnRows(features, sums.isNumber, Math.min(NEAR, options.draws)),
    columns: Uint16Array.from(features.columns.keys()),
    finder: createCutFinder(sums.outputs, options.leastRows),
  };
}

export function growForestTree(grower: ForestGrower, rng: Rng): ForestTree {
  const { features, labels, options, times, draws, whole, near, sums, finder } = grower;
  const count = drawRows(whole, features, labels, times, draws, rng);
  const mostNodes = Math.max(1, 2 * Math.floor(count / options.leastRows) - 1);
  const column = new Int32Array(mostNodes).fill(-1);
  const left = new Int32Array(mostNodes);
  const leftBins = new Uint32Array(mostNodes * BIN_WORDS);
  const values = new Float64Array(mostNodes * sums.outputs);
  let nodeCount = 1;
  const waiting: Node[] = [{ node: 0, start: 0, end: count, depth: 0, rows: whole }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, start, end, depth } = next;
    const rows = end - start > NEAR ? whole : near;
    if (rows !== next.rows) copyRows(whole, near, draws.subarray(start, end));
    sumNode(sums, rows, draws, start, end);
    const { total } = sums;
    for (let k = 0; k < sums.outputs; k++) values[node * sums.outputs + k] = total.outputs[k]! / total.weight;
    if (depth >= options.depth || end - start < 2 * options.leastRows) continue;
    findCut(grower, rows, start, end, rng);
    const { cut } = finder;
    if (cut.column < 0) continue;
    const middle = partition(grower, rows, start, end);
    column[node] = cut.column;
    left[node] = nodeCount;
    leftBins.set(cut.leftBins, node * BIN_WORDS);
    waiting.push({ node: nodeCount + 1, start: middle, end, depth: depth + 1, rows });
    waiting.push({ node: nodeCount, start, end: middle, depth: depth + 1, rows });
    nodeCount += 2;
  }
  return {
    column: column.slice(0, nodeCount),
    left: left.slice(0, nodeCount),
    leftBins: leftBins.slice(0, nodeCount * BIN_WORDS),
    values: values.slice(0, nodeCount * sums.outputs),
  };
}

/** Leaves the best cut of the node in the finder. */
function findCut(grower: ForestGrower, rows: DrawnRows, start: number, end: number, rng: Rng): void {
  const { features, columns, draws, options, sums, finder } = grower;
  const { cut } = finder;
  startCut(finder, sums.total);
  if (isPure(grower, rows, start, end)) return;
  for (let looked = 0; looked < columns.length && (looked < options.columns || cut.column < 0); looked++) {
    const pick = looked + rng.below(columns.length - looked);
    const column = columns[pick]!;
    columns[pick] = columns[looked]!;
    columns[looked] = column;
    const feature = features.columns[column]!;
    sumBins(sums, rows, column, feature.missingBin, draws, start, end);
    cutColumn(finder, sums, column, feature);
  }
}

function isPure({ sums, draws }: ForestGrower, { labels }: DrawnRows, start: number, end: number): boolean {
  const { isNumber, total } = sums;
  if (!isNumber) return total.outputs.every((sum) => sum === 0 || sum === total.weight);
  const first = labels[placeOf(draws[start]!)]!;
  for (let i = start + 1; i < end; i++) if (labels[placeOf(draws[i]!)]! !== first) return false;
  return true;
}

/** Draws that go left first, both sides in their order. Returns where the right side starts. */
function partition({ draws, moved, finder }: ForestGrower, rows: DrawnRows, start: number, end: number): number {
  const { leftBins, column } = finder.cut;
  const bins = rows.bins[column]!;
  let middle = start;
  let aside = 0;
  for (let i = start; i < end; i++) {
    // Written to both sides, kept by one: a branch here would be guessed wrong half of the time.
    const draw = draws[i]!;
    const bin = bins[placeOf(draw)]!;
    const isLeft = (leftBins[bin >>> 5]! >>> (bin & 31)) & 1;
    draws[middle] = draw;
    moved[aside] = draw;
    middle += isLeft;
    aside += 1 - isLeft;
  }
  for (let i = 0; i < aside; i++) draws[middle + i] = moved[i]!;
  return middle;
}
