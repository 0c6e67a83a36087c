/**
 * Grows the tree of one column on the columns before it (Breiman and others 1984, Classification and Regression Trees),
 * each node by its best split (`search.ts`). The column's codes stand in classes: numbers take part by classes of about
 * equal size, so that a split answers to the whole distribution and not to its mean. Ties: the earlier predictor.
 * The root may be told what to ask: that split is made even if it gains nothing.
 * Cost: about 10 ns a row, predictor and level. Privacy: structure and leaves are read off rows: never under a claim.
 */
import { createCounting, MAX_BIN_COUNT, MISSING } from './counting.ts';
import type { Predictor } from './predictors.ts';
import { createRows } from './rows.ts';
import { createSearch, type Arranged, type Candidate, type Cut, type Weighed } from './search.ts';
import { createTables, type Kept } from './tables.ts';

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
export type Target = Readonly<{ codes: Uint16Array; codeCount: number; classes: Uint16Array }>;
/** A column before the target; `column`: its place in the domain, `bins`: by row. */
export type Asked = Readonly<{ column: number; bins: Uint8Array; predictor: Predictor }>;

/** Bit words a node. */
export const WORDS = MAX_BIN_COUNT / 32;
const MAX_DEPTH = 30;
/** Of the root's impurity. */
const MIN_GAIN = 1e-8;
/** Rounding may leave a gain of nothing a little below 0. */
const ANY_GAIN = -1;

type Node = Readonly<{
  asked: number;
  sides: Uint32Array | null;
  children: readonly [Node, Node] | null;
  from: number;
  to: number;
}>;

/** Places of rows, the last one not among them. */
type Stretch = readonly [from: number, to: number];
/** An asked column, with the place of its counts. */
type Column = Asked & Candidate;
/** Columns of rows that stand together, and the columns that tell some of them from others. */
type Block = Readonly<{ rowCount: number; asked: readonly Column[] }>;

const nodeRows = createRows();
const tables = createTables(nodeRows);
const counting = createCounting(nodeRows, tables);
const search = createSearch(counting);

/** `first`: the column that the root asks wherever it can be cut, whatever that gains; null for none. */
export function growTree(
  { codes, codeCount, classes }: Target,
  asked: readonly Asked[],
  minLeaf: number,
  first: number | null = null,
): ColumnTree {
  nodeRows.start(codes, classes);
  const width = classes.reduce((most, one) => Math.max(most, one + 1), 0);
  const { size, ...root } = rootOf(asked, codes.length, width);
  const isKept = ([from, to]: Stretch): boolean => size <= KEPT_SHARE * (to - from) * asked.length;
  let least = 0;
  const grow = (given: Block, from: number, to: number, depth: number, kept: Kept | null): Node => {
    const leaf: Node = { asked: -1, sides: null, children: null, from, to };
    if (to - from < 2 * minLeaf || depth >= MAX_DEPTH) return leaf;
    const n = to - from;
    const base = counting.enter(from, to, kept) / n;
    const impurity = n - base;
    if (depth === 0) least = MIN_GAIN * impurity;
    if (impurity <= least) return leaf;
    const block = given.rowCount > SMALL_BLOCK && BLOCK_SHARE * n <= given.rowCount ? blockOf(given, from, to) : given;
    const set = depth === 0 && first !== null ? block.asked.filter(({ column }) => column === first) : [];
    const found = bestOf({ n, base }, set, minLeaf, ANY_GAIN) ?? bestOf({ n, base }, block.asked, minLeaf, least);
    if (found === null) return leaf;
    const { chosen, split } = found;
    const isLeft = sidesOf(split, search.arrange(chosen), chosen.predictor);
    const middle = nodeRows.partition(chosen.bins, isLeft, from, to);
    const halves: readonly [Stretch, Stretch] = [
      [from, middle],
      [middle, to],
    ];
    const smaller = 2 * middle <= from + to ? 0 : 1;
    const [few, many] = [halves[smaller], halves[1 - smaller]!];
    const behind = kept && isKept(many) ? tables.split(kept, block.asked, ...few) : null;
    const ofFew = grow(block, ...few, depth + 1, isKept(few) ? behind : null);
    const ofMany = grow(block, ...many, depth + 1, behind && kept);
    return {
      asked: chosen.column,
      sides: wordsOf(isLeft),
      children: smaller === 0 ? [ofFew, ofMany] : [ofMany, ofFew],
      from,
      to,
    };
  };
  const all: Stretch = [0, codes.length];
  const kept = isKept(all) ? tables.count(root.asked, ...all, { size, width }) : null;
  return packed(grow(root, ...all, 0, kept), codeCount);
}

/** Counts are kept of a node where they have at most so many cells a row and column. */
const KEPT_SHARE = 0.5;

/** All rows, and where the counts of each column begin. */
function rootOf(asked: readonly Asked[], rowCount: number, width: number): Block & Readonly<{ size: number }> {
  let size = 0;
  const columns = asked.map((one): Column => {
    const offset = size;
    size += width * one.predictor.binCount;
    return { ...one, offset };
  });
  return { rowCount, asked: columns, size };
}

/** A node of a large block is copied where it holds one in so many of its rows: what is read then stands together. */
const BLOCK_SHARE = 8;
const SMALL_BLOCK = 4096;

/** The columns of these rows, one after the other; what is constant in them stays so below. */
function blockOf({ asked }: Block, from: number, to: number): Block {
  const copied = asked.flatMap((column) => {
    const bins = nodeRows.taken(column.bins, from, to);
    return bins === null ? [] : [{ ...column, bins }];
  });
  nodeRows.renumber(from, to);
  return { rowCount: to - from, asked: copied };
}

/** The split that gains most, if that is more than `above`. */
function bestOf(
  node: Weighed,
  asked: readonly Column[],
  minLeaf: number,
  above: number,
): Readonly<{ chosen: Column; split: Cut }> | null {
  let best: Readonly<{ chosen: Column; split: Cut }> | null = null;
  for (const chosen of asked) {
    const split = search.bestCut(node, chosen, minLeaf, best?.split.gain ?? above);
    if (split !== null) best = { chosen, split };
  }
  return best;
}

/** By bin: 1 if it goes left. Bins without rows: between ordered ones with what lies around them, else with the larger side. */
function sidesOf(
  { cut, missingLeft }: Cut,
  { binRows, order, filled }: Arranged,
  { binCount, isOrdered }: Predictor,
): Uint8Array {
  const isLeft = new Uint8Array(MAX_BIN_COUNT);
  let left = missingLeft ? binRows[MISSING]! : 0;
  let all = binRows[MISSING]!;
  for (let place = 0; place < filled; place++) {
    const bin = order[place]!;
    all += binRows[bin]!;
    if (place < cut) left += binRows[bin]!;
  }
  const isLeftLarger = 2 * left > all;
  if (binRows[MISSING] === 0 ? isLeftLarger : missingLeft) isLeft[MISSING] = 1;
  for (let place = 0; place < cut; place++) isLeft[order[place]!] = 1;
  const lastLeft = cut === 0 ? MISSING : order[cut - 1]!;
  for (let bin = 1; bin < binCount; bin++) {
    if (binRows[bin] === 0 && (isOrdered ? bin < lastLeft : isLeftLarger)) isLeft[bin] = 1;
  }
  return isLeft;
}

function wordsOf(isLeft: Uint8Array): Uint32Array {
  const words = new Uint32Array(WORDS);
  isLeft.forEach((bit, bin) => (words[bin >>> 5]! |= bit << (bin & 31)));
  return words;
}

/** Numbered level by level, as the children of a node stand side by side. */
function packed(root: Node, codeCount: number): ColumnTree {
  const nodes = [root];
  const child: number[] = [];
  for (const { children } of nodes) {
    child.push(children ? nodes.length : 0);
    if (children) nodes.push(...children);
  }
  const sides = new Uint32Array(WORDS * nodes.length);
  const starts = new Uint32Array(nodes.length + 1);
  const leafCodes: number[] = [];
  const leafCounts: number[] = [];
  const held = new Uint32Array(codeCount);
  nodes.forEach((node, at) => {
    if (node.sides !== null) sides.set(node.sides, WORDS * at);
    else {
      const present: number[] = [];
      for (let i = node.from; i < node.to; i++) if (held[nodeRows.codes[i]!]!++ === 0) present.push(nodeRows.codes[i]!);
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
    child: Uint32Array.from(child),
    sides,
    starts,
    codes: Uint16Array.from(leafCodes),
    counts: Float64Array.from(leafCounts),
  };
}
