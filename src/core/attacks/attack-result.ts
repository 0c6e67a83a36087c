/**
 * One attack's scores as findings: AUC with DeLong's interval on the logit scale, true-positive rates at 1 % and 0.1 %
 * false alarms, advantage, ROC, and the tests that decide whether the word *above* may be used. All targets are real
 * rows; members were fitted, non-members were held out, and large scores mean "was in".
 * An attack gives a lower limit: somebody better may come.
 */
import { aucOf, delongInterval } from '../math/auc.ts';
import type { Estimate } from '../math/finding.ts';
import { standingAfterMany } from '../math/many-tests.ts';
import { aucTail, topTail } from './many-looks.ts';
import { advantage, rocPoints, tprAtFpr, type RocPoint } from './rates.ts';

/** Below this many rows on a side nothing is said. */
export const MIN_TARGETS = 10;

export type AttackId = 'nearest' | 'nearest-ratio';
/** What the attacker holds: the synthetic table and one full row; or also a sample of people like those in it. */
export type AttackerLevel = 'table' | 'population';
export type Bounds = Readonly<{ low: number | null; high: number | null; n: number; reason?: string }>;

export type AttackResult = Readonly<{
  id: AttackId;
  /** Who could run it. */
  knows: AttackerLevel;
  auc: number | null;
  low: number | null;
  high: number | null;
  /** Coverage of low and high, of one look. */
  level: number;
  /** The ends at level 1 − 0.05 / (number of attacks): what the headline may use. */
  corrected: Readonly<{ low: number | null; high: number | null; tests: number }>;
  tprAtFpr: Readonly<{ '0.01': number | null; '0.001': number | null }>;
  tprBounds: Readonly<{ '0.01': Bounds; '0.001': Bounds }>;
  advantage: number | null;
  advantageBounds: Bounds;
  /** n = n1 members + n0 non-members. */
  n: number;
  n1: number;
  n0: number;
  /** Above chance after Benjamini–Hochberg over all attacks and both tests. */
  above: Readonly<{ auc: boolean; tail: boolean }>;
  pValues: Readonly<{ auc: number | null; tail: number | null }>;
  roc: readonly RocPoint[];
  reason?: string;
}>;

/** Scores of one attack. Both lists belong to targets in the same order for every attack. */
export type AttackScores = Readonly<{
  id: AttackId;
  knows: AttackerLevel;
  members: Float64Array;
  nonMembers: Float64Array;
}>;

/** All attacks of one assessment: they share the price of looking often. */
export function attackResults(scores: readonly AttackScores[], seed: number): readonly AttackResult[] {
  const single = scores.map((each) => attackResult(each, scores.length, seed));
  const tests = single.flatMap(({ pValues }, index) => [
    ...(pValues.auc === null ? [] : [{ index, test: 'auc' as const, p: pValues.auc }]),
    ...(pValues.tail === null ? [] : [{ index, test: 'tail' as const, p: pValues.tail }]),
  ]);
  const standing = standingAfterMany(tests.map(({ p }) => p));
  return single.map((result, index) => {
    const isAbove = (test: 'auc' | 'tail'): boolean =>
      tests.some((each, place) => each.index === index && each.test === test && standing[place]!);
    return { ...result, above: { auc: isAbove('auc'), tail: isAbove('tail') } };
  });
}

function attackResult({ id, knows, members, nonMembers }: AttackScores, tests: number, seed: number): AttackResult {
  const n1 = members.length;
  const n0 = nonMembers.length;
  if (n1 < MIN_TARGETS || n0 < MIN_TARGETS) return unmeasuredAttack(id, knows, n1, n0, tests);
  const auc = delongInterval(members, nonMembers);
  const corrected = delongInterval(members, nonMembers, 1 - 0.05 / tests);
  const [percent, permille] = [tprAtFpr(members, nonMembers, 0.01), tprAtFpr(members, nonMembers, 0.001)];
  const gained = advantage(members, nonMembers, seed, id);
  return {
    id,
    knows,
    auc: auc.value,
    low: auc.low,
    high: auc.high,
    level: auc.level,
    corrected: { low: corrected.low, high: corrected.high, tests },
    tprAtFpr: { '0.01': percent.value, '0.001': permille.value },
    tprBounds: { '0.01': boundsOf(percent), '0.001': boundsOf(permille) },
    advantage: gained.value,
    advantageBounds: boundsOf(gained),
    n: n1 + n0,
    n1,
    n0,
    above: { auc: false, tail: false },
    pValues: {
      auc: aucTail(aucOf(members, nonMembers), members, nonMembers),
      tail: topTail(members, nonMembers, 0.01),
    },
    roc: rocPoints(members, nonMembers),
  };
}

export function unmeasuredAttack(
  id: AttackId,
  knows: AttackerLevel,
  n1: number,
  n0: number,
  tests: number,
): AttackResult {
  const reason = `not measurable with n = ${Math.min(n1, n0)}`;
  const bounds: Bounds = { low: null, high: null, n: n1 + n0, reason };
  return {
    ...{ id, knows, auc: null, low: null, high: null, level: 0.95, corrected: { low: null, high: null, tests } },
    ...{ tprAtFpr: { '0.01': null, '0.001': null }, tprBounds: { '0.01': bounds, '0.001': bounds } },
    ...{ advantage: null, advantageBounds: bounds, n: n1 + n0, n1, n0, above: { auc: false, tail: false } },
    ...{ pValues: { auc: null, tail: null }, roc: [], reason },
  };
}

function boundsOf({ low, high, n, reason }: Estimate): Bounds {
  return { low, high, n, ...(reason === undefined ? {} : { reason }) };
}
