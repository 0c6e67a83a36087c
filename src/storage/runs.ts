/**
 * The runs of one table while they begin and end, as pure changes: a database makes them inside one transaction, so that
 * two tabs never both take a budget.
 */
import { UserError } from '../core/errors.ts';
import type { FiledRun } from '../core/privacy/ledger-file.ts';

export type RunRecord = FiledRun;
/** How a run ended, and with which ledger; which synthesizer it was, where that was left to the engine. */
export type RunEnd = Pick<RunRecord, 'status' | 'rhoGrains' | 'entries' | 'hash' | 'isSeeded' | 'discovery'> &
  Partial<Pick<RunRecord, 'synthesizer'>>;

/** Throws `ledger-reserved` while another run under a guarantee is under way. */
export function withReserved(runs: readonly RunRecord[], run: RunRecord): readonly RunRecord[] {
  if (run.epsilon !== null && runs.some(({ status, epsilon }) => status === 'reserved' && epsilon !== null)) {
    throw new UserError('ledger-reserved');
  }
  return [...runs, run];
}

export function withSettled(runs: readonly RunRecord[], id: string, end: RunEnd): readonly RunRecord[] {
  return runs.map((run) => (run.id === id ? { ...run, ...end } : run));
}

/** Reservations of tabs that are gone count as spent: their results may have been seen. */
export function withAbandoned(runs: readonly RunRecord[], ids: ReadonlySet<string>): readonly RunRecord[] {
  return runs.map((run) => (run.status === 'reserved' && ids.has(run.id) ? { ...run, status: 'spent' } : run));
}
