/**
 * The k-marginal score of NIST's SDNist (fidelity.kMarginal), in the form of its archive of June 2023.
 *   Numbers and dates: 20 bins by train's percentile rank, bin = min(19, ⌊20 · mean rank / n⌋); synthetic values fall into
 *   the bin whose largest value of train is the first at or above them. Categories: every level. Missing is a value.
 *   score = 500 · (2 − mean over pairs of Σ |p − q|), 1,000 at best; all pairs below 30 columns, else 200 by seed.
 *   With a group column every pair is joined with it, and each group has
 *   1,000 · (1 − mean over pairs of min(share, Σ |p − q| in the group) / share), share the group's part of train.
 * Yardsticks: train against its own random samples; the score reads "as close as a random 12 % sample". Between two
 * yardsticks the loss is taken to grow with √(1 / share − 1), as the error of a sample does.
 * Cost: 20 counts of all pairs, in lots. Privacy: exact counts of real rows: internal.
 * Left out: the own value that the library means to give to a cap (its text and number never meet).
 */
import { createRng, shuffle } from '../../math/rng.ts';
import { countAtMost, countBelow } from '../../math/ranks.ts';
import type { Table } from '../../table/column.ts';
import { sortedValues } from '../../table/sorted-values.ts';
import type { Evaluation } from '../evaluation.ts';
import { columnNamed, numbersOf, type AssessInput } from '../input.ts';
import { alignLevels } from '../levels.ts';
import { inLots } from '../marginals.ts';
import { codedIn, gatherCoded, jointCounts, jointDifference, type Coded, type JointCounts } from './joint-shares.ts';
import { endsAround, syntheticDraws } from './spread.ts';

const BINS = 20;
const ALL_PAIRS_BELOW = 30;
const DRAWN_PAIRS = 200;
const YARDSTICKS = [0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8] as const;
/** Samples of each share. */
const SAMPLES = 3;

export type KMarginalResult = Readonly<{
  /** The release whose definition this is. */
  version: string;
  /** 0 to 1,000. */
  score: number | null;
  low: number | null;
  high: number | null;
  level: number;
  n: number;
  nSynthetic: number;
  /** Pairs that were scored, of how many. */
  marginals: number;
  of: number;
  /** Mean score of three random samples of train of this share. */
  yardsticks: readonly Readonly<{ share: number; score: number }>[];
  /** A random sample of train of this share would score the same; null: worse than the smallest yardstick. */
  sampleShare: number | null;
  reading: string;
  groups: readonly Readonly<{ group: string; score: number; share: number }>[];
  reason?: string;
}>;

export function kMarginalResult(input: AssessInput, evaluation: Evaluation): KMarginalResult {
  const { names, seed, order } = evaluation;
  const { pairs, of } = choosePairsOf(names, seed);
  const n = input.train.rowCount;
  const nSynthetic = input.synthetic.rowCount;
  const shared = { version: 'SDNist 2.4, archive of June 2023', level: 0.95, n, nSynthetic, of };
  if (pairs.length === 0) {
    const none = { score: null, low: null, high: null, marginals: 0, yardsticks: [], sampleShare: null, groups: [] };
    return { ...shared, ...none, reading: 'not measurable', reason: 'not measurable with one column' };
  }
  const coded = codedTables(input.train, input.synthetic, names);
  const samples = YARDSTICKS.flatMap((share) =>
    Array.from({ length: SAMPLES }, (_, round): Rows => {
      const rows = Uint32Array.from(order.train);
      shuffle(rows, createRng(seed, 'yardstick', share, round));
      // In ascending order, which counts the same and reads faster.
      return { columns: coded.train, rows: rows.slice(0, Math.max(1, Math.round(share * n))).sort() };
    }),
  );
  const draws = syntheticDraws(evaluation).map((rows): Rows => ({ columns: coded.synthetic, rows }));
  const all = scoresOf([{ columns: coded.synthetic, rows: null }, ...draws, ...samples], coded.train, pairs);
  const score = all[0]!;
  const resampled = all.slice(1, 1 + draws.length);
  const own = all.slice(1 + draws.length);
  const yardsticks = YARDSTICKS.map((share, at) => {
    const scores = own.slice(at * SAMPLES, (at + 1) * SAMPLES);
    return { share, score: scores.reduce((sum, each) => sum + each, 0) / SAMPLES };
  });
  const sampleShare = shareOfScore(score, yardsticks);
  return {
    ...shared,
    score,
    ...endsAround(score, resampled, evaluation, 1000),
    marginals: pairs.length,
    yardsticks,
    sampleShare,
    reading: readingOf(sampleShare),
    groups: [],
  };
}

/** The score with every pair joined with a group column, and the score of each group of train. */
export function groupedScore(
  train: Table,
  synthetic: Table,
  names: readonly string[],
  group: string,
): Readonly<{ score: number; groups: KMarginalResult['groups'] }> {
  const coded = codedTables(train, synthetic, [group, ...names]);
  const pairs = allPairs(names.length).map(([first, second]) => [first + 1, second + 1] as const);
  const [groups, madeGroups] = [coded.train[0]!, coded.synthetic[0]!];
  const shares = new Float64Array(groups.size);
  for (const code of groups.codes) shares[code]! += 1 / train.rowCount;
  const losses = new Float64Array(groups.size);
  let total = 0;
  for (const [first, second] of pairs) {
    const cellsPerGroup = coded.train[first]!.size * coded.train[second]!.size;
    const joined = (columns: readonly Coded[]): Coded => joinCodes(columns[first]!, columns[second]!);
    const real = jointCounts(groups, joined(coded.train));
    const made = jointCounts(madeGroups, joined(coded.synthetic));
    total += jointDifference(real, made);
    for (let level = 0; level < groups.size; level++) {
      if (shares[level] === 0) continue;
      const part = ({ rowCount, secondSize, cells, counts }: JointCounts): JointCounts => {
        const start = level * cellsPerGroup;
        if (cells === null) {
          return { rowCount, secondSize, cells: null, counts: counts.subarray(start, start + cellsPerGroup) };
        }
        const [low, high] = [countBelow(cells, start), countBelow(cells, start + cellsPerGroup)];
        return { rowCount, secondSize, cells: cells.subarray(low, high), counts: counts.subarray(low, high) };
      };
      losses[level]! += Math.min(shares[level]!, jointDifference(part(real), part(made))) / shares[level]!;
    }
  }
  const column = columnNamed(train, group);
  const levels = column.kind === 'categorical' ? column.levels : [];
  return {
    score: 500 * (2 - total / pairs.length),
    groups: levels.flatMap((level, code) =>
      shares[code] === 0
        ? []
        : [{ group: level, score: 1000 * (1 - losses[code]! / pairs.length), share: shares[code]! }],
    ),
  };
}

/** The score of two tables over all pairs of these columns. */
export function plainScore(train: Table, synthetic: Table, names: readonly string[]): number {
  const coded = codedTables(train, synthetic, names);
  return scoresOf([{ columns: coded.synthetic, rows: null }], coded.train, allPairs(names.length))[0]!;
}

/** The share of train whose random sample scores as much; null below the smallest yardstick. */
export function shareOfScore(score: number, yardsticks: KMarginalResult['yardsticks']): number | null {
  const points = [...yardsticks, { share: 1, score: 1000 }];
  if (score < points[0]!.score) return null;
  const above = points.findIndex((point) => point.score >= score);
  if (above <= 0) return above === 0 ? points[0]!.share : 1;
  const [low, high] = [points[above - 1]!, points[above]!];
  const [x, y] = [low, high].map(({ share }) => Math.sqrt(1 / share - 1)) as [number, number];
  const place = high.score > low.score ? (score - low.score) / (high.score - low.score) : 1;
  return 1 / ((x + place * (y - x)) ** 2 + 1);
}

function readingOf(share: number | null): string {
  if (share === null) return 'less close than a random 1 % sample';
  const percent = 100 * share;
  return `as close as a random ${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} % sample`;
}

type Pair = readonly [number, number];

function choosePairsOf(names: readonly string[], seed: number): Readonly<{ pairs: readonly Pair[]; of: number }> {
  const pairs = allPairs(names.length);
  if (names.length < ALL_PAIRS_BELOW) return { pairs, of: pairs.length };
  // Drawn by name, so that the order of the columns does not matter.
  const keyed = pairs.map((pair) => ({
    pair,
    key: pair
      .map((place) => names[place]!)
      .sort()
      .join('\u0000'),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const order = Uint32Array.from(keyed.keys());
  shuffle(order, createRng(seed, 'k-marginal-pairs'));
  return { pairs: Array.from(order.subarray(0, DRAWN_PAIRS), (at) => keyed[at]!.pair), of: pairs.length };
}

function allPairs(columnCount: number): Pair[] {
  return Array.from({ length: columnCount }, (_, first) =>
    Array.from({ length: columnCount - first - 1 }, (_, after) => [first, first + 1 + after] as const),
  ).flat();
}

function codedTables(
  train: Table,
  synthetic: Table,
  names: readonly string[],
): Readonly<{ train: readonly Coded[]; synthetic: readonly Coded[] }> {
  const columns = names.map((name) => codedColumns(train, synthetic, name));
  return { train: columns.map(([real]) => real), synthetic: columns.map(([, made]) => made) };
}

function codedColumns(train: Table, synthetic: Table, name: string): readonly [Coded, Coded] {
  const [real, made] = [columnNamed(train, name), columnNamed(synthetic, name)];
  if (real.kind === 'categorical') {
    const parts = [real, made].filter((column) => column.kind === 'categorical');
    const { levels, codes } = alignLevels(parts);
    return [codedIn(codes[0]!, levels.length + 1), codedIn(codes[1]!, levels.length + 1)];
  }
  const sides = [real, made].map((column) => (column.kind === 'categorical' ? new Float64Array(0) : numbersOf(column)));
  const tops = binTops(sortedValues(sides[0]!));
  return [codeByTops(sides[0]!, tops), codeByTops(sides[1]!, tops)];
}

/** The largest value of train in each bin that holds one. */
function binTops(sorted: Float64Array): Float64Array {
  const tops: number[] = [];
  let last = -1;
  for (let start = 0; start < sorted.length;) {
    const end = countAtMost(sorted, sorted[start]!);
    const rank = (start + 1 + end) / 2;
    const bin = Math.min(BINS - 1, Math.floor((BINS * rank) / sorted.length));
    if (bin !== last) tops.push(sorted[start]!);
    else tops[tops.length - 1] = sorted[start]!;
    last = bin;
    start = end;
  }
  return Float64Array.from(tops);
}

function codeByTops(values: Float64Array, tops: Float64Array): Coded {
  const bins = Math.max(1, tops.length);
  const codes = new Uint8Array(values.length);
  for (let row = 0; row < codes.length; row++) {
    const value = values[row]!;
    codes[row] = value === value ? Math.min(bins - 1, countBelow(tops, value)) : bins;
  }
  return { codes, size: bins + 1 };
}

function joinCodes(first: Coded, second: Coded): Coded {
  const codes = new Uint32Array(first.codes.length);
  for (let row = 0; row < codes.length; row++) codes[row] = first.codes[row]! * second.size + second.codes[row]!;
  return { codes, size: first.size * second.size };
}

/** Coded columns, at these rows or all. */
type Rows = Readonly<{ columns: readonly Coded[]; rows: Uint32Array | null }>;

/** The score of each table against train, in lots of pairs whose counts of train are kept. */
function scoresOf(tables: readonly Rows[], train: readonly Coded[], pairs: readonly Pair[]): number[] {
  const losses = new Float64Array(tables.length);
  for (const lot of inLots(pairs, ([first, second]) => train[first]!.size * train[second]!.size)) {
    const real = lot.map(([first, second]) => jointCounts(train[first]!, train[second]!));
    tables.forEach(({ columns, rows }, at) => {
      const drawn = rows === null ? columns : columns.map((column) => gatherCoded(column, rows));
      lot.forEach(([first, second], place) => {
        losses[at]! += jointDifference(jointCounts(drawn[first]!, drawn[second]!), real[place]!);
      });
    });
  }
  return Array.from(losses, (loss) => 500 * (2 - loss / pairs.length));
}
