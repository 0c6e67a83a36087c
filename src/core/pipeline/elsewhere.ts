/**
 * Rows that something else made, brought into line with the real ones, so that they are judged as a run's own are: the
 * three that the pipeline hands on, without a model, a plan or a claim.
 * Privacy: what it says of the real rows is confidential; there is nothing to share.
 */
import { noticeOf, UserError } from '../errors.ts';
import type { Plan } from '../models/model.ts';
import { prepare } from '../pipeline.ts';
import { NO_CLAIM } from '../privacy/claim.ts';
import type { Recipe } from '../recipe.ts';
import { columnsOf } from '../recipe/rule.ts';
import type { GenerateFacts, JudgedFile } from '../report/facts.ts';
import { alignTable, placeBelow } from '../table/align.ts';
import type { Table } from '../table/column.ts';
import { applyChoices, inferSchema } from '../table/infer-schema.ts';
import type { Inference } from '../table/inference.ts';
import { isModelled } from '../table/schema.ts';
import { holdoutNotices } from './notices.ts';

/** In the recipe of rows that something else made. */
export const ELSEWHERE = 'elsewhere';
const NOTHING_PLANNED: Plan = {
  ...{ synthesizer: ELSEWHERE, version: 0, options: { draw: 'independent' }, target: null, columns: [] },
  ...{ rhoGrains: null, asks: [], noise: null, warnings: [] },
  memory: { fixed: 0, fittedRow: 0, heldRow: 0, sampledRow: 0, sampledRows: 0, drawnRow: 0 },
};

/** A file as it was read, to be judged beside another. */
export type JudgedRead = Readonly<{ table: Table; file: JudgedFile }>;
export type Judgeable = Readonly<{
  table: Table;
  recipe: Recipe;
  trainRows: number | null;
  synthetic: Table;
  facts: GenerateFacts;
}>;

/**
 * Rows that something else made, brought into line with the real ones. Columns that cannot be are left out of the recipe
 * and named. `marks`: how each real column writes a missing cell. With a holdout file all of the real table counts as train. Throws `nothing-shared`.
 */
export function takeElsewhere(
  real: Table,
  inferences: readonly Inference[],
  marks: readonly string[],
  synthetic: JudgedRead,
  holdout: JudgedRead | null,
  stated: Recipe,
): Judgeable {
  const chosen = applyChoices(inferSchema(real, inferences), real, stated.columns).table;
  const held = holdout && alignTable(chosen, holdout.table, marks, 'holdout');
  const table = held && holdout ? placeBelow(chosen, held.columns, holdout.table.rowCount) : chosen;
  const made = alignTable(table, synthetic.table, marks, 'synthetic');
  const unlike = new Set([...(held?.unlike ?? []), ...made.unlike]);
  const columns = { ...stated.columns };
  for (const name of unlike) columns[name] = { ...columns[name], role: 'left-out' };
  const { target } = stated.validate;
  const isTargetLost = target !== null && unlike.has(target);
  const recipe: Recipe = {
    ...stated,
    columns,
    privacy: null,
    synthesizer: { id: ELSEWHERE, options: { draw: 'independent' } },
    rules: stated.rules.filter((rule) => !columnsOf(rule).some((name) => unlike.has(name))),
    validate: { ...stated.validate, target: isTargetLost ? null : target },
  };
  const trainRows = held ? real.rowCount : null;
  const prepared = prepare(table, inferences, recipe, trainRows);
  const compared = prepared.schema.columns.filter(isModelled);
  if (compared.length === 0) throw new UserError('nothing-shared');
  const heldRows = prepared.holdout.rowCount;
  const confidential = [
    ...(held ? [] : [noticeOf('holdout-maybe-seen', 'warning', {}, heldRows)]),
    ...made.notices,
    ...(held?.notices ?? []),
    ...(isTargetLost ? [noticeOf('target-apart', 'warning', { column: target })] : []),
    ...prepared.notices,
    ...holdoutNotices(prepared.holdout),
  ];
  const facts: GenerateFacts = {
    schema: prepared.schema,
    plan: NOTHING_PLANNED,
    claim: NO_CLAIM,
    ledger: null,
    discovery: null,
    rowEstimate: prepared.train.rowCount,
    ...{ generation: 1, parts: [] },
    elsewhere: {
      synthetic: synthetic.file,
      holdout: holdout?.file ?? null,
      mayHaveSeenHoldout: held === null,
      columns: compared.map(({ name, kind }) => ({ name, kind: kind.value })),
      differences: { synthetic: made.differences, holdout: held?.differences ?? null },
    },
    trainRows: prepared.train.rowCount,
    holdoutRows: heldRows,
    notices: { public: [], confidential },
  };
  return {
    table,
    recipe,
    trainRows,
    synthetic: { rowCount: synthetic.table.rowCount, columns: made.columns },
    facts,
  };
}
