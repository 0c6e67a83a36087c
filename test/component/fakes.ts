/** The page's state over services that answer at once, with small hand-made results; papers are built as they really are. */
import { mount, unmount, type Component } from 'svelte';
import type { GenerateDone, Read } from '../../workers/api.ts';
import type { Engine } from '../../src/client/engine.ts';
import { cancelled } from '../../src/client/engine.ts';
import { UserError } from '../../src/core/errors.ts';
import { buildPapers } from '../../src/core/report/build.ts';
import type { Assessment, AssessPart } from '../../src/core/report/facts.ts';
import { claimOf, budgetOf, createLedger, spend } from '../../src/core/privacy/ledger.ts';
import { NO_CLAIM } from '../../src/core/privacy/claim.ts';
import { inferSchema } from '../../src/core/table/infer-schema.ts';
import { declareAll } from '../../src/core/table/schema.ts';
import type { Table } from '../../src/core/table/column.ts';
import type { Inference } from '../../src/core/table/inference.ts';
import { App } from '../../src/state/app.svelte.ts';
import { DEFAULT_PRIVACY } from '../../src/state/project.svelte.ts';
import { findings, quickUtility } from './findings.ts';
import { ALL_STATED } from '../helpers/stated.ts';

export type Saved = { name: string; bytes: BlobPart };
export type FakeChoices = {
  isClaimed?: boolean;
  isSeeded?: boolean;
  /** Answers that differ from the usual ones; `fail` rejects, `hold` waits until the job is cancelled. */
  parts?: Partial<Record<AssessPart, Assessment | 'fail' | 'hold'>>;
  /** Jobs that answer otherwise. */
  engine?: Partial<Engine>;
  holdoutRows?: number;
};
export type Fake = { app: App; saved: Saved[]; printed: () => number; jobs: { write: number; report: number } };

const HASH = '4be109d7'.repeat(8);

export const table: Table = {
  rowCount: 4,
  columns: [
    { kind: 'identifier', name: 'id', codes: Uint32Array.of(0, 1, 2, 3), levels: ['a', 'b', 'c', 'd'] },
    { kind: 'numeric', name: 'age', values: Float64Array.of(17, 30, 50, 90), decimals: 0 },
    {
      kind: 'categorical',
      name: 'job',
      codes: Uint16Array.of(0, 1, 2, 3),
      levels: ['Clerk', 'Baker', 'Fisher', 'Cooper'],
    },
  ],
};

const inferences: readonly Inference[] = table.columns.map(({ name, kind }) => ({
  ...{ name, kind, confidence: 'sure', alternatives: [] },
  shape: kind === 'numeric' ? 'integer' : kind === 'identifier' ? 'identifier' : 'category',
  reason: { code: 'few-levels', n: 4, fit: 4, missing: 0, levels: 4 },
}));

const schema = declareAll(inferSchema(table, inferences));
const fingerprint = { content: HASH, rows: HASH, columns: [] };

const read: Read = {
  ...{
    table,
    inferences,
    notices: [],
    aside: [],
    schema,
    fingerprint,
    bytesSha256: HASH,
    byteLength: 1234,
    format: 'csv',
  },
  dialect: {
    ...{ encoding: 'utf-8', mark: false, delimiter: ',', quote: '"', quoting: 'minimal', lineEnd: '\n' },
    ...{ finalLineEnd: true, separatorLine: false, header: true, headerNames: ['id', 'age', 'job'] },
    ...{ trailingDelimiter: false, padded: false, missingMarks: ['', '', ''], columns: [] },
  },
};

/** An app that has read and generated: ready to be judged. */
export async function createFake({
  isClaimed = true,
  isSeeded = false,
  parts = {},
  engine: jobsOtherwise = {},
  holdoutRows = 200,
}: FakeChoices = {}): Promise<Fake> {
  const saved: Saved[] = [];
  const jobs = { write: 0, report: 0 };
  let prints = 0;
  const engine: Engine = {
    read: async () => read,
    describe: async () => ({ schema: schema.columns[0]!, notices: [] }),
    examples: async () => ({ patternOfCells: null, texts: [] }),
    plan: async () => Promise.reject(cancelled()),
    rehearse: async () => Promise.reject(cancelled()),
    generate: async () => generated(isClaimed, isSeeded, holdoutRows),
    takeElsewhere: async () => Promise.reject(cancelled()),
    assess: async ({ part, depth }, options = {}) => {
      const answer = parts[part] ?? (part === 'utility' && depth === 'quick' ? quickUtility : findings[part]);
      if (answer === 'fail') throw new UserError('target-unknown', {}, { column: 'job' });
      if (answer === 'hold') {
        await new Promise((_, reject) => options.signal?.addEventListener('abort', () => reject(cancelled())));
      }
      if (typeof answer === 'string') throw cancelled();
      return { assessment: answer, timings: [{ stage: 'fidelity', seconds: 1.5 }] };
    },
    write: async ({ provenance, format }) => {
      jobs.write++;
      const tagColumns = provenance ? ['_provenance'] : [];
      return {
        bytes: new Uint8Array(2048),
        file: {
          ...{ format, byteLength: 2048, bytesSha256: HASH, fingerprint, rowCount: 810, tagColumns },
          columnCount: 3 + tagColumns.length,
          dialect: { encoding: 'utf-8', delimiter: ',', lineEnd: '\n', header: true },
        },
      };
    },
    planSweep: async () => Promise.reject(cancelled()),
    sweepPoint: async () => Promise.reject(cancelled()),
    summariseSweep: async () => Promise.reject(cancelled()),
    rareClass: async () => Promise.reject(cancelled()),
    everyColumn: async () => Promise.reject(cancelled()),
    auditRows: async () => Promise.reject(cancelled()),
    companion: async () => null,
    schemaFile: async () => Promise.reject(cancelled()),
    askedFor: async () => ({ conditions: [], rules: [] }),
    proposeRules: async () => [],
    checkLedgers: async () => null,
    report: async (job) => {
      jobs.report++;
      return buildPapers(job);
    },
    close: () => {},
    ...jobsOtherwise,
  };
  const app = new App({
    engine,
    openStore: async () => null,
    offline: { watch: () => {}, check: async () => {}, update: () => {} },
    loadFrame: () => new Promise(() => {}),
    loadSample: async () => new File(['id,age,job\n'], 'adult.csv'),
    quickProbe: async () => ({ where: 'page', what: 'fetch', outcome: 'blocked by policy', ms: 1 }),
    selfTest: async () => [],
    now: () => Date.UTC(2026, 10, 21),
    randomBytes: (length) => new Uint8Array(length).fill(7),
    saveFile: (name, _type, bytes) => void saved.push({ name, bytes }),
    print: () => void prints++,
    tool: { name: 'Understudy', version: '1.0.0', commit: '9c41e07' },
  });
  if (!isClaimed) app.project.privacy = null;
  await app.trySample();
  await app.run.generate();
  return { app, saved, printed: () => prints, jobs };
}

function generated(isClaimed: boolean, isSeeded: boolean, holdoutRows: number): GenerateDone {
  const ledger = createLedger(budgetOf(DEFAULT_PRIVACY));
  for (const purpose of ['one-way counts', 'second moments of scores']) {
    const ask = {
      purpose,
      columns: ['age'],
      cells: 10,
      mechanism: 'discrete-gaussian' as const,
      sigma2Times256: 50_000n,
    };
    spend(ledger, { ...ask, sensitivity: { norm: 'l2', l2Squared: 1n } });
  }
  return {
    synthetic: table,
    ledgerHash: HASH,
    timings: [{ stage: 'fitting', seconds: 0.4 }],
    facts: {
      schema,
      plan: {
        ...{ synthesizer: 'copula', version: 1, options: { draw: 'even' }, target: null, columns: [], asks: [] },
        ...{ rhoGrains: isClaimed ? ledger.budget.rhoGrains : null, noise: null, warnings: [] },
        memory: { fixed: 0, fittedRow: 0, heldRow: 0, sampledRow: 0, sampledRows: 0, drawnRow: 0 },
      },
      claim: isClaimed ? claimOf(ledger, isSeeded ? 'seeded' : 'secure', ALL_STATED) : NO_CLAIM,
      ledger: isClaimed ? ledger : null,
      wishes: [],
      parts: [{ id: 'copula', version: 1, rowCount: 810, rhoGrains: 0 }],
      discovery: null,
      ...{
        rowEstimate: 810,
        generation: 1,
        trainRows: 800,
        holdoutRows,
        notices: { public: [], confidential: [] },
      },
    },
  };
}

const mounted: Record<string, unknown>[] = [];

/** Puts a step on the page. */
export function show(step: Component<{ app: App }>, app: App): void {
  mounted.push(mount(step, { target: document.body, props: { app } }));
}

export async function clear(): Promise<void> {
  for (const component of mounted.splice(0)) await unmount(component);
  document.body.replaceChildren();
}
