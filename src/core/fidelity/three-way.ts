/**
 * The three-way error, and the two-way error inside the levels of a category: both from the same counts of triples.
 * All triples up to 1,000, else that many, drawn by seed, whose own chance is in the interval (kway.ts).
 *   inside level l of column x = mean over pairs (y, z) of Σ |p_S(y, z | x = l) − p_R(y, z | x = l)|, with the floor,
 *   ceiling and interval of the same draws. Levels of 500 rows of train and more; numbers and dates have no levels.
 * Cost: 29 counts of all triples (train, synthetic, holdout, ten resamples, five rounds of floors, ceiling), in lots of
 * at most 4 million cells, 16 MB. Adult, 39,000 rows, 455 triples: 3 s.
 * Privacy: exact counts of real rows: internal.
 * Left out: cells that train happens to lack are not resampled, so with few rows the floor lies too low (by a tenth at
 * 2,400 rows and 20 bins).
 */
import { createRng } from '../math/rng.ts';
import type { BinnedTable } from '../table/binning.ts';
import { countMarginals } from '../table/marginal-counts.ts';
import type { Evaluation } from './evaluation.ts';
import { noKway, permutedColumns, scoreBetween, summarise, type KwayResult } from './kway.ts';
import { inLots, meanOf } from './marginals.ts';
import { standardDeviation } from './resampling.ts';

const MOST_TRIPLES = 1000;
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

export type ThreeWayResult = Readonly<{
  threeWay: KwayResult;
  /** The column of the lowest-scoring level first. */
  inside: readonly InsideColumn[];
}>;

/** Three columns by their places, ascending. */
type Triple = readonly [number, number, number];

/** `onShare` is told the share of the work that is done. */
export function threeWayResult(evaluation: Evaluation, onShare: (share: number) => void): ThreeWayResult {
  const { train, synthetic, holdout, names, draws } = evaluation;
  const { triples, of } = chooseTriples(names, evaluation.seed);
  if (triples.length === 0) {
    const reason = 'not measurable with fewer than three columns';
    return { threeWay: noKway(train.rowCount, synthetic.rowCount, reason), inside: [] };
  }
  const places = levelPlaces(evaluation);
  const sums = (count: number): Sum[] => Array.from({ length: count }, () => ({ total: 0, levels: places.empty() }));
  const observed = { errors: new Float64Array(triples.length), levels: places.empty() };
  const holdoutErrors = holdout && new Float64Array(triples.length);
  const resampled = sums(draws.synthetic.length);
  const floors = sums(draws.fresh.length);
  const holdoutFloors = sums(draws.fresh.length);
  const [ceiling] = sums(1) as [Sum];
  const whole = { train: wideTable(train), synthetic: wideTable(synthetic), holdout: holdout && wideTable(holdout) };
  const independent = wideTable(permutedColumns(evaluation));

  const lots = inLots(triples, ([a, b, c]) => train.sizes[a]! * train.sizes[b]! * train.sizes[c]!);
  const rounds = lots.length * (3 + draws.synthetic.length + draws.fresh.length);
  let done = 0;
  const step = (): void => onShare(++done / rounds);
  let start = 0;
  for (const lot of lots) {
    const count = (table: WideTable): Counted => countLot(table, train.sizes, lot);
    const compare = (first: Counted, second: Counted, sum: Sum): void => {
      for (let at = 0; at < lot.length; at++) sum.total += places.add(lot[at]!, at, first, second, sum.levels);
    };
    const real = count(whole.train);
    const made = count(whole.synthetic);
    for (let at = 0; at < lot.length; at++) {
      observed.errors[start + at] = places.add(lot[at]!, at, made, real, observed.levels);
    }
    step();
    if (whole.holdout && holdoutErrors) {
      const held = count(whole.holdout);
      const aside = places.empty();
      for (let at = 0; at < lot.length; at++) holdoutErrors[start + at] = places.add(lot[at]!, at, made, held, aside);
    }
    step();
    draws.synthetic.forEach((rows, round) => {
      compare(count(drawn(synthetic, rows)), real, resampled[round]!);
      step();
    });
    draws.fresh.forEach(({ asTrain, asSynthetic, asHoldout }, round) => {
      const second = count(drawn(train, asSynthetic));
      compare(second, count(drawn(train, asTrain)), floors[round]!);
      if (asHoldout) compare(second, count(drawn(train, asHoldout)), holdoutFloors[round]!);
      step();
    });
    compare(count(independent), real, ceiling);
    step();
    start += lot.length;
  }
  const means = (list: readonly Sum[]): Float64Array => Float64Array.from(list, ({ total }) => total / triples.length);
  const threeWay = summarise(evaluation, {
    errors: observed.errors,
    holdoutErrors,
    resampled: means(resampled),
    floors: means(floors),
    holdoutFloors: holdout && means(holdoutFloors),
    ceiling: ceiling.total / triples.length,
    noRoom: 'no score: the columns are nearly independent in threes, so shuffled ones would be close',
    of,
    marginals: triples.map((triple) => triple.map((column) => names[column]!)),
  });
  const levels = { observed: observed.levels, resampled, floors, ceiling: ceiling.levels };
  return { threeWay, inside: insideColumns(evaluation, triples, places, levels) };
}

/** All triples up to `most` in column order; else so many, drawn by seed from the columns in the order of their names. */
export function chooseTriples(
  names: readonly string[],
  seed: number,
  most = MOST_TRIPLES,
): Readonly<{ triples: readonly Triple[]; of: number }> {
  const n = names.length;
  const of = (n * (n - 1) * (n - 2)) / 6;
  const triples: Triple[] = [];
  if (of <= most) {
    for (let a = 0; a < n; a++) {
      for (let b = a + 1; b < n; b++) for (let c = b + 1; c < n; c++) triples.push([a, b, c]);
    }
    return { triples, of };
  }
  const byName = Array.from(names.keys()).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
  const rng = createRng(seed, 'triple-choice');
  const chosen = new Set<string>();
  while (triples.length < most) {
    const triple = [0, 0, 0].map(() => byName[rng.below(n)]!).sort((a, b) => a - b) as [number, number, number];
    const [a, b, c] = triple;
    if (a === b || b === c || chosen.has(triple.join())) continue;
    chosen.add(triple.join());
    triples.push(triple);
  }
  // Those that share their first two columns stand together and are counted together.
  triples.sort((x, y) => x[0] - y[0] || x[1] - y[1] || x[2] - y[2]);
  return { triples, of };
}

type WideTable = Readonly<{ rowCount: number; codes: readonly Uint16Array[] }>;
/** Counts of each triple of a lot, and of each column. */
type Counted = Readonly<{ rowCount: number; tables: readonly Int32Array[]; columns: readonly Int32Array[] }>;
/** Sums over triples: of errors, and of errors inside each level. */
type Sum = { total: number; levels: Float64Array };

function wideTable({ rowCount, codes }: BinnedTable): WideTable {
  return { rowCount, codes: codes.map((column) => Uint16Array.from(column)) };
}

function drawn({ codes }: BinnedTable, rows: Uint32Array): WideTable {
  return { rowCount: rows.length, codes: codes.map((column) => gatherWide(column, rows)) };
}

function gatherWide(column: Uint8Array, rows: Uint32Array): Uint16Array {
  const out = new Uint16Array(rows.length);
  for (let i = 0; i < out.length; i++) out[i] = column[rows[i]!]!;
  return out;
}

function countLot({ rowCount, codes }: WideTable, sizes: readonly number[], lot: readonly Triple[]): Counted {
  const columns = countMarginals(
    codes,
    rowCount,
    sizes,
    codes.map((_, column) => [column]),
  );
  return { rowCount, tables: countMarginals(codes, rowCount, sizes, lot), columns };
}

type LevelPlaces = Readonly<{
  empty: () => Float64Array;
  /** Where the levels of each column start. */
  starts: readonly number[];
  /** The error of one triple; the errors inside the levels of its three columns are added to `levels`. */
  add: (triple: Triple, at: number, first: Counted, second: Counted, levels: Float64Array) => number;
}>;

function levelPlaces({ train: { sizes } }: Evaluation): LevelPlaces {
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

type LevelSums = Readonly<{
  observed: Float64Array;
  resampled: readonly Sum[];
  floors: readonly Sum[];
  ceiling: Float64Array;
}>;

function insideColumns(
  evaluation: Evaluation,
  triples: readonly Triple[],
  { starts }: LevelPlaces,
  sums: LevelSums,
): InsideColumn[] {
  const { binning, train, synthetic, draws } = evaluation;
  const fresh = draws.fresh[0]!;
  const resampleScale = Math.sqrt(draws.synthetic[0]!.length / synthetic.rowCount);
  const floorScale =
    Math.sqrt(1 / train.rowCount + 1 / synthetic.rowCount) /
    Math.sqrt(1 / fresh.asTrain.length + 1 / fresh.asSynthetic.length);
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
      const over = (list: readonly Sum[]): Float64Array => Float64Array.from(list, (sum) => sum.levels[at]! / pairs);
      const error = sums.observed[at]! / pairs;
      const ceiling = sums.ceiling[at]! / pairs;
      const floors = over(sums.floors);
      const floor = meanOf(floors) * floorScale;
      const halfWidth = 1.96 * standardDeviation(over(sums.resampled)) * resampleScale;
      const score = scoreBetween(floor, ceiling, standardDeviation(floors) * floorScale);
      const ends = { low: Math.max(0, error - halfWidth), high: error + halfWidth };
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
