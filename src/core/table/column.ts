/**
 * Columns: a table is column-major, one typed array per column, and has one rule for missing cells per kind:
 * NaN in numbers and dates, the code `levels.length` (one past the last level) wherever there are codes.
 */
import { unreachable } from '../errors.ts';

export const KINDS = ['numeric', 'categorical', 'datetime', 'identifier', 'text'] as const;
export type Kind = (typeof KINDS)[number];

/** `decimals`: places that every value is written with; the values are exact doubles of what the file said. */
export type NumericColumn = Readonly<{ kind: 'numeric'; name: string; values: Float64Array; decimals: number }>;
/** `codes` index `levels`; the code `levels.length` is missing. At most 65,535 levels. */
export type CategoricalColumn = Readonly<{
  kind: 'categorical';
  name: string;
  codes: Uint16Array;
  levels: readonly string[];
}>;
/** Milliseconds since 1970-01-01 UTC; `format` is the pattern that the file uses, such as `yyyy-MM-dd`. */
export type DatetimeColumn = Readonly<{ kind: 'datetime'; name: string; epochMs: Float64Array; format: DateFormat }>;
/** Never modelled: `codes` index the distinct `levels` for preview and row identity only; `levels.length` is missing. */
export type OpaqueColumn = Readonly<{
  kind: 'identifier' | 'text';
  name: string;
  codes: Uint32Array;
  levels: readonly string[];
}>;
export type Column = NumericColumn | CategoricalColumn | DatetimeColumn | OpaqueColumn;

/** A pattern such as `dd/MM/yyyy HH:mm`; its symbols are those of `date-pattern.ts`. */
export type DateFormat = string;

export type Table = Readonly<{ rowCount: number; columns: readonly Column[] }>;

/** Number of missing cells. */
export function missingCount(column: Column): number {
  let missing = 0;
  switch (column.kind) {
    case 'numeric':
      for (const value of column.values) if (Number.isNaN(value)) missing++;
      return missing;
    case 'datetime':
      for (const value of column.epochMs) if (Number.isNaN(value)) missing++;
      return missing;
    case 'categorical':
    case 'identifier':
    case 'text':
      for (const code of column.codes) if (code === column.levels.length) missing++;
      return missing;
    default:
      return unreachable(column);
  }
}

/** The column restricted to `rows` (row numbers, in the order wanted). */
export function takeRows<C extends Column>(column: C, rows: Uint32Array): C {
  switch (column.kind) {
    case 'numeric':
      return { ...column, values: gather(column.values, rows, new Float64Array(rows.length)) };
    case 'datetime':
      return { ...column, epochMs: gather(column.epochMs, rows, new Float64Array(rows.length)) };
    case 'categorical':
      return { ...column, codes: gather(column.codes, rows, new Uint16Array(rows.length)) };
    case 'identifier':
    case 'text':
      return { ...column, codes: gather(column.codes, rows, new Uint32Array(rows.length)) };
    default:
      return unreachable(column);
  }
}

/** The table restricted to `rows`. Levels stay as they are, also those that no kept row holds. */
export function takeTableRows(table: Table, rows: Uint32Array): Table {
  return { rowCount: rows.length, columns: table.columns.map((column) => takeRows(column, rows)) };
}

/** The buffers behind a table, for transfer. */
export function tableBuffers(table: Table): ArrayBuffer[] {
  return table.columns.map((column) => arrayOf(column).buffer as ArrayBuffer);
}

function arrayOf(column: Column): Float64Array | Uint16Array | Uint32Array {
  switch (column.kind) {
    case 'numeric':
      return column.values;
    case 'datetime':
      return column.epochMs;
    case 'categorical':
    case 'identifier':
    case 'text':
      return column.codes;
    default:
      return unreachable(column);
  }
}

function gather<A extends Float64Array | Uint16Array | Uint32Array>(from: A, rows: Uint32Array, out: A): A {
  for (let i = 0; i < rows.length; i++) out[i] = from[rows[i]!]!;
  return out;
}
