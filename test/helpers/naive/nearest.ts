/** The distance of the row code, spelled out cell by cell over level texts and values, and a full sort per query. */
import { MISSING_STEP, type EncodedRows } from '../../../src/core/learn/row-code.ts';
import type { Table } from '../../../src/core/table/column.ts';

export type NaiveNeighbours = { distances: number[]; ties: number };

export function naiveNearest(
  population: Table,
  names: readonly string[],
  searched: Table,
  queries: Table,
  k: number,
  leaveOut: readonly number[] = [],
): NaiveNeighbours[] {
  const code = (table: Table): (string | number | null)[][] =>
    names.map((name) => {
      const present = cellsOf(population, name).filter((cell) => typeof cell === 'number');
      return cellsOf(table, name).map((cell) => (typeof cell === 'number' ? naiveStep(present, cell) : cell));
    });
  const a = code(queries);
  const b = code(searched);
  return Array.from({ length: queries.rowCount }, (_, query) => {
    const all: number[] = [];
    for (let row = 0; row < searched.rowCount; row++) {
      if (row === leaveOut[query]) continue;
      let distance = 0;
      for (let column = 0; column < names.length; column++)
        distance += cellDistance(a[column]![query]!, b[column]![row]!);
      all.push(distance);
    }
    all.sort((x, y) => x - y);
    return { distances: all.slice(0, k), ties: all.filter((distance) => distance === all[0]).length };
  });
}

/** ⌊255·F(x) + ½⌋ by counting. */
export function naiveStep(present: readonly number[], x: number): number {
  const below = present.filter((cell) => cell < x).length;
  const upTo = present.filter((cell) => cell <= x).length;
  return present.length === 0 ? 0 : Math.floor((255 * (below + upTo)) / (2 * present.length) + 0.5);
}

function cellDistance(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : 255;
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b);
  return a === b ? 0 : 255;
}

function cellsOf(table: Table, name: string): (string | number | null)[] {
  const column = table.columns.find((candidate) => candidate.name === name)!;
  if (column.kind === 'numeric') return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  if (column.kind === 'datetime') return Array.from(column.epochMs, (value) => (Number.isNaN(value) ? null : value));
  return Array.from(column.codes, (levelCode) => column.levels[levelCode] ?? null);
}

/** The smallest distance of each query, by looking at every row, from codes that are ready made. */
export function naiveNearestOfCodes(searched: EncodedRows, queries: EncodedRows): number[] {
  const [rows, asked] = [cellsByRow(searched), cellsByRow(queries)];
  return asked.map((query) => {
    let least = Infinity;
    for (const row of rows) {
      let distance = 0;
      for (let column = 0; column < row.length; column++) distance += codeDistance(query[column]!, row[column]!);
      if (distance < least) least = distance;
    }
    return least;
  });
}

type Code = number | string | null;

function codeDistance(a: Code, b: Code): number {
  if (a === b) return 0;
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) : 255;
}

function cellsByRow({ rowCount, steps, categories }: EncodedRows): Code[][] {
  return Array.from({ length: rowCount }, (_, row) => [
    ...steps.map((column) => (column[row] === MISSING_STEP ? null : column[row]!)),
    ...categories.map(({ codes, levels }) => levels[codes[row]!] ?? null),
  ]);
}
