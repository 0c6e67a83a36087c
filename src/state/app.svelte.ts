/**
 * The whole page's state: the table, the run, the ledgers, and which step is shown. Components show it and call it; it
 * reaches the engine, the store and the browser through the services that it is given.
 */
import type { Companion } from '../core/companions/companion.ts';
import { UserError, toErrorData, type ErrorData } from '../core/errors.ts';
import type { Preview } from '../frame/frame.ts';
import { DEFAULT_SETTINGS, type Settings, type Store } from '../storage/projects.ts';
import { CompareSynthesizers } from './compare-synthesizers.svelte.ts';
import { Elsewhere } from './elsewhere.svelte.ts';
import { Ledgers } from './ledgers.svelte.ts';
import { Network } from './network.svelte.ts';
import { Offline } from './offline.svelte.ts';
import { isCancelled, shareOf } from './phase.ts';
import { previewColumns } from './preview.ts';
import { Project } from './project.svelte.ts';
import { Run } from './run.svelte.ts';
import type { Services } from './services.ts';

export const STEPS = ['data', 'columns', 'privacy', 'generate', 'validate', 'export'] as const;
export type Step = (typeof STEPS)[number];
/** What lies beside the path: opened from the step it belongs to, and left to where it was opened from. */
export type Beside = 'judge' | 'review' | 'compare';

export class App {
  readonly services: Services;
  readonly network: Network;
  readonly offline: Offline;
  readonly ledgers: Ledgers;
  readonly project: Project;
  readonly run: Run;
  readonly comparison: CompareSynthesizers;
  readonly elsewhere: Elsewhere;
  #store: Store | null = null;

  step = $state<Step>('data');
  /** The first screen is shown until a table is being read. */
  isHome = $state(true);
  beside = $state<Beside | null>(null);
  settings = $state.raw<Settings>(DEFAULT_SETTINGS);
  dropProblem = $state.raw<ErrorData | null>(null);
  crash = $state.raw<Readonly<{ message: string; step: Step }> | null>(null);

  constructor(services: Services) {
    this.services = services;
    this.network = new Network(services);
    this.offline = new Offline(services.offline);
    this.ledgers = new Ledgers(services);
    this.project = new Project(
      services,
      (recipe) => this.ledgers.reusable(recipe),
      () => this.#onReread(),
    );
    this.run = new Run(services, this.project, this.ledgers);
    this.comparison = new CompareSynthesizers(services, this.project, this.ledgers);
    this.elsewhere = new Elsewhere(services, this.project, () => this.#onTable());
  }

  async start(): Promise<void> {
    void this.network.probe();
    this.offline.start();
    this.#store = await this.ledgers.open();
    if (this.#store) this.settings = await this.#store.settings();
  }

  /** Whether a step can be shown: once it can work. Earlier ones always. */
  isReachable(step: Step): boolean {
    const { project, run } = this;
    switch (step) {
      case 'data':
        return !this.isHome;
      case 'columns':
        return project.read !== null;
      case 'privacy':
      case 'generate':
        return project.read !== null && !run.isElsewhere;
      case 'validate':
        return run.generated !== null;
      case 'export':
        return run.generated !== null && run.papers.kind !== 'idle';
    }
  }

  isDone(step: Step): boolean {
    const place = STEPS.indexOf(this.step);
    if (step === 'validate') return this.run.isJudged && !this.run.isJudgementStale;
    if (step === 'generate') return this.run.generated !== null && !this.run.isStale && !this.run.isElsewhere;
    return this.isReachable(step) && STEPS.indexOf(step) < place;
  }

  go(step: Step): void {
    if (!this.isReachable(step)) return;
    this.beside = null;
    this.step = step;
    if (step === 'columns' || step === 'privacy' || step === 'generate') void this.project.planning.plan();
  }

  /** What was dropped or chosen: one table, and what goes with it; or what goes with the table at hand. */
  async take(files: readonly File[], hasFolder = false): Promise<void> {
    this.dropProblem = null;
    try {
      if (hasFolder) throw new UserError('folder-dropped');
      const companions: File[] = [];
      const tables: File[] = [];
      for (const file of files) ((await this.#companionOf(file, null)) ? companions : tables).push(file);
      if (tables.length > 1) throw new UserError('several-files');
      const [table] = tables;
      if (table) await this.#open(table);
      if (table && this.project.file !== table) return;
      for (const file of companions) await this.#apply(file);
    } catch (error) {
      if (!isCancelled(error)) this.dropProblem = toErrorData(error);
    }
  }

  /** What goes with the table at hand, and no other table. */
  async loadSchema(files: readonly File[]): Promise<void> {
    this.dropProblem = null;
    try {
      for (const file of files) {
        const companion = await this.#companionOf(file, null);
        if (!companion) throw new UserError('schema-invalid', { problem: 'is none that is known' }, { key: 'text' });
        await this.#apply(file);
      }
    } catch (error) {
      if (!isCancelled(error)) this.dropProblem = toErrorData(error);
    }
  }

  /** A Table Schema of what is declared and discovered. `withInferred`: also of what was read off the real rows. */
  async saveSchema(withInferred: boolean): Promise<void> {
    const { schema, readingChoices: reading, read, baseName, choices } = this.project;
    if (!schema || !read) return;
    const { dialect } = read;
    const identifiers = Object.fromEntries(
      Object.entries(choices).flatMap(([name, { identifier }]) => (identifier ? [[name, identifier]] : [])),
    );
    const text = await this.services.engine.schemaFile({ schema, reading, dialect, identifiers, withInferred });
    this.services.saveFile(`${baseName}.schema.json`, 'application/json', text);
  }

  async trySample(): Promise<void> {
    await this.#open(await this.services.loadSample());
  }

  goHome(): void {
    this.project.cancelReading();
    this.dropProblem = null;
    this.beside = null;
    this.isHome = true;
  }

  openBeside(what: Beside): void {
    this.dropProblem = null;
    if (what === 'judge') this.elsewhere.clear();
    this.beside = what;
  }

  /** Back to where it was opened from. */
  closeBeside(): void {
    this.dropProblem = null;
    this.beside = null;
  }

  /** From the two tables straight to the Validate step. */
  async judgeElsewhere(): Promise<void> {
    const taken = this.elsewhere.taken();
    if (!taken) return;
    this.dropProblem = null;
    try {
      await this.run.takeElsewhere(taken);
      this.isHome = false;
      this.go('validate');
    } catch (error) {
      if (!isCancelled(error)) this.dropProblem = toErrorData(error);
    }
  }

  /** From the first screen to the table at hand. */
  goBack(): void {
    this.dropProblem = null;
    if (this.project.read) this.isHome = false;
  }

  async setSettings(settings: Partial<Settings>): Promise<void> {
    this.settings = { ...this.settings, ...settings };
    await this.#store?.saveSettings(this.settings);
  }

  /** Removes all that this browser keeps; the table at hand stays open until the tab is closed. */
  async forgetEverything(): Promise<void> {
    await this.ledgers.forgetEverything();
    await this.offline.check();
    this.settings = DEFAULT_SETTINGS;
  }

  saveRecipe(): void {
    const json = `${JSON.stringify(this.project.recipe, null, 2)}\n`;
    this.services.saveFile(`${this.project.baseName}.recipe.json`, 'application/json', json);
  }

  /** The preview of the table as it was read, or of the synthetic one, through the table tools. */
  async preview(which: 'real' | 'synthetic'): Promise<Preview | null> {
    const table = which === 'real' ? this.project.read?.table : this.run.generated?.synthetic;
    if (!table) return null;
    const frame = await this.services.loadFrame();
    return frame(previewColumns(table));
  }

  readonly isWorking = $derived.by(
    () =>
      this.project.reading.kind === 'working' ||
      this.project.rereading.kind === 'working' ||
      this.run.generating.kind === 'working' ||
      this.run.isJudging,
  );

  /** Share of the work under way, in [0, 1], or null. */
  readonly workingShare = $derived.by((): number | null => {
    const { reading, rereading } = this.project;
    const { generating } = this.run;
    if (reading.kind === 'working') return shareOf(reading.progress);
    if (rereading.kind === 'working') return shareOf(rereading.progress);
    if (generating.kind === 'working') return shareOf(generating.progress);
    return this.run.isJudging ? this.run.judgedShare : null;
  });

  /** The table at hand is another one: what was made from the one before goes, and its ledger is looked up. */
  async #onTable(): Promise<void> {
    this.run.clear();
    this.comparison.forget();
    await this.ledgers.recognise(this.project);
  }

  /** The same table, read otherwise: what something else made from it stays, and is brought into line anew. */
  async #onReread(): Promise<void> {
    const { elsewhere } = this.run;
    await this.#onTable();
    if (!elsewhere) return;
    try {
      await this.run.takeElsewhere(elsewhere);
    } catch (error) {
      if (!isCancelled(error)) this.dropProblem = toErrorData(error);
    }
  }

  /** Null for a table. Only what begins like an object of JSON is worth a look. */
  async #companionOf(file: File, names: readonly string[] | null): Promise<Companion | null> {
    if (!/^\uFEFF?\s*\{/.test(await file.slice(0, 256).text())) return null;
    return this.services.engine.companion({ file, names });
  }

  async #apply(file: File): Promise<void> {
    const { read } = this.project;
    const names = read?.table.columns.map(({ name }) => name) ?? null;
    const companion = await this.#companionOf(file, names);
    if (!companion) return;
    if (companion.what === 'other' || !read) {
      const what = { recipe: 'a recipe', schema: 'a schema', other: '' }[companion.what];
      throw new UserError('companion-alone', { what: companion.what === 'other' ? companion.name : what });
    }
    this.isHome = false;
    await this.project.apply(companion);
  }

  /** If the file cannot be read, the page stays as it was, with the sentence beside the place where files are chosen. */
  async #open(file: File): Promise<void> {
    this.dropProblem = null;
    const before = { isHome: this.isHome, step: this.step };
    this.isHome = false;
    this.step = 'data';
    const outcome = await this.project.open(file);
    if (outcome === 'read') {
      await this.#onTable();
      return;
    }
    if (outcome !== 'cancelled') this.dropProblem = outcome;
    if (this.project.reading.kind === 'working') return; // another file was chosen meanwhile
    this.isHome = before.isHome || this.project.read === null;
    this.step = before.step;
  }
}
