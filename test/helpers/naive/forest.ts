/** A forest's vote row by row, and the score of the best cut of a set of weighted rows by trying every one. */
import type { BinnedFeatures } from '../../../src/core/learn/features.ts';
import type { ForestModel } from '../../../src/core/learn/forest.ts';

/** Of one row: the mean of the leaves that it falls into, one number per output. */
export function naiveVote({ trees, shift, scale }: ForestModel, features: BinnedFeatures, row: number): number[] {
  const leaves = trees.map((tree) => {
    const outputs = tree.values.length / tree.column.length;
    let node = 0;
    while (tree.column[node]! >= 0) {
      const bin = features.columns[tree.column[node]!]!.bins[row]!;
      const word = tree.leftBins[node * 8 + Math.floor(bin / 32)]!;
      node = Math.floor(word / 2 ** (bin % 32)) % 2 === 1 ? tree.left[node]! : tree.left[node]! + 1;
    }
    return [...tree.values.slice(node * outputs, (node + 1) * outputs)];
  });
  return leaves[0]!.map((_, k) => shift + (scale * leaves.reduce((sum, leaf) => sum + leaf[k]!, 0)) / trees.length);
}

/** The largest fall of the weighted squared error of `labels` that a cut of an ordered column at one place allows. */
export function naiveBestFall(
  features: BinnedFeatures,
  labels: readonly number[],
  weights: readonly number[],
  leastRows: number,
): number {
  const all = labels.map((_, row) => row).filter((row) => weights[row]! > 0);
  const error = (rows: readonly number[]): number => {
    const total = rows.reduce((sum, row) => sum + weights[row]!, 0);
    const mean = rows.reduce((sum, row) => sum + weights[row]! * labels[row]!, 0) / total;
    return rows.reduce((sum, row) => sum + weights[row]! * (labels[row]! - mean) ** 2, 0);
  };
  let best = 0;
  for (const { bins, missingBin } of features.columns) {
    for (let cut = 0; cut < missingBin; cut++) {
      for (const missingLeft of [true, false]) {
        const isLeft = (row: number): boolean => (bins[row] === missingBin ? missingLeft : bins[row]! <= cut);
        const [left, right] = [all.filter(isLeft), all.filter((row) => !isLeft(row))];
        // A cut with nothing but missing cells on one side is left to the last bin: that is how the tree looks at it.
        if (left.length < leastRows || right.length < leastRows || left.every((row) => bins[row] === missingBin))
          continue;
        best = Math.max(best, error(all) - error(left) - error(right));
      }
    }
  }
  return best;
}
