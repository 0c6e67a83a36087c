/**
 * The rows of a node by bin and class, for every column that is asked. Of the two children of a node the smaller one alone
 * is counted: what it leaves of the node's own counts is the larger one's. They lie in one array as on a stack, those of a
 * smaller child behind its parent's, so that it must be done with before its sibling is begun.
 * Cost: rows of the smaller child × columns, and cells. Privacy: counts of real rows, which do not leave `grow.ts`.
 */
import type { NodeRows } from './rows.ts';

/** In front of the kept counts: room for those of one column at a time (`counting.ts`). */
export const SINGLE_CELLS = 400_000;
const KEPT_CELLS = 2 ** 21;

/** `offset`: where the counts of the column begin among those of a node, bin by bin. */
export type Placed = Readonly<{ bins: Uint8Array; offset: number }>;
/** The counts of a node, from `start` on: `size` cells in all, `width` classes a bin. */
export type Kept = Readonly<{ start: number; size: number; width: number }>;

export type Tables = Readonly<{
  cells: Int32Array;
  /** Counts these rows. */
  count(columns: readonly Placed[], from: number, to: number, shape: Pick<Kept, 'size' | 'width'>): Kept | null;
  /** Counts these rows of a node behind its own counts, which lose them. Null where there is no room. */
  split(node: Kept, columns: readonly Placed[], from: number, to: number): Kept | null;
}>;

/** One for all trees: see `rows.ts`. */
export function createTables({ rows, classes }: NodeRows): Tables {
  const cells = new Int32Array(SINGLE_CELLS + KEPT_CELLS);

  const countAt = (columns: readonly Placed[], from: number, to: number, kept: Kept): Kept | null => {
    const { start, size, width } = kept;
    if (start + size > cells.length) return null;
    cells.fill(0, start, start + size);
    let place = 0;
    // Two columns at a time: rows and classes are read half as often.
    for (; place + 1 < columns.length; place += 2) {
      const [one, other] = [columns[place]!, columns[place + 1]!];
      countTwo(one.bins, start + one.offset, other.bins, start + other.offset, width, from, to);
    }
    if (place < columns.length) countOne(columns[place]!.bins, start + columns[place]!.offset, width, from, to);
    return kept;
  };

  const countOne = (bins: Uint8Array, first: number, width: number, from: number, to: number): void => {
    for (let i = from; i < to; i++) cells[first + bins[rows[i]!]! * width + classes[i]!]!++;
  };

  const countTwo = (
    bins: Uint8Array,
    first: number,
    otherBins: Uint8Array,
    otherFirst: number,
    width: number,
    from: number,
    to: number,
  ): void => {
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const one = classes[i]!;
      cells[first + bins[row]! * width + one]!++;
      cells[otherFirst + otherBins[row]! * width + one]!++;
    }
  };

  const takeAway = (from: number, what: number, size: number): void => {
    for (let cell = 0; cell < size; cell++) cells[from + cell]! -= cells[what + cell]!;
  };

  return {
    cells,
    count: (columns, from, to, shape) => countAt(columns, from, to, { ...shape, start: SINGLE_CELLS }),
    split: (node, columns, from, to) => {
      const counted = countAt(columns, from, to, { ...node, start: node.start + node.size });
      if (counted !== null) takeAway(node.start, counted.start, node.size);
      return counted;
    },
  };
}
