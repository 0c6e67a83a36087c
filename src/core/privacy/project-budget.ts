/**
 * What the runs on one table amount to together, before and after the next one. A run that is spent costs the sum of its
 * ledger; one whose ledger never came back (its tab was closed) costs its whole budget, since its result may have been
 * seen. A domain that was bought once and used by several runs is counted once. Seeded runs make no claim and cost nothing.
 * Rho and failure deltas are added up. The first tenth of the recipe's delta that failures take is inside it, as in a
 * single run, and the rest of it converts rho; failures beyond that tenth come on top of the total delta. For a person with k₂ rows a run under k₁ costs ⌈k₂/k₁⌉² times its rho (group privacy), and two steps
 * take the place of one row replaced where the run only knew rows added or removed.
 * Cost: a few conversions, some milliseconds. Privacy: public; sums of what was released or planned.
 * Left out: other tables with the same people, which do not know of each other. Before a run a tenth of its delta is
 * counted for failures; one that then buys nothing that can fail has up to 1 % more rho, which counts once it is spent.
 */
import { UserError, noticeOf, type Notice } from '../errors.ts';
import type { Neighbours, PrivacyChoices, Recipe } from '../recipe.ts';
import type { Schema } from '../table/schema.ts';
import { epsilonFromRho, rhoFromEpsilon } from './accountant.ts';
import { canonicalJson } from './canonical-json.ts';
import { roundedUp } from './claim.ts';
import { checkStoredLedger, type StoredLedger } from './ledger-chain.ts';
import { budgetOf, type LedgerEntry } from './ledger.ts';
import { failureOfLarger } from './readout.ts';
import { GRAIN } from './units.ts';

/** `run` bought the domain: the run itself, or an earlier one on the same table. The entries stand first in its ledger. */
export type DiscoveryCost = Readonly<{ run: string; rhoGrains: number; delta: number }>;

/** A bought domain as it is kept for later runs: what was released, who paid, and the choices that it answers. */
export type KeptDiscovery = Readonly<{
  run: string;
  schema: Schema;
  entries: readonly LedgerEntry[];
  neighbours: Neighbours;
  rowsPerPerson: number;
  columns: Recipe['columns'];
  assumePublicSchema: boolean;
}>;

/** `reserved` while the engine works; `not-released` if it ended before any released value left the worker: cost 0. */
export type RunStatus = 'reserved' | 'spent' | 'not-released';

/** One run as it is kept. */
export type ProjectRun = StoredLedger &
  Readonly<{
    id: string;
    status: RunStatus;
    neighbours: Neighbours;
    rowsPerPerson: number;
    /** Its noise came from a seed. */
    isSeeded: boolean;
    discovery: DiscoveryCost | null;
  }>;

/** `delta` is the whole: for the conversion of `rhoGrains`, and for failures. It is 0 where nothing was spent, as is epsilon. */
export type Total = Readonly<{ rhoGrains: number; failureDelta: number; epsilon: number; delta: number }>;

/** `left` is the largest epsilon of a run that still fits below the cap; null without one. */
export type ProjectBudget = Readonly<{
  runs: number;
  thisRun: Total;
  before: Total;
  after: Total;
  left: number | null;
  isPastCap: boolean;
  notices: readonly Notice[];
}>;

/** `needsFailure`: what has to be bought can fail. `reused`: what the run takes over from an earlier one. */
export type NextRun = Readonly<{ privacy: PrivacyChoices; needsFailure: boolean; reused: DiscoveryCost | null }>;

type Cost = Readonly<{ rhoGrains: number; delta: number }>;

/** The cost of a domain that is taken over may be at most this share of the budget. */
const REUSE_SHARE = 0.4;
/** From this total on, and from twice the first run, a further run is warned of. */
const LARGE_EPSILON = 5;
const TIMES_FIRST = 2;
/** The part of the recipe's delta that failures may take before they come on top: what a single run sets aside for them. */
const FAILURES_INSIDE = 1 / 10;
/** Added to sums and differences of deltas, in proportion: more than a rounding of doubles. */
const ROUNDING = 2 ** -50;

/** Whether the run counts: it spent something under a guarantee. */
export function isCharged({ status, epsilon, isSeeded }: ProjectRun): boolean {
  return status === 'spent' && epsilon !== null && !isSeeded;
}

/** Whether the run counts with its whole budget, as its ledger never reached the page. */
export function isChargedWhole(run: ProjectRun): boolean {
  return isCharged(run) && run.entries.length === 0;
}

/** What the charged runs amount to for the neighbours of these choices. Throws `budget-invalid`. */
export function totalOf(runs: readonly ProjectRun[], privacy: PrivacyChoices): Total {
  return totalOfCosts(costsOf(runs, privacy), privacy);
}

/** `cap` is the largest total epsilon that is wanted for this table. Throws `budget-invalid` where choices are out of range. */
export function projectBudget(runs: readonly ProjectRun[], next: NextRun, cap: number | null): ProjectBudget {
  const { privacy, needsFailure, reused } = next;
  const budget = budgetOf(privacy, needsFailure);
  const costs = costsOf(runs, privacy);
  const whole: Cost = { rhoGrains: budget.rhoGrains, delta: budget.failureDelta };
  const isKnown = reused !== null && runs.some((run) => isCharged(run) && run.discovery?.run === reused.run);
  const before = totalOfCosts(costs, privacy);
  const after = totalOfCosts([...costs, isKnown ? without(whole, reused) : whole], privacy);
  const capGrains = cap === null ? Infinity : rhoFromEpsilon(cap, convertingDelta(budget.delta, after.failureDelta));
  const first = runs.find(isCharged);
  const isLarge =
    first !== undefined &&
    (after.epsilon >= LARGE_EPSILON || after.epsilon >= TIMES_FIRST * totalOf([first], privacy).epsilon);
  return {
    runs: runs.filter(isCharged).length,
    thisRun: { rhoGrains: whole.rhoGrains, failureDelta: whole.delta, epsilon: budget.epsilon, delta: budget.delta },
    before,
    after,
    left:
      cap === null
        ? null
        : epsilonLeft(capGrains - before.rhoGrains, convertingDelta(budget.delta, budget.failureDelta)),
    isPastCap: after.rhoGrains > capGrains,
    notices: isLarge ? [noticeOf('project-total', 'warning', {}, 1, { epsilon: roundedUp(after.epsilon) })] : [],
  };
}

/** Throws `budget-overspent` if the next run would pass the cap, with what it asks for and what is left. */
export function checkCap({ thisRun, left, isPastCap }: ProjectBudget): void {
  if (!isPastCap) return;
  throw new UserError('budget-overspent', {
    what: 'epsilon',
    asked: roundedUp(thisRun.epsilon),
    left: String(left ?? 0),
  });
}

/** Whether a domain that cost this leaves enough of a budget for the model. */
export function leavesEnough(entries: readonly LedgerEntry[], privacy: PrivacyChoices): boolean {
  const budget = budgetOf(privacy, true);
  const { rhoGrains, delta } = sumOf(entries);
  return rhoGrains <= REUSE_SHARE * budget.rhoGrains && delta <= budget.failureDelta;
}

/** Whether a run of this recipe takes a kept domain over: same neighbours, same choices about columns, cheap enough. */
export function canTakeOver(kept: KeptDiscovery, { privacy, columns, assumePublicSchema, discovery }: Recipe): boolean {
  return (
    privacy !== null &&
    discovery &&
    assumePublicSchema === kept.assumePublicSchema &&
    privacy.neighbours === kept.neighbours &&
    privacy.rowsPerPerson === kept.rowsPerPerson &&
    canonicalJson(columns) === canonicalJson(kept.columns) &&
    leavesEnough(kept.entries, privacy)
  );
}

/**
 * What a run paid for its domain. `entries` are those of the discovery; `earlier` the kept one that was handed in, which
 * was taken over if its entries came back.
 */
export function discoveryCost(
  run: string,
  entries: readonly LedgerEntry[],
  earlier: Readonly<{ run: string; entries: readonly LedgerEntry[] }> | null,
): DiscoveryCost {
  const isReused = earlier !== null && canonicalJson(earlier.entries) === canonicalJson(entries);
  return { run: isReused ? earlier.run : run, ...sumOf(entries) };
}

/**
 * Throws `ledger-broken` if a kept run does not hold: entries and hash (`checkStoredLedger`), and the domain's cost, which
 * is that of its first entries. A run whose ledger never came back has none to check.
 */
export function checkProjectRun(run: ProjectRun): void {
  checkStoredLedger(run);
  const { discovery, entries } = run;
  if (discovery === null) return;
  const isOfFirst = entries.some((_, index) => {
    const { rhoGrains, delta } = sumOf(entries.slice(0, index + 1));
    return rhoGrains === discovery.rhoGrains && delta === discovery.delta;
  });
  if (!isOfFirst) throw new UserError('ledger-broken', {}, { step: 'Privacy' });
}

/** Parts to be added up, each scaled to the neighbours that are asked for: what a run spent by itself, and each domain once. */
function costsOf(runs: readonly ProjectRun[], privacy: PrivacyChoices): Cost[] {
  const costs: Cost[] = [];
  const bought = new Set<string>();
  for (const run of runs.filter(isCharged)) {
    const times = timesAsFar(run, privacy);
    const { discovery } = run;
    costs.push(scaled(discovery ? without(costOf(run), discovery) : costOf(run), times));
    if (discovery === null) continue;
    // The cost is part of the key: where two runs disagree on it, both count.
    const key = `${discovery.run} ${discovery.rhoGrains} ${discovery.delta} ${times}`;
    if (!bought.has(key)) costs.push(scaled(discovery, times));
    bought.add(key);
  }
  return costs;
}

function costOf(run: ProjectRun): Cost {
  const { epsilon, delta, entries } = run;
  if (entries.length > 0 || epsilon === null || delta === null) return sumOf(entries);
  const { failureDelta } = budgetOf({ ...run, epsilon, delta }, true);
  return { rhoGrains: rhoFromEpsilon(epsilon, delta), delta: failureDelta };
}

/** How many steps between the neighbours of a run make one step between those that are asked for. */
function timesAsFar(run: ProjectRun, { neighbours, rowsPerPerson }: PrivacyChoices): number {
  const rows = Math.ceil(rowsPerPerson / run.rowsPerPerson);
  return neighbours === 'replace-one' && run.neighbours === 'add-remove' ? 2 * rows : rows;
}

function scaled({ rhoGrains, delta }: Cost, times: number): Cost {
  if (times === 1) return { rhoGrains, delta };
  return { rhoGrains: rhoGrains * times * times, delta: failureOfLarger(rhoGrains * GRAIN, delta, times) };
}

function without(whole: Cost, part: Cost): Cost {
  return {
    rhoGrains: Math.max(0, whole.rhoGrains - part.rhoGrains),
    delta: Math.max(0, whole.delta - part.delta) * (1 + ROUNDING),
  };
}

function sumOf(costs: readonly Cost[]): Cost {
  return {
    rhoGrains: costs.reduce((sum, { rhoGrains }) => sum + rhoGrains, 0),
    delta: costs.reduce((sum, { delta }) => (sum + delta) * (1 + ROUNDING), 0),
  };
}

/** Beyond 2^53 grains a sum is rounded by less than the conversion adds for its own safety. */
function totalOfCosts(costs: readonly Cost[], { delta }: PrivacyChoices): Total {
  const { rhoGrains, delta: failureDelta } = sumOf(costs);
  if (rhoGrains === 0) return { rhoGrains, failureDelta, epsilon: 0, delta: failureDelta };
  return {
    rhoGrains,
    failureDelta,
    epsilon: epsilonFromRho(rhoGrains, convertingDelta(delta, failureDelta)),
    delta: delta + Math.max(0, failureDelta - delta * FAILURES_INSIDE),
  };
}

/** What failures leave of a delta for the conversion, rounded down. */
function convertingDelta(delta: number, failureDelta: number): number {
  return failureDelta === 0 ? delta : (delta - Math.min(failureDelta, delta * FAILURES_INSIDE)) * (1 - ROUNDING);
}

/** In steps of 0.001: the largest epsilon whose whole budget fits. */
function epsilonLeft(grains: number, delta: number): number {
  if (grains <= 0) return 0;
  let steps = Math.floor(epsilonFromRho(grains, delta) * 1000);
  // The conversion rounds up, so that the step that it names may be one too many.
  while (steps > 0 && rhoFromEpsilon(steps / 1000, delta) > grains) steps--;
  return steps / 1000;
}
