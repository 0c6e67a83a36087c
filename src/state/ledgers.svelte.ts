/**
 * What this browser remembers of the table at hand: its runs, what they spent together, the domain that was bought, how
 * often its holdout was looked at. Where the browser keeps nothing the ledger holds for this visit, which the page says.
 */
import type { GenerateDone } from '../../workers/api.ts';
import { fromErrorData, noticeOf, toErrorData, UserError, type ErrorData, type Notice } from '../core/errors.ts';
import { mergeRuns, readLedgerFile, writeLedgerFile } from '../core/privacy/ledger-file.ts';
import {
  canTakeOver,
  checkCap,
  discoveryCost,
  isCharged,
  projectBudget,
  totalOf,
  type KeptDiscovery,
  type ProjectBudget,
} from '../core/privacy/project-budget.ts';
import type { PrivacyChoices, Recipe } from '../core/recipe.ts';
import { createMemoryStore } from '../storage/memory.ts';
import { withNotes, type RunNotes } from '../storage/notes.ts';
import type { Project as Stored, Store } from '../storage/projects.ts';
import type { RunEnd, RunRecord } from '../storage/runs.ts';
import { isCancelled } from './phase.ts';
import type { Services } from './services.ts';

/** What the ledger needs to know of the table. */
export type Subject = Readonly<{ read: Readonly<{ fingerprint: Readonly<{ content: string }> }> | null; name: string }>;

const NOTHING: RunEnd = {
  ...{ status: 'not-released', rhoGrains: 0, entries: [], hash: '', isSeeded: false, discovery: null },
};

export class Ledgers {
  #services: Services;
  /** Until the browser has answered, and where it keeps nothing, one for this visit. */
  #store: Store = createMemoryStore();
  #subject: Subject | null = null;
  /** The project that each run under way belongs to: another table may be at hand when it ends. */
  #keys = new Map<string, string>();

  /** `unknown` until the browser has answered. */
  storage = $state<'unknown' | 'kept' | 'refused'>('unknown');
  projects = $state.raw<readonly Stored[]>([]);
  /** The stored project of the table at hand. */
  current = $state.raw<Stored | null>(null);
  /** What is stored of this table does not hold: a claim then needs the person's confirmation, which is printed. */
  problem = $state.raw<ErrorData | null>(null);
  isConfirmed = $state(false);
  /** Runs whose tab was closed before they ended, found when the table came back in this visit. */
  recovered = $state(0);
  /** The domain is bought anew although one is kept. */
  isDiscoveredAnew = $state(false);
  /** Why the last ledger file was not taken. */
  fileProblem = $state.raw<ErrorData | null>(null);
  /** Runs that the last ledger file added or mended; null before any was taken. */
  taken = $state<number | null>(null);
  /** What *Forget everything* removed, once it has. */
  forgotten = $state.raw<readonly string[] | null>(null);

  constructor(services: Services) {
    this.#services = services;
  }

  readonly isBlocked = $derived(this.problem !== null && !this.isConfirmed);
  readonly runs = $derived(this.current?.runs ?? []);
  readonly notes = $derived(this.current?.notes ?? []);
  readonly cap = $derived(this.current?.cap ?? null);
  readonly discovery = $derived(this.current?.discovery ?? null);
  readonly chargedRuns = $derived(this.runs.filter(isCharged));

  async open(): Promise<Store | null> {
    const store = await this.#services.openStore();
    this.#store = store ?? createMemoryStore();
    this.storage = store ? 'kept' : 'refused';
    if (this.#subject) await this.recognise(this.#subject);
    await this.refresh();
    return store;
  }

  async refresh(): Promise<void> {
    this.projects = await this.#store.projects();
  }

  /** Finds the table among the projects by its content, or starts one. */
  async recognise(subject: Subject): Promise<void> {
    this.#subject = subject;
    this.current = null;
    this.problem = null;
    this.isConfirmed = false;
    this.recovered = 0;
    this.isDiscoveredAnew = false;
    this.fileProblem = null;
    this.taken = null;
    if (!subject.read) return;
    const key = await this.#store.keyOf(subject.read.fingerprint.content);
    if (!(await this.#store.project(key))) await this.#store.save(this.#fresh(key, subject.name));
    this.recovered = await this.#store.recover(key);
    await this.#reload(key);
    this.problem = await this.#check(this.runs);
  }

  /** What the runs on this table amount to before and after one of this recipe; null without a claim, and out of range. */
  account(recipe: Recipe): ProjectBudget | null {
    const { privacy } = recipe;
    if (privacy === null) return null;
    try {
      const kept = this.reusable(recipe);
      const reused = kept && discoveryCost(kept.run, kept.entries, kept);
      return projectBudget(this.runs, { privacy, needsFailure: recipe.discovery, reused }, this.cap);
    } catch {
      return null; // the field that is out of range says so itself
    }
  }

  /** What a project's runs amount to, for those whom its last one protects. */
  epsilonOf({ runs }: Stored): number {
    const last = runs.findLast(isCharged);
    if (last === undefined || last.epsilon === null || last.delta === null) return 0;
    return totalOf(runs, { ...last, epsilon: last.epsilon, delta: last.delta }).epsilon;
  }

  /** The kept domain that a run of this recipe takes over. */
  reusable(recipe: Recipe): KeptDiscovery | null {
    return this.couldReuse(recipe) && !this.isDiscoveredAnew ? this.discovery : null;
  }

  /** Whether there is one that it could take over. */
  couldReuse(recipe: Recipe): boolean {
    try {
      return this.discovery !== null && canTakeOver(this.discovery, recipe);
    } catch {
      return false; // as above
    }
  }

  /**
   * Takes the run's budget before the engine starts. Throws `ledger-reserved` where another tab holds some,
   * `budget-overspent` past the cap, and under a claim what is wrong with the stored ledger, until that is confirmed.
   * Answers what is to be printed of it.
   */
  async reserve(id: string, recipe: Recipe, subject: Subject): Promise<readonly Notice[]> {
    if (!this.current) await this.recognise(subject);
    if (!this.current) return [];
    const { privacy, synthesizer } = recipe;
    if (privacy && this.problem && !this.isConfirmed) throw fromErrorData(this.problem);
    const run: RunRecord = {
      ...NOTHING,
      id,
      day: this.#day(),
      synthesizer: synthesizer.id,
      epsilon: privacy?.epsilon ?? null,
      delta: privacy?.delta ?? null,
      neighbours: privacy?.neighbours ?? 'add-remove',
      rowsPerPerson: privacy?.rowsPerPerson ?? 1,
      status: 'reserved',
      startedAt: this.#services.now(),
    };
    const { key } = this.current;
    await this.#store.reserve(key, run);
    this.#keys.set(id, key);
    // Only behind its reservation does a run know what other tabs have spent: nobody else can start one.
    await this.#reload(key);
    const account = this.account(recipe);
    try {
      if (account) checkCap(account);
    } catch (error) {
      await this.release(id);
      throw error;
    }
    if (!privacy) return [];
    return [
      ...(this.problem ? [noticeOf('ledger-confirmed', 'warning')] : []),
      ...(this.storage === 'refused' ? [noticeOf('storage-off', 'warning')] : []),
      ...(account?.notices ?? []),
    ];
  }

  /** The run's results have reached the page. `handedIn`: the kept domain that it was given. */
  async settle(id: string, recipe: Recipe, done: GenerateDone, handedIn: KeptDiscovery | null): Promise<void> {
    const { claim, discovery, ledger } = done.facts;
    const entries = ledger?.entries ?? [];
    const cost = discovery && discoveryCost(id, discovery.entries, handedIn);
    const key = this.#keys.get(id);
    const end: RunEnd = {
      status: 'spent',
      synthesizer: done.facts.plan.synthesizer,
      rhoGrains: entries.reduce((sum, entry) => sum + entry.rhoGrains, 0),
      entries,
      hash: done.ledgerHash,
      isSeeded: claim.kind === 'zcdp' && claim.notPrivate,
      discovery: cost,
    };
    await this.#end(id, end);
    if (!discovery || !recipe.privacy || end.isSeeded || cost?.run !== id || this.current?.key !== key) return;
    const { columns, assumePublicSchema } = recipe;
    const { neighbours, rowsPerPerson } = recipe.privacy;
    const kept: KeptDiscovery = { ...discovery, run: id, neighbours, rowsPerPerson, columns, assumePublicSchema };
    await this.#change((project) => ({ ...project, discovery: kept }));
    this.isDiscoveredAnew = false;
  }

  /** The run ended before anything released left the engine. */
  async release(id: string): Promise<void> {
    await this.#end(id, NOTHING);
  }

  /** The run ended with something released, and its ledger did not come back: its whole budget counts. */
  async forfeit(id: string): Promise<void> {
    await this.#end(id, { ...NOTHING, status: 'spent' });
  }

  /** The largest total epsilon that is wanted for this table; null for none. */
  async setCap(cap: number | null): Promise<void> {
    await this.#change((project) => ({ ...project, cap }));
  }

  exportFile(baseName: string, privacy: PrivacyChoices): void {
    if (!this.current) return;
    const text = writeLedgerFile(this.current, this.#contentSha256(), privacy);
    this.#services.saveFile(`${baseName}.ledger.json`, 'application/json', text);
  }

  /** Adds the runs of an exported ledger to those that are stored; what is wrong with the file stands in `fileProblem`. */
  async importFile(file: File): Promise<void> {
    this.fileProblem = null;
    this.taken = null;
    try {
      const read = readLedgerFile(await textOf(file), this.#contentSha256());
      const before = this.runs;
      await this.#change((project) => ({
        ...project,
        cap: project.cap ?? read.cap,
        runs: mergeRuns(project.runs, read.runs),
      }));
      this.taken = this.runs.filter((run) => !before.includes(run) && read.runs.some(({ id }) => id === run.id)).length;
      this.problem = await this.#check(this.runs);
    } catch (error) {
      this.fileProblem = toErrorData(error);
    }
  }

  /** Keeps what a run came to, or what a person marked of it, with the table at hand. */
  async note(run: string, part: Partial<Pick<RunNotes, 'numbers' | 'audit'>>): Promise<void> {
    const day = this.#day();
    await this.#change((project) => ({ ...project, notes: withNotes(project.notes ?? [], run, { ...part, day }) }));
  }

  /** One more comparison with the holdout; answers how many there were. */
  async countLook(): Promise<number> {
    return this.current ? this.#store.countLook(this.current.key) : 1;
  }

  async forgetEverything(): Promise<void> {
    this.forgotten = await this.#store.forgetEverything();
    this.#keys.clear();
    this.#subject = null;
    this.current = null;
    this.problem = null;
    await this.open();
  }

  async #end(id: string, end: RunEnd): Promise<void> {
    const key = this.#keys.get(id);
    if (key === undefined) return; // forgotten meanwhile
    this.#keys.delete(id);
    await this.#store.settle(key, id, end);
    if (this.current?.key === key) await this.#reload(key);
  }

  async #change(edit: (project: Stored) => Stored): Promise<void> {
    if (!this.current) return;
    this.current = await this.#store.change(this.current.key, edit);
    await this.refresh();
  }

  async #reload(key: string): Promise<void> {
    this.current = (await this.#store.project(key)) ?? null;
    await this.refresh();
  }

  #contentSha256(): string {
    return this.#subject?.read?.fingerprint.content ?? '';
  }

  #fresh(key: string, name: string): Stored {
    return { ...{ key, name, createdDay: this.#day(), recipe: null, runs: [], looks: 0 }, cap: null, discovery: null };
  }

  async #check(runs: readonly RunRecord[]): Promise<ErrorData | null> {
    if (runs.length === 0) return null;
    try {
      await this.#services.engine.checkLedgers({ ledgers: runs });
      return null;
    } catch (error) {
      return isCancelled(error) ? null : toErrorData(error);
    }
  }

  #day(): string {
    return new Date(this.#services.now()).toISOString().slice(0, 10);
  }
}

function textOf(file: File): Promise<string> {
  return file.text().catch(() => {
    throw new UserError('file-unreadable');
  });
}
