/**
 * What the model expects on any marginal: exact where its columns lie in one clique of the tree or are a pair, else
 * counted in rows that are drawn from it for this purpose, on a stream of their own.
 */
import { assert } from '../../errors.ts';
import { silent } from '../../progress.ts';
import type { Clique } from './factor.ts';
import type { Graph } from './graph.ts';
import { countMarginals } from './marginal-counts.ts';
import { sampleCalibrated } from './sample.ts';

const MOST_ROWS = 50_000;

/** Rows per cell for each clique, in its order. `key` numbers the stream: another for each call of a fit. */
export function expectedCounts(
  { estimator, sizes, total }: Graph,
  cliques: readonly Clique[],
  key: number,
): readonly Float64Array[] {
  const exact = cliques.map((clique) => estimator.marginal(clique));
  const open = cliques.filter((_, at) => exact[at] === null);
  if (open.length === 0) return exact as readonly Float64Array[];
  const rowCount = Math.min(MOST_ROWS, Math.max(1, Math.round(total)));
  const { columns } = sampleCalibrated(estimator.calibrated(), sizes, rowCount, 'even', key, silent);
  const drawn = countMarginals(columns, rowCount, sizes, open);
  let next = 0;
  return exact.map((marginal) => {
    if (marginal !== null) return marginal;
    const counts = drawn[next++];
    assert(counts !== undefined, 'expectedCounts: one drawn marginal for each that is not exact');
    return Float64Array.from(counts, (count) => (count * total) / rowCount);
  });
}
