/**
 * What is said of training rows by fits that have not seen them: every k-th row is a fold, predicted by a fit on the
 * others. Rows stand in the order of their coins, so that each fold is a sample of the whole.
 * Cost: one fit a fold. Left out: folds of equal class shares.
 */
import { takeTableRows, type Table } from '../table/column.ts';
import { takeLabelled, type Labelled } from './targets.ts';

/** One chance a row, of class 1. `predicted`: what a fit on `rows` says of the rows outside. */
export function foldChances(
  known: Labelled,
  folds: number,
  predicted: (rows: Labelled, outside: Table) => Float64Array,
): Float64Array {
  const rows = Uint32Array.from(known.labels.keys());
  const chances = new Float64Array(rows.length);
  for (let fold = 0; fold < folds; fold++) {
    const outside = rows.filter((row) => row % folds === fold);
    const inside = rows.filter((row) => row % folds !== fold);
    const found = predicted(takeLabelled(known, inside), takeTableRows(known.table, outside));
    outside.forEach((row, i) => (chances[row] = found[i]!));
  }
  return chances;
}
