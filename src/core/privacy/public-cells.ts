/**
 * Cells that are public before any row is looked at, fine enough to find the range of a column, and what their noisy
 * counts say. Places: decimals that a number needs, 0 to 6. Numbers: u = value / step in {0} and ±[2^j, 2^(j+1)) for
 * j = 0 … 52. Dates: calendar years 1850 to 2149, and what lies before or behind them, which counts to the nearest year.
 * A cell is empty at variance σ² unless its count passes σ·Φ⁻¹((1 − p)^(1/n)), n the number of cells: with p = 10⁻³,
 * then ten times as much until one cell is above, at most 1/20 (the idea of arXiv 1909.01917, with Gaussian noise).
 * Privacy: tallies look at one row at a time and are private; what reads them afterwards takes released counts.
 */
import { assert } from '../errors.ts';
import { normalQuantile } from '../math/special.ts';
import { patternOf } from '../table/date-pattern.ts';
import type { DatetimeDomain, NumericDomain } from '../table/schema.ts';
import type { NoisyCounts } from './mechanisms.ts';
import type { Released } from './wall.ts';

/** Cells that tile a line, in ascending order; `low` and `high` are the ends of a cell, closed, in the column's unit. */
export type PublicCells = Readonly<{
  cellCount: number;
  /** The cell of a finite value. */
  cellOf: (value: number) => number;
  low: (cell: number) => number;
  high: (cell: number) => number;
}>;
/** Closed bounds in the column's unit. */
export type Range = Readonly<{ low: number; high: number }>;

export const MOST_PLACES = 6;
/** No places, …, most places, more. */
const PLACE_CELLS = MOST_PLACES + 2;
/** Behind the cells of values: not finite, missing. */
export const CELLS_BEYOND = 2;
/** Rows that may have more places than the column gets. */
const ROUNDED_SHARE = 0.01;

/** How often noise may add places to a column of whole numbers: a wide table has many of them. */
const PLACES_FALSE_ALARM = 1e-4;

const POWERS = 53;
const FIRST_YEAR = 1850;
const YEARS = 300;
const FALSE_ALARM = 1e-3;
/** Where nothing stands out at that rate, cells may pass that noise alone would show in one column of twenty. */
const MOST_FALSE_ALARM = 1 / 20;

/** Rows by the decimals that they need; then not finite, then missing. */
export function tallyPlaces(values: Float64Array): Int32Array {
  const counts = new Int32Array(PLACE_CELLS + CELLS_BEYOND);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    counts[Number.isFinite(value) ? placesOf(value) : cellBeyond(PLACE_CELLS, value)]!++;
  }
  return counts;
}

/**
 * The fewest places beyond which no more than 1 % of the rows go, or none of whose cells stands out of its noise. Noise
 * alone would otherwise split every grid as finely as can be, and write whole numbers with decimals.
 */
export function placesFrom({ counts, sigma2 }: Released<NoisyCounts>): number {
  const rows = counts.subarray(0, PLACE_CELLS).reduce((sum, count) => sum + count, 0);
  const threshold = Math.sqrt(sigma2) * quantileOfLargest(PLACES_FALSE_ALARM, PLACE_CELLS - 1);
  let beyond = rows;
  for (let places = 0; places < MOST_PLACES; places++) {
    beyond -= counts[places]!;
    const standsOut = counts.subarray(places + 1, PLACE_CELLS).some((count) => count > threshold);
    if (beyond <= ROUNDED_SHARE * rows || !standsOut) return places;
  }
  return MOST_PLACES;
}

/** Rows by cell; then not finite, then missing. */
export function tallyCells(values: Float64Array, cells: PublicCells): Int32Array {
  const counts = new Int32Array(cells.cellCount + CELLS_BEYOND);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    counts[Number.isFinite(value) ? cells.cellOf(value) : cellBeyond(cells.cellCount, value)]!++;
  }
  return counts;
}

/** The outer ends of the first and last cell that stand out of their noise; null if none does. */
export function rangeFrom({ counts, sigma2 }: Released<NoisyCounts>, cells: PublicCells): Range | null {
  const { cellCount } = cells;
  assert(counts.length === cellCount + CELLS_BEYOND, 'rangeFrom: counts are those of the cells');
  const values = counts.subarray(0, cellCount);
  for (let alarm = FALSE_ALARM; ; alarm = Math.min(MOST_FALSE_ALARM, 10 * alarm)) {
    const threshold = Math.sqrt(sigma2) * quantileOfLargest(alarm, cellCount);
    const first = values.findIndex((count) => count > threshold);
    if (first >= 0) {
      return { low: cells.low(first), high: cells.high(values.findLastIndex((count) => count > threshold)) };
    }
    if (alarm === MOST_FALSE_ALARM) return null;
  }
}

/** The cells of numbers with so many decimals. */
export function numberCells({ decimals }: Pick<NumericDomain, 'decimals'>): PublicCells {
  const perUnit = 10 ** decimals;
  const inner = (cell: number): number => (cell === POWERS ? 0 : 2 ** (Math.abs(cell - POWERS) - 1));
  const outer = (cell: number): number => (cell === POWERS ? 0 : 2 ** Math.abs(cell - POWERS) - 1);
  return {
    cellCount: 2 * POWERS + 1,
    cellOf: (value) => {
      const bits = Math.min(POWERS, bitLength(Math.round(Math.abs(value) * perUnit)));
      return value < 0 ? POWERS - bits : POWERS + bits;
    },
    low: (cell) => (cell < POWERS ? -outer(cell) : inner(cell)) / perUnit,
    high: (cell) => (cell < POWERS ? -inner(cell) : outer(cell)) / perUnit,
  };
}

/** The cells of dates on the grid of their format. */
export function yearCells({ stepMs, format }: Pick<DatetimeDomain, 'stepMs' | 'format'>): PublicCells {
  const { stepMonths } = patternOf(format);
  const start = (year: number): number => Date.UTC(year, 0, 1);
  const [before, behind] = [start(FIRST_YEAR), start(FIRST_YEAR + YEARS)];
  // Before the first year, the years, behind the last.
  const yearOf = (cell: number): number => FIRST_YEAR + Math.min(YEARS - 1, Math.max(0, cell - 1));
  return {
    cellCount: YEARS + 2,
    cellOf: (epochMs) => {
      if (epochMs < before) return 0;
      if (epochMs >= behind) return YEARS + 1;
      return new Date(epochMs).getUTCFullYear() - FIRST_YEAR + 1;
    },
    low: (cell) => start(yearOf(cell)),
    high: (cell) => (stepMonths > 0 ? Date.UTC(yearOf(cell), 12 - stepMonths, 1) : start(yearOf(cell) + 1) - stepMs),
  };
}

/** The decimals after which a finite number ends, at most one more than are told apart. */
function placesOf(value: number): number {
  let perUnit = 1;
  for (let places = 0; places <= MOST_PLACES; places++) {
    if (Math.round(value * perUnit) / perUnit === value) return places;
    perUnit *= 10;
  }
  return MOST_PLACES + 1;
}

function cellBeyond(cellCount: number, value: number): number {
  return cellCount + (Number.isNaN(value) ? 1 : 0);
}

/** The x that the largest of n standard normals passes with this chance. */
function quantileOfLargest(chance: number, n: number): number {
  return -normalQuantile(-Math.expm1(Math.log1p(-chance) / n));
}

/** Bits of a whole number, 0 having none; beyond 2^53 a number that is above 53. */
function bitLength(whole: number): number {
  let bits = 0;
  for (let rest = whole; rest >= 1 && bits <= POWERS; rest /= 2) bits++;
  return bits;
}
