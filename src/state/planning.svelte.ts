/**
 * What the present choices would cost and give: the plan of a run, what the run does without for want of memory or time,
 * and its rehearsal on an invented table.
 */
import type { Planned } from '../../workers/api.ts';
import type { Notice } from '../core/errors.ts';
import type { Discovery } from '../core/models/bought-domain.ts';
import type { Rehearsed } from '../core/models/rehearsal.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Schema } from '../core/table/schema.ts';
import { isSame } from './overrides.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { Services } from './services.ts';

/** A table that has been read, and the choices about it. */
export type Planable = Readonly<{ schema: Schema; recipe: Recipe; rowCount: number }>;

export class Planning {
  #services: Services;
  #present: () => Planable | null;
  #bought: (recipe: Recipe) => Discovery | null;
  #asked = 0;
  /** What the plan at hand is a plan of. */
  #plannedFor: Planable | null = null;
  #cancelRehearsal: AbortController | null = null;

  phase = $state.raw<Phase<Planned>>(IDLE);
  /** The error that a run of the present plan ends with on an invented table. */
  rehearsal = $state.raw<Phase<Rehearsed>>(IDLE);

  /** `present`: null while there is no table. `bought`: the domain that a run of a recipe takes over from an earlier one. */
  constructor(services: Services, present: () => Planable | null, bought: (recipe: Recipe) => Discovery | null) {
    this.#services = services;
    this.#present = present;
    this.#bought = bought;
  }

  readonly planned = $derived(this.phase.kind === 'done' ? this.phase.value : null);

  /** Asks what the run would cost and give. The latest answer wins. */
  async plan(): Promise<void> {
    const present = this.#present();
    if (!present) return;
    this.cancelRehearsal();
    const asked = ++this.#asked;
    if (!this.planned) this.phase = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.plan({ ...present, discovered: this.#bought(present.recipe) });
      if (asked !== this.#asked) return;
      this.#plannedFor = present;
      this.phase = { kind: 'done', value };
    } catch (error) {
      if (asked === this.#asked) this.phase = failed(error);
    }
  }

  /** The recipe as a run is made by it: without a guarantee its plan may step back. With what is to be said of that. */
  async stepped(recipe: Recipe): Promise<Readonly<{ recipe: Recipe; told: readonly Notice[] }>> {
    if (recipe.privacy !== null) return { recipe, told: [] };
    if (!this.#isUpToDate) await this.plan();
    if (!this.planned || !this.#isUpToDate) return { recipe, told: [] };
    const { synthesizer, notices } = this.planned.stepsBack;
    return { recipe: { ...recipe, synthesizer }, told: notices };
  }

  /** Runs the present plan on an invented table of the same shape. */
  async rehearse(): Promise<void> {
    const present = this.#present();
    if (!present) return;
    const cancel = new AbortController();
    this.#cancelRehearsal = cancel;
    this.rehearsal = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.rehearse(present, {
        signal: cancel.signal,
        onProgress: (progress) => {
          if (!cancel.signal.aborted) this.rehearsal = { kind: 'working', progress };
        },
      });
      this.rehearsal = { kind: 'done', value };
    } catch (error) {
      if (!isCancelled(error)) this.rehearsal = failed(error);
    }
  }

  /** Also forgets what the last rehearsal said. */
  cancelRehearsal(): void {
    this.#cancelRehearsal?.abort();
    this.rehearsal = IDLE;
  }

  forget(): void {
    this.phase = IDLE;
  }

  get #isUpToDate(): boolean {
    return this.phase.kind === 'done' && isSame(this.#plannedFor, this.#present());
  }
}
