/**
 * What every check is given: the rows that were fitted, the rows that were held out, the synthetic rows, and what is
 * known of the columns. The checks pair columns by name and speak of modelled columns alone: identifiers, free text
 * and columns that the user left out are named in `leftOut` and take part in nothing.
 * Privacy: results of these checks describe real rows and lie outside every claim: internal.
 */
import { assert } from '../errors.ts';
import type { Rule } from '../recipe/rule.ts';
import type { CategoricalColumn, Column, DatetimeColumn, NumericColumn, Table } from '../table/column.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import type { Holdout, Train } from '../table/split.ts';

/** `holdout` is null when every row was fitted. `draw`: how the synthetic rows were drawn; even draws lie closer to their model than independent rows would. */
export type AssessInput = Readonly<{
  train: Train;
  holdout: Holdout | null;
  synthetic: Table;
  schema: Schema;
  /** The column that learners predict; null lets `proposeTarget` choose. */
  target: string | null;
  seed: number;
  draw: 'even' | 'independent';
  /** What a row must keep, by the recipe; absent for none. */
  rules?: readonly Rule[];
  /** Of an ensemble: which part made each synthetic row. */
  madeBy?: MadeBy;
  /** Another table of the same model, by round from 1; absent where there is no model at hand. */
  drawAgain?: (round: number) => Table;
}>;

/** `by`: for each row the place of its part. */
export type MadeBy = Readonly<{ by: Uint8Array; parts: readonly Readonly<{ id: string }>[] }>;

export type ModelledColumn = NumericColumn | DatetimeColumn | CategoricalColumn;

/** Names of the columns that take part, in schema order. */
export function modelledNames(schema: Schema): string[] {
  return schema.columns.filter(isModelled).map((column) => column.name);
}

/** Names of the columns that do not. */
export function leftOutNames(schema: Schema): string[] {
  return schema.columns.filter((column) => !isModelled(column)).map((column) => column.name);
}

/** The column of that name; modelled columns only. */
export function columnNamed(table: Table, name: string): ModelledColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  assert(column !== undefined, 'columnNamed: a table lacks a column of the schema');
  assert(isModelledColumn(column), 'columnNamed: a modelled column is neither identifier nor text');
  return column;
}

/** The table cut down to the modelled columns, in schema order: what distances, copies and learners see. */
export function modelledTable(table: Table, schema: Schema): Table {
  return { rowCount: table.rowCount, columns: modelledNames(schema).map((name) => columnNamed(table, name)) };
}

/** The numbers of a numeric or date column; missing is NaN. */
export function numbersOf(column: NumericColumn | DatetimeColumn): Float64Array {
  return column.kind === 'numeric' ? column.values : column.epochMs;
}

function isModelledColumn(column: Column): column is ModelledColumn {
  return column.kind === 'numeric' || column.kind === 'datetime' || column.kind === 'categorical';
}
