/** What is kept of a run, held against itself: entries against their hash, sums against entries, cost against budget. */
import { expect, test } from 'vitest';
import { rhoFromEpsilon } from '../../../src/core/privacy/accountant.ts';
import { checkStoredLedger, ledgerHash, type StoredLedger } from '../../../src/core/privacy/ledger-chain.ts';
import type { LedgerEntry } from '../../../src/core/privacy/ledger.ts';
import { deltaOf, epsilonOf } from '../../../src/core/privacy/units.ts';

const whole = rhoFromEpsilon(epsilonOf(1), deltaOf(1e-6));
const entry = (step: number, rhoGrains: number): LedgerEntry => ({
  ...{ step, mechanism: 'discrete-gaussian', purpose: 'one-way', columns: ['age'], cells: 5, delta: 0 },
  ...{ parameter: { sigma2Times256: 50_000 }, sensitivity: { l2Squared: '1' }, rhoGrains },
});
const kept = (rhoGrains: number, change: Partial<StoredLedger> = {}): StoredLedger => {
  const entries = [entry(1, 1000), entry(2, rhoGrains - 1000)];
  return { epsilon: 1, delta: 1e-6, rhoGrains, entries, hash: ledgerHash(entries), ...change };
};
const NOTHING: StoredLedger = { epsilon: 1, delta: 1e-6, rhoGrains: 0, entries: [], hash: '' };

test.each<[string, StoredLedger]>([
  ['a run that spent its whole budget', kept(whole)],
  ['a run that spent less', kept(whole / 2)],
  ['a run that released nothing', NOTHING],
  ['a run without a claim', { ...NOTHING, epsilon: null, delta: null }],
])('%s passes', (_what, stored) => {
  expect(() => checkStoredLedger(stored)).not.toThrow();
});

test.each<[string, StoredLedger]>([
  ['a cost lowered beside untouched entries', kept(whole, { rhoGrains: 1000 })],
  ['an epsilon below what was spent', kept(whole, { epsilon: 0.5 })],
  ['a claim taken off a run that spent', kept(whole, { epsilon: null, delta: null })],
  ['more spent than the budget buys', kept(2 * whole)],
  ['entries that were changed', kept(whole, { entries: [entry(1, whole)] })],
  ['entries without their hash', kept(whole, { hash: '' })],
])('%s is found', (_what, stored) => {
  expect(() => checkStoredLedger(stored)).toThrow(expect.objectContaining({ code: 'ledger-broken' }));
});
