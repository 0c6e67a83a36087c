/**
 * Rows from a calibrated model. Columns come in reverse elimination order. The rows are grouped by the codes of the
 * column's parents, its neighbours in the triangulated graph (those of the measured cliques alone would lose the links
 * through fill-in); within a group codes are dealt by the column's conditional distribution.
 * Even draw: as in `draw.ts`, marks one row apart. The groups of a column share one random order of its codes; offsets
 * are their own, so their errors stay independent. Codes are shuffled within the group, or columns with the same parents
 * would move together. All rows are one group for the first column, so the rows come out in random order by themselves.
 * A group that rounding has left without mass takes the column's marginal, and is counted.
 * Streams are keyed by column, and by block for independent draws. Cost per column: a pass over its clique, a counting
 * sort of the rows, and a draw a row.
 * Privacy: post-processing.
 */
import { shuffle, type Rng } from '../../math/rng.ts';
import type { OnProgress } from '../../progress.ts';
import { BLOCK_ROWS, checkedKey, firstAbove, streamOf } from '../draw.ts';
import type { Draw, SampleRequest } from '../model.ts';
import { createCalibrator, type Calibrated } from './calibrate.ts';
import { cellCount, createPartMaps, sumOut, union, type Clique } from './factor.ts';
import { junctionTree, smallestHome } from './junction-tree.ts';

/** A model as plain data: log-potentials on cliques, which may hold −∞ for what cannot be; `sizes` are codes per column. */
export type Graphical = Readonly<{
  sizes: readonly number[];
  cliques: readonly Clique[];
  potentials: readonly Float64Array[];
  total: number;
}>;

/** Codes per column. `massless`: groups that had to take the column's marginal. */
export type GraphicalRows = Readonly<{ columns: readonly Uint16Array[]; massless: number }>;

/** Throws `rows-invalid`. Some combination of codes must be possible. */
export function sampleGraphical(
  model: Graphical,
  { rowCount, draw }: SampleRequest,
  rng: Rng,
  onProgress: OnProgress,
): GraphicalRows {
  const key = checkedKey(rowCount, rng);
  return sampleCalibrated(calibratedOf(model), model.sizes, rowCount, draw, key, onProgress);
}

/** The tables of a stored model. */
export function calibratedOf({ sizes, cliques, potentials, total }: Graphical): Calibrated {
  const calibrator = createCalibrator(junctionTree(cliques, sizes), cliques, sizes, total, createPartMaps(sizes));
  calibrator.run(
    potentials,
    potentials.map((potential) => new Float64Array(potential.length)),
  );
  return calibrator;
}

/** `key` is the number that keys the streams of this sampling. */
export function sampleCalibrated(
  calibrated: Calibrated,
  sizes: readonly number[],
  rowCount: number,
  draw: Draw,
  key: number,
  onProgress: OnProgress,
): GraphicalRows {
  const { eliminationOrder } = calibrated.tree;
  const total = sizes.length;
  const columns = sizes.map(() => new Uint16Array(rowCount));
  const groups = createGroups(rowCount);
  const dealt = new Uint16Array(rowCount);
  let massless = 0;
  onProgress({ stage: 'sampling', done: 0, total });
  for (let done = 1; done <= total; done++) {
    const column = eliminationOrder[total - done]!;
    const conditional = conditionalOf(column, calibrated, sizes);
    groups.sort(conditional.parents, columns, sizes);
    const deal = draw === 'even' ? evenDealer(column, sizes[column]!, key) : independentDealer(column, rowCount, key);
    massless += dealGroups(groups, conditional, deal, dealt, columns[column]!);
    onProgress({ stage: 'sampling', done, total });
  }
  return { columns, massless };
}

/** The joint table of a column and its parents; codes of the column are `stride` cells apart. */
type Conditional = Readonly<{ parents: Clique; joint: Float64Array; stride: number; size: number }>;

function conditionalOf(column: number, { tree, tables, maps }: Calibrated, sizes: readonly number[]): Conditional {
  const parents = tree.parents[column]!;
  const both = union([column], parents);
  const home = smallestHome(tree, both, tables);
  const joint = new Float64Array(cellCount(both, sizes));
  sumOut(tables[home]!, maps.of(tree.cliques[home]!, both), joint);
  const after = parents.filter((parent) => parent > column);
  return { parents, joint, stride: cellCount(after, sizes), size: sizes[column]! };
}

/** The rows sorted by a group's number, which is the cell of the parents' codes; group g is from `starts[g]` on. */
type Groups = {
  starts: Uint32Array;
  rows: Uint32Array;
  sort: (by: Clique, columns: readonly Uint16Array[], sizes: readonly number[]) => void;
};

function createGroups(rowCount: number): Groups {
  const cells = new Uint32Array(rowCount);
  const groups: Groups = {
    starts: new Uint32Array(2),
    rows: new Uint32Array(rowCount),
    sort: (by, columns, sizes) => {
      cells.fill(0);
      for (const column of by) {
        const codes = columns[column]!;
        const size = sizes[column]!;
        for (let row = 0; row < rowCount; row++) cells[row] = cells[row]! * size + codes[row]!;
      }
      const starts = new Uint32Array(cellCount(by, sizes) + 1);
      for (let row = 0; row < rowCount; row++) starts[cells[row]! + 1]!++;
      for (let group = 1; group < starts.length; group++) starts[group]! += starts[group - 1]!;
      const next = starts.slice();
      for (let row = 0; row < rowCount; row++) groups.rows[next[cells[row]!]!++] = row;
      groups.starts = starts;
    },
  };
  return groups;
}

/** Fills `dealt` from `start` to `end` with codes by their weights, which sum to `sum`. */
type Dealer = (weights: Float64Array, sum: number, start: number, end: number, dealt: Uint16Array) => void;

function dealGroups(
  { starts, rows }: Groups,
  { joint, stride, size }: Conditional,
  deal: Dealer,
  dealt: Uint16Array,
  out: Uint16Array,
): number {
  const weights = new Float64Array(size);
  let massless = 0;
  for (let group = 0; group + 1 < starts.length; group++) {
    const start = starts[group]!;
    const end = starts[group + 1]!;
    if (start === end) continue;
    const first = Math.floor(group / stride) * stride * size + (group % stride);
    let sum = 0;
    for (let code = 0, cell = first; code < size; code++, cell += stride) sum += weights[code] = joint[cell]!;
    if (!(sum > 0)) {
      massless++;
      sum = marginalInto(weights, joint, stride);
    }
    deal(weights, sum, start, end, dealt);
    for (let i = start; i < end; i++) out[rows[i]!] = dealt[i]!;
  }
  return massless;
}

function marginalInto(weights: Float64Array, joint: Float64Array, stride: number): number {
  weights.fill(0);
  let sum = 0;
  for (let cell = 0; cell < joint.length; cell++) {
    weights[Math.floor(cell / stride) % weights.length]! += joint[cell]!;
    sum += joint[cell]!;
  }
  return sum;
}

function evenDealer(column: number, size: number, key: number): Dealer {
  const rng = streamOf(key, 'graphical', column);
  const order = new Uint32Array(size);
  for (let code = 0; code < size; code++) order[code] = code;
  shuffle(order, rng);
  return (weights, sum, start, end, dealt) => {
    const rowCount = end - start;
    const offset = (rng.uint32() + 0.5) / 2 ** 32;
    const perWeight = rowCount / sum;
    let cumulated = 0;
    let at = start;
    let last = 0;
    for (let i = 0; at < end && i < size; i++) {
      const code = order[i]!;
      const weight = weights[code]!;
      if (weight <= 0) continue;
      last = code;
      cumulated += weight;
      const mark = start + cumulated * perWeight - offset;
      while (at < mark && at < end) dealt[at++] = code;
    }
    while (at < end) dealt[at++] = last; // what rounding of the last sum may have left
    shuffleQuickly(dealt, rng, start, end);
  };
}

/** Fisher and Yates without rejection: uneven by at most rows/2^32, and three times as quick as the even one. */
function shuffleQuickly(codes: Uint16Array, rng: Rng, start: number, end: number): void {
  for (let i = end - 1; i > start; i--) {
    const j = start + Math.floor(rng.uint32() * ((i - start + 1) / 2 ** 32));
    const kept = codes[i]!;
    codes[i] = codes[j]!;
    codes[j] = kept;
  }
}

function independentDealer(column: number, rowCount: number, key: number): Dealer {
  const uniforms = new Float64Array(rowCount);
  for (let start = 0; start < rowCount; start += BLOCK_ROWS) {
    const rng = streamOf(key, 'graphical', column, start / BLOCK_ROWS);
    const end = Math.min(start + BLOCK_ROWS, rowCount);
    for (let row = start; row < end; row++) uniforms[row] = rng.uniform();
  }
  return (weights, _, start, end, dealt) => {
    let sum = 0;
    for (let code = 0; code < weights.length; code++) sum = weights[code]! += sum;
    for (let i = start; i < end; i++) dealt[i] = firstAbove(weights, uniforms[i]! * sum);
  };
}
