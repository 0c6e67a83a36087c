/**
 * What the rows of a node of a forest's tree sum to: as a whole, and bin by bin of one column.
 * Distinct rows and their weight are counted in the two halves of one word per bin and class, which a pass adds to once a
 * row. Numbers have one class, and a sum beside it that is added in the order of the rows.
 * Cost: a pass over the rows of the node, and one over its bins or, in a small node, over those that it holds.
 */
import { BIN_WORDS } from './bin-sets.ts';
import { classOf, countOf, placeOf, weightOf, type DrawnRows } from './forest-rows.ts';
import { outputCount, type Task } from './target.ts';

/** Of a node or a side of it: distinct rows, their weight, and one sum per output. */
export type Sums = { rows: number; weight: number; readonly outputs: Float64Array };

/** The bins of a column that hold rows of a node, ascending, from 0 to `count`; missing stands behind them, at `count`. */
export type BinSums = {
  count: number;
  readonly bins: Uint8Array;
  readonly rows: Float64Array;
  readonly weights: Float64Array;
  /** As many a bin as there are outputs. */
  readonly outputs: Float64Array;
};

/** Of the node that `sumNode` was told last, and of its column that `sumBins` was. */
export type NodeSums = Readonly<{
  isNumber: boolean;
  classes: number;
  /** The last classes are the outputs: all of several, the second of two. */
  outputs: number;
  total: Sums;
  byBin: BinSums;
  /** Words and sums by class and bin, zero between columns. */
  counts: Uint32Array;
  sums: Float64Array;
  present: Uint32Array;
}>;

const BINS = 256;
/** Rows per bin below which a node is asked which bins it holds. */
const SMALL = 2;

export function createNodeSums(task: Task): NodeSums {
  const outputs = outputCount(task);
  const classes = task.kind === 'regression' ? 1 : task.classes.length;
  return {
    ...{ isNumber: task.kind === 'regression', classes, outputs },
    total: { rows: 0, weight: 0, outputs: new Float64Array(outputs) },
    byBin: {
      count: 0,
      bins: new Uint8Array(BINS),
      rows: new Float64Array(BINS),
      weights: new Float64Array(BINS),
      outputs: new Float64Array(BINS * outputs),
    },
    counts: new Uint32Array(BINS * classes),
    sums: new Float64Array(BINS),
    present: new Uint32Array(BIN_WORDS),
  };
}

/** Sums the rows drawn from `start` to `end`. */
export function sumNode(
  { isNumber, classes, outputs, total }: NodeSums,
  { labels }: DrawnRows,
  draws: Uint32Array,
  start: number,
  end: number,
): void {
  const sums = total.outputs.fill(0);
  let weight = 0;
  for (let i = start; i < end; i++) {
    const draw = draws[i]!;
    const times = weightOf(draw);
    const output = classOf(draw) - (classes - outputs);
    weight += times;
    if (isNumber) sums[0]! += times * labels[placeOf(draw)]!;
    else if (output >= 0) sums[output]! += times;
  }
  total.rows = end - start;
  total.weight = weight;
}

/** Sums them by the bins of a column. */
export function sumBins(
  node: NodeSums,
  { bins, labels }: DrawnRows,
  column: number,
  missingBin: number,
  draws: Uint32Array,
  start: number,
  end: number,
): void {
  const { counts, sums, byBin, present } = node;
  const own = bins[column]!;
  if (node.isNumber) addNumbers(counts, sums, own, labels, draws, start, end);
  else addClasses(counts, own, draws, start, end);
  byBin.count = 0;
  if (end - start < SMALL * missingBin) {
    present.fill(0);
    for (let i = start; i < end; i++) {
      const bin = own[placeOf(draws[i]!)]!;
      present[bin >>> 5]! |= 1 << (bin & 31);
    }
    present[missingBin >>> 5]! &= ~(1 << (missingBin & 31));
    for (let word = 0; word < BIN_WORDS; word++) {
      for (let rest = present[word]! | 0; rest !== 0; rest &= rest - 1) {
        takeBin(node, 32 * word + 31 - Math.clz32(rest & -rest));
        byBin.count++;
      }
    }
  } else {
    for (let bin = 0; bin < missingBin; bin++) {
      takeBin(node, bin);
      if (byBin.rows[byBin.count]! > 0) byBin.count++;
    }
  }
  takeBin(node, missingBin);
}

/** Two rows at a time: that takes two thirds of the time. */
function addClasses(counts: Uint32Array, bins: Uint8Array, draws: Uint32Array, start: number, end: number): void {
  let i = start;
  for (; i + 1 < end; i += 2) {
    const first = draws[i]!;
    const second = draws[i + 1]!;
    counts[classOf(first) * BINS + bins[placeOf(first)]!]! += countOf(first);
    counts[classOf(second) * BINS + bins[placeOf(second)]!]! += countOf(second);
  }
  if (i < end) counts[classOf(draws[i]!) * BINS + bins[placeOf(draws[i]!)]!]! += countOf(draws[i]!);
}

function addNumbers(
  counts: Uint32Array,
  sums: Float64Array,
  bins: Uint8Array,
  labels: Float64Array,
  draws: Uint32Array,
  start: number,
  end: number,
): void {
  for (let i = start; i < end; i++) {
    const draw = draws[i]!;
    const bin = bins[placeOf(draw)]!;
    counts[bin]! += countOf(draw);
    sums[bin]! += weightOf(draw) * labels[placeOf(draw)]!;
  }
}

/** Moves what a bin holds to the end of `byBin`. */
function takeBin({ byBin, counts, sums, classes, outputs, isNumber }: NodeSums, bin: number): void {
  const at = byBin.count;
  let rows = 0;
  let weight = 0;
  for (let label = 0; label < classes; label++) {
    const count = counts[label * BINS + bin]!;
    const output = label - (classes - outputs);
    counts[label * BINS + bin] = 0;
    rows += count & 0xffff;
    weight += count >>> 16;
    if (output >= 0) byBin.outputs[at * outputs + output] = count >>> 16;
  }
  if (isNumber) {
    byBin.outputs[at] = sums[bin]!;
    sums[bin] = 0;
  }
  byBin.bins[at] = bin;
  byBin.rows[at] = rows;
  byBin.weights[at] = weight;
}
