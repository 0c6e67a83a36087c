/**
 * Spearman's r of the complete rows of two numeric columns: Pearson's r of their mid-ranks. Columns without missing cells
 * are ranked once. At most `most` rows are taken, the first ones: callers hand in an order that contents decide, so
 * those are as good as drawn. Cost: a sort a column, and one a side of every pair that lacks cells.
 */
import { midRanks } from '../math/ranks.ts';
import { pearsonOf, type Association } from './associations.ts';

/** `numbers` null: no numeric column; its place is not asked for. */
export function rankCorrelations(
  numbers: readonly (Float64Array | null)[],
  most: number,
): (first: number, second: number) => Association {
  const columns = numbers.map((values) => values && values.subarray(0, most));
  const isComplete = columns.map((values) => values !== null && values.every((value) => value === value));
  const ranks = new Map<number, Float64Array>();
  const ranksOf = (column: number): Float64Array => {
    const known = ranks.get(column) ?? midRanks(columns[column]!);
    ranks.set(column, known);
    return known;
  };
  return (first, second) => {
    if (isComplete[first] && isComplete[second]) return pearsonOf(ranksOf(first), ranksOf(second));
    const [x, y] = [columns[first]!, columns[second]!];
    const both = (value: number, row: number): boolean => value === value && x[row] === x[row] && y[row] === y[row];
    return pearsonOf(midRanks(x.filter(both)), midRanks(y.filter(both)));
  };
}
