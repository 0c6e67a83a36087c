/**
 * The coded domain of a fit without a claim, read off the rows of train.
 * Levels: those of the schema in its order; an inferred level of fewer than 5 rows joins *other*, since its text may
 * identify, unless the column is the target. *Other* exists if some row falls into it.
 * Numbers and dates as `knots`: values of at least 1 % of the rows (and 5 of them) are atoms, the rest up to 32 quantile
 * bins with up to 16 knots each, a knot being the mean of at least 5 rows. As `values`: every distinct value with its
 * rows, in at most 4,096 cells of about equal size. Levels beside the numbers have a cell each, and no part in the rest.
 * Cost: a pass over each column, and a sort where its values are many.
 * Privacy: none. Models made of this hold values of real rows.
 */
import { noticeOf, type Notice } from '../errors.ts';
import {
  amountsOf,
  type CategoricalColumn,
  type Column,
  type DatetimeColumn,
  type NumericColumn,
} from '../table/column.ts';
import { OTHER } from '../table/domain.ts';
import { isModelled, type ColumnSchema, type Domain, type Part, type Schema } from '../table/schema.ts';
import type { Train } from '../table/split.ts';
import { besideOf, besideRows } from './beside.ts';
import type { CodedColumn, CodedDomain, CodedValues } from './coded-domain.ts';
import { checkLevelCount, writingOf } from './declared-domain.ts';
import { distinctValues, type DistinctValues } from './distinct-values.ts';
import { pointsOf } from './memory.ts';
import { gridOf, type Grid } from '../table/grid.ts';

/** A level or a number that fewer rows hold is not repeated as it is. */
export const COMMON_ROWS = 5;
const ATOM_SHARE = 0.01;
const BINS = 32;
const KNOTS = 16;
const CELLS = 4096;

/** How numbers are coded: in bins with knots, or by their values. */
export type NumberCoding = 'knots' | 'values';
export type InferredDomain = Readonly<{ domain: CodedDomain; notices: readonly Notice[] }>;

/** `target`: the name of a column whose levels are all kept. */
export function inferredDomain(
  train: Train,
  schema: Schema,
  target: string | null,
  coding: NumberCoding,
): InferredDomain {
  const notices: Notice[] = [];
  const columns: CodedColumn[] = [];
  schema.columns.forEach((column, index) => {
    if (!isModelled(column)) return;
    const isKept = column.name === target || column.role === 'target';
    columns.push(inferredColumn(train.columns[index]!, column, isKept, coding, notices));
  });
  return { domain: { columns }, notices };
}

function inferredColumn(
  column: Column,
  schema: ColumnSchema & { domain: Part<Domain> },
  isKept: boolean,
  coding: NumberCoding,
  notices: Notice[],
): CodedColumn {
  const { value: domain, source } = schema.domain;
  if (domain.kind === 'categorical') {
    return inferredLevels(column as CategoricalColumn, domain.levels, source === 'inferred' && !isKept, notices);
  }
  const numbers = column as NumericColumn | DatetimeColumn;
  const cells = amountsOf(numbers);
  const grid = gridOf(domain);
  const distinct = distinctValues(cells, grid);
  const hasMissing = cells.length - distinct.rowCount > besideRows(numbers);
  const common = { name: column.name, hasMissing, beside: besideOf(schema), grid, writing: writingOf(domain) };
  return coding === 'values'
    ? { ...common, ...valueCells(distinct) }
    : { ...common, ...knotBins(distinct, cells.length, grid) };
}

/** The most codes that the columns may have with numbers in knots. */
export function mostCodes(schema: Schema): number[] {
  return schema.columns.filter(isModelled).map((column) => {
    const { value } = column.domain;
    if (value.kind === 'categorical') return value.levels.length + 2;
    return 1 + besideOf(column).length + Math.min(pointsOf(column), 1 / ATOM_SHARE + BINS);
  });
}

function inferredLevels(
  column: CategoricalColumn,
  known: readonly string[],
  mergeRare: boolean,
  notices: Notice[],
): CodedColumn {
  const rows = new Map<string, number>();
  const counts = new Uint32Array(column.levels.length + 1);
  for (let row = 0; row < column.codes.length; row++) counts[column.codes[row]!]!++;
  column.levels.forEach((level, code) => rows.set(level, counts[code]!));
  const levels = known.filter((level) => !mergeRare || level === OTHER || (rows.get(level) ?? 0) >= COMMON_ROWS);
  checkLevelCount(column.name, levels.length);
  const kept = new Set(levels);
  const merged = known.filter((level) => !kept.has(level) && (rows.get(level) ?? 0) > 0);
  if (merged.length > 0) notices.push(noticeOf('level-merged', 'note', { column: column.name }, merged.length));

  const missing = counts[column.levels.length]!;
  const others = column.levels.reduce((sum, level, code) => sum + (kept.has(level) ? 0 : counts[code]!), 0);
  const hasOther = others > 0 && !kept.has(OTHER);
  return { kind: 'levels', name: column.name, hasMissing: missing > 0, levels, hasOther };
}

type ValueCells = Pick<CodedValues, 'kind' | 'values' | 'counts' | 'starts'>;

function valueCells({ values, counts, rowCount }: DistinctValues): ValueCells {
  const distinct = values.length;
  const starts: number[] = [];
  let before = 0;
  let cell = -1;
  for (let run = 0; run < distinct; run++) {
    // By the middle of the run's ranks, so that cells hold about equal numbers of rows and runs are never cut.
    const middle = (before + counts[run]! / 2) / rowCount;
    const wanted = distinct <= CELLS ? run : Math.floor(middle * CELLS);
    if (wanted > cell) starts.push(run);
    cell = Math.max(cell, wanted);
    before += counts[run]!;
  }
  return { kind: 'values', values, counts, starts: Uint32Array.from([...starts, distinct]) };
}

type Knots = Readonly<{ kind: 'knots'; atoms: Float64Array; cuts: Float64Array; nodes: readonly Float64Array[] }>;

/** `rowCount`: of all rows, those without a value included. */
function knotBins({ values, counts, rowCount: present }: DistinctValues, rowCount: number, grid: Grid): Knots {
  const isAtom = counts.map((count) => (count >= COMMON_ROWS && count >= ATOM_SHARE * rowCount ? 1 : 0));
  const atoms = values.filter((_, run) => isAtom[run] === 1);
  const rest = new Float64Array(present);
  let restCount = 0;
  values.forEach((value, run) => {
    if (isAtom[run] === 1) return;
    rest.fill(value, restCount, restCount + counts[run]!);
    restCount += counts[run]!;
  });
  const free = rest.subarray(0, restCount);
  if (restCount === 0) return { kind: 'knots', atoms, cuts: new Float64Array(0), nodes: [] };

  // Bins end where a value ends. Every bin has at least 5 rows if the rest has: quantiles of 5 rows or more each.
  const bins = Math.max(1, Math.min(BINS, Math.floor(restCount / COMMON_ROWS)));
  const ends: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    let end = Math.round((bin * restCount) / bins);
    while (end < restCount && free[end] === free[end - 1]) end++;
    const start = ends.at(-1) ?? 0;
    if (end - start >= COMMON_ROWS && restCount - end >= COMMON_ROWS) ends.push(end);
  }
  ends.push(restCount);
  const means = ends.map((end, bin) => groupMeans(free.subarray(ends[bin - 1] ?? 0, end)));
  return {
    kind: 'knots',
    atoms,
    cuts: Float64Array.from(ends.slice(0, -1), (end) => free[end]!),
    nodes: means.map((knots, bin) => withEnds(knots, means[bin - 1], means[bin + 1], grid)),
  };
}

/** Means of up to 16 groups of at least 5 consecutive values (one group if there are fewer). */
function groupMeans(ascending: Float64Array): Float64Array {
  const n = ascending.length;
  const groups = Math.max(1, Math.min(KNOTS, Math.floor(n / COMMON_ROWS)));
  return Float64Array.from({ length: groups }, (_, group) => {
    const start = Math.floor((group * n) / groups);
    const end = Math.floor(((group + 1) * n) / groups);
    let mean = 0;
    // A running mean: the sum of values near the largest double would overflow.
    for (let i = start; i < end; i++) mean += ascending[i]! / (end - start);
    return mean;
  });
}

/** A bin ends half-way to the next bin's knot; the outermost ends lie half a step of knots further out. */
function withEnds(
  knots: Float64Array,
  before: Float64Array | undefined,
  after: Float64Array | undefined,
  grid: Grid,
): Float64Array {
  const first = knots[0]!;
  const last = knots[knots.length - 1]!;
  const next = knots[1] ?? after?.[0] ?? first;
  const previous = knots[knots.length - 2] ?? before?.at(-1) ?? last;
  const low = before ? before.at(-1)! / 2 + first / 2 : first - (next / 2 - first / 2);
  const high = after ? last / 2 + after[0]! / 2 : last + (last / 2 - previous / 2);
  return Float64Array.from([low, ...knots, high], (node) => Math.min(grid.high, Math.max(grid.low, node)));
}
