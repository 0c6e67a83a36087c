/**
 * The counting checks of one synthetic table: columns, pairs, the k-way error, and the scores of other tools. They need
 * train alone; a holdout adds the same distances to rows that no model saw.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import type { FurtherMeasure } from './association-difference.ts';
import { columnResults, type ColumnResult } from './columns.ts';
import { kMarginalResult, type KMarginalResult } from './comparable/k-marginal.ts';
import { mostlyAccuracyResult, type MostlyAccuracyResult } from './comparable/mostly-accuracy.ts';
import { sdmetricsResult, type SdmetricsResult } from './comparable/sdmetrics.ts';
import { createEvaluation } from './evaluation.ts';
import { leftOutNames, type AssessInput } from './input.ts';
import { noKway, type KwayResult } from './kway.ts';
import { oneWayResult } from './one-way.ts';
import type { InsideColumn } from './inside-levels.ts';
import { threeWayResult } from './three-way.ts';
import { RESAMPLED_ROWS } from './resampling.ts';
import { ruleResults, type RuleResult } from './rules.ts';
import {
  pairsResult,
  type AssociationMatrix,
  type LinkDifference,
  type MeanDifference,
  type PairResult,
} from './pairs.ts';

export type FidelityResult = Readonly<{
  columns: readonly ColumnResult[];
  pairs: readonly PairResult[];
  /** Pairs that exist; fewer are listed only where they are too many. */
  pairsOf: number;
  matrix: AssociationMatrix;
  meanDifferences: readonly MeanDifference[];
  furtherDifferences: readonly MeanDifference<FurtherMeasure>[];
  /** The ten largest differences of associations, with whether each stands among all. */
  largestDifferences: readonly LinkDifference[];
  kway: Readonly<{ '1': KwayResult; '2': KwayResult; '3': KwayResult }>;
  /** The two-way error inside the levels of each category; the column of the lowest-scoring level first. */
  inside: readonly InsideColumn[];
  /** Scores by the definitions of other tools; null where train or synthetic rows are none. */
  sdmetrics: SdmetricsResult | null;
  kMarginal: KMarginalResult | null;
  mostlyAccuracy: MostlyAccuracyResult | null;
  /** The recipe's rules, in their order. */
  rules: readonly RuleResult[];
  /** Columns that take part in nothing: identifiers, text, left out. */
  leftOut: readonly string[];
  draw: AssessInput['draw'];
  disclosures: readonly Readonly<{ what: string; kept: number; of: number }>[];
  notices: readonly Notice[];
}>;

/** Steps of progress, in hundredths of the work. */
const STEPS = 100;

export function assessFidelity(input: AssessInput, onProgress: OnProgress): FidelityResult {
  const step = (done: number): void => onProgress({ stage: 'fidelity', done, total: STEPS });
  const { train, synthetic, schema, draw } = input;
  const notices: Notice[] = [];
  step(0);
  const columns = columnResults(input);
  step(8);
  const evaluation = createEvaluation(input);
  const shared = { columns, rules: ruleResults(input), leftOut: leftOutNames(schema), draw };
  if (evaluation === null) {
    const n = Math.min(train.rowCount, synthetic.rowCount);
    const none = noKway(train.rowCount, synthetic.rowCount, `not measurable with n = ${n}`);
    notices.push(noticeOf('not-measurable', 'note', {}, n, { what: 'The error of marginals' }));
    step(STEPS);
    const matrix = { names: [], real: [], synthetic: [], difference: [] };
    return {
      ...shared,
      pairs: [],
      pairsOf: 0,
      matrix,
      ...{ meanDifferences: [], furtherDifferences: [], largestDifferences: [] },
      kway: { '1': none, '2': none, '3': none },
      inside: [],
      ...{ sdmetrics: null, kMarginal: null, mostlyAccuracy: null, disclosures: [] },
      notices,
    };
  }
  const oneWay = oneWayResult(input, evaluation);
  step(15);
  const { pairs, of, matrix, twoWay, ...links } = pairsResult(input, evaluation);
  const { meanDifferences, furtherDifferences, largest: largestDifferences } = links;
  step(30);
  const { threeWay, inside } = threeWayResult(evaluation, (share) => step(Math.floor(30 + 45 * share)));
  const sdmetrics = sdmetricsResult(input, evaluation);
  step(85);
  const kMarginal = kMarginalResult(input, evaluation);
  step(90);
  const mostlyAccuracy = mostlyAccuracyResult(input, evaluation);
  step(STEPS);
  const kway = { '1': oneWay, '2': twoWay, '3': threeWay };
  const resampled = Math.min(RESAMPLED_ROWS, synthetic.rowCount);
  const { newRowSynthesis: newRows } = sdmetrics;
  const disclosures = [
    { what: 'pairs', kept: twoWay.marginals, of: twoWay.of },
    { what: 'rows of rank correlations', kept: links.rankedRows, of: Math.max(train.rowCount, synthetic.rowCount) },
    { what: 'triples', kept: threeWay.marginals, of: threeWay.of },
    { what: 'synthetic rows of a resample', kept: resampled, of: synthetic.rowCount },
    { what: 'pairs of the k-marginal score', kept: kMarginal.marginals, of: kMarginal.of },
    {
      what: 'triples of the mostlyai accuracy',
      kept: mostlyAccuracy.trivariate.marginals,
      of: mostlyAccuracy.trivariate.of,
    },
    { what: 'synthetic rows looked up for new rows', kept: newRows.n, of: newRows.of },
  ].filter(({ kept, of: all }) => kept < all);
  const means = { meanDifferences, furtherDifferences, largestDifferences };
  const scores = { sdmetrics, kMarginal, mostlyAccuracy };
  return { ...shared, pairs, pairsOf: of, matrix, ...means, kway, inside, ...scores, disclosures, notices };
}
