/**
 * One point of a ratio sweep: real rows are drawn, the generator is asked once, and boosting learns from every mix of
 * both. What comes out are its predictions of the holdout rows, which the summary compares row by row.
 */
import { assert } from '../errors.ts';
import type { AssessInput } from '../fidelity/input.ts';
import { BOOSTING_DEFAULTS } from '../learn/boosting.ts';
import { targetOf } from '../learn/target.ts';
import { stackTables } from '../fidelity/stacked.ts';
import type { OnProgress } from '../progress.ts';
import { takeTableRows } from '../table/column.ts';
import { predictBoosted, trainBoosting } from './learners.ts';
import { sweepGround, type Generator, type SweepPlan } from './sweep-plan.ts';
import { firstRows, labelledRows, thinned, thinnedRows, type Labelled } from './targets.ts';

/** `place`: of the point in the plan; one list of predictions per mix. Synthetic rows without a label are not used. */
export type SweepScores = Readonly<{
  place: number;
  predictions: readonly Float64Array[];
  syntheticRows: readonly number[];
}>;

export function sweepPoint(
  input: AssessInput,
  plan: SweepPlan,
  place: number,
  generator: Generator,
  onProgress: OnProgress,
): SweepScores {
  const { train, schema, seed } = input;
  const point = plan.points[place];
  const ground = sweepGround(input);
  assert(point !== undefined && ground !== null, 'sweepPoint: a point of a plan for this input');
  const { question, classes, targets, tested } = ground;
  const { design, base, repeat, mixes } = point;
  const total = mixes.length + 1;
  onProgress({ stage: 'utility', done: 0, total });

  const mostReal = Math.max(...mixes.map(({ realRows }) => realRows));
  const purpose = `sweep ${design} ${base} ${repeat}`;
  const rows = thinnedRows(train, targets.real, mostReal, schema, seed, purpose);
  const relabelled = ({ table, labels }: Labelled): Labelled => ({ table, labels: classes.relabel(labels) });
  const real = relabelled(labelledRows(train, targets.real, rows, schema));
  // As many more as train has rows without a label for each that has one.
  const asked = Math.ceil((point.syntheticRows * train.rowCount) / targets.real.labels.length);
  const source = design === 'substitute' ? train : takeTableRows(train, rows);
  const table = generator(source, asked, seed + 1 + repeat);
  const madeTarget = targetOf(table, schema, question.target);
  assert(madeTarget !== null, 'sweepPoint: the generator answers the columns of the schema');
  const made = relabelled(thinned(table, madeTarget, point.syntheticRows, schema, seed, purpose));
  onProgress({ stage: 'utility', done: 1, total });

  const predictions = mixes.map(({ realRows, syntheticRows }, done) => {
    const parts = [firstRows(real, realRows), firstRows(made, syntheticRows)].filter(({ labels }) => labels.length > 0);
    const model = trainBoosting(question, stacked(parts, input), BOOSTING_DEFAULTS.rounds);
    const predicted = predictBoosted(model, tested.table);
    onProgress({ stage: 'utility', done: done + 2, total });
    return predicted;
  });
  return {
    place,
    predictions,
    syntheticRows: mixes.map(({ syntheticRows }) => Math.min(syntheticRows, made.labels.length)),
  };
}

function stacked(parts: readonly Labelled[], { schema }: AssessInput): Labelled {
  const [only] = parts;
  assert(only !== undefined, 'sweepPoint: a mix has rows');
  if (parts.length === 1) return only;
  const labels = new Float64Array(parts.reduce((sum, part) => sum + part.labels.length, 0));
  let start = 0;
  for (const part of parts) {
    labels.set(part.labels, start);
    start += part.labels.length;
  }
  return {
    table: stackTables(
      parts.map(({ table }) => table),
      schema,
    ),
    labels,
  };
}
