/** The engine without a wire: what a job throws is an answer, and what the same seed draws is the same. */
import { expect, test } from 'vitest';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../src/core/progress.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import { declareAll } from '../../../src/core/table/schema.ts';
import { browserEntropy } from '../../../workers/entropy.ts';
import { gunzip } from '../../../workers/gunzip.ts';
import { serve, serveEngine, type Platform } from '../../../workers/serve.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { resultOf } from '../../helpers/outcome.ts';
import { penguins, PENGUINS_RECIPE } from '../../helpers/penguins.ts';
import { wideTable } from '../../helpers/wide-table.ts';

const platform: Platform = { entropy: seededEntropy(1), gunzip, now: () => 0 };
const engine = serve(platform);
const { table, inferences } = penguins;
const job = { table, inferences, recipe: PENGUINS_RECIPE };

test('an error of the catalogue is answered as data, with its place', async () => {
  const file = new Blob(['a,b\n']);
  const answer = await engine.read({ file, name: 'x.csv', reading: {} }, silent);
  expect(answer).toMatchObject({ ok: false, error: { code: 'no-rows' } });
  expect(structuredClone(answer)).toEqual(answer);
  const column = table.columns[0]!;
  const choices = { kind: 'datetime' } as const;
  expect(await engine.describe({ column, inference: inferences[0]!, choices })).toMatchObject({
    ok: false,
    error: { code: 'kind-impossible', place: { column: column.name } },
  });
});

test('a fault is answered as data, with its own message', async () => {
  const breaking: Platform = {
    ...platform,
    now: () => {
      throw new Error('the clock stands still');
    },
  };
  expect(await serve(breaking).generate(job, silent)).toEqual({
    ok: false,
    error: { code: 'fault', message: 'the clock stands still', place: {}, facts: {} },
  });
});

test('without a source of chance nothing is drawn and nothing is released', async () => {
  const without = serve({ ...platform, entropy: browserEntropy({} as Crypto) });
  expect(await without.generate(job, silent)).toMatchObject({ ok: false, error: { code: 'no-secure-entropy' } });
});

test('the same entropy seed gives the same rows, another one other rows', async () => {
  const drawn = async (entropySeed: number) =>
    (await resultOf(engine.generate({ ...job, entropySeed }, silent))).synthetic;
  const first = await drawn(1);
  expect(await drawn(1)).toEqual(first);
  expect(await drawn(2)).not.toEqual(first);
});

test('a plan that may buy nothing refuses what is not declared, as the run does', async () => {
  const recipe = { ...PENGUINS_RECIPE, assumePublicSchema: false, discovery: false };
  const schema = inferSchema(table, inferences);
  const planned = await engine.plan({ schema, recipe, rowCount: table.rowCount });
  expect(planned).toMatchObject({ ok: false, error: { code: 'domain-inferred' } });
  expect(planned).toEqual(await engine.generate({ ...job, recipe }, silent));
});

test('a budget that is weak, and a delta that fails in a table of this size, are said before anything is spent', async () => {
  const schema = (await resultOf(engine.read({ file: new Blob(['a\n1\n2\n']), name: 'x.csv', reading: {} }, silent)))
    .schema;
  const codes = async (epsilon: number, delta: number) => {
    const privacy = { ...PENGUINS_RECIPE.privacy!, epsilon, delta };
    const recipe = { ...PENGUINS_RECIPE, privacy };
    return (await resultOf(engine.plan({ schema, recipe, rowCount: 1000 }))).notices.map(({ code }) => code);
  };
  expect(await codes(1, 1e-6)).toEqual([]);
  expect(await codes(5, 1e-3)).toEqual(['epsilon-large', 'delta-large']);
});

test.each([null, PENGUINS_RECIPE.privacy])(
  'a plan says the memory of its run, and warns where a device has too little',
  async (privacy) => {
    const job = { schema: inferSchema(table, inferences), recipe: { ...PENGUINS_RECIPE, privacy }, rowCount: 1e6 };
    const planned = async (deviceBytes: number | null) =>
      resultOf(serveEngine({ entropy: seededEntropy(1), now: () => 0, deviceBytes }).plan(job));
    const { memoryBytes } = await planned(null);
    expect(memoryBytes).toBeGreaterThan(100e6);
    const isTold = async (deviceBytes: number | null) =>
      (await planned(deviceBytes)).notices.some(({ code }) => code === 'memory-high');
    expect(await Promise.all([null, 2 * memoryBytes, 1].map(isTold))).toEqual([false, false, true]);
    const { stepsBack, ...less } = await planned(2 * memoryBytes - 1);
    if (privacy) {
      expect(less.notices.map(({ code }) => code)).toEqual(['delta-large', 'memory-high']);
      expect(stepsBack).toEqual({ synthesizer: job.recipe.synthesizer, notices: [] }); // rows alone are too many
    } else {
      expect(stepsBack.notices).toMatchObject([{ code: 'stepped-back', facts: { what: 'fittedRows', to: '50000' } }]);
      expect(less).toMatchObject({ notices: [], plan: { options: stepsBack.synthesizer.options } });
      expect(less.memoryBytes).toBeLessThan(memoryBytes);
    }
  },
);

test('a run that is long is told so, and under a claim what it could do without is proposed from what is declared', async () => {
  const wide = wideTable(20, 120, 1);
  const schema = declareAll(schemaFor(wide));
  const recipe = { ...PENGUINS_RECIPE, synthesizer: { id: 'aim', options: {} } };
  const planned = async (rowCount: number) => resultOf(engine.plan({ schema, recipe, rowCount }));
  const { notices, plan, stepsBack } = await planned(1000);
  expect(notices).toContainEqual(expect.objectContaining({ code: 'time-long' }));
  expect(plan.synthesizer).toBe('aim');
  expect(stepsBack.synthesizer).toEqual({ id: 'mst', options: {} });
  expect((await planned(1e7)).stepsBack).toEqual(stepsBack);
});

test('a model that there is no memory for is named with its largest column', async () => {
  let calls = 0;
  const now = (): number => (calls++ > 2 ? new ArrayBuffer(2 ** 52).byteLength : 0);
  const answer = await serve({ ...platform, now }).generate(job, silent);
  expect(answer).toMatchObject({ ok: false, error: { code: 'model-too-large', place: { column: 'bill_length_mm' } } });
});
