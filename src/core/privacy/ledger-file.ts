/**
 * A table's ledger as a file: its runs with their entries, the total, and a hash over all of it in canonical JSON, so that
 * damage and careless edits show. It names the table by its content hash, so that it is only taken back for the same one.
 * Merging goes by run id: of two records of a run the one that costs more stays, unless it does not hold.
 * Privacy: confidential, as the content hash lets a holder of the table recognise it; it holds no row, cell or level.
 */
import { UserError } from '../errors.ts';
import { createSha256 } from '../math/sha256.ts';
import type { PrivacyChoices } from '../recipe.ts';
import { canonicalJson } from './canonical-json.ts';
import { checkProjectRun, totalOf, type ProjectRun, type RunStatus, type Total } from './project-budget.ts';
import { deltaOf, epsilonOf, rowsPerPersonOf } from './units.ts';

/** What a file holds of one run beside its costs. */
export type FiledRun = ProjectRun & Readonly<{ day: string; synthesizer: string; startedAt: number }>;

/** `total` is that of these runs for the neighbours and the delta beside it. */
export type LedgerFile = Readonly<{
  format: 'understudy-ledger';
  version: 1;
  table: Readonly<{ contentSha256: string }>;
  cap: number | null;
  runs: readonly FiledRun[];
  total: Total & Pick<PrivacyChoices, 'neighbours' | 'rowsPerPerson'>;
  hash: string;
}>;

export type LedgerContent = Pick<LedgerFile, 'cap' | 'runs'>;

/** The file's text. Runs under way are written as they are, and count as spent for who reads them. */
export function writeLedgerFile({ cap, runs }: LedgerContent, contentSha256: string, privacy: PrivacyChoices): string {
  const { neighbours, rowsPerPerson } = privacy;
  const content: Omit<LedgerFile, 'hash'> = {
    format: 'understudy-ledger',
    version: 1,
    table: { contentSha256 },
    cap,
    runs,
    total: { ...totalOf(runs, privacy), neighbours, rowsPerPerson },
  };
  return `${JSON.stringify({ ...content, hash: hashOf(content) }, null, 2)}\n`;
}

/**
 * The cap and the runs of a file for the table with this content hash. Throws `ledger-broken` for what is not as it was
 * written or does not hold, and `ledger-other-table`.
 */
export function readLedgerFile(text: string, contentSha256: string): LedgerContent {
  const { format, version, table, cap, runs } = wholeFile(text);
  if (format !== 'understudy-ledger' || version !== 1 || !Array.isArray(runs) || !isCap(cap)) throw broken();
  if (table?.contentSha256 !== contentSha256) throw new UserError('ledger-other-table');
  const filed = runs as readonly FiledRun[];
  if (!filed.every(holds) || new Set(filed.map(({ id }) => id)).size < filed.length) throw broken();
  return { cap, runs: filed.map((run) => (run.status === 'reserved' ? { ...run, status: 'spent' } : run)) };
}

/** Stored and read runs together, in the order in which they began. */
export function mergeRuns<R extends FiledRun>(stored: readonly R[], read: readonly R[]): R[] {
  const merged = new Map(stored.map((run) => [run.id, run]));
  for (const run of read) {
    const known = merged.get(run.id);
    if (!known || !holds(known) || costsMore(run, known)) merged.set(run.id, run);
  }
  return [...merged.values()].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
}

function costsMore(first: FiledRun, second: FiledRun): boolean {
  const costOf = (run: FiledRun): number =>
    run.epsilon === null || run.delta === null
      ? 0
      : totalOf([run], { ...run, epsilon: run.epsilon, delta: run.delta }).rhoGrains;
  return costOf(first) > costOf(second);
}

/** Whether the record of a run is whole, in range, and agrees with its own entries. */
function holds(run: FiledRun): boolean {
  const states: readonly RunStatus[] = ['reserved', 'spent', 'not-released'];
  try {
    rowsPerPersonOf(run.rowsPerPerson);
    if (run.epsilon !== null) epsilonOf(run.epsilon);
    if (run.delta !== null) deltaOf(run.delta);
    checkProjectRun(run);
  } catch {
    return false;
  }
  return (
    [run.id, run.day, run.synthesizer].every((text) => typeof text === 'string') &&
    states.includes(run.status) &&
    ['add-remove', 'replace-one'].includes(run.neighbours) &&
    (run.epsilon === null) === (run.delta === null) &&
    typeof run.isSeeded === 'boolean' &&
    Number.isFinite(run.startedAt)
  );
}

function isCap(cap: unknown): cap is number | null {
  return cap === null || (typeof cap === 'number' && cap > 0 && Number.isFinite(cap));
}

/** The file if it has the hash that it says. */
function wholeFile(text: string): Partial<LedgerFile> {
  try {
    const { hash, ...content } = JSON.parse(text) as LedgerFile;
    if (hash === hashOf(content)) return content;
  } catch {
    // what is no JSON, or holds what no ledger does, is broken as well
  }
  throw broken();
}

function broken(): UserError {
  return new UserError('ledger-broken');
}

function hashOf(content: unknown): string {
  const sha256 = createSha256();
  sha256.update(new TextEncoder().encode(canonicalJson(content)));
  return sha256.digestHex();
}
