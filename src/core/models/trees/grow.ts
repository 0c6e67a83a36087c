/**
 * Grows the tree of one column on the columns before it (Breiman and others 1984, Classification and Regression Trees).
 * The column's codes stand in classes; a split is the better the more of Gini's index it takes away:
 *   gain = Σ l_k²/n_l + Σ r_k²/n_r − Σ t_k²/n, with l, r, t = rows per class on the left, on the right and in the node.
 * Numbers take part by classes of about equal size, so that a split answers to the whole distribution and not to its mean.
 * Bins of an unordered predictor are put in the order of their share of the node's largest class (exact for two classes),
 * then cut. Missing goes to the side that gains more. Ties: the earlier predictor, then missing on the left, then the
 * lower cut. The root may be told what to ask: that split is made even if it gains nothing. All sums are whole numbers, so that the same rows give the same tree on every engine.
 * Cost: about 3 ns a row, predictor and level. Privacy: structure and leaves are read off rows: never under a claim.
 */
import type { Predictor } from './predictors.ts';

/** Plain data. A node that asks nothing is a leaf. */
export type ColumnTree = Readonly<{
  /** By node: the place in the domain of the column that is asked, or −1. */
  asked: Int16Array;
  /** By node: its left child; the right one stands behind it. */
  child: Uint32Array;
  /** Three words a node: bit b is set if bin b goes left. */
  sides: Uint32Array;
  /** By node: where its codes begin, with one end more; nodes that ask have none. */
  starts: Uint32Array;
  /** Codes of the leaves, ascending in each, and their rows. */
  codes: Uint16Array;
  counts: Float64Array;
}>;

/** By row: the code, and the class that it stands in. */
export type Target = Readonly<{ codes: Uint16Array; codeCount: number; classes: Uint16Array; classCount: number }>;
/** A column before the target; `column`: its place in the domain, `bins`: by row. */
export type Asked = Readonly<{ column: number; bins: Uint8Array; predictor: Predictor }>;

/** Bit words a node. */
export const WORDS = 3;
const MISSING = 0;
const MAX_BIN_COUNT = 32 * WORDS;
const MAX_DEPTH = 30;
/** Of the root's impurity. */
const MIN_GAIN = 1e-8;
/** Rounding may leave a gain of nothing a little below 0. */
const ANY_GAIN = -1;

type Node = { asked: number; child: number; sides: Uint32Array | null; from: number; to: number; depth: number };

/** `first`: the column that the root asks wherever it can be cut, whatever that gains; null for none. */
export function growTree(
  { codes, codeCount, classes, classCount }: Target,
  all: readonly Asked[],
  minLeaf: number,
  first: number | null = null,
): ColumnTree {
  const rowCount = codes.length;
  // Rows of a node stand together in every array: what is read is read in order.
  const own = { codes: codes.slice(), classes: classes.slice() };
  const asked = all.map(({ column, bins, predictor }) => ({ column, predictor, bins: bins.slice() }));
  const isLeft = new Uint8Array(rowCount);
  const spare = { bytes: new Uint8Array(rowCount), words: new Uint16Array(rowCount) };
  const search = createSearch(own.classes, classCount, minLeaf);
  const leafOf = (from: number, to: number, depth: number): Node => ({
    asked: -1,
    child: 0,
    sides: null,
    from,
    to,
    depth,
  });
  const nodes = [leafOf(0, rowCount, 0)];
  let least = 0;
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at]!;
    const { from, to, depth } = node;
    if (to - from < 2 * minLeaf || depth >= MAX_DEPTH) continue;
    const impurity = search.enter(from, to);
    if (at === 0) least = MIN_GAIN * impurity;
    if (impurity <= least) continue;
    const set = at === 0 && first !== null ? asked.filter(({ column }) => column === first) : [];
    const found = bestOf(search, set, ANY_GAIN) ?? bestOf(search, asked, least);
    if (found === null) continue;
    const { chosen, split } = found;
    const sides = sidesOf(split, chosen.predictor, search.rowsPerBin(chosen.bins));
    let left = from;
    for (let i = from; i < to; i++) {
      const bin = chosen.bins[i]!;
      left += isLeft[i] = (sides[bin >>> 5]! >>> (bin & 31)) & 1;
    }
    for (const { bins } of asked) partition(bins, isLeft, from, to, spare.bytes);
    partition(own.classes, isLeft, from, to, spare.words);
    partition(own.codes, isLeft, from, to, spare.words);
    Object.assign(node, { asked: chosen.column, child: nodes.length, sides });
    nodes.push(leafOf(from, left, depth + 1), leafOf(left, to, depth + 1));
  }
  return packed(nodes, own.codes, codeCount);
}

/** The split that gains most, if that is more than `above`. */
function bestOf(
  search: Search,
  asked: readonly Asked[],
  above: number,
): Readonly<{ chosen: Asked; split: Split }> | null {
  let best: Readonly<{ chosen: Asked; split: Split }> | null = null;
  for (const chosen of asked) {
    const split = search.along(chosen.bins, chosen.predictor, best?.split.gain ?? above);
    if (split !== null) best = { chosen, split };
  }
  return best;
}

/** Left rows before right rows, both in their order. */
function partition<A extends Uint8Array | Uint16Array>(
  values: A,
  isLeft: Uint8Array,
  from: number,
  to: number,
  spare: A,
): void {
  let left = from;
  let right = 0;
  for (let i = from; i < to; i++) {
    if (isLeft[i] === 1) values[left++] = values[i]!;
    else spare[right++] = values[i]!;
  }
  for (let i = 0; i < right; i++) values[left + i] = spare[i]!;
}

/** The bins of `order` up to and including place `cut` go left. */
type Split = Readonly<{ gain: number; cut: number; missingLeft: boolean; order: readonly number[] }>;

/** Bins without rows: between ordered ones with what lies around them, else with the larger side. */
function sidesOf(
  { cut, missingLeft, order }: Split,
  { binCount, isOrdered }: Predictor,
  rows: Uint32Array,
): Uint32Array {
  const sides = new Uint32Array(WORDS);
  const put = (bin: number): void => void (sides[bin >>> 5]! |= 1 << (bin & 31));
  let left = missingLeft ? rows[MISSING]! : 0;
  let all = rows[MISSING]!;
  order.forEach((bin, place) => {
    all += rows[bin]!;
    if (place <= cut) left += rows[bin]!;
  });
  const isLeftLarger = 2 * left > all;
  if (rows[MISSING] === 0 ? isLeftLarger : missingLeft) put(MISSING);
  for (let place = 0; place <= cut; place++) put(order[place]!);
  const lastLeft = cut < 0 ? MISSING : order[cut]!;
  for (let bin = 1; bin < binCount; bin++) {
    if (rows[bin] === 0 && (isOrdered ? bin < lastLeft : isLeftLarger)) put(bin);
  }
  return sides;
}

interface Search {
  /** From now on the node of these rows is spoken of. Answers its impurity, n − Σ t_k²/n. */
  enter(from: number, to: number): number;
  /** The best split by this predictor if it gains more than `above`. */
  along(bins: Uint8Array, predictor: Predictor, above: number): Split | null;
  rowsPerBin(bins: Uint8Array): Uint32Array;
}

function createSearch(classes: Uint16Array, classCount: number, minLeaf: number): Search {
  const total = new Uint32Array(classCount);
  const left = new Uint32Array(classCount);
  const binRows = new Uint32Array(MAX_BIN_COUNT);
  const shares = new Float64Array(MAX_BIN_COUNT);
  const ends = new Uint32Array(MAX_BIN_COUNT);
  /** Rows per bin and class where they are many, classes of the rows bin by bin where they are few. */
  const table = new Uint32Array(MAX_BIN_COUNT * Math.min(classCount, MAX_TABLE_CLASSES));
  const byBin = new Uint16Array(classes.length);
  const order: number[] = [];
  let [from, to, n, base, major] = [0, 0, 0, 0, 0];

  const enter = (first: number, end: number): number => {
    for (let i = from; i < to; i++) total[classes[i]!] = 0;
    [from, to, n] = [first, end, end - first];
    let squares = 0;
    for (let i = from; i < to; i++) squares += 2 * total[classes[i]!]!++ + 1;
    major = classes[from]!;
    for (let i = from; i < to; i++) {
      const one = classes[i]!;
      if (total[one]! > total[major]! || (total[one] === total[major] && one < major)) major = one;
    }
    base = squares / n;
    return n - base;
  };

  const along = (bins: Uint8Array, { binCount, isOrdered }: Predictor, above: number): Split | null => {
    const isTable = classCount <= MAX_TABLE_CLASSES && classCount * binCount <= TABLE_SHARE * n;
    binRows.fill(0, 0, binCount);
    if (isTable) {
      table.fill(0, 0, binCount * classCount);
      for (let i = from; i < to; i++) table[bins[i]! * classCount + classes[i]!]!++;
      for (let bin = 0, cell = 0; bin < binCount; bin++) {
        let sum = 0;
        for (let one = 0; one < classCount; one++) sum += table[cell++]!;
        binRows[bin] = sum;
      }
    } else {
      for (let i = from; i < to; i++) binRows[bins[i]!]!++;
    }
    order.length = 0;
    for (let bin = 1; bin < binCount; bin++) if (binRows[bin]! > 0) order.push(bin);
    const missing = binRows[MISSING]!;
    if (order.length + (missing > 0 ? 1 : 0) < 2) return null;
    if (!isTable) {
      for (let bin = 0, start = 0; bin < binCount; start += binRows[bin++]!) ends[bin] = start;
      for (let i = from; i < to; i++) byBin[ends[bins[i]!]!++] = classes[i]!;
    }
    if (!isOrdered && order.length > 2) {
      for (const bin of order) {
        let held = 0;
        if (isTable) held = table[bin * classCount + major]!;
        else for (let i = ends[bin]! - binRows[bin]!; i < ends[bin]!; i++) if (byBin[i] === major) held++;
        shares[bin] = held / binRows[bin]!;
      }
      order.sort((a, b) => shares[a]! - shares[b]! || a - b);
    }

    let [gain, cut, bestMissingLeft] = [above, -2, false];
    for (let side = missing > 0 ? 0 : 1; side < 2; side++) {
      const missingLeft = side === 0;
      let [taken, squaresLeft, squaresRight] = [0, 0, base * n];
      left.fill(0);
      // Something must stay on the right.
      const last = order.length - (missingLeft || missing === 0 ? 2 : 1);
      for (let place = missingLeft ? -1 : 0; place <= last; place++) {
        const bin = place < 0 ? MISSING : order[place]!;
        const moved = binRows[bin]!;
        if (isTable) {
          for (let one = 0, cell = bin * classCount; one < classCount; one++, cell++) {
            const rows = table[cell]!;
            if (rows === 0) continue;
            const before = left[one]!;
            squaresLeft += rows * (2 * before + rows);
            squaresRight -= rows * (2 * (total[one]! - before) - rows);
            left[one] = before + rows;
          }
        } else {
          for (let i = ends[bin]! - moved; i < ends[bin]!; i++) {
            const one = byBin[i]!;
            const before = left[one]!++;
            squaresLeft += 2 * before + 1;
            squaresRight -= 2 * (total[one]! - before) - 1;
          }
        }
        taken += moved;
        if (taken < minLeaf) continue;
        if (n - taken < minLeaf) break;
        const gained = squaresLeft / taken + squaresRight / (n - taken) - base;
        if (gained > gain) [gain, cut, bestMissingLeft] = [gained, place, missingLeft];
      }
    }
    return cut === -2 ? null : { gain, cut, missingLeft: bestMissingLeft, order: [...order] };
  };

  const rowsPerBin = (bins: Uint8Array): Uint32Array => {
    const rows = new Uint32Array(MAX_BIN_COUNT);
    for (let i = from; i < to; i++) rows[bins[i]!]!++;
    return rows;
  };
  return { enter, along, rowsPerBin };
}

/** Rows are counted in a table of bins and classes where it has at most so many cells a row. */
const TABLE_SHARE = 0.5;
const MAX_TABLE_CLASSES = 256;

function packed(nodes: readonly Node[], codes: Uint16Array, codeCount: number): ColumnTree {
  const sides = new Uint32Array(WORDS * nodes.length);
  const starts = new Uint32Array(nodes.length + 1);
  const leafCodes: number[] = [];
  const leafCounts: number[] = [];
  const held = new Uint32Array(codeCount);
  nodes.forEach((node, at) => {
    if (node.sides !== null) sides.set(node.sides, WORDS * at);
    else {
      const present: number[] = [];
      for (let i = node.from; i < node.to; i++) if (held[codes[i]!]!++ === 0) present.push(codes[i]!);
      for (const code of present.sort((a, b) => a - b)) {
        leafCodes.push(code);
        leafCounts.push(held[code]!);
        held[code] = 0;
      }
    }
    starts[at + 1] = leafCodes.length;
  });
  return {
    asked: Int16Array.from(nodes, ({ asked }) => asked),
    child: Uint32Array.from(nodes, ({ child }) => child),
    sides,
    starts,
    codes: Uint16Array.from(leafCodes),
    counts: Float64Array.from(leafCounts),
  };
}
