/** How far two tables of one domain are apart: the mean over all marginals of one, two or three columns of Σ|p − q|. */
import { codeCount, type CodedDomain, type CodedTable } from '../../src/core/models/coded-domain.ts';
import { countMarginals } from '../../src/core/table/marginal-counts.ts';
import { subsetsOf } from '../../src/core/models/graphical/workload.ts';

/** For one, two and three columns; at least three are coded. */
export type Errors = readonly [one: number, two: number, three: number];

export function marginalErrors(first: CodedTable, second: CodedTable, domain: CodedDomain): Errors {
  const sizes = domain.columns.map(codeCount);
  const errorOf = (order: number): number => {
    const cliques = subsetsOf([...sizes.keys()], order);
    const [a, b] = [first, second].map(({ columns, rowCount }) => countMarginals(columns, rowCount, sizes, cliques));
    let sum = 0;
    for (let at = 0; at < cliques.length; at++) {
      const [p, q] = [a![at]!, b![at]!];
      for (let cell = 0; cell < p.length; cell++)
        sum += Math.abs(p[cell]! / first.rowCount - q[cell]! / second.rowCount);
    }
    return sum / cliques.length;
  };
  return [errorOf(1), errorOf(2), errorOf(3)];
}
