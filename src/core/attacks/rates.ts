/**
 * What a list of scores tells of members from non-members. Large score = "was in"; ties are ties.
 *   TPR at FPR a: on the ROC with straight lines between its corners. Interval in quadrature of Wilson at the point p
 *     (members) and of binomial order statistics (non-members): j₋ = largest j with P[Bin(n₀, a) ≥ j] ≥ 0.975,
 *     j₊ = smallest j with P[Bin(n₀, a) ≤ j − 1] ≥ 0.975; without a j₋ the rate is not measurable: null with a reason.
 *   Advantage TPR − FPR: threshold from one random half of the targets, value on the other, both ways, Newcombe. The
 *     in-sample maximum is 0.63·√(1/n₁ + 1/n₀) for fresh rows already, and is not shown.
 * Symbols: n₁ members, n₀ non-members. Cost: sorts. Privacy: functions of real rows: internal.
 */
import type { Estimate, Interval } from '../math/finding.ts';
import { newcombeInterval, wilsonInterval } from '../math/intervals.ts';
import { createRng, shuffle } from '../math/rng.ts';
import { binomialAtLeast, binomialAtMost } from '../math/special.ts';

const TAIL = 0.975;

/** A corner of the ROC: share of non-members and of members at or above a score. */
export type RocPoint = Readonly<{ fpr: number; tpr: number }>;

/** The true-positive rate where the false-positive rate is `fpr`, 0 < fpr < 1. */
export function tprAtFpr(members: Float64Array, nonMembers: Float64Array, fpr: number): Estimate {
  const n1 = members.length;
  const n0 = nonMembers.length;
  if (n1 === 0 || n0 === 0) return { value: null, low: null, high: null, n: n1 + n0, reason: notMeasurable(n0) };
  const { lower, upper } = orderStatistics(n0, fpr);
  if (lower === 0) return { value: null, low: null, high: null, n: n1 + n0, reason: notMeasurable(n0) };
  const sortedMembers = Float64Array.from(members).sort();
  const sortedNon = Float64Array.from(nonMembers).sort();
  const p = rocValue(sortedMembers, sortedNon, fpr);
  const wilson = wilsonInterval(p * n1, n1);
  const pLow = shareAbove(sortedMembers, sortedNon[n0 - lower]!, false);
  const pHigh = upper > n0 ? 1 : shareAbove(sortedMembers, sortedNon[n0 - upper]!, true);
  return {
    value: p,
    low: Math.max(0, p - Math.hypot(p - wilson.low, p - pLow)),
    high: Math.min(1, p + Math.hypot(wilson.high - p, pHigh - p)),
    n: n1 + n0,
  };
}

/** j₋ (0: there is none) and j₊ (n₀ + 1: there is none) of the header. */
export function orderStatistics(n0: number, fpr: number): { lower: number; upper: number } {
  let lower = 0;
  while (lower < n0 && binomialAtLeast(lower + 1, n0, fpr) >= TAIL) lower++;
  let upper = lower + 1;
  while (upper <= n0 && binomialAtMost(upper - 1, n0, fpr) < TAIL) upper++;
  return { lower, upper };
}

/** TPR − FPR with a threshold from the other half. `seed` draws the halves. Needs two of each side. */
export function advantage(members: Float64Array, nonMembers: Float64Array, seed: number, purpose: string): Estimate {
  const n = members.length + nonMembers.length;
  if (members.length < 2 || nonMembers.length < 2) {
    return {
      value: null,
      low: null,
      high: null,
      n,
      reason: notMeasurable(Math.min(members.length, nonMembers.length)),
    };
  }
  const memberHalves = halves(members, seed, purpose, 'members');
  const nonHalves = halves(nonMembers, seed, purpose, 'non-members');
  let hits = 0;
  let alarms = 0;
  for (const [chosenOn, judgedOn] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const threshold = bestThreshold(memberHalves[chosenOn], nonHalves[chosenOn]);
    hits += countFrom(memberHalves[judgedOn], threshold);
    alarms += countFrom(nonHalves[judgedOn], threshold);
  }
  const { value, low, high }: Interval = newcombeInterval(hits, members.length, alarms, nonMembers.length);
  return { value, low, high, n };
}

/** The ROC's corners, thinned to at most `limit` points that are even in log FPR; ends included. */
export function rocPoints(members: Float64Array, nonMembers: Float64Array, limit = 200): readonly RocPoint[] {
  if (members.length === 0 || nonMembers.length === 0) return [];
  const corners = rocCorners(Float64Array.from(members).sort(), Float64Array.from(nonMembers).sort());
  if (corners.length <= limit) return corners;
  const floor = 1 / nonMembers.length;
  const kept: RocPoint[] = [corners[0]!];
  let next = 1;
  for (const corner of corners) {
    const place = 1 + ((limit - 3) * Math.log(Math.max(corner.fpr, floor) / floor)) / Math.log(1 / floor);
    if (place < next) continue;
    kept.push(corner);
    next = Math.floor(place) + 1;
  }
  const last = corners[corners.length - 1]!;
  if (kept[kept.length - 1] !== last) kept.push(last);
  return kept;
}

function notMeasurable(n0: number): string {
  return `not measurable with n = ${n0}`;
}

function rocCorners(members: Float64Array, nonMembers: Float64Array): RocPoint[] {
  const corners: RocPoint[] = [{ fpr: 0, tpr: 0 }];
  let i = members.length;
  let j = nonMembers.length;
  while (i > 0 || j > 0) {
    const top = Math.max(i > 0 ? members[i - 1]! : -Infinity, j > 0 ? nonMembers[j - 1]! : -Infinity);
    while (i > 0 && members[i - 1] === top) i--;
    while (j > 0 && nonMembers[j - 1] === top) j--;
    corners.push({ fpr: 1 - j / nonMembers.length, tpr: 1 - i / members.length });
  }
  return corners;
}

function rocValue(members: Float64Array, nonMembers: Float64Array, fpr: number): number {
  const n0 = nonMembers.length;
  const n1 = members.length;
  // Counts and not shares are compared: 0.1 × 10 then is the tenth non-member itself.
  const wanted = wholeIfNear(fpr * n0);
  let i = n1;
  let j = n0;
  let alarms = 0;
  let hits = 0;
  while (i > 0 || j > 0) {
    const top = Math.max(i > 0 ? members[i - 1]! : -Infinity, j > 0 ? nonMembers[j - 1]! : -Infinity);
    const [alarmsBefore, hitsBefore] = [alarms, hits];
    while (i > 0 && members[i - 1] === top) i--;
    while (j > 0 && nonMembers[j - 1] === top) j--;
    hits = n1 - i;
    alarms = n0 - j;
    if (alarms <= wanted) continue;
    return (hitsBefore + ((wanted - alarmsBefore) / (alarms - alarmsBefore)) * (hits - hitsBefore)) / n1;
  }
  return hits / n1;
}

/** 0.29 × 100 is 28.999999999999996; it means 29. */
function wholeIfNear(x: number): number {
  const whole = Math.round(x);
  return Math.abs(x - whole) <= 1e-9 ? whole : x;
}

/** Share of sorted values above a score, or at and above it. */
function shareAbove(sorted: Float64Array, score: number, andAt: boolean): number {
  let count = 0;
  for (let i = sorted.length - 1; i >= 0 && (sorted[i]! > score || (andAt && sorted[i] === score)); i--) count++;
  return count / sorted.length;
}

/** Two random halves. The draw depends on the scores and not on the order of the rows. */
function halves(scores: Float64Array, seed: number, ...purpose: string[]): readonly [Float64Array, Float64Array] {
  const order = Float64Array.from(scores).sort();
  shuffle(order, createRng(seed, 'advantage', ...purpose));
  const middle = order.length >> 1;
  return [order.subarray(0, middle), order.subarray(middle)];
}

/** The score from which on TPR − FPR is largest; of equally good ones the highest. */
function bestThreshold(members: Float64Array, nonMembers: Float64Array): number {
  const sortedMembers = Float64Array.from(members).sort();
  const sortedNon = Float64Array.from(nonMembers).sort();
  let i = sortedMembers.length;
  let j = sortedNon.length;
  let best = 0; // a threshold that tells nothing apart flags nobody
  let threshold = Infinity;
  while (i > 0 || j > 0) {
    const top = Math.max(i > 0 ? sortedMembers[i - 1]! : -Infinity, j > 0 ? sortedNon[j - 1]! : -Infinity);
    while (i > 0 && sortedMembers[i - 1] === top) i--;
    while (j > 0 && sortedNon[j - 1] === top) j--;
    const gain = 1 - i / Math.max(1, sortedMembers.length) - (1 - j / Math.max(1, sortedNon.length));
    if (gain <= best) continue;
    best = gain;
    threshold = top;
  }
  return threshold;
}

function countFrom(scores: Float64Array, threshold: number): number {
  let count = 0;
  for (let i = 0; i < scores.length; i++) if (scores[i]! >= threshold) count++;
  return count;
}
