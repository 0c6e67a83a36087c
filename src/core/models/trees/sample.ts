/**
 * Rows from trees: the columns in their order, every row down the tree of the column by what it holds already, then the
 * rows of each leaf get the leaf's codes by the even draw in random order, or each its own draw. Where something is
 * asked of the rows, the first columns are drawn together.
 * Cost: rows × depth a column.
 */
import type { OnProgress } from '../../progress.ts';
import { shuffle, type Rng } from '../../math/rng.ts';
import type { CodedTable } from '../coded-domain.ts';
import { BLOCK_ROWS, checkedKey, evenCounts, firstAbove, streamOf } from '../draw.ts';
import type { SampleRequest, TreesModel } from '../model.ts';
import { leavesOf, rowsByNode, type RowsByNode } from './descent.ts';
import type { ColumnTree } from './grow.ts';
import { binRows } from './predictors.ts';
import { drawTogether } from './wished.ts';

export function sampleTrees(model: TreesModel, request: SampleRequest, rng: Rng, onProgress: OnProgress): CodedTable {
  const { rowCount, draw, allowed } = request;
  const key = checkedKey(rowCount, rng);
  const total = model.order.length;
  const columns: Uint16Array[] = model.counts.map(() => new Uint16Array(0));
  const bins: Uint8Array[] = model.counts.map(() => new Uint8Array(0));
  onProgress({ stage: 'sampling', done: 0, total });
  const together = allowed ? drawTogether(model, allowed, request, key) : [];
  const drawnAlone = (column: number): Uint16Array => {
    const tree = model.trees[column]!;
    return draw === 'even'
      ? dealtCodes(tree, rowsByNode(tree, bins, rowCount), streamOf(key, 'leaf', column))
      : drawnCodes(tree, leavesOf(tree, bins, rowCount), (block) => streamOf(key, 'leaf', column, block));
  };
  model.order.forEach((column, place) => {
    const codes = together[place] ?? drawnAlone(column);
    columns[column] = codes;
    bins[column] = binRows(codes, model.predictors[column]!);
    onProgress({ stage: 'sampling', done: place + 1, total });
  });
  return { rowCount, columns };
}

function dealtCodes({ starts, codes, counts }: ColumnTree, { rows, from, to }: RowsByNode, rng: Rng): Uint16Array {
  const out = new Uint16Array(rows.length);
  const dealt = new Uint16Array(rows.length);
  for (let node = 0; node < from.length; node++) {
    const [first, last] = [starts[node]!, starts[node + 1]!];
    // Nodes that ask something have no codes.
    if (last === first || from[node] === to[node]) continue;
    const own = rows.subarray(from[node], to[node]);
    const hand = dealt.subarray(0, own.length);
    let at = 0;
    evenCounts(counts.subarray(first, last), own.length, rng).forEach((count, place) => {
      hand.fill(codes[first + place]!, at, at + count);
      at += count;
    });
    shuffle(hand, rng);
    for (let i = 0; i < own.length; i++) out[own[i]!] = hand[i]!;
  }
  return out;
}

function drawnCodes(
  { starts, codes, counts }: ColumnTree,
  leaves: Uint32Array,
  blockRng: (block: number) => Rng,
): Uint16Array {
  const cumulated = counts.slice();
  for (let leaf = 0; leaf + 1 < starts.length; leaf++) {
    for (let at = starts[leaf]! + 1; at < starts[leaf + 1]!; at++) cumulated[at]! += cumulated[at - 1]!;
  }
  const out = new Uint16Array(leaves.length);
  for (let start = 0; start < out.length; start += BLOCK_ROWS) {
    const rng = blockRng(start / BLOCK_ROWS);
    const end = Math.min(start + BLOCK_ROWS, out.length);
    for (let row = start; row < end; row++) {
      const from = starts[leaves[row]!]!;
      const own = cumulated.subarray(from, starts[leaves[row]! + 1]);
      out[row] = codes[from + firstAbove(own, rng.uniform() * own[own.length - 1]!)]!;
    }
  }
  return out;
}
