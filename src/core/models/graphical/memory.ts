/**
 * What the graphical synthesizers take beside the table in codes: the counts of the marginals that they look at, the
 * cliques that they measure, the tables of the junction tree, and the maps between tables. `sizes` are the most codes
 * that each column may have, so that every number here is an upper bound.
 */
import { CODE, withMore, type Memory } from '../memory.ts';
import { MOST_ROWS as EXPECTED_ROWS } from './expected.ts';
import { KEPT_BYTES } from './factor.ts';
import { MOST_CELLS, MOST_COUNTS, type Order } from './workload.ts';

const [COUNT, NUMBER] = [Int32Array.BYTES_PER_ELEMENT, Float64Array.BYTES_PER_ELEMENT];
/** Of a measured cell: counts, potential and marginal, both of the last step and of the next, and a start. */
const MEASURED_CELL = COUNT + 8 * NUMBER;
/** Of a cell of the tree: its table, messages and what they are divided by. */
const TREE_CELL = 4 * NUMBER;
/** Measured cells in units of the tree's, for those that choose cliques within it. */
const CLIQUES_IN_TREE = 4;
/** Of one column at a time: the group of each row, the rows in order, and what is dealt to them. */
const DEALT_ROW = 10;

/** Pairs that span the columns: all those of one column are counted together. */
export function spanningMemory(coded: Memory, sizes: readonly number[], cap: number): Memory {
  let [counted, measured] = [0, 0];
  for (const size of sizes) {
    const pairs = sizes.map((other) => Math.min(cap, size * other));
    counted = Math.max(
      counted,
      pairs.reduce((sum, cells) => sum + cells, 0),
    );
    measured += Math.max(...pairs);
  }
  const fixed = COUNT * counted + NUMBER * cap + (MEASURED_CELL + TREE_CELL) * measured;
  return withMore(coded, { fixed: KEPT_BYTES + fixed, drawnRow: DEALT_ROW });
}

/** All marginals of up to so many columns, counted once, with what the model expects of each. */
export function workloadMemory(coded: Memory, sizes: readonly number[], order: Order, cap: number): Memory {
  const counted = (2 * COUNT + NUMBER) * workloadCells(sizes, order);
  const tree = (TREE_CELL + CLIQUES_IN_TREE * MEASURED_CELL) * cap;
  const expected = EXPECTED_ROWS * (CODE * sizes.length + DEALT_ROW);
  return withMore(coded, { fixed: KEPT_BYTES + counted + tree + expected, drawnRow: DEALT_ROW });
}

function workloadCells(sizes: readonly number[], order: Order): number {
  let sum = 0;
  const add = (first: number, cells: number, left: number): void => {
    for (let column = first; column < sizes.length && sum < MOST_COUNTS; column++) {
      const product = Math.min(MOST_CELLS, cells * sizes[column]!);
      sum += product;
      if (left > 1) add(column + 1, product, left - 1);
    }
  };
  add(0, 1, order);
  return Math.min(MOST_COUNTS, sum);
}
