/**
 * The way in for a synthetic table that something else made: three slots for files, of which the holdout's may stay
 * empty. The real table becomes the table at hand; the others are read beside it and are kept by nobody else.
 */
import type { Read } from '../../workers/api.ts';
import type { JudgedRead } from '../core/pipeline/elsewhere.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { Project } from './project.svelte.ts';
import type { Services } from './services.ts';

export const SLOTS = ['real', 'synthetic', 'holdout'] as const;
export type Slot = (typeof SLOTS)[number];
type Beside = Exclude<Slot, 'real'>;

export class Elsewhere {
  #services: Services;
  #project: Project;
  #onreal: () => Promise<void>;
  #cancels = new Map<Beside, AbortController>();

  names = $state.raw<Readonly<Record<Slot, string>>>({ real: '', synthetic: '', holdout: '' });
  #real = $state.raw<Phase<null>>(IDLE);
  #others = $state.raw<Readonly<Record<Beside, Phase<Read>>>>({ synthetic: IDLE, holdout: IDLE });

  /** `onreal`: another table is at hand. */
  constructor(services: Services, project: Project, onreal: () => Promise<void>) {
    this.#services = services;
    this.#project = project;
    this.#onreal = onreal;
  }

  readonly phases = $derived.by((): Readonly<Record<Slot, Phase<Read | null>>> => ({
    real: this.#real,
    ...this.#others,
  }));
  readonly isReady = $derived.by(
    () =>
      this.#real.kind === 'done' &&
      this.#project.read !== null &&
      this.#others.synthetic.kind === 'done' &&
      this.#others.holdout.kind !== 'working',
  );

  async choose(slot: Slot, file: File): Promise<void> {
    this.names = { ...this.names, [slot]: file.name };
    if (slot === 'real') await this.#chooseReal(file);
    else await this.#chooseOther(slot, file);
  }

  /** Of files dropped together each takes the next empty slot, in their order; others are left aside. */
  async drop(files: readonly File[]): Promise<void> {
    const free = SLOTS.filter((slot) => this.names[slot] === '');
    await Promise.all(files.slice(0, free.length).map((file, place) => this.choose(free[place]!, file)));
  }

  remove(slot: Slot): void {
    this.names = { ...this.names, [slot]: '' };
    if (slot === 'real') {
      this.#project.cancelReading();
      this.#real = IDLE;
    } else {
      this.#cancels.get(slot)?.abort();
      this.#others = { ...this.#others, [slot]: IDLE };
    }
  }

  clear(): void {
    for (const slot of SLOTS) this.remove(slot);
  }

  /** What is to be judged beside the table at hand; null while something is missing. */
  taken(): Readonly<{ synthetic: JudgedRead; holdout: JudgedRead | null }> | null {
    const { synthetic, holdout } = this.#others;
    if (!this.isReady || synthetic.kind !== 'done') return null;
    return {
      synthetic: judgedRead(synthetic.value, this.names.synthetic),
      holdout: holdout.kind === 'done' ? judgedRead(holdout.value, this.names.holdout) : null,
    };
  }

  async #chooseReal(file: File): Promise<void> {
    this.#real = { kind: 'working', progress: null };
    const outcome = await this.#project.open(file);
    if (this.names.real !== file.name) return;
    if (outcome === 'cancelled') this.remove('real');
    else if (outcome !== 'read') this.#real = { kind: 'failed', error: outcome };
    else {
      await this.#onreal();
      this.#real = { kind: 'done', value: null };
    }
  }

  async #chooseOther(slot: Beside, file: File): Promise<void> {
    this.#cancels.get(slot)?.abort();
    const cancel = new AbortController();
    this.#cancels.set(slot, cancel);
    const set = (phase: Phase<Read>): void => {
      if (this.#cancels.get(slot) === cancel) this.#others = { ...this.#others, [slot]: phase };
    };
    set({ kind: 'working', progress: null });
    try {
      const value = await this.#services.engine.read(
        { file, name: file.name, reading: {} },
        { signal: cancel.signal, onProgress: (progress) => set({ kind: 'working', progress }) },
      );
      set({ kind: 'done', value });
    } catch (error) {
      if (!isCancelled(error)) set(failed(error));
    }
  }
}

function judgedRead({ table, byteLength, bytesSha256, fingerprint }: Read, name: string): JudgedRead {
  return {
    table,
    file: {
      ...{ name, byteLength, bytesSha256, contentSha256: fingerprint.content },
      ...{ rowCount: table.rowCount, columnCount: table.columns.length },
    },
  };
}
