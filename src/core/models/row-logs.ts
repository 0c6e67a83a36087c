/**
 * How likely a model finds rows: log p(x) = Σ_c θ_c(x_c) + constant, over cliques c of columns with log-potentials θ.
 * The constant is left out, so the numbers order rows of one table and say nothing across models.
 * O(rows · cliques). Privacy: of synthetic rows and a claimed model it is post-processing.
 * Left out: models without such a form: trees have their own (`trees/likelihood.ts`), the copula (a density over bins) has none.
 */
import type { CodedTable } from './coded-domain.ts';
import type { Clique } from './graphical/factor.ts';

/** `sizes`: codes of each column. One number a row, -Infinity where the model has no such row. Tables as in `factor.ts`: the last column fastest. */
export function rowLogs(
  sizes: readonly number[],
  cliques: readonly Clique[],
  potentials: readonly Float64Array[],
  { rowCount, columns }: CodedTable,
): Float64Array {
  const logs = new Float64Array(rowCount);
  cliques.forEach((clique, place) => {
    const potential = potentials[place]!;
    const cells = new Uint32Array(rowCount);
    for (const column of clique) {
      const codes = columns[column]!;
      const size = sizes[column]!;
      for (let row = 0; row < rowCount; row++) cells[row] = cells[row]! * size + codes[row]!;
    }
    for (let row = 0; row < rowCount; row++) logs[row]! += potential[cells[row]!]!;
  });
  return logs;
}
