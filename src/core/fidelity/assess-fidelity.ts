/**
 * The counting checks of one synthetic table: columns, pairs, and the k-way error. They need train alone; a holdout
 * adds the same distances to rows that no model saw.
 */
import { noticeOf, type Notice } from '../errors.ts';
import type { OnProgress } from '../progress.ts';
import { columnResults, type ColumnResult } from './columns.ts';
import { createEvaluation } from './evaluation.ts';
import { leftOutNames, type AssessInput } from './input.ts';
import { noKway, type KwayResult } from './kway.ts';
import { oneWayResult } from './one-way.ts';
import { pairsResult, type AssociationMatrix, type MeanDifference, type PairResult } from './pairs.ts';

export type FidelityResult = Readonly<{
  columns: readonly ColumnResult[];
  pairs: readonly PairResult[];
  /** Pairs that exist; fewer are listed only where they are too many. */
  pairsOf: number;
  matrix: AssociationMatrix;
  meanDifferences: readonly MeanDifference[];
  kway: Readonly<{ '1': KwayResult; '2': KwayResult }>;
  /** Columns that take part in nothing: identifiers, text, left out. */
  leftOut: readonly string[];
  draw: AssessInput['draw'];
  notices: readonly Notice[];
}>;

const STEPS = 3;

export function assessFidelity(input: AssessInput, onProgress: OnProgress): FidelityResult {
  const step = (done: number): void => onProgress({ stage: 'fidelity', done, total: STEPS });
  const { train, synthetic, schema, draw } = input;
  const notices: Notice[] = [];
  step(0);
  const columns = columnResults(input);
  step(1);
  const evaluation = createEvaluation(input);
  const shared = { columns, leftOut: leftOutNames(schema), draw };
  if (evaluation === null) {
    const n = Math.min(train.rowCount, synthetic.rowCount);
    const none = noKway(train.rowCount, synthetic.rowCount, `not measurable with n = ${n}`);
    notices.push(noticeOf('not-measurable', 'note', {}, n, { what: 'The error of marginals' }));
    step(STEPS);
    const matrix = { names: [], real: [], synthetic: [], difference: [] };
    return { ...shared, pairs: [], pairsOf: 0, matrix, meanDifferences: [], kway: { '1': none, '2': none }, notices };
  }
  const oneWay = oneWayResult(input, evaluation);
  step(2);
  const { pairs, of, matrix, meanDifferences, twoWay } = pairsResult(input, evaluation);
  step(STEPS);
  return { ...shared, pairs, pairsOf: of, matrix, meanDifferences, kway: { '1': oneWay, '2': twoWay }, notices };
}
