/**
 * The page's side of the engine: jobs in, values out, errors thrown. It owns the workers: up to `lanes` jobs run side
 * by side, further ones wait. Cancelling ends the worker at once; the next job gets a fresh one. `spawn` is handed in,
 * so that a test can run the engine in Node over a message channel.
 */
import { proxy, releaseProxy, wrap, type Endpoint, type Remote } from 'comlink';
import type {
  Asked,
  AskedJob,
  AssessDone,
  AssessJob,
  AuditJob,
  CheckLedgersJob,
  CompanionJob,
  Described,
  DescribeJob,
  ElsewhereJob,
  EngineApi,
  ExamplesJob,
  GenerateDone,
  GenerateJob,
  OnFirstRows,
  Outcome,
  Planned,
  JudgedJob,
  PlanJob,
  Proposal,
  ProposeJob,
  RareClassJob,
  Read,
  ReadJob,
  ReportJob,
  SweepPointJob,
  SweepSummaryJob,
  WriteJob,
  Written,
} from '../../workers/api.ts';
import type { Companion } from '../core/companions/companion.ts';
import type { SchemaWritten } from '../core/companions/write-table-schema.ts';
import type { MadeExamples } from '../core/models/identifiers/examples.ts';
import type { Rehearsed } from '../core/models/rehearsal.ts';
import type { Judgeable } from '../core/pipeline/elsewhere.ts';
import type { AuditRows } from '../core/report/audit-rows.ts';
import type { Papers } from '../core/report/build.ts';
import type { EveryColumn } from '../core/utility/every-column.ts';
import type { RareClass } from '../core/utility/rare-class.ts';
import type { SweepPlan } from '../core/utility/sweep-plan.ts';
import type { SweepScores } from '../core/utility/sweep-point.ts';
import type { SweepResult } from '../core/utility/sweep-summary.ts';
import { fromErrorData, UserError } from '../core/errors.ts';
import { silent, type OnProgress } from '../core/progress.ts';
import { generateSideBySide, isWorthSharing, type Lanes } from './side-by-side.ts';

export type JobOptions = Readonly<{ signal?: AbortSignal; onProgress?: OnProgress }>;

/** `onFirstRows`: the first rows of a long file, once, while the rest is read. */
export type ReadOptions = JobOptions & Readonly<{ onFirstRows?: OnFirstRows }>;

export interface Engine {
  read(job: ReadJob, options?: ReadOptions): Promise<Read>;
  describe(job: DescribeJob, options?: JobOptions): Promise<Described>;
  examples(job: ExamplesJob, options?: JobOptions): Promise<MadeExamples>;
  plan(job: PlanJob, options?: JobOptions): Promise<Planned>;
  rehearse(job: PlanJob, options?: JobOptions): Promise<Rehearsed>;
  generate(job: GenerateJob, options?: JobOptions): Promise<GenerateDone>;
  takeElsewhere(job: ElsewhereJob, options?: JobOptions): Promise<Judgeable>;
  assess(job: AssessJob, options?: JobOptions): Promise<AssessDone>;
  planSweep(job: JudgedJob, options?: JobOptions): Promise<SweepPlan>;
  sweepPoint(job: SweepPointJob, options?: JobOptions): Promise<SweepScores>;
  summariseSweep(job: SweepSummaryJob, options?: JobOptions): Promise<SweepResult>;
  rareClass(job: RareClassJob, options?: JobOptions): Promise<RareClass>;
  auditRows(job: AuditJob, options?: JobOptions): Promise<AuditRows>;
  everyColumn(job: JudgedJob, options?: JobOptions): Promise<EveryColumn>;
  write(job: WriteJob, options?: JobOptions): Promise<Written>;
  companion(job: CompanionJob, options?: JobOptions): Promise<Companion | null>;
  askedFor(job: AskedJob, options?: JobOptions): Promise<Asked>;
  proposeRules(job: ProposeJob, options?: JobOptions): Promise<readonly Proposal[]>;
  schemaFile(job: SchemaWritten, options?: JobOptions): Promise<string>;
  checkLedgers(job: CheckLedgersJob, options?: JobOptions): Promise<null>;
  report(job: ReportJob, options?: JobOptions): Promise<Papers>;
  /** Ends every worker. Jobs under way reject as cancelled. */
  close(): void;
}

/** A started worker: where to talk to it, how to end it, and how to hear that it died by itself. */
export type Spawned = Readonly<{ endpoint: Endpoint; end: () => void; onDeath: (listener: () => void) => void }>;
export type Spawn = () => Promise<Spawned>;

/** `holds`: the name of the tables under judgement that it had last, if it had nothing else since. */
type Worker = Readonly<{ api: Remote<EngineApi>; end: () => void; died: Promise<never> }> & { holds: string | null };

/** After this long without a job the workers are ended, to give their memory back. */
const IDLE_MS = 30_000;

const ignore: OnFirstRows = () => {};

/** An error with this name is a cancelled job: neither a fault nor something to mend. */
export function cancelled(): Error {
  return new DOMException('The job was cancelled.', 'AbortError');
}

export function createEngine(spawn: Spawn, lanes = 2): Engine {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;
  let closing = new AbortController();

  /** `tables`: a name for those that the job is on, where its worker may hold them for the next one. */
  async function run<T>(
    call: (api: Remote<EngineApi>, onProgress: OnProgress, isHeld: boolean) => Promise<Outcome<T>>,
    { signal, onProgress = silent }: JobOptions = {},
    tables: string | null = null,
  ): Promise<T> {
    const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const ended = new AbortController();
    // Progress travels on a channel of its own and may arrive behind the result: then it is no news.
    const listen: OnProgress = (progress) => {
      if (!ended.signal.aborted) onProgress(progress);
    };
    await takeLane(stop, ended.signal);
    clearTimeout(idleTimer);
    let worker: Worker | undefined;
    try {
      const holder = idle.find(({ holds }) => tables !== null && holds === tables);
      worker = holder ? idle.splice(idle.indexOf(holder), 1)[0]! : (idle.pop() ?? (await fresh()));
      const isHeld = holder !== undefined;
      worker.holds = null;
      // A worker that was ended never answers, so every call races against its signal and against its death.
      const called = call(worker.api, proxy(listen), isHeld);
      const outcome = await Promise.race([called, abortion(stop, ended.signal), worker.died]);
      if (outcome.ok) worker.holds = tables;
      idle.push(worker);
      if (outcome.ok) return outcome.value;
      throw fromErrorData(outcome.error);
    } catch (error) {
      if (worker && !idle.includes(worker)) worker.end();
      throw error;
    } finally {
      ended.abort(); // takes the listeners off `stop`, which outlives the job
      giveLane();
      if (running === 0) idleTimer = setTimeout(endIdle, IDLE_MS);
    }
  }

  /** Counts at once: jobs that are asked for in the same breath must not all see the lane free. */
  function takeLane(stop: AbortSignal, ended: AbortSignal): Promise<void> {
    if (stop.aborted) return Promise.reject(cancelled());
    if (running < lanes) {
      running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      waiting.push(resolve);
      const leave = (): void => {
        const place = waiting.indexOf(resolve);
        if (place >= 0) waiting.splice(place, 1);
        reject(cancelled());
      };
      stop.addEventListener('abort', leave, { signal: ended });
    });
  }

  /** Hands the lane to the job that waits longest, or frees it. */
  function giveLane(): void {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  /** One that dies while idle is nobody's failure: it leaves the list, and the next job gets another. */
  async function fresh(): Promise<Worker> {
    const worker = start(await spawn());
    worker.died.catch(() => {
      const place = idle.indexOf(worker);
      if (place >= 0) idle.splice(place, 1)[0]!.end();
    });
    return worker;
  }

  function endIdle(): void {
    for (const worker of idle.splice(0)) worker.end();
  }

  /** A job on tables under judgement: they cross to a worker once for all jobs that follow each other there. */
  function judge<J extends JudgedJob, T>(
    job: J,
    options: JobOptions | undefined,
    call: (api: Remote<EngineApi>, job: J, onProgress: OnProgress) => Promise<Outcome<T>>,
  ): Promise<T> {
    const held = nameOf(job);
    const nothing = { table: null, synthetic: null };
    return run((api, on, isHeld) => call(api, { ...job, held, ...(isHeld ? nothing : {}) }, on), options, held);
  }

  const generate: Engine['generate'] = (job, options) =>
    run((api, onProgress) => api.generate(job, onProgress), options);
  const sharing: Lanes = {
    count: lanes,
    grow: (job, options) => run((api, onProgress) => api.grow(job, onProgress), options),
    // The first share is grown where the run itself is made then, which finds its table split and mapped.
    growFirst: (job, options) => {
      const held = nameOf(job);
      return run((api, onProgress) => api.grow({ ...job, held }, onProgress), options, held);
    },
    generate: (job, options) => {
      const held = nameOf(job);
      const nothing = { table: null };
      return run((api, on, isHeld) => api.generate({ ...job, held, ...(isHeld ? nothing : {}) }, on), options, held);
    },
  };

  return {
    read: (job, options) => {
      const { onFirstRows = ignore } = options ?? {};
      return run((api, onProgress) => api.read(job, onProgress, proxy(onFirstRows)), options);
    },
    describe: (job, options) => run((api) => api.describe(job), options),
    examples: (job, options) => run((api) => api.examples(job), options),
    plan: (job, options) => run((api) => api.plan(job), options),
    rehearse: (job, options) => run((api, onProgress) => api.rehearse(job, onProgress), options),
    generate: (job, options) =>
      isWorthSharing(job, lanes) ? generateSideBySide(job, options ?? {}, sharing) : generate(job, options),
    takeElsewhere: (job, options) => run((api) => api.takeElsewhere(job), options),
    assess: (job, options) => judge(job, options, (api, sent, onProgress) => api.assess(sent, onProgress)),
    planSweep: (job, options) => judge(job, options, (api, sent) => api.planSweep(sent)),
    sweepPoint: (job, options) => judge(job, options, (api, sent, onProgress) => api.sweepPoint(sent, onProgress)),
    summariseSweep: (job, options) => judge(job, options, (api, sent) => api.summariseSweep(sent)),
    rareClass: (job, options) => judge(job, options, (api, sent, onProgress) => api.rareClass(sent, onProgress)),
    auditRows: (job, options) => judge(job, options, (api, sent) => api.auditRows(sent)),
    everyColumn: (job, options) => judge(job, options, (api, sent, onProgress) => api.everyColumn(sent, onProgress)),
    write: (job, options) => run((api, onProgress) => api.write(job, onProgress), options),
    companion: (job, options) => run((api) => api.companion(job), options),
    askedFor: (job, options) => run((api) => api.askedFor(job), options),
    proposeRules: (job, options) => run((api) => api.proposeRules(job), options),
    schemaFile: (job, options) => run((api) => api.schemaFile(job), options),
    checkLedgers: (job, options) => run((api) => api.checkLedgers(job), options),
    report: (job, options) => run((api) => api.report(job), options),
    close: () => {
      clearTimeout(idleTimer);
      closing.abort();
      closing = new AbortController();
      endIdle();
    },
  };
}

function start({ endpoint, end, onDeath }: Spawned): Worker {
  const api = wrap<EngineApi>(endpoint);
  const died = new Promise<never>((_resolve, reject) => onDeath(() => reject(new UserError('worker-died'))));
  return {
    api,
    died,
    holds: null,
    end: () => {
      api[releaseProxy]();
      end();
    },
  };
}

const numbers = new WeakMap<object, number>();
let next = 0;

type NamedJob = Pick<JudgedJob, 'table' | 'inferences' | 'recipe'> &
  Partial<Pick<JudgedJob, 'synthetic' | 'trainRows'>>;

/** Two jobs have one name if their tables are the same objects and their recipes say the same. */
function nameOf({ table, inferences, synthetic = null, trainRows = null, recipe }: NamedJob): string {
  const numberOf = (part: object | null): number | null => {
    if (part !== null && !numbers.has(part)) numbers.set(part, next++);
    return part && numbers.get(part)!;
  };
  return JSON.stringify([numberOf(table), numberOf(inferences), numberOf(synthetic), trainRows, recipe]);
}

function abortion(stop: AbortSignal, ended: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (stop.aborted) reject(cancelled());
    stop.addEventListener('abort', () => reject(cancelled()), { signal: ended });
  });
}
