/**
 * A table in codes: what each code of a column stands for. Codes run: missing (if it can occur), levels beside the
 * numbers, atoms, then bins or levels in schema order, last *other*. Plain data, part of every model.
 * Privacy: under a claim columns are `levels` and `bins`, made from public parts alone (`declared-domain.ts`);
 * `knots` and `values` are read off rows (`inferred-domain.ts`) and occur only in models without a claim.
 */
import { unreachable } from '../errors.ts';
import type { DateFormat, DatetimeColumn, NumericColumn } from '../table/column.ts';
import type { Grid } from '../table/grid.ts';

/** How a value is written: places of a number, pattern of a date. */
export type Writing =
  Readonly<{ kind: 'numeric'; decimals: number }> | Readonly<{ kind: 'datetime'; format: DateFormat }>;

/** `hasMissing`: code 0 is the missing cell. `hasOther`: the last code is none of `levels`. */
export type CodedLevels = Readonly<{
  kind: 'levels';
  name: string;
  hasMissing: boolean;
  levels: readonly string[];
  hasOther: boolean;
}>;
/** A level beside the numbers: a value that is a code and no amount, or a mark for missing that is kept apart. */
export type Beside = number | string;
type Numbers = Readonly<{
  name: string;
  hasMissing: boolean;
  beside: readonly Beside[];
  grid: Grid;
  writing: Writing;
}>;
/**
 * Atoms are single values on the grid, ascending. Bin b holds the other points from `starts[b]` up to, not including,
 * `starts[b + 1]`, in steps of the grid.
 */
export type CodedBins = Numbers & Readonly<{ kind: 'bins'; atoms: Float64Array; starts: Float64Array }>;
/**
 * Atoms are single values, ascending. Bin b holds the other values below `cuts[b]` and not below `cuts[b − 1]`; its
 * inverse distribution is linear between `nodes[b]`: the first and last are its ends, those between are means of rows
 * at the middles of equal shares.
 */
export type CodedKnots = Numbers &
  Readonly<{ kind: 'knots'; atoms: Float64Array; cuts: Float64Array; nodes: readonly Float64Array[] }>;
/** The distinct values, ascending, each with its rows; cell c holds those from `starts[c]` up to `starts[c + 1]`. */
export type CodedValues = Numbers &
  Readonly<{ kind: 'values'; values: Float64Array; counts: Float64Array; starts: Uint32Array }>;

export type CodedNumbers = CodedBins | CodedKnots | CodedValues;
export type CodedColumn = CodedLevels | CodedNumbers;
/** The modelled columns in schema order. */
export type CodedDomain = Readonly<{ columns: readonly CodedColumn[] }>;

/** One code per cell, 2 bytes each, columns as in the domain. */
export type CodedTable = Readonly<{ rowCount: number; columns: readonly Uint16Array[] }>;

/** The most codes that a column may have: what 16 bits hold. */
export const MAX_CODES = 65_536;

/** Number of codes, missing and other included. */
export function codeCount(column: CodedColumn): number {
  return firstValueCode(column) + valueCodeCount(column);
}

/** The lowest code that is not missing, but for marks that are kept apart: these are levels beside the numbers. */
export function firstValueCode(column: CodedColumn): number {
  return column.hasMissing ? 1 : 0;
}

/** Number of levels beside the numbers: their codes come first of those that are not missing. */
export function besideCount(column: CodedColumn): number {
  return column.kind === 'levels' ? 0 : column.beside.length;
}

function valueCodeCount(column: CodedColumn): number {
  return besideCount(column) + cellCount(column);
}

function cellCount(column: CodedColumn): number {
  switch (column.kind) {
    case 'levels':
      return column.levels.length + (column.hasOther ? 1 : 0);
    case 'bins':
      return column.atoms.length + column.starts.length - 1;
    case 'knots':
      return column.atoms.length + column.nodes.length;
    case 'values':
      return column.starts.length - 1;
    default:
      return unreachable(column);
  }
}

/** The numbers behind a column: values, or milliseconds. NaN is missing. */
export function cellsOf(column: NumericColumn | DatetimeColumn): Float64Array {
  return column.kind === 'datetime' ? column.epochMs : column.values;
}
