/**
 * What the measures of this folder can compare: the columns that all tables hold in the kind of the schema, and rows
 * thinned by coins keyed by content, so that neither the order of rows nor of columns changes a number.
 */
import type { Table } from '../../table/column.ts';
import { takeTableRows } from '../../table/column.ts';
import { isModelled, type Schema } from '../../table/schema.ts';
import { groupContents, joinRows, keyedCoins, thinByCoins } from '../content.ts';
import { modelledTable, type AssessInput } from '../input.ts';

/** A modelled column that takes no part, and why. */
export type Skipped = Readonly<{ column: string; reason: string }>;

/** The input cut to the columns that can be compared. A column that is nowhere to be found is named, never a crash. */
export function comparableInput(input: AssessInput): Readonly<{ input: AssessInput; skipped: readonly Skipped[] }> {
  const tables = [input.train, input.synthetic, ...(input.holdout ? [input.holdout] : [])];
  const skipped: Skipped[] = [];
  const columns = input.schema.columns.filter((column) => {
    if (!isModelled(column)) return false;
    const found = tables.map(({ columns: all }) => all.find(({ name }) => name === column.name));
    const problem = found.includes(undefined)
      ? 'not in every table'
      : found.some((each) => each?.kind !== column.kind.value)
        ? 'of another kind in one of the tables'
        : null;
    if (problem !== null) skipped.push({ column: column.name, reason: problem });
    return problem === null;
  });
  const schema: Schema = { columns };
  const target = columns.some(({ name }) => name === input.target) ? input.target : null;
  const holdout = input.holdout !== null && input.holdout.rowCount > 0 ? input.holdout : null;
  return { input: { ...input, schema, target, holdout }, skipped };
}

/** At most 200,000 rows of each table, in the order of their coins: any first part of them is a sample of the whole. */
export type Samples = Readonly<{ train: Table; synthetic: Table; holdout: Table | null }>;

export const SAMPLED_ROWS = 200_000;

export function samplesOf({ train, synthetic, holdout, schema, seed }: AssessInput): Samples {
  const sampled = (table: Table): Table => {
    const modelled = modelledTable(table, schema);
    const rows = joinRows([modelled], schema);
    const coins = keyedCoins(rows, groupContents(rows), seed, 'tails');
    return takeTableRows(modelled, thinByCoins(coins, 0, table.rowCount, SAMPLED_ROWS));
  };
  return { train: sampled(train), synthetic: sampled(synthetic), holdout: holdout && sampled(holdout) };
}

/** The first `count` rows. */
export function firstRowsOf(table: Table, count: number, start = 0): Table {
  const length = Math.max(0, Math.min(count, table.rowCount - start));
  return takeTableRows(
    table,
    Uint32Array.from({ length }, (_, row) => start + row),
  );
}
