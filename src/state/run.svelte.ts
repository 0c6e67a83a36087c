/**
 * One run: generate, then judge, then the papers. Results of an older recipe stay readable and are marked stale; cancel
 * gives a step back as it was. The ledger is reserved before the engine starts and settled when results reach the page.
 */
import type { GenerateDone, StageTime, Written, FileFormat } from '../../workers/api.ts';
import { UserError, type ErrorData, type Notice } from '../core/errors.ts';
import type { Papers } from '../core/report/build.ts';
import type { Assessment, AssessPart } from '../core/report/facts.ts';
import type { Progress } from '../core/progress.ts';
import type { Recipe } from '../core/recipe.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { Ledgers } from './ledgers.svelte.ts';
import type { Project } from './project.svelte.ts';
import type { Services } from './services.ts';

/** The order in which parts are started; two run side by side. */
export const PARTS: readonly AssessPart[] = ['columns', 'utility', 'c2st', 'controls', 'attacks'];

export type ExportChoices = Readonly<{ format: FileFormat; provenance: boolean; guardFormulas: boolean }>;

export class Run {
  #services: Services;
  #project: Project;
  #ledgers: Ledgers;
  #cancelGenerate: AbortController | null = null;
  #cancelAssess: AbortController | null = null;

  generating = $state.raw<Phase<GenerateDone>>(IDLE);
  /** The run that failed said something that was measured, and counts. */
  isFailurePaid = $state(false);
  /** The recipe of what was generated. */
  #madeBy = $state.raw<Recipe | null>(null);
  #judgedTarget = $state.raw<string | null>(null);
  parts = $state.raw<Readonly<Partial<Record<AssessPart, Phase<Assessment>>>>>({});
  #times = $state.raw<readonly StageTime[]>([]);
  looks = $state(0);
  runId = $state('');
  papers = $state.raw<Phase<Papers>>(IDLE);
  written = $state.raw<Written | null>(null);
  /** The rows at hand have been handed to the person. */
  #isSaved = $state(false);
  exporting = $state.raw<Phase<null>>(IDLE);
  choices = $state.raw<ExportChoices>({ format: 'csv', provenance: true, guardFormulas: false });

  constructor(services: Services, project: Project, ledgers: Ledgers) {
    this.#services = services;
    this.#project = project;
    this.#ledgers = ledgers;
  }

  readonly generated = $derived(this.generating.kind === 'done' ? this.generating.value : null);
  /** Rows that would be lost with the tab. */
  readonly isUnsaved = $derived(this.generated !== null && !this.#isSaved);
  /** What was generated belongs to choices that have changed since. The target belongs to judging alone. */
  readonly isStale = $derived.by(() => this.#madeBy !== null && keyOf(this.#madeBy) !== keyOf(this.#project.recipe));
  readonly isJudgementStale = $derived.by(
    () => this.isStale || (this.#judgedTarget !== this.#project.target && this.isJudged),
  );
  readonly assessments = $derived(
    PARTS.flatMap((part) => {
      const phase = this.parts[part];
      return phase?.kind === 'done' ? [phase.value] : [];
    }),
  );
  readonly isJudging = $derived(Object.values(this.parts).some((phase) => phase.kind === 'working'));
  readonly isJudged = $derived(!this.isJudging && this.assessments.length > 0);
  readonly judgeErrors = $derived.by((): readonly ErrorData[] =>
    Object.values(this.parts).flatMap((phase) => (phase.kind === 'failed' ? [phase.error] : [])),
  );
  /** Share of the judgement that is done, in [0, 1]. */
  readonly judgedShare = $derived(PARTS.reduce((sum, part) => sum + partShare(this.parts[part]), 0) / PARTS.length);

  /** The findings of one part, as far as they are there. */
  result<P extends AssessPart>(part: P): ResultOf<P> | null {
    const phase = this.parts[part];
    return (phase?.kind === 'done' ? phase.value.value : null) as ResultOf<P> | null;
  }

  async generate(): Promise<void> {
    const { read, recipe } = this.#project;
    if (!read) return;
    const before = this.generating;
    const cancel = new AbortController();
    this.#cancelGenerate = cancel;
    this.generating = { kind: 'working', progress: null };
    const id = hex(this.#services.randomBytes(16));
    let isReserved = false;
    this.isFailurePaid = false;
    try {
      const told = await this.#ledgers.reserve(id, recipe, this.#project);
      isReserved = true;
      const kept = this.#ledgers.reusable(recipe);
      const done = await this.#services.engine.generate(
        { table: read.table, inferences: read.inferences, recipe, discovered: kept },
        { signal: cancel.signal, onProgress: (progress) => this.#onGenerate(cancel, progress) },
      );
      isReserved = false;
      await this.#ledgers.settle(id, recipe, done, kept);
      const value = withNotices(done, told);
      this.runId = id;
      this.#madeBy = recipe;
      this.#forgetJudgement();
      this.#times = value.timings;
      this.#isSaved = false;
      this.generating = { kind: 'done', value };
    } catch (error) {
      this.isFailurePaid = isReserved && saysWhatWasMeasured(error);
      if (this.isFailurePaid) await this.#ledgers.forfeit(id);
      else if (isReserved) await this.#ledgers.release(id);
      this.generating = isCancelled(error) ? before : failed(error);
    }
  }

  cancelGenerating(): void {
    this.#cancelGenerate?.abort();
  }

  /** Runs every part; findings appear as they finish. */
  async judge(): Promise<void> {
    const { read, target } = this.#project;
    const { generated } = this;
    const madeBy = this.#madeBy;
    if (!read || !generated || !madeBy) return;
    // Rows are judged by the choices that made them, not by those that have changed since.
    const recipe = { ...madeBy, validate: { ...madeBy.validate, target } };
    this.#forgetJudgement();
    const cancel = new AbortController();
    this.#cancelAssess = cancel;
    this.#judgedTarget = target;
    this.looks = await this.#ledgers.countLook();
    const job = { table: read.table, inferences: read.inferences, recipe, synthetic: generated.synthetic };
    this.parts = Object.fromEntries(PARTS.map((part) => [part, { kind: 'working', progress: null }]));
    await Promise.all(PARTS.map((part) => this.#judgePart(part, job, cancel)));
    if (!cancel.signal.aborted) await this.makePapers();
  }

  /** Keeps what is done; the rest is marked as not run. */
  cancelJudging(): void {
    this.#cancelAssess?.abort();
  }

  /** The synthetic file and its papers, for the export choices as they are. */
  async makePapers(): Promise<void> {
    const { generated } = this;
    const { read } = this.#project;
    if (!generated || !read || !this.#madeBy) return;
    this.papers = { kind: 'working', progress: null };
    const { engine, now, randomBytes, tool } = this.#services;
    try {
      const { bytes, file } = await engine.write({
        synthetic: generated.synthetic,
        dialect: read.dialect,
        ...this.choices,
      });
      this.written = { bytes, file };
      const { byteLength, bytesSha256, fingerprint, table } = read;
      const value = await engine.report({
        facts: generated.facts,
        assessments: this.assessments,
        recipe: { ...this.#madeBy, validate: { ...this.#madeBy.validate, target: this.#judgedTarget } },
        source: {
          name: this.#project.name,
          byteLength,
          bytesSha256,
          fingerprint,
          rowCount: table.rowCount,
          columnCount: table.columns.length,
        },
        readNotices: read.notices,
        files: [{ name: this.fileNames.synthetic, ...file }],
        output: { rowCount: file.rowCount, columnCount: file.columnCount },
        timings: this.#times,
        looks: Math.max(1, this.looks),
        day: new Date(now()).toISOString().slice(0, 10),
        run: this.runId,
        commitmentSalt: randomBytes(32),
        tool,
      });
      this.papers = { kind: 'done', value };
    } catch (error) {
      this.papers = failed(error);
    }
  }

  readonly fileNames = $derived.by(() => {
    const base = this.#project.baseName;
    return {
      synthetic: `${base}.synthetic.${this.choices.format}`,
      manifest: `${base}.manifest.json`,
      report: `${base}.report.json`,
      shareable: `${base}.shareable-report.json`,
    };
  });

  async chooseExport(choices: Partial<ExportChoices>): Promise<void> {
    this.choices = { ...this.choices, ...choices };
    await this.makePapers();
  }

  download(what: 'synthetic' | 'manifest' | 'report' | 'shareable'): void {
    const papers = this.papers.kind === 'done' ? this.papers.value : null;
    const name = this.fileNames[what];
    if (what === 'synthetic') {
      if (!this.written) return;
      this.#services.saveFile(name, 'application/octet-stream', this.written.bytes);
      this.#isSaved = true;
    } else if (papers) {
      const json = { manifest: papers.manifest, report: papers.report, shareable: papers.shareable }[what];
      this.#services.saveFile(name, 'application/json', `${JSON.stringify(json, null, 2)}\n`);
    }
  }

  clear(): void {
    this.cancelGenerating();
    this.cancelJudging();
    this.generating = IDLE;
    this.#madeBy = null;
    this.#forgetJudgement();
  }

  #onGenerate(cancel: AbortController, progress: Progress): void {
    if (this.#cancelGenerate === cancel && !cancel.signal.aborted) this.generating = { kind: 'working', progress };
  }

  async #judgePart(
    part: AssessPart,
    job: Parameters<Services['engine']['assess']>[0] extends infer J ? Omit<J, 'part'> : never,
    cancel: AbortController,
  ): Promise<void> {
    const set = (phase: Phase<Assessment>): void => {
      if (this.#cancelAssess === cancel) this.parts = { ...this.parts, [part]: phase };
    };
    try {
      const done = await this.#services.engine.assess(
        { ...job, part },
        {
          signal: cancel.signal,
          onProgress: (progress) => {
            if (!cancel.signal.aborted) set({ kind: 'working', progress });
          },
        },
      );
      this.#times = [...this.#times, ...done.timings];
      set({ kind: 'done', value: done.assessment });
    } catch (error) {
      set(isCancelled(error) ? IDLE : failed(error));
    }
  }

  #forgetJudgement(): void {
    this.cancelJudging();
    this.parts = {};
    this.papers = IDLE;
    this.written = null;
    this.#judgedTarget = null;
  }
}

/** That no range was found is a released value: whoever reads it has seen a result. */
function saysWhatWasMeasured(error: unknown): boolean {
  return error instanceof UserError && error.code === 'bounds-not-found';
}

/** What one part answers. */
export type ResultOf<P extends AssessPart> = Extract<Assessment, { part: P }>['value'];

/** The run with what is to be printed of it beside what the engine said. */
function withNotices(done: GenerateDone, told: readonly Notice[]): GenerateDone {
  const { notices } = done.facts;
  return { ...done, facts: { ...done.facts, notices: { ...notices, public: [...told, ...notices.public] } } };
}

/** What decides the synthetic rows: everything but what is judged. */
function keyOf(recipe: Recipe): string {
  return JSON.stringify({ ...recipe, validate: null });
}

function partShare(phase: Phase<Assessment> | undefined): number {
  if (phase === undefined || phase.kind === 'idle') return 0;
  if (phase.kind !== 'working') return 1;
  return phase.progress && phase.progress.total > 0 ? Math.min(1, phase.progress.done / phase.progress.total) : 0;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
