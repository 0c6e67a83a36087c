/** The order of things: what is refused before a row is mapped or a budget touched, and what a claim says of itself. */
import { expect, test } from 'vitest';
import { assess, generate, prepare } from '../../src/core/pipeline.ts';
import { seededEntropy } from '../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../src/core/progress.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import { penguins, PENGUINS_RECIPE } from '../helpers/penguins.ts';
import { ALL_STATED, NOTHING_STATED } from '../helpers/stated.ts';

const { table, inferences } = penguins;
const prepared = (recipe: Partial<Recipe>) => prepare(table, inferences, { ...PENGUINS_RECIPE, ...recipe });
const noticesOf = (recipe: Partial<Recipe>) => {
  const whole = { ...PENGUINS_RECIPE, ...recipe };
  const { facts } = generate(prepare(table, inferences, whole), whole, seededEntropy(1), silent);
  return {
    public: facts.notices.public.map(({ code }) => code),
    confidential: facts.notices.confidential.map(({ code }) => code),
  };
};

test('a guarantee on columns that were read off the data is refused by their names', () => {
  expect(() => prepared({ assumePublicSchema: false, discovery: false })).toThrow(
    expect.objectContaining({
      code: 'domain-inferred',
      facts: { columns: table.columns.map((column) => column.name) },
    }),
  );
  expect(prepared({ assumePublicSchema: false, privacy: null }).stated).toEqual(NOTHING_STATED);
  expect(prepared({}).stated).toEqual(ALL_STATED);
});

test('a target that the table lacks is refused by its name', () => {
  const recipe = { ...PENGUINS_RECIPE, validate: { ...PENGUINS_RECIPE.validate, target: 'weight' } };
  expect(() => assess(prepared({}), table, 'utility', recipe, silent)).toThrow(
    expect.objectContaining({ code: 'target-unknown', place: { column: 'weight' } }),
  );
});

test('a seeded run, an assumed schema and a large epsilon are told to whoever gets the rows', () => {
  const privacy = { ...PENGUINS_RECIPE.privacy!, epsilon: 8 };
  expect(noticesOf({ privacy }).public).toEqual(
    expect.arrayContaining(['not-private', 'public-schema-assumed', 'epsilon-large']),
  );
  expect(noticesOf({}).public).not.toContain('epsilon-large');
  expect(noticesOf({ privacy: null }).public).not.toContain('not-private');
});

test('how many rows there are stays confidential', () => {
  const halves = noticesOf({ split: { holdout: 0.6, seed: 1 } });
  expect(halves.confidential).toContain('rows-few');
  expect(halves.public).not.toContain('rows-few');
  expect(noticesOf({}).confidential).toContain('holdout-small');
  expect(noticesOf({ split: { holdout: 0, seed: 1 } }).confidential).toContain('no-holdout');
});
