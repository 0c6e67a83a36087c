/**
 * The two-way error inside the levels of a category, from counts of triples (three-way.ts):
 *   inside level l of column x = mean over pairs (y, z) of Σ |p_S(y, z | x = l) − p_R(y, z | x = l)|, with floor, ceiling
 *   and interval of the same draws. Levels of 500 rows of train and more; numbers and dates have no levels.
 * Cost: a pass over the cells of each triple and comparison. Privacy: exact counts of real rows: internal.
 */
import type { Evaluation } from './evaluation.ts';
import type { FreshCell } from './fresh-rows.ts';
import { deviationsOf, scoreBetween } from './kway.ts';
import type { Triple } from './triples.ts';

/** Fewer rows of train in a level say more about chance than about the level. */
const LEVEL_ROWS = 500;

/** One level of a category: the two-way error of the other columns among its rows. `level` null is missing. */
export type InsideLevel = Readonly<{
  level: string | null;
  error: number | null;
  floor: number | null;
  ceiling: number | null;
  score: number | null;
  /** Of `error`, at 95 %. */
  low: number | null;
  high: number | null;
  /** Rows of train in the level, and synthetic rows in it. */
  n: number;
  nSynthetic: number;
  reason?: string;
}>;
/** Lowest score first; `pairs` of other columns were compared in each level. */
export type InsideColumn = Readonly<{ column: string; pairs: number; levels: readonly InsideLevel[] }>;

/** Counts of each triple of a lot, and of each column. */
export type Counted = Readonly<{ rowCount: number; tables: readonly Int32Array[]; columns: readonly Int32Array[] }>;
/** Sums over triples: of errors, and of errors inside each level. */
export type Sum = { total: number; levels: Float64Array };

export type LevelPlaces = Readonly<{
  empty: () => Float64Array;
  /** Where the levels of each column start. */
  starts: readonly number[];
  /** The error of one triple; the errors inside the levels of its three columns are added to `levels`. */
  add: (triple: Triple, at: number, first: Counted, second: Counted, levels: Float64Array) => number;
  /** The error that fresh rows would reach there, and inside the levels. */
  addFresh: (triple: Triple, at: number, real: Counted, fresh: FreshCell, levels: Float64Array) => number;
}>;

export function levelPlaces({ train: { sizes } }: Evaluation): LevelPlaces {
  const starts: number[] = [];
  let count = 0;
  for (const size of sizes) {
    starts.push(count);
    count += size;
  }
  const shares = [0, 1, 2, 3, 4, 5].map(() => new Float64Array(256)) as LevelShares;
  return {
    empty: () => new Float64Array(count),
    starts,
    add: (triple, at, first, second, levels) => {
      triple.forEach((column, place) => {
        weightsOf(first.columns[column]!, second.columns[column]!, shares[2 * place]!, shares[2 * place + 1]!);
      });
      const [a, b, c] = triple;
      const offsets = [starts[a]!, starts[b]!, starts[c]!] as const;
      return addDifferences(
        first.tables[at]!,
        1 / first.rowCount,
        second.tables[at]!,
        1 / second.rowCount,
        [sizes[a]!, sizes[b]!, sizes[c]!],
        shares,
        offsets,
        levels,
      );
    },
    addFresh: ([a, b, c], at, { rowCount, tables, columns }, fresh, levels) =>
      addFresh(tables[at]!, rowCount, [columns[a]!, columns[b]!, columns[c]!], fresh, levels, [
        starts[a]!,
        starts[b]!,
        starts[c]!,
      ]),
  };
}

type LevelShares = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

/** One over the rows of each level; 0 where either side has none, so that nothing is compared there. */
function weightsOf(first: Int32Array, second: Int32Array, intoFirst: Float64Array, intoSecond: Float64Array): void {
  for (let level = 0; level < first.length; level++) {
    const isComparable = first[level]! > 0 && second[level]! > 0;
    intoFirst[level] = isComparable ? 1 / first[level]! : 0;
    intoSecond[level] = isComparable ? 1 / second[level]! : 0;
  }
}

function addDifferences(
  first: Int32Array,
  firstWeight: number,
  second: Int32Array,
  secondWeight: number,
  [aSize, bSize, cSize]: Triple,
  [firstA, secondA, firstB, secondB, firstC, secondC]: LevelShares,
  [aStart, bStart, cStart]: Triple,
  levels: Float64Array,
): number {
  let error = 0;
  let cell = 0;
  for (let a = 0; a < aSize; a++) {
    const weightA = firstA[a]!;
    const otherA = secondA[a]!;
    let insideA = 0;
    for (let b = 0; b < bSize; b++) {
      const weightB = firstB[b]!;
      const otherB = secondB[b]!;
      let insideB = 0;
      for (let c = 0; c < cSize; c++, cell++) {
        const x = first[cell]!;
        const y = second[cell]!;
        if (x === 0 && y === 0) continue;
        error += Math.abs(x * firstWeight - y * secondWeight);
        insideA += Math.abs(x * weightA - y * otherA);
        insideB += Math.abs(x * weightB - y * otherB);
        levels[cStart + c]! += Math.abs(x * firstC[c]! - y * secondC[c]!);
      }
      levels[bStart + b]! += insideB;
    }
    levels[aStart + a]! += insideA;
  }
  return error;
}

function addFresh(
  counts: Int32Array,
  rowCount: number,
  [aRows, bRows, cRows]: readonly [Int32Array, Int32Array, Int32Array],
  fresh: FreshCell,
  levels: Float64Array,
  [aStart, bStart, cStart]: Triple,
): number {
  let error = 0;
  let cell = 0;
  for (let a = 0; a < aRows.length; a++) {
    for (let b = 0; b < bRows.length; b++) {
      for (let c = 0; c < cRows.length; c++, cell++) {
        const count = counts[cell]!;
        if (count === 0) continue;
        error += fresh(count, rowCount);
        levels[aStart + a]! += fresh(count, aRows[a]!);
        levels[bStart + b]! += fresh(count, bRows[b]!);
        levels[cStart + c]! += fresh(count, cRows[c]!);
      }
    }
  }
  return error;
}

type LevelSums = Readonly<{
  observed: Float64Array;
  resampled: readonly Sum[];
  floor: Float64Array;
  ceiling: Float64Array;
}>;

export function insideColumns(
  evaluation: Evaluation,
  triples: readonly Triple[],
  { starts }: LevelPlaces,
  sums: LevelSums,
): InsideColumn[] {
  const { binning, train, synthetic } = evaluation;
  const columns = binning.columns.flatMap((column, index): InsideColumn[] => {
    if (column.kind !== 'categorical') return [];
    const pairs = triples.reduce((count, triple) => count + (triple.includes(index) ? 1 : 0), 0);
    if (pairs === 0) return [];
    const real = countBins(train.codes[index]!, column.size);
    const made = countBins(synthetic.codes[index]!, column.size);
    const levels = Array.from(real.keys()).flatMap((bin): InsideLevel[] => {
      const n = real[bin]!;
      if (n < LEVEL_ROWS) return [];
      const nSynthetic = made[bin]!;
      const level = bin === column.missingBin ? null : (column.levels[bin] ?? '(other)');
      if (nSynthetic === 0) {
        const none = { error: null, floor: null, ceiling: null, score: null, low: null, high: null };
        return [{ level, ...none, n, nSynthetic, reason: 'no synthetic row has this level' }];
      }
      const at = starts[index]! + bin;
      const error = sums.observed[at]! / pairs;
      const ceiling = sums.ceiling[at]! / pairs;
      const floor = sums.floor[at]! / pairs;
      const resampled = Float64Array.from(sums.resampled, ({ levels: inside }) => inside[at]! / pairs);
      const { deviation, floorDeviation } = deviationsOf(evaluation, resampled);
      const score = scoreBetween(floor, ceiling, floorDeviation);
      const ends = { low: Math.max(0, error - 1.96 * deviation), high: error + 1.96 * deviation };
      const shared = { level, error, floor, ceiling, ...ends, n, nSynthetic };
      if (score === null) return [{ ...shared, score, reason: 'no score: the columns are nearly independent here' }];
      return [{ ...shared, score: score(error) }];
    });
    levels.sort((x, y) => worth(x) - worth(y) || ((x.level ?? '') < (y.level ?? '') ? -1 : 1));
    return levels.length > 0 ? [{ column: column.name, pairs, levels }] : [];
  });
  return columns.sort((x, y) => worth(x.levels[0]!) - worth(y.levels[0]!) || (x.column < y.column ? -1 : 1));
}

/** A level that synthetic rows lack is the worst there is; one without a score stands last. */
function worth({ error, score }: InsideLevel): number {
  return error === null ? -1 : (score ?? 2);
}

function countBins(codes: Uint8Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}
