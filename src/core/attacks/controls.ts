/**
 * The checks run on data whose answer is known, made from the user's own rows. Train is thinned to 2 × 5,000 rows and
 * cut into halves A and B by coin; the attacks' non-members are rows of the holdout throughout, which never plays the
 * synthetic table: it would make non-members the nearest and turn every attack round. Boosting tells one half, or its
 * shuffled rows, from the other: more rows than most holdouts have.
 *   copy:     S = A, train = A. Fidelity must be perfect and the privacy checks must alarm.
 *   fresh:    S = B, train = A. Everything must be quiet: what no leak and no loss look like here.
 *   shuffled: S = columns of A permuted one by one. The pair score must fall to the ceiling, boosting must see it.
 *   narrowed, no-signal: rows of A without ends and rare levels, and without a link to the target (weakened.ts).
 * A control that is not ok says that the section it guards is not calibrated on this table: its numbers stay, its
 * verdicts go. A failed `fresh` is tried once more with other halves, and both results are shown: each of its checks
 * errs once in twenty by design.
 * Cost: two membership attacks on 1,000 + 1,000 targets, ten fits of boosting on at most 4,000 rows.
 * Left out: leaks of a tenth and of half.
 */
import { noticeOf, type Notice } from '../errors.ts';
import { alternatingFolds, samplePair, twoSampleArea, type TwoSampleArea } from '../fidelity/c2st.ts';
import { groupContents, joinRows, keyedCoins, thinByCoins } from '../fidelity/content.ts';
import { createEvaluation } from '../fidelity/evaluation.ts';
import { modelledNames, modelledTable, type AssessInput } from '../fidelity/input.ts';
import { twoWayAlone, type KwayResult } from '../fidelity/kway.ts';
import { createRng, shuffle } from '../math/rng.ts';
import type { OnProgress } from '../progress.ts';
import { takeRows, takeTableRows, type Table } from '../table/column.ts';
import type { Holdout, Train } from '../table/split.ts';
import { attackResults, MIN_TARGETS, type AttackResult } from './attack-result.ts';
import { copiesResult, type CopyShares } from './copies.ts';
import { joinForAttacks, membershipScores } from './membership.ts';
import { narrowedCheck, noSignalCheck } from './weakened.ts';

const HALF_ROWS = 5000;
const TARGETS = 1000;
const TWO_SAMPLE_ROWS = 2000;
/** With fewer rows a side the two-sample control says more about chance than about the table. */
const TWO_SAMPLE_LEAST = 100;
const NEAR_CAP = 2000;
/** A copy's AUC may miss its expectation by this much where the interval is a point. */
const SLACK = 0.002;
/** Above this share of holdout rows at distance 0 from a copy, content does not tell copies from fresh rows. */
const MOST_AT_ZERO = 0.3;

export type ControlId = 'copy' | 'fresh' | 'shuffled' | 'narrowed' | 'no-signal';
/** One check of a control. `ok` is null, with a reason, where this table is too small for it. */
export type ControlCheck = Readonly<{
  id:
    | 'nearest-auc'
    | 'nearest-ratio-auc'
    | 'exact-copies'
    | 'near-copies'
    | 'pair-error'
    | 'pair-score'
    | 'c2st-auc'
    | 'too-clean'
    | 'baseline';
  guards: 'privacy' | 'fidelity' | 'tails' | 'utility';
  expected: string;
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  ok: boolean | null;
  reason?: string;
}>;

/** `ok`: no check failed and at least one could be made. `first`: the checks of a `fresh` that failed and was repeated. */
export type Control = Readonly<{
  id: ControlId;
  expected: 'alarm' | 'quiet' | 'no dependence' | 'too clean' | 'no signal';
  observed: readonly ControlCheck[];
  ok: boolean | null;
  first: readonly ControlCheck[] | null;
}>;

export type ControlsResult = Readonly<{
  controls: readonly Control[];
  /** Rows of A, of B, and of the holdout. */
  rows: Readonly<{ first: number; second: number; holdout: number }>;
  /** Share of holdout rows that no attack can tell from a copy of A by content. */
  holdoutAtZero: number | null;
  notices: readonly Notice[];
}>;

const STEPS = 8;

export function assessControls(input: AssessInput, onProgress: OnProgress): ControlsResult {
  const { holdout, schema } = input;
  const step = (done: number): void => onProgress({ stage: 'controls', done, total: STEPS });
  step(0);
  const isPossible =
    holdout !== null &&
    holdout.rowCount >= MIN_TARGETS &&
    input.train.rowCount >= 2 * MIN_TARGETS &&
    modelledNames(schema).length > 0;
  if (!isPossible) {
    step(STEPS);
    const n = Math.min(holdout?.rowCount ?? 0, input.train.rowCount);
    return {
      controls: [],
      rows: { first: 0, second: 0, holdout: holdout?.rowCount ?? 0 },
      holdoutAtZero: null,
      notices: [noticeOf('not-measurable', 'warning', {}, n, { what: 'Every control' })],
    };
  }
  const halves = halvesOf(input.train, input, 0);
  const copy = copyControl(halves.first, holdout, input);
  step(1);
  const fresh = freshChecks(halves, holdout, input, 0);
  step(2);
  const failed = fresh.checks.some(({ ok }) => ok === false);
  const again = failed ? freshChecks(halvesOf(input.train, input, 1), holdout, input, 1) : null;
  step(4);
  const shuffled = shuffledControl(halves, input, (again ?? fresh).area);
  step(6);
  const narrowed = narrowedCheck(halves.first, holdout, input);
  step(7);
  const noSignal = noSignalCheck(halves.first, holdout, input);
  step(STEPS);
  return {
    controls: [
      copy.control,
      controlOf('fresh', 'quiet', (again ?? fresh).checks, again === null ? null : fresh.checks),
      controlOf('shuffled', 'no dependence', shuffled, null),
      controlOf('narrowed', 'too clean', [narrowed], null),
      controlOf('no-signal', 'no signal', [noSignal], null),
    ],
    rows: { first: halves.first.rowCount, second: halves.second.rowCount, holdout: holdout.rowCount },
    holdoutAtZero: copy.holdoutAtZero,
    notices: [],
  };
}

type Halves = Readonly<{ first: Train; second: Train }>;

/** A and B: rows of train in the order of their coins, dealt in turn. */
function halvesOf(train: Train, { schema, seed }: AssessInput, attempt: number): Halves {
  const rows = joinRows([train], schema);
  const coins = keyedCoins(rows, groupContents(rows), seed, `control-halves-${attempt}`);
  const kept = thinByCoins(coins, 0, train.rowCount, 2 * HALF_ROWS);
  const table = modelledTable(train, schema);
  const take = (parity: number): Train =>
    takeTableRows(
      table,
      kept.filter((_, place) => place % 2 === parity),
    ) as Train;
  return { first: take(0), second: take(1) };
}

function copyControl(first: Train, holdout: Holdout, input: AssessInput): { control: Control; holdoutAtZero: number } {
  const { attacks, copies, holdoutAtZero } = privacyOf(first, holdout, first, input);
  const attack = attacks[0]!;
  const expectedAuc = 1 - holdoutAtZero / 2;
  const isTellable = holdoutAtZero <= MOST_AT_ZERO;
  const alarms =
    attack.auc === null || !isTellable
      ? null
      : holds(attack, expectedAuc) || Math.abs(attack.auc - expectedAuc) <= SLACK;
  const pairs = pairChecks(first, first, input);
  const checks: ControlCheck[] = [
    {
      ...{ id: 'nearest-auc', guards: 'privacy', expected: `holds ${expectedAuc.toFixed(3)}` },
      ...{ value: attack.auc, low: attack.low, high: attack.high, n: attack.n, ok: alarms },
      ...(isTellable
        ? reasonOf(attack)
        : { reason: 'on this table a copy cannot be told from a fresh row by its content' }),
    },
    {
      ...copyCheck('exact-copies', 'every unique row is found', copies.exact),
      value: copies.exact.train,
      ok: copies.exact.train === null ? null : copies.exact.train === 1,
    },
    {
      ...{ id: 'pair-error', guards: 'fidelity', expected: '0', value: pairs.error, low: pairs.low, high: pairs.high },
      ...{ n: pairs.n, ok: pairs.error === null ? null : pairs.error === 0, ...reasonOf(pairs) },
    },
  ];
  return { control: controlOf('copy', 'alarm', checks, null), holdoutAtZero };
}

function freshChecks(
  { first, second }: Halves,
  holdout: Holdout,
  input: AssessInput,
  attempt: number,
): { checks: readonly ControlCheck[]; area: TwoSampleArea | null } {
  const { attacks, copies } = privacyOf(first, holdout, second, input);
  const pairs = pairChecks(first, second, input);
  const area = twoSampleOf(second, first, input, attempt);
  const isQuiet = ({ low }: CopyShares): boolean | null => (low === null ? null : low <= 0);
  const checks: ControlCheck[] = [
    ...attacks.map((attack): ControlCheck => ({
      ...{ id: `${attack.id}-auc`, guards: 'privacy', expected: 'low end at most 0.5' },
      ...{ value: attack.auc, low: attack.corrected.low, high: attack.corrected.high, n: attack.n },
      ...{ ok: attack.corrected.low === null ? null : attack.corrected.low <= 0.5, ...reasonOf(attack) },
    })),
    { ...copyCheck('exact-copies', 'holds 0', copies.exact), ok: isQuiet(copies.exact) },
    { ...copyCheck('near-copies', 'holds 0', copies.near), ok: isQuiet(copies.near) },
    {
      ...{ id: 'pair-score', guards: 'fidelity', expected: 'reaches 0.9', value: pairs.score },
      ...{ low: pairs.scoreLow, high: pairs.scoreHigh, n: pairs.n },
      ...{ ok: reaches(pairs, 0.9), ...reasonOf(pairs) },
    },
    {
      ...twoSampleCheck(area, 'holds 0.5', second.rowCount),
      ok: area === null ? null : area.low <= 0.5 && area.high >= 0.5,
    },
  ];
  return { checks, area };
}

function shuffledControl(
  { first, second }: Halves,
  input: AssessInput,
  fresh: TwoSampleArea | null,
): readonly ControlCheck[] {
  const shuffled: Table = {
    rowCount: first.rowCount,
    columns: first.columns.map((column) => {
      const order = Uint32Array.from({ length: first.rowCount }, (_, row) => row);
      shuffle(order, createRng(input.seed, 'control-shuffle', column.name));
      return takeRows(column, order);
    }),
  };
  const pairs = pairChecks(first, shuffled, input);
  const area = twoSampleOf(shuffled, second, input, 0);
  return [
    {
      ...{ id: 'pair-score', guards: 'fidelity', expected: 'at most 0.1', value: pairs.score },
      ...{ low: pairs.scoreLow, high: pairs.scoreHigh, n: pairs.n },
      ...{ ok: pairs.scoreLow === null ? null : pairs.scoreLow <= 0.1, ...reasonOf(pairs) },
    },
    {
      ...twoSampleCheck(area, 'above the fresh control', second.rowCount),
      ok: area === null || fresh === null ? null : area.low > fresh.high,
    },
  ];
}

type Privacy = Readonly<{
  attacks: readonly AttackResult[];
  copies: Readonly<{ exact: CopyShares; near: CopyShares }>;
  holdoutAtZero: number;
}>;

function privacyOf(train: Table, holdout: Holdout, synthetic: Table, { schema, seed }: AssessInput): Privacy {
  const tables = { train, holdout, synthetic };
  const { rows, contents } = joinForAttacks(tables, schema);
  const caps = { targets: TARGETS, syntheticRows: HALF_ROWS };
  const { scores, holdoutAtZero } = membershipScores(tables, rows, contents, schema, { seed, caps }, () => {});
  const coins = keyedCoins(rows, contents, seed, 'control-copies');
  return {
    attacks: attackResults(scores, seed),
    copies: copiesResult(rows, contents, coins, schema, NEAR_CAP),
    holdoutAtZero,
  };
}

function pairChecks(train: Train, synthetic: Table, input: AssessInput): KwayResult {
  const carved: AssessInput = { ...input, train, synthetic, holdout: null };
  return twoWayAlone(createEvaluation(carved)!);
}

/** Whether a score may be as high as `wanted`; its interval has the chance of one half only, and both have theirs. */
function reaches({ score, scoreHigh }: KwayResult, wanted: number): boolean | null {
  return score === null || scoreHigh === null ? null : score + Math.SQRT2 * (scoreHigh - score) >= wanted;
}

function twoSampleOf(synthetic: Table, real: Table, input: AssessInput, attempt: number): TwoSampleArea | null {
  const rowsEach = Math.min(synthetic.rowCount, real.rowCount, TWO_SAMPLE_ROWS);
  if (rowsEach < TWO_SAMPLE_LEAST) return null;
  const pair = samplePair(real, synthetic, rowsEach, input.schema, input.seed + attempt);
  return twoSampleArea(...pair, input.schema, alternatingFolds(rowsEach), 'boosting').area;
}

function twoSampleCheck(area: TwoSampleArea | null, expected: string, n: number): Omit<ControlCheck, 'ok'> {
  const shared = { id: 'c2st-auc', guards: 'fidelity', expected } as const;
  if (area === null)
    return { ...shared, value: null, low: null, high: null, n, reason: `not measurable with n = ${n}` };
  return { ...shared, value: area.auc, low: area.low, high: area.high, n: area.n };
}

function copyCheck(id: 'exact-copies' | 'near-copies', expected: string, shares: CopyShares): Omit<ControlCheck, 'ok'> {
  const { value, low, high, n, nHoldout } = shares;
  return { id, guards: 'privacy', expected, value, low, high, n: n + nHoldout, ...reasonOf(shares) };
}

function controlOf(
  id: ControlId,
  expected: Control['expected'],
  observed: readonly ControlCheck[],
  first: Control['first'],
): Control {
  const made = observed.filter(({ ok }) => ok !== null);
  return { id, expected, observed, ok: made.length === 0 ? null : made.every(({ ok }) => ok === true), first };
}

function holds({ low, high }: Readonly<{ low: number | null; high: number | null }>, value: number): boolean {
  return low !== null && high !== null && low <= value && value <= high;
}

function reasonOf({ reason }: Readonly<{ reason?: string }>): { reason?: string } {
  return reason === undefined ? {} : { reason };
}
