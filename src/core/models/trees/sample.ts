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
import { leavesOf } from './descent.ts';
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
    const leaves = leavesOf(tree, bins, rowCount);
    return draw === 'even'
      ? dealtCodes(tree, leaves, streamOf(key, 'leaf', column))
      : drawnCodes(tree, leaves, (block) => streamOf(key, 'leaf', column, block));
  };
  model.order.forEach((column, place) => {
    const codes = together[place] ?? drawnAlone(column);
    columns[column] = codes;
    bins[column] = binRows(codes, model.predictors[column]!);
    onProgress({ stage: 'sampling', done: place + 1, total });
  });
  return { rowCount, columns };
}

function dealtCodes({ asked, starts, codes, counts }: ColumnTree, leaves: Uint32Array, rng: Rng): Uint16Array {
  const ends = new Uint32Array(asked.length);
  for (let row = 0; row < leaves.length; row++) ends[leaves[row]!]!++;
  for (let leaf = 0, before = 0; leaf < ends.length; leaf++) {
    const rows = ends[leaf]!;
    ends[leaf] = before;
    before += rows;
  }
  const rows = new Uint32Array(leaves.length);
  for (let row = 0; row < leaves.length; row++) rows[ends[leaves[row]!]!++] = row;

  const out = new Uint16Array(leaves.length);
  const dealt = new Uint16Array(leaves.length);
  for (let leaf = 0, from = 0; leaf < ends.length; from = ends[leaf++]!) {
    const to = ends[leaf]!;
    if (to === from) continue;
    const weights = counts.subarray(starts[leaf], starts[leaf + 1]);
    let at = from;
    evenCounts(weights, to - from, rng).forEach((count, place) => {
      dealt.fill(codes[starts[leaf]! + place]!, at, at + count);
      at += count;
    });
    shuffle(dealt.subarray(from, to), rng);
    for (let i = from; i < to; i++) out[rows[i]!] = dealt[i]!;
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
