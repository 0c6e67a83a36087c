/**
 * The memory that a run takes beside its tables, at most: codes, work space and model, from the first step of the fit to
 * the last column drawn. What a plan says of it holds for any number of rows: it is linear in those fitted and in those
 * drawn, and the rows of a table are put in by whoever may know them.
 * Real and synthetic table are not counted; the copy that is mapped into a bought domain is.
 * Privacy: a function of schema and recipe. The bytes for a table of known size are confidential under a claim.
 */
import type { Recipe } from '../recipe.ts';
import { gridOf, stepOf } from '../table/grid.ts';
import { isModelled, type ColumnSchema, type Domain, type Part, type Schema } from '../table/schema.ts';

export const MIB = 2 ** 20;

/** In bytes. Nothing of a fit is held while rows are drawn but the model. */
export type Memory = Readonly<{
  /** Whatever the rows. */
  fixed: number;
  /** For each row while it is fitted. */
  fittedRow: number;
  /** For each fitted row, in fit and draw: what a model keeps of it. */
  heldRow: number;
  /** The same for the rows of a sample, where one of at most `sampledRows` is fitted. */
  sampledRow: number;
  sampledRows: number;
  /** For each row that is drawn. */
  drawnRow: number;
}>;

/** What engines leave lying before they clear up. */
export const UNCLEARED = 64 * MIB;
/** Bytes of a code. */
export const CODE = 2;
/** One column of numbers at a time: its cells without codes, sorted; its distinct values and their rows; those in bins. */
const SORTED_ROW = 56;
/** Numbers of at most so many points are counted by point, in so many bytes each. */
const [COUNTED_POINTS, COUNTED_POINT] = [2 ** 20, 28];
/** Which rows keep the rules, and where they are. */
const CHECKED_ROW = 12;
/** Rows that are proposed at once where something is asked of them. */
const PROPOSED_ROWS = 200_000;

/** What any synthesizer takes: the table in codes, once when fitted and once when drawn. */
export function codedMemory(schema: Schema, { privacy, sample, rules }: Recipe): Memory {
  const modelled = schema.columns.filter(isModelled);
  const codes = CODE * modelled.length;
  const points = modelled.map(pointsOf).filter((count) => count <= COUNTED_POINTS);
  const isAsked = sample.conditions.length > 0 || rules.length > 0;
  const proposed = isAsked ? 2 * tableRow(schema) : 0;
  return {
    fixed: UNCLEARED + COUNTED_POINT * Math.max(0, ...points) + PROPOSED_ROWS * proposed,
    fittedRow: codes + SORTED_ROW,
    heldRow: privacy === null ? 0 : tableRow(schema),
    sampledRow: 0,
    sampledRows: 0,
    drawnRow: codes + CHECKED_ROW + proposed,
  };
}

/** With this on top of it. */
export function withMore(memory: Memory, more: Partial<Memory>): Memory {
  const sum = (part: keyof Memory): number => memory[part] + (more[part] ?? 0);
  return {
    fixed: sum('fixed'),
    fittedRow: sum('fittedRow'),
    heldRow: sum('heldRow'),
    sampledRow: sum('sampledRow'),
    sampledRows: sum('sampledRows'),
    drawnRow: sum('drawnRow'),
  };
}

/** What distinct values take, each with its rows: by point of the grid where these are few, else by row. */
export function distinctMemory(schema: Schema): Partial<Memory> {
  const each = 2 * Float64Array.BYTES_PER_ELEMENT;
  let [fixed, heldRow] = [0, 0];
  for (const column of schema.columns.filter(isModelled)) {
    if (column.domain.value.kind === 'categorical') continue;
    const points = pointsOf(column);
    if (points <= COUNTED_POINTS) fixed += each * points;
    else heldRow += each;
  }
  return { fixed, heldRow };
}

/** Parts are fitted one after the other; what they made is put together in random order. */
export function largestOf(parts: readonly Memory[], schema: Schema): Memory {
  const largest = (part: keyof Memory): number => Math.max(...parts.map((memory) => memory[part]));
  return {
    fixed: largest('fixed'),
    fittedRow: largest('fittedRow'),
    heldRow: largest('heldRow'),
    sampledRow: largest('sampledRow'),
    sampledRows: largest('sampledRows'),
    drawnRow: largest('drawnRow') + 2 * tableRow(schema),
  };
}

/** In bytes, for so many rows fitted and drawn. */
export function memoryBytes(memory: Memory, fittedRows: number, drawnRows: number): number {
  const held = memory.heldRow * fittedRows + memory.sampledRow * Math.min(memory.sampledRows, fittedRows);
  return memory.fixed + held + Math.max(memory.fittedRow * fittedRows, memory.drawnRow * drawnRows);
}

/** Above half of what the device reports: real and synthetic table stand beside it. */
export function isTooLarge(bytes: number, deviceBytes: number | null): boolean {
  return deviceBytes !== null && 2 * bytes > deviceBytes;
}

/** Points of the grid, without end where a number has none; no points of levels. */
export function pointsOf({ domain }: ColumnSchema & { domain: Part<Domain> }): number {
  if (domain.value.kind === 'categorical') return 0;
  const grid = gridOf(domain.value);
  return grid.perUnit === 0 ? Infinity : stepOf(grid, grid.high) - stepOf(grid, grid.low) + 1;
}

/** A row of a table: 8 bytes for a number, at most 4 for a code. */
function tableRow(schema: Schema): number {
  const isNumber = ({ kind }: ColumnSchema): boolean => kind.value === 'numeric' || kind.value === 'datetime';
  return schema.columns.reduce((sum, column) => sum + (isNumber(column) ? 8 : 4), 0);
}
