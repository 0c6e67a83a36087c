/**
 * How likely trees find rows: log p(x) = Σ_j log p(bin of x_j | the leaf that the columns before j lead to). Leaves hold
 * single values, and rows hold values beside them (rare numbers are not repeated), so a column counts by the bins in
 * which others ask for it. A bin that its leaf has not seen gets the mass of one row, shared with all the leaf's bins.
 * O(rows · columns · depth) and one count of the codes of all leaves. Privacy: of a model without a claim: internal.
 */
import type { CodedTable } from '../coded-domain.ts';
import type { TreesModel } from '../model.ts';
import { leavesOf } from './descent.ts';
import type { ColumnTree } from './grow.ts';
import { binRows, type Predictor } from './predictors.ts';

/** One number a row. */
export function treeLogs({ order, trees, predictors }: TreesModel, { rowCount, columns }: CodedTable): Float64Array {
  const logs = new Float64Array(rowCount);
  const bins = columns.map((codes, column) => binRows(codes, predictors[column]!));
  for (const column of order) {
    const leaves = leavesOf(trees[column]!, bins, rowCount);
    const { binCount } = predictors[column]!;
    const leafLogs = logsOfLeaves(trees[column]!, predictors[column]!);
    const own = bins[column]!;
    for (let row = 0; row < rowCount; row++) logs[row]! += leafLogs[leaves[row]! * binCount + own[row]!]!;
  }
  return logs;
}

/** By node and bin; of nodes that are no leaf nothing is asked. */
function logsOfLeaves({ starts, codes, counts }: ColumnTree, { binOf, binCount }: Predictor): Float64Array {
  const nodes = starts.length - 1;
  const logs = new Float64Array(nodes * binCount);
  for (let node = 0; node < nodes; node++) {
    const leaf = logs.subarray(node * binCount, (node + 1) * binCount).fill(1 / binCount);
    let rows = 1;
    for (let at = starts[node]!; at < starts[node + 1]!; at++) {
      leaf[binOf[codes[at]!]!]! += counts[at]!;
      rows += counts[at]!;
    }
    for (let bin = 0; bin < binCount; bin++) leaf[bin] = Math.log(leaf[bin]! / rows);
  }
  return logs;
}
