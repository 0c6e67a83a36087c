/**
 * The rows of the tree that is being grown, in the order of its nodes: those of a node stand together. The arrays are
 * made once and serve every tree. Being constants of a function that runs once, engines know where they lie, which makes
 * loops over rows three times as fast as on arrays that are handed in.
 */
import { assert } from '../../errors.ts';

/** Trees are grown on so many rows at most. */
export const MOST_ROWS = 200_000;

/** By place: where the row stands in the columns that are asked, its class and its code. */
export type NodeRows = Readonly<{
  rows: Uint32Array;
  classes: Uint16Array;
  codes: Uint16Array;
  /** All rows in their own order. */
  start(codes: Uint16Array, classes: Uint16Array): void;
  /** From here on the columns that are asked hold the rows between these places alone, in this order. */
  renumber(from: number, to: number): void;
  /** The cells of a column that is asked, by place between these two; null where all are the same. */
  taken(bins: Uint8Array, from: number, to: number): Uint8Array | null;
  /** Those that go left before those that go right, both in their order. `isLeft`: 0 or 1 by bin. Answers where the right ones begin. */
  partition(bins: Uint8Array, isLeft: Uint8Array, from: number, to: number): number;
}>;

export function createRows(): NodeRows {
  const rows = new Uint32Array(MOST_ROWS);
  const classes = new Uint16Array(MOST_ROWS);
  const codes = new Uint16Array(MOST_ROWS);
  const spareRows = new Uint32Array(MOST_ROWS);
  const spareClasses = new Uint16Array(MOST_ROWS);
  const spareCodes = new Uint16Array(MOST_ROWS);

  const renumber = (from: number, to: number): void => {
    for (let i = from; i < to; i++) rows[i] = i - from;
  };
  const start = (itsCodes: Uint16Array, itsClasses: Uint16Array): void => {
    assert(itsCodes.length <= MOST_ROWS, 'createRows: a tree is grown on 200,000 rows at most');
    codes.set(itsCodes);
    classes.set(itsClasses);
    renumber(0, itsCodes.length);
  };
  const taken = (bins: Uint8Array, from: number, to: number): Uint8Array | null => {
    const own = new Uint8Array(to - from);
    let others = 0;
    for (let i = from; i < to; i++) {
      const bin = bins[rows[i]!]!;
      own[i - from] = bin;
      others |= bin ^ own[0]!;
    }
    return others === 0 ? null : own;
  };
  const partition = (bins: Uint8Array, isLeft: Uint8Array, from: number, to: number): number => {
    let left = from;
    let right = 0;
    for (let i = from; i < to; i++) {
      const row = rows[i]!;
      const one = classes[i]!;
      const code = codes[i]!;
      // Without a branch: the row is put down on both sides, and the wrong one is written over.
      rows[left] = spareRows[right] = row;
      classes[left] = spareClasses[right] = one;
      codes[left] = spareCodes[right] = code;
      const goesLeft = isLeft[bins[row]!]!;
      left += goesLeft;
      right += 1 - goesLeft;
    }
    for (let i = 0; i < right; i++) {
      rows[left + i] = spareRows[i]!;
      classes[left + i] = spareClasses[i]!;
      codes[left + i] = spareCodes[i]!;
    }
    return left;
  };
  return { rows, classes, codes, start, renumber, taken, partition };
}
