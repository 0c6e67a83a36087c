/**
 * What the recipe asks for beside the real rows, as the engine counts it, and the rules that it proposes. The latest
 * question wins; columns that nothing speaks of do not travel.
 */
import type { Asked as Answer, AskedJob, Proposal } from '../../workers/api.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { Project } from './project.svelte.ts';
import type { Services } from './services.ts';

export type Wanted = Pick<AskedJob, 'conditions' | 'rules'>;
export type { Proposal };

export class Asked {
  #services: Services;
  #project: Project;
  #questions = 0;
  #cancel: AbortController | null = null;

  counted = $state.raw<Phase<Answer>>(IDLE);
  proposals = $state.raw<Phase<readonly Proposal[]>>(IDLE);

  constructor(services: Services, project: Project) {
    this.#services = services;
    this.#project = project;
  }

  /** Counts real rows for what is asked. `names`: the columns that it speaks of. */
  async count(wanted: Wanted, names: ReadonlySet<string>): Promise<void> {
    const job = this.#columns(names);
    if (!job) return;
    const question = ++this.#questions;
    if (this.counted.kind !== 'done') this.counted = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.askedFor({ ...job, ...wanted });
      if (question === this.#questions) this.counted = { kind: 'done', value };
    } catch (error) {
      if (question === this.#questions) this.counted = isCancelled(error) ? IDLE : failed(error);
    }
  }

  /** Reads rules off the rows. */
  async propose(): Promise<void> {
    const job = this.#columns(null);
    if (!job) return;
    this.cancel();
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.proposals = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.proposeRules(job, { signal: cancel.signal });
      if (this.#cancel === cancel) this.proposals = { kind: 'done', value };
    } catch (error) {
      if (this.#cancel === cancel) this.proposals = isCancelled(error) ? IDLE : failed(error);
    }
  }

  /** Also forgets what was proposed. */
  cancel(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.proposals = IDLE;
  }

  /** Of all columns, or of some by their names. */
  #columns(names: ReadonlySet<string> | null): Pick<AskedJob, 'table' | 'inferences' | 'columns'> | null {
    const { read, choices } = this.#project;
    if (!read) return null;
    const isWanted = (name: string): boolean => names === null || names.has(name);
    const columns = read.table.columns.filter(({ name }) => isWanted(name));
    const inferences = read.inferences.filter((_, place) => isWanted(read.table.columns[place]!.name));
    return { table: { rowCount: read.table.rowCount, columns }, inferences, columns: choices };
  }
}
