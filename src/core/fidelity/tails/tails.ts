/**
 * The ends of each number and date (fidelity.tails.columns): what a mean over bins cannot see.
 *   Tail: share of rows at or beyond a quantile of train (0.1, 1, 5, 95, 99, 99.9 %), ties counted, so the share of train
 *     itself stands beside it and no nominal value is assumed; an end that more than five times the nominal share of
 *     train holds is no tail. The 0.1 % points need 10,000 rows of train.
 *   thinner = tail shares of both 1 % points together, synthetic over train; *thin* if its whole interval is below 0.7.
 *   Outliers: share below Q1 − f·IQR or above Q3 + f·IQR of train, f = 3 and 1.5; where IQR = 0 the quartiles are those
 *     of the values that hold less than 5 % of the rows each.
 *   Absurd: present values outside a window twice as wide as the range of train, around its middle; counted.
 * Present cells only. Intervals: Wilson, Newcombe, log ratio. Cost: a sort a column of train, a pass over the others.
 * Privacy: cut points are values of real rows: internal. Left out: outliers of several columns (combinations.ts).
 */
import type { Estimate } from '../../math/finding.ts';
import { quantileInverse, quantileSorted } from '../../math/ranks.ts';
import { sortedValues } from '../../table/sorted-values.ts';
import { columnNamed, modelledNames, numbersOf, type AssessInput } from '../input.ts';
import { missingEstimate, shareDifference, shareOf, shareRatio, type Sides } from './estimate.ts';

/** `at` is the share of train below the cut, nominally; `difference` = synthetic − train. */
export type TailCut = Sides & Readonly<{ at: number; cut: number; difference: Estimate }>;
export type OutlierRate = Sides & Readonly<{ factor: number; low: number; high: number; difference: Estimate }>;
export type ColumnTails = Readonly<{
  column: string;
  cuts: readonly TailCut[];
  /** Share in both outer 1 % tails, synthetic over train. */
  thinner: Estimate;
  /** Null where the ends hold so few rows of train that even none among synthetic rows could be chance. */
  isThin: boolean | null;
  /** Empty where no spread can be told. */
  outliers: readonly OutlierRate[];
  absurd: Readonly<{ synthetic: number; holdout: number | null; n: number }>;
  n: number;
  nSynthetic: number;
  reason?: string;
}>;

const CUTS = [0.001, 0.01, 0.05, 0.95, 0.99, 0.999] as const;
const FACTORS = [3, 1.5] as const;
const LEAST_FOR_THOUSANDTH = 10_000;
const MOST_OVER_NOMINAL = 5;
const ATOM_SHARE = 0.05;
const THIN = 0.7;

/** One entry per number or date, the thinnest first; what cannot be told comes last. */
export function tailColumns(input: AssessInput): readonly ColumnTails[] {
  const names = modelledNames(input.schema).filter((name) => columnNamed(input.train, name).kind !== 'categorical');
  return names
    .map((name) => columnTails(input, name))
    .sort((a, b) => (a.thinner.high ?? Infinity) - (b.thinner.high ?? Infinity) || (a.column < b.column ? -1 : 1));
}

function columnTails({ train, synthetic, holdout }: AssessInput, column: string): ColumnTails {
  const valuesOf = (table: AssessInput['synthetic']): Float64Array => {
    const found = columnNamed(table, column);
    return found.kind === 'categorical' ? new Float64Array(0) : sortedValues(numbersOf(found));
  };
  const sorted = valuesOf(train);
  const made = valuesOf(synthetic);
  const held = holdout === null ? null : valuesOf(holdout);
  const sizes = { n: sorted.length, nSynthetic: made.length };
  if (sorted.length === 0 || made.length === 0) {
    const thinner = missingEstimate(Math.min(sizes.n, sizes.nSynthetic));
    const absurd = { synthetic: 0, holdout: null, n: made.length };
    const reason = `not measurable with n = ${thinner.n}`;
    return { column, cuts: [], thinner, isThin: null, outliers: [], absurd, ...sizes, reason };
  }
  const sidesOf = (countOf: (values: Float64Array) => number): Sides & { difference: Estimate } => ({
    synthetic: shareOf(countOf(made), made.length),
    train: shareOf(countOf(sorted), sorted.length),
    holdout: held && shareOf(countOf(held), held.length),
    difference: shareDifference(countOf(made), made.length, countOf(sorted), sorted.length),
  });
  const cuts = CUTS.flatMap((at): TailCut[] => {
    const nominal = Math.min(at, 1 - at);
    if (nominal < 0.005 && sorted.length < LEAST_FOR_THOUSANDTH) return [];
    const cut = quantileInverse(sorted, at);
    const sides = sidesOf((values) => countBeyond(values, cut, at < 0.5));
    // With few rows a single one is more than the nominal share.
    const most = Math.max(MOST_OVER_NOMINAL * nominal, 1 / sorted.length);
    return sides.train.value! > most ? [] : [{ at, cut, ...sides }];
  });
  const outer = cuts.filter(({ at }) => at === 0.01 || at === 0.99);
  const beyond = (values: Float64Array): number =>
    outer.reduce((sum, { at, cut }) => sum + countBeyond(values, cut, at < 0.5), 0);
  const thinner =
    outer.length === 0
      ? missingEstimate(sorted.length, 'not measurable: the ends of the column hold many rows each')
      : shareRatio(beyond(made), made.length, beyond(sorted), sorted.length);
  const isBelow = ({ high }: Estimate): boolean => high !== null && high < THIN;
  const canBeThin = isBelow(shareRatio(0, made.length, beyond(sorted), sorted.length));
  const fences = fencesOf(sorted);
  const window = absurdWindow(sorted);
  return {
    column,
    cuts,
    thinner,
    isThin: thinner.high === null || !canBeThin ? null : isBelow(thinner),
    outliers: fences.map(({ factor, low, high }) => ({
      factor,
      low,
      high,
      ...sidesOf((values) => countOutside(values, low, high)),
    })),
    absurd: {
      synthetic: countOutside(made, ...window),
      holdout: held && countOutside(held, ...window),
      n: made.length,
    },
    ...sizes,
  };
}

/** Sorted values at or beyond the cut. */
function countBeyond(sorted: Float64Array, cut: number, isLow: boolean): number {
  let count = 0;
  if (isLow) while (count < sorted.length && sorted[count]! <= cut) count++;
  else while (count < sorted.length && sorted[sorted.length - 1 - count]! >= cut) count++;
  return count;
}

function countOutside(sorted: Float64Array, low: number, high: number): number {
  let count = 0;
  for (let i = 0; i < sorted.length && sorted[i]! < low; i++) count++;
  for (let i = sorted.length - 1; i >= 0 && sorted[i]! > high; i--) count++;
  return count;
}

/** Atoms that the quartiles leave out are no outliers: the fences reach around them. */
function fencesOf(sorted: Float64Array): readonly Readonly<{ factor: number; low: number; high: number }>[] {
  let [first, third] = [quantileSorted(sorted, 0.25), quantileSorted(sorted, 0.75)];
  let [least, most] = [Infinity, -Infinity];
  if (first === third) {
    const { atoms, rest } = atomsApart(sorted);
    if (rest.length === 0) return [];
    [first, third] = [quantileSorted(rest, 0.25), quantileSorted(rest, 0.75)];
    [least, most] = [Math.min(...atoms), Math.max(...atoms)];
  }
  const range = third - first;
  if (range === 0) return [];
  return FACTORS.map((factor) => ({
    factor,
    low: Math.min(least, first - factor * range),
    high: Math.max(most, third + factor * range),
  }));
}

function atomsApart(sorted: Float64Array): Readonly<{ atoms: readonly number[]; rest: Float64Array }> {
  const atoms: number[] = [];
  const rest: number[] = [];
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    if (end - start >= ATOM_SHARE * sorted.length) atoms.push(sorted[start]!);
    else for (let i = start; i < end; i++) rest.push(sorted[i]!);
  }
  return { atoms, rest: Float64Array.from(rest) };
}

function absurdWindow(sorted: Float64Array): readonly [number, number] {
  const [low, high] = [sorted[0]!, sorted[sorted.length - 1]!];
  const half = high / 2 - low / 2;
  return [low - half, high + half];
}
