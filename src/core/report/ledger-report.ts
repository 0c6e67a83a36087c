/** The ledger as reports show it: entries, running hash, and what each purpose took of the budget. */
import type { SharedLedger } from '../lineage/manifest.ts';
import { ledgerHash } from '../privacy/ledger-chain.ts';
import { spentGrains, type Ledger } from '../privacy/ledger.ts';
import { GRAIN } from '../privacy/units.ts';

/** What one purpose took: `share` of the budget's grains, in [0, 1]. */
export type PurposeShare = Readonly<{ purpose: string; entries: number; rhoGrains: number; share: number }>;
export type LedgerReport = SharedLedger &
  Readonly<{ budgetRho: number; spentRho: number; byPurpose: readonly PurposeShare[] }>;

export function sharedLedger(ledger: Ledger): SharedLedger {
  return { budgetGrains: ledger.budget.rhoGrains, entries: ledger.entries, hash: ledgerHash(ledger.entries) };
}

export function ledgerReport(ledger: Ledger): LedgerReport {
  const budgetGrains = ledger.budget.rhoGrains;
  const purposes = new Map<string, PurposeShare>();
  for (const { purpose, rhoGrains } of ledger.entries) {
    const known = purposes.get(purpose) ?? { purpose, entries: 0, rhoGrains: 0, share: 0 };
    const total = known.rhoGrains + rhoGrains;
    purposes.set(purpose, { purpose, entries: known.entries + 1, rhoGrains: total, share: total / budgetGrains });
  }
  return {
    ...sharedLedger(ledger),
    budgetRho: budgetGrains * GRAIN,
    spentRho: spentGrains(ledger) * GRAIN,
    byPurpose: [...purposes.values()],
  };
}
