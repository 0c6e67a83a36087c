/** Answers about codes and marks: each reads the file its way, stands in the recipe and can be taken back. */
import { expect, test } from 'vitest';
import type { Engine } from '../../../src/client/engine.ts';
import { silent } from '../../../src/core/progress.ts';
import { App } from '../../../src/state/app.svelte.ts';
import { answered } from '../../../src/state/answers.ts';
import type { Services } from '../../../src/state/services.ts';
import { browserEntropy } from '../../../workers/entropy.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { serve } from '../../../workers/serve.ts';
import { resultOf } from '../../helpers/outcome.ts';

const cellOf = (row: number): string => (row % 8 === 0 ? '999' : row % 9 === 0 ? ['NA', '?'][row % 2]! : `${row % 50}`);
const TEXT = ['who;n', ...Array.from({ length: 200 }, (_, row) => `${'ab'[row % 2]};${cellOf(row)}`), ''].join('\n');

async function openApp(): Promise<App> {
  const api = serve({ entropy: browserEntropy(), gunzip, now: () => 0 });
  const engine: Partial<Engine> = {
    read: (job) => resultOf(api.read(job, silent)),
    describe: (job) => resultOf(api.describe(job)),
    plan: (job) => resultOf(api.plan(job)),
    askedFor: (job) => resultOf(api.askedFor(job)),
    proposeRules: (job) => resultOf(api.proposeRules(job)),
  };
  const services: Partial<Services> = {
    engine: engine as Engine,
    openStore: () => Promise.resolve(null),
    now: () => 0,
  };
  const app = new App(services as Services);
  await app.project.open(new File([TEXT], 'table.csv'));
  return app;
}

test.each([
  ['codes-maybe-missing', 'value', { values: ['999'] }, { missing: 20, high: 999 }],
  ['codes-maybe-missing', 'missing', { missing: ['999'] }, { missing: 45, high: 49 }],
  ['codes-maybe-missing', 'atom', { atoms: [999] }, { missing: 20, high: 49, atoms: [999] }],
  ['marks-merged', 'merge', { apart: [] }, { missing: 20, high: 999 }],
  ['marks-merged', 'apart', { apart: ['?', 'NA'] }, { missing: 20, high: 999, marks: ['?', 'NA'] }],
])('%s: %s', async (code, name, said, { missing, high, ...beside }) => {
  const { project } = await openApp();
  const asked = () => project.notices.find((notice) => notice.code === code);
  const question = asked()!;
  const before = project.columns[1]!.schema;
  await project.change((now) => ({
    ...now,
    reading: answered(
      now.reading,
      question,
      question.answers!.find(({ answer }) => answer === name)!,
    ),
  }));
  expect(project.recipe.reading.columns).toEqual({ n: said });
  expect(asked()).toBeUndefined();
  const [, { schema, inference }] = project.columns as [unknown, (typeof project.columns)[number]];
  expect(inference.reason.missing).toBe(missing);
  expect(schema).toMatchObject({ domain: { value: { high } }, ...beside });
  expect([schema.atoms, schema.marks].filter((list) => list !== undefined)).toHaveLength(Object.keys(beside).length);
  await project.undo();
  expect(project.recipe.reading).toEqual({});
  expect(project.columns[1]!.schema).toEqual(before);
  expect(asked()).toEqual(question);
});

test('codes and marks that are typed are read so, and Reset takes them back', async () => {
  const { project } = await openApp();
  await project.readColumn('n', { atoms: [999], apart: ['NA'] });
  expect(project.columns[1]!.schema).toMatchObject({ atoms: [999], marks: ['NA'] });
  await project.choose('n', { bounds: [0, 60] });
  expect(project.columns[1]!.schema).toMatchObject({ atoms: [999], marks: ['NA'], domain: { source: 'declared' } });
  await project.choose('n', null);
  expect(project.recipe.reading).toEqual({});
  expect(project.columns[1]!.schema).not.toHaveProperty('atoms');
});
