/** Totals of a table over its runs: held against sums by hand, and against what group privacy says of larger persons. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epsilonFromRho, rhoFromEpsilon } from '../../../src/core/privacy/accountant.ts';
import { ledgerHash } from '../../../src/core/privacy/ledger-chain.ts';
import { budgetOf, claimOf, createLedger, spend, type LedgerEntry } from '../../../src/core/privacy/ledger.ts';
import {
  canTakeOver,
  checkCap,
  checkProjectRun,
  discoveryCost,
  isChargedWhole,
  projectBudget,
  totalOf,
  type KeptDiscovery,
  type NextRun,
  type ProjectRun,
} from '../../../src/core/privacy/project-budget.ts';
import { DEFAULT_RECIPE, type PrivacyChoices, type Recipe } from '../../../src/core/recipe.ts';
import { forAll } from '../../helpers/properties.ts';
import { ALL_STATED } from '../../helpers/stated.ts';

const PRIVACY: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };
const WHOLE = rhoFromEpsilon(1, 1e-6);
const next = (change: Partial<PrivacyChoices> = {}, rest: Partial<NextRun> = {}): NextRun => ({
  ...{ privacy: { ...PRIVACY, ...change }, needsFailure: false, reused: null },
  ...rest,
});

const entry = (rhoGrains: number, delta = 0, step = 1): LedgerEntry => ({
  ...{ step, mechanism: 'discrete-gaussian', purpose: 'one-way', columns: ['age'], cells: 5, rhoGrains, delta },
  ...{ parameter: { sigma2Times256: 50_000 }, sensitivity: { l2Squared: '1' } },
});

/** A spent run of these costs, frozen with all that is in it. */
function run(id: string, entries: readonly LedgerEntry[], change: Partial<ProjectRun> = {}): ProjectRun {
  const rhoGrains = entries.reduce((sum, each) => sum + each.rhoGrains, 0);
  return Object.freeze({
    ...{ id, status: 'spent', epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 },
    ...{ isSeeded: false, discovery: null, rhoGrains, entries, hash: ledgerHash(entries) },
    ...change,
  });
}

test('grains of spent runs add up exactly, and are converted at the delta of the recipe', () => {
  const total = totalOf([run('a', [entry(1e12)]), run('b', [entry(2e11), entry(1)])], PRIVACY);
  expect(total).toEqual({
    rhoGrains: 1.2e12 + 1,
    failureDelta: 0,
    epsilon: epsilonFromRho(1.2e12 + 1, 1e-6),
    delta: 1e-6,
  });
});

test.each<[string, Partial<ProjectRun>]>([
  ['under way', { status: 'reserved' }],
  ['not released', { status: 'not-released' }],
  ['with noise from a seed', { isSeeded: true }],
  ['without a guarantee', { epsilon: null, delta: null }],
])('a run %s costs nothing', (_what, change) => {
  const nothing = { rhoGrains: 0, failureDelta: 0, epsilon: 0, delta: 0 };
  expect(totalOf([run('a', [entry(1e12)], change)], PRIVACY)).toEqual(nothing);
});

test('a spent run whose ledger never came back costs its whole budget, failures included', () => {
  const lost = run('a', []);
  expect(isChargedWhole(lost)).toBe(true);
  const { rhoGrains, failureDelta } = totalOf([lost], PRIVACY);
  expect(rhoGrains).toBe(WHOLE);
  expect(failureDelta).toBeCloseTo(1e-7, 15);
  expect(isChargedWhole(run('a', [entry(1)]))).toBe(false);
  expect(isChargedWhole(run('a', [], { status: 'not-released' }))).toBe(false);
});

const DOMAIN = { run: 'a', rhoGrains: 100, delta: 1e-8 };
const bought = run('a', [entry(100, 1e-8), entry(500)], { discovery: DOMAIN });
const using = run('b', [entry(100, 1e-8), entry(700)], { discovery: DOMAIN });

test('a domain that several runs use is counted once, whichever of them was spent', () => {
  expect(totalOf([bought, using], PRIVACY).rhoGrains).toBe(100 + 500 + 700);
  expect(totalOf([using, bought], PRIVACY).rhoGrains).toBe(100 + 500 + 700);
  expect(totalOf([using], PRIVACY).rhoGrains).toBe(100 + 700);
  expect(totalOf([{ ...bought, status: 'not-released' }, using], PRIVACY).rhoGrains).toBe(100 + 700);
  expect(totalOf([bought, using], PRIVACY).failureDelta).toBeCloseTo(1e-8, 18);
});

test('domains bought twice count twice, and so does one whose cost is not agreed on', () => {
  const anew = run('b', [entry(100, 1e-8), entry(700)], { discovery: { ...DOMAIN, run: 'b' } });
  expect(totalOf([bought, anew], PRIVACY).rhoGrains).toBe(2 * 100 + 500 + 700);
  const dearer = run('b', [entry(100, 1e-8), entry(700)], { discovery: { ...DOMAIN, rhoGrains: 300 } });
  expect(totalOf([bought, dearer], PRIVACY).rhoGrains).toBe(600 + 300 + 500);
});

test.each([
  { was: 1, is: 1, times: 1 },
  { was: 1, is: 3, times: 3 },
  { was: 2, is: 3, times: 2 },
  { was: 3, is: 4, times: 2 },
  { was: 5, is: 1, times: 1 },
])('for a person with $is rows a run under $was costs $times² times its rho', ({ was, is, times }) => {
  const total = totalOf([run('a', [entry(1000)], { rowsPerPerson: was })], { ...PRIVACY, rowsPerPerson: is });
  expect(total.rhoGrains).toBe(1000 * times * times);
});

test('one row replaced is two steps for a run that knew rows added or removed, and not the other way round', () => {
  const replacing: PrivacyChoices = { ...PRIVACY, neighbours: 'replace-one' };
  expect(totalOf([run('a', [entry(1000)])], replacing).rhoGrains).toBe(4000);
  expect(totalOf([run('a', [entry(1000)], { neighbours: 'replace-one' })], PRIVACY).rhoGrains).toBe(1000);
});

test('failures of a run grow with the person too, at least in proportion', () => {
  const three = totalOf([run('a', [entry(1e12, 1e-8)])], { ...PRIVACY, rowsPerPerson: 3 });
  expect(three.failureDelta).toBeGreaterThanOrEqual(3e-8);
});

const anyRun = fc
  .record({
    own: fc.integer({ min: 1, max: 1e12 }),
    domain: fc.constantFrom(null, 'x', 'y'),
    rowsPerPerson: fc.integer({ min: 1, max: 4 }),
    status: fc.constantFrom('spent' as const, 'spent' as const, 'not-released' as const),
    isSeeded: fc.boolean(),
  })
  .map(({ own, domain, ...rest }) => {
    const cost = domain === null ? null : { run: domain, rhoGrains: domain === 'x' ? 1000 : 2000, delta: 1e-9 };
    return run('', [...(cost ? [entry(cost.rhoGrains, cost.delta)] : []), entry(own)], { ...rest, discovery: cost });
  });

test('a further run never lowers a total, the order does not matter, and no total passes the sum of all runs', () => {
  const runs = fc.array(anyRun, { maxLength: 6 }).map((all) => all.map((each, id) => ({ ...each, id: String(id) })));
  forAll(fc.tuple(runs, fc.integer({ min: 1, max: 4 })), ([all, rowsPerPerson]) => {
    const privacy = { ...PRIVACY, rowsPerPerson };
    const total = totalOf(all, privacy);
    expect(totalOf(all.toReversed(), privacy).rhoGrains).toBe(total.rhoGrains);
    const fewer = totalOf(all.slice(1), privacy);
    expect(fewer.rhoGrains).toBeLessThanOrEqual(total.rhoGrains);
    expect(fewer.epsilon).toBeLessThanOrEqual(total.epsilon);
    expect(fewer.delta).toBeLessThanOrEqual(total.delta);
    const sum = all.reduce((so, each) => so + totalOf([each], privacy).rhoGrains, 0);
    expect(total.rhoGrains).toBeLessThanOrEqual(sum);
  });
});

test('before, this run and after: what a run takes over of a counted domain is not paid again', () => {
  const { before, thisRun, after, runs } = projectBudget([bought], next(), null);
  expect([before.rhoGrains, thisRun.rhoGrains, after.rhoGrains, runs]).toEqual([600, WHOLE, 600 + WHOLE, 1]);
  expect([thisRun.epsilon, thisRun.delta]).toEqual([1, 1e-6]);
  const reusing = projectBudget([bought], next({}, { reused: DOMAIN }), null);
  expect(reusing.after.rhoGrains).toBe(600 + WHOLE - 100);
  const unknown = projectBudget([], next({}, { reused: DOMAIN }), null);
  expect(unknown.after.rhoGrains).toBe(WHOLE);
});

test('one run alone amounts to its own claim, whether what it bought could fail or not', () => {
  for (const needsFailure of [true, false]) {
    const ledger = createLedger(budgetOf(PRIVACY, needsFailure));
    const ask = {
      purpose: 'levels',
      columns: ['team'],
      cells: null,
      sensitivity: { norm: 'l2', l2Squared: 1n },
    } as const;
    const noise = { mechanism: 'stability-histogram', sigma2Times256: 90_000n, threshold: 99 } as const;
    spend(ledger, { ...ask, ...noise, delta: needsFailure ? 9e-8 : 0 });
    const { epsilon, delta } = claimOf(ledger, 'secure', ALL_STATED);
    expect(totalOf([run('a', ledger.entries)], PRIVACY)).toMatchObject({ epsilon, delta });
  }
});

test('failures beyond a tenth of delta come on top of it', () => {
  const failing = (id: string): ProjectRun => run(id, [entry(1000, 8e-8)]);
  expect(totalOf([failing('a')], PRIVACY).delta).toBe(1e-6);
  expect(totalOf(['a', 'b', 'c'].map(failing), PRIVACY).delta).toBeCloseTo(1e-6 + 1.4e-7, 15);
  const { after } = projectBudget([], next({}, { needsFailure: true }), null);
  expect([after.failureDelta, after.delta]).toEqual([expect.closeTo(1e-7, 15), 1e-6]);
  expect(after.epsilon).toBeCloseTo(1, 6);
});

const kept: KeptDiscovery = {
  ...{
    run: 'a',
    schema: { columns: [] },
    entries: [entry(Math.round(0.4 * WHOLE))],
    neighbours: 'add-remove',
    rowsPerPerson: 1,
  },
  ...{ columns: { age: { kind: 'numeric' } }, assumePublicSchema: false },
};
const recipe: Recipe = { ...DEFAULT_RECIPE, privacy: { ...PRIVACY, epsilon: 1.1 }, columns: kept.columns };

test('a kept domain is taken over by a run with the same neighbours and choices, if it leaves enough for the model', () => {
  expect(canTakeOver(kept, recipe)).toBe(true);
  const privacy = recipe.privacy!;
  const others: Partial<Recipe>[] = [
    { privacy: null },
    { privacy: { ...privacy, epsilon: 0.9 } },
    { privacy: { ...privacy, rowsPerPerson: 2 } },
    { privacy: { ...privacy, neighbours: 'replace-one' } },
    { columns: {} },
    { columns: { age: { kind: 'numeric', bounds: [0, 99] } } },
    { assumePublicSchema: true },
    { discovery: false },
  ];
  for (const other of others) expect(canTakeOver(kept, { ...recipe, ...other }), JSON.stringify(other)).toBe(false);
  const failing = { ...kept, entries: [entry(1000, 2e-7)] };
  expect(canTakeOver(failing, recipe)).toBe(false);
});

const codes = (runs: readonly ProjectRun[], privacy: Partial<PrivacyChoices> = {}): string[] =>
  projectBudget(runs, next(privacy), null).notices.map(({ code }) => code);
const full = (id: string): ProjectRun => run(id, [entry(WHOLE)]);

test('from twice the first run on, and from epsilon 5 on, the total is warned of; a first run is not', () => {
  expect(codes([])).toEqual([]);
  expect(codes([], { epsilon: 6 })).toEqual([]);
  // Epsilon grows a little slower than the root of the number of equal runs: the fourth is near twice the first.
  expect(codes([full('a')])).toEqual([]);
  expect(codes(['a', 'b', 'c', 'd'].map(full))).toEqual(['project-total']);
  const five = run('a', [entry(rhoFromEpsilon(4.9, 1e-6))], { epsilon: 4.9 });
  expect(codes([five], { epsilon: 0.1 })).toEqual([]);
  expect(codes([five], { epsilon: 1.5 })).toEqual(['project-total']);
});

test('a run that just fits below the cap passes; the next grain does not, and the error says what is left', () => {
  expect(projectBudget([], next(), 1).isPastCap).toBe(false);
  const past = projectBudget([run('a', [entry(1)])], next(), 1);
  expect(past.isPastCap).toBe(true);
  expect(() => checkCap(past)).toThrow(
    expect.objectContaining({ code: 'budget-overspent', facts: { what: 'epsilon', asked: '1', left: '0.999' } }),
  );
  expect(() => checkCap(projectBudget([full('a')], next(), null))).not.toThrow();
});

test('what is said to be left below a cap fits, and nothing is left once it is used up', () => {
  forAll(fc.tuple(fc.integer({ min: 0, max: WHOLE }), fc.double({ min: 0.5, max: 5, noNaN: true })), ([spent, cap]) => {
    const before = spent === 0 ? [] : [run('a', [entry(spent)])];
    const { left } = projectBudget(before, next(), cap);
    if (left! > 0) expect(projectBudget(before, next({ epsilon: left! }), cap).isPastCap).toBe(false);
    else expect(totalOf(before, PRIVACY).epsilon).toBeGreaterThan(cap - 0.02);
  });
});

test('the domain of a run is its own, or the one that was handed in if those entries came back', () => {
  const entries = [entry(60, 1e-9), entry(40, 2e-9, 2)];
  expect(discoveryCost('b', entries, null)).toMatchObject({ run: 'b', rhoGrains: 100 });
  expect(discoveryCost('b', entries, { run: 'a', entries: structuredClone(entries) })).toMatchObject({ run: 'a' });
  expect(discoveryCost('b', entries, { run: 'a', entries: [entry(60, 1e-9)] })).toMatchObject({ run: 'b' });
});

test('a kept run whose domain is not paid for by its first entries is broken', () => {
  const entries = [entry(60, 1e-9), entry(40, 2e-9, 2), entry(900, 0, 3)];
  const discovery = discoveryCost('a', entries.slice(0, 2), null);
  expect(() => checkProjectRun(run('a', entries, { discovery }))).not.toThrow();
  expect(() => checkProjectRun(run('a', []))).not.toThrow();
  for (const change of [{ rhoGrains: 900 }, { delta: 2e-9 }]) {
    const claimed = run('a', entries, { discovery: { ...discovery, ...change } });
    expect(() => checkProjectRun(claimed)).toThrow(expect.objectContaining({ code: 'ledger-broken' }));
  }
});
