/**
 * The price of looking often: tests of "above chance", which stand together (math/many-tests.ts). One-sided: an attack
 * below chance is no attack.
 *   AUC:  z = (A − ½) / √((n + 1) / (12·n₁·n₀) · (1 − Σ(t³ − t) / (n³ − n))), t the sizes of ties, n = n₁ + n₀.
 *   Tail: v members among the k largest scores, k = ⌈a·n⌉: hypergeometric tail P[V ≥ v]. Ties at the cut are taken in
 *         the order least favourable to the attack, so the test errs on the quiet side.
 * Also what a holdout of this size can show at all, which is printed with every calm result.
 */
import { newcombeInterval } from '../math/intervals.ts';
import { binomialAtLeast, logGamma, normalCdf, normalQuantile } from '../math/special.ts';

/** P[AUC this large or larger] if scores owe nothing to the label. */
export function aucTail(auc: number, members: Float64Array, nonMembers: Float64Array): number {
  const n1 = members.length;
  const n0 = nonMembers.length;
  const n = n1 + n0;
  const all = new Float64Array(n);
  all.set(members);
  all.set(nonMembers, n1);
  all.sort();
  let ties = 0;
  for (let start = 0; start < n;) {
    let end = start + 1;
    while (end < n && all[end] === all[start]) end++;
    const t = end - start;
    ties += t * t * t - t;
    start = end;
  }
  const variance = ((n + 1) / (12 * n1 * n0)) * (1 - ties / (n * n * n - n));
  if (!(variance > 0)) return 1;
  return normalCdf(-(auc - 0.5) / Math.sqrt(variance));
}

/** P[as many members or more among the ⌈a·n⌉ largest scores]. */
export function topTail(members: Float64Array, nonMembers: Float64Array, share: number): number {
  const n1 = members.length;
  const n0 = nonMembers.length;
  const n = n1 + n0;
  const k = Math.ceil(share * n);
  const all = new Float64Array(n);
  all.set(members);
  all.set(nonMembers, n1);
  all.sort();
  const cut = all[n - k]!;
  let above = 0;
  let membersAbove = 0;
  let nonAtCut = 0;
  for (let i = 0; i < n1; i++) {
    if (members[i]! > cut) {
      above++;
      membersAbove++;
    }
  }
  for (let i = 0; i < n0; i++) {
    if (nonMembers[i]! > cut) above++;
    else if (nonMembers[i] === cut) nonAtCut++;
  }
  const v = membersAbove + Math.max(0, k - above - nonAtCut);
  return hypergeometricTail(v, k, n1, n0);
}

/** The smallest share of fitted rows, copied verbatim into the synthetic table, that is noticed four times in five. Null: none. */
export type CanShow = Readonly<{ auc: number | null; exactCopies: number | null }>;

/** `looks` = number of attacks. A leak of share p lifts AUC to ½ + p / 2. */
export function canShow(n1: number, n0: number, copiesN1: number, copiesN0: number, looks: number): CanShow {
  const power = normalQuantile(0.8);
  let auc: number | null = null;
  if (n1 > 1 && n0 > 1) {
    const deviation = Math.sqrt((n1 + n0 + 1) / (12 * n1 * n0));
    const share = 2 * deviation * (power - normalQuantile(0.025 / looks));
    auc = share <= 1 ? share : null;
  }
  return { auc, exactCopies: copiesN1 > 0 && copiesN0 > 0 ? smallestCopyShare(copiesN1, copiesN0) : null };
}

function smallestCopyShare(n1: number, n0: number): number | null {
  let found = 1;
  while (found <= n1 && !(newcombeInterval(found, n1, 0, n0).low > 0)) found++;
  if (found > n1) return null;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const share = (low + high) / 2;
    if (binomialAtLeast(found, n1, share) >= 0.8) high = share;
    else low = share;
  }
  return high;
}

function hypergeometricTail(v: number, drawn: number, n1: number, n0: number): number {
  const logChoose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
  const whole = logChoose(n1 + n0, drawn);
  let tail = 0;
  for (let hits = Math.min(drawn, n1); hits >= Math.max(v, drawn - n0); hits--) {
    tail += Math.exp(logChoose(n1, hits) + logChoose(n0, drawn - hits) - whole);
  }
  return Math.min(1, tail);
}
