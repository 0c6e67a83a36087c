/**
 * Down a tree, from what rows hold already to the leaf that says what they may hold next. Rows go down together, node by
 * node: those of a node stand in one stretch, in their own order, and ask one column. Cost: rows × depth.
 */
import { WORDS, type ColumnTree } from './grow.ts';

/** Of node t: `rows` from `from[t]` up to `to[t]`, ascending. */
export type RowsByNode = Readonly<{ rows: Uint32Array; from: Uint32Array; to: Uint32Array }>;

/** `bins`: by column that the tree asks and row. */
export function rowsByNode(
  { asked, child, sides }: ColumnTree,
  bins: readonly Uint8Array[],
  rowCount: number,
): RowsByNode {
  const rows = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) rows[row] = row;
  const from = new Uint32Array(asked.length);
  const to = new Uint32Array(asked.length);
  const aside = new Uint32Array(rowCount);
  to[0] = rowCount;
  // Parents stand before their children.
  for (let node = 0; node < asked.length; node++) {
    if (asked[node]! < 0) continue;
    const [start, end, left] = [from[node]!, to[node]!, child[node]!];
    const middle = partition(
      rows.subarray(start, end),
      bins[asked[node]!]!,
      sides.subarray(WORDS * node, WORDS * (node + 1)),
      aside,
    );
    from[left] = start;
    to[left] = from[left + 1] = start + middle;
    to[left + 1] = end;
  }
  return { rows, from, to };
}

/** The leaf of every row. */
export function leavesOf(tree: ColumnTree, bins: readonly Uint8Array[], rowCount: number): Uint32Array {
  const { rows, from, to } = rowsByNode(tree, bins, rowCount);
  const leaves = new Uint32Array(rowCount);
  tree.asked.forEach((column, node) => {
    if (column < 0) for (let i = from[node]!; i < to[node]!; i++) leaves[rows[i]!] = node;
  });
  return leaves;
}

/** Rows that go left before those that go right, both in their order. Answers how many go left. */
function partition(rows: Uint32Array, bins: Uint8Array, sides: Uint32Array, aside: Uint32Array): number {
  let left = 0;
  let right = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const bin = bins[row]!;
    const isLeft = (sides[bin >>> 5]! >>> (bin & 31)) & 1;
    rows[left] = row;
    aside[right] = row;
    left += isLeft;
    right += 1 - isLeft;
  }
  for (let i = 0; i < right; i++) rows[left + i] = aside[i]!;
  return left;
}
