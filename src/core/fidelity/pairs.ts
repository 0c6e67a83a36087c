/**
 * How close each pair of columns is (fidelity.pairs): score = 1 − TV of the joint shares on the evaluation bins, with
 * ± 1.96 standard deviations over ten resamples of S; beside it the association of real and of synthetic rows and their
 * difference (association-difference.ts); for two numbers Spearman's too, and phi of missing cells where both columns
 * have some. Real is train.
 * A difference *differs* if its p-value stands after Benjamini and Hochberg at 5 % over all differences of the table.
 * The mean absolute difference of each measure has a floor: the same mean between two independent resamples of train.
 * Cost: one more pass over the rows a pair of numbers or of a number and a category; ranks on at most 200,000 rows.
 */
import type { BinnedTable } from '../table/binning.ts';
import type { Table } from '../table/column.ts';
import { standingAfterMany } from '../math/many-tests.ts';
import { differenceOf, type FurtherMeasure, type PairAssociation } from './association-difference.ts';
import { cramersV, etaOf, pearsonOf, type Association, type AssociationMeasure } from './associations.ts';
import type { Evaluation } from './evaluation.ts';
import { columnNamed, numbersOf, type AssessInput } from './input.ts';
import { choosePairs, countPairTables, type ColumnPair, type PairTables } from './marginals.ts';
import { noKway, twoWayResult, type KwayResult } from './kway.ts';
import { correlationFloors, createSpreads, measureOf, missingBinsOf, phiAt } from './pair-spreads.ts';
import { rankCorrelations } from './rank-correlations.ts';
import { numbersAt, RESAMPLED_ROWS } from './resampling.ts';

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
    return column.kind === 'categorical' ? null : numbersAt(numbersOf(column), order);
  });
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
