/**
 * Which marginals a model is asked to get right, and which may be measured for it (AIM, arXiv 2201.12677).
 * Workload: all triples or all pairs, each of weight 1, those with the target of weight 2. Weight of a candidate r:
 * Σ over workload cliques s of weight(s)·|r ∩ s|, common factors divided out. Candidates: the single columns, and what
 * the workload contains, but for cliques of more than 10,000 cells and the largest that the memory has no room for.
 * Privacy: public, a function of declared sizes and the target's name. Weights are whole numbers: the sensitivity of a
 * score is a multiple of them.
 */
import { cellCount, type Clique } from './factor.ts';

/** Cliques of the workload hold two or three columns. */
export type Order = 2 | 3;
/** `weight` is a whole number, at least 1. */
export type Candidate = Readonly<{ clique: Clique; weight: number }>;

export const MOST_CELLS = 10_000;
/** 128 MiB of counts. */
export const MOST_COUNTS = 2 ** 25;
/** More columns than these, and triples are too many to be counted. */
const MOST_FOR_TRIPLES = 24;

/** Triples where there are few columns, pairs where there are many. */
export function usualOrder(columnCount: number): Order {
  return columnCount <= MOST_FOR_TRIPLES ? 3 : 2;
}

/** The candidates in a fixed order: single columns, then pairs, then triples. Columns of one code take no part. */
export function candidatesOf(sizes: readonly number[], order: Order, target: number | null): readonly Candidate[] {
  const columns = [...sizes.keys()].filter((column) => sizes[column]! > 1);
  const longest = Math.min(order, columns.length);
  const columnWeights = new Float64Array(sizes.length);
  for (const clique of subsetsOf(columns, longest)) {
    const weight = target !== null && clique.includes(target) ? 2 : 1;
    for (const column of clique) columnWeights[column]! += weight;
  }
  const joint = Array.from({ length: Math.max(0, longest - 1) }, (_, at) => subsetsOf(columns, at + 2)).flat();
  const cliques = [...columns.map((column) => [column]), ...withinMemory(joint, sizes)];
  const weights = cliques.map((clique) => clique.reduce((sum, column) => sum + columnWeights[column]!, 0));
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  return cliques.map((clique, at) => ({ clique, weight: weights[at]! / divisor }));
}

/** Without those of too many cells; then the largest go, until the counts of the rest fit. */
function withinMemory(cliques: readonly Clique[], sizes: readonly number[]): readonly Clique[] {
  const small = cliques.filter((clique) => cellCount(clique, sizes) <= MOST_CELLS);
  const ascending = [...small].sort((a, b) => cellCount(a, sizes) - cellCount(b, sizes));
  const kept = new Set<Clique>();
  let cells = 0;
  for (const clique of ascending) {
    cells += cellCount(clique, sizes);
    if (cells > MOST_COUNTS) break;
    kept.add(clique);
  }
  return small.filter((clique) => kept.has(clique));
}

/** All parts of so many of these columns, in lexical order. */
export function subsetsOf(columns: readonly number[], length: number): Clique[] {
  if (length === 0) return [[]];
  return columns.flatMap((column, at) => subsetsOf(columns.slice(at + 1), length - 1).map((rest) => [column, ...rest]));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
