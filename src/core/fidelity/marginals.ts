/**
 * Counts of pairs of columns on the evaluation bins, and how far two sets of counts are apart:
 * error of a marginal = Σ |p_S − p_R| over its cells, in [0, 2]; half of it is the total variation distance.
 * Cost: rows × pairs increments a table. Privacy: exact counts of real rows: internal.
 */
import { createRng } from '../math/rng.ts';
import type { BinnedTable } from '../table/binning.ts';
import { countTables } from '../table/counting.ts';

/** Two columns by their place among the modelled ones, first < second. */
export type ColumnPair = Readonly<{ first: number; second: number }>;
/** `of` pairs exist; `pairs` are all of them, or a seeded draw where they are too many. */
export type PairChoice = Readonly<{ pairs: readonly ColumnPair[]; of: number }>;
/** One list of counts per pair, row-major by the first column's bin. */
export type PairTables = Readonly<{ rowCount: number; counts: readonly Int32Array[] }>;

const MAX_PAIRS = 2000;

/** All pairs up to 2,000, else that many, drawn by seed, in column order. */
export function choosePairs(columnCount: number, seed: number): PairChoice {
  const all: ColumnPair[] = [];
  for (let first = 0; first < columnCount; first++) {
    for (let second = first + 1; second < columnCount; second++) all.push({ first, second });
  }
  if (all.length <= MAX_PAIRS) return { pairs: all, of: all.length };
  const rng = createRng(seed, 'pair-choice');
  // Selection sampling keeps the order: each pair is taken with chance (still wanted) / (still to come).
  let wanted = MAX_PAIRS;
  const pairs = all.filter((_, index) => {
    const isTaken = rng.below(all.length - index) < wanted;
    if (isTaken) wanted--;
    return isTaken;
  });
  return { pairs, of: all.length };
}

/** Counts every chosen pair of a binned table. */
export function countPairTables(table: BinnedTable, pairs: readonly ColumnPair[]): PairTables {
  const counts = countTables(
    table,
    pairs.map(({ first, second }) => [first, second]),
  );
  return { rowCount: table.rowCount, counts };
}

/** Σ |p_first − p_second| per pair. */
export function pairErrors(first: PairTables, second: PairTables): Float64Array {
  const errors = new Float64Array(first.counts.length);
  for (let pair = 0; pair < errors.length; pair++) {
    errors[pair] = summedDifference(first.counts[pair]!, first.rowCount, second.counts[pair]!, second.rowCount);
  }
  return errors;
}

/** Σ |first / firstTotal − second / secondTotal|. Both totals are above 0. */
export function summedDifference(
  first: Int32Array,
  firstTotal: number,
  second: Int32Array,
  secondTotal: number,
): number {
  let sum = 0;
  for (let cell = 0; cell < first.length; cell++) {
    sum += Math.abs(first[cell]! / firstTotal - second[cell]! / secondTotal);
  }
  return sum;
}

/** The table's rows in this order (a resample, a permutation, a canonical order). */
export function gatherBinned(table: BinnedTable, rows: Uint32Array): BinnedTable {
  const codes = table.codes.map((column) => gatherCodes(column, rows));
  return { ...table, rowCount: rows.length, codes };
}

/** The codes at these rows. */
export function gatherCodes(column: Uint8Array, rows: Uint32Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]!]!;
  return out;
}

/** The mean; of no values it is 0, and no caller asks. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length > 0 ? sum / values.length : 0;
}

const LOT_CELLS = 2 ** 22;

/** In order, cut so that the counts of a lot hold at most 4 million cells, 16 MB; one that is larger stands alone. */
export function inLots<T>(marginals: readonly T[], cellsOf: (marginal: T) => number): T[][] {
  const lots: T[][] = [];
  let cells = Infinity;
  for (const marginal of marginals) {
    cells += cellsOf(marginal);
    if (cells > LOT_CELLS) {
      lots.push([]);
      cells = cellsOf(marginal);
    }
    lots[lots.length - 1]!.push(marginal);
  }
  return lots;
}
