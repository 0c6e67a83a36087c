/**
 * Synthesizers side by side on the table at hand, each on its own: what fails ends no other, and cancelling keeps what is
 * done. Without a guarantee each is fitted and judged on the same split; each counts as a look at the held-out rows. Under
 * one every fit would be a run that spends: there the plan's forecast stands beside a rehearsal on an invented table, and
 * no real row is touched.
 */
import type { AssessPart, Assessment } from '../core/report/facts.ts';
import type { Progress } from '../core/progress.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Word } from '../core/privacy/forecast.ts';
import { partIds } from './ensemble.ts';
import type { Ledgers } from './ledgers.svelte.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { Project } from './project.svelte.ts';
import type { Services } from './services.ts';

/** A number with its interval. */
export type Ends = Readonly<{ value: number; low: number | null; high: number | null }>;
export type Compared =
  | Readonly<{
      kind: 'measured';
      seconds: number;
      /** Error of counts of triples, and what as many fresh real rows would have. */
      threeWay: (Ends & Readonly<{ floor: number | null }>) | null;
      /** Boosting, tested on held-out rows: trained on synthetic ones, and on real ones. */
      usefulness: (Ends & Readonly<{ metric: string; real: number | null }>) | null;
      /** The strongest attack. */
      attack: Ends | null;
    }>
  | Readonly<{
      kind: 'foretold';
      seconds: number;
      oneWay: number | null;
      pair: number | null;
      word: Word | null;
      /** On the invented table. */
      rehearsed: Readonly<{ oneWay: number; pair: number | null }>;
    }>;

/** What is judged of each; the controls are those of the real rows, so that one of them speaks for all. */
const PARTS = ['columns', 'utility', 'attacks'] as const satisfies readonly AssessPart[];
const SIDE_BY_SIDE = 2;
/** In a table of more columns only those that stay quick are compared. */
const MOST_COLUMNS = 100;
const QUICK: readonly string[] = ['copula', 'independent'];

export class CompareSynthesizers {
  #services: Services;
  #project: Project;
  #ledgers: Ledgers;
  #cancel: AbortController | null = null;

  /** By synthesizer, in the order in which they are shown. */
  standings = $state.raw<readonly Readonly<{ id: string; phase: Phase<Compared> }>[]>([]);
  /** The area under the curve that the attack reaches on fresh real rows. */
  control = $state.raw<Phase<number | null>>(IDLE);
  /** The choices that were compared under. */
  #recipe = $state.raw<Recipe | null>(null);

  constructor(services: Services, project: Project, ledgers: Ledgers) {
    this.#services = services;
    this.#project = project;
    this.#ledgers = ledgers;
  }

  readonly isWorking = $derived(
    this.control.kind === 'working' || this.standings.some(({ phase }) => phase.kind === 'working'),
  );
  /** Something else than the synthesizer has been chosen since. */
  readonly isStale = $derived.by(() => this.#recipe !== null && keyOf(this.#recipe) !== keyOf(this.#project.recipe));
  /** Whether what stands here was foretold or measured. */
  readonly isForetold = $derived.by(() => (this.#recipe ?? this.#project.recipe).privacy !== null);
  /** Those that a comparison of the present choices is between. */
  readonly candidates = $derived.by((): readonly string[] => {
    const { synthesizerId, privacy, columns } = this.#project;
    const modelled = columns.filter(({ schema: { domain, role } }) => domain !== null && role !== 'left-out').length;
    const sensible = partIds(privacy !== null).filter((id) => modelled <= MOST_COLUMNS || QUICK.includes(id));
    return synthesizerId === 'ensemble' ? [...sensible, synthesizerId] : sensible;
  });

  async start(): Promise<void> {
    const { read, schema, recipe } = this.#project;
    if (!read || !schema || this.isWorking) return;
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.#recipe = recipe;
    this.control = IDLE;
    const waiting = [...this.candidates];
    this.standings = waiting.map((id) => ({ id, phase: { kind: 'working', progress: null } }));
    const work = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await this.#compare(id, recipe, cancel);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    if (recipe.privacy === null && !cancel.signal.aborted) await this.#findControl(recipe, cancel);
  }

  /** What is done stays. */
  cancel(): void {
    this.#cancel?.abort();
  }

  forget(): void {
    this.cancel();
    this.#cancel = null;
    this.standings = [];
    this.control = IDLE;
    this.#recipe = null;
  }

  async #compare(id: string, base: Recipe, cancel: AbortController): Promise<void> {
    const options = base.synthesizer.id === id ? base.synthesizer.options : {};
    const sample = { ...base.sample, rows: 'same', conditions: [] } as const;
    const recipe: Recipe = { ...base, synthesizer: { id, options }, sample };
    try {
      const value =
        recipe.privacy === null ? await this.#measure(recipe, cancel) : await this.#foretell(recipe, cancel);
      this.#set(cancel, id, { kind: 'done', value });
    } catch (error) {
      this.#set(cancel, id, isCancelled(error) ? IDLE : failed(error));
    }
  }

  async #measure(recipe: Recipe, cancel: AbortController): Promise<Compared> {
    const { read } = this.#project;
    const { table, inferences } = read!;
    const steps = PARTS.length + 1;
    const { engine } = this.#services;
    const heard = (step: number) => ({
      signal: cancel.signal,
      onProgress: this.#listener(recipe, cancel, step, steps),
    });
    const { synthetic, timings } = await engine.generate({ table, inferences, recipe }, heard(0));
    const seconds = timings.reduce((sum, timing) => sum + timing.seconds, 0);
    const target = recipe.validate.target ?? this.#project.target;
    const job = { table, inferences, synthetic, recipe: { ...recipe, validate: { ...recipe.validate, target } } };
    await this.#ledgers.countLook();
    const found: Assessment[] = [];
    for (const [step, part] of PARTS.entries()) {
      found.push((await engine.assess({ ...job, part }, heard(step + 1))).assessment);
    }
    return measured(found, seconds);
  }

  /** What the attack reaches on fresh real rows; null where that cannot be said. The controls make their own tables. */
  async #findControl(recipe: Recipe, cancel: AbortController): Promise<void> {
    const { table, inferences } = this.#project.read!;
    const job = { table, inferences, recipe, synthetic: table, part: 'controls' } as const;
    const set = (phase: Phase<number | null>): void => {
      if (this.#cancel === cancel) this.control = phase;
    };
    set({ kind: 'working', progress: null });
    try {
      const onProgress = (progress: Progress): void => {
        if (!cancel.signal.aborted) set({ kind: 'working', progress });
      };
      const { assessment } = await this.#services.engine.assess(job, { signal: cancel.signal, onProgress });
      const controls = assessment.part === 'controls' ? assessment.value.controls : [];
      const fresh = controls.find(({ id }) => id === 'fresh');
      set({ kind: 'done', value: fresh?.observed.find(({ id }) => id === 'nearest-auc')?.value ?? null });
    } catch (error) {
      set(isCancelled(error) ? IDLE : failed(error));
    }
  }

  async #foretell(recipe: Recipe, cancel: AbortController): Promise<Compared> {
    const { read, schema } = this.#project;
    const { engine, now } = this.#services;
    const job = { schema: schema!, recipe, rowCount: read!.table.rowCount };
    const { forecast } = await engine.plan(
      { ...job, discovered: this.#ledgers.reusable(recipe) },
      { signal: cancel.signal },
    );
    const started = now();
    const onProgress = this.#listener(recipe, cancel, 0, 1);
    const rehearsed = await engine.rehearse(job, { signal: cancel.signal, onProgress });
    const { oneWay = null, pair = null, word = null } = forecast ?? {};
    return { kind: 'foretold', seconds: (now() - started) / 1000, oneWay, pair, word, rehearsed };
  }

  /** Progress of one of several steps as that of them all. */
  #listener({ synthesizer: { id } }: Recipe, cancel: AbortController, step: number, steps: number) {
    return ({ stage, done, total }: Progress): void => {
      const progress = { stage, done: step + done / Math.max(1, total), total: steps };
      if (!cancel.signal.aborted) this.#set(cancel, id, { kind: 'working', progress });
    };
  }

  #set(cancel: AbortController, id: string, phase: Phase<Compared>): void {
    if (this.#cancel !== cancel) return;
    this.standings = this.standings.map((standing) => (standing.id === id ? { id, phase } : standing));
  }
}

function measured(found: readonly Assessment[], seconds: number): Compared {
  const valueOf = <P extends AssessPart>(part: P) =>
    found.find((one) => one.part === part)?.value as Extract<Assessment, { part: P }>['value'] | undefined;
  const threeWay = valueOf('columns')?.kway['3'];
  const boosting = valueOf('utility')?.models.find(({ model }) => model === 'boosting');
  const attacks = valueOf('attacks')?.attacks ?? [];
  const [strongest] = attacks.filter(({ auc }) => auc !== null).sort((a, b) => b.auc! - a.auc!);
  return {
    kind: 'measured',
    seconds,
    threeWay: threeWay ? withValue({ ...threeWay, value: threeWay.error }) : null,
    usefulness: boosting ? withValue({ ...boosting, value: boosting.synthetic }) : null,
    attack: strongest ? withValue({ ...strongest.corrected, value: strongest.auc }) : null,
  };
}

/** Null where nothing could be measured. */
function withValue<T extends Readonly<{ value: number | null }>>(found: T): (T & Readonly<{ value: number }>) | null {
  const { value } = found;
  return value === null ? null : { ...found, value };
}

/** What a comparison depends on: not the synthesizer, nor how many rows are made. */
function keyOf({ synthesizer: _synthesizer, sample: _sample, ...recipe }: Recipe): string {
  return JSON.stringify(recipe);
}
