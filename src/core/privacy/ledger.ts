/**
 * What a run may spend, and what it has spent: one entry per mechanism, in order, append-only. `spend` checks first;
 * what would pass the budget is an error and changes nothing. Noise is drawn after the entry exists (`mechanisms.ts`).
 * Sums are whole grains and exact. That the budget holds although later steps are chosen after seeing earlier results
 * is the privacy filter for zCDP (Whitehouse and others, arXiv 2203.05481).
 * Privacy: public. An entry holds names, parameters and costs. Left out: the totals of a project over several runs.
 */
import { UserError, assert } from '../errors.ts';
import type { Neighbours, PrivacyChoices } from '../recipe.ts';
import { epsilonFromRho, gaussianCost, rhoFromEpsilon } from './accountant.ts';
import type { ZcdpClaim } from './claim.ts';
import type { Entropy } from './entropy.ts';
import { GRAIN, SIGMA2_SCALE, deltaOf, epsilonOf, rowsPerPersonOf } from './units.ts';
import type { Delta, Epsilon, L2Sensitivity, RowsPerPerson } from './units.ts';

export type Budget = Readonly<{
  rhoGrains: number;
  epsilon: Epsilon;
  delta: Delta;
  neighbours: Neighbours;
  rowsPerPerson: RowsPerPerson;
}>;

/** `step` counts from 1. `l2Squared` is a whole number in digits: it can be beyond what a double holds. */
export type LedgerEntry = Readonly<{
  step: number;
  mechanism: 'discrete-gaussian';
  purpose: string;
  columns: readonly string[];
  cells: number;
  parameter: Readonly<{ sigma2Times256: number }>;
  sensitivity: Readonly<{ l2Squared: string }>;
  rhoGrains: number;
  delta: number;
}>;

export type Ledger = Readonly<{ budget: Budget; entries: readonly LedgerEntry[] }>;

/** What a step asks for before it may draw noise. */
export type Ask = Readonly<{
  purpose: string;
  columns: readonly string[];
  cells: number;
  sigma2Times256: bigint;
  sensitivity: L2Sensitivity;
}>;

/** The budget of a recipe. Throws `budget-invalid` for what is out of range, and for an epsilon that buys nothing. */
export function budgetOf(choices: PrivacyChoices): Budget {
  const epsilon = epsilonOf(choices.epsilon);
  const delta = deltaOf(choices.delta);
  const rowsPerPerson = rowsPerPersonOf(choices.rowsPerPerson);
  const rhoGrains = rhoFromEpsilon(epsilon, delta);
  if (rhoGrains < 1) {
    throw new UserError(
      'budget-invalid',
      { what: 'Epsilon', range: 'large enough to buy any noise' },
      { step: 'Privacy' },
    );
  }
  return { rhoGrains, epsilon, delta, neighbours: choices.neighbours, rowsPerPerson };
}

export function createLedger(budget: Budget): Ledger {
  return { budget, entries: [] };
}

export function spentGrains(ledger: Ledger): number {
  return ledger.entries.reduce((sum, entry) => sum + entry.rhoGrains, 0);
}

export function remainingGrains(ledger: Ledger): number {
  return ledger.budget.rhoGrains - spentGrains(ledger);
}

/** Enters the cost of an ask. Throws `budget-overspent`, with what was asked for and what is left, and changes nothing. */
export function spend(ledger: Ledger, ask: Ask): LedgerEntry {
  assert(ask.sigma2Times256 > 0n && ask.sensitivity.l2Squared > 0n, 'spend: variance and sensitivity are positive');
  assert(Number.isInteger(ask.cells) && ask.cells >= 1, 'spend: at least one cell is measured');
  const cost = gaussianCost(ask.sensitivity.l2Squared, ask.sigma2Times256);
  const left = remainingGrains(ledger);
  if (cost > BigInt(left)) throw overspent(ask.purpose, cost, left);
  const entry: LedgerEntry = {
    step: ledger.entries.length + 1,
    mechanism: 'discrete-gaussian',
    purpose: ask.purpose,
    columns: [...ask.columns],
    cells: ask.cells,
    parameter: { sigma2Times256: Number(ask.sigma2Times256) },
    sensitivity: { l2Squared: ask.sensitivity.l2Squared.toString() },
    rhoGrains: Number(cost),
    delta: 0, // Gaussian noise never fails
  };
  (ledger.entries as LedgerEntry[]).push(entry);
  return entry;
}

/** What the entries amount to, at the recipe's delta. Grains left over are not claimed. */
export function claimOf(ledger: Ledger, entropy: Entropy['kind'], publicSchemaAssumed: boolean): ZcdpClaim {
  const { delta, neighbours, rowsPerPerson } = ledger.budget;
  const rhoGrains = spentGrains(ledger);
  return {
    kind: 'zcdp',
    rho: rhoGrains * GRAIN,
    rhoGrains,
    epsilon: epsilonFromRho(rhoGrains, delta),
    delta,
    neighbours,
    rowsPerPerson,
    notPrivate: entropy === 'seeded',
    publicSchemaAssumed,
  };
}

/** The variance of an entry, in the squared unit of its cells. */
export function sigma2Of(entry: LedgerEntry): number {
  return entry.parameter.sigma2Times256 / SIGMA2_SCALE;
}

function overspent(step: string, cost: bigint, left: number): UserError {
  const asked = Number(cost) * GRAIN;
  const rest = left * GRAIN;
  const digits = asked.toPrecision(4) === rest.toPrecision(4) ? 16 : 4;
  return new UserError(
    'budget-overspent',
    { asked: asked.toPrecision(digits), left: rest.toPrecision(digits) },
    { step },
  );
}
