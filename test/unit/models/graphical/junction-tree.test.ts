import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellCount, isPart } from '../../../../src/core/models/graphical/factor.ts';
import {
  junctionTree,
  junctionTreeCells,
  type JunctionTree,
} from '../../../../src/core/models/graphical/junction-tree.ts';
import { SHAPES } from '../../../helpers/graphical.ts';
import { naiveTreeCells } from '../../../helpers/naive/graphical.ts';
import { forAll } from '../../../helpers/properties.ts';

const cliqueSets = fc.integer({ min: 1, max: 45 }).chain((columns) =>
  fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: columns, maxLength: columns }),
    cliques: fc.array(fc.subarray([...Array(columns).keys()], { minLength: 1, maxLength: Math.min(3, columns) }), {
      maxLength: 40,
    }),
  }),
);

/** The cliques that hold a column are reached from each other without leaving them. */
function hangsTogether({ cliques, edges }: JunctionTree, column: number): boolean {
  const holding = cliques.filter((clique) => clique.includes(column)).length;
  const between = edges.filter(({ separator }) => separator.includes(column)).length;
  return holding - between === 1; // a forest with one edge less than nodes is a tree
}

test('the tree holds every clique and column, hangs together, and is as large as a naive elimination says', () => {
  forAll(cliqueSets, ({ sizes, cliques }) => {
    const tree = junctionTree(cliques, sizes);
    expect(tree.edges.length).toBe(tree.cliques.length - 1);
    for (const clique of cliques) expect(tree.cliques.some((home) => isPart(clique, home))).toBe(true);
    for (const column of sizes.keys()) expect(hangsTogether(tree, column)).toBe(true);
    tree.cliques.forEach((clique, at) =>
      expect(tree.cliques.some((other, otherAt) => otherAt !== at && isPart(clique, other))).toBe(false),
    );
    const reached = new Set([0]);
    for (const { parent, child, separator } of tree.edges) {
      expect(reached.has(parent) && !reached.has(child)).toBe(true);
      reached.add(child);
      expect(isPart(separator, tree.cliques[parent]!) && isPart(separator, tree.cliques[child]!)).toBe(true);
    }
    expect(tree.cells).toBe(tree.cliques.reduce((sum, clique) => sum + cellCount(clique, sizes), 0));
    expect(tree.cells).toBe(naiveTreeCells(cliques, sizes));
    expect(junctionTreeCells(cliques, sizes)).toBe(tree.cells);
    expect(junctionTreeCells(cliques, sizes, tree.cells)).toBe(tree.cells);
    expect(junctionTreeCells(cliques, sizes, tree.cells - 1)).toBe(Infinity);
  });
});

test("a column's parents come after it in the order, and with it lie in one clique", () => {
  forAll(cliqueSets, ({ sizes, cliques }) => {
    const { eliminationOrder, parents, cliques: homes } = junctionTree(cliques, sizes);
    expect([...eliminationOrder].sort((a, b) => a - b)).toEqual([...sizes.keys()]);
    eliminationOrder.forEach((column, at) => {
      const later = new Set(eliminationOrder.slice(at + 1));
      expect(parents[column]!.every((parent) => later.has(parent))).toBe(true);
      const both = [column, ...parents[column]!].sort((a, b) => a - b);
      expect(homes.some((home) => isPart(both, home))).toBe(true);
    });
  });
});

test('a four-cycle is cut by the cheaper diagonal', () => {
  const { sizes, cliques } = SHAPES.find(({ shape }) => shape === 'four-cycle')!; // sizes 3, 4, 5, 3
  const tree = junctionTree(cliques, sizes);
  // Column 0 goes first (3·4·3 = 36, the least) and joins its neighbours 1 and 3.
  expect(tree.eliminationOrder).toEqual([0, 1, 2, 3]);
  expect(tree.cliques).toEqual([
    [0, 1, 3],
    [1, 2, 3],
  ]);
  expect(tree.parents).toEqual([[1, 3], [2, 3], [3], []]);
  expect(tree.cells).toBe(36 + 60);
});

test('separate components are joined by empty separators', () => {
  const tree = junctionTree([[0, 1]], [2, 3, 4]);
  expect(tree.edges.map(({ separator }) => separator)).toEqual([[]]);
  expect(tree.cells).toBe(10);
});
