/**
 * The joint table of two columns that share no clique of the tree: the values of one are carried along the path to the
 * other. With s the separator before a clique and t the columns wanted behind it, P(a, t) = Σ_s P(a, s)·P(s, t)/P(s).
 * Every step works on the clique's sums over s and t, so it costs one pass over the clique and |a|·|s ∪ t| products;
 * what was carried is kept, so all pairs of one column cost one walk over the tree.
 * Privacy: post-processing.
 */
import { assert } from '../../errors.ts';
import type { Calibrated } from './calibrate.ts';
import { cellCount, partCell, sumOut, union, type Clique } from './factor.ts';

/** P(column, target) times the total, codes of the column in rows, for any other column. */
export type Walk = (target: number) => Float64Array;

/** The way into a clique that does not hold the column: from which clique, through which separator. */
type Entry = Readonly<{ before: number; separator: Clique }>;

export function walkFrom(column: number, calibrated: Calibrated, sizes: readonly number[]): Walk {
  const { tree } = calibrated;
  const entries = new Map<number, Entry | null>();
  const nearestFirst: number[] = [];
  tree.cliques.forEach((clique, at) => {
    if (clique.includes(column)) nearestFirst.push(at);
  });
  for (const at of nearestFirst) entries.set(at, null);
  for (const before of nearestFirst) {
    for (const { parent, child, separator } of tree.edges) {
      if (before !== parent && before !== child) continue;
      const next = before === parent ? child : parent;
      if (entries.has(next)) continue;
      entries.set(next, { before, separator });
      nearestFirst.push(next); // the loop goes on with it
    }
  }

  const carried = new Map<number, Float64Array>();
  const carry = (at: number, target: Clique): Float64Array => {
    const entry = entries.get(at)!;
    if (entry === null) return inOneClique(column, target, at, calibrated, sizes);
    let before = carried.get(at);
    if (before === undefined) carried.set(at, (before = carry(entry.before, entry.separator)));
    return through(before, entry.separator, target, at, calibrated, sizes);
  };
  return (target) => {
    const at = nearestFirst.find((clique) => tree.cliques[clique]!.includes(target));
    assert(at !== undefined && target !== column, 'walkFrom: another column of the tree');
    return carry(at, [target]);
  };
}

/** The column and the target lie in this clique. */
function inOneClique(
  column: number,
  target: Clique,
  at: number,
  { tree, tables, maps }: Calibrated,
  sizes: readonly number[],
): Float64Array {
  const both = union([column], target);
  const joint = new Float64Array(cellCount(both, sizes));
  sumOut(tables[at]!, maps.of(tree.cliques[at]!, both), joint);
  if (both[0] === column) return joint;
  const size = sizes[column]!;
  const stride = cellCount(
    both.filter((other) => other > column),
    sizes,
  );
  const rows = new Float64Array(joint.length);
  for (let k = 0; k < joint.length; k++) {
    const code = Math.floor(k / stride) % size;
    const rest = Math.floor(k / (stride * size)) * stride + (k % stride);
    rows[(code * joint.length) / size + rest] = joint[k]!;
  }
  return rows;
}

/** From P(a, separator) to P(a, target), both in rows of a. */
function through(
  before: Float64Array,
  separator: Clique,
  target: Clique,
  at: number,
  { tree, tables, maps }: Calibrated,
  sizes: readonly number[],
): Float64Array {
  const both = union(separator, target);
  const joint = new Float64Array(cellCount(both, sizes));
  sumOut(tables[at]!, maps.of(tree.cliques[at]!, both), joint);
  const toSeparator = maps.of(both, separator);
  const toTarget = maps.of(both, target);
  const separatorCells = Int32Array.from(joint, (_, k) => partCell(toSeparator, k));
  const targetCells = Int32Array.from(joint, (_, k) => partCell(toTarget, k));
  const sums = new Float64Array(cellCount(separator, sizes));
  sumOut(joint, toSeparator, sums);
  for (let k = 0; k < joint.length; k++) if (joint[k]! > 0) joint[k] = joint[k]! / sums[separatorCells[k]!]!;

  const width = cellCount(target, sizes);
  const codes = before.length / sums.length;
  const after = new Float64Array(codes * width);
  for (let code = 0; code < codes; code++) {
    const row = code * sums.length;
    const out = code * width;
    for (let k = 0; k < joint.length; k++) {
      const cell = out + targetCells[k]!;
      after[cell] = after[cell]! + before[row + separatorCells[k]!]! * joint[k]!;
    }
  }
  return after;
}
