/**
 * Rows of a kind, drawn exactly: the columns up to the last one of which something is asked are drawn together. Every
 * combination of codes that may stand weighs
 *   w = Π_j rows of code j in its leaf / rows of the leaf, over the columns j in their order,
 * which is its probability in the trees; rows are dealt out to the combinations by weight, and the columns behind go on
 * from there. What is asked of a column that would make more combinations than 65,536 is left to picking from all.
 * Cost: combinations × columns.
 */
import type { Allowed } from '../conditions.ts';
import { drawEvenly, drawIndependently, streamOf } from '../draw.ts';
import type { SampleRequest, TreesModel } from '../model.ts';
import { leavesOf } from './descent.ts';
import { binRows } from './predictors.ts';

const MOST_COMBINATIONS = 65_536;

/** By column, for the first of the visited columns; none where no combination that may stand has rows. */
type Combinations = Readonly<{ columns: readonly Uint16Array[]; weights: Float64Array }>;

/** Codes of the first columns in the order, by place, on which what is asked holds. */
export function drawTogether(
  model: TreesModel,
  allowed: Allowed,
  { rowCount, draw }: SampleRequest,
  key: number,
): readonly Uint16Array[] {
  const { columns, weights } = combinationsOf(model, allowed);
  if (columns.length === 0) return [];
  const drawn = new Uint16Array(rowCount);
  if (draw === 'even') drawEvenly(weights, streamOf(key, 'together', 0), drawn);
  else drawIndependently(weights, (block) => streamOf(key, 'together', 0, block), drawn);
  return columns.map((codes) => drawn.map((combination) => codes[combination]!));
}

function combinationsOf({ order, trees, predictors }: TreesModel, allowed: Allowed): Combinations {
  const last = order.findLastIndex((column) => allowed[column] !== null);
  let found: Combinations = { columns: [], weights: Float64Array.of(1) };
  const bins: Uint8Array[] = trees.map(() => new Uint8Array(0));
  for (const column of order.slice(0, last + 1)) {
    const { starts, codes, counts } = trees[column]!;
    const mask = allowed[column];
    const leaves = leavesOf(trees[column]!, bins, found.weights.length);
    const from: number[] = [];
    const chosen: number[] = [];
    const weights: number[] = [];
    found.weights.forEach((weight, combination) => {
      const [start, end] = [starts[leaves[combination]!]!, starts[leaves[combination]! + 1]!];
      const rows = counts.subarray(start, end).reduce((sum, count) => sum + count, 0);
      for (let at = start; at < end && chosen.length <= MOST_COMBINATIONS; at++) {
        if (mask && mask[codes[at]!] === 0) continue;
        from.push(combination);
        chosen.push(codes[at]!);
        weights.push((weight * counts[at]!) / rows);
      }
    });
    if (chosen.length === 0) return { columns: [], weights: new Float64Array(0) };
    if (chosen.length > MOST_COMBINATIONS) break;
    found = {
      columns: [...found.columns.map((own) => Uint16Array.from(from, (at) => own[at]!)), Uint16Array.from(chosen)],
      weights: Float64Array.from(weights),
    };
    order.slice(0, found.columns.length).forEach((one, place) => {
      bins[one] = binRows(found.columns[place]!, predictors[one]!);
    });
  }
  return found;
}
