/** A quick look first, and then what it has left out: which parts are run how, and what a cancelled rest leaves. */
import { expect, test } from 'vitest';
import { cancelled, type Engine } from '../../../src/client/engine.ts';
import { DEFAULT_RECIPE } from '../../../src/core/recipe.ts';
import type { Ledgers } from '../../../src/state/ledgers.svelte.ts';
import type { Project } from '../../../src/state/project.svelte.ts';
import { Run } from '../../../src/state/run.svelte.ts';
import type { Services } from '../../../src/state/services.ts';

/** A run that was looked at quickly; `asked` are the parts in order with their depth. */
async function quicklyJudged(): Promise<{ run: Run; asked: string[]; engine: { isHeld: boolean } }> {
  const asked: string[] = [];
  const held = { isHeld: false };
  const engine = {
    generate: async () => ({ facts: { notices: { public: [], confidential: [] } }, timings: [] }),
    assess: async ({ part, depth }: Parameters<Engine['assess']>[0]) => {
      asked.push(`${part} ${depth}`);
      if (held.isHeld) throw cancelled();
      return { assessment: { part, value: { depth } }, timings: [] };
    },
  };
  const ledgers = {
    ...{ reserve: async () => [], reusable: () => null, settle: async () => {}, release: async () => {} },
    ...{ countLook: async () => 1, note: async () => {} },
  };
  const services = { engine, randomBytes: (count: number) => new Uint8Array(count) };
  const recipe = { ...DEFAULT_RECIPE, privacy: null };
  const planning = { stepped: async () => ({ recipe, told: [] }) };
  const project = { read: { table: { rowCount: 1, columns: [] } }, recipe, planning };
  const run = new Run(services as unknown as Services, project as unknown as Project, ledgers as unknown as Ledgers);
  await run.generate();
  run.depth = 'quick';
  await run.judge();
  return { run, asked, engine: held };
}

test('a quick look shortens usefulness, and the rest runs it whole', async () => {
  const { run, asked } = await quicklyJudged();
  expect(asked).toEqual(['columns quick', 'utility quick', 'tails quick', 'attacks quick']);
  expect(run.partsLeft).toEqual(['utility', 'c2st', 'controls']);
  await run.judgeRest();
  expect(asked.slice(4)).toEqual(['utility full', 'c2st full', 'controls full']);
  expect(run.partsLeft).toEqual([]);
  expect(run.result('utility')).toEqual({ depth: 'full' });
});

test('a rest that is cancelled leaves the quick finding, and may be asked for again', async () => {
  const { run, engine } = await quicklyJudged();
  engine.isHeld = true;
  await run.judgeRest();
  expect(run.result('utility')).toEqual({ depth: 'quick' });
  expect(run.partsLeft).toEqual(['utility', 'c2st', 'controls']);
});
