/**
 * Columns: a table is column-major, one typed array per column, and has one rule for missing cells per kind:
 * NaN in numbers and dates, the code `levels.length` (one past the last level) wherever there are codes.
 */
import { unreachable } from '../errors.ts';

export const KINDS = ['numeric', 'categorical', 'datetime', 'identifier', 'text'] as const;
export type Kind = (typeof KINDS)[number];

/** Marks for missing that are kept apart: a missing cell bears `texts[codes[row] − 1]`; with 0, and where a value is, none. */
export type Marks = Readonly<{ codes: Uint8Array; texts: readonly string[] }>;
/**
 * `decimals`: places that every value is written with; the values are exact doubles of what the file said. `atoms`: values
 * that are codes and no amounts (99 for *does not apply*), ascending: levels beside the numbers.
 */
export type NumericColumn = Readonly<{
  kind: 'numeric';
  name: string;
  values: Float64Array;
  decimals: number;
  atoms?: readonly number[];
  marks?: Marks;
}>;
/** `codes` index `levels`; the code `levels.length` is missing. At most 65,535 levels. */
export type CategoricalColumn = Readonly<{
  kind: 'categorical';
  name: string;
  codes: Uint16Array;
  levels: readonly string[];
}>;
/** Milliseconds since 1970-01-01 UTC; `format` is the pattern that the file uses, such as `yyyy-MM-dd`. */
export type DatetimeColumn = Readonly<{
  kind: 'datetime';
  name: string;
  epochMs: Float64Array;
  format: DateFormat;
  marks?: Marks;
}>;
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
      return {
        ...column,
        values: gather(column.values, rows, new Float64Array(rows.length)),
        ...takeMarks(column, rows),
      };
    case 'datetime':
      return {
        ...column,
        epochMs: gather(column.epochMs, rows, new Float64Array(rows.length)),
        ...takeMarks(column, rows),
      };
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

/** Numbers or dates without the atoms: these are NaN, as missing cells are. */
export function amountsOf(column: NumericColumn | DatetimeColumn): Float64Array {
  if (column.kind === 'datetime') return column.epochMs;
  const { values, atoms = [] } = column;
  return atoms.length === 0 ? values : values.map((value) => (atoms.includes(value) ? NaN : value));
}

/** What the codes of marks stand for, as texts that differ: nothing, then each mark. */
export function namesOfMarks({ texts }: Marks): readonly string[] {
  return ['', ...texts.map((text) => JSON.stringify(text))];
}

/** The marks of columns of one reading or one model, one below the other in a column of `rowCount` rows. */
export function stackedMarks(parts: readonly Column[], rowCount: number): Readonly<{ marks?: Marks }> {
  const codes = new Uint8Array(rowCount);
  let texts: readonly string[] | undefined;
  let at = 0;
  for (const part of parts) {
    if ('marks' in part) {
      codes.set(part.marks.codes, at);
      texts = part.marks.texts;
    }
    at += arrayOf(part).length;
  }
  return texts ? { marks: { codes, texts } } : {};
}

/** The buffers behind a table, for transfer. */
export function tableBuffers(table: Table): ArrayBuffer[] {
  return table.columns.flatMap((column) => {
    const marks = 'marks' in column ? [column.marks.codes] : [];
    return [arrayOf(column), ...marks].map(({ buffer }) => buffer as ArrayBuffer);
  });
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

function takeMarks({ marks }: Readonly<{ marks?: Marks }>, rows: Uint32Array): Readonly<{ marks?: Marks }> {
  return marks ? { marks: { ...marks, codes: gather(marks.codes, rows, new Uint8Array(rows.length)) } } : {};
}

function gather<A extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(
  from: A,
  rows: Uint32Array,
  out: A,
): A {
  for (let i = 0; i < rows.length; i++) out[i] = from[rows[i]!]!;
  return out;
}
