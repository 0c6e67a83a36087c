/** Small tables for tests, written as rows of cells, and random ones for properties. */
import fc from 'fast-check';
import type { Column, Table } from '../../src/core/table/column.ts';

/** A numeric column; null is missing. */
export function numeric(name: string, values: readonly (number | null)[], decimals = 0): Column {
  return { kind: 'numeric', name, values: Float64Array.from(values, (value) => value ?? NaN), decimals };
}

/** A categorical column with its levels in order of first occurrence, or as given; null is missing. */
export function categorical(name: string, cells: readonly (string | null)[], levels = distinct(cells)): Column {
  const codes = Uint16Array.from(cells, (cell) => (cell === null ? levels.length : levels.indexOf(cell)));
  return { kind: 'categorical', name, codes, levels };
}

export function text(name: string, cells: readonly (string | null)[], kind: 'text' | 'identifier' = 'text'): Column {
  const levels = distinct(cells);
  const places = new Map(levels.map((level, place) => [level, place]));
  const codes = Uint32Array.from(cells, (cell) => (cell === null ? levels.length : places.get(cell)!));
  return { kind, name, codes, levels };
}

export function datetime(name: string, days: readonly (string | null)[]): Column {
  const epochMs = Float64Array.from(days, (day) => (day === null ? NaN : Date.parse(`${day}T00:00:00Z`)));
  return { kind: 'datetime', name, epochMs, format: 'yyyy-MM-dd' };
}

export function tableOf(...columns: Column[]): Table {
  const [first] = columns;
  return { rowCount: first === undefined ? 0 : lengthOf(first), columns };
}

/** Row `row` of a table as plain cells. */
export function cellsOf(table: Table, row: number): (string | number | null)[] {
  return table.columns.map((column) => {
    if (column.kind === 'numeric') return Number.isNaN(column.values[row]!) ? null : column.values[row]!;
    if (column.kind === 'datetime') return Number.isNaN(column.epochMs[row]!) ? null : column.epochMs[row]!;
    return column.levels[column.codes[row]!] ?? null;
  });
}

export function rowsOf(table: Table): (string | number | null)[][] {
  return Array.from({ length: table.rowCount }, (_, row) => cellsOf(table, row));
}

/** Tables of one number, one category and one text column with few distinct values, so that equal rows occur. */
export const smallTables = fc
  .array(
    fc.tuple(
      fc.option(fc.integer({ min: -3, max: 3 })),
      fc.option(fc.constantFrom('a', 'b', 'c')),
      fc.option(fc.constantFrom('x y', 'z')),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => tableOfRows(rows));

export function tableOfRows(rows: readonly (readonly [number | null, string | null, string | null])[]): Table {
  return tableOf(
    numeric(
      'n',
      rows.map((row) => row[0]),
    ),
    categorical(
      'c',
      rows.map((row) => row[1]),
    ),
    text(
      't',
      rows.map((row) => row[2]),
    ),
  );
}

function distinct(cells: readonly (string | null)[]): string[] {
  return [...new Set(cells.filter((cell) => cell !== null))];
}

function lengthOf(column: Column): number {
  if (column.kind === 'numeric') return column.values.length;
  return column.kind === 'datetime' ? column.epochMs.length : column.codes.length;
}
