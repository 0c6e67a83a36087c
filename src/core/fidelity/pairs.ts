/**
 * How close each pair of columns is (fidelity.pairs): score = 1 − TV of the joint shares on the evaluation bins, with
 * ± 1.96 standard deviations over ten resamples of S; beside it the association of real and of synthetic rows and their
 * difference. Interval of a difference: two Pearson: from the ends of Fisher's z (Zou 2007, Psychol. Methods 12:399);
 * otherwise ± 1.96 standard deviations, from resamples of both tables. Real is train.
 * Cost: one more pass over the rows a pair of numbers or of a number and a category.
 * Left out: Spearman, missing indicators, the floor of mean differences.
 */
import type { Interval } from '../math/finding.ts';
import { fisherInterval } from '../math/intervals.ts';
import type { BinnedTable } from '../table/binning.ts';
import type { Table } from '../table/column.ts';
import { cramersV, etaOf, etaOfCounts, pearsonOf, type Association, type AssociationMeasure } from './associations.ts';
import type { Evaluation } from './evaluation.ts';
import { columnNamed, numbersOf, type AssessInput } from './input.ts';
import { choosePairs, countPairTables, type ColumnPair, type PairChoice, type PairTables } from './marginals.ts';
import { noKway, twoWayResult, type KwayResult } from './kway.ts';
import { standardDeviation } from './resampling.ts';

export type PairResult = Readonly<{
  columns: readonly [string, string];
  /** 1 − TV on bins; low and high are its interval. */
  score: number;
  low: number;
  high: number;
  level: number;
  /** All rows of train, all synthetic rows. */
  n: number;
  nSynthetic: number;
  association: PairAssociation;
}>;

/** `difference` = synthetic − real; low and high are its interval, null with a reason where a side has no value. */
export type PairAssociation = Readonly<{
  measure: AssociationMeasure;
  real: number | null;
  synthetic: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Rows of train, and synthetic rows, in which both cells are present. */
  n: number;
  nSynthetic: number;
  reason?: string;
}>;

/** Square, symmetric, null on the diagonal and where there is no value; `names` are rows and columns. */
export type AssociationMatrix = Readonly<{
  names: readonly string[];
  real: readonly (readonly (number | null)[])[];
  synthetic: readonly (readonly (number | null)[])[];
  difference: readonly (readonly (number | null)[])[];
}>;

/** Mean absolute difference over the pairs of one measure that have one. */
export type MeanDifference = Readonly<{ measure: AssociationMeasure; value: number; pairs: number }>;

export type PairsResult = Readonly<{
  /** Lowest score first. */
  pairs: readonly PairResult[];
  of: number;
  matrix: AssociationMatrix;
  meanDifferences: readonly MeanDifference[];
  twoWay: KwayResult;
}>;

export function pairsResult(input: AssessInput, evaluation: Evaluation): PairsResult {
  const { train, synthetic, holdout, names, seed } = evaluation;
  const choice = choosePairs(names.length, seed);
  if (choice.pairs.length === 0) {
    const twoWay = noKway(train.rowCount, synthetic.rowCount, 'not measurable with one column');
    return { pairs: [], of: 0, matrix: matrixOf(names, []), meanDifferences: [], twoWay };
  }
  const tables = {
    train: countPairTables(train, choice.pairs),
    synthetic: countPairTables(synthetic, choice.pairs),
    holdout: holdout && countPairTables(holdout, choice.pairs),
  };
  const spreads = createSpreads(evaluation, choice, input.train);
  const twoWay = twoWayResult(evaluation, choice, tables, spreads.listen);
  const real = associationsOf(input.train, train, evaluation, choice.pairs, tables.train, evaluation.order.train);
  const other = associationsOf(
    input.synthetic,
    synthetic,
    evaluation,
    choice.pairs,
    tables.synthetic,
    evaluation.order.synthetic,
  );
  const results = choice.pairs.map(({ first, second }, index): PairResult => {
    const score = 1 - twoWay.pairErrors[index]! / 2;
    const halfWidth = (1.96 * twoWay.pairDeviations[index]!) / 2;
    return {
      columns: [names[first]!, names[second]!],
      score,
      low: Math.max(0, score - halfWidth),
      high: Math.min(1, score + halfWidth),
      level: 0.95,
      n: train.rowCount,
      nSynthetic: synthetic.rowCount,
      association: differenceOf(measureOf(evaluation, { first, second }), real[index]!, other[index]!, () =>
        spreads.deviation(index),
      ),
    };
  });
  const { pairErrors: _errors, pairDeviations: _deviations, ...kway } = twoWay;
  return {
    pairs: [...results].sort((a, b) => a.score - b.score),
    of: choice.of,
    matrix: matrixOf(names, results),
    meanDifferences: meanDifferencesOf(results),
    twoWay: kway,
  };
}

function measureOf({ binning }: Evaluation, { first, second }: ColumnPair): AssociationMeasure {
  const categories = [first, second].filter((index) => binning.columns[index]!.kind === 'categorical').length;
  return categories === 0 ? 'pearson' : categories === 1 ? 'eta' : 'cramers-v';
}

function missingBinsOf({ binning }: Evaluation, { first, second }: ColumnPair): readonly [number, number] {
  return [binning.columns[first]!.missingBin, binning.columns[second]!.missingBin];
}

function associationsOf(
  table: Table,
  binned: BinnedTable,
  evaluation: Evaluation,
  pairs: readonly ColumnPair[],
  counts: PairTables,
  order: Uint32Array,
): Association[] {
  const { names, binning } = evaluation;
  // Raw numbers in the order of the binned rows: sums then run in one order whatever the order of the file.
  const numbers = names.map((name) => {
    const column = columnNamed(table, name);
    return column.kind === 'categorical' ? null : Float64Array.from(order, (row) => numbersOf(column)[row]!);
  });
  return pairs.map((pair, index) => {
    const { first, second } = pair;
    const [firstNumbers, secondNumbers] = [numbers[first]!, numbers[second]!];
    if (firstNumbers && secondNumbers) return pearsonOf(firstNumbers, secondNumbers);
    const values = firstNumbers ?? secondNumbers;
    if (values === null) {
      const missingBins = missingBinsOf(evaluation, pair);
      return cramersV(counts.counts[index]!, binned.sizes[first]!, binned.sizes[second]!, missingBins);
    }
    const category = firstNumbers ? second : first;
    return etaOf(values, binned.codes[category]!, binned.sizes[category]!, binning.columns[category]!.missingBin);
  });
}

type Spreads = Readonly<{
  listen: (role: 'synthetic' | 'train', round: number, tables: PairTables) => void;
  /** Standard deviation of the difference of associations of this pair. */
  deviation: (pair: number) => number;
}>;

/** Collects V and eta of each resample. Pearson has its own interval and is not collected. */
function createSpreads(evaluation: Evaluation, { pairs }: PairChoice, trainTable: Table): Spreads {
  const { train, synthetic, draws } = evaluation;
  const scores = evaluation.names.map((name, index) => {
    const column = columnNamed(trainTable, name);
    if (column.kind === 'categorical') return new Float64Array(0);
    return binMeans(numbersOf(column), train.codes[index]!, evaluation.order.train, train.sizes[index]!);
  });
  const rounds = { synthetic: draws.synthetic.length, train: draws.fresh.length };
  const values = {
    synthetic: pairs.map(() => new Float64Array(rounds.synthetic)),
    train: pairs.map(() => new Float64Array(rounds.train)),
  };
  const valueOf = (pair: ColumnPair, counts: Int32Array): number => {
    const sizes = [train.sizes[pair.first]!, train.sizes[pair.second]!] as const;
    const missingBins = missingBinsOf(evaluation, pair);
    switch (measureOf(evaluation, pair)) {
      case 'pearson':
        return 0;
      case 'cramers-v':
        return cramersV(counts, ...sizes, missingBins).value;
      case 'eta': {
        const categoryIsFirst = evaluation.binning.columns[pair.first]!.kind === 'categorical';
        const score = scores[categoryIsFirst ? pair.second : pair.first]!;
        return etaOfCounts(counts, ...sizes, score, categoryIsFirst, missingBins);
      }
    }
  };
  const scaleOf = { synthetic: draws.synthetic[0]!.length / synthetic.rowCount, train: 1 };
  scaleOf.train = draws.fresh[0]!.asTrain.length / train.rowCount;
  return {
    listen: (role, round, tables) => {
      pairs.forEach((pair, index) => {
        values[role][index]![round] = valueOf(pair, tables.counts[index]!);
      });
    },
    deviation: (pair) => {
      const variance = (role: 'synthetic' | 'train'): number =>
        standardDeviation(values[role][pair]!) ** 2 * scaleOf[role];
      return Math.sqrt(variance('synthetic') + variance('train'));
    },
  };
}

/** Mean of the present values in each bin; 0 in empty bins and in the missing one. */
function binMeans(values: Float64Array, codes: Uint8Array, order: Uint32Array, size: number): Float64Array {
  const means = new Float64Array(size);
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) {
    const value = values[order[i]!]!;
    if (value !== value) continue;
    means[codes[i]!]! += value;
    counts[codes[i]!]! += 1;
  }
  for (let bin = 0; bin < size; bin++) if (counts[bin]! > 0) means[bin]! /= counts[bin]!;
  return means;
}

function differenceOf(
  measure: AssociationMeasure,
  real: Association,
  synthetic: Association,
  deviation: () => number,
): PairAssociation {
  const shared = { measure, n: real.n, nSynthetic: synthetic.n };
  const given = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const difference = synthetic.value - real.value;
  if (Number.isNaN(difference)) {
    return {
      ...{
        ...shared,
        real: given(real.value),
        synthetic: given(synthetic.value),
        difference: null,
        low: null,
        high: null,
      },
      reason: `not measurable with n = ${Math.min(real.n, synthetic.n)}, or a column is constant`,
    };
  }
  const ends = measure === 'pearson' ? zouInterval(real, synthetic) : aroundDifference(difference, deviation());
  return { ...shared, real: real.value, synthetic: synthetic.value, difference, ...ends };
}

function aroundDifference(difference: number, deviation: number): { low: number | null; high: number | null } {
  // A resample can lose a level and with it the value: then there is no spread to show.
  if (Number.isNaN(deviation)) return { low: null, high: null };
  return { low: Math.max(-1, difference - 1.96 * deviation), high: Math.min(1, difference + 1.96 * deviation) };
}

function zouInterval(real: Association, synthetic: Association): { low: number | null; high: number | null } {
  if (real.n < 4 || synthetic.n < 4) return { low: null, high: null };
  const [first, second] = [real, synthetic].map(({ value, n }) => fisherInterval(value, n, 'pearson')) as [
    Interval,
    Interval,
  ];
  const difference = second.value - first.value;
  return {
    low: difference - Math.hypot(second.value - second.low, first.high - first.value),
    high: difference + Math.hypot(second.high - second.value, first.value - first.low),
  };
}

function matrixOf(names: readonly string[], results: readonly PairResult[]): AssociationMatrix {
  const at = new Map(names.map((name, index) => [name, index]));
  const empty = (): (number | null)[][] => names.map(() => names.map(() => null));
  const [real, synthetic, difference] = [empty(), empty(), empty()];
  for (const { columns, association } of results) {
    const [row, column] = [at.get(columns[0])!, at.get(columns[1])!];
    real[row]![column] = real[column]![row] = association.real;
    synthetic[row]![column] = synthetic[column]![row] = association.synthetic;
    difference[row]![column] = difference[column]![row] = association.difference;
  }
  return { names, real, synthetic, difference };
}

function meanDifferencesOf(results: readonly PairResult[]): MeanDifference[] {
  const measures: readonly AssociationMeasure[] = ['pearson', 'cramers-v', 'eta'];
  return measures.flatMap((measure) => {
    const gaps = results.flatMap(({ association }) =>
      association.measure === measure && association.difference !== null ? [Math.abs(association.difference)] : [],
    );
    if (gaps.length === 0) return [];
    return [{ measure, value: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length, pairs: gaps.length }];
  });
}
