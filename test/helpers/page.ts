/**
 * The page for component tests: the real components and state over services that a test holds in its hand. The engine
 * is the real one, called in place of a worker, behind gates: a test can make a job wait, answer or fail. The store is
 * a map; downloads and prints are written down.
 */
import { mount, unmount } from 'svelte';
import { page } from 'vitest/browser';
import type { Outcome, Read, ReadJob } from '../../workers/api.ts';
import { browserEntropy } from '../../workers/entropy.ts';
import { gunzip } from '../../workers/gunzip.ts';
import { serve } from '../../workers/serve.ts';
import { cancelled, type Engine, type JobOptions } from '../../src/client/engine.ts';
import type { OfflineState } from '../../src/client/offline.ts';
import type { Probe } from '../../src/client/self-test.ts';
import { fromErrorData } from '../../src/core/errors.ts';
import { silent, type Progress } from '../../src/core/progress.ts';
import { previewFrame } from '../../src/frame/frame.ts';
import { App } from '../../src/state/app.svelte.ts';
import type { Services } from '../../src/state/services.ts';
import { createMemoryStore } from '../../src/storage/memory.ts';
import type { Store } from '../../src/storage/projects.ts';
import AppPage from '../../src/ui/App.svelte';
import '../../src/ui/tokens.css';

type Job =
  | 'read'
  | 'describe'
  | 'examples'
  | 'plan'
  | 'rehearse'
  | 'generate'
  | 'takeElsewhere'
  | 'assess'
  | 'write'
  | 'companion'
  | 'schemaFile'
  | 'askedFor'
  | 'proposeRules'
  | 'checkLedgers'
  | 'report'
  | 'planSweep'
  | 'sweepPoint'
  | 'summariseSweep'
  | 'rareClass'
  | 'auditRows'
  | 'everyColumn';
type Gate = Readonly<{ progress: Progress; opened: Promise<void>; open: () => void }>;

/** Little, so that a file need not be long to be too long. */
const DEVICE_BYTES = 8 * 2 ** 20;

/** The engine in place, and the hand on its gates. `calls` are the jobs in the order in which they were asked for. */
export function createGatedEngine(): {
  engine: Engine;
  calls: Job[];
  hold: (job: Job, progress: Progress) => () => void;
  fail: (job: Job, error: Error) => void;
  /** What reading answers becomes what the test says. */
  alter: (change: (read: Read, job: ReadJob) => Read) => void;
} {
  const api = serve({ entropy: browserEntropy(), gunzip, now: () => performance.now(), deviceBytes: DEVICE_BYTES });
  const calls: Job[] = [];
  const gates = new Map<Job, Gate>();
  const failures = new Map<Job, Error>();
  let altered = (read: Read, _job: ReadJob): Read => read;

  async function run<T>(
    job: Job,
    call: () => Promise<Outcome<T>>,
    { signal, onProgress = silent }: JobOptions = {},
  ): Promise<T> {
    calls.push(job);
    const gate = gates.get(job);
    if (gate) {
      onProgress(gate.progress);
      await Promise.race([gate.opened, abortion(signal)]);
    }
    const failure = failures.get(job);
    failures.delete(job);
    if (failure) throw failure;
    const outcome = await call();
    if (signal?.aborted) throw cancelled();
    if (outcome.ok) return outcome.value;
    throw fromErrorData(outcome.error);
  }

  const engine: Engine = {
    read: async (job, options) =>
      altered(
        await run('read', () => api.read(job, options?.onProgress ?? silent, options?.onFirstRows), options),
        job,
      ),
    describe: (job, options) => run('describe', () => api.describe(job), options),
    examples: (job, options) => run('examples', () => api.examples(job), options),
    plan: (job, options) => run('plan', () => api.plan(job), options),
    rehearse: (job, options) => run('rehearse', () => api.rehearse(job, () => {}), options),
    generate: (job, options) => run('generate', () => api.generate(job, options?.onProgress ?? silent), options),
    takeElsewhere: (job, options) => run('takeElsewhere', () => api.takeElsewhere(job), options),
    assess: (job, options) => run('assess', () => api.assess(job, options?.onProgress ?? silent), options),
    planSweep: (job, options) => run('planSweep', () => api.planSweep(job), options),
    sweepPoint: (job, options) => run('sweepPoint', () => api.sweepPoint(job, options?.onProgress ?? silent), options),
    summariseSweep: (job, options) => run('summariseSweep', () => api.summariseSweep(job), options),
    rareClass: (job, options) => run('rareClass', () => api.rareClass(job, options?.onProgress ?? silent), options),
    auditRows: (job, options) => run('auditRows', () => api.auditRows(job), options),
    everyColumn: (job, options) =>
      run('everyColumn', () => api.everyColumn(job, options?.onProgress ?? silent), options),
    write: (job, options) => run('write', () => api.write(job, options?.onProgress ?? silent), options),
    checkLedgers: (job, options) => run('checkLedgers', () => api.checkLedgers(job), options),
    report: (job, options) => run('report', () => api.report(job), options),
    companion: (job, options) => run('companion', () => api.companion(job), options),
    askedFor: (job, options) => run('askedFor', () => api.askedFor(job), options),
    proposeRules: (job, options) => run('proposeRules', () => api.proposeRules(job), options),
    schemaFile: (job, options) => run('schemaFile', () => api.schemaFile(job), options),
    close: () => {},
  };
  return {
    engine,
    calls,
    hold: (job, progress) => {
      let open = (): void => {};
      const opened = new Promise<void>((resolve) => (open = resolve));
      gates.set(job, { progress, opened, open });
      return () => {
        gates.delete(job);
        open();
      };
    },
    fail: (job, error) => void failures.set(job, error),
    alter: (change) => void (altered = change),
  };
}

function abortion(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(cancelled());
    signal?.addEventListener('abort', () => reject(cancelled()), { once: true });
  });
}

export type Saved = Readonly<{ name: string; type: string; bytes: BlobPart }>;
type Choices = { store?: Store | null; probe?: Probe['outcome'] };
export type Shown = ReturnType<typeof createGatedEngine> & {
  app: App;
  saved: Saved[];
  printed: number[];
  /** What the page is told of its copy for working offline, and how often it asked for the newer one. */
  offline: { tell: (state: OfflineState) => void; updates: number };
  store: Store | null;
};

let mounted: Record<string, unknown> | undefined;

/** Mounts the whole page. */
export async function showPage({
  store = createMemoryStore(),
  probe = 'blocked by policy',
}: Choices = {}): Promise<Shown> {
  const gated = createGatedEngine();
  const saved: Saved[] = [];
  const printed: number[] = [];
  const offline: Shown['offline'] = { tell: () => {}, updates: 0 };
  let drawn = 0;
  const tried = (where: Probe['where'], what: string): Probe => ({ where, what, outcome: probe, ms: 3 });
  const services: Services = {
    engine: gated.engine,
    openStore: () => Promise.resolve(store),
    offline: {
      watch: (tell) => void (offline.tell = tell),
      check: () => Promise.resolve(),
      update: () => void offline.updates++,
    },
    loadFrame: () => Promise.resolve(previewFrame),
    loadSample: () => Promise.resolve(tableFile('adult.csv')),
    quickProbe: () => Promise.resolve(tried('page', 'fetch')),
    selfTest: () => Promise.resolve([tried('page', 'fetch'), tried('page', 'image'), tried('worker', 'fetch')]),
    now: () => Date.UTC(2026, 10, 21, 10, 42),
    randomBytes: (length) => Uint8Array.from({ length }, () => drawn++ & 255),
    saveFile: (name, type, bytes) => void saved.push({ name, type, bytes }),
    print: () => void printed.push(1),
    tool: { name: 'Understudy', version: '0.1.0', commit: 'abcd1234' },
  };
  const app = new App(services);
  mounted = mount(AppPage, { target: document.body, props: { app } });
  await app.start();
  return { ...gated, app, saved, printed, offline, store };
}

export async function closePage(): Promise<void> {
  if (mounted) await unmount(mounted);
  mounted = undefined;
  document.title = '';
  document.body.replaceChildren();
}

/** 300 made-up rows of six kinds: number, decimal, category, date, yes or no, and an identifier. */
export function tableFile(name: string, rowCount = 300): File {
  let state = 7;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const lines = ['person,age,pay,team,joined,left'];
  for (let row = 0; row < rowCount; row++) {
    const age = 18 + Math.floor(next() * 50);
    const team = ['north', 'south', 'west'][Math.floor(next() * 3)]!;
    const joined = new Date(Date.UTC(2015, 0, 1) + Math.floor(next() * 3000) * 86_400_000).toISOString().slice(0, 10);
    const left = next() < (age < 35 ? 0.6 : 0.2) ? 'yes' : 'no';
    lines.push(
      `P-${String(7_000_001 + row * 37)},${age},${(1000 + next() * 2000).toFixed(1)},${team},${joined},${left}`,
    );
  }
  return new File([`${lines.join('\n')}\n`], name, { type: 'text/csv' });
}

/** The button of the action bar or a step, by its whole name. */
export const button = (name: string) => page.getByRole('button', { name, exact: true });
export const heading = () => page.getByRole('heading', { level: 1 });
