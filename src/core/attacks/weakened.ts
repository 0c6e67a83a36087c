/**
 * Two controls of what is lost rather than leaked, made from rows of train whose answer is known.
 *   narrowed:  a resample of A, numbers and dates pressed to their 5 to 95 % range, levels under 2 % replaced by the most
 *              frequent: *too clean* must fire. Where only ends or only rare levels were there to lose, that sign must hold.
 *   no-signal: resamples of A with the target permuted: boosting learnt from them must not beat guessing on the holdout.
 *              Mean of eight permutations, since what one of them teaches by accident is anything but small; the low end
 *              of its interval (Student's t with 7 degrees, 99 %) at most at the baseline: false alarm one in 200.
 * Cost: three searches of at most 2,000 rows, eight fits of 25 rounds on at most 2,000 rows.
 */
import { createEvaluation } from '../fidelity/evaluation.ts';
import { modelledTable, numbersOf, type AssessInput } from '../fidelity/input.ts';
import { resampleRows, standardDeviation } from '../fidelity/resampling.ts';
import { cleanParts } from '../fidelity/tails/assess-tails.ts';
import { comparableInput, firstRowsOf, samplesOf } from '../fidelity/tails/comparable.ts';
import { areaUnderRoc, rSquared } from '../learn/scores.ts';
import { targetOf, type Task } from '../learn/target.ts';
import { quantileInverse } from '../math/ranks.ts';
import { createRng, shuffle } from '../math/rng.ts';
import { takeTableRows, type Column, type Table } from '../table/column.ts';
import type { Holdout, Train } from '../table/split.ts';
import { predictBoosted, trainBoosting } from '../utility/learners.ts';
import { macroAuc } from '../utility/macro-auc.ts';
import { proposeTarget } from '../utility/propose-target.ts';
import { classesOf, hasTwoClasses } from '../utility/targets.ts';
import type { ControlCheck } from './controls.ts';

const RARE_LEVEL = 0.02;
const PRESSED = [0.05, 0.95] as const;
const PERMUTATIONS = 8;
const T_99 = 3.499;
const LEARNT_ROWS = 2000;
const TESTED_ROWS = 5000;
const ROUNDS = 25;
const LEAST_ROWS = 200;
const UNTOLD = { value: null, low: null, high: null, ok: null } as const;

export function narrowedCheck(first: Train, holdout: Holdout, input: AssessInput): ControlCheck {
  const shared = { id: 'too-clean', guards: 'tails', expected: 'fires' } as const;
  const n = Math.min(first.rowCount, holdout.rowCount);
  const nothing = (reason: string): ControlCheck => ({ ...shared, ...UNTOLD, n, reason });
  if (n < LEAST_ROWS) return nothing(`not measurable with n = ${n}`);
  const rows = resampleRows(first.rowCount, first.rowCount, input.seed, 'control-narrowed');
  const resampled = takeTableRows(modelledTable(first, input.schema), rows);
  const narrowed = resampled.columns.map((column) => narrow(column));
  if (!narrowed.some(({ changed }) => changed > 0)) return nothing('not measurable: no column has ends or rare levels');
  const synthetic: Table = { rowCount: resampled.rowCount, columns: narrowed.map(({ column }) => column) };
  const { input: carved } = comparableInput({ ...input, train: first, holdout, synthetic, target: null });
  const { fires, held, criteria } = cleanParts(carved, samplesOf(carved), createEvaluation(carved)).tooClean;
  const lost = new Set(
    narrowed.flatMap(({ column: { kind }, changed }) =>
      changed === 0 ? [] : [kind === 'categorical' ? 'lost-levels' : 'thin-tails'],
    ),
  );
  const signs = criteria.filter(({ id }) => lost.has(id));
  const untold = signs.find(({ holds }) => holds === null);
  if (untold) return nothing(untold.reason ?? `not measurable with n = ${n}`);
  const ok = lost.size > 1 ? fires === true : signs.every(({ holds }) => holds === true);
  return { ...shared, value: held, low: held, high: held, n, ok };
}

function narrow(column: Column): Readonly<{ column: Column; changed: number }> {
  if (column.kind === 'categorical') {
    const { codes, levels } = column;
    const counts = new Float64Array(levels.length + 1);
    for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
    const present = codes.length - counts[levels.length]!;
    let most = 0;
    for (let code = 1; code < levels.length; code++) if (counts[code]! > counts[most]!) most = code;
    let changed = 0;
    const out = codes.map((code) => {
      if (code === levels.length || counts[code]! >= RARE_LEVEL * present) return code;
      changed++;
      return most;
    });
    return { column: { ...column, codes: out }, changed };
  }
  if (column.kind !== 'numeric' && column.kind !== 'datetime') return { column, changed: 0 };
  const values = numbersOf(column);
  const sorted = values.filter((value) => value === value).sort();
  if (sorted.length === 0) return { column, changed: 0 };
  const [low, high] = [quantileInverse(sorted, PRESSED[0]), quantileInverse(sorted, PRESSED[1])];
  let changed = 0;
  const out = values.map((value) => {
    const pressed = value < low ? low : value > high ? high : value;
    if (pressed !== value && value === value) changed++;
    return pressed;
  });
  return { column: column.kind === 'numeric' ? { ...column, values: out } : { ...column, epochMs: out }, changed };
}

export function noSignalCheck(first: Train, holdout: Holdout, input: AssessInput): ControlCheck {
  const { schema, seed } = input;
  const shared = { id: 'baseline', guards: 'utility', expected: 'low end at most 0' } as const;
  const target = input.target ?? proposeTarget(schema);
  const learnt = target === null ? null : targetOf(first, schema, target);
  const tested = target === null ? null : targetOf(holdout, schema, target);
  const n = Math.min(learnt?.labels.length ?? 0, tested?.labels.length ?? 0);
  const nothing = (reason: string): ControlCheck => ({ ...shared, ...UNTOLD, n, reason });
  if (target === null || learnt === null || tested === null)
    return nothing('not measurable without a column to predict');
  if (n < LEAST_ROWS) return nothing(`not measurable with n = ${n}`);
  const classes = classesOf(learnt.task, learnt.labels);
  const isClass = classes.task.kind !== 'regression';
  const labels = classes.relabel(learnt.labels);
  const rows = firstRowsOf(takeTableRows(modelledTable(holdout, schema), tested.rows), TESTED_ROWS);
  const truth = classes.relabel(tested.labels.slice(0, rows.rowCount));
  if (!hasTwoClasses(labels) || !hasTwoClasses(truth)) return nothing('not measurable: the target has one value only');
  const own = takeTableRows(modelledTable(first, schema), learnt.rows);
  const count = Math.min(LEARNT_ROWS, own.rowCount);
  const baseline = isClass ? 0.5 : 0;
  const gains = Float64Array.from({ length: PERMUTATIONS }, (_, round) => {
    const drawn = resampleRows(own.rowCount, count, seed, 'control-no-signal', round);
    const permuted = Float64Array.from(drawn, (row) => labels[row]!);
    shuffle(permuted, createRng(seed, 'control-no-signal-target', round));
    const question = { schema, target, task: classes.task };
    const model = trainBoosting(question, { table: takeTableRows(own, drawn), labels: permuted }, ROUNDS);
    return scoreOf(classes.task, truth, predictBoosted(model, rows)) - baseline;
  });
  const value = gains.reduce((sum, gain) => sum + gain, 0) / PERMUTATIONS;
  const half = (T_99 * standardDeviation(gains)) / Math.sqrt(PERMUTATIONS);
  return { ...shared, value, low: value - half, high: value + half, n: truth.length, ok: value - half <= 0 };
}

function scoreOf(task: Task, truth: Float64Array, predictions: Float64Array): number {
  if (task.kind === 'binary') return areaUnderRoc(truth, predictions);
  if (task.kind === 'multiclass') return macroAuc(predictions, truth, task.classes.length)?.value ?? 0.5;
  return rSquared(truth, predictions);
}
