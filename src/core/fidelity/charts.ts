/**
 * What a chart of one column needs, as plain arrays: shares of real (train) and synthetic rows on common bins.
 * Numbers and dates: about 24 equal bins whose width is a whole number of the column's own steps, so that whole
 * numbers are not counted now four, now three to a bin. Bins span train from its 0.5 % to its 99.5 % point, or to its
 * ends where that is hardly further; what lies beyond is given as shares and drawn at the edge.
 * Categories: the twelve levels most frequent in train, the rest as `other`. Shares are of present cells.
 * Privacy: levels and edges are read off real rows: internal.
 */
import { quantileSorted } from '../math/ranks.ts';
import { nearestMonth, startOfMonth } from '../table/calendar.ts';
import type { DatetimeColumn, NumericColumn } from '../table/column.ts';
import { patternOf } from '../table/date-pattern.ts';
import { stepMsOf } from '../table/dates.ts';

const BINS = 24;
const LEVELS = 12;
/** The range is cut to the inner quantiles only if that shortens it by more than this factor. */
const WORTH_CUTTING = 1.25;

/** `edges` has one entry more than there are bins; bins are half-open, the last is closed. Shares beyond: below, above. */
export type HistogramChart = Readonly<{
  kind: 'histogram';
  edges: readonly number[];
  real: readonly number[];
  synthetic: readonly number[];
  beyond: Readonly<{ real: readonly [number, number]; synthetic: readonly [number, number] }>;
}>;
export type LevelsChart = Readonly<{
  kind: 'levels';
  levels: readonly string[];
  real: readonly number[];
  synthetic: readonly number[];
  /** The levels that are not listed, together; `levels` is their number. */
  other: Readonly<{ levels: number; real: number; synthetic: number }>;
}>;
export type ColumnChart = HistogramChart | LevelsChart;

/** `real` and `synthetic` are the present values, ascending, neither empty. */
export function histogramChart(
  column: NumericColumn | DatetimeColumn,
  real: Float64Array,
  synthetic: Float64Array,
): HistogramChart {
  const edges = edgesOf(real, stepsOf(column));
  const counted = [real, synthetic].map((values) => sharesIn(values, edges));
  return {
    kind: 'histogram',
    edges: [...edges],
    real: counted[0]!.shares,
    synthetic: counted[1]!.shares,
    beyond: { real: counted[0]!.beyond, synthetic: counted[1]!.beyond },
  };
}

/** `realCounts` and `syntheticCounts`: rows per joint level, the missing ones last; each has a present row. */
export function levelsChart(
  levels: readonly string[],
  realCounts: Float64Array,
  syntheticCounts: Float64Array,
): LevelsChart {
  const order = Array.from(levels.keys()).sort((a, b) => realCounts[b]! - realCounts[a]! || a - b);
  const shown = order.slice(0, levels.length > LEVELS + 1 ? LEVELS : levels.length);
  const rest = order.slice(shown.length);
  const share = (counts: Float64Array): ((level: number) => number) => {
    const total = counts.subarray(0, levels.length).reduce((sum, count) => sum + count, 0);
    return (level) => counts[level]! / total;
  };
  const realShare = share(realCounts);
  const syntheticShare = share(syntheticCounts);
  const sumOf = (shareOf: (level: number) => number): number => rest.reduce((sum, level) => sum + shareOf(level), 0);
  return {
    kind: 'levels',
    levels: shown.map((level) => levels[level]!),
    real: shown.map(realShare),
    synthetic: shown.map(syntheticShare),
    other: { levels: rest.length, real: sumOf(realShare), synthetic: sumOf(syntheticShare) },
  };
}

function edgesOf(real: Float64Array, steps: Steps): Float64Array {
  const lowest = real[0]!;
  const highest = real[real.length - 1]!;
  let low = quantileSorted(real, 0.005);
  let high = quantileSorted(real, 0.995);
  if (highest - lowest <= WORTH_CUTTING * (high - low) || high === low) {
    low = lowest;
    high = highest;
  }
  // Bins are counted in whole steps: the edges of a column with two decimals have two decimals.
  const first = steps.of(low);
  const stepsInAll = Math.max(1, steps.of(high) - first + 1);
  const stepsPerBin = Math.max(1, Math.ceil(stepsInAll / BINS));
  const bins = Math.ceil(stepsInAll / stepsPerBin);
  return Float64Array.from({ length: bins + 1 }, (_, bin) => steps.value(first + bin * stepsPerBin));
}

function sharesIn(
  sorted: Float64Array,
  edges: Float64Array,
): { shares: readonly number[]; beyond: readonly [number, number] } {
  const n = sorted.length;
  const bins = edges.length - 1;
  const shares = new Array<number>(bins).fill(0);
  let row = 0;
  while (row < n && sorted[row]! < edges[0]!) row++;
  const below = row;
  for (let bin = 0; bin < bins; bin++) {
    const start = row;
    const isLast = bin === bins - 1;
    while (row < n && (sorted[row]! < edges[bin + 1]! || (isLast && sorted[row] === edges[bin + 1]))) row++;
    shares[bin] = (row - start) / n;
  }
  return { shares, beyond: [below / n, (n - row) / n] };
}

/** Values as whole steps, rounded down, and back. */
type Steps = Readonly<{ of: (value: number) => number; value: (steps: number) => number }>;

function stepsOf(column: NumericColumn | DatetimeColumn): Steps {
  const months = column.kind === 'numeric' ? 0 : patternOf(column.format).stepMonths;
  if (months > 0) {
    return {
      of: (value) => Math.floor(nearestMonth(value) / months),
      value: (steps) => startOfMonth(steps * months),
    };
  }
  const step = column.kind === 'numeric' ? 10 ** -column.decimals : stepMsOf(column.format);
  return { of: (value) => Math.floor(value / step), value: (steps) => cleanProduct(steps, step) };
}

/** steps × step without the digits that binary fractions leave behind: 3 × 0.1 is 0.3. */
function cleanProduct(steps: number, step: number): number {
  return step >= 1 ? steps * step : steps / Math.round(1 / step);
}
