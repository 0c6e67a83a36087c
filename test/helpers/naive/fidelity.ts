/** Twins of src/core/fidelity, too simple to be wrong: shares by counting, differences cell by cell. */
import type { Table } from '../../../src/core/table/column.ts';
import { rowsOf } from '../tables.ts';

/** Largest difference of the two empirical distribution functions, at every value. */
export function naiveKs(first: readonly number[], second: readonly number[]): number {
  const shareUpTo = (values: readonly number[], bound: number): number =>
    values.filter((value) => value <= bound).length / values.length;
  return Math.max(
    ...[...first, ...second].map((value) => Math.abs(shareUpTo(first, value) - shareUpTo(second, value))),
  );
}

/** Area between the two inverse distribution functions, on n·m equal steps. */
export function naiveWasserstein(first: readonly number[], second: readonly number[]): number {
  const spread = (values: readonly number[], times: number): number[] =>
    [...values].sort((a, b) => a - b).flatMap((value) => new Array<number>(times).fill(value));
  const [long, other] = [spread(first, second.length), spread(second, first.length)];
  return long.reduce((sum, value, index) => sum + Math.abs(value - other[index]!), 0) / long.length;
}

/** Σ |p − q| over the joint cells of some lists of labels. */
export function naiveSummedDifference(first: readonly string[], second: readonly string[]): number {
  const share = (cells: readonly string[], cell: string): number =>
    cells.filter((other) => other === cell).length / cells.length;
  return [...new Set([...first, ...second])].reduce(
    (sum, cell) => sum + Math.abs(share(first, cell) - share(second, cell)),
    0,
  );
}

/** How many synthetic rows match no real row: categories equal, numbers within 1 % of the synthetic one, missing where missing. */
export function naiveNewRows(real: Table, synthetic: Table): number {
  const near = (cell: string | number | null, made: string | number | null): boolean =>
    typeof made === 'number' && typeof cell === 'number'
      ? Math.abs(cell - made) <= 0.01 * Math.abs(made)
      : cell === made;
  const known = rowsOf(real);
  return rowsOf(synthetic).filter((row) => !known.some((other) => other.every((cell, at) => near(cell, row[at]!))))
    .length;
}

/** Each row as one text: cells of all columns, levels by name. */
export function rowTexts(table: Table): string[] {
  return Array.from({ length: table.rowCount }, (_, row) =>
    JSON.stringify(
      table.columns.map((column) => {
        switch (column.kind) {
          case 'numeric':
            return String(column.values[row]! + 0);
          case 'datetime':
            return String(column.epochMs[row]);
          case 'categorical':
          case 'identifier':
          case 'text':
            return column.levels[column.codes[row]!] ?? null;
        }
      }),
    ),
  );
}
