/** What a claimed run costs that fails: its whole budget where the failure tells something that was measured, else nothing. */
import { expect, test } from 'vitest';
import { cancelled, type Engine } from '../../../src/client/engine.ts';
import { silent } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import type { Ledgers } from '../../../src/state/ledgers.svelte.ts';
import type { Project } from '../../../src/state/project.svelte.ts';
import { Run } from '../../../src/state/run.svelte.ts';
import type { Services } from '../../../src/state/services.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { serve } from '../../../workers/serve.ts';
import { resultOf } from '../../helpers/outcome.ts';

const api = serve({ entropy: seededEntropy(1), gunzip, now: () => 0 });
const RARE = 3;
const cells = Array.from({ length: 300 }, (_, row) => `${row % 40},${row < RARE ? 'rare' : 'ab'[row % 2]}`);
const file = new Blob([`n,level\n${cells.join('\n')}\n`]);

/** The run, and what became of its reservation. */
async function ran(recipe: Partial<Recipe>, generate?: Engine['generate']): Promise<{ run: Run; ends: string[] }> {
  const read = await resultOf(api.read({ file, name: 'table.csv', reading: {} }, silent));
  const ends: string[] = [];
  const ledgers = {
    reserve: async () => [],
    reusable: () => null,
    forfeit: async () => void ends.push('spent'),
    release: async () => void ends.push('released'),
  };
  const engine = { generate: generate ?? ((job) => resultOf(api.generate(job, silent))) } satisfies Partial<Engine>;
  const services = { engine, randomBytes: (count: number) => new Uint8Array(count) };
  const whole = { ...DEFAULT_RECIPE, synthesizer: { id: 'independent', options: {} }, ...recipe };
  const planning = { stepped: async () => ({ recipe: whole, told: [] }) };
  const project = { read, recipe: whole, planning };
  const run = new Run(services as unknown as Services, project as unknown as Project, ledgers as unknown as Ledgers);
  await run.generate();
  return { run, ends };
}

const asking = (level: string): Pick<Recipe, 'sample'> => ({
  sample: { ...DEFAULT_RECIPE.sample, conditions: [{ where: { level }, rows: 500 }] },
});

test('a level that is asked for and stayed hidden was looked for: the run counts as spent', async () => {
  const { run, ends } = await ran(asking('rare'));
  expect(run.generating).toMatchObject({ kind: 'failed', error: { code: 'level-unknown' } });
  expect(run.isFailurePaid).toBe(true);
  expect(ends).toEqual(['spent']);
});

test('without a claim it costs nothing', async () => {
  const { run, ends } = await ran({ ...asking('nobody'), privacy: null });
  expect(run.generating).toMatchObject({ kind: 'failed', error: { code: 'level-unknown' } });
  expect([run.isFailurePaid, ends]).toEqual([false, ['released']]);
});

test('a claimed run that is cancelled has told nothing', async () => {
  const { run, ends } = await ran({}, () => Promise.reject(cancelled()));
  expect(run.generating).toEqual({ kind: 'idle' });
  expect([run.isFailurePaid, ends]).toEqual([false, ['released']]);
});
