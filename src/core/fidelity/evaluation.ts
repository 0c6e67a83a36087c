/**
 * The tables of one assessment on the evaluation bins, in canonical row order, and the row draws that intervals and the
 * floors of associations share: ten resamples of the synthetic rows, and five pairs of independent resamples of train
 * as large as train and synthetic. One binning per assessment, cut on train alone, never a model's own bins. Draws hold at most 200,000 rows; what is found on them is scaled.
 */
import { binTable, createBinning, type BinnedTable, type Binning } from '../table/binning.ts';
import { columnNamed, modelledNames, numbersOf, type AssessInput } from './input.ts';
import { gatherBinned } from './marginals.ts';
import { canonicalOrder, RESAMPLED_ROWS, RESAMPLES, resampleRows } from './resampling.ts';

const FLOOR_ROUNDS = 5;

/** Null tables have no rows. `synthetic` draws index the synthetic rows, all others the rows of train. */
export type Evaluation = Readonly<{
  names: readonly string[];
  binning: Binning;
  train: BinnedTable;
  synthetic: BinnedTable;
  holdout: BinnedTable | null;
  /** The file's row number of each row of `train` and `synthetic`. */
  order: Readonly<{ train: Uint32Array; synthetic: Uint32Array }>;
  seed: number;
  draws: Readonly<{
    synthetic: readonly Uint32Array[];
    fresh: readonly Readonly<{ asTrain: Uint32Array; asSynthetic: Uint32Array }>[];
  }>;
}>;

/** Bins the three tables; null if train or synthetic is empty or no column is modelled. */
export function createEvaluation(input: AssessInput): Evaluation | null {
  const { train, synthetic, holdout, schema, seed } = input;
  const names = modelledNames(schema);
  if (train.rowCount === 0 || synthetic.rowCount === 0 || names.length === 0) return null;
  const binning = createBinning(train, schema);
  const inFileOrder = [train, synthetic].map((table) => binTable(table, binning));
  const order = [train, synthetic].map((table, at) => {
    const numbers = names.map((name) => {
      const column = columnNamed(table, name);
      return column.kind === 'categorical' ? null : numbersOf(column);
    });
    return canonicalOrder(inFileOrder[at]!.codes, numbers, names, table.rowCount);
  });
  const hasHoldout = holdout !== null && holdout.rowCount > 0;
  const drawOf = (from: number, count: number, purpose: string, round: number): Uint32Array =>
    resampleRows(from, Math.min(count, RESAMPLED_ROWS), seed, purpose, round);
  return {
    names,
    binning,
    train: gatherBinned(inFileOrder[0]!, order[0]!),
    synthetic: gatherBinned(inFileOrder[1]!, order[1]!),
    holdout: hasHoldout ? binTable(holdout, binning) : null,
    order: { train: order[0]!, synthetic: order[1]! },
    seed,
    draws: {
      synthetic: Array.from({ length: RESAMPLES }, (_, round) =>
        drawOf(synthetic.rowCount, synthetic.rowCount, 'resample-synthetic', round),
      ),
      fresh: Array.from({ length: FLOOR_ROUNDS }, (_, round) => ({
        asTrain: drawOf(train.rowCount, train.rowCount, 'floor-train', round),
        asSynthetic: drawOf(train.rowCount, synthetic.rowCount, 'floor-synthetic', round),
      })),
    },
  };
}
