/**
 * The headline: six questions, each with one number, its interval, a verdict in a word, and what the number cannot see.
 * *Good* and *poor* need the whole interval on that side of their bound; anything between is *unclear*. If a control
 * that guards the number failed on this table, the verdict is withheld (*not calibrated*) and the number stays.
 * There is no overall score.
 */
import type { AttackResult } from '../attacks/attack-result.ts';
import type { AttacksResult } from '../attacks/assess-attacks.ts';
import type { ControlCheck, ControlsResult } from '../attacks/controls.ts';
import type { FidelityResult } from '../fidelity/assess-fidelity.ts';
import type { C2stResult } from '../fidelity/c2st.ts';
import type { TailsResult } from '../fidelity/tails/assess-tails.ts';
import { notMeasurable, type Finding } from '../math/finding.ts';
import { roundedUp, type Claim } from '../privacy/claim.ts';
import type { UtilityResult } from '../utility/assess-utility.ts';
import type { Gap } from '../utility/metrics.ts';
import { attackShortageText, shortageText, summaryText, type Shortage } from './wording.ts';

export type Verdict = 'good' | 'unclear' | 'poor' | 'not-measurable' | 'not-calibrated';
export type SummaryId = 'three-way' | 'c2st' | 'tstr' | 'tails' | 'attack' | 'claim';
export type SummaryLine = Readonly<{
  id: SummaryId;
  question: string;
  verdict: Verdict;
  text: string;
  /** What the number cannot see. */
  caveat: string;
  /** Why there is a number and no verdict; null where there is one, or neither. */
  withheld: string | null;
  finding: Finding;
  /** Where *poor* ends and *good* begins, on the finding's own scale. */
  bounds: Readonly<{ poor: number; good: number }>;
  /** The same number for the control, where there is one. */
  control: number | null;
}>;

export type Judged = Readonly<{
  fidelity: FidelityResult | null;
  tails: TailsResult | null;
  c2st: C2stResult | null;
  utility: UtilityResult | null;
  attacks: AttacksResult | null;
  controls: ControlsResult | null;
}>;

const BOUNDS: Readonly<Record<SummaryId, { poor: number; good: number }>> = {
  'three-way': { poor: 0.75, good: 0.9 },
  c2st: { poor: 0.75, good: 0.6 },
  tstr: { poor: -0.05, good: -0.02 },
  tails: { poor: 0.25, good: 0 },
  attack: { poor: 0.55, good: 0.55 },
  claim: { poor: 0, good: 0 },
};
/** A holdout below this size gets intervals and no verdict on what is judged by it. */
const FEWEST_HOLDOUT_ROWS = 200;
/** Below this many fitted rows the floor of the pair error lies too low: tables of pairs are mostly empty cells. */
const FEWEST_TRAIN_ROWS = 500;
/** Fewer holdout rows of the rarer class give no verdict on usefulness. */
const FEWEST_RARE_ROWS = 30;
/** Beyond these lower ends of the hit rates at 1 % and 0.1 % false alarms an attack counts as *poor*. */
const POOR_RATES = { '0.01': 0.03, '0.001': 0.01 } as const;
/** So much more exact copies of train than of the holdout is *poor*. */
const POOR_COPIES = 0.002;

/** One line per part that was run, and the claim beside them; null where nothing is known of one. */
export function summaryOf(judged: Judged, claim: Claim | null = null): readonly SummaryLine[] {
  const { fidelity, tails, c2st, utility, attacks, controls } = judged;
  const lines = [
    ...(fidelity ? [lineOf('three-way', marginals(fidelity), controls, 'fidelity')] : []),
    ...(c2st ? [lineOf('c2st', twoSample(c2st), controls, 'fidelity')] : []),
    ...(utility ? [lineOf('tstr', usefulness(utility), controls, 'utility')] : []),
    ...(tails ? [lineOf('tails', thinEnds(tails), controls, 'tails')] : []),
    ...(attacks ? [lineOf('attack', membership(attacks), controls, 'privacy')] : []),
  ];
  return lines.length > 0 && claim ? [...lines, lineOf('claim', bound(claim), null, 'privacy')] : lines;
}

/** `why` there is a number and no verdict. */
type Measured = Readonly<{
  finding: Finding;
  verdict: Verdict;
  subject: string;
  control?: number | null;
  why?: string;
}>;

function lineOf(
  id: SummaryId,
  measured: Measured,
  controls: ControlsResult | null,
  guards: ControlCheck['guards'],
): SummaryLine {
  const { finding, subject } = measured;
  const isMeasured = finding.value !== null;
  const verdict = isMeasured && controls && failed(controls, guards) ? 'not-calibrated' : measured.verdict;
  return {
    id,
    verdict,
    ...summaryText(id, verdict, finding, subject, measured.why),
    finding,
    bounds: BOUNDS[id],
    control: measured.control ?? (id === 'attack' && controls ? freshArea(controls) : null),
  };
}

/** Three columns at a time; two where a table has no more, or where three are nearly independent. */
function marginals({ kway }: FidelityResult): Measured {
  const order = kway['3'].score === null && kway['2'].score !== null ? '2' : '3';
  const { score, scoreLow, scoreHigh, level, n, reason } = kway[order];
  if (score === null) return nothing('three-way', n, reason);
  const finding: Finding = {
    id: `kway-${order}`,
    value: score,
    low: scoreLow,
    high: scoreHigh,
    level,
    n,
    goal: 'higher',
    ideal: 1,
  };
  const subject = order === '3' ? 'Three-way' : 'Two-way';
  return judgedBy(BOUNDS['three-way'], finding, subject, shortageOf('fitted rows', n, FEWEST_TRAIN_ROWS));
}

function twoSample({ auc, low, high, level, n, reason, reference }: C2stResult): Measured {
  if (auc === null) return nothing('c2st', n, reason);
  const finding: Finding = { id: 'c2st', value: auc, low, high, level, n, goal: 'lower', ideal: 0.5 };
  const shortage = shortageOf('held-out rows', Math.floor(n / 2), FEWEST_HOLDOUT_ROWS);
  return { ...judgedBy(BOUNDS.c2st, finding, '', shortage), control: reference?.auc ?? null };
}

const METRICS = { auc: 'AUC', 'macro-auc': 'mean AUC', r2: 'R²' } as const;

/** Of the gap's own interval and the spread over draws of the model the wider one. */
function gapEnds(gap: Gap, real: number | null, draws: UtilityResult['draws']): Pick<Gap, 'low' | 'high'> {
  if (!draws || real === null || gap.low === null || gap.high === null) return gap;
  const ends = { low: draws.low - real, high: draws.high - real };
  return ends.high - ends.low > gap.high - gap.low ? ends : gap;
}

/** The learner that does best on synthetic rows: what a person would take home. */
function usefulness(utility: UtilityResult): Measured {
  const measured = utility.models.filter((model) => model.gap !== null && model.synthetic !== null);
  const [best] = [...measured].sort((a, b) => b.synthetic! - a.synthetic!);
  if (!best?.gap) return nothing('tstr', utility.rows.tested, utility.reason);
  const { value, n } = best.gap;
  const { low, high } = best.model === 'boosting' ? gapEnds(best.gap, best.real, utility.draws) : best.gap;
  const finding: Finding = { id: 'tstr-gap', value, low, high, level: 0.95, n, goal: 'higher', ideal: 0 };
  const subject = `${METRICS[best.metric]} for ${utility.target ?? ''}`;
  const shortage =
    shortageOf('held-out rows', n, FEWEST_HOLDOUT_ROWS) ??
    shortageOf('held-out rows of the rarer class', utility.rarer?.rows ?? Infinity, FEWEST_RARE_ROWS);
  return judgedBy(BOUNDS.tstr, finding, subject, shortage);
}

/** Numbers and dates with fewer rows at their ends than train; *too clean* is poor whatever they are. */
function thinEnds({ tails: { tooClean } }: TailsResult): Measured {
  const thin = tooClean.criteria.find(({ id }) => id === 'thin-tails');
  const { fires, held, measured } = tooClean;
  const subject = fires ? `too clean: ${held} of ${measured} signs hold` : '';
  if (!thin || thin.value === null) {
    const none = nothing('tails', thin?.n ?? 0, fires ? subject : thin?.reason);
    return fires ? { ...none, verdict: 'poor' } : none;
  }
  const { value, low, high, n } = thin;
  const finding: Finding = { id: 'thin-tails', value, low, high, level: 0.95, n, goal: 'lower', ideal: 0 };
  return { finding, verdict: fires ? 'poor' : byInterval(finding, BOUNDS.tails), subject };
}

function membership({ attacks, copies }: AttacksResult): Measured {
  const measured = attacks.filter((attack) => attack.auc !== null);
  const [strongest] = [...measured].sort((a, b) => b.auc! - a.auc!);
  if (!strongest) return nothing('attack', attacks[0]?.n ?? 0, attacks[0]?.reason);
  const { auc, corrected, n, n0 } = strongest;
  const level = 1 - 0.05 / corrected.tests;
  const finding: Finding = {
    id: `attack-${strongest.id}`,
    value: auc,
    low: corrected.low,
    high: corrected.high,
    level,
    n,
    goal: 'lower',
    ideal: 0.5,
  };
  const subject = `${measured.length}`;
  const shortage = shortageOf('held-out rows', n0, FEWEST_HOLDOUT_ROWS);
  if (shortage) return withheld(finding, subject, attackShortageText(measured, shortage));
  const copyGap = copies?.exact.low ?? null;
  if (measured.some(isAlarming) || (copyGap !== null && copyGap > POOR_COPIES))
    return { finding, verdict: 'poor', subject };
  const isCalm = measured.every(
    ({ corrected: ends }) => (ends.low ?? 0) <= 0.5 && (ends.high ?? 1) <= BOUNDS.attack.good,
  );
  return { finding, verdict: isCalm ? 'good' : 'unclear', subject };
}

/** No audit of the guarantee is part of this version: the claim stands beside a bound that was not measured. */
function bound(claim: Claim): Measured {
  const reason =
    claim.kind === 'none'
      ? 'no formal guarantee is given, so there is no claim to hold a bound against'
      : `claimed is epsilon ${roundedUp(claim.epsilon)} at delta ${claim.delta}; no lower bound was measured against it`;
  return nothing('claim', 0, reason);
}

function isAlarming({ corrected, tprBounds }: AttackResult): boolean {
  return (
    (corrected.low ?? 0) > BOUNDS.attack.poor ||
    (tprBounds['0.01'].low ?? 0) > POOR_RATES['0.01'] ||
    (tprBounds['0.001'].low ?? 0) > POOR_RATES['0.001']
  );
}

function byInterval({ low, high, goal }: Finding, { poor, good }: { poor: number; good: number }): Verdict {
  if (low === null || high === null) return 'unclear';
  if (goal === 'higher') return low >= good ? 'good' : high < poor ? 'poor' : 'unclear';
  return high <= good ? 'good' : low > poor ? 'poor' : 'unclear';
}

function failed({ controls }: ControlsResult, guards: ControlCheck['guards']): boolean {
  return controls.some(({ observed }) => observed.some((check) => check.guards === guards && check.ok === false));
}

/** What fresh real rows gave on this table: the control beside the strongest attack. */
function freshArea({ controls }: ControlsResult): number | null {
  const fresh = controls.find(({ id }) => id === 'fresh');
  return fresh?.observed.find(({ id }) => id === 'nearest-auc')?.value ?? null;
}

function shortageOf(of: string, rows: number, needed: number): Shortage | null {
  return rows < needed ? { of, rows, needed } : null;
}

function judgedBy(
  bounds: SummaryLine['bounds'],
  finding: Finding,
  subject: string,
  shortage: Shortage | null,
): Measured {
  return shortage
    ? withheld(finding, subject, shortageText(shortage))
    : { finding, subject, verdict: byInterval(finding, bounds) };
}

function withheld(finding: Finding, subject: string, why: string): Measured {
  return { finding, subject, why, verdict: 'not-measurable' };
}

function nothing(id: SummaryId, n: number, reason = `not measurable with n = ${n}`): Measured {
  return { finding: notMeasurable(id, n, reason), verdict: 'not-measurable', subject: '' };
}
