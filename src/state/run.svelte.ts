/**
 * One run: generate, then judge, then the papers. Results of an older recipe stay readable and are marked stale; cancel
 * gives a step back as it was. The ledger is reserved before the engine starts and settled when results reach the page.
 */
import type { AssessJob, GenerateDone, JudgedJob, StageTime, Written, FileFormat } from '../../workers/api.ts';
import { UserError, type ErrorData, type Notice } from '../core/errors.ts';
import type { Judgeable, JudgedRead } from '../core/pipeline/elsewhere.ts';
import type { Papers } from '../core/report/build.ts';
import { ASSESS_PARTS, partsAskedFor, type Assessment, type AssessPart } from '../core/report/facts.ts';
import { auditResult, type Audit } from '../core/report/audit.ts';
import type { AuditRows } from '../core/report/audit-rows.ts';
import { numbersOf } from '../core/report/numbers.ts';
import { writtenReport } from '../core/report/written.ts';
import type { Progress } from '../core/progress.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Depth } from '../core/utility/assess-utility.ts';
import { Deep } from './deep.svelte.ts';
import { failed, IDLE, isCancelled, type Phase } from './phase.ts';
import type { Ledgers } from './ledgers.svelte.ts';
import { isSame } from './overrides.ts';
import type { Project } from './project.svelte.ts';
import type { Services } from './services.ts';

/** A quick look: what counts alone can say, usefulness by one learner, and the attacks. */
const QUICK_PARTS: readonly AssessPart[] = ['columns', 'utility', 'tails', 'attacks'];

export type ExportChoices = Readonly<{ format: FileFormat; provenance: boolean; guardFormulas: boolean }>;

/** A synthetic table that something else made, and real rows that it never saw, if there are any. */
export type ElsewhereFiles = Readonly<{ synthetic: JudgedRead; holdout: JudgedRead | null }>;

export class Run {
  #services: Services;
  #project: Project;
  #ledgers: Ledgers;
  #cancelGenerate: AbortController | null = null;
  #cancelAssess: AbortController | null = null;

  generating = $state.raw<Phase<GenerateDone>>(IDLE);
  /** The run that failed said something that was measured, and counts. */
  isFailurePaid = $state(false);
  /** The recipe of what was generated, and the one that was asked for: a run may step back. */
  #madeBy = $state.raw<Recipe | null>(null);
  #askedBy = $state.raw<Recipe | null>(null);
  /** What was to be judged when it last was. */
  #judgedBy = $state.raw<Recipe['validate'] | null>(null);
  parts = $state.raw<Readonly<Partial<Record<AssessPart, Phase<Assessment>>>>>({});
  #times = $state.raw<readonly StageTime[]>([]);
  /** How much is judged when it is asked for. */
  depth = $state<Depth>('full');
  looks = $state(0);
  runId = $state('');
  /** What a person marked of the rows at hand. */
  audit = $state.raw<Audit | null>(null);
  papers = $state.raw<Phase<Papers>>(IDLE);
  /** The papers before those that are being made: what they say stays readable meanwhile. */
  #lastPapers = $state.raw<Papers | null>(null);
  /** What is asked for one by one; each finding renews the papers. */
  readonly deep: Deep;
  written = $state.raw<Written | null>(null);
  /** The rows at hand have been handed to the person. */
  #isSaved = $state(false);
  exporting = $state.raw<Phase<null>>(IDLE);
  choices = $state.raw<ExportChoices>({ format: 'csv', provenance: true, guardFormulas: false });

  constructor(services: Services, project: Project, ledgers: Ledgers) {
    this.#services = services;
    this.#project = project;
    this.#ledgers = ledgers;
    this.deep = new Deep(
      services,
      () => this.#judgedJob(),
      () => void this.makePapers(),
    );
  }

  /** What something else made, where that is what is judged; the files that it came from are read anew by nobody. */
  #elsewhere = $state.raw<ElsewhereFiles | null>(null);
  #taken: Judgeable | null = null;
  readonly isElsewhere = $derived(this.#elsewhere !== null);
  readonly elsewhere = $derived(this.#elsewhere);

  /** The choices that the rows at hand were made by. */
  readonly madeBy = $derived(this.#madeBy);
  readonly generated = $derived(this.generating.kind === 'done' ? this.generating.value : null);
  /** Rows that would be lost with the tab. */
  readonly isUnsaved = $derived(this.generated !== null && !this.isElsewhere && !this.#isSaved);
  /** What was generated belongs to choices that have changed since. What is judged belongs to judging alone. */
  readonly isStale = $derived.by(
    () => !this.isElsewhere && this.#askedBy !== null && keyOf(this.#askedBy) !== keyOf(this.#project.recipe),
  );
  readonly isJudgementStale = $derived.by(
    () =>
      this.isStale ||
      (this.isJudged &&
        (!isSame(this.#judgedBy, this.#project.recipe.validate) ||
          (this.isElsewhere && this.#madeBy !== null && keyOf(this.#madeBy) !== keyOf(this.#project.recipe)))),
  );
  readonly assessments = $derived(
    ASSESS_PARTS.flatMap((part) => {
      const phase = this.parts[part];
      return phase?.kind === 'done' ? [phase.value] : [];
    }),
  );
  readonly isJudging = $derived(Object.values(this.parts).some((phase) => phase.kind === 'working'));
  readonly isJudged = $derived(!this.isJudging && this.assessments.length > 0);
  readonly judgeErrors = $derived.by((): readonly ErrorData[] =>
    Object.values(this.parts).flatMap((phase) => (phase.kind === 'failed' ? [phase.error] : [])),
  );
  /** Parts that were not asked for, were cancelled, or were looked at quickly. */
  readonly partsLeft = $derived(
    ASSESS_PARTS.filter(
      (part) =>
        (this.parts[part] ?? IDLE).kind === 'idle' || (part === 'utility' && this.result(part)?.depth === 'quick'),
    ),
  );
  /** Share of the judgement that is done, in [0, 1]. */
  readonly judgedShare = $derived.by(() => {
    const asked = Object.values(this.parts);
    return asked.length === 0 ? 0 : asked.reduce((sum, phase) => sum + partShare(phase), 0) / asked.length;
  });

  readonly report = $derived(
    this.papers.kind === 'done' ? this.papers.value.report : (this.#lastPapers?.report ?? null),
  );
  /** How long each stage took, of making and of judging. */
  readonly times = $derived(this.#times);

  /** The findings of one part, as far as they are there. */
  result<P extends AssessPart>(part: P): ResultOf<P> | null {
    const phase = this.parts[part];
    return (phase?.kind === 'done' ? phase.value.value : null) as ResultOf<P> | null;
  }

  async generate(): Promise<void> {
    const { read, recipe: asked } = this.#project;
    if (!read) return;
    const before = this.generating;
    const cancel = new AbortController();
    this.#cancelGenerate = cancel;
    this.generating = { kind: 'working', progress: null };
    const id = hex(this.#services.randomBytes(16));
    let isReserved = false;
    this.isFailurePaid = false;
    try {
      const { recipe, told: stepsBack } = await this.#project.planning.stepped(asked);
      const told = await this.#ledgers.reserve(id, recipe, this.#project);
      isReserved = true;
      const kept = this.#ledgers.reusable(recipe);
      const done = await this.#services.engine.generate(
        { table: read.table, inferences: read.inferences, recipe, discovered: kept },
        { signal: cancel.signal, onProgress: (progress) => this.#onGenerate(cancel, progress) },
      );
      isReserved = false;
      await this.#ledgers.settle(id, recipe, done, kept);
      const value = withNotices(done, told, stepsBack);
      this.runId = id;
      this.audit = null;
      this.#madeBy = recipe;
      this.#askedBy = asked;
      this.#forgetJudgement();
      this.#times = value.timings;
      this.#isSaved = false;
      this.generating = { kind: 'done', value };
    } catch (error) {
      this.isFailurePaid = isReserved && asked.privacy !== null && saysWhatWasMeasured(error);
      if (this.isFailurePaid) await this.#ledgers.forfeit(id);
      else if (isReserved) await this.#ledgers.release(id);
      this.generating = isCancelled(error) ? before : failed(error);
    }
  }

  cancelGenerating(): void {
    this.#cancelGenerate?.abort();
  }

  /** Takes rows that something else made in the place of generated ones. Throws `nothing-shared`. */
  async takeElsewhere(files: ElsewhereFiles): Promise<void> {
    const taken = await this.#alignElsewhere(files);
    if (!taken) return;
    this.#forgetJudgement();
    this.#elsewhere = files;
    this.runId = hex(this.#services.randomBytes(16));
    this.audit = null;
    this.#times = [];
  }

  /** With the choices about columns as they are now. */
  async #alignElsewhere({ synthetic, holdout }: ElsewhereFiles): Promise<Judgeable | null> {
    const { read, recipe } = this.#project;
    if (!read) return null;
    const { table, inferences, dialect } = read;
    const job = { table, inferences, marks: dialect.missingMarks, recipe, synthetic, holdout };
    const taken = await this.#services.engine.takeElsewhere(job);
    this.#taken = taken;
    this.#madeBy = recipe;
    const value = { synthetic: taken.synthetic, facts: taken.facts, timings: [], ledgerHash: '' };
    this.generating = { kind: 'done', value };
    return taken;
  }

  /** Runs every part that is asked for; findings appear as they finish. */
  async judge(): Promise<void> {
    const { validate } = this.#project.recipe;
    const isQuick = this.depth === 'quick';
    const parts = partsAskedFor(validate).filter((part) => !isQuick || QUICK_PARTS.includes(part));
    if (!this.generated) return;
    // Rows are judged by the choices that made them, not by those that have changed since; what something else made is
    // brought into line anew.
    if (this.#elsewhere) await this.#alignElsewhere(this.#elsewhere);
    this.#forgetJudgement();
    const cancel = new AbortController();
    this.#cancelAssess = cancel;
    this.#judgedBy = validate;
    this.looks = await this.#ledgers.countLook();
    await this.#judgeParts(parts, this.depth, cancel);
    if (cancel.signal.aborted || isQuick) return;
    if (validate.sweep) await this.deep.startSweep();
    if (validate.rareClass) await this.deep.startRareClass(validate.rareClass);
  }

  /** What a quick look or a cancelled one has left out, of the same rows and the same look. */
  async judgeRest(): Promise<void> {
    const missing = this.partsLeft;
    if (!this.generated || this.isJudging || missing.length === 0) return;
    const cancel = new AbortController();
    this.#cancelAssess = cancel;
    await this.#judgeParts(missing, 'full', cancel);
  }

  async #judgeParts(parts: readonly AssessPart[], depth: Depth, cancel: AbortController): Promise<void> {
    const job = this.#judgedJob();
    if (!job) return;
    const before = this.parts;
    const started = parts.map((part) => [part, { kind: 'working', progress: null }] as const);
    this.parts = { ...this.parts, ...Object.fromEntries(started) };
    const drawn = depth === 'full' ? this.generated?.drawn : undefined;
    const jobOf = (part: AssessPart): AssessJob => ({
      ...{ ...job, part, depth },
      ...(drawn && part === 'utility' ? { drawn } : {}),
    });
    await Promise.all(parts.map((part) => this.#judgePart(jobOf(part), before[part] ?? IDLE, cancel)));
    if (cancel.signal.aborted) return;
    await Promise.all([this.deep.plan(), this.makePapers()]);
  }

  /** Keeps what is done; the rest is marked as not run. */
  cancelJudging(): void {
    this.#cancelAssess?.abort();
  }

  /** The rows that a person is to look at. */
  async auditRows(choices: Audit['choices']): Promise<AuditRows | null> {
    const job = this.#judgedJob();
    const drawn = this.generated?.drawn;
    return job && this.#services.engine.auditRows({ ...job, choices, ...(drawn ? { drawn } : {}) });
  }

  /** Stored with the run at each mark. */
  async keepAudit(audit: Audit): Promise<void> {
    this.audit = audit;
    await this.#ledgers.note(this.runId, { audit });
  }

  saveAudit(): void {
    if (!this.audit) return;
    const json = JSON.stringify({ run: this.runId, ...auditResult(this.audit) }, null, 2);
    this.#services.saveFile(`${this.#project.baseName}.audit.json`, 'application/json', `${json}\n`);
  }

  /** The synthetic file and its papers, for the export choices as they are. */
  async makePapers(): Promise<void> {
    const { generated } = this;
    const { read } = this.#project;
    if (!generated || !read || !this.#madeBy) return;
    this.papers = { kind: 'working', progress: null };
    const { engine, now, randomBytes, tool } = this.#services;
    const { parts, generation } = generated.facts;
    try {
      const written = this.#elsewhere
        ? null
        : await engine.write({
            ...{ synthetic: generated.synthetic, ...this.choices },
            ...{ dialect: read.dialect, sourceNames: read.table.columns.map(({ name }) => name) },
            made: { by: generated.madeBy ?? null, parts, generation, run: this.runId },
          });
      this.written = written;
      const made = this.#elsewhere?.synthetic.file;
      const { byteLength, bytesSha256, fingerprint, table } = read;
      const value = await engine.report({
        facts: generated.facts,
        assessments: this.assessments,
        deep: this.deep.findings,
        recipe: this.#taken?.recipe ?? { ...this.#madeBy, validate: this.#judgedBy ?? this.#madeBy.validate },
        source: {
          name: this.#project.name,
          byteLength,
          bytesSha256,
          fingerprint,
          rowCount: table.rowCount,
          columnCount: table.columns.length,
        },
        audit: this.audit,
        readNotices: read.notices,
        files: written ? [{ name: this.fileNames.synthetic, ...written.file }] : [],
        output: {
          rowCount: written?.file.rowCount ?? made?.rowCount ?? 0,
          columnCount: written?.file.columnCount ?? made?.columnCount ?? 0,
        },
        timings: this.#times,
        looks: Math.max(1, this.looks),
        day: new Date(now()).toISOString().slice(0, 10),
        run: this.runId,
        commitmentSalt: randomBytes(32),
        tool,
      });
      if (this.assessments.length > 0) await this.#ledgers.note(this.runId, { numbers: numbersOf(value.report) });
      this.#lastPapers = value;
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
      const { manifest, shareable } = papers;
      const json = { manifest, report: writtenReport(papers.report), shareable }[what];
      this.#services.saveFile(name, 'application/json', `${JSON.stringify(json, null, 2)}\n`);
    }
  }

  clear(): void {
    this.cancelGenerating();
    this.cancelJudging();
    this.generating = IDLE;
    this.#madeBy = null;
    this.#askedBy = null;
    this.#elsewhere = null;
    this.#taken = null;
    this.#forgetJudgement();
  }

  #onGenerate(cancel: AbortController, progress: Progress): void {
    if (this.#cancelGenerate === cancel && !cancel.signal.aborted) this.generating = { kind: 'working', progress };
  }

  /** Cancelled, the part is as it was `before`. */
  async #judgePart(job: AssessJob, before: Phase<Assessment>, cancel: AbortController): Promise<void> {
    const set = (phase: Phase<Assessment>): void => {
      if (this.#cancelAssess === cancel) this.parts = { ...this.parts, [job.part]: phase };
    };
    try {
      const done = await this.#services.engine.assess(job, {
        signal: cancel.signal,
        onProgress: (progress) => {
          if (!cancel.signal.aborted) set({ kind: 'working', progress });
        },
      });
      this.#times = [...this.#times, ...done.timings];
      set({ kind: 'done', value: done.assessment });
    } catch (error) {
      set(isCancelled(error) ? before : failed(error));
    }
  }

  /** The rows at hand and the choices that they were made and judged by. */
  #judgedJob(): JudgedJob | null {
    const { read } = this.#project;
    const { generated } = this;
    const madeBy = this.#madeBy;
    if (!read || !generated || !madeBy) return null;
    if (this.#taken) {
      const { facts: _facts, ...taken } = this.#taken;
      return { ...taken, inferences: read.inferences };
    }
    const recipe = { ...madeBy, validate: this.#judgedBy ?? madeBy.validate };
    const { madeBy: by, facts } = generated;
    const rows = { table: read.table, inferences: read.inferences, synthetic: generated.synthetic };
    return { ...rows, recipe, ...(by ? { made: { by, parts: facts.parts } } : {}) };
  }

  #forgetJudgement(): void {
    this.cancelJudging();
    this.parts = {};
    this.deep.forget();
    this.papers = IDLE;
    this.#lastPapers = null;
    this.written = null;
    this.#judgedBy = null;
  }
}

/** That no range was found is a released value, and so is that a level which is asked for stayed hidden. */
const MEASURED: readonly string[] = ['bounds-not-found', 'level-unknown', 'condition-impossible', 'rules-conflict'];

function saysWhatWasMeasured(error: unknown): boolean {
  return error instanceof UserError && MEASURED.includes(error.code);
}

/** What one part answers. */
export type ResultOf<P extends AssessPart> = Extract<Assessment, { part: P }>['value'];

/** The run with what is to be printed of it beside what the engine said. Steps back follow from the exact rows. */
function withNotices(done: GenerateDone, told: readonly Notice[], stepsBack: readonly Notice[]): GenerateDone {
  const { notices } = done.facts;
  const more = { public: [...told, ...notices.public], confidential: [...stepsBack, ...notices.confidential] };
  return { ...done, facts: { ...done.facts, notices: { ...notices, ...more } } };
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
