/**
 * The main metric of fixed predictions, where each test row counts as often as a resample drew it: rows are put in
 * order once, and a resample is then one pass. Symbols: t = how often a row counts (all once without `times`).
 *   two classes   AUC: Σ over positives of t · (negatives below + half of those that tie), over pairs
 *   more          mean AUC of one class against the rest, over classes that the resample holds and lacks
 *   numbers       R² = 1 − Σt(y − ŷ)² / Σt(y − ȳ)², ȳ the resample's own mean
 * NaN where the metric does not exist. Cost: a sort once per class, then O(rows · classes) a call.
 */
import { assert } from '../errors.ts';
import type { Rng } from '../math/rng.ts';
import type { Task } from '../learn/target.ts';

/** The metric under these multiplicities. */
export type Scorer = (times: Uint16Array | null) => number;

/** `predictions` as learners answer: a chance, a chance per class (row-major), a value. */
export function createScorer(task: Task, labels: Float64Array, predictions: Float64Array): Scorer {
  switch (task.kind) {
    case 'binary':
      return areaScorer(labels, 1, predictions, 1, 0);
    case 'multiclass': {
      const count = task.classes.length;
      const scorers = task.classes.map((_, place) => areaScorer(labels, place, predictions, count, place));
      return (times) => meanOfNumbers(scorers.map((scorer) => scorer(times)));
    }
    case 'regression':
      return (times) => weightedRSquared(labels, predictions, times);
  }
}

/** How often each of n rows is drawn in n draws with replacement. */
export function drawTimes(rng: Rng, times: Uint16Array): void {
  const n = times.length;
  times.fill(0);
  for (let i = 0; i < n; i++) times[Math.floor((rng.uint32() * n) / 4294967296)]!++;
}

function areaScorer(
  labels: Float64Array,
  place: number,
  chances: Float64Array,
  stride: number,
  offset: number,
): Scorer {
  const { rows, starts } = orderedRows(chances, stride, offset);
  assert(rows.length === labels.length, 'createScorer: predictions for every label');
  const [inside, outside] = [true, false].map((side) => rows.filter((row) => (labels[row] === place) === side));
  // By row of the class: how many of the others have a lower chance, and how many no higher one.
  const [below, upTo] = [new Uint32Array(inside!.length), new Uint32Array(inside!.length)];
  for (let group = 0, at = 0, others = 0; group + 1 < starts.length; group++) {
    const [first, before] = [at, others];
    for (let i = starts[group]!; i < starts[group + 1]!; i++) {
      if (labels[rows[i]!] === place) at++;
      else others++;
    }
    below.fill(before, first, at);
    upTo.fill(others, first, at);
  }
  const drawn = new Uint32Array(outside!.length + 1);
  return (times) => wonShare(inside!, outside!, below, upTo, drawn, times ?? new Uint16Array(rows.length).fill(1));
}

/** No branch depends on a row: what a resample holds is not to be foreseen. `drawn`: room for a sum over `outside`. */
function wonShare(
  inside: Uint32Array,
  outside: Uint32Array,
  below: Uint32Array,
  upTo: Uint32Array,
  drawn: Uint32Array,
  times: Uint16Array,
): number {
  let others = 0;
  for (let i = 0; i < outside.length; i++) drawn[i + 1] = others += times[outside[i]!]!;
  let [own, wins] = [0, 0];
  for (let i = 0; i < inside.length; i++) {
    const t = times[inside[i]!]!;
    own += t;
    wins += t * (drawn[below[i]!]! + drawn[upTo[i]!]!);
  }
  return own === 0 || others === 0 ? NaN : wins / (2 * own * others);
}

/** Rows by their chance, ascending, and where each distinct chance starts. */
function orderedRows(
  chances: Float64Array,
  stride: number,
  offset: number,
): { rows: Uint32Array; starts: Uint32Array } {
  const count = chances.length / stride;
  const values = Float64Array.from({ length: count }, (_, row) => chances[row * stride + offset]!);
  const rows = Uint32Array.from({ length: count }, (_, row) => row).sort((a, b) => values[a]! - values[b]! || a - b);
  const starts: number[] = [];
  for (let i = 0; i < count; i++) if (i === 0 || values[rows[i]!] !== values[rows[i - 1]!]) starts.push(i);
  return { rows, starts: Uint32Array.from([...starts, count]) };
}

function weightedRSquared(values: Float64Array, predictions: Float64Array, times: Uint16Array | null): number {
  let [n, sum] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const t = times === null ? 1 : times[row]!;
    n += t;
    sum += t * values[row]!;
  }
  const mean = sum / n;
  let [spread, errors] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const t = times === null ? 1 : times[row]!;
    spread += t * (values[row]! - mean) ** 2;
    errors += t * (values[row]! - predictions[row]!) ** 2;
  }
  return spread > 0 ? 1 - errors / spread : NaN;
}

function meanOfNumbers(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length === 0 ? NaN : present.reduce((sum, value) => sum + value, 0) / present.length;
}
