/**
 * What is kept of a run beside its ledger: the numbers that its findings came to, and what a person marked of its rows.
 * Names of columns and questions, counts, scores and what was typed in a note; no row, cell or level.
 */
import type { Audit } from '../core/report/audit.ts';
import type { RunNumbers } from '../core/report/numbers.ts';

export type RunNotes = Readonly<{ run: string; day: string; numbers: RunNumbers | null; audit: Audit | null }>;

/** So many runs are remembered; of more the oldest are dropped. */
const MOST_NOTES = 20;

/** With parts of one run put in the place of what was known of it. */
export function withNotes(
  notes: readonly RunNotes[],
  run: string,
  part: Partial<RunNotes> & Pick<RunNotes, 'day'>,
): readonly RunNotes[] {
  const before = notes.find((each) => each.run === run) ?? { run, numbers: null, audit: null };
  return [...notes.filter((each) => each.run !== run), { ...before, ...part }].slice(-MOST_NOTES);
}
