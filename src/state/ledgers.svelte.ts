/**
 * What this browser remembers of the table at hand: its runs, what they spent, how often its holdout was looked at.
 * Without storage everything works and nothing is remembered, which the page says.
 */
import { fromErrorData, noticeOf, toErrorData, type ErrorData, type Notice } from '../core/errors.ts';
import type { LedgerEntry } from '../core/privacy/ledger.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Project as Stored, RunRecord, Store } from '../storage/projects.ts';
import { isCancelled } from './phase.ts';
import type { Services } from './services.ts';

/** What the ledger needs to know of the table. */
export type Subject = Readonly<{ read: Readonly<{ fingerprint: Readonly<{ content: string }> }> | null; name: string }>;

export class Ledgers {
  #services: Services;
  #store: Store | null = null;
  #looksHere = 0;

  /** `unknown` until the browser has answered. */
  storage = $state<'unknown' | 'kept' | 'refused'>('unknown');
  projects = $state.raw<readonly Stored[]>([]);
  /** The stored project of the table at hand. */
  current = $state.raw<Stored | null>(null);
  /** What is stored of this table does not hold: a claim then needs the person's confirmation, which is printed. */
  problem = $state.raw<ErrorData | null>(null);
  isConfirmed = $state(false);
  /** What *Forget everything* removed, once it has. */
  forgotten = $state.raw<readonly string[] | null>(null);

  constructor(services: Services) {
    this.#services = services;
  }

  readonly isBlocked = $derived(this.problem !== null && !this.isConfirmed);
  readonly spentRuns = $derived(
    (this.current?.runs ?? []).filter((run) => run.status === 'spent' && run.epsilon !== null),
  );
  /** Epsilons of the runs on this table, added up: an upper bound of what they amount to together. */
  readonly spentEpsilon = $derived(this.spentRuns.reduce((sum, run) => sum + (run.epsilon ?? 0), 0));

  async open(): Promise<Store | null> {
    this.#store = await this.#services.openStore();
    this.storage = this.#store ? 'kept' : 'refused';
    await this.refresh();
    return this.#store;
  }

  async refresh(): Promise<void> {
    if (this.#store) this.projects = await this.#store.projects();
  }

  /** Finds the table among the projects by its content, or starts one. */
  async recognise(subject: Subject): Promise<void> {
    this.current = null;
    this.problem = null;
    this.isConfirmed = false;
    this.#looksHere = 0;
    if (!this.#store || !subject.read) return;
    const key = await this.#store.keyOf(subject.read.fingerprint.content);
    const known = await this.#store.project(key);
    const project = known ?? { key, name: subject.name, createdDay: this.#day(), recipe: null, runs: [], looks: 0 };
    if (!known) await this.#store.save(project);
    this.problem = await this.#check(project.runs);
    this.current = project;
    await this.refresh();
  }

  /**
   * Takes the run's budget before the engine starts. Throws `ledger-reserved` where another tab holds some, and under a
   * claim what is wrong with the stored ledger, until that is confirmed. Answers what is to be printed of it.
   */
  async reserve(id: string, recipe: Recipe, subject: Subject): Promise<readonly Notice[]> {
    if (!this.#store) return [];
    if (!this.current) await this.recognise(subject);
    if (!this.current) return [];
    const { privacy, synthesizer } = recipe;
    if (privacy && this.problem && !this.isConfirmed) throw fromErrorData(this.problem);
    const run: RunRecord = {
      id,
      day: this.#day(),
      synthesizer: synthesizer.id,
      epsilon: privacy?.epsilon ?? null,
      delta: privacy?.delta ?? null,
      rhoGrains: 0,
      status: 'reserved',
      startedAt: this.#services.now(),
      entries: [],
      hash: '',
    };
    await this.#store.reserve(this.current.key, run);
    return privacy && this.problem ? [noticeOf('ledger-confirmed', 'warning')] : [];
  }

  async settle(
    id: string,
    status: 'spent' | 'not-released',
    entries: readonly LedgerEntry[] = [],
    hash = '',
  ): Promise<void> {
    if (!this.#store || !this.current) return;
    const rhoGrains = entries.reduce((sum, entry) => sum + entry.rhoGrains, 0);
    await this.#store.settle(this.current.key, id, status, { rhoGrains, entries, hash });
    this.current = (await this.#store.project(this.current.key)) ?? null;
    await this.refresh();
  }

  /** One more comparison with the holdout; answers how many there were. */
  async countLook(): Promise<number> {
    this.#looksHere++;
    if (!this.#store || !this.current) return this.#looksHere;
    return this.#store.countLook(this.current.key);
  }

  async forgetEverything(): Promise<void> {
    this.forgotten = this.#store ? await this.#store.forgetEverything() : [];
    this.#store = null;
    this.current = null;
    this.problem = null;
    this.projects = [];
    await this.open();
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
