/**
 * Columns that give the target away: one column by itself says nearly all that all columns together say. Such a column
 * is often known only after the target is (the length of the call that sold the product); with it in the table every
 * score of usefulness is about that column. It is pointed out, and not removed.
 *   share = (score of the column alone − score of no column) / (score of boosting on all columns − score of no column)
 *   fall  = what shuffling the column takes away of the same, for boosting (importance.ts)
 * The column alone is the mean label of train in its bin, drawn to the overall mean by ten rows; scores are the main
 * metric on the holdout, 100 rows or more. Pointed out: a share of 0.9, or a share of 0.6 with a fall of 0.5, of a column
 * that goes half of the way from no column to no error (AUC 0.75). In bank marketing the length of the call has 0.70
 * and 0.57; the most that any column of Adult has is 0.66, and 0.12.
 */
import { binFeatures, createBinner } from '../learn/features.ts';
import { mainScore } from '../learn/scores.ts';
import { outputCount } from '../learn/target.ts';
import type { ImportanceAgreement } from './importance.ts';
import type { Question } from './learners.ts';
import type { Labelled } from './targets.ts';

const WHOLE_SHARE = 0.9;
const SHARE = 0.6;
const FALL = 0.5;
const SKILL = 0.5;
const LEAST_ROWS = 100;
const SMOOTHING = 10;

/** `share` may exceed 1 where boosting does worse than the column alone. */
export type GivesAway = Readonly<{
  column: string;
  alone: number;
  all: number;
  share: number;
  fall: number | null;
  n: number;
}>;

/** `predictions` of the tested rows by boosting on all columns. Largest share first. */
export function givingAway(
  { schema, target, task }: Question,
  train: Labelled,
  tested: Labelled,
  predictions: Float64Array,
  importance: ImportanceAgreement | null,
): readonly GivesAway[] {
  const base = task.kind === 'regression' ? 0 : 0.5;
  const n = tested.labels.length;
  const all = mainScore(task, tested.labels, predictions);
  if (!(all > base) || n < LEAST_ROWS) return [];
  const outputs = outputCount(task);
  const binner = createBinner(train.table, schema, target);
  const [fitted, unseen] = [binFeatures(binner, train.table), binFeatures(binner, tested.table)];
  if (fitted.columns.length < 2) return [];
  const found = fitted.columns.map((column, place): GivesAway => {
    const means = binMeans(column.bins, train.labels, outputs);
    const { bins } = unseen.columns[place]!;
    const alone = Float64Array.from({ length: n * outputs }, (_, i) => {
      return means[bins[Math.floor(i / outputs)]! * outputs + (i % outputs)]!;
    });
    const score = mainScore(task, tested.labels, alone);
    const fallen = importance?.columns.find((each) => each.column === column.name)?.real ?? null;
    const fall = fallen === null ? null : fallen / (all - base);
    return { column: column.name, alone: score, all, share: (score - base) / (all - base), fall, n };
  });
  const givesAway = ({ alone, share, fall }: GivesAway): boolean =>
    (alone - base) / (1 - base) >= SKILL && (share >= WHOLE_SHARE || (share >= SHARE && (fall ?? 0) >= FALL));
  return found.filter(givesAway).sort((a, b) => b.share - a.share);
}

/** Mean label (or share of each class) per bin. */
function binMeans(bins: Uint8Array, labels: Float64Array, outputs: number): Float64Array {
  const sums = new Float64Array(256 * outputs);
  const counts = new Float64Array(256);
  const totals = new Float64Array(outputs);
  for (let row = 0; row < bins.length; row++) {
    const bin = bins[row]!;
    const place = outputs === 1 ? 0 : labels[row]!;
    const amount = outputs === 1 ? labels[row]! : 1;
    sums[bin * outputs + place]! += amount;
    totals[place]! += amount;
    counts[bin]!++;
  }
  return sums.map((sum, i) => {
    const overall = totals[i % outputs]! / bins.length;
    return (sum + SMOOTHING * overall) / (counts[Math.floor(i / outputs)]! + SMOOTHING);
  });
}
