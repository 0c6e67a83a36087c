/**
 * The one-way error: mean over columns of Σ |p_S − p_R|, on the evaluation bins for numbers and dates, and with every
 * level apart for categories. Ceiling: the uniform law over the bins that train fills. Floor, score and interval as in
 * kway.ts. Cost: 13 counts of all columns.
 */
import type { Evaluation } from './evaluation.ts';
import { columnNamed, type AssessInput } from './input.ts';
import { floorsOf, summarise, type KwayResult } from './kway.ts';
import { alignLevels } from './levels.ts';
import { meanOf, summedDifference } from './marginals.ts';

export function oneWayResult(input: AssessInput, evaluation: Evaluation): KwayResult {
  const { train, synthetic, holdout, draws, names } = evaluation;
  // Column by column: the codes of one are dropped before those of the next are made.
  const columns = names.map((_, index) => oneWayColumn(input, evaluation, index));
  const all = (error: (column: OneWayColumn) => number): Float64Array => Float64Array.from(columns, error);
  const errors = all(({ counts }) =>
    summedDifference(counts.synthetic, synthetic.rowCount, counts.train, train.rowCount),
  );
  const resampled = draws.synthetic.map((_, round) => meanOf(all((column) => column.resampled[round]!)));
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
    marginals: names.map((name) => [name]),
  });
}

/** Counts of one column with every level apart, and the errors of the resamples against train. */
type OneWayColumn = Readonly<{
  counts: Readonly<{ train: Int32Array; synthetic: Int32Array; holdout: Int32Array | null }>;
  resampled: readonly number[];
}>;

function oneWayColumn(input: AssessInput, evaluation: Evaluation, index: number): OneWayColumn {
  const { draws, train: binned } = evaluation;
  const { size, train, synthetic, holdout } = codesOf(input, evaluation, index);
  const counts = {
    train: countCodes(train, size),
    synthetic: countCodes(synthetic, size),
    holdout: holdout && countCodes(holdout, size),
  };
  const resampled = draws.synthetic.map((rows) =>
    summedDifference(countAt(size, synthetic, rows), rows.length, counts.train, binned.rowCount),
  );
  return { counts, resampled };
}

type Codes = Uint8Array | Uint32Array;
type OneWayCodes = Readonly<{ size: number; train: Codes; synthetic: Codes; holdout: Codes | null }>;

/** The bins; or, of a category with more levels than they hold apart, the levels. Synthetic rows in canonical order. */
function codesOf(
  input: AssessInput,
  { train, synthetic, holdout, order, names }: Evaluation,
  index: number,
): OneWayCodes {
  const name = names[index]!;
  const real = columnNamed(input.train, name);
  const size = train.sizes[index]!;
  if (real.kind !== 'categorical' || real.levels.length + 2 <= size) {
    const held = holdout && holdout.codes[index]!;
    return { size, train: train.codes[index]!, synthetic: synthetic.codes[index]!, holdout: held };
  }
  const other = columnNamed(input.synthetic, name);
  const third = holdout && input.holdout ? columnNamed(input.holdout, name) : null;
  const columns = [real, other, ...(third ? [third] : [])].filter((column) => column.kind === 'categorical');
  const { levels, codes } = alignLevels(columns);
  const made = inOrder(codes[1]!, order.synthetic);
  return { size: levels.length + 1, train: codes[0]!, synthetic: made, holdout: codes[2] ?? null };
}

function inOrder(codes: Uint32Array, order: Uint32Array): Uint32Array {
  const out = new Uint32Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[order[i]!]!;
  return out;
}

function countCodes(codes: Codes, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}

function countAt(size: number, codes: Codes, rows: Uint32Array): Int32Array {
  const counts = new Int32Array(size);
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
