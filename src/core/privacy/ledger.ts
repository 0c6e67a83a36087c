/**
 * What a run may spend, and what it has spent: one entry per mechanism, in order, append-only. `spend` checks first;
 * what would pass the budget is an error and changes nothing. Noise is drawn after the entry exists (`mechanisms.ts`).
 * Sums are whole grains and exact. That the budget holds although later steps are chosen after seeing earlier results
 * is the privacy filter for approximate zCDP (Whitehouse and others, arXiv 2203.05481). Where a mechanism can fail, its
 * failure delta is entered beside rho, and what is left of the recipe's delta converts rho into epsilon.
 * Privacy: public. An entry holds names, parameters and costs. Left out: the totals of a project over several runs.
 */
import { UserError, assert, unreachable } from '../errors.ts';
import type { Neighbours, PrivacyChoices } from '../recipe.ts';
import { epsilonFromRho, exponentialCost, gaussianCost, pureCost, rhoFromEpsilon } from './accountant.ts';
import type { StatedParts, ZcdpClaim } from './claim.ts';
import type { Entropy } from './entropy.ts';
import { GRAIN, SIGMA2_SCALE, deltaOf, epsilonOf, rowsPerPersonOf } from './units.ts';
import type { Delta, Epsilon, L1Sensitivity, L2Sensitivity, RowsPerPerson } from './units.ts';

/** `failureDelta` is the part of `delta` that mechanisms may spend; the rest converts `rhoGrains` into `epsilon`. */
export type Budget = Readonly<{
  rhoGrains: number;
  failureDelta: number;
  epsilon: Epsilon;
  delta: Delta;
  neighbours: Neighbours;
  rowsPerPerson: RowsPerPerson;
}>;

/** How each mechanism was set, and how far a neighbour can move what it measured: whole numbers, in digits where they can pass 2^53. */
type Setting =
  | Readonly<{
      mechanism: 'discrete-gaussian';
      parameter: Readonly<{ sigma2Times256: number }>;
      sensitivity: Readonly<{ l2Squared: string }>;
    }>
  | Readonly<{
      mechanism: 'stability-histogram';
      parameter: Readonly<{ sigma2Times256: number; threshold: number }>;
      sensitivity: Readonly<{ l2Squared: string }>;
    }>
  | Readonly<{
      mechanism: 'exponential';
      parameter: Readonly<{ epsilonTimes2p24: number }>;
      sensitivity: Readonly<{ l1: string }>;
    }>
  | Readonly<{
      mechanism: 'discrete-laplace';
      parameter: Readonly<{ epsilonTimes2p24: number }>;
      sensitivity: Readonly<{ l1: string }>;
    }>;
/** `step` counts from 1. `cells` is null where their number is private itself: of levels that occur. */
export type LedgerEntry = Readonly<{
  step: number;
  purpose: string;
  columns: readonly string[];
  cells: number | null;
  rhoGrains: number;
  delta: number;
}> &
  Setting;
export type Mechanism = LedgerEntry['mechanism'];
export type EntryOf<M extends Mechanism> = Extract<LedgerEntry, Readonly<{ mechanism: M }>>;
export type NoiseEntry = EntryOf<'discrete-gaussian' | 'stability-histogram'>;

export type Ledger = Readonly<{ budget: Budget; entries: readonly LedgerEntry[] }>;

type Asked = Readonly<{ purpose: string; columns: readonly string[]; cells: number | null }>;
export type GaussianAsk = Asked &
  Readonly<{ mechanism: 'discrete-gaussian'; sigma2Times256: bigint; sensitivity: L2Sensitivity }>;
export type StabilityAsk = Asked &
  Readonly<{
    mechanism: 'stability-histogram';
    sigma2Times256: bigint;
    threshold: number;
    sensitivity: L2Sensitivity;
    delta: number;
  }>;
export type EpsilonAsk = Asked &
  Readonly<{ mechanism: 'exponential' | 'discrete-laplace'; epsilonTimes2p24: bigint; sensitivity: L1Sensitivity }>;
/** What a step asks for before it may draw noise. */
export type Ask = GaussianAsk | StabilityAsk | EpsilonAsk;

/** The share of delta for mechanisms that can fail, where there are any. */
const FAILURE_SHARE = 1 / 10;
/** Added to each sum and taken off each difference of deltas, in proportion: more than a rounding of doubles. */
const ROUNDING = 2 ** -50;

/**
 * The budget of a recipe; `needsFailure` sets a tenth of delta aside for mechanisms that can fail.
 * Throws `budget-invalid` for what is out of range, and for an epsilon that buys nothing.
 */
export function budgetOf(choices: PrivacyChoices, needsFailure = false): Budget {
  const epsilon = epsilonOf(choices.epsilon);
  const delta = deltaOf(choices.delta);
  const rowsPerPerson = rowsPerPersonOf(choices.rowsPerPerson);
  const failureDelta = needsFailure ? delta * FAILURE_SHARE : 0;
  const rhoGrains = rhoFromEpsilon(epsilon, deltaWithout(delta, failureDelta));
  if (rhoGrains < 1) {
    throw new UserError(
      'budget-invalid',
      { what: 'Epsilon', range: 'large enough to buy any noise' },
      { step: 'Privacy' },
    );
  }
  return { rhoGrains, failureDelta, epsilon, delta, neighbours: choices.neighbours, rowsPerPerson };
}

export function createLedger(budget: Budget): Ledger {
  return { budget, entries: [] };
}

/** A ledger that begins with entries of an earlier run, whose results this one uses. Throws `budget-overspent`. */
export function resumeLedger(budget: Budget, entries: readonly LedgerEntry[]): Ledger {
  const ledger = { budget, entries: [...entries] };
  if (remainingGrains(ledger) < 0 || spentDelta(ledger) > budget.failureDelta) {
    throw new UserError(
      'budget-overspent',
      { asked: (spentGrains(ledger) * GRAIN).toPrecision(4), left: (budget.rhoGrains * GRAIN).toPrecision(4) },
      { step: entries[0]?.purpose ?? 'Privacy' },
    );
  }
  return ledger;
}

export function spentGrains(ledger: Ledger): number {
  return ledger.entries.reduce((sum, entry) => sum + entry.rhoGrains, 0);
}

export function remainingGrains(ledger: Ledger): number {
  return ledger.budget.rhoGrains - spentGrains(ledger);
}

/** The failure deltas of the entries, rounded up. */
export function spentDelta(ledger: Ledger): number {
  return ledger.entries.reduce((sum, entry) => deltaSum(sum, entry.delta), 0);
}

/**
 * Enters the cost of an ask. Throws `budget-overspent`, with what was asked for and what is left, and changes nothing:
 * of rho, or of the part of delta that mechanisms may spend.
 */
export function spend<A extends Ask>(ledger: Ledger, ask: A): EntryOf<A['mechanism']> {
  assert(
    ask.cells === null || (Number.isInteger(ask.cells) && ask.cells >= 1),
    'spend: at least one cell is measured, where their number is public',
  );
  const cost = costOf(ask);
  const left = remainingGrains(ledger);
  if (cost > BigInt(left)) throw overspent(ask.purpose, 'rho', Number(cost) * GRAIN, left * GRAIN);
  const delta = ask.mechanism === 'stability-histogram' ? ask.delta : 0;
  assert(delta >= 0, 'spend: a failure delta is at least 0');
  const deltaSpent = spentDelta(ledger);
  const { failureDelta } = ledger.budget;
  if (delta > 0 && deltaSum(deltaSpent, delta) > failureDelta) {
    throw overspent(ask.purpose, 'delta', delta, Math.max(0, failureDelta - deltaSpent));
  }
  const entry: LedgerEntry = {
    step: ledger.entries.length + 1,
    purpose: ask.purpose,
    columns: [...ask.columns],
    cells: ask.cells,
    rhoGrains: Number(cost),
    delta,
    ...settingOf(ask),
  };
  (ledger.entries as LedgerEntry[]).push(entry);
  return entry as EntryOf<A['mechanism']>; // the setting of an entry is that of its ask
}

/**
 * What the entries amount to, at the recipe's delta: rho is converted at what the failure deltas of the entries leave of
 * it, so that anybody can compute the claim again. What was left over is not claimed.
 */
export function claimOf(ledger: Ledger, entropy: Entropy['kind'], stated: StatedParts): ZcdpClaim {
  const { delta, neighbours, rowsPerPerson } = ledger.budget;
  const rhoGrains = spentGrains(ledger);
  const failureDelta = spentDelta(ledger);
  return {
    kind: 'zcdp',
    rho: rhoGrains * GRAIN,
    rhoGrains,
    epsilon: epsilonFromRho(rhoGrains, deltaWithout(delta, failureDelta)),
    delta,
    failureDelta,
    neighbours,
    rowsPerPerson,
    notPrivate: entropy === 'seeded',
    ...stated,
  };
}

/** The variance of an entry, in the squared unit of its cells. */
export function sigma2Of(entry: NoiseEntry): number {
  return entry.parameter.sigma2Times256 / SIGMA2_SCALE;
}

function costOf(ask: Ask): bigint {
  switch (ask.mechanism) {
    case 'discrete-gaussian':
    case 'stability-histogram':
      assert(ask.sigma2Times256 > 0n && ask.sensitivity.l2Squared > 0n, 'spend: variance and sensitivity are positive');
      return gaussianCost(ask.sensitivity.l2Squared, ask.sigma2Times256);
    case 'exponential':
    case 'discrete-laplace': {
      assert(ask.epsilonTimes2p24 > 0n && ask.sensitivity.l1 > 0n, 'spend: epsilon and sensitivity are positive');
      return ask.mechanism === 'exponential' ? exponentialCost(ask.epsilonTimes2p24) : pureCost(ask.epsilonTimes2p24);
    }
    default:
      return unreachable(ask);
  }
}

function settingOf(ask: Ask): Setting {
  switch (ask.mechanism) {
    case 'discrete-gaussian':
      return {
        mechanism: ask.mechanism,
        parameter: { sigma2Times256: Number(ask.sigma2Times256) },
        sensitivity: { l2Squared: ask.sensitivity.l2Squared.toString() },
      };
    case 'stability-histogram':
      return {
        mechanism: ask.mechanism,
        parameter: { sigma2Times256: Number(ask.sigma2Times256), threshold: ask.threshold },
        sensitivity: { l2Squared: ask.sensitivity.l2Squared.toString() },
      };
    case 'exponential':
    case 'discrete-laplace':
      return {
        mechanism: ask.mechanism,
        parameter: { epsilonTimes2p24: Number(ask.epsilonTimes2p24) },
        sensitivity: { l1: ask.sensitivity.l1.toString() },
      };
    default:
      return unreachable(ask);
  }
}

function deltaSum(first: number, second: number): number {
  return (first + second) * (1 + ROUNDING);
}

/** What of a delta is left for the conversion, rounded down. */
function deltaWithout(delta: number, failureDelta: number): number {
  return failureDelta === 0 ? delta : (delta - failureDelta) * (1 - ROUNDING);
}

function overspent(step: string, what: 'rho' | 'delta', asked: number, rest: number): UserError {
  const digits = asked.toPrecision(4) === rest.toPrecision(4) ? 16 : 4;
  return new UserError(
    'budget-overspent',
    { what, asked: asked.toPrecision(digits), left: rest.toPrecision(digits) },
    { step },
  );
}
