/** Synthesizers side by side: what is asked of the engine with and without a guarantee, and what an error or Cancel leaves. */
import { expect, test } from 'vitest';
import type { AssessDone, GenerateDone, Planned } from '../../../workers/api.ts';
import { cancelled, type Engine } from '../../../src/client/engine.ts';
import { UserError } from '../../../src/core/errors.ts';
import { silent } from '../../../src/core/progress.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import { App } from '../../../src/state/app.svelte.ts';
import type { Services } from '../../../src/state/services.ts';
import { browserEntropy } from '../../../workers/entropy.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { serve } from '../../../workers/serve.ts';
import { resultOf } from '../../helpers/outcome.ts';

type Answers = Partial<Record<'generate' | 'rehearse', (id: string, signal?: AbortSignal) => Promise<void>>>;

const lines = Array.from({ length: 40 }, (_, row) => `${row},${'ab'[row % 2]}`);
const file = (): File => new File([`n,level\n${lines.join('\n')}\n`], 'table.csv');
const FOUND: Readonly<Record<string, unknown>> = {
  columns: { kway: { 3: { error: 0.2, low: 0.19, high: 0.21, floor: 0.1 } } },
  utility: { models: [{ model: 'boosting', metric: 'AUC', real: 0.9, synthetic: 0.8, low: 0.7, high: 0.85 }] },
  attacks: {
    attacks: [
      { auc: 0.51, corrected: { low: 0.5, high: 0.52 } },
      { auc: 0.55, corrected: { low: 0.53, high: 0.57 } },
    ],
  },
  controls: { controls: [{ id: 'fresh', observed: [{ id: 'nearest-auc', value: 0.499 }] }] },
};

/** An app with a table, and the jobs that it asked for: of a recipe `job id`, of a part `part id`. */
async function withTable(isClaimed: boolean, answers: Answers = {}) {
  const api = serve({ entropy: browserEntropy(), gunzip, now: () => 0 });
  const jobs: string[] = [];
  const recipes: Recipe[] = [];
  const engine: Partial<Engine> = {
    read: (job) => resultOf(api.read(job, silent)),
    plan: async ({ recipe }) => {
      jobs.push(`plan ${recipe.synthesizer.id}`);
      return {
        forecast: { oneWay: 0.01, pair: null, word: 'fine' },
        parts: [],
        plan: { columns: [] },
      } as unknown as Planned;
    },
    generate: async ({ recipe }, { signal } = {}) => {
      jobs.push(`generate ${recipe.synthesizer.id}`);
      recipes.push(recipe);
      await answers.generate?.(recipe.synthesizer.id, signal);
      return {
        synthetic: { rowCount: 0, columns: [] },
        timings: [{ stage: 'fitting', seconds: 2 }],
      } as unknown as GenerateDone;
    },
    assess: async ({ recipe, part }) => {
      jobs.push(`${part} ${recipe.synthesizer.id}`);
      return { assessment: { part, value: FOUND[part] }, timings: [] } as unknown as AssessDone;
    },
    rehearse: async ({ recipe }, { signal } = {}) => {
      jobs.push(`rehearse ${recipe.synthesizer.id}`);
      await answers.rehearse?.(recipe.synthesizer.id, signal);
      return { oneWay: 0.02, pair: 0.3 };
    },
  };
  const services: Partial<Services> = {
    engine: engine as Engine,
    openStore: () => Promise.resolve(null),
    now: () => 0,
  };
  const app = new App(services as Services);
  await app.take([file()]);
  app.project.setGuarantee(isClaimed);
  await app.project.planning.plan();
  jobs.length = 0;
  return { app, jobs, recipes };
}

const kinds = (app: App): string[] => app.comparison.standings.map(({ id, phase }) => `${id} ${phase.kind}`);

test('without a guarantee each is fitted and judged on the same split, and the control is looked for once', async () => {
  const { app, jobs, recipes } = await withTable(false);
  app.project.rows = 7;
  await app.comparison.start();
  expect(kinds(app)).toEqual(['aim done', 'mst done', 'trees done', 'copula done', 'independent done']);
  expect(jobs.filter((job) => job.startsWith('controls'))).toHaveLength(1);
  for (const part of ['generate', 'columns', 'utility', 'attacks'])
    expect(jobs.filter((job) => job.startsWith(part))).toHaveLength(5);
  expect(new Set(recipes.map(({ split, sample }) => JSON.stringify([split, sample.rows]))).size).toBe(1);
  expect(recipes[0]!.sample.rows).toBe('same');
  expect(app.comparison.control).toEqual({ kind: 'done', value: 0.499 });
  expect(app.comparison.standings[0]!.phase).toMatchObject({
    value: {
      ...{ kind: 'measured', seconds: 2, threeWay: { value: 0.2, floor: 0.1 } },
      ...{ usefulness: { value: 0.8, real: 0.9 }, attack: { value: 0.55, low: 0.53, high: 0.57 } },
    },
  });
  expect(app.run.generated).toBeNull();
});

test('under a guarantee nothing is fitted: plans are asked, and rehearsals on invented tables', async () => {
  const { app, jobs } = await withTable(true);
  await app.comparison.start();
  const ids = ['aim', 'mst', 'copula', 'independent'];
  expect([...new Set(jobs.map((job) => job.split(' ')[0]))].sort()).toEqual(['plan', 'rehearse']);
  expect(kinds(app)).toEqual(ids.map((id) => `${id} done`));
  expect(app.comparison.standings[0]!.phase).toMatchObject({
    value: { kind: 'foretold', oneWay: 0.01, pair: null, word: 'fine', rehearsed: { oneWay: 0.02, pair: 0.3 } },
  });
  expect(app.ledgers.account(app.project.recipe)?.runs ?? 0).toBe(0);
});

test('one that fails ends no other', async () => {
  const fail = async (id: string): Promise<void> => {
    if (id === 'mst') throw new UserError('worker-died');
  };
  const { app } = await withTable(false, { generate: fail });
  await app.comparison.start();
  expect(kinds(app)).toEqual(['aim done', 'mst failed', 'trees done', 'copula done', 'independent done']);
});

test('Cancel keeps what is done, and the others can be asked for again', async () => {
  const hold = (id: string, signal?: AbortSignal): Promise<void> =>
    id === 'trees'
      ? new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(cancelled()));
          queueMicrotask(() => app.comparison.cancel());
        })
      : signal?.aborted
        ? Promise.reject(cancelled())
        : Promise.resolve();
  const answers: Answers = { generate: hold };
  const { app } = await withTable(false, answers);
  await app.comparison.start();
  const [aim, , trees, , independent] = app.comparison.standings;
  expect([aim!.phase.kind, trees!.phase.kind, independent!.phase.kind]).toEqual(['done', 'idle', 'idle']);
  expect(app.comparison.control.kind).toBe('idle');
  delete answers.generate;
  await app.comparison.start();
  expect(kinds(app).every((one) => one.endsWith('done'))).toBe(true);
});

test('it goes stale with what it depends on, not with the synthesizer, and is forgotten with the table', async () => {
  const { app } = await withTable(true);
  await app.comparison.start();
  app.project.setSynthesizer('mst');
  app.project.rows = 5;
  expect(app.comparison.isStale).toBe(false);
  app.project.setPrivacy({ epsilon: 3 });
  expect(app.comparison.isStale).toBe(true);
  await app.take([file()]);
  expect(app.comparison.standings).toEqual([]);
  app.project.setSynthesizer('ensemble');
  expect(app.comparison.candidates).toContain('ensemble');
});
