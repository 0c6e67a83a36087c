/**
 * What boosting says of the same rows when one of their columns has changed, as permutation importance asks over and over.
 * A row comes to another leaf of a tree only if its way asks the column, and only if some question about the column is
 * answered otherwise by the new bin: the others are not sent down again, and those that are start at the first question.
 * Trees that do not ask the column are summed first, once for all bins.
 * Cost: a look at each row and tree that asks, and the rest of the way for the rows that may end elsewhere; the leaves of
 * all rows are held. Privacy: predictions of the rows at hand: internal.
 */
import { BIN_WORDS } from './bin-sets.ts';
import { answersOf, startingScores, type BoostingModel } from './boosting.ts';
import type { BinnedFeatures } from './features.ts';
import { outputCount } from './target.ts';
import { addValues, leafBelow, leavesOf, type Tree, type TreeShape } from './tree.ts';

/** `first`: by leaf the first node of its way that asks the column, or −1. `answers`: equal for bins that are told apart nowhere. */
type Asked = Readonly<{ first: Int32Array; answers: Uint32Array }>;

const WORD_BITS = 32;

/** `column` is a place among the features; the answer takes its bins, one per row, and predicts as `predictBoosting` would, to rounding. */
export function changedColumn(
  model: BoostingModel,
  features: BinnedFeatures,
): (column: number) => (bins: Uint8Array) => Float64Array {
  const { rowCount, columns } = features;
  const outputs = outputCount(model.task);
  const leaves = model.trees.map((tree) => leavesOf(tree, features, rowCount));
  return (column) => {
    const before = columns[column]!.bins;
    const asked = model.trees.map((tree) => askedOf(tree, column));
    const others = startingScores(model, rowCount);
    model.trees.forEach((tree, i) => {
      if (asked[i] === null) addValues(tree, leaves[i]!, others, outputs, i % outputs);
    });
    return (bins) => {
      const changed = columns.map((other, place) => (place === column ? bins : other.bins));
      const scores = Float64Array.from(others);
      model.trees.forEach((tree, i) => {
        const asks = asked[i]!;
        if (asks !== null) addChanged(tree, asks, leaves[i]!, before, bins, changed, scores, outputs, i % outputs);
      });
      return answersOf(model, scores, scores);
    };
  };
}

/** Null where the tree does not ask the column. */
function askedOf({ column, left, leftBins }: TreeShape, asked: number): Asked | null {
  const first = new Int32Array(column.length).fill(-1);
  const asking: number[] = [];
  for (let node = 0; node < column.length; node++) {
    if (column[node]! < 0) continue;
    if (column[node] === asked) asking.push(node);
    const known = first[node]! < 0 && column[node] === asked ? node : first[node]!;
    first[left[node]!] = first[left[node]! + 1] = known;
  }
  if (asking.length === 0) return null;
  const isOwn = asking.length > WORD_BITS; // more questions than bits: each bin has an answer of its own
  const answers = Uint32Array.from({ length: BIN_WORDS * WORD_BITS }, (_, bin) => {
    if (isOwn) return bin;
    return asking.reduce((word, node, i) => word | (isLeft(leftBins, node, bin) << i), 0);
  });
  return { first, answers };
}

function isLeft(leftBins: Uint32Array, node: number, bin: number): number {
  return (leftBins[node * BIN_WORDS + (bin >>> 5)]! >>> (bin & 31)) & 1;
}

function addChanged(
  tree: Tree,
  { first, answers }: Asked,
  leaves: Uint32Array,
  before: Uint8Array,
  after: Uint8Array,
  bins: readonly Uint8Array[],
  scores: Float64Array,
  stride: number,
  place: number,
): void {
  const { value } = tree;
  for (let row = 0, at = place; row < leaves.length; row++, at += stride) {
    let leaf = leaves[row]!;
    const from = first[leaf]!;
    if (from >= 0 && answers[before[row]!] !== answers[after[row]!]) leaf = leafBelow(tree, from, bins, row);
    scores[at]! += value[leaf]!;
  }
}
