import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkLedgerHash, ledgerHash } from '../../../src/core/privacy/ledger-chain.ts';
import { budgetOf, createLedger, spend } from '../../../src/core/privacy/ledger.ts';
import type { LedgerEntry } from '../../../src/core/privacy/ledger.ts';

const entries = entriesOf(3);
const hash = ledgerHash(entries);

test('the chain is SHA-256 of the hash before and the entry with sorted keys, as any tool can compute it', () => {
  let expected = '';
  for (const { cells, columns, delta, mechanism, parameter, purpose, rhoGrains, sensitivity, step } of entries) {
    const sorted = { cells, columns, delta, mechanism, parameter, purpose, rhoGrains, sensitivity, step };
    expected = createHash('sha256')
      .update(expected + JSON.stringify(sorted))
      .digest('hex');
  }
  expect(hash).toBe(expected);
  expect(ledgerHash([])).toBe('');
});

test('a stored ledger that is as it was passes, also when its keys come in another order', () => {
  checkLedgerHash(entries, hash);
  const reordered = entries.map((entry) => Object.fromEntries(Object.entries(entry).toReversed()) as LedgerEntry);
  checkLedgerHash(reordered, hash);
});

test.each<[string, readonly LedgerEntry[]]>([
  ['a cheaper entry', entries.with(0, { ...entries[0]!, rhoGrains: 1 })],
  ['a renamed column', entries.with(2, { ...entries[2]!, columns: ['other'] })],
  ['a missing last entry', entries.slice(0, 2)],
  ['a missing first entry', entries.slice(1)],
  ['two entries exchanged', [entries[1]!, entries[0]!, entries[2]!]],
  ['an entry twice', [...entries, entries[2]!]],
  ['no entry at all', []],
])('%s is found', (_what, altered) => {
  expect(() => checkLedgerHash(altered, hash)).toThrow(expect.objectContaining({ code: 'ledger-broken' }));
});

function entriesOf(count: number): readonly LedgerEntry[] {
  const ledger = createLedger(budgetOf({ epsilon: 5, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 }));
  for (let i = 0; i < count; i++) {
    spend(ledger, {
      mechanism: 'discrete-gaussian',
      purpose: 'one-way',
      columns: [`column ${i}`],
      cells: 5,
      sigma2Times256: BigInt(10_000 + i),
      sensitivity: { norm: 'l2', l2Squared: 1n },
    });
  }
  return ledger.entries;
}
