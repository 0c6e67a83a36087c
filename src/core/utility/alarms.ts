/**
 * Alarms for a rare class: rows by their chance, largest first, and what is caught where the line is drawn. Rows of one
 * chance are alarmed together or not at all, but where a number of alarms is given: there a share of the group is.
 * All scores lie in [0, 1]; NaN where one does not exist (no row of the class, no line of that precision). One pass.
 */
import { assert } from '../errors.ts';

export type RareMeasure =
  'averagePrecision' | 'recallAtPrecision' | 'precisionAtRecall' | 'recallAtAlarms' | 'precision' | 'recall';
export type RareScores = Readonly<Record<RareMeasure, number>>;

/** Rows in order, where each distinct chance starts, whether the row is of the class; `line`: rows before it are alarms. */
export type Alarms = Readonly<{ rows: Uint32Array; starts: Uint32Array; isRare: Uint8Array; line: number }>;

/** Labels 1 for the class; the alarm is raised from `threshold` on. */
export function orderedAlarms(labels: Float64Array, chances: Float64Array, threshold: number): Alarms {
  const rows = Uint32Array.from(labels.keys()).sort((a, b) => chances[b]! - chances[a]! || a - b);
  const starts: number[] = [];
  let line = 0;
  for (let i = 0; i < rows.length; i++) {
    const chance = chances[rows[i]!]!;
    if (i === 0 || chance !== chances[rows[i - 1]!]) starts.push(i);
    if (chance >= threshold) line = i + 1;
  }
  return {
    rows,
    starts: Uint32Array.from([...starts, rows.length]),
    isRare: Uint8Array.from(rows, (row) => labels[row]!),
    line,
  };
}

/**
 * The scores of every list, where each row counts as often as `times` says. The first list is the reference: its
 * precision, recall and number of alarms at its line are what the others are asked for.
 */
export function rareScores(lists: readonly Alarms[], times: Uint16Array | null): readonly RareScores[] {
  const [first] = lists;
  assert(first !== undefined, 'rareScores: a reference');
  const reference = atLine(first, times);
  return lists.map((list) => scoresOf(list, times, reference));
}

type AtLine = Readonly<{ precision: number; recall: number; alarms: number }>;

function atLine({ rows, isRare, line }: Alarms, times: Uint16Array | null): AtLine {
  let [alarms, hits, all] = [0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    const t = times === null ? 1 : times[rows[i]!]!;
    if (isRare[i] === 1) all += t;
    if (i >= line) continue;
    alarms += t;
    if (isRare[i] === 1) hits += t;
  }
  return { precision: hits / alarms, recall: hits / all, alarms };
}

function scoresOf(list: Alarms, times: Uint16Array | null, reference: AtLine): RareScores {
  const { rows, starts, isRare } = list;
  let all = 0;
  for (let i = 0; i < rows.length; i++) if (isRare[i] === 1) all += times === null ? 1 : times[rows[i]!]!;
  let [seen, hits, area] = [0, 0, 0];
  let recallAtPrecision = Number.isNaN(reference.precision) ? NaN : 0;
  let precisionAtRecall = NaN;
  let hitsAtAlarms = 0;
  for (let group = 0; group + 1 < starts.length; group++) {
    let [size, found] = [0, 0];
    for (let i = starts[group]!; i < starts[group + 1]!; i++) {
      const t = times === null ? 1 : times[rows[i]!]!;
      size += t;
      if (isRare[i] === 1) found += t;
    }
    if (size === 0) continue;
    const room = Math.min(size, Math.max(0, reference.alarms - seen));
    hitsAtAlarms += (found * room) / size;
    seen += size;
    hits += found;
    area += found * (hits / seen);
    if (hits / seen >= reference.precision) recallAtPrecision = Math.max(recallAtPrecision, hits / all);
    if (hits / all >= reference.recall) {
      precisionAtRecall = Number.isNaN(precisionAtRecall) ? hits / seen : Math.max(precisionAtRecall, hits / seen);
    }
  }
  const { precision, recall } = atLine(list, times);
  return {
    averagePrecision: all === 0 ? NaN : area / all,
    recallAtPrecision: all === 0 ? NaN : recallAtPrecision,
    precisionAtRecall,
    recallAtAlarms: all === 0 ? NaN : hitsAtAlarms / all,
    precision,
    recall,
  };
}
