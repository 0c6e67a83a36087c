/**
 * What the model expects on any marginal: exact where its columns lie in one clique of the tree, and for pairs across
 * cliques while those are small; else counted in rows that are drawn from it for this purpose, on a stream of their own.
 * For a small table more rows than it has: the model's answer shall not be as rough as the table.
 * Cost: at most 50,000 rows, drawn once a call and counted at 3 ns a row and marginal.
 * Privacy: post-processing.
 */
import { assert } from '../../errors.ts';
import { silent } from '../../progress.ts';
import { isPart, type Clique } from './factor.ts';
import type { Graph } from './graph.ts';
import { countMarginals } from '../../table/marginal-counts.ts';
import { sampleCalibrated } from './sample.ts';

const LEAST_ROWS = 10_000;
export const MOST_ROWS = 50_000;

/** Rows per cell for each clique, in its order. `key` numbers the stream: another for each call of a fit. */
export function expectedCounts(
  { estimator, sizes, total }: Graph,
  cliques: readonly Clique[],
  key: number,
): readonly Float64Array[] {
  const { tree, tables } = estimator.calibrated();
  const rowCount = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, Math.round(total)));
  // A pair across costs so much at most; a drawn one costs a step per row.
  const steps = Math.max(...tables.map(({ length }) => length)) * Math.max(...sizes);
  const exact = cliques.map((clique) => {
    const isExact = (clique.length === 2 && steps <= rowCount) || tree.cliques.some((home) => isPart(clique, home));
    return isExact ? estimator.marginal(clique) : null;
  });
  const open = cliques.filter((_, at) => exact[at] === null);
  if (open.length === 0) return exact as readonly Float64Array[];
  const { columns } = sampleCalibrated(estimator.calibrated(), sizes, rowCount, 'even', key, silent);
  const drawn = countMarginals(columns, rowCount, sizes, open);
  let next = 0;
  return exact.map((marginal) => {
    if (marginal !== null) return marginal;
    const counts = drawn[next++];
    assert(counts !== undefined, 'expectedCounts: one drawn marginal for each that is not exact');
    const table = new Float64Array(counts.length);
    for (let cell = 0; cell < table.length; cell++) table[cell] = (counts[cell]! * total) / rowCount;
    return table;
  });
}
