/** What goes with a table, dropped along with it or after it. The engine is the real one, in place of a worker. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import type { Engine } from '../../../src/client/engine.ts';
import { silent } from '../../../src/core/progress.ts';
import { App } from '../../../src/state/app.svelte.ts';
import type { Services } from '../../../src/state/services.ts';
import { browserEntropy } from '../../../workers/entropy.ts';
import { formats } from '../../../workers/formats.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { serve } from '../../../workers/serve.ts';
import { resultOf } from '../../helpers/outcome.ts';
import { forAllAsync } from '../../helpers/properties.ts';

const rows = Array.from(
  { length: 40 },
  (_, row) => `${row};${'ab'[row % 2]};${row % 28 < 9 ? '0' : ''}${(row % 28) + 1}/02/2020`,
);
const TABLE = `n;level;day\n${rows.join('\n')}\n`;
const table = (): File => new File([TABLE], 'table.csv');
const json = (value: unknown, name = 'x.json'): File => new File([JSON.stringify(value)], name);
const SCHEMA = {
  fields: [
    { name: 'n', type: 'integer', constraints: { minimum: 0, maximum: 100 } },
    { name: 'level', type: 'string', categories: ['a', 'b', 'c'] },
    { name: 'day', type: 'date', format: '%d/%m/%Y' },
  ],
};

function createApp(): { app: App; saved: Map<string, string> } {
  const api = serve({ entropy: browserEntropy(), gunzip, now: () => 0, formats });
  const engine = {
    read: (job) => resultOf(api.read(job, silent)),
    describe: (job) => resultOf(api.describe(job)),
    plan: (job) => resultOf(api.plan(job)),
    companion: (job) => resultOf(api.companion(job)),
    askedFor: (job) => resultOf(api.askedFor(job)),
    proposeRules: (job) => resultOf(api.proposeRules(job)),
    schemaFile: (job) => resultOf(api.schemaFile(job)),
  } as Engine;
  const saved = new Map<string, string>();
  const services: Partial<Services> = {
    engine,
    openStore: () => Promise.resolve(null),
    saveFile: (name, _type, bytes) => void saved.set(name, String(bytes)),
    now: () => 0,
  };
  return { app: new App(services as Services), saved };
}

test('a schema dropped along with its table is applied to it, in one step of the history', async () => {
  const { app } = createApp();
  await app.take([json(SCHEMA), table()]);
  expect(app.dropProblem).toBeNull();
  const { project } = app;
  expect(project.choices).toEqual({
    n: { kind: 'numeric', decimals: 0, bounds: [0, 100] },
    level: { kind: 'categorical', levels: ['a', 'b', 'c'] },
    day: { kind: 'datetime' },
  });
  expect(project.readingChoices).toEqual({ columns: { day: { date: 'dd/MM/yyyy' } } });
  expect(project.columns.map(({ schema }) => [schema.kind.source, schema.domain?.source])).toEqual([
    ['declared', 'declared'],
    ['declared', 'declared'],
    ['declared', 'inferred'],
  ]);
  await project.undo();
  expect([project.choices, project.readingChoices]).toEqual([{}, {}]);
});

test('dropped after the table, it goes before what was said of the same parts and leaves the others', async () => {
  const { app } = createApp();
  await app.take([table()]);
  await app.project.choose('n', { role: 'target' });
  await app.project.choose('level', { levels: ['a', 'b'] });
  await app.take([json(SCHEMA)]);
  expect(app.project.choices).toMatchObject({
    n: { role: 'target', bounds: [0, 100] },
    level: { levels: ['a', 'b', 'c'] },
  });
});

test('what does not fit is named, and the rest is applied', async () => {
  const { app } = createApp();
  await app.take([table()]);
  await app.take([json({ fields: [{ name: 'level', type: 'number' }, SCHEMA.fields[0], { name: 'gone' }] })]);
  expect(app.project.columnProblems).toMatchObject([{ name: 'level', error: { code: 'kind-impossible' } }]);
  expect(app.project.choices).toMatchObject({ n: { bounds: [0, 100] } });
  expect(app.project.notices).toContainEqual(
    expect.objectContaining({ code: 'schema-columns-differ', facts: { columns: ['gone', 'day'] } }),
  );
});

const seed = fc.nat(1000);
/** Recipes that fit the table, with every part drawn. */
const recipes: fc.Arbitrary<Recipe> = fc.record({
  version: fc.constant(1 as const),
  reading: fc.constantFrom({}, { delimiter: ';' }, { columns: { level: { missing: ['b'] } } }),
  columns: fc.constantFrom({}, { n: { bounds: [0, 99] } }, { level: { levels: ['b', 'a'] }, n: { role: 'target' } }),
  assumePublicSchema: fc.boolean(),
  discovery: fc.boolean(),
  split: fc.record({ holdout: fc.constantFrom(0, 0.2, 0.5), seed }),
  synthesizer: fc.constantFrom({ id: 'auto', options: {} }, { id: 'mst', options: { draw: 'independent' } }),
  privacy: fc.constantFrom(null, { epsilon: 3, delta: 1e-9, neighbours: 'replace-one', rowsPerPerson: 2 }),
  rules: fc.constantFrom([], [{ kind: 'levels', hard: true, column: 'level', levels: ['a'] }]),
  sample: fc.record({
    rows: fc.constantFrom<Recipe['sample']['rows'][]>('same', 12),
    seed,
    conditions: fc.constantFrom([], [{ where: { level: 'a' }, share: 0.5 }]),
  }),
  validate: fc.record({
    target: fc.constantFrom(null, 'level'),
    fidelity: fc.boolean(),
    utility: fc.boolean(),
    attacks: fc.boolean(),
    sweep: fc.boolean(),
    rareClass: fc.constantFrom(null, { column: 'level', level: 'a' }),
  }),
} satisfies { [K in keyof Recipe]: fc.Arbitrary<Recipe[K]> });

test('a recipe takes the place of every choice: saved again, it is the same', async () => {
  const { app, saved } = createApp();
  await app.take([table()]);
  expect(app.project.recipe).toEqual(DEFAULT_RECIPE);
  await forAllAsync(
    recipes,
    async (recipe) => {
      await app.take([json(recipe)]);
      expect(app.dropProblem).toBeNull();
      app.saveRecipe();
      expect(JSON.parse(saved.get('table.recipe.json')!)).toEqual(recipe);
    },
    15,
  );
});

test('one undo takes the whole recipe back, and what was said after it comes again with redo', async () => {
  const { app } = createApp();
  await app.take([table()]);
  const { project } = app;
  await forAllAsync(
    recipes,
    async (recipe) => {
      project.setPrivacy({ epsilon: 2 });
      const before = project.recipe;
      await app.take([json(recipe)]);
      project.rows = 7;
      const after = project.recipe;
      await project.undo();
      expect(project.recipe).toEqual(before);
      await project.redo();
      expect(project.recipe).toEqual(after);
    },
    8,
  );
});

test('a recipe that differs in its terms alone is a step of the history too', async () => {
  const { app } = createApp();
  await app.take([table()]);
  await app.take([json({ privacy: null })]);
  await app.project.undo();
  expect([app.project.recipe, app.project.canUndo]).toEqual([DEFAULT_RECIPE, false]);
});

test('what no form shows is done without by name, undone like any choice, and bound to its synthesizer', async () => {
  const { app } = createApp();
  await app.take([table()]);
  const { project } = app;
  const split = { holdout: 0.5, seed: 9 };
  await app.take([json({ split, synthesizer: { id: 'mst', options: { draw: 'independent' } } })]);
  expect(project.keptParts).toEqual(['split', 'synthesizer']);
  await project.dropKept('split');
  expect([project.keptParts, project.recipe.split]).toEqual([['synthesizer'], DEFAULT_RECIPE.split]);
  await project.undo();
  expect(project.recipe.split).toEqual(split);
  project.setSynthesizer('independent');
  expect([project.keptParts, project.recipe.synthesizer.options]).toEqual([['split'], {}]);
});

test('a target that the table does not have is none', async () => {
  const { app } = createApp();
  await app.take([table()]);
  await app.take([json({ columns: {}, validate: { target: 'gone' } })]);
  expect(app.project.recipe.validate.target).toBeNull();
});

test.each([
  ['a schema without a table', SCHEMA],
  ['a Data Package', { resources: [{ path: 'table.csv' }] }],
  ['a manifest', { kind: 'synthetic', files: [] }],
])('%s alone: companion-alone', async (_what, value) => {
  const { app } = createApp();
  await app.take([json(value)]);
  expect(app.dropProblem?.code).toBe('companion-alone');
  expect(app.isHome).toBe(true);
});

test('a table is read although what came along is only described, or broken', async () => {
  const { app } = createApp();
  await app.take([table(), json({ resources: [{ path: 'table.csv' }] })]);
  expect([app.dropProblem?.code, app.project.read?.table.rowCount]).toEqual(['companion-alone', 40]);
  await app.take([json({ fields: [{ name: 'n', type: 'float' }] })]);
  expect(app.dropProblem?.code).toBe('schema-invalid');
  expect(app.project.choices).toEqual({});
});

test('a table of JSON is a table, and two tables are one too many', async () => {
  const { app } = createApp();
  await app.take([json({ a: [1, 2, 3], b: [4, 5, 6] })]);
  expect(app.project.read?.table.rowCount).toBe(3);
  await app.take([json({ a: [1, 2, 3], b: [4, 5, 6] }), table(), json(SCHEMA)]);
  expect(app.dropProblem?.code).toBe('several-files');
});

test('a schema that was saved says the same when it is loaded', async () => {
  const first = createApp();
  await first.app.take([table(), json(SCHEMA)]);
  await first.app.saveSchema(false);
  const text = first.saved.get('table.schema.json')!;
  const second = createApp();
  await second.app.take([table(), new File([text], 'table.schema.json')]);
  expect(second.app.project.recipe).toEqual(first.app.project.recipe);
  await first.app.saveSchema(true);
  expect(JSON.parse(first.saved.get('table.schema.json')!)).toMatchObject({
    fields: [{}, {}, { constraints: { minimum: '01/02/2020', maximum: '28/02/2020' } }],
  });
});

test('a table is no schema to load, and the one at hand stays', async () => {
  const { app } = createApp();
  await app.take([table()]);
  await app.loadSchema([json([{ a: 1 }])]);
  expect([app.dropProblem?.code, app.project.name]).toEqual(['schema-invalid', 'table.csv']);
  await app.loadSchema([json(SCHEMA)]);
  expect([app.dropProblem, app.project.choices['n']?.bounds]).toEqual([null, [0, 100]]);
});
