/**
 * Rows of the synthetic table that are rows of the real one (privacy.copies).
 *   Exact: all modelled columns equal, values as exported. Over the rows of train, and of the holdout, whose content
 *     occurs once among the real rows: the share found in S, and the difference with Newcombe's interval. All rows, all
 *     of S. No model saw the holdout, so its share is what chance alone explains.
 *   Near: at most one column differs; numbers within 1 % of the schema's range do not differ. Same comparison, on at
 *     most 10,000 rows a side, thinned by keyed coins.
 * Left out: copies within S (fidelity/tails/diversity.ts).
 */
import { newcombeInterval } from '../math/intervals.ts';
import { thinByCoins, type Contents, type JointRows } from '../fidelity/content.ts';
import { createNearSearch } from '../fidelity/near-search.ts';
import type { Schema } from '../table/schema.ts';

export const NEAR_CAP = 10_000;

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
  const search = createNearSearch(rows, schema, rows.starts[2]!, rows.starts[3]!);
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
