/**
 * One column of two tables as SDMetrics compares it: codes for joint shares, numbers for correlations, and the score of
 * its shape (definitions: sdmetrics.ts). The real side is worked out once; the synthetic cells are taken row by row.
 * Cost: one sort of the real side; each table of synthetic rows another.
 */
import { extentOf } from '../../math/extent.ts';
import { presentValues, sortedValues } from '../../table/sorted-values.ts';
import { sortedDistances } from '../distances.ts';
import { numbersOf, type ModelledColumn } from '../input.ts';
import { alignLevels, countLevels } from '../levels.ts';
import { numbersAt } from '../resampling.ts';
import { codedIn, gatherCoded, type Coded } from './joint-shares.ts';

const BINS = 10;
const ONLY_SYNTHETIC = 1e-6;
const NANOSECONDS = 1e6;

export type Score = number | null;

/** Codes for joint shares; numbers where the column has them. */
export type Side = Readonly<{ coded: Coded; values: Float64Array | null }>;
/** One column: the real side as it is, the synthetic cells to be taken row by row. */
export type Source = Readonly<{
  real: Side;
  sideAt: (rows: Uint32Array | null) => Side;
  shapeOf: (made: Side) => Score;
}>;

export function sourceOf(real: ModelledColumn, made: ModelledColumn): Source {
  if (real.kind === 'categorical' || made.kind === 'categorical') {
    const { levels, codes } = alignLevels([real, made].filter((column) => column.kind === 'categorical'));
    const [first, second] = codes.map((column) => codedIn(column, levels.length + 1)) as [Coded, Coded];
    const counts = countLevels(codes[0]!, levels.length);
    return {
      real: { coded: first, values: null },
      sideAt: (rows) => ({ coded: rows === null ? second : gatherCoded(second, rows), values: null }),
      shapeOf: ({ coded }) => levelShape(counts, countLevels(coded.codes, levels.length), levels.length),
    };
  }
  const unit = real.kind === 'datetime' ? NANOSECONDS : 1;
  const [first, second] = [real, made].map((column) =>
    unit === 1 ? numbersOf(column) : numbersOf(column).map((value) => value * unit),
  ) as [Float64Array, Float64Array];
  // Rounding keeps the order.
  const rounded = (ascending: Float64Array): Float64Array => ascending.map(atFourteenDecimals);
  const sorted = rounded(sortedValues(first));
  return {
    real: { coded: equalWidths(first), values: first },
    sideAt: (rows) => {
      const values = rows === null ? second : numbersAt(second, rows);
      return { coded: equalWidths(values), values };
    },
    shapeOf: ({ values }) => {
      const other = rounded(values === second ? sortedValues(second) : presentValues(values!).sort());
      return sorted.length === 0 || other.length === 0 ? null : 1 - sortedDistances(sorted, other).ks;
    },
  };
}

function levelShape(real: Float64Array, made: Float64Array, size: number): Score {
  let n = 0;
  let m = 0;
  for (let level = 0; level < size; level++) {
    n += real[level]! > 0 ? real[level]! : made[level]! > 0 ? ONLY_SYNTHETIC : 0;
    m += made[level]!;
  }
  if (n < 1 || m === 0) return null;
  let sum = 0;
  for (let level = 0; level < size; level++) {
    const count = real[level]! > 0 ? real[level]! : made[level]! > 0 ? ONLY_SYNTHETIC : 0;
    sum += Math.abs(count / n - made[level]! / m);
  }
  return 1 - sum / 2;
}

/** As NumPy rounds: to whole numbers of 10^-14, where doubles are that fine. */
function atFourteenDecimals(value: number): number {
  const rounded = Math.round(value * 1e14) / 1e14;
  return Number.isFinite(rounded) ? rounded : value;
}

/** Codes 0 to 9 between the eleven edges; 10 is the largest value, and missing too. */
function equalWidths(values: Float64Array): Coded {
  let { low, high } = extentOf(values);
  if (low === high) {
    low -= 0.5;
    high += 0.5;
  }
  const step = (high - low) / BINS;
  const edges = Float64Array.from({ length: BINS + 1 }, (_, at) => (at === BINS ? high : at * step + low));
  const codes = new Uint8Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const value = values[row]!;
    let bin = 0;
    while (bin < BINS && value >= edges[bin + 1]!) bin++;
    codes[row] = value === value ? bin : BINS;
  }
  return { codes, size: BINS + 1 };
}
