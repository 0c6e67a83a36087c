/**
 * What will be written in a column that no model sees, shown before a run: a few made cells, and the pattern that its
 * real cells have. Privacy: under a claim the examples owe nothing to a cell; the pattern does, and is confidential until
 * it is declared. Cost: that of reading the pattern, one pass over the distinct texts.
 */
import { UserError } from '../../errors.ts';
import type { ColumnChoices } from '../../table/choices.ts';
import type { Table } from '../../table/column.ts';
import { parsePattern } from '../../table/identifier-pattern.ts';
import type { Inference } from '../../table/inference.ts';
import type { Schema } from '../../table/schema.ts';
import { madeColumn, patternOfCells, planMakings } from './makings.ts';

export type MadeExamples = Readonly<{
  /** Null: cells have none, or it says too much. */
  patternOfCells: string | null;
  /** Empty where cells are left empty. */
  texts: readonly string[];
}>;

const EXAMPLES = 2;
const SEED = 1;

/** `table` and `schema` are those of the one column. Throws `pattern-invalid`, `recipe-invalid`, `identifier-space-small`. */
export function madeExamples(
  { table, schema }: Readonly<{ table: Table; schema: Schema }>,
  inference: Inference,
  choices: ColumnChoices,
  isClaimed: boolean,
): MadeExamples {
  const [column, described] = [table.columns[0]!, schema.columns[0]!];
  const { pattern } = choices.identifier ?? {};
  if (pattern !== undefined && parsePattern(pattern) === null)
    throw new UserError('pattern-invalid', {}, { column: column.name });
  const real = isClaimed ? null : { table, inferences: [inference] };
  const making = planMakings(schema, { [column.name]: choices }, real, table.rowCount).get(column.name);
  const made = making && madeColumn(described, making, EXAMPLES, SEED).column;
  const texts = made ? Array.from(made.codes, (code) => made.levels[code] ?? '') : [];
  return {
    patternOfCells: 'levels' in column ? patternOfCells(column.levels, column.kind === 'text', inference) : null,
    texts: [...new Set(texts)].filter((text) => text !== ''),
  };
}
