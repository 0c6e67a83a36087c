/** Down a tree, from what rows hold already to the leaf that says what they may hold next. Cost: rows × depth. */
import { WORDS, type ColumnTree } from './grow.ts';

/** The leaf of every row; `bins`: by column that the tree asks and row. */
export function leavesOf(
  { asked, child, sides }: ColumnTree,
  bins: readonly Uint8Array[],
  rowCount: number,
): Uint32Array {
  const leaves = new Uint32Array(rowCount);
  if (asked[0]! < 0) return leaves;
  for (let row = 0; row < rowCount; row++) {
    let node = 0;
    for (let column = asked[0]!; column >= 0; column = asked[node]!) {
      const bin = bins[column]![row]!;
      const isLeft = (sides[WORDS * node + (bin >>> 5)]! >>> (bin & 31)) & 1;
      node = child[node]! + 1 - isLeft;
    }
    leaves[row] = node;
  }
  return leaves;
}
