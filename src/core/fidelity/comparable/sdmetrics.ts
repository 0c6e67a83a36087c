/**
 * The quality report of SDMetrics (fidelity.sdmetrics) by the definitions of 0.29.0, and as it was before 0.27.
 *   Column Shapes, mean over columns: numbers and dates 1 − KS (values rounded to 14 decimals, dates as nanoseconds),
 *   categories 1 − TV, where a level that only synthetic rows have gets a real count of 0.000001; missing dropped.
 *   Column Pair Trends, mean over pairs: two numbers 1 − |r_R − r_S| / 2, Pearson of complete rows, none where a column
 *   is constant; else 1 − TV of joint shares, missing a level of its own, numbers cut at ten equal widths of *their own*
 *   table, half-open, so that the maximum lies in an eleventh bin.
 *   0.29.0 counts a pair only if |r_R| > 0.5, or the plain V of the binned real pair > 0.3; where none counts the
 *   property has no value. Before 0.27 every pair counted: uncorrelated pairs, which are easy, lifted the mean.
 *   overall = mean of the two properties.
 * Also per column: coverage and adherence (range or categories) and similarity of missing shares.
 * Cost: 12 passes over all pairs. Privacy: exact functions of real rows: internal.
 * Left out: the unseeded subsample above 50,000 rows; all rows are counted.
 */
import type { Table } from '../../table/column.ts';
import { pearsonOf } from '../associations.ts';
import type { Evaluation } from '../evaluation.ts';
import { columnNamed, modelledTable, type AssessInput } from '../input.ts';
import { jointCounts, jointDifference, plainCramersV, type JointCounts } from './joint-shares.ts';
import { newRows, type NewRows } from './new-rows.ts';
import { columnScores, type SdmetricsColumn } from './sdmetrics-columns.ts';
import { sourceOf, type Score } from './sdmetrics-source.ts';
import { endsAround, syntheticDraws, type Ends } from './spread.ts';

const THRESHOLDS = { correlation: 0.5, association: 0.3 } as const;
const KEPT_CELLS = 2 ** 24;

export type SdmetricsScores = Readonly<{
  columnShapes: number | null;
  columnPairTrends: number | null;
  overall: number | null;
}>;
export type SdmetricsEnds = Readonly<Record<keyof SdmetricsScores, Ends>>;

export type SdmetricsPair = Readonly<{
  columns: readonly [string, string];
  metric: 'CorrelationSimilarity' | 'ContingencySimilarity';
  score: number | null;
  /** Real correlation, or plain V of the binned real pair. */
  real: number | null;
  /** Whether 0.29.0 counts the pair. */
  counts: boolean;
}>;

export type SdmetricsResult = SdmetricsScores &
  Readonly<{
    version: '0.29.0';
    ends: SdmetricsEnds;
    thresholds: typeof THRESHOLDS;
    /** Every pair counts. */
    pre027: SdmetricsScores & Readonly<{ ends: SdmetricsEnds }>;
    level: number;
    n: number;
    nSynthetic: number;
    /** Pairs that 0.29.0 counts, and pairs with a score. */
    pairs: Readonly<{ counted: number; scored: number; of: number }>;
    columns: readonly SdmetricsColumn[];
    /** Share of synthetic rows that match no row of train. */
    newRowSynthesis: NewRows;
  }>;

export function sdmetricsResult(input: AssessInput, evaluation: Evaluation): SdmetricsResult {
  const { train, synthetic, schema, seed } = input;
  const { names } = evaluation;
  const [real, made] = [train, synthetic].map((table) => modelledTable(table, schema)) as [Table, Table];
  const comparison = createComparison(real, made, names);
  const details = comparison.at(null);
  const pairs = comparison.pairs(details.trends);
  const resampled = syntheticDraws(evaluation).map((rows) => comparison.at(rows));
  const variant = (
    isCounted: (pair: SdmetricsPair) => boolean,
  ): SdmetricsScores & Readonly<{ ends: SdmetricsEnds }> => {
    const scoresOf = ({ shapes, trends }: Details): SdmetricsScores =>
      scoresFrom(
        shapes,
        trends.filter((_, at) => isCounted(pairs[at]!)),
      );
    const value = scoresOf(details);
    const others = resampled.map(scoresOf);
    const endsOf = (key: keyof SdmetricsScores): Ends =>
      endsAround(
        value[key],
        others.map((other) => other[key]),
        evaluation,
      );
    const ends = {
      columnShapes: endsOf('columnShapes'),
      columnPairTrends: endsOf('columnPairTrends'),
      overall: endsOf('overall'),
    };
    return { ...value, ends };
  };
  return {
    version: '0.29.0',
    ...variant(({ counts }) => counts),
    thresholds: THRESHOLDS,
    pre027: variant(() => true),
    ...{ level: 0.95, n: train.rowCount, nSynthetic: synthetic.rowCount },
    pairs: {
      counted: pairs.filter(({ counts }) => counts).length,
      scored: pairs.filter(({ score }) => score !== null).length,
      of: pairs.length,
    },
    columns: names.map((name, at) => columnScores(real, made, name, details.shapes[at]!)),
    newRowSynthesis: newRows(real, made, evaluation.order.synthetic, seed),
  };
}

/** Both variants, and every pair with its score. */
export function sdmetricsScores(
  real: Table,
  made: Table,
  names: readonly string[],
): Readonly<{ since027: SdmetricsScores; pre027: SdmetricsScores; pairs: readonly SdmetricsPair[] }> {
  const comparison = createComparison(real, made, names);
  const { shapes, trends } = comparison.at(null);
  const pairs = comparison.pairs(trends);
  const counted = trends.filter((_, at) => pairs[at]!.counts);
  return { since027: scoresFrom(shapes, counted), pre027: scoresFrom(shapes, trends), pairs };
}

function scoresFrom(shapes: readonly Score[], trends: readonly Score[]): SdmetricsScores {
  const columnShapes = meanOfScores(shapes);
  const columnPairTrends = meanOfScores(trends);
  return { columnShapes, columnPairTrends, overall: meanOfScores([columnShapes, columnPairTrends]) };
}

function meanOfScores(scores: readonly Score[]): Score {
  const present = scores.filter((score) => score !== null);
  return present.length === 0 ? null : present.reduce((sum, score) => sum + score, 0) / present.length;
}

/** Scores of each column and of each pair, in column order. */
type Details = Readonly<{ shapes: readonly Score[]; trends: readonly Score[] }>;
type Comparison = Readonly<{
  /** The synthetic table at these rows, or all of it. */
  at: (rows: Uint32Array | null) => Details;
  pairs: (trends: readonly Score[]) => readonly SdmetricsPair[];
}>;

function createComparison(real: Table, made: Table, names: readonly string[]): Comparison {
  const sources = names.map((name) => sourceOf(columnNamed(real, name), columnNamed(made, name)));
  const places = names.flatMap((_, first) =>
    names.slice(first + 1).map((__, after) => [first, first + 1 + after] as const),
  );
  const kept = new Map<number, JointCounts>();
  let cells = 0;
  /** Counts of real pairs, kept for the next table as long as they fit into 64 MB. */
  const realCounts = (at: number): JointCounts => {
    const known = kept.get(at);
    if (known !== undefined) return known;
    const [first, second] = places[at]!;
    const counted = jointCounts(sources[first]!.real.coded, sources[second]!.real.coded);
    cells += counted.counts.length;
    if (cells <= KEPT_CELLS) kept.set(at, counted);
    return counted;
  };
  const correlations = places.map(([first, second]) => {
    const [x, y] = [sources[first]!.real.values, sources[second]!.real.values];
    return x && y ? pearsonOf(x, y).value : null;
  });
  return {
    at: (rows) => {
      const sides = sources.map((source) => source.sideAt(rows));
      const trends = places.map(([first, second], at): Score => {
        const [a, b] = [sides[first]!, sides[second]!];
        const correlation = correlations[at]!;
        if (correlation === null) return 1 - jointDifference(realCounts(at), jointCounts(a.coded, b.coded)) / 2;
        const score = 1 - Math.abs(correlation - pearsonOf(a.values!, b.values!).value) / 2;
        return Number.isNaN(score) ? null : score;
      });
      return { shapes: sides.map((side, column) => sources[column]!.shapeOf(side)), trends };
    },
    pairs: (trends) =>
      places.map(([first, second], at) => {
        const correlation = correlations[at]!;
        const value = correlation ?? plainCramersV(realCounts(at));
        return {
          columns: [names[first]!, names[second]!],
          metric: correlation === null ? 'ContingencySimilarity' : 'CorrelationSimilarity',
          score: trends[at]!,
          real: Number.isNaN(value) ? null : value,
          counts: correlation === null ? value > THRESHOLDS.association : Math.abs(value) > THRESHOLDS.correlation,
        };
      }),
  };
}
