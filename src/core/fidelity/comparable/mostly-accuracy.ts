/**
 * The accuracy of mostlyai-qa 1.10 (fidelity.mostlyAccuracy): 1 − TV of shares on its bins, mean over columns, over pairs
 * and over triples; overall = mean of the three. The reference is all real rows, train and holdout together, and so are
 * the bins.
 *   Numbers: breaks at evenly spaced places ⌊j · (n − 1) / (i − 1)⌋ of the sorted values, i = 10, 11, … (at most 999)
 *   until eleven are distinct, floored to the fewest decimals that keep all but the last apart; at most ten values: each
 *   its own bin. Dates likewise, without flooring and without that rule. Values outside are clipped.
 *   Categories: the ten most frequent, missing among them, of those the ones with five rows; the rest together.
 *   max = 1 − ½ Σ √(2/π · p (1 − p) · (1 / n_R + 1 / n_S)): about what a perfect sample would score; too low where cells
 *   are nearly empty.
 * Ties for the tenth place are broken by the level's text, by the library at random. Singles are not rounded.
 * Cost: 12 counts of all triples; 1,000 of them, drawn by seed, above 30 columns or 200,000 rows.
 * Privacy: exact counts of real rows: internal.
 */
import { countAtMost } from '../../math/ranks.ts';
import type { BinnedTable } from '../../table/binning.ts';
import type { Table } from '../../table/column.ts';
import { countTables } from '../../table/counting.ts';
import { sortedTogether } from '../../table/sorted-values.ts';
import type { Evaluation } from '../evaluation.ts';
import { columnNamed, numbersOf, type AssessInput, type ModelledColumn } from '../input.ts';
import { alignLevels, countLevels } from '../levels.ts';
import { gatherBinned, inLots } from '../marginals.ts';
import { stackTables } from '../stacked.ts';
import { chooseTriples } from '../triples.ts';
import { endsAround, syntheticDraws, type Ends } from './spread.ts';

const BINS = 10;
const LEVELS = 10;
const LEVEL_ROWS = 5;
const MOST_BREAKS = 999;
const FEW_TRIPLES = 1000;
const MOST_TRIPLES = 10_000;
const MANY_COLUMNS = 30;
const MANY_ROWS = 200_000;
const DAY = 86_400_000;

/** One order of marginals, or the mean of the three. `max`: about what a perfect sample would score. */
export type Accuracy = Readonly<{ accuracy: number | null; max: number | null }> & Ends;
export type AccuracyOrder = Accuracy & Readonly<{ marginals: number; of: number }>;

export type MostlyAccuracyResult = Readonly<{
  version: string;
  overall: Accuracy;
  univariate: AccuracyOrder;
  bivariate: AccuracyOrder;
  trivariate: AccuracyOrder;
  level: number;
  /** Rows of train and holdout together, and synthetic rows. */
  n: number;
  nSynthetic: number;
}>;

/** A marginal by its columns, with its two values: for tests and tables of details. */
export type MarginalAccuracy = Readonly<{ columns: readonly string[]; accuracy: number; max: number }>;

export function mostlyAccuracyResult(input: AssessInput, evaluation: Evaluation): MostlyAccuracyResult {
  const { names, seed } = evaluation;
  const { train, holdout, synthetic, schema } = input;
  const parts = holdout === null ? [train] : [train, holdout];
  const { reference, made } = codedTables(names, (name) => {
    const alone = { columns: schema.columns.filter((column) => column.name === name) };
    const columns = parts.map((table) => columnNamed(table, name));
    return [columnNamed(stackTables(parts, alone), name), columnNamed(synthetic, name), columns];
  });
  const isLarge = names.length > MANY_COLUMNS || reference.rowCount > MANY_ROWS;
  const orders = marginalsOf(names, seed, isLarge ? FEW_TRIPLES : MOST_TRIPLES);
  const draws = syntheticDraws(evaluation);
  const sums = orders.map(() => ({ accuracy: 0, max: 0, resampled: new Float64Array(draws.length) }));
  orders.forEach(({ marginals }, at) => {
    const sum = sums[at]!;
    for (const lot of inLots(marginals, (marginal) => cellsOf(marginal, made.sizes))) {
      const real = countTables(reference, lot);
      const add = (table: BinnedTable, into: (accuracy: number) => void): void => {
        const counts = countTables(table, lot);
        lot.forEach((_, place) => into(accuracyOf(real[place]!, reference.rowCount, counts[place]!, table.rowCount)));
      };
      add(made, (accuracy) => (sum.accuracy += accuracy));
      draws.forEach((rows, round) => {
        add(gatherBinned(made, rows), (accuracy) => (sum.resampled[round]! += accuracy));
      });
      for (const counts of real) sum.max += mostOf(counts, reference.rowCount, made.rowCount);
    }
  });
  const results = orders.map(({ marginals, of }, at): AccuracyOrder & Readonly<{ resampled: readonly number[] }> => {
    const count = marginals.length;
    const { accuracy, max, resampled } = sums[at]!;
    const values = Array.from(resampled, (value) => value / count);
    if (count === 0) return { accuracy: null, max: null, low: null, high: null, marginals: 0, of, resampled: [] };
    const value = accuracy / count;
    const ends = endsAround(value, values, evaluation);
    return { accuracy: value, max: max / count, ...ends, marginals: count, of, resampled: values };
  });
  const present = results.filter(({ accuracy }) => accuracy !== null);
  const mean = (value: (order: (typeof present)[number]) => number): number =>
    present.reduce((total, order) => total + value(order), 0) / present.length;
  const accuracy = mean((order) => order.accuracy!);
  const resampled = draws.map((_, round) => mean((order) => order.resampled[round]!));
  const [univariate, bivariate, trivariate] = results.map(({ resampled: _resampled, ...order }) => order) as [
    AccuracyOrder,
    AccuracyOrder,
    AccuracyOrder,
  ];
  return {
    version: 'mostlyai-qa 1.10',
    overall: { accuracy, max: mean((order) => order.max!), ...endsAround(accuracy, resampled, evaluation) },
    ...{ univariate, bivariate, trivariate },
    ...{ level: 0.95, n: reference.rowCount, nSynthetic: synthetic.rowCount },
  };
}

/** Accuracy and max of each marginal of one to three columns, in column order. */
export function marginalAccuracies(
  reference: Table,
  synthetic: Table,
  names: readonly string[],
): readonly MarginalAccuracy[] {
  const coded = codedTables(names, (name) => {
    const column = columnNamed(reference, name);
    return [column, columnNamed(synthetic, name), [column]];
  });
  return marginalsOf(names, 0, Infinity).flatMap(({ marginals }) => {
    const real = countTables(coded.reference, marginals);
    const made = countTables(coded.made, marginals);
    return marginals.map((marginal, at) => ({
      columns: marginal.map((column) => names[column]!),
      accuracy: accuracyOf(real[at]!, reference.rowCount, made[at]!, synthetic.rowCount),
      max: mostOf(real[at]!, reference.rowCount, synthetic.rowCount),
    }));
  });
}

type Marginal = readonly number[];

function marginalsOf(
  names: readonly string[],
  seed: number,
  mostTriples: number,
): readonly Readonly<{ marginals: readonly Marginal[]; of: number }>[] {
  const places = Array.from(names.keys());
  const pairs = places.flatMap((first) => places.slice(first + 1).map((second) => [first, second]));
  const { triples, of } = chooseTriples(names, seed, mostTriples);
  return [
    { marginals: places.map((column) => [column]), of: names.length },
    { marginals: pairs, of: pairs.length },
    { marginals: triples, of },
  ];
}

type CodedTables = Readonly<{ reference: BinnedTable; made: BinnedTable }>;

function codedTables(
  names: readonly string[],
  columnsOf: (name: string) => Parameters<typeof codedColumn>,
): CodedTables {
  const columns = names.map((name) => codedColumn(...columnsOf(name)));
  const sizes = columns.map(({ size }) => size);
  const tableOf = (codes: readonly Uint8Array[]): BinnedTable => ({ rowCount: codes[0]?.length ?? 0, sizes, codes });
  return {
    reference: tableOf(columns.map((column) => column.reference)),
    made: tableOf(columns.map((column) => column.made)),
  };
}

type CodedColumn = Readonly<{ size: number; reference: Uint8Array; made: Uint8Array }>;

/** `parts`: what the reference is stacked of. */
function codedColumn(
  reference: ModelledColumn,
  synthetic: ModelledColumn,
  parts: readonly ModelledColumn[],
): CodedColumn {
  const categories = [reference, synthetic].filter((column) => column.kind === 'categorical');
  if (categories.length === 2) {
    const { levels, codes } = alignLevels(categories);
    const binOf = levelBins(levels, countLevels(codes[0]!, levels.length));
    const [real, made] = codes.map((column) => codeByLevels(column, binOf));
    return { size: LEVELS + 2, reference: real!, made: made! };
  }
  const [real, made] = [reference, synthetic].map((column) =>
    column.kind === 'categorical' ? new Float64Array(0) : numbersOf(column),
  );
  const sorted = sortedTogether(
    parts.map((part) => (part.kind === 'categorical' ? new Float64Array(0) : numbersOf(part))),
  );
  const breaks = reference.kind === 'datetime' ? dateBreaks(sorted) : numberBreaks(sorted);
  const size = Math.max(1, breaks.length - 1) + 1;
  return { size, reference: codeByBreaks(real!, breaks), made: codeByBreaks(made!, breaks) };
}

/** Bins of levels by place among the most frequent; the last two are *other* and missing. */
function levelBins(levels: readonly string[], counts: Float64Array): Uint8Array {
  const [other, missing] = [LEVELS, LEVELS + 1];
  const order = Array.from(counts.keys()).sort(
    (a, b) => counts[b]! - counts[a]! || ((levels[a] ?? '') < (levels[b] ?? '') ? -1 : 1),
  );
  const bins = new Uint8Array(levels.length + 1).fill(other);
  order.slice(0, LEVELS).forEach((code, place) => {
    if (counts[code]! >= LEVEL_ROWS) bins[code] = place;
  });
  bins[levels.length] = missing;
  return bins;
}

/** Lower ends of bins and, last, the upper end of the last one. */
export function numberBreaks(sorted: Float64Array): Float64Array {
  const distinct = distinctOf(sorted);
  if (distinct.length === 0) return distinct;
  const breaks =
    distinct.length <= BINS ? Float64Array.of(...distinct, distinct[distinct.length - 1]! + 1) : orderBreaks(sorted);
  for (let decimals = 0; decimals < 20; decimals++) {
    const scale = 10 ** decimals;
    const floored = breaks.map((value) => Math.floor(value * scale) / scale);
    if (distinctOf(floored).length < floored.length) continue;
    floored[floored.length - 1] = breaks[breaks.length - 1]!;
    return floored;
  }
  return breaks;
}

function dateBreaks(sorted: Float64Array): Float64Array {
  const distinct = distinctOf(sorted);
  if (distinct.length === 1) return Float64Array.of(distinct[0]!, distinct[0]! + DAY);
  return distinct.length === 0 ? distinct : orderBreaks(sorted);
}

function orderBreaks(sorted: Float64Array): Float64Array {
  const last = Math.max(BINS, Math.min(MOST_BREAKS, sorted.length));
  for (let count = BINS; ; count++) {
    const breaks = distinctOf(
      Float64Array.from({ length: count }, (_, j) => sorted[Math.floor((j * (sorted.length - 1)) / (count - 1))]!),
    );
    if (breaks.length > BINS || count >= last) return breaks;
  }
}

/** The distinct ones of ascending values. */
function distinctOf(sorted: Float64Array): Float64Array {
  return sorted.filter((value, at) => at === 0 || value !== sorted[at - 1]);
}

function codeByLevels(levelCodes: Uint32Array, binOf: Uint8Array): Uint8Array {
  const codes = new Uint8Array(levelCodes.length);
  for (let row = 0; row < codes.length; row++) codes[row] = binOf[levelCodes[row]!]!;
  return codes;
}

/** The last code is missing. One more place adds at most two breaks to each of ten gaps, so that codes stay small. */
function codeByBreaks(values: Float64Array, breaks: Float64Array): Uint8Array {
  const bins = Math.max(1, breaks.length - 1);
  const codes = new Uint8Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const value = values[row]!;
    if (value !== value) codes[row] = bins;
    else codes[row] = Math.min(bins - 1, Math.max(0, countAtMost(breaks, value) - 1));
  }
  return codes;
}

function cellsOf(marginal: Marginal, sizes: readonly number[]): number {
  return marginal.reduce((cells, column) => cells * sizes[column]!, 1);
}

function accuracyOf(real: Int32Array, n: number, made: Int32Array, nSynthetic: number): number {
  let sum = 0;
  for (let cell = 0; cell < real.length; cell++) sum += Math.abs(real[cell]! / n - made[cell]! / nSynthetic);
  return 1 - sum / 2;
}

function mostOf(real: Int32Array, n: number, nSynthetic: number): number {
  let sum = 0;
  for (let cell = 0; cell < real.length; cell++) {
    const p = real[cell]! / n;
    if (p > 0) sum += Math.sqrt((2 / Math.PI) * p * (1 - p) * (1 / n + 1 / nSynthetic));
  }
  return 1 - sum / 2;
}
