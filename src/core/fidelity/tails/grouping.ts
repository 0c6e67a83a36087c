/**
 * Groups of rows by one column or two, alike in a real and in the synthetic table, and what is asked of each group: the
 * share of a code or the mean of a number. A category gives its 50 most frequent levels of train, a number or date its
 * quarters by the quartiles of train; missing is a group. Two-sided tests: pooled z of two shares, Welch's z of two means.
 * Cost: a pass over the rows per column or pair. Privacy: rates of real rows: internal.
 */
import type { Estimate } from '../../math/finding.ts';
import { quantileInverse } from '../../math/ranks.ts';
import { normalCdf } from '../../math/special.ts';
import { binTable, createBinning } from '../../table/binning.ts';
import type { Table } from '../../table/column.ts';
import type { Schema } from '../../table/schema.ts';
import { sortedValues } from '../../table/sorted-values.ts';
import { numbersOf, columnNamed } from '../input.ts';
import {
  meanDifference,
  meanEstimate,
  meanOfSums,
  missingEstimate,
  shareDifference,
  shareOf,
  type Mean,
} from './estimate.ts';

/** Codes of the synthetic and of the real rows; `labels[code]`, null for missing, undefined for what is no group. */
export type Grouped = Readonly<{
  column: string;
  labels: readonly (string | null | undefined)[];
  synthetic: Uint8Array;
  real: Uint8Array;
}>;

/** What is asked of each row: a code below `size` (`size` itself: no answer), or a number (NaN: no answer). */
export type Question =
  | Readonly<{ kind: 'codes'; size: number; synthetic: Uint8Array; real: Uint8Array }>
  | Readonly<{ kind: 'numbers'; synthetic: Float64Array; real: Float64Array }>;

export type Answer = Readonly<{ synthetic: Estimate; real: Estimate; difference: Estimate; chance: number }>;

const QUARTERS = ['quarter 1 of 4', 'quarter 2 of 4', 'quarter 3 of 4', 'quarter 4 of 4'] as const;

export function groupColumns(train: Table, synthetic: Table, real: Table, schema: Schema): readonly Grouped[] {
  const binning = createBinning(train, schema);
  const [made, held] = [synthetic, real].map((table) => binTable(table, binning).codes);
  return binning.columns.map((column, at): Grouped => {
    if (column.kind === 'categorical') {
      return {
        column: column.name,
        labels: [...column.levels, undefined, null],
        synthetic: made![at]!,
        real: held![at]!,
      };
    }
    const valuesOf = (table: Table): Float64Array => {
      const found = columnNamed(table, column.name);
      return found.kind === 'categorical' ? new Float64Array(0) : numbersOf(found);
    };
    const sorted = sortedValues(valuesOf(train));
    const cuts = sorted.length === 0 ? [] : [0.25, 0.5, 0.75].map((share) => quantileInverse(sorted, share));
    return {
      column: column.name,
      labels: [...QUARTERS, null],
      synthetic: quartersOf(valuesOf(synthetic), cuts),
      real: quartersOf(valuesOf(real), cuts),
    };
  });
}

/** The cell of each row: the groups of one column, or of two, the second fastest. */
export function cellsOf(
  first: Grouped,
  second: Grouped | null,
): Readonly<{ size: number; synthetic: Uint16Array; real: Uint16Array }> {
  if (second === null) {
    return {
      size: first.labels.length,
      synthetic: Uint16Array.from(first.synthetic),
      real: Uint16Array.from(first.real),
    };
  }
  const width = second.labels.length;
  return {
    size: first.labels.length * width,
    synthetic: joinCodes(first.synthetic, second.synthetic, width),
    real: joinCodes(first.real, second.real, width),
  };
}

/** What was counted in each cell of both tables; `rows` counts all rows of the real one. */
export type Counted = Readonly<{ rows: Int32Array; answer: (cell: number, code: number) => Answer }>;

export function countCells(cells: ReturnType<typeof cellsOf>, question: Question): Counted {
  const rows = new Int32Array(cells.size);
  for (let row = 0; row < cells.real.length; row++) rows[cells.real[row]!]!++;
  if (question.kind === 'codes') {
    const width = question.size + 1;
    const [made, real] = [
      countCodes(cells.synthetic, question.synthetic, cells.size, width),
      countCodes(cells.real, question.real, cells.size, width),
    ];
    return { rows, answer: (cell, code) => compareShares(made, real, cell, code, width) };
  }
  const [made, real] = [
    sumNumbers(cells.synthetic, question.synthetic, cells.size),
    sumNumbers(cells.real, question.real, cells.size),
  ];
  return { rows, answer: (cell) => compareMeans(meanOfCell(made, cell), meanOfCell(real, cell)) };
}

function compareShares(made: Int32Array, real: Int32Array, cell: number, code: number, width: number): Answer {
  const totalOf = (counts: Int32Array): number => {
    let total = 0;
    for (let at = 0; at < width - 1; at++) total += counts[cell * width + at]!;
    return total;
  };
  const [hits, n, otherHits, otherN] = [
    made[cell * width + code]!,
    totalOf(made),
    real[cell * width + code]!,
    totalOf(real),
  ];
  const pooled = (hits + otherHits) / (n + otherN);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / otherN));
  return {
    synthetic: shareOf(hits, n),
    real: shareOf(otherHits, otherN),
    difference: shareDifference(hits, n, otherHits, otherN),
    chance: n === 0 || otherN === 0 ? 1 : tailOf(hits / n - otherHits / otherN, deviation),
  };
}

function compareMeans(made: Mean, real: Mean): Answer {
  const isEmpty = made.n < 2 || real.n < 2;
  return {
    synthetic: made.n === 0 ? missingEstimate(0) : meanEstimate(made),
    real: real.n === 0 ? missingEstimate(0) : meanEstimate(real),
    difference: meanDifference(made, real),
    chance: isEmpty ? 1 : tailOf(made.mean - real.mean, Math.sqrt(made.variance + real.variance)),
  };
}

/** Two-sided. */
function tailOf(difference: number, deviation: number): number {
  if (deviation > 0) return 2 * normalCdf(-Math.abs(difference) / deviation);
  return difference === 0 ? 1 : 0;
}

function quartersOf(values: Float64Array, cuts: readonly number[]): Uint8Array {
  const quarters = new Uint8Array(values.length);
  const [first = Infinity, second = Infinity, third = Infinity] = cuts;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    quarters[row] =
      value !== value ? QUARTERS.length : value <= first ? 0 : value <= second ? 1 : value <= third ? 2 : 3;
  }
  return quarters;
}

function joinCodes(first: Uint8Array, second: Uint8Array, width: number): Uint16Array {
  const cells = new Uint16Array(first.length);
  for (let row = 0; row < cells.length; row++) cells[row] = first[row]! * width + second[row]!;
  return cells;
}

function countCodes(cells: Uint16Array, codes: Uint8Array, size: number, width: number): Int32Array {
  const counts = new Int32Array(size * width);
  for (let row = 0; row < cells.length; row++) counts[cells[row]! * width + codes[row]!]!++;
  return counts;
}

type Sums = Readonly<{ n: Int32Array; sums: Float64Array; squares: Float64Array; shift: number }>;

function sumNumbers(cells: Uint16Array, values: Float64Array, size: number): Sums {
  // Around a value of the column, so that the difference of squares keeps its digits.
  const shift = values.find((value) => value === value) ?? 0;
  const [n, sums, squares] = [new Int32Array(size), new Float64Array(size), new Float64Array(size)];
  for (let row = 0; row < cells.length; row++) {
    const value = values[row]! - shift;
    if (value !== value) continue;
    const cell = cells[row]!;
    n[cell]!++;
    sums[cell]! += value;
    squares[cell]! += value * value;
  }
  return { n, sums, squares, shift };
}

function meanOfCell({ n, sums, squares, shift }: Sums, cell: number): Mean {
  const { mean, variance, n: rows } = meanOfSums(sums[cell]!, squares[cell]!, n[cell]!);
  return { mean: mean + shift, variance, n: rows };
}
