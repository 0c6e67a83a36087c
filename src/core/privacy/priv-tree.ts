/**
 * Bins that follow the rows: PrivTree on a line (Zhang, Xiao and Xie, arXiv 1601.03229), on whole numbers.
 * Symbols: β = 2 halves, λ = scale of the noise, d = ⌈λ·ln β⌉ the decay, θ = the threshold. A node at some depth is split
 * if b + noise > θ, with b = max(count − depth·d, θ − d), by the middle of its points; breadth first, to the most leaves
 * that are wanted. That stop is a function of the tree and costs nothing; counts of leaves are not released.
 * Why whole numbers do: with a = exp(−1/λ) the log ratio of P(X ≥ m) to P(X ≥ m + 1) is 1/λ for m ≥ 0 and at most
 * a^(−m)/λ below, the bound of the paper's proof; a larger decay only shrinks its sum, so d and λ are rounded up.
 * One row moves the log odds by at most (2β − 1)/(β − 1)/λ = 3/λ: epsilon is that, times the rows that can change.
 * Cost: one count of a range per node, fewer than twice the leaves.
 */
import { assert } from '../errors.ts';
import { ceilDivide } from '../math/whole-numbers.ts';

/** (2β − 1)/(β − 1): λ is this for one row at ε = 1. */
export const TREE_SCALE = 3n;
/** ln 2, rounded up. */
const LN_2 = [693_147_180_559_946n, 10n ** 15n] as const;

/** Steps from `start` up to, not including, `end`; at most `leaves` ranges of them. */
export type TreeRange = Readonly<{ start: number; end: number; leaves: number; threshold: number }>;
/** Scale and decay, whole numbers. */
export type TreeNoise = Readonly<{ lambda: number; decay: number }>;

type Node = Readonly<{ start: number; end: number; depth: number }>;

/** Noise of a tree whose scale is top/bottom. */
export function treeNoise(top: bigint, bottom: bigint): TreeNoise {
  const lambda = ceilDivide(top, bottom);
  return { lambda: Number(lambda), decay: Number(ceilDivide(lambda * LN_2[0], LN_2[1])) };
}

/** The lower ends of the leaves, ascending, and the end of the last. `countOf` counts rows between two steps. */
export function growTree(
  range: TreeRange,
  { decay }: TreeNoise,
  countOf: (start: number, end: number) => number,
  drawNoise: () => number,
): number[] {
  const { start, end, leaves, threshold } = range;
  assert(start < end && leaves >= 1, 'growTree: a range has a point, a tree a leaf');
  const starts = [start];
  const open: Node[] = [{ start, end, depth: 0 }];
  for (let next = 0; next < open.length && starts.length < leaves; next++) {
    const node = open[next]!;
    if (node.end - node.start < 2) continue;
    const biased = Math.max(countOf(node.start, node.end) - node.depth * decay, threshold - decay);
    if (biased + drawNoise() <= threshold) continue;
    const middle = node.start + Math.floor((node.end - node.start) / 2);
    starts.push(middle);
    const depth = node.depth + 1;
    open.push({ start: node.start, end: middle, depth }, { start: middle, end: node.end, depth });
  }
  return [...starts.sort((a, b) => a - b), end];
}
