/**
 * The running hash of a ledger: h₀ is empty, hᵢ = SHA-256 of hᵢ₋₁ (hex) followed by entry i in canonical JSON. A stored
 * ledger carries the last one. It shows damage and careless edits; who can write the storage can also write a new hash.
 */
import { UserError } from '../errors.ts';
import { createSha256 } from '../math/sha256.ts';
import { epsilonFromRho } from './accountant.ts';
import { canonicalJson } from './canonical-json.ts';
import type { LedgerEntry } from './ledger.ts';

/** What is kept of one run. `epsilon` and `delta` are the budget that it was given; null without a claim. */
export type StoredLedger = Readonly<{
  epsilon: number | null;
  delta: number | null;
  rhoGrains: number;
  entries: readonly LedgerEntry[];
  hash: string;
}>;

/** The hash over all entries in their order, in hex; empty for none. */
export function ledgerHash(entries: readonly LedgerEntry[]): string {
  const encoder = new TextEncoder();
  let hash = '';
  for (const entry of entries) {
    const sha256 = createSha256();
    sha256.update(encoder.encode(hash + canonicalJson(entry)));
    hash = sha256.digestHex();
  }
  return hash;
}

/** Throws `ledger-broken` if stored entries do not have the hash that was stored with them. */
export function checkLedgerHash(entries: readonly LedgerEntry[], hash: string): void {
  if (ledgerHash(entries) !== hash) throw new UserError('ledger-broken', {}, { step: 'Privacy' });
}

/** Also throws `ledger-broken` if the sums beside the entries are not theirs: no run spends more than it was given. */
export function checkStoredLedger({ epsilon, delta, rhoGrains, entries, hash }: StoredLedger): void {
  checkLedgerHash(entries, hash);
  const spent = entries.reduce((sum, entry) => sum + entry.rhoGrains, 0);
  const isWithin = spent === 0 || (epsilon !== null && delta !== null && epsilonFromRho(spent, delta) <= epsilon);
  if (spent !== rhoGrains || !isWithin) throw new UserError('ledger-broken', {}, { step: 'Privacy' });
}
