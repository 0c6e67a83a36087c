/**
 * The table at hand and every choice made about it: how it was read, what its columns are, the guarantee, the rows
 * wanted. Choices about columns can be undone and redone; all choices together are the recipe.
 */
import type { Described, Planned, Read } from '../../workers/api.ts';
import { toErrorData, type ErrorData, type Notice } from '../core/errors.ts';
import type { Discovery } from '../core/models/bought-domain.ts';
import type { Rehearsed } from '../core/models/rehearsal.ts';
import type { PrivacyChoices, ReadingChoices, Recipe } from '../core/recipe.ts';
import type { ColumnChoices } from '../core/table/choices.ts';
import type { Inference } from '../core/table/inference.ts';
import type { ColumnSchema, Schema } from '../core/table/schema.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { Services } from './services.ts';

type Columns = Readonly<Record<string, ColumnChoices>>;

export const DEFAULT_PRIVACY: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };

/** A column as the Columns step shows it. */
export type ColumnRow = Readonly<{
  name: string;
  index: number;
  inference: Inference;
  schema: ColumnSchema;
  choices: ColumnChoices;
  missing: number;
}>;

export class Project {
  #services: Services;
  #bought: (recipe: Recipe) => Discovery | null;
  #cancel: AbortController | null = null;
  /** The table that comes back if the file under way is not read. */
  #before: Readonly<{ file: File | null; reading: Phase<Read> }> | null = null;
  #plans = 0;

  file = $state.raw<File | null>(null);
  reading = $state.raw<Phase<Read>>(IDLE);
  /** How the user wants the file read; what is not said is found out. */
  readingChoices = $state.raw<ReadingChoices>({});
  /** Choices about columns, now and before; `#place` is where undo stands. */
  #history = $state.raw<readonly Columns[]>([{}]);
  #place = $state(0);
  /** Columns as the engine describes them under the choices made. */
  #described = $state.raw<Readonly<Record<string, ColumnSchema>>>({});
  /** A choice about a column that its cells do not allow. */
  columnProblem = $state.raw<Readonly<{ name: string; error: ErrorData }> | null>(null);

  /** The user's statement that what was read off the data is public. */
  assumePublicSchema = $state(false);
  privacy = $state.raw<PrivacyChoices | null>(DEFAULT_PRIVACY);
  synthesizerId = $state('auto');
  rows = $state<number | 'same'>('same');
  target = $state<string | null>(null);
  planning = $state.raw<Phase<Planned>>(IDLE);
  /** The error that a run of the present plan ends with on an invented table. */
  rehearsal = $state.raw<Phase<Rehearsed>>(IDLE);
  #cancelRehearsal: AbortController | null = null;

  /** `bought`: the domain that a run of a recipe takes over from an earlier one. */
  constructor(services: Services, bought: (recipe: Recipe) => Discovery | null) {
    this.#services = services;
    this.#bought = bought;
  }

  readonly read = $derived(this.reading.kind === 'done' ? this.reading.value : null);
  readonly name = $derived(this.file?.name ?? '');
  /** The file's name without its endings: what exports are named after. */
  readonly baseName = $derived(
    this.name
      .replace(/\.(gz|csv|tsv|tab|txt|psv|ssv|dat|json|jsonl|ndjson|parquet|xlsx)$/i, '')
      .replace(/\.(csv|tsv|tab|txt|psv|ssv|dat|json|jsonl|ndjson)$/i, '') || 'table',
  );
  readonly choices = $derived(this.#history[this.#place] ?? {});
  readonly canUndo = $derived(this.#place > 0);
  readonly canRedo = $derived(this.#place < this.#history.length - 1);

  readonly schema = $derived.by((): Schema | null => {
    if (!this.read) return null;
    return { columns: this.read.schema.columns.map((column) => this.#described[column.name] ?? column) };
  });

  readonly columns = $derived.by((): readonly ColumnRow[] => {
    const { read, schema } = this;
    if (!read || !schema) return [];
    return schema.columns.map((column, index) => ({
      name: column.name,
      index,
      inference: read.inferences[index]!,
      schema: column,
      choices: this.choices[column.name] ?? {},
      missing: read.inferences[index]!.reason.missing,
    }));
  });

  /** Names of modelled columns whose range or levels are only inferred: under a guarantee they are bought. */
  readonly inferredNames = $derived(
    this.columns
      .filter(
        ({ schema: { domain, role } }) => domain?.source === 'inferred' && role !== 'left-out' && role !== 'person',
      )
      .map(({ name }) => name),
  );

  /** The synthesizer that the recipe names, or the one that the plan chose for the table. */
  readonly synthesizer = $derived(
    this.synthesizerId === 'auto' && this.planning.kind === 'done'
      ? this.planning.value.plan.synthesizer
      : this.synthesizerId,
  );

  readonly recipe = $derived.by((): Recipe => ({
    version: 1,
    reading: this.readingChoices,
    columns: this.choices,
    assumePublicSchema: this.assumePublicSchema,
    discovery: true,
    split: { holdout: 0.2, seed: 1 },
    synthesizer: { id: this.synthesizerId, options: {} },
    privacy: this.privacy,
    sample: { rows: this.rows, seed: 1 },
    validate: { target: this.target, fidelity: true, utility: true, attacks: true },
  }));

  /**
   * Reads a file. What was there before stays until the new one has been read, and comes back if that fails or is
   * cancelled. Answers what went wrong: nothing, the error, or that it was cancelled.
   */
  async open(file: File, reading: ReadingChoices = {}): Promise<'read' | 'cancelled' | ErrorData> {
    this.cancelReading();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const before = this.#before ?? { file: this.file, reading: this.reading };
    this.#before = before;
    this.file = file;
    this.reading = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.read(
        { file, name: file.name, reading },
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            if (this.#cancel === cancel && !cancel.signal.aborted) this.reading = { kind: 'working', progress };
          },
        },
      );
      if (this.#cancel !== cancel) return 'cancelled';
      this.#before = null;
      this.#forgetChoices();
      this.readingChoices = reading;
      this.reading = { kind: 'done', value };
      return 'read';
    } catch (error) {
      if (this.#cancel !== cancel) return 'cancelled';
      this.#before = null;
      this.file = before.file;
      this.reading = before.reading;
      return isCancelled(error) ? 'cancelled' : toErrorData(error);
    }
  }

  cancelReading(): void {
    this.#cancel?.abort();
  }

  close(): void {
    this.cancelReading();
    this.file = null;
    this.reading = IDLE;
    this.planning = IDLE;
    this.#forgetChoices();
  }

  /** Merges choices about one column, or takes those about it back with null. The engine says whether its cells allow them. */
  async choose(name: string, choices: ColumnChoices | null): Promise<void> {
    const next = { ...this.choices };
    if (choices === null) delete next[name];
    else next[name] = { ...next[name], ...choices };
    try {
      await this.#describe(name, next[name] ?? {});
    } catch (error) {
      if (isCancelled(error)) return;
      const phase = failed(error);
      if (phase.kind === 'failed') this.columnProblem = { name, error: phase.error };
      return;
    }
    this.columnProblem = null;
    this.#history = [...this.#history.slice(0, this.#place + 1), next];
    this.#place = this.#history.length - 1;
    void this.plan();
  }

  undo(): Promise<void> {
    return this.#moveTo(this.#place - 1);
  }

  redo(): Promise<void> {
    return this.#moveTo(this.#place + 1);
  }

  /** Changes part of the budget, and plans anew. Without a guarantee there is none to change. */
  setPrivacy(choices: Partial<PrivacyChoices>): void {
    if (!this.privacy) return;
    this.privacy = { ...this.privacy, ...choices };
    void this.plan();
  }

  setSynthesizer(id: string): void {
    this.synthesizerId = id;
    void this.plan();
  }

  /** Runs the present plan on an invented table of the same shape. */
  async rehearse(): Promise<void> {
    const { schema, recipe, read } = this;
    if (!schema || !read) return;
    const cancel = new AbortController();
    this.#cancelRehearsal = cancel;
    this.rehearsal = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.rehearse(
        { schema, recipe, rowCount: read.table.rowCount },
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            if (!cancel.signal.aborted) this.rehearsal = { kind: 'working', progress };
          },
        },
      );
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

  /** Asks what the run would cost and give. The latest answer wins. */
  async plan(): Promise<void> {
    const { schema, recipe, read } = this;
    if (!schema || !read) return;
    this.cancelRehearsal();
    const asked = ++this.#plans;
    if (this.planning.kind !== 'done') this.planning = { kind: 'working', progress: null };
    try {
      const value = await this.#services.engine.plan({
        ...{ schema, recipe, rowCount: read.table.rowCount },
        discovered: this.#bought(recipe),
      });
      if (asked === this.#plans) this.planning = { kind: 'done', value };
    } catch (error) {
      if (asked === this.#plans) this.planning = failed(error);
    }
  }

  /** All that reading had to say, questions first. */
  readonly notices = $derived.by((): readonly Notice[] => {
    const order = { question: 0, warning: 1, note: 2 };
    return [...(this.read?.notices ?? [])].sort((a, b) => order[a.severity] - order[b.severity]);
  });

  async #moveTo(place: number): Promise<void> {
    const before = this.choices;
    const after = this.#history[place];
    if (!after) return;
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (before[name] !== after[name]) await this.#describe(name, after[name] ?? {});
    }
    this.columnProblem = null;
    this.#place = place;
    void this.plan();
  }

  async #describe(name: string, choices: ColumnChoices): Promise<void> {
    const { read } = this;
    const index = read?.table.columns.findIndex((column) => column.name === name) ?? -1;
    if (!read || index < 0) return;
    const job = { column: read.table.columns[index]!, inference: read.inferences[index]!, choices };
    const { schema }: Described = await this.#services.engine.describe(job);
    this.#described = { ...this.#described, [name]: schema };
  }

  #forgetChoices(): void {
    this.#history = [{}];
    this.#place = 0;
    this.#described = {};
    this.columnProblem = null;
    this.rows = 'same';
    this.target = null;
    this.planning = IDLE;
  }
}
