/** Cells of a table that rules speak of. */
import { assert } from '../errors.ts';
import { amountsOf, type Column, type DatetimeColumn, type NumericColumn, type Table } from '../table/column.ts';

export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((one) => one.name === name);
  assert(column !== undefined, 'columnNamed: rules speak of columns of the table');
  return column;
}

export function numbersOf(column: Column): Float64Array {
  assert(column.kind === 'numeric' || column.kind === 'datetime', 'numbersOf: the column holds numbers or dates');
  return cellsOf(column);
}

function cellsOf(column: NumericColumn | DatetimeColumn): Float64Array {
  return column.kind === 'numeric' ? column.values : column.epochMs;
}

/** What can be compared and added: values that are codes count as missing. */
export function amountsIn(column: Column): Float64Array {
  assert(column.kind === 'numeric' || column.kind === 'datetime', 'amountsIn: the column holds numbers or dates');
  return amountsOf(column);
}

/** 1 where the cell is missing. */
export function missingCells(column: Column): Uint8Array {
  if (column.kind === 'numeric' || column.kind === 'datetime') {
    return Uint8Array.from(cellsOf(column), (value) => (Number.isNaN(value) ? 1 : 0));
  }
  return Uint8Array.from(column.codes, (code) => (code === column.levels.length ? 1 : 0));
}
