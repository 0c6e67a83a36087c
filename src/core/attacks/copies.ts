/**
 * Rows of the synthetic table that are rows of the real one (privacy.copies).
 *   Exact: all modelled columns equal, values as exported. Over the rows of train, and of the holdout, whose content
 *     occurs once among the real rows: the share found in S, and the difference with Newcombe's interval. All rows, all
 *     of S. No model saw the holdout, so its share is what chance alone explains.
 *   Near: at most one column differs; numbers within 1 % of the schema's range do not differ. Same comparison, on at
 *     most 10,000 rows a side, thinned by keyed coins.
 * Method of the near search: columns are dealt into two halves; a row with at most one column that differs agrees on
 * all of one half. S is therefore indexed by each half: by the categories of the half exactly, and inside such a bucket
 * by one number of the half, whose window of ± 1 % holds every candidate. Candidates are verified cell by cell.
 * Left out: copies within S.
 */
import { newcombeInterval } from '../math/intervals.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import { thinByCoins, type Contents, type JointColumn, type JointRows } from '../fidelity/content.ts';

export const NEAR_CAP = 10_000;
const TOLERANCE = 0.01;

/** Shares of rows found in S; `value` = train − holdout, with its interval. Null with a reason where a side has no such row. */
export type CopyShares = Readonly<{
  train: number | null;
  holdout: number | null;
  value: number | null;
  low: number | null;
  high: number | null;
  level: number;
  n: number;
  nHoldout: number;
  reason?: string;
}>;

export type CopiesResult = Readonly<{
  exact: CopyShares;
  near: CopyShares;
  /** Synthetic rows that equal a row of train, of how many, and the most that equal one and the same. Says nothing alone. */
  syntheticRows: Readonly<{ equal: number; of: number; mostOfOne: number }>;
  /** Rows of train and holdout that share their content with another real row and are not counted above. */
  repeated: Readonly<{ train: number; holdout: number }>;
}>;

/** `rows` joins train, holdout and synthetic, in this order. `coins` thin the near search. */
export function copiesResult(
  rows: JointRows,
  contents: Contents,
  coins: Uint32Array,
  schema: Schema,
  nearCap = NEAR_CAP,
): CopiesResult {
  const [, trainEnd, realEnd, end] = rows.starts as readonly [number, number, number, number];
  const { groupOf, groupCount } = contents;
  const inReal = new Uint32Array(groupCount);
  const inTrain = new Uint32Array(groupCount);
  const inSynthetic = new Uint32Array(groupCount);
  for (let row = 0; row < realEnd; row++) inReal[groupOf[row]!]!++;
  for (let row = 0; row < trainEnd; row++) inTrain[groupOf[row]!]!++;
  for (let row = realEnd; row < end; row++) inSynthetic[groupOf[row]!]!++;
  const isUnique = new Uint8Array(rows.rowCount);
  const unique = { train: 0, holdout: 0 };
  const found = { train: 0, holdout: 0 };
  for (let row = 0; row < realEnd; row++) {
    if (inReal[groupOf[row]!] !== 1) continue;
    isUnique[row] = 1;
    const part = row < trainEnd ? 'train' : 'holdout';
    unique[part]++;
    if (inSynthetic[groupOf[row]!]! > 0) found[part]++;
  }
  let equal = 0;
  let mostOfOne = 0;
  for (let group = 0; group < groupCount; group++) {
    if (inTrain[group] === 0) continue;
    equal += inSynthetic[group]!;
    mostOfOne = Math.max(mostOfOne, inSynthetic[group]!);
  }
  const nearRows = {
    train: thinByCoins(coins, 0, trainEnd, nearCap, isUnique),
    holdout: thinByCoins(coins, trainEnd, realEnd, nearCap, isUnique),
  };
  return {
    exact: sharesOf(found.train, unique.train, found.holdout, unique.holdout),
    near: nearShares(rows, schema, nearRows.train, nearRows.holdout),
    syntheticRows: { equal, of: end - realEnd, mostOfOne },
    repeated: { train: trainEnd - unique.train, holdout: realEnd - trainEnd - unique.holdout },
  };
}

function nearShares(rows: JointRows, schema: Schema, train: Uint32Array, holdout: Uint32Array): CopyShares {
  if (rows.columns.length < 3) {
    const n = { n: train.length, nHoldout: holdout.length };
    return notMeasurable(n, 'not measurable: with fewer than three columns nearly every row is a near copy');
  }
  const search = createNearSearch(rows, schema);
  let trainFound = 0;
  let holdoutFound = 0;
  for (let i = 0; i < train.length; i++) if (search(train[i]!)) trainFound++;
  for (let i = 0; i < holdout.length; i++) if (search(holdout[i]!)) holdoutFound++;
  return sharesOf(trainFound, train.length, holdoutFound, holdout.length);
}

function sharesOf(trainFound: number, train: number, holdoutFound: number, holdout: number): CopyShares {
  const n = { n: train, nHoldout: holdout };
  if (train === 0 || holdout === 0) {
    return {
      ...notMeasurable(n, `not measurable with n = ${Math.min(train, holdout)} rows whose content occurs once`),
      train: train > 0 ? trainFound / train : null,
      holdout: holdout > 0 ? holdoutFound / holdout : null,
    };
  }
  const { value, low, high, level } = newcombeInterval(trainFound, train, holdoutFound, holdout);
  return { train: trainFound / train, holdout: holdoutFound / holdout, value, low, high, level, ...n };
}

function notMeasurable(n: Readonly<{ n: number; nHoldout: number }>, reason: string): CopyShares {
  return { train: null, holdout: null, value: null, low: null, high: null, level: 0.95, ...n, reason };
}

/** Whether some synthetic row is a near copy of the real row. */
function createNearSearch(rows: JointRows, schema: Schema): (row: number) => boolean {
  const tolerances = rows.columns.map((column) => toleranceOf(column, schema));
  const halves = dealColumns(rows, tolerances);
  const indexes = halves.map((half) => createIndex(rows, half, tolerances));
  return (row) => indexes.some((index) => index(row, (candidate) => isNear(rows.columns, tolerances, row, candidate)));
}

function isNear(columns: readonly JointColumn[], tolerances: readonly number[], row: number, other: number): boolean {
  let differing = 0;
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index]!;
    if (column.kind === 'codes') {
      if (column.codes[row] !== column.codes[other]) differing++;
    } else if (!areClose(column.values[row]!, column.values[other]!, tolerances[index]!)) differing++;
    if (differing > 1) return false;
  }
  return true;
}

function areClose(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance || (Number.isNaN(a) && Number.isNaN(b));
}

function toleranceOf(column: JointColumn, schema: Schema): number {
  const known = schema.columns.find(({ name }) => name === column.name);
  if (column.kind === 'codes' || known === undefined || !isModelled(known)) return 0;
  const domain = known.domain.value;
  return domain.kind === 'categorical' ? 0 : TOLERANCE * (domain.high - domain.low);
}

/** Columns in two halves that tell rows apart about equally well: dealt in turn by their number of distinguishable values. */
function dealColumns(rows: JointRows, tolerances: readonly number[]): readonly [readonly number[], readonly number[]] {
  const worth = rows.columns.map((column, index) =>
    column.kind === 'codes' ? column.levelCount : tolerances[index]! > 0 ? 1 / (2 * TOLERANCE) : 2,
  );
  const order = Array.from(worth.keys()).sort((a, b) => worth[b]! - worth[a]! || a - b);
  const first: number[] = [];
  const second: number[] = [];
  order.forEach((column, place) => (place % 4 === 0 || place % 4 === 3 ? first : second).push(column));
  return [first, second];
}

type NearIndex = (row: number, isMatch: (candidate: number) => boolean) => boolean;

/** Synthetic rows by the categories of the half, then by one number of it. */
function createIndex(rows: JointRows, half: readonly number[], tolerances: readonly number[]): NearIndex {
  const [start, end] = [rows.starts[2]!, rows.starts[3]!];
  const windowIndex = half.find((index) => rows.columns[index]!.kind === 'numbers');
  const window = windowIndex === undefined ? null : rows.columns[windowIndex]!;
  const values = window?.kind === 'numbers' ? window.values : null;
  // A hair wider than the tolerance, so that rounding at its edge loses no candidate.
  const reach = windowIndex === undefined ? 0 : tolerances[windowIndex]! * (1 + 1e-9);
  const keyOf = (row: number): number => {
    let key = 0;
    for (const index of half) {
      const column = rows.columns[index]!;
      if (column.kind === 'codes') key = Math.imul(key ^ column.codes[row]!, 0x9e3779b1) ^ (key >>> 15);
    }
    // Rows whose number is missing stay apart from those that are sorted by it.
    return (key >>> 0) * 2 + (values !== null && Number.isNaN(values[row]!) ? 1 : 0);
  };
  const buckets = new Map<number, number[]>();
  for (let row = start; row < end; row++) {
    const key = keyOf(row);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [row]);
    else bucket.push(row);
  }
  if (values !== null) {
    for (const bucket of buckets.values()) bucket.sort((a, b) => values[a]! - values[b]! || a - b);
  }
  return (row, isMatch) => {
    const bucket = buckets.get(keyOf(row));
    if (bucket === undefined) return false;
    const isWindowed = values !== null && !Number.isNaN(values[row]!);
    const first = isWindowed ? firstAtLeast(bucket, values, values[row]! - reach) : 0;
    for (let place = first; place < bucket.length; place++) {
      const candidate = bucket[place]!;
      if (isWindowed && values[candidate]! > values[row]! + reach) return false;
      if (isMatch(candidate)) return true;
    }
    return false;
  };
}

function firstAtLeast(bucket: readonly number[], values: Float64Array, bound: number): number {
  let low = 0;
  let high = bucket.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[bucket[middle]!]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
