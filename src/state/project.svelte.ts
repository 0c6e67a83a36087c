/**
 * The table at hand and every choice made about it: how it was read, what its columns are, the guarantee, the rows
 * wanted. Choices about reading and about columns can be undone and redone, in one history, and so can a recipe that was
 * applied, with its terms; all choices together are the recipe.
 */
import type { Described, FirstRows, Read } from '../../workers/api.ts';
import type { Companion } from '../core/companions/companion.ts';
import { toErrorData, type Answer, type ErrorData, type Notice } from '../core/errors.ts';
import type { Discovery } from '../core/models/bought-domain.ts';
import type { ColumnReading, PrivacyChoices, ReadingChoices, Recipe } from '../core/recipe.ts';
import type { ColumnChoices } from '../core/table/choices.ts';
import type { Inference } from '../core/table/inference.ts';
import type { ColumnSchema, Role, Schema } from '../core/table/schema.ts';
import { answered } from './answers.ts';
import { statedParts, type EnsemblePart } from './ensemble.ts';
import { History } from './history.svelte.ts';
import { NOTHING_KEPT, optionsFor, partsKept, type KeptPart } from './kept.ts';
import { NEVER_CLAIMED } from './never-claimed.ts';
import {
  isSame,
  NOTHING_SAID,
  overridesOf,
  targetOf,
  withChoices,
  withColumnReading,
  withSchema,
  type ColumnReadingChange,
  type Overrides,
} from './overrides.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import { Planning, type Planable } from './planning.svelte.ts';
import type { Services } from './services.ts';

/** What a recipe says beside its overrides. Forms change it outside the history. */
type Terms = Readonly<{
  assumePublicSchema: boolean;
  privacy: PrivacyChoices | null;
  synthesizerId: string;
  rows: number | 'same';
  target: string | null;
}>;
/** A choice that a column's cells do not allow. */
export type ColumnProblem = Readonly<{ name: string; error: ErrorData }>;

export const DEFAULT_PRIVACY: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };

/** A column as the Columns step shows it. */
export type ColumnRow = Readonly<{
  name: string;
  index: number;
  inference: Inference;
  schema: ColumnSchema;
  choices: ColumnChoices;
  /** How its cells are to be read, where the user says so. */
  reading: ColumnReading;
  missing: number;
}>;

export class Project {
  #services: Services;
  #onreread: () => Promise<void>;
  #cancel: AbortController | null = null;
  /** The table that comes back if the file under way is not read. */
  #before: Readonly<{ file: File | null; reading: Phase<Read> }> | null = null;

  file = $state.raw<File | null>(null);
  reading = $state.raw<Phase<Read>>(IDLE);
  /** The beginning of a long file, while the whole is read for the first time. */
  firstRows = $state.raw<FirstRows | null>(null);
  /** Takes the answer to what is asked before the whole is read. */
  #answerFirst: ((question: Notice, answer: Answer) => void) | null = null;
  /** The table at hand stays in sight while its file is read again, and if that fails. */
  rereading = $state.raw<Phase<null>>(IDLE);
  #history = new History<Overrides, Terms>(NOTHING_SAID);
  /** Changes are carried out one after the other; those for a file that was closed meanwhile are not. */
  #turn: Promise<void> = Promise.resolve();
  #opened = 0;
  /** Columns as the engine describes them under the choices made. */
  #described = $state.raw<Readonly<Record<string, ColumnSchema>>>({});
  /** What of the last change the cells did not allow. */
  columnProblems = $state.raw<readonly ColumnProblem[]>([]);
  /** What the last schema or recipe that was applied had to say. */
  #told = $state.raw<readonly Notice[]>([]);

  /** The user's statement that what was read off the data is public. */
  assumePublicSchema = $state(false);
  privacy = $state.raw<PrivacyChoices | null>(DEFAULT_PRIVACY);
  synthesizerId = $state('auto');
  rows = $state<number | 'same'>('same');
  target = $state<string | null>(null);
  readonly planning: Planning;

  /** `bought`: the domain that a run of a recipe takes over from an earlier one. `onreread`: the table is another one. */
  constructor(services: Services, bought: (recipe: Recipe) => Discovery | null, onreread: () => Promise<void>) {
    this.#services = services;
    this.planning = new Planning(services, () => this.#toPlan, bought);
    this.#onreread = onreread;
  }

  readonly read = $derived(this.reading.kind === 'done' ? this.reading.value : null);
  readonly name = $derived(this.file?.name ?? '');
  /** The file's name without its endings: what exports are named after. */
  readonly baseName = $derived(
    this.name
      .replace(/\.(gz|csv|tsv|tab|txt|psv|ssv|dat|json|jsonl|ndjson|parquet|xlsx)$/i, '')
      .replace(/\.(csv|tsv|tab|txt|psv|ssv|dat|json|jsonl|ndjson)$/i, '') || 'table',
  );
  readonly #now = $derived(this.#history.now);
  /** How the user wants the file read; what is not said is found out. */
  readonly readingChoices = $derived(this.#now.reading);
  readonly choices = $derived(this.#now.columns);
  /** Rows of a kind that are asked for, and what every row must keep. */
  readonly conditions = $derived(this.#now.conditions);
  readonly rules = $derived(this.#now.rules);
  /** What an applied recipe says and no form shows, and which parts of it count. */
  readonly kept = $derived(this.#now.kept);
  readonly keptParts = $derived(partsKept(this.#now.kept, this.synthesizerId));
  readonly canUndo = $derived(this.#history.canUndo);
  readonly canRedo = $derived(this.#history.canRedo);

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
      reading: this.readingChoices.columns?.[column.name] ?? {},
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

  /** Those of them that a run would buy. */
  readonly boughtNames = $derived(this.privacy === null || this.assumePublicSchema ? [] : this.inferredNames);

  /** The synthesizer that the recipe names, or the one that the plan chose for the table. */
  readonly synthesizer = $derived.by((): string =>
    this.synthesizerId === 'auto' ? (this.planning.planned?.plan.synthesizer ?? 'auto') : this.synthesizerId,
  );

  readonly recipe = $derived.by((): Recipe => ({
    version: 1,
    reading: this.readingChoices,
    columns: this.choices,
    assumePublicSchema: this.assumePublicSchema,
    discovery: this.kept.discovery,
    split: this.kept.split,
    synthesizer: { id: this.synthesizerId, options: optionsFor(this.kept, this.synthesizerId) },
    privacy: this.privacy,
    rules: this.rules,
    sample: { rows: this.rows, seed: this.kept.seed, conditions: this.conditions },
    validate: { target: this.target, ...this.kept.checks },
  }));

  get #toPlan(): Planable | null {
    const { schema, recipe, read } = this;
    return schema && read && { schema, recipe, rowCount: read.table.rowCount };
  }

  /**
   * Reads a file. What was there before stays until the new one has been read, and comes back if that fails or is
   * cancelled. Answers what went wrong: nothing, the error, or that it was cancelled.
   */
  async open(file: File, reading: ReadingChoices = {}): Promise<'read' | 'cancelled' | ErrorData> {
    this.cancelReading();
    this.#opened++;
    const cancel = new AbortController();
    this.#cancel = cancel;
    const before = this.#before ?? { file: this.file, reading: this.reading };
    this.#before = before;
    this.file = file;
    this.reading = { kind: 'working', progress: null };
    this.firstRows = null;
    this.#answerFirst = null;
    let said = reading;
    try {
      const value = await this.#services.engine.read(
        { file, name: file.name, reading },
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            if (this.#cancel === cancel && !cancel.signal.aborted) this.reading = { kind: 'working', progress };
          },
          onFirstRows: (first) => {
            if (this.#cancel !== cancel) return;
            this.firstRows = first;
            if (!first.notices.some(({ severity }) => severity === 'question')) return;
            return new Promise((readOn) => {
              this.#answerFirst = (question, answer) => {
                this.#answerFirst = null;
                this.firstRows = { ...first, notices: [] };
                said = answered(reading, question, answer);
                readOn(said.sampleRows ?? null);
              };
            });
          },
        },
      );
      if (this.#cancel !== cancel) return 'cancelled';
      this.#before = null;
      this.#forgetChoices(said);
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

  /** Answers what is asked with the first rows; the file is read on. */
  answerFirst(question: Notice, answer: Answer): void {
    this.#answerFirst?.(question, answer);
  }

  cancelReading(): void {
    this.#cancel?.abort();
  }

  close(): void {
    this.cancelReading();
    this.#opened++;
    this.file = null;
    this.reading = IDLE;
    this.#forgetChoices();
  }

  /**
   * Takes overrides as one step of the history. Those about reading have the file read again, those about columns are
   * put to the engine; what the cells do not allow is left out and named in `columnProblems`. `terms`: those of a recipe
   * that is applied.
   */
  change(update: (now: Overrides) => Overrides, terms?: Terms): Promise<void> {
    return this.#inTurn(async () => {
      const now = this.#now;
      const before = this.#terms;
      const says = await this.#take(update(now));
      if (!says) return false;
      if (terms) this.#terms = terms;
      if (isSame(says, now) && (!terms || isSame(this.#terms, before))) return false;
      this.#history.add(says, terms && before);
      return true;
    });
  }

  /** Merges choices about one column, or with null takes back all that is said of it. */
  choose(name: string, choices: ColumnChoices | null): Promise<void> {
    return this.chooseAll([name], () => choices);
  }

  /** The same for several columns, in one step. */
  chooseAll(names: readonly string[], choicesOf: (name: string) => ColumnChoices | null): Promise<void> {
    return this.change((now) =>
      withChoices(
        now,
        names.map((name) => ({ name, choices: choicesOf(name) })),
      ),
    );
  }

  /** The role of some columns. Of targets there is one: the first of the names, and no other column. */
  chooseRole(names: readonly string[], role: Role): Promise<void> {
    if (role !== 'target') return this.chooseAll(names, () => ({ role }));
    const targets = this.columns.filter(({ schema }) => schema.role === 'target').map(({ name }) => name);
    const [target] = names;
    const all = [...targets.filter((name) => name !== target), ...names.slice(0, 1)];
    return this.chooseAll(all, (name) => ({ role: name === target ? 'target' : 'none' }));
  }

  /** Asks for other rows, as one step of the history. */
  ask(wanted: Partial<Pick<Overrides, 'conditions' | 'rules'>>): Promise<void> {
    return this.change((now) => ({ ...now, ...wanted }));
  }

  /** Does without a part of the recipe that was applied. */
  dropKept(part: KeptPart): Promise<void> {
    return this.change(({ kept, ...rest }) => ({ ...rest, kept: { ...kept, [part]: NOTHING_KEPT[part] } }));
  }

  /** Has the file read again with the cells of one column read otherwise. */
  readColumn(name: string, part: ColumnReadingChange): Promise<void> {
    return this.change((now) => withColumnReading(now, name, part));
  }

  /**
   * Takes what a schema or a recipe says, as one step of the history: a schema beside the overrides there are and before
   * them, a recipe in their place and for the run as well. What does not fit is in `columnProblems` and the notices.
   */
  async apply(companion: Exclude<Companion, { what: 'other' }>): Promise<void> {
    this.#told = companion.notices;
    if (companion.what === 'schema') {
      await this.change((now) => withSchema(now, companion));
      return;
    }
    const { recipe } = companion;
    await this.change(() => overridesOf(recipe), {
      assumePublicSchema: recipe.assumePublicSchema,
      privacy: recipe.privacy,
      synthesizerId: recipe.synthesizer.id,
      rows: recipe.sample.rows,
      target: recipe.validate.target,
    });
  }

  undo(): Promise<void> {
    return this.#move(-1);
  }

  redo(): Promise<void> {
    return this.#move(1);
  }

  /** With the usual budget, or without a guarantee. A synthesizer that no claim can hold for gives way to the recommended one. */
  setGuarantee(isWanted: boolean): void {
    this.privacy = isWanted ? DEFAULT_PRIVACY : null;
    if (isWanted && NEVER_CLAIMED.includes(this.synthesizerId)) this.synthesizerId = 'auto';
    const isUnclaimed = ({ id }: EnsemblePart): boolean => NEVER_CLAIMED.includes(id);
    if (isWanted && statedParts(this.recipe.synthesizer.options)?.some(isUnclaimed)) void this.dropKept('synthesizer');
    void this.planning.plan();
  }

  /** Changes part of the budget, and plans anew. Without a guarantee there is none to change. */
  setPrivacy(choices: Partial<PrivacyChoices>): void {
    if (!this.privacy) return;
    this.privacy = { ...this.privacy, ...choices };
    void this.planning.plan();
  }

  setSynthesizer(id: string): void {
    this.synthesizerId = id;
    void this.planning.plan();
  }

  /** The parts of an ensemble, as one step of the history. */
  setParts(parts: readonly EnsemblePart[]): Promise<void> {
    return this.change(({ kept, ...rest }) => {
      const options = { ...optionsFor(kept, 'ensemble'), parts };
      return { ...rest, kept: { ...kept, synthesizer: { id: 'ensemble', options } } };
    });
  }

  /** Takes the steps that the plan proposes, as one step of the history. */
  takeStepsBack(): Promise<void> {
    const { planned } = this.planning;
    if (!planned) return Promise.resolve();
    const { synthesizer } = planned.stepsBack;
    const terms = { ...this.#terms, synthesizerId: synthesizer.id };
    return this.change(({ kept, ...rest }) => ({ ...rest, kept: { ...kept, synthesizer } }), terms);
  }

  /** All that reading had to say, questions first. */
  readonly notices = $derived.by((): readonly Notice[] => {
    const order = { question: 0, warning: 1, note: 2 };
    return [...(this.read?.notices ?? []), ...this.#told].sort((a, b) => order[a.severity] - order[b.severity]);
  });

  #move(by: -1 | 1): Promise<void> {
    return this.#inTurn(async () => {
      const next = this.#history.beside(by);
      const before = this.#terms;
      if (!next || !(await this.#take(next))) return false;
      const terms = this.#history.move(by, before);
      if (terms) this.#terms = terms;
      return true;
    });
  }

  get #terms(): Terms {
    const { assumePublicSchema, privacy, synthesizerId, rows, target } = this;
    return { assumePublicSchema, privacy, synthesizerId, rows, target };
  }

  set #terms({ assumePublicSchema, privacy, synthesizerId, rows, target }: Terms) {
    this.assumePublicSchema = assumePublicSchema;
    this.privacy = privacy;
    this.synthesizerId = synthesizerId;
    this.rows = rows;
    this.target = this.columns.some(({ name }) => name === target) ? target : null;
  }

  /** `work` answers whether anything changed: then the run is planned anew. */
  #inTurn(work: () => Promise<boolean>): Promise<void> {
    const opened = this.#opened;
    const turn = this.#turn
      .catch(() => {})
      .then(async () => {
        if (opened === this.#opened && (await work())) void this.planning.plan();
      });
    this.#turn = turn;
    return turn;
  }

  /** Puts the overrides into effect. Answers them without what was not possible, or null if nothing was. */
  async #take(next: Overrides): Promise<Overrides | null> {
    const { read: before } = this;
    const now = this.#now;
    const isReread = !isSame(now.reading, next.reading);
    const read = isReread ? await this.#readAgain(next.reading) : before;
    if (!read) return null;
    const names = new Set(read.table.columns.map(({ name }) => name));
    const columns = Object.fromEntries(Object.entries(next.columns).filter(([name]) => names.has(name)));
    const valid: Overrides['columns'] = isReread ? {} : now.columns;
    const described: Record<string, ColumnSchema> = isReread ? {} : { ...this.#described };
    const problems: ColumnProblem[] = [];
    for (const name of names) {
      if (isSame(valid[name], columns[name])) continue;
      try {
        described[name] = await this.#describe(read, name, columns[name] ?? {});
      } catch (error) {
        if (isCancelled(error)) return null;
        problems.push({ name, error: toErrorData(error) });
        if (valid[name]) columns[name] = valid[name];
        else delete columns[name];
      }
    }
    if (this.read !== before) return null;
    this.#described = described;
    this.columnProblems = problems;
    const target = targetOf(columns);
    if (target !== targetOf(now.columns)) this.target = target;
    if (isReread) {
      this.rereading = IDLE;
      this.reading = { kind: 'done', value: read };
      if (this.target !== null && !names.has(this.target)) this.target = null;
      await this.#onreread();
    }
    return { ...next, columns };
  }

  async #readAgain(reading: ReadingChoices): Promise<Read | null> {
    const { file, read } = this;
    if (!file) return null;
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.rereading = { kind: 'working', progress: null };
    try {
      return await this.#services.engine.read(
        { file, name: file.name, reading, ...(read && { bytesSha256: read.bytesSha256 }) },
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            if (!cancel.signal.aborted) this.rereading = { kind: 'working', progress };
          },
        },
      );
    } catch (error) {
      this.rereading = isCancelled(error) ? IDLE : failed(error);
      return null;
    }
  }

  async #describe(read: Read, name: string, choices: ColumnChoices): Promise<ColumnSchema> {
    const index = read.table.columns.findIndex((column) => column.name === name);
    const job = { column: read.table.columns[index]!, inference: read.inferences[index]!, choices };
    const { schema }: Described = await this.#services.engine.describe(job);
    return schema;
  }

  #forgetChoices(reading: ReadingChoices = {}): void {
    this.#history.begin({ ...NOTHING_SAID, reading });
    this.#described = {};
    this.rereading = IDLE;
    this.columnProblems = [];
    this.#told = [];
    this.rows = 'same';
    this.target = null;
    this.planning.forget();
  }
}
