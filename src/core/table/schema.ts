/**
 * What is known of a table without its rows, and where each part of that knowledge comes from.
 * Privacy: only `declared` and `discovered` parts may enter a claimed fit. `publicSchemaOf` is the one door: it holds
 * the only cast to `PublicSchema`, and refuses an inferred part by the name of its column.
 */
import { UserError } from '../errors.ts';
import type { DateFormat, Kind } from './column.ts';

/** Stated by the user as public; measured with budget; read off the data (never under a claim). */
export type Source = 'declared' | 'discovered' | 'inferred';
export type Part<T> = Readonly<{ value: T; source: Source }>;

/** Closed bounds in the column's own unit, on a grid of step 10^-decimals. */
export type NumericDomain = Readonly<{ kind: 'numeric'; low: number; high: number; decimals: number }>;
/** In this order. What is none of them is read as *other*. */
export type CategoricalDomain = Readonly<{ kind: 'categorical'; levels: readonly string[] }>;
/** Closed bounds in epoch milliseconds, on a grid of `stepMs` (a day, a minute, a second). */
export type DatetimeDomain = Readonly<{
  kind: 'datetime';
  low: number;
  high: number;
  stepMs: number;
  format: DateFormat;
}>;
export type Domain = NumericDomain | CategoricalDomain | DatetimeDomain;

/**
 * Cells of a number or a date. `atoms`: values with a cell of their own, ascending. The other values between
 * `starts[b]` and, not included, `starts[b + 1]` share a bin; ends are steps of the grid, the first is the lowest point
 * of the domain, the last lies one step behind its highest.
 */
export type Bins = Readonly<{ atoms: readonly number[]; starts: readonly number[] }>;

/** `left-out` columns are read, shown, and written empty; `person` names the person that a row belongs to. */
export const ROLES = ['none', 'target', 'sensitive', 'person', 'left-out'] as const;
export type Role = (typeof ROLES)[number];

export type ColumnSchema = Readonly<{
  name: string;
  kind: Part<Kind>;
  /** Whether a cell may be missing. */
  missing: Part<boolean>;
  /** Absent for identifier and text: they are never modelled. */
  domain: Part<Domain> | null;
  /** Absent where the domain alone decides the cells; always for what is neither a number nor a date. */
  bins: Part<Bins> | null;
  role: Role;
  /**
   * Levels beside the numbers, each with a cell of its own whatever its share: values that are codes, ascending, and marks
   * for missing that are kept apart. Both are the user's word, never read off the data.
   */
  atoms?: readonly number[];
  marks?: readonly string[];
}>;

export type Schema = Readonly<{ columns: readonly ColumnSchema[] }>;

declare const publicMark: unique symbol;
/** A schema all of whose parts that a model uses are declared or discovered. Made by `publicSchemaOf` alone. */
export type PublicSchema = Schema & Readonly<{ [publicMark]: true }>;

/** Whether a model is fitted to the column. */
export function isModelled(column: ColumnSchema): column is ColumnSchema & { domain: Part<Domain> } {
  return column.domain !== null && column.role !== 'left-out' && column.role !== 'person';
}

/** The schema as one that a claimed fit accepts. Throws `domain-inferred`, naming the columns that hold an inferred part. */
export function publicSchemaOf(schema: Schema): PublicSchema {
  const inferred = schema.columns.filter(
    (column) => column.role !== 'left-out' && column.role !== 'person' && hasInferredPart(column),
  );
  if (inferred.length > 0) throw new UserError('domain-inferred', { columns: inferred.map((column) => column.name) });
  return schema as PublicSchema;
}

/** Every inferred part as declared: the user's statement that the schema is public knowledge. */
export function declareAll(schema: Schema): Schema {
  const declared = <T>(part: Part<T>): Part<T> => (part.source === 'inferred' ? { ...part, source: 'declared' } : part);
  return {
    columns: schema.columns.map((column) => ({
      ...column,
      kind: declared(column.kind),
      missing: declared(column.missing),
      domain: column.domain && declared(column.domain),
      bins: column.bins && declared(column.bins),
    })),
  };
}

/** The weakest source of a column's parts: what its row on the Columns step shows. */
export function sourceOf(column: ColumnSchema): Source {
  const parts = [column.kind, column.missing, column.domain, column.bins];
  const sources = parts.flatMap((part) => (part ? [part.source] : []));
  if (sources.includes('inferred')) return 'inferred';
  return sources.includes('discovered') ? 'discovered' : 'declared';
}

function hasInferredPart(column: ColumnSchema): boolean {
  return sourceOf(column) === 'inferred';
}
