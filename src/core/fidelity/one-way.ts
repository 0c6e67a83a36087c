/**
 * The one-way error: mean over columns of Σ |p_S − p_R|, on the evaluation bins for numbers and dates, and with every
 * level apart for categories. Ceiling: the uniform law over the bins that train fills. Floor, score and interval as in
 * kway.ts. Cost: 13 counts of all columns.
 */
import type { BinnedTable } from '../table/binning.ts';
import type { Evaluation } from './evaluation.ts';
import { columnNamed, type AssessInput } from './input.ts';
import { floorsOf, summarise, type KwayResult } from './kway.ts';
import { alignLevels } from './levels.ts';
import { meanOf, summedDifference } from './marginals.ts';

export function oneWayResult(input: AssessInput, evaluation: Evaluation): KwayResult {
  const columns = oneWayColumns(input, evaluation);
  const all = (error: (column: OneWayColumn) => number): Float64Array => Float64Array.from(columns, error);
  const { train, synthetic, holdout, draws } = evaluation;
  const errors = all(({ counts }) =>
    summedDifference(counts.synthetic, synthetic.rowCount, counts.train, train.rowCount),
  );
  const resampled = draws.synthetic.map((rows) =>
    meanOf(all((c) => summedDifference(countAt(c, c.synthetic, rows), rows.length, c.counts.train, train.rowCount))),
  );
  const ceiling = meanOf(all(({ counts }) => distanceToUniform(counts.train, train.rowCount)));
  const holdoutErrors =
    holdout &&
    all((c) => summedDifference(c.counts.synthetic, synthetic.rowCount, c.counts.holdout!, holdout.rowCount));
  return summarise(evaluation, {
    errors,
    holdoutErrors,
    resampled: Float64Array.from(resampled),
    floors: floorsOf(
      evaluation,
      columns.map(({ counts }) => counts.train),
    ),
    ceiling,
    noRoom: 'no score: the bins of train are filled almost evenly, so even a uniform table would be close',
    of: columns.length,
    marginals: evaluation.names.map((name) => [name]),
  });
}

/** Codes of one column with every level apart; counts are of whole tables. */
type OneWayColumn = Readonly<{
  size: number;
  train: Uint32Array;
  synthetic: Uint32Array;
  counts: Readonly<{ train: Int32Array; synthetic: Int32Array; holdout: Int32Array | null }>;
}>;

function oneWayColumns(input: AssessInput, evaluation: Evaluation): OneWayColumn[] {
  const { train, synthetic, holdout } = evaluation;
  return evaluation.names.map((name, index) => {
    const real = columnNamed(input.train, name);
    const size = train.sizes[index]!;
    const binned = (table: BinnedTable): Uint32Array => Uint32Array.from(table.codes[index]!);
    if (real.kind !== 'categorical' || real.levels.length + 2 <= size) {
      return oneWayColumn(size, binned(train), binned(synthetic), holdout && binned(holdout));
    }
    // More levels than the bins hold apart.
    const other = columnNamed(input.synthetic, name);
    const third = holdout && input.holdout ? columnNamed(input.holdout, name) : null;
    const columns = [real, other, ...(third ? [third] : [])].filter((column) => column.kind === 'categorical');
    const { levels, codes } = alignLevels(columns);
    return oneWayColumn(
      levels.length + 1,
      inOrder(codes[0]!, evaluation.order.train),
      inOrder(codes[1]!, evaluation.order.synthetic),
      codes[2] ?? null,
    );
  });
}

function oneWayColumn(
  size: number,
  train: Uint32Array,
  synthetic: Uint32Array,
  holdout: Uint32Array | null,
): OneWayColumn {
  const counts = {
    train: countWide(train, size),
    synthetic: countWide(synthetic, size),
    holdout: holdout && countWide(holdout, size),
  };
  return { size, train, synthetic, counts };
}

function inOrder(codes: Uint32Array, order: Uint32Array): Uint32Array {
  const out = new Uint32Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[order[i]!]!;
  return out;
}

function countWide(codes: Uint32Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}

function countAt(column: OneWayColumn, codes: Uint32Array, rows: Uint32Array): Int32Array {
  const counts = new Int32Array(column.size);
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]!]!]!++;
  return counts;
}

function distanceToUniform(counts: Int32Array, total: number): number {
  let filled = 0;
  for (let cell = 0; cell < counts.length; cell++) if (counts[cell]! > 0) filled++;
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell]! > 0) sum += Math.abs(counts[cell]! / total - 1 / filled);
  }
  return sum;
}
