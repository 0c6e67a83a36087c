/**
 * Down a tree, from what rows hold already to the leaf that says what they may hold next. The rows of a block go down
 * together, node by node: those of a node stand in one stretch and ask one column, whose bins for the block stay in cache.
 * The arrays are made once, as constants of a function that runs once (rows.ts says why). Cost: rows × depth.
 */
import { WORDS, type ColumnTree } from './grow.ts';

const BLOCK_ROWS = 65_536;

const descend = createDescent();

/** The leaf of every row; `bins`: by column that the tree asks and row. */
export function leavesOf(tree: ColumnTree, bins: readonly Uint8Array[], rowCount: number): Uint32Array {
  const leaves = new Uint32Array(rowCount);
  if (tree.asked[0]! < 0) return leaves;
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    descend(tree, bins, start, leaves.subarray(start, start + BLOCK_ROWS));
  }
  return leaves;
}

/** Down one tree with rows from `start` on: as many as there are `leaves`, into which their nodes go. */
type Descend = (tree: ColumnTree, bins: readonly Uint8Array[], start: number, leaves: Uint32Array) => void;

function createDescent(): Descend {
  const rows = new Uint16Array(BLOCK_ROWS);
  // Of the node: bit b is set if bin b goes left.
  const words = new Uint32Array(WORDS);

  /** Rows that go left before those that go right. Answers where the right ones begin. */
  const partition = (from: number, to: number, bins: Uint8Array, start: number): number => {
    let left = from;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const bin = bins[start + row]!;
      // Without a branch: the row changes places with the first of the right ones, which moves only if it goes left.
      rows[i] = rows[left]!;
      rows[left] = row;
      left += (words[bin >>> 5]! >>> (bin & 31)) & 1;
    }
    return left;
  };

  // Depth first, so that the rows of a node begin where those before it end.
  return ({ asked, child, sides }, bins, start, leaves) => {
    for (let row = 0; row < leaves.length; row++) rows[row] = row;
    const waiting = [0];
    const ends = [leaves.length];
    let from = 0;
    while (waiting.length > 0) {
      const node = waiting.pop()!;
      const to = ends.pop()!;
      if (to === from) continue;
      const column = asked[node]!;
      if (column < 0) {
        for (; from < to; from++) leaves[rows[from]!] = node;
        continue;
      }
      for (let word = 0; word < WORDS; word++) words[word] = sides[WORDS * node + word]!;
      const left = child[node]!;
      waiting.push(left + 1, left);
      ends.push(to, partition(from, to, bins[column]!, start));
    }
  };
}
