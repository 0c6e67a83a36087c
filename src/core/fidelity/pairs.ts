/**
 * How close each pair of columns is (fidelity.pairs): score = 1 − TV of the joint shares on the evaluation bins, with
 * ± 1.96 standard deviations over ten resamples of S; beside it the association of real and of synthetic rows and their
 * difference; for two numbers Spearman's too, and phi of missing cells where both columns have some. Interval of a
 * difference: two correlations: from the ends of Fisher's z (Zou 2007, Psychol. Methods 12:399); otherwise ± 1.96
 * standard deviations, from resamples of both tables. Real is train.
 * A difference *differs* if its p-value stands after Benjamini and Hochberg at 5 % over all differences of the table.
 * The mean absolute difference of each measure has a floor: the same mean between two independent resamples of train.
 * Cost: one more pass over the rows a pair of numbers or of a number and a category; ranks on at most 200,000 rows.
 */
import type { Interval } from '../math/finding.ts';
import { fisherInterval, type CorrelationSort } from '../math/intervals.ts';
import type { BinnedTable } from '../table/binning.ts';
import type { Table } from '../table/column.ts';
import { standingAfterMany } from '../math/many-tests.ts';
import { normalCdf } from '../math/special.ts';
import {
  cramersV,
  etaOf,
  etaOfCounts,
  pearsonOf,
  phiOfCounts,
  type Association,
  type AssociationMeasure,
} from './associations.ts';
import type { Evaluation } from './evaluation.ts';
import { columnNamed, numbersOf, type AssessInput } from './input.ts';
import { choosePairs, countPairTables, type ColumnPair, type PairChoice, type PairTables } from './marginals.ts';
import { noKway, twoWayResult, type KwayResult, type ResampleListener } from './kway.ts';
import { rankCorrelations } from './rank-correlations.ts';
import { RESAMPLED_ROWS, resampleRows, standardDeviation } from './resampling.ts';

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
  /** Two numbers or dates only. */
  spearman: PairAssociation<'spearman'> | null;
  /** Of missing cells; only where both columns have some, in train or among synthetic rows. */
  missing: PairAssociation<'phi'> | null;
}>;

/** Spearman's r of two numbers; phi of the indicators of missing cells. */
export type FurtherMeasure = 'spearman' | 'phi';

/** `difference` = synthetic − real; low and high are its interval, null with a reason where a side has no value. */
export type PairAssociation<M extends AssociationMeasure | FurtherMeasure = AssociationMeasure> = Readonly<{
  measure: M;
  real: number | null;
  synthetic: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Rows of train, and synthetic rows, in which both cells are present. */
  n: number;
  nSynthetic: number;
  /** Two-sided, of no difference. `differs`: it stands among all of the table; null where there is no p-value. */
  pValue: number | null;
  differs: boolean | null;
  reason?: string;
}>;

/** One of the largest differences. */
export type LinkDifference = PairAssociation<AssociationMeasure | FurtherMeasure> &
  Readonly<{ columns: readonly [string, string] }>;

/** Square, symmetric, null on the diagonal and where there is no value; `names` are rows and columns. */
export type AssociationMatrix = Readonly<{
  names: readonly string[];
  real: readonly (readonly (number | null)[])[];
  synthetic: readonly (readonly (number | null)[])[];
  difference: readonly (readonly (number | null)[])[];
}>;

/** Mean absolute difference over the pairs of one measure that have one. `floor`: what fresh rows would have. */
export type MeanDifference<M = AssociationMeasure> = Readonly<{
  measure: M;
  value: number;
  floor: number | null;
  pairs: number;
}>;

export type PairsResult = Readonly<{
  /** Lowest score first. */
  pairs: readonly PairResult[];
  of: number;
  matrix: AssociationMatrix;
  meanDifferences: readonly MeanDifference[];
  furtherDifferences: readonly MeanDifference<FurtherMeasure>[];
  /** The ten largest of all measures but Spearman's, which says the same of the same pairs. */
  largest: readonly LinkDifference[];
  /** Rows that ranks were taken of, at most, on either side. */
  rankedRows: number;
  twoWay: KwayResult;
}>;

const LARGEST = 10;
/** Floors of correlations are found on resamples of at most so many rows, and scaled. */
const FLOOR_ROWS = 20_000;

export function pairsResult(input: AssessInput, evaluation: Evaluation): PairsResult {
  const { train, synthetic, holdout, names, seed } = evaluation;
  const choice = choosePairs(names.length, seed);
  if (choice.pairs.length === 0) {
    const twoWay = noKway(train.rowCount, synthetic.rowCount, 'not measurable with one column');
    const none = { meanDifferences: [], furtherDifferences: [], largest: [], rankedRows: 0 };
    return { pairs: [], of: 0, matrix: matrixOf(names, []), ...none, twoWay };
  }
  const tables = {
    train: countPairTables(train, choice.pairs),
    synthetic: countPairTables(synthetic, choice.pairs),
    holdout: holdout && countPairTables(holdout, choice.pairs),
  };
  const spreads = createSpreads(evaluation, choice, input.train);
  const twoWay = twoWayResult(evaluation, choice, tables, spreads.listen);
  const numbers = {
    train: orderedNumbers(input.train, names, evaluation.order.train),
    synthetic: orderedNumbers(input.synthetic, names, evaluation.order.synthetic),
  };
  const real = associationsOf(numbers.train, train, evaluation, choice.pairs, tables.train);
  const other = associationsOf(numbers.synthetic, synthetic, evaluation, choice.pairs, tables.synthetic);
  const realRanks = rankCorrelations(numbers.train, RESAMPLED_ROWS);
  const otherRanks = rankCorrelations(numbers.synthetic, RESAMPLED_ROWS);
  const results = choice.pairs.map((pair, index): PairResult => {
    const { first, second } = pair;
    const score = 1 - twoWay.pairErrors[index]! / 2;
    const halfWidth = (1.96 * twoWay.pairDeviations[index]!) / 2;
    const measure = measureOf(evaluation, pair);
    const phis = [tables.train, tables.synthetic].map((counts) => phiAt(evaluation, pair, counts.counts[index]!));
    const [realPhi, otherPhi] = phis as [Association, Association];
    return {
      columns: [names[first]!, names[second]!],
      score,
      low: Math.max(0, score - halfWidth),
      high: Math.min(1, score + halfWidth),
      level: 0.95,
      n: train.rowCount,
      nSynthetic: synthetic.rowCount,
      association: differenceOf(measure, real[index]!, other[index]!, () => spreads.deviation(index)),
      spearman:
        measure === 'pearson'
          ? differenceOf('spearman', realRanks(first, second), otherRanks(first, second), () => NaN)
          : null,
      missing: phis.every(({ value }) => Number.isNaN(value))
        ? null
        : differenceOf('phi', realPhi, otherPhi, () => spreads.phiDeviation(index)),
    };
  });
  const judged = withVerdicts(results);
  const floors = correlationFloors(evaluation, numbers.train, choice.pairs);
  const { pairErrors: _errors, pairDeviations: _deviations, ...kway } = twoWay;
  return {
    pairs: [...judged].sort((a, b) => a.score - b.score),
    of: choice.of,
    matrix: matrixOf(names, judged),
    meanDifferences: (['pearson', 'cramers-v', 'eta'] as const).flatMap((measure) => {
      const floor =
        measure === 'pearson' ? floors.pearson : spreads.floor((pair) => measureOf(evaluation, pair) === measure);
      return meanDifferenceOf(
        measure,
        judged.map(({ association }) => (association.measure === measure ? association : null)),
        floor,
      );
    }),
    furtherDifferences: [
      ...meanDifferenceOf(
        'spearman',
        judged.map(({ spearman }) => spearman),
        floors.spearman,
      ),
      ...meanDifferenceOf(
        'phi',
        judged.map(({ missing }) => missing),
        spreads.phiFloor(),
      ),
    ],
    largest: largestOf(judged),
    rankedRows: Math.min(RESAMPLED_ROWS, Math.max(train.rowCount, synthetic.rowCount)),
    twoWay: kway,
  };
}

/** Raw numbers in the order of the binned rows: sums then run in one order whatever the order of the file. */
function orderedNumbers(table: Table, names: readonly string[], order: Uint32Array): readonly (Float64Array | null)[] {
  return names.map((name) => {
    const column = columnNamed(table, name);
    return column.kind === 'categorical' ? null : Float64Array.from(order, (row) => numbersOf(column)[row]!);
  });
}

function phiAt(evaluation: Evaluation, pair: ColumnPair, counts: Int32Array): Association {
  const { sizes } = evaluation.train;
  return phiOfCounts(counts, sizes[pair.first]!, sizes[pair.second]!, missingBinsOf(evaluation, pair));
}

/** Mean absolute difference of both correlations between two independent resamples of train, of n_R and n_S rows. */
function correlationFloors(
  { train, synthetic, seed, draws }: Evaluation,
  numbers: readonly (Float64Array | null)[],
  pairs: readonly ColumnPair[],
): Readonly<{ pearson: number | null; spearman: number | null }> {
  const both = pairs.filter(({ first, second }) => numbers[first] && numbers[second]);
  const gaps = { pearson: [] as number[], spearman: [] as number[] };
  const [n, m] = [train.rowCount, synthetic.rowCount].map((count) => Math.min(count, FLOOR_ROWS)) as [number, number];
  const drawn = (count: number, side: string, round: number): (Float64Array | null)[] => {
    const rows = resampleRows(train.rowCount, count, seed, 'correlation-floor', side, round);
    return numbers.map((values) => values && Float64Array.from(rows, (row) => values[row]!));
  };
  for (let round = 0; both.length > 0 && round < draws.fresh.length; round++) {
    const [x, y] = [drawn(n, 'train', round), drawn(m, 'synthetic', round)];
    const [xRanks, yRanks] = [rankCorrelations(x, n), rankCorrelations(y, m)];
    for (const { first, second } of both) {
      gaps.pearson.push(pearsonOf(x[first]!, x[second]!).value - pearsonOf(y[first]!, y[second]!).value);
      gaps.spearman.push(xRanks(first, second).value - yRanks(first, second).value);
    }
  }
  const scale = Math.sqrt((1 / train.rowCount + 1 / synthetic.rowCount) / (1 / n + 1 / m));
  return { pearson: meanAbsolute(gaps.pearson, scale), spearman: meanAbsolute(gaps.spearman, scale) };
}

function meanAbsolute(gaps: readonly number[], scale: number): number | null {
  const present = gaps.filter((gap) => !Number.isNaN(gap));
  return present.length === 0 ? null : (scale * present.reduce((sum, gap) => sum + Math.abs(gap), 0)) / present.length;
}

/** Says of every difference whether it stands among all of them. */
function withVerdicts(results: readonly PairResult[]): PairResult[] {
  const all = results.flatMap(({ association, spearman, missing }) => [association, spearman, missing]);
  const pValues = all.flatMap((each) => (each === null || each.pValue === null ? [] : [each.pValue]));
  const standing = standingAfterMany(pValues);
  let at = 0;
  const judge = <M extends AssociationMeasure | FurtherMeasure>(each: PairAssociation<M>): PairAssociation<M> =>
    each.pValue === null ? each : { ...each, differs: standing[at++]! };
  return results.map((result) => ({
    ...result,
    association: judge(result.association),
    spearman: result.spearman && judge(result.spearman),
    missing: result.missing && judge(result.missing),
  }));
}

function largestOf(results: readonly PairResult[]): LinkDifference[] {
  const all = results.flatMap(({ columns, association, missing }): LinkDifference[] => [
    { columns, ...association },
    ...(missing ? [{ columns, ...missing }] : []),
  ]);
  const size = ({ difference }: LinkDifference): number => Math.abs(difference ?? 0);
  return all
    .filter(({ difference }) => difference !== null && difference !== 0)
    .sort((a, b) => size(b) - size(a) || (a.columns.join() < b.columns.join() ? -1 : 1))
    .slice(0, LARGEST);
}

function measureOf({ binning }: Evaluation, { first, second }: ColumnPair): AssociationMeasure {
  const categories = [first, second].filter((index) => binning.columns[index]!.kind === 'categorical').length;
  return categories === 0 ? 'pearson' : categories === 1 ? 'eta' : 'cramers-v';
}

function missingBinsOf({ binning }: Evaluation, { first, second }: ColumnPair): readonly [number, number] {
  return [binning.columns[first]!.missingBin, binning.columns[second]!.missingBin];
}

function associationsOf(
  numbers: readonly (Float64Array | null)[],
  binned: BinnedTable,
  evaluation: Evaluation,
  pairs: readonly ColumnPair[],
  counts: PairTables,
): Association[] {
  const { binning } = evaluation;
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
  listen: (role: Role, round: number, tables: PairTables) => void;
  /** Standard deviation of the difference of associations of this pair. */
  deviation: (pair: number) => number;
  phiDeviation: (pair: number) => number;
  /** Mean absolute difference between two resamples of train, over the pairs wanted. */
  floor: (isWanted: (pair: ColumnPair) => boolean) => number | null;
  phiFloor: () => number | null;
}>;
type Role = Parameters<ResampleListener>[0];

/** Collects V and eta of each resample. Pearson has its own interval and is not collected. */
function createSpreads(evaluation: Evaluation, { pairs }: PairChoice, trainTable: Table): Spreads {
  const { train, synthetic, draws } = evaluation;
  const scores = evaluation.names.map((name, index) => {
    const column = columnNamed(trainTable, name);
    if (column.kind === 'categorical') return new Float64Array(0);
    return binMeans(numbersOf(column), train.codes[index]!, evaluation.order.train, train.sizes[index]!);
  });
  const rounds = { synthetic: draws.synthetic.length, train: draws.fresh.length, fresh: draws.fresh.length };
  type Values = Readonly<Record<Role, readonly Float64Array[]>>;
  const emptyOf = (role: Role): Float64Array[] => pairs.map(() => new Float64Array(rounds[role]));
  const empty = (): Values => ({ synthetic: emptyOf('synthetic'), train: emptyOf('train'), fresh: emptyOf('fresh') });
  const [values, phis] = [empty(), empty()];
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
  const [drawn, fresh] = [draws.synthetic[0]!.length, draws.fresh[0]!];
  const scaleOf = { synthetic: drawn / synthetic.rowCount, train: fresh.asTrain.length / train.rowCount };
  const deviationOf = (of: Values, pair: number): number => {
    const variance = (role: 'synthetic' | 'train'): number => standardDeviation(of[role][pair]!) ** 2 * scaleOf[role];
    return Math.sqrt(variance('synthetic') + variance('train'));
  };
  const floorScale = Math.sqrt(
    (1 / train.rowCount + 1 / synthetic.rowCount) / (1 / fresh.asTrain.length + 1 / fresh.asSynthetic.length),
  );
  const floorOf = (of: Values, isWanted: (pair: ColumnPair) => boolean): number | null =>
    meanAbsolute(
      pairs.flatMap((pair, index) =>
        isWanted(pair) ? Array.from(of.train[index]!, (value, round) => value - of.fresh[index]![round]!) : [],
      ),
      floorScale,
    );
  return {
    listen: (role, round, tables) => {
      pairs.forEach((pair, index) => {
        values[role][index]![round] = valueOf(pair, tables.counts[index]!);
        phis[role][index]![round] = phiAt(evaluation, pair, tables.counts[index]!).value;
      });
    },
    deviation: (pair) => deviationOf(values, pair),
    phiDeviation: (pair) => deviationOf(phis, pair),
    floor: (isWanted) => floorOf(values, isWanted),
    phiFloor: () => floorOf(phis, () => true),
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

function differenceOf<M extends AssociationMeasure | FurtherMeasure>(
  measure: M,
  real: Association,
  synthetic: Association,
  deviation: () => number,
): PairAssociation<M> {
  const shared = { measure, n: real.n, nSynthetic: synthetic.n, differs: null };
  const given = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const difference = synthetic.value - real.value;
  if (Number.isNaN(difference)) {
    const values = { real: given(real.value), synthetic: given(synthetic.value) };
    const reason = `not measurable with n = ${Math.min(real.n, synthetic.n)}, or a column is constant`;
    return { ...shared, ...values, difference: null, low: null, high: null, pValue: null, reason };
  }
  const values = { real: real.value, synthetic: synthetic.value, difference };
  if (measure === 'pearson' || measure === 'spearman') {
    const shift = Math.atanh(synthetic.value) - Math.atanh(real.value);
    const variance = (measure === 'pearson' ? 1 : 1.06) * (1 / (real.n - 3) + 1 / (synthetic.n - 3));
    const isPossible = real.n >= 4 && synthetic.n >= 4;
    const pValue = isPossible ? twoSided(difference, shift, Math.sqrt(variance)) : null;
    return { ...shared, ...values, ...zouInterval(real, synthetic, measure), pValue };
  }
  const spread = deviation();
  const pValue = Number.isNaN(spread) ? null : twoSided(difference, difference, spread);
  return { ...shared, ...values, ...aroundDifference(difference, spread), pValue };
}

/** No difference is no discovery, whatever the spread; correlations of exactly 1 have no z. */
function twoSided(difference: number, shift: number, deviation: number): number {
  if (difference === 0) return 1;
  const z = Math.abs(shift) / deviation;
  return Number.isFinite(z) ? 2 * normalCdf(-z) : 0;
}

function aroundDifference(difference: number, deviation: number): { low: number | null; high: number | null } {
  // A resample can lose a level and with it the value: then there is no spread to show.
  if (Number.isNaN(deviation)) return { low: null, high: null };
  return { low: Math.max(-1, difference - 1.96 * deviation), high: Math.min(1, difference + 1.96 * deviation) };
}

function zouInterval(
  real: Association,
  synthetic: Association,
  sort: CorrelationSort,
): { low: number | null; high: number | null } {
  if (real.n < 4 || synthetic.n < 4) return { low: null, high: null };
  const [first, second] = [real, synthetic].map(({ value, n }) => fisherInterval(value, n, sort)) as [
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

function meanDifferenceOf<M extends AssociationMeasure | FurtherMeasure>(
  measure: M,
  associations: readonly (PairAssociation<AssociationMeasure | FurtherMeasure> | null)[],
  floor: number | null,
): MeanDifference<M>[] {
  const gaps = associations.flatMap((each) => (each && each.difference !== null ? [Math.abs(each.difference)] : []));
  if (gaps.length === 0) return [];
  return [{ measure, value: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length, floor, pairs: gaps.length }];
}
