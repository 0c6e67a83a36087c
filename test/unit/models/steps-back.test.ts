import { expect, test } from 'vitest';
import { noticeText } from '../../../src/core/errors.ts';
import { runSeconds } from '../../../src/core/models/duration.ts';
import { memoryBytes } from '../../../src/core/models/memory.ts';
import { synthesizerFor } from '../../../src/core/models/registry.ts';
import { stepBack, stepNotice, type Limits } from '../../../src/core/models/steps-back.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import { declareAll, type Schema } from '../../../src/core/table/schema.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { EPSILON_1, recipeFor } from '../../helpers/models.ts';
import { numeric, tableOf } from '../../helpers/tables.ts';

const numbers = (columns: number): Schema =>
  schemaFor(tableOf(...Array.from({ length: columns }, (_, at) => numeric(`x${at}`, [0, at + 1, 99]))));
const few = numbers(24);
const many = numbers(120);
const ENDLESS: Limits = { deviceBytes: null, seconds: Infinity };
const SHORT: Limits = { deviceBytes: null, seconds: 0 };

function sizeOf(schema: Schema, recipe: Recipe, rows: number): { bytes: number; seconds: number } {
  const plan = synthesizerFor(recipe, schema).plan(schema, recipe);
  const bytes = memoryBytes(plan.memory, rows, rows);
  return { bytes, seconds: runSeconds(plan, { fitted: rows, drawn: rows }, recipe.privacy) };
}
const taken = (schema: Schema, recipe: Recipe, rows: number | null, limits: Limits): string[] =>
  stepBack(schema, recipe, rows, limits).steps.map(
    ({ what, from, to, because }) => `${what} ${from} to ${to} for ${because}`,
  );
const withOptions = (id: string, options: Recipe['synthesizer']['options']): Recipe => ({
  ...recipeFor(id),
  synthesizer: { id, options },
});

test.each(['aim', 'mst', 'trees', 'copula', 'independent', 'ensemble', 'auto'])(
  '%s: nothing is given up where it fits, to the byte and to the second',
  (id) => {
    const recipe = recipeFor(id);
    const { bytes, seconds } = sizeOf(few, recipe, 300_000);
    const limits = { deviceBytes: 2 * bytes, seconds };
    expect(stepBack(few, recipe, 300_000, limits)).toEqual({ synthesizer: recipe.synthesizer, steps: [] });
    expect(taken(few, recipe, 300_000, ENDLESS)).toEqual([]);
  },
);

test('a byte too much takes one step, and the run then fits', () => {
  const recipe = recipeFor('aim');
  const deviceBytes = 2 * sizeOf(few, recipe, 1000).bytes - 1;
  const { synthesizer, steps } = stepBack(few, recipe, 1000, { ...ENDLESS, deviceBytes });
  expect(steps).toEqual([{ what: 'cap', from: 'default', to: 'quick', because: 'memory' }]);
  expect(synthesizer).toEqual({ id: 'aim', options: { cap: 'quick' } });
  expect(2 * sizeOf(few, { ...recipe, synthesizer }, 1000).bytes).toBeLessThanOrEqual(deviceBytes);
});

test('steps come in one order, and only those that lessen what is too much', () => {
  const within = (of: Recipe): string[] =>
    taken(few, recipeFor('aim'), 1000, { ...ENDLESS, seconds: sizeOf(few, of, 1000).seconds });
  expect(within(withOptions('aim', { cap: 'quick' }))).toEqual(['cap default to quick for time']);
  expect(within(withOptions('aim', { cap: 'quick', workload: '2' }))).toEqual([
    'cap default to quick for time',
    'workload 3 to 2 for time',
  ]);
  expect(within(recipeFor('mst'))).toEqual(['cap default to quick for time', 'synthesizer aim to mst for time']);
  expect(within(recipeFor('independent'))).toEqual(['synthesizer aim to independent for time']);
  expect(taken(few, recipeFor('mst'), 1000, SHORT)).toEqual(['synthesizer mst to independent for time']);
  expect(taken(many, recipeFor('trees'), 300_000, SHORT)).toEqual([
    'fittedRows 200000 to 50000 for time',
    'predictors 50 to 20 for time',
  ]);
  const small: Limits = { ...ENDLESS, deviceBytes: 1 };
  expect(taken(many, recipeFor('trees'), 300_000, small)).toEqual(['fittedRows 200000 to 50000 for memory']);
  expect(taken(many, recipeFor('trees'), 50_000, small)).toEqual([]);
  expect(taken(few, recipeFor('trees'), 50_000, SHORT)).toEqual([]);
  for (const id of ['copula', 'independent', 'ensemble']) expect(taken(few, recipeFor(id), 300_000, SHORT)).toEqual([]);
});

test('what would spare less than a tenth is not given up, unless it is just what is needed', () => {
  const deviceBytes = sizeOf(few, recipeFor('mst'), 10_000_000).bytes; // half of what it takes, nearly all of it for rows
  expect(taken(few, recipeFor('mst'), 10_000_000, { ...ENDLESS, deviceBytes })).toEqual([]);
  expect(taken(few, recipeFor('mst'), 10_000_000, { ...ENDLESS, deviceBytes: 2 * deviceBytes - 1 })).toHaveLength(1);
  const wide = numbers(99);
  const { seconds } = sizeOf(wide, recipeFor('mst'), 1000);
  expect(taken(wide, recipeFor('aim'), 1000, { ...ENDLESS, seconds })).toEqual(['synthesizer aim to mst for time']);
});

test('no more steps are taken than are needed', () => {
  const recipe = withOptions('aim', { cap: 'best', draw: 'independent' });
  const pairs = withOptions('aim', { cap: 'quick', workload: '2', draw: 'independent' });
  const { seconds } = sizeOf(few, pairs, 1000);
  expect(stepBack(few, recipe, 1000, { ...ENDLESS, seconds }).synthesizer).toEqual(pairs.synthesizer);
  const spanning = sizeOf(few, recipeFor('mst'), 1000);
  const { synthesizer } = stepBack(few, recipe, 1000, { ...ENDLESS, seconds: spanning.seconds });
  expect(synthesizer).toEqual({ id: 'mst', options: { cap: 'quick', draw: 'independent' } });
});

test('what is left is named, and by itself steps back no further', () => {
  const limits = { ...ENDLESS, seconds: 1 };
  const first = stepBack(few, recipeFor('auto'), 300_000, limits);
  expect(first.synthesizer).toEqual({ id: 'trees', options: { fittedRows: '50000' } });
  expect(stepBack(few, recipeFor('auto'), 300_000, limits)).toEqual(first);
  const again = { ...recipeFor('auto'), synthesizer: first.synthesizer };
  expect(stepBack(few, again, 300_000, limits)).toEqual({ synthesizer: first.synthesizer, steps: [] });
});

test('under a claim the rows stay unknown, and so does the memory of what is still to be bought', () => {
  const recipe = recipeFor('aim', { privacy: EPSILON_1 });
  const small: Limits = { ...ENDLESS, deviceBytes: 1 };
  expect(() => stepBack(few, recipe, 1000, small)).toThrow('no step follows from the rows');
  expect(taken(few, recipe, null, small)).toEqual([]);
  expect(taken(declareAll(few), recipe, null, small)).toEqual(['synthesizer aim to independent for memory']);
  expect(taken(few, recipe, null, SHORT)).toEqual(['synthesizer aim to independent for time']);
  const { bytes } = sizeOf(declareAll(few), recipe, 0);
  const limits = { ...ENDLESS, deviceBytes: 2 * bytes };
  const drawn = (rows: Recipe['sample']['rows']): Recipe => ({ ...recipe, sample: { ...recipe.sample, rows } });
  expect(taken(declareAll(few), drawn('same'), null, limits)).toEqual([]);
  expect(taken(declareAll(few), drawn(1), null, limits)).toEqual(['cap default to quick for memory']);
});

test('each step is told in a sentence, with its reason', () => {
  const limits = { deviceBytes: 2 * 2 ** 30, seconds: 300 };
  const told = (schema: Schema, recipe: Recipe, seconds: number): string[] =>
    stepBack(schema, recipe, 300_000, { ...ENDLESS, seconds }).steps.map((step) =>
      noticeText(stepNotice(step, limits)),
    );
  const pairs = sizeOf(few, withOptions('aim', { cap: 'quick', workload: '2' }), 300_000);
  expect([
    ...told(many, recipeFor('trees'), 0),
    ...told(few, recipeFor('aim'), pairs.seconds),
    ...told(few, recipeFor('aim'), 0),
  ]).toEqual([
    'Because the run would take over 5 minutes, trees are fitted on 50,000 rows instead of 200,000.',
    'Because the run would take over 5 minutes, each tree asks 20 columns at most instead of 50.',
    'Because the run would take over 5 minutes, the model may become as large as quick allows, not default.',
    'Because the run would take over 5 minutes, pairs of columns are looked at instead of triples.',
    'Because the run would take over 5 minutes, the synthesizer is Columns on their own instead of AIM.',
  ]);
  const step = { what: 'fittedRows', from: '200000', to: '50000', because: 'memory' } as const;
  expect(noticeText(stepNotice(step, limits))).toBe(
    'With the 2 GB of memory that this device reports, trees are fitted on 50,000 rows instead of 200,000.',
  );
  expect(noticeText(stepNotice(step, { ...limits, deviceBytes: 2 ** 29 }))).toContain('With the 512 MB of memory');
});
