/**
 * The rows of a node by the bins of a predictor and by class: in a table, kept or counted, where they are many, else their
 * classes bin by bin. Symbols, k being a class: t_k = rows of the node, l_k = those in the bins so far, m_k = those with
 * the predictor missing. Without kept tables classes are numbered anew in each node, so that it pays for its own alone.
 * All sums are whole numbers.
 * Loops stand in small functions of their own, so that engines compile them once and for good.
 * Cost: rows, and cells of the table. Privacy: counts of real rows, which do not leave `grow.ts`.
 */
import { MOST_ROWS, type NodeRows } from './rows.ts';
import { SINGLE_CELLS, type Kept, type Placed, type Tables } from './tables.ts';

/** The bin of rows where the predictor is missing. */
export const MISSING = 0;
export const MAX_BIN_COUNT = 96;

/** A table that is counted has at most so many cells a row. */
const TABLE_SHARE = SINGLE_CELLS / MOST_ROWS;
/** A column has no more codes. */
const MOST_CLASSES = 65_536;

/** Sums over the first bins of an order, by how many they are: rows, Σ l_k², Σ t_k·l_k and Σ m_k·l_k. */
export type Sums = Readonly<{ rows: Float64Array; ll: Float64Array; tl: Float64Array; ml: Float64Array }>;

/** Rows that are missing, Σ m_k² and Σ t_k·m_k. */
export type MissingSums = Readonly<{ m: number; mm: number; tm: number }>;

export interface Counting {
  /** The node of these rows, which is the one that is counted from now on, and its tables if they are kept. Answers Σ t_k². */
  enter(from: number, to: number, kept: Kept | null): number;
  /** Counts the node by the bins of this column. Answers rows per bin. */
  count(column: Placed, binCount: number): Uint32Array;
  /** Of the bin's rows those of the largest class of the node; of several the first. */
  majorRows(bin: number): number;
  missingSums(): MissingSums;
  /** Fills `sums` for so many bins of the order. */
  accumulate(order: Uint8Array, bins: number): void;
  sums: Sums;
}

/** One for all trees: see `rows.ts`. */
export function createCounting({ rows, classes }: NodeRows, { cells }: Tables): Counting {
  // By class: its number among those of the node, from 1 in the order in which they appear; 0 where it has none.
  const numberOf = new Uint32Array(MOST_CLASSES);
  // By number.
  const total = new Int32Array(MOST_CLASSES);
  const left = new Int32Array(MOST_CLASSES);
  const absent = new Int32Array(MOST_CLASSES);
  // By row of the node: its class by number, and its bin.
  const own = new Uint16Array(MOST_ROWS);
  const column = new Uint8Array(MOST_ROWS);
  const binRows = new Uint32Array(MAX_BIN_COUNT);
  const byBin = new Uint16Array(MOST_ROWS);
  const ends = new Uint32Array(MAX_BIN_COUNT);
  const sums: Sums = {
    rows: new Float64Array(MAX_BIN_COUNT + 1),
    ll: new Float64Array(MAX_BIN_COUNT + 1),
    tl: new Float64Array(MAX_BIN_COUNT + 1),
    ml: new Float64Array(MAX_BIN_COUNT + 1),
  };
  let [from, n, classCount, major, isTable] = [0, 0, 0, 0, false];
  // Where the tables of the node are kept, −1 for nowhere; where that of the column begins.
  let [keptAt, table] = [-1, 0];

  const enter = (first: number, end: number, kept: Kept | null): number => {
    [from, n] = [first, end - first];
    keptAt = kept?.start ?? -1;
    classCount = kept ? countClasses(first, end, kept.width) : numberClasses(first, end);
    major = kept ? mostHeld(classCount) : largestClass(first, end);
    let squares = 0;
    for (let one = 0; one < classCount; one++) squares += total[one]! * total[one]!;
    return squares;
  };

  /** Those of kept tables have their own numbers. */
  const countClasses = (first: number, end: number, width: number): number => {
    total.fill(0, 0, width);
    for (let i = first; i < end; i++) total[classes[i]!]!++;
    return width;
  };

  const mostHeld = (width: number): number => {
    let most = 0;
    for (let one = 1; one < width; one++) if (total[one]! > total[most]!) most = one;
    return most;
  };

  const numberClasses = (first: number, end: number): number => {
    let found = 0;
    for (let i = first; i < end; i++) {
      const one = classes[i]!;
      if (numberOf[one] === 0) {
        total[found] = 0;
        numberOf[one] = ++found;
      }
      const number = numberOf[one]! - 1;
      own[i - first] = number;
      total[number]!++;
    }
    return found;
  };

  const largestClass = (first: number, end: number): number => {
    let [most, lowest, number] = [0, 0, 0];
    for (let i = first; i < end; i++) {
      const one = classes[i]!;
      const held = total[own[i - first]!]!;
      if (held > most || (held === most && one < lowest)) {
        most = held;
        lowest = one;
        number = own[i - first]!;
      }
      numberOf[one] = 0;
    }
    return number;
  };

  const count = ({ bins, offset }: Placed, binCount: number): Uint32Array => {
    isTable = keptAt >= 0 || classCount * binCount <= TABLE_SHARE * n;
    table = keptAt >= 0 ? keptAt + offset : 0;
    if (keptAt < 0 && isTable) countCells(bins, from, n, classCount, binCount);
    if (isTable) {
      addUpCells(table, classCount, binCount);
    } else {
      countBins(bins, from, n, binCount);
      sortByBin(n, binCount);
    }
    return binRows;
  };

  const countCells = (bins: Uint8Array, first: number, length: number, width: number, binCount: number): void => {
    cells.fill(0, 0, binCount * width);
    for (let i = 0; i < length; i++) cells[bins[rows[first + i]!]! * width + own[i]!]!++;
  };

  const addUpCells = (first: number, width: number, binCount: number): void => {
    for (let bin = 0, cell = first; bin < binCount; bin++) {
      let sum = 0;
      for (const end = cell + width; cell < end; cell++) sum += cells[cell]!;
      binRows[bin] = sum;
    }
  };

  const countBins = (bins: Uint8Array, first: number, length: number, binCount: number): void => {
    binRows.fill(0, 0, binCount);
    for (let i = 0; i < length; i++) {
      const bin = bins[rows[first + i]!]!;
      column[i] = bin;
      binRows[bin]!++;
    }
  };

  const sortByBin = (length: number, binCount: number): void => {
    for (let bin = 0, start = 0; bin < binCount; bin++) {
      ends[bin] = start;
      start += binRows[bin]!;
    }
    for (let i = 0; i < length; i++) byBin[ends[column[i]!]!++] = own[i]!;
  };

  const majorRows = (bin: number): number => {
    if (isTable) return cells[table + bin * classCount + major]!;
    const [end, wanted] = [ends[bin]!, major];
    let held = 0;
    for (let i = end - binRows[bin]!; i < end; i++) if (byBin[i] === wanted) held++;
    return held;
  };

  const missingSums = (): MissingSums => {
    absent.fill(0, 0, classCount);
    if (isTable) for (let one = 0; one < classCount; one++) absent[one] = cells[table + one]!;
    else for (let i = 0; i < binRows[MISSING]!; i++) absent[byBin[i]!]!++;
    let [mm, tm] = [0, 0];
    for (let one = 0; one < classCount; one++) {
      mm += absent[one]! * absent[one]!;
      tm += total[one]! * absent[one]!;
    }
    return { m: binRows[MISSING]!, mm, tm };
  };

  const accumulate = (order: Uint8Array, bins: number): void => {
    left.fill(0, 0, classCount);
    const hasMissing = binRows[MISSING]! > 0;
    for (let place = 0; place < bins; place++) {
      const bin = order[place]!;
      sums.rows[place + 1] = sums.rows[place]! + binRows[bin]!;
      if (isTable) addCells(place, table + bin * classCount, classCount, hasMissing);
      else addRows(place, ends[bin]! - binRows[bin]!, ends[bin]!, hasMissing);
    }
  };

  const addCells = (place: number, first: number, width: number, hasMissing: boolean): void => {
    let [ll, tl, ml] = [0, 0, 0];
    for (let one = 0; one < width; one++) {
      const held = cells[first + one]!;
      if (held === 0) continue;
      const before = left[one]!;
      ll += held * (2 * before + held);
      tl += held * total[one]!;
      left[one] = before + held;
      if (hasMissing) ml += held * absent[one]!;
    }
    addSums(place, ll, tl, ml);
  };

  const addRows = (place: number, first: number, end: number, hasMissing: boolean): void => {
    let [ll, tl, ml] = [0, 0, 0];
    for (let i = first; i < end; i++) {
      const one = byBin[i]!;
      const before = left[one]!;
      ll += 2 * before + 1;
      tl += total[one]!;
      left[one] = before + 1;
      if (hasMissing) ml += absent[one]!;
    }
    addSums(place, ll, tl, ml);
  };

  const addSums = (place: number, ll: number, tl: number, ml: number): void => {
    sums.ll[place + 1] = sums.ll[place]! + ll;
    sums.tl[place + 1] = sums.tl[place]! + tl;
    sums.ml[place + 1] = sums.ml[place]! + ml;
  };

  return { enter, count, majorRows, missingSums, accumulate, sums };
}
