/**
 * Which candidates may be measured next: those that a clique of the tree holds already, and those that would keep the
 * tree within so many cells. Only the parts of the model that a candidate touches are eliminated anew: parts that share no
 * clique have trees of their own, and their cells add up.
 * Cost: one elimination of those parts a candidate. Privacy: a function of declared sizes and of cliques chosen before.
 */
import { isPart, type Clique } from './factor.ts';
import type { Estimator } from './estimate.ts';
import { junctionTreeCells } from './junction-tree.ts';

/** Answers whether the tree with this clique has at most `limit` cells; cliques are best asked in ascending length. */
export function offers(
  { cliques, tree }: Pick<Estimator, 'cliques' | 'tree'>,
  sizes: readonly number[],
  limit: number,
): (clique: Clique) => boolean {
  const { partOf, parts } = partsOf(cliques, sizes);
  const total = parts.reduce((sum, part) => sum + cellsOf(part.cliques, part.columns, sizes, Infinity), 0);
  const cells = parts.map((part) => cellsOf(part.cliques, part.columns, sizes, Infinity));
  const refused: Clique[] = [];
  return (clique) => {
    if (tree.cliques.some((home) => isPart(clique, home))) return true;
    if (refused.some((part) => isPart(part, clique))) return false;
    const touched = [...new Set(clique.map((column) => partOf[column]!))];
    const others = touched.reduce((sum, at) => sum - cells[at]!, total);
    const columns = touched.flatMap((at) => parts[at]!.columns).sort((a, b) => a - b);
    const joined = [...touched.flatMap((at) => parts[at]!.cliques), clique];
    const isOffered = others + cellsOf(joined, columns, sizes, limit - others) <= limit;
    if (!isOffered) refused.push(clique);
    return isOffered;
  };
}

/** Columns that hang together through cliques, ascending, with those cliques. */
type Part = { columns: number[]; cliques: Clique[] };

function partsOf(cliques: readonly Clique[], sizes: readonly number[]): { partOf: Int32Array; parts: Part[] } {
  const first = Int32Array.from(sizes.keys());
  for (const clique of cliques) {
    const own = new Set(clique.map((column) => first[column]!));
    const into = Math.min(...own);
    for (let column = 0; column < first.length; column++) if (own.has(first[column]!)) first[column] = into;
  }
  const parts: Part[] = [];
  const partOf = new Int32Array(sizes.length);
  first.forEach((root, column) => {
    partOf[column] = root === column ? parts.push({ columns: [], cliques: [] }) - 1 : partOf[root]!;
    parts[partOf[column]]!.columns.push(column);
  });
  for (const clique of cliques) parts[partOf[clique[0]!]!]!.cliques.push(clique);
  return { partOf, parts };
}

function cellsOf(
  cliques: readonly Clique[],
  columns: readonly number[],
  sizes: readonly number[],
  limit: number,
): number {
  const places = new Map(columns.map((column, place) => [column, place]));
  const renamed = cliques.map((clique) => clique.map((column) => places.get(column)!));
  return junctionTreeCells(
    renamed,
    columns.map((column) => sizes[column]!),
    limit,
  );
}
