/** Several synthesizers on the same rows: shares, tags, and a budget that pays once for what all parts need. */
import { expect, test } from 'vitest';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { noticeText } from '../../../src/core/errors.ts';
import { assess, generate, prepare, type Generated } from '../../../src/core/pipeline.ts';
import { dealtRows } from '../../../src/core/models/draw.ts';
import type { EnsembleModel } from '../../../src/core/models/model.ts';
import { ensembleOf } from '../../../src/core/models/ensemble.ts';
import { independent } from '../../../src/core/models/independent.ts';
import { synthesizerById } from '../../../src/core/models/registry.ts';
import { budgetOf, createLedger, spentGrains, type Ledger } from '../../../src/core/privacy/ledger.ts';
import { silent, type Progress } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import { declareAll, publicSchemaOf } from '../../../src/core/table/schema.ts';
import type { Train } from '../../../src/core/table/split.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { EPSILON_1, fitTable } from '../../helpers/models.ts';
import { resultOf } from '../../helpers/outcome.ts';
import { gunzip, readText } from '../../helpers/reading.ts';
import { categorical, numeric, rowsOf, tableOf } from '../../helpers/tables.ts';
import { planRun, rehearseRun } from '../../../workers/plan.ts';
import { serve } from '../../../workers/serve.ts';

const cells = Array.from({ length: 300 }, (_, row) => row);
const table = tableOf(
  numeric(
    'age',
    cells.map((row) => (row * 7) % 60),
  ),
  categorical(
    'sex',
    cells.map((row) => (row % 3 === 0 ? 'f' : 'm')),
  ),
  categorical(
    'city',
    cells.map((row) => 'abcd'[row % 4]!),
  ),
);
const schema = declareAll(schemaFor(table));

const recipeOf = (options: Recipe['synthesizer']['options'], change: Partial<Recipe> = {}): Recipe => ({
  ...DEFAULT_RECIPE,
  ...{ assumePublicSchema: true, discovery: false, split: { holdout: 0, seed: 1 } },
  synthesizer: { id: 'ensemble', options },
  ...change,
});
const THREE = {
  parts: [
    { id: 'mst', share: 1 },
    { id: 'copula', share: 2 },
    { id: 'independent', share: 2 },
  ],
};
const { plan, fit } = synthesizerById('ensemble');

function fitted(recipe: Recipe): Readonly<{ model: EnsembleModel; ledger: Ledger; progress: readonly Progress[] }> {
  const ledger = createLedger(budgetOf(EPSILON_1));
  const source = { claim: true, schema: publicSchemaOf(schema), entropy: seededEntropy(1), ledger } as const;
  const progress: Progress[] = [];
  const model = fit(table as Train, plan(schema, recipe), source, (step) => progress.push(step));
  return { model: model as EnsembleModel, ledger, progress };
}

function made(recipe: Recipe): Generated {
  return generate(prepare(table, [], recipe), recipe, seededEntropy(1), silent);
}

test('counts of single columns are bought once, for what all parts would spend on them', () => {
  const { ledger } = fitted(recipeOf(THREE));
  const alone = ledger.entries.filter(({ purpose }) => purpose === 'one-way counts');
  expect(alone.map(({ columns }) => columns)).toEqual([['age'], ['sex'], ['city']]);
  const parts = plan(schema, recipeOf(THREE)).parts!;
  const wouldSpend = parts.flatMap(({ plan: own }) => own.asks.filter(({ sigma2 }) => sigma2 !== null));
  const sum = wouldSpend.reduce((grains, ask) => grains + ask.rhoGrains, 0);
  const paid = alone.reduce((grains, entry) => grains + entry.rhoGrains, 0);
  expect(paid).toBeLessThanOrEqual(sum);
  expect(paid).toBeGreaterThan(0.999 * sum);
  expect(spentGrains(ledger)).toBeLessThanOrEqual(ledger.budget.rhoGrains);
  expect(spentGrains(ledger)).toBeGreaterThan(0.999 * ledger.budget.rhoGrains);
});

test('all parts rest on the same counts of single columns, which are better than those of a third of the budget', () => {
  const { model } = fitted(recipeOf(THREE));
  const [, copula, independent] = model.parts.map((part) => part.model);
  expect(copula!.counts).toEqual(independent!.counts);
  const { noise, parts } = plan(schema, recipeOf(THREE));
  for (const part of parts!) expect(part.plan.noise!.oneWay).toEqual(noise!.oneWay);
  const third = synthesizerById('independent').plan(schema, recipeOf({}), parts![2]!.plan.rhoGrains!);
  expect(noise!.oneWay.sigma2).toBeLessThan(third.noise!.oneWay.sigma2);
});

test('the budget is split equally, and a pair is as good as the parts on average, where all measure pairs', () => {
  const two = plan(schema, recipeOf({ parts: [{ id: 'mst' }, { id: 'copula' }] }));
  const [mst, copula] = two.parts!.map((part) => part.plan);
  expect([mst!.rhoGrains, copula!.rhoGrains]).toEqual(Array(2).fill(Math.floor(two.rhoGrains! / 2)));
  const deviations = [mst!, copula!].map(({ noise }) => Math.sqrt(noise!.pair!.sigma2));
  expect(Math.sqrt(two.noise!.pair!.sigma2)).toBeCloseTo((deviations[0]! + deviations[1]!) / 2, 9);
  expect(plan(schema, recipeOf(THREE)).noise!.pair).toBeNull();
});

test('rows are shared out by the shares, mixed, and each says which part made it', () => {
  const { synthetic, madeBy, facts } = made(
    recipeOf(THREE, { privacy: null, sample: { rows: 101, seed: 1, conditions: [] } }),
  );
  expect(synthetic.rowCount).toBe(101);
  expect(facts.parts).toEqual([
    { id: 'mst', version: 1, rowCount: 20, rhoGrains: 0 },
    { id: 'copula', version: 1, rowCount: 41, rhoGrains: 0 },
    { id: 'independent', version: 1, rowCount: 40, rhoGrains: 0 },
  ]);
  const turns = madeBy!.filter((part, row) => row > 0 && part !== madeBy![row - 1]).length;
  expect(turns).toBeGreaterThan(30);
});

test('a part leaves the rows of the others as they were', () => {
  const rowsBy = (parts: readonly { id: string }[], id: string): unknown[] => {
    const recipe = recipeOf({ parts }, { privacy: null, sample: { rows: 60, seed: 1, conditions: [] } });
    const { synthetic, madeBy } = made(recipe);
    const place = parts.findIndex((part) => part.id === id);
    return rowsOf(synthetic)
      .filter((_, row) => madeBy![row] === place)
      .map(String)
      .sort();
  };
  const before = rowsBy([{ id: 'copula' }, { id: 'independent' }], 'copula');
  expect(rowsBy([{ id: 'mst' }, { id: 'copula' }], 'copula')).toEqual(before);
});

test('an ensemble draws rows of a kind as such where all that it may be made of do', () => {
  expect(synthesizerById('ensemble').conditions).toBe('exact');
  expect(ensembleOf([independent, { ...independent, conditions: 'rejection' }]).conditions).toBe('rejection');
});

test('conditions are shared out too, and one synthesizer alone tags no row', () => {
  const conditions = [{ where: { sex: 'f' }, rows: 60 }];
  const { synthetic, facts, madeBy } = made(
    recipeOf(THREE, { privacy: null, sample: { rows: 60, seed: 1, conditions } }),
  );
  expect(rowsOf(synthetic).every((row) => row[1] === 'f')).toBe(true);
  expect(facts.wishes).toMatchObject([{ asked: 60, made: 60 }]);
  expect(dealtRows(60, [0.2, 0.4, 0.4])).toEqual(
    [0, 1, 2].map((place) => madeBy!.filter((one) => one === place).length),
  );
  expect(made(recipeOf({}, { privacy: null, synthesizer: { id: 'independent', options: {} } })).madeBy).toBeUndefined();
});

test('a kind of row that one part cannot make is made by the others, and it says so', () => {
  const spread = tableOf(
    numeric('x', cells),
    categorical(
      'half',
      cells.map((row) => (row < 150 ? 'low' : 'high')),
    ),
  );
  const parts = { parts: [{ id: 'mst' }, { id: 'trees' }] };
  // The knots of a bin are means of five rows, so that mst never reaches the largest value.
  const conditions = [{ where: { x: [299, 299] as const }, rows: 6 }];
  const recipe = recipeOf(parts, { privacy: null, sample: { rows: 10, seed: 1, conditions } });
  const { facts } = generate(prepare(spread, [], recipe), recipe, seededEntropy(1), silent);
  expect(facts.notices.public.map(noticeText)).toEqual([
    'Ensemble, mst: No row of this part can meet one of the conditions; the other parts make its share of such rows.',
  ]);
  expect(facts.wishes).toMatchObject([{ asked: 6, made: 6 }]);
  expect(facts.parts).toMatchObject([{ rowCount: 2 }, { rowCount: 8 }]);
});

test('rows that one part is short of are missing and said to be of that part, and no other fills them', () => {
  const twice = tableOf(
    categorical(
      'one',
      cells.map((row) => 'ab'[row % 2]!),
    ),
    categorical(
      'same',
      cells.map((row) => 'ab'[row % 2]!),
    ),
  );
  const conditions = [{ where: { one: 'a', same: 'b' }, rows: 10 }];
  const options = { parts: [{ id: 'trees' }, { id: 'independent' }] };
  const recipe = recipeOf(options, { privacy: null, sample: { rows: 10, seed: 1, conditions } });
  const { facts, synthetic } = generate(prepare(twice, [], recipe), recipe, seededEntropy(1), silent);
  expect(facts.notices.public).toMatchObject([{ code: 'rows-short', count: 5, place: { part: 'trees' } }]);
  expect(facts.wishes).toMatchObject([{ asked: 10, made: 5 }]);
  expect(synthetic.rowCount).toBe(5);
});

test('parts are set beside each other where it is known which rows are whose', () => {
  const parts = [{ id: 'independent' }, { id: 'copula' }];
  const recipe = recipeOf({ parts }, { privacy: null, sample: { rows: 100, seed: 1, conditions: [] } });
  const prepared = prepare(table, [], recipe);
  const { synthetic, madeBy, facts } = generate(prepared, recipe, seededEntropy(1), silent);
  const known = { by: madeBy!, parts: facts.parts };
  expect(assess(prepared, synthetic, 'tails', recipe, silent, { madeBy: known }).value).toMatchObject({
    parts: {
      parts: parts.map(({ id }) => ({ synthesizer: id, rowCount: 50 })),
      pairs: [{ synthesizers: ['independent', 'copula'], c2st: { n: 100 } }],
    },
  });
});

test('what is wrong with one part, or noticed by one, is said of that part', () => {
  const trees = recipeOf({ parts: [{ id: 'mst' }, { id: 'trees' }] });
  expect(() => plan(schema, trees)).toThrow(
    expect.objectContaining({
      place: { part: 'trees' },
      message: expect.stringMatching(/^Ensemble, trees: Sequential trees cannot be fitted/) as string,
    }),
  );
  expect(() => planRun({ schema, recipe: trees, rowCount: 300 })).toThrow('Ensemble, trees:');
  const { warnings } = plan(schema, recipeOf({ parts: [{ id: 'mst' }, { id: 'copula' }] }));
  expect(warnings).toMatchObject([{ code: 'copula-nominal', place: { part: 'copula' } }]);
  const impossible = [{ where: { age: [59.5, 59.5] as const }, rows: 6 }];
  expect(() => made(recipeOf(THREE, { privacy: null, sample: { rows: 10, seed: 1, conditions: impossible } }))).toThrow(
    expect.objectContaining({ code: 'condition-impossible' }),
  );
});

test('progress is that of one job: each stage begins once, and ends at its total', () => {
  const { progress } = fitted(recipeOf(THREE));
  const stages = progress.map(({ stage }) => stage).filter((stage, at, all) => stage !== all[at - 1]);
  expect(stages).toEqual(['measuring', 'fitting']);
  expect(progress.at(-1)).toEqual({ stage: 'fitting', done: 3000, total: 3000 });
});

test.each([
  ['no list', { parts: 'mst' }, 'recipe-invalid'],
  ['one part', { parts: [{ id: 'mst' }] }, 'recipe-invalid'],
  ['five parts', { parts: Array(5).fill({ id: 'mst' }) }, 'recipe-invalid'],
  ['a part twice', { parts: [{ id: 'mst' }, { id: 'mst' }] }, 'recipe-invalid'],
  ['a part of its own kind', { parts: [{ id: 'mst' }, { id: 'ensemble' }] }, 'recipe-invalid'],
  ['a share of nothing', { parts: [{ id: 'mst', share: 0 }, { id: 'aim' }] }, 'recipe-invalid'],
  ['a draw of its own', { parts: [{ id: 'mst', options: { draw: 'even' } }, { id: 'aim' }] }, 'recipe-invalid'],
  ['a key that nobody knows', { parts: [{ id: 'mst', budget: 1 }, { id: 'aim' }] }, 'recipe-unknown-key'],
  [
    'an option that a part lacks',
    { parts: [{ id: 'mst', options: { minLeaf: '5' } }, { id: 'aim' }] },
    'option-unknown',
  ],
  ['trees under a claim', { parts: [{ id: 'mst' }, { id: 'trees' }] }, 'claim-unsupported'],
])('%s is refused before anything is spent', (_, options, code) => {
  expect(() => plan(schema, recipeOf(options))).toThrow(expect.objectContaining({ code }));
});

test('what is usual holds trees without a claim alone, and options reach their part', () => {
  const idsOf = (recipe: Recipe): string[] => plan(schema, recipe).parts!.map((part) => part.plan.synthesizer);
  expect(idsOf(recipeOf({}, { privacy: null }))).toContain('trees');
  expect(idsOf(recipeOf({}))).not.toContain('trees');
  const parts = [{ id: 'mst', options: { cap: 'quick' } }, { id: 'copula' }];
  const [mst, copula] = plan(schema, recipeOf({ parts, draw: 'independent' })).parts!;
  expect(mst!.plan.options).toEqual({ draw: 'independent', cap: 'quick' });
  expect(copula!.plan.options).toEqual({ draw: 'independent' });
});

test('shares of rows are rounded by largest remainder, ties to the first', () => {
  expect(dealtRows(10, [0.25, 0.25, 0.5])).toEqual([3, 2, 5]);
  expect(dealtRows(1, [0.5, 0.5])).toEqual([1, 0]);
  expect(dealtRows(0, [0.3, 0.7])).toEqual([0, 0]);
  expect(fitTable('ensemble', table).model.parts.map(({ share }) => share)).toEqual([0.25, 0.75]);
});

test('a plan for the page says what each part can expect, and a rehearsal runs all of them', () => {
  const recipe = recipeOf({ parts: [{ id: 'mst', share: 3 }, { id: 'copula' }] });
  const planned = planRun({ schema, recipe, rowCount: 300 });
  expect(planned.parts.map(({ synthesizer, share }) => [synthesizer, share])).toEqual([
    ['mst', 0.75],
    ['copula', 0.25],
  ]);
  for (const { forecast } of planned.parts) expect(forecast!.oneWay).toBe(planned.forecast!.oneWay);
  const errors = planned.parts.map(({ forecast }) => forecast!.pair!);
  expect(planned.forecast!.pair).toBeGreaterThan(Math.min(...errors));
  expect(planned.forecast!.pair).toBeLessThan(Math.max(...errors));
  expect(planRun({ schema, recipe: { ...recipe, privacy: null }, rowCount: 300 }).parts).toMatchObject([
    { forecast: null },
    {},
  ]);
  expect(rehearseRun({ schema, recipe, rowCount: 300 }, seededEntropy(1), silent).pair).toBeGreaterThan(0);
});

test('a file of an ensemble says of each row which part made it, in which run; without tags it does not', async () => {
  const { synthetic, madeBy, facts } = made(recipeOf(THREE, { privacy: null }));
  const origins = { by: madeBy!, parts: facts.parts, run: '0123456789abcdef', generation: 1 };
  const { dialect } = await readText('age,sex,city\n1,f,a\n2,m,b\n');
  const engine = serve({ entropy: seededEntropy(1), gunzip, now: () => 0 });
  const write = (provenance: boolean) => {
    const job = { synthetic, dialect, format: 'csv', guardFormulas: false, provenance, made: origins } as const;
    return resultOf(engine.write(job, silent));
  };
  const { bytes, file } = await write(true);
  const [head, ...lines] = new TextDecoder().decode(bytes).trim().split('\n');
  expect(head).toBe('age,sex,city,_generation,_synthesizer,_run,_provenance');
  expect(lines.map((line) => line.split(',').slice(3).join())).toEqual(
    [...madeBy!].map((part) => `1,${THREE.parts[part]!.id}@1,0123456789ab,synthetic`),
  );
  expect(file.tagColumns).toEqual(['_generation', '_synthesizer', '_run', '_provenance']);
  expect(file.columnCount).toBe(7);
  expect(new TextDecoder().decode((await write(false)).bytes)).toMatch(/^age,sex,city\n/);
});
