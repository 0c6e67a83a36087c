import { expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { DEFAULT_RECIPE } from '../../src/core/recipe.ts';
import { readRecipe } from '../../src/core/recipe/read-recipe.ts';

test('an empty object is the default recipe', () => expect(readRecipe({})).toEqual(DEFAULT_RECIPE));

test('a recipe survives JSON', () => {
  const recipe = readRecipe({
    columns: {
      age: { kind: 'numeric', bounds: [0, 120], role: 'target' },
      born: { bounds: ['1900-01-01', '2026-12-31'] },
    },
    privacy: { epsilon: 3 },
    sample: { rows: 1000 },
  });
  expect(readRecipe(JSON.parse(JSON.stringify(recipe)))).toEqual(recipe);
  expect(recipe.privacy).toMatchObject({ epsilon: 3, delta: 1e-6 });
});

test('no formal guarantee is said by null', () => expect(readRecipe({ privacy: null }).privacy).toBeNull());

test.each([
  [{ colums: {} }, 'recipe-unknown-key', 'colums'],
  [{ columns: { age: { boundaries: [0, 1] } } }, 'recipe-unknown-key', 'columns.age.boundaries'],
  [{ version: 2 }, 'recipe-invalid', 'version'],
  [[], 'recipe-invalid', 'text'],
  [{ split: { holdout: 1 } }, 'recipe-invalid', 'split.holdout'],
  [{ split: { holdout: NaN } }, 'recipe-invalid', 'split.holdout'],
  [{ columns: { age: { bounds: [5, 1] } } }, 'recipe-invalid', 'columns.age.bounds'],
  [{ columns: { age: { bounds: [1, '2020-01-01'] } } }, 'recipe-invalid', 'columns.age.bounds'],
  [{ columns: { sex: { levels: ['a', 'a'] } } }, 'recipe-invalid', 'columns.sex.levels'],
  [{ columns: { sex: { kind: 'number' } } }, 'recipe-invalid', 'columns.sex.kind'],
  [{ columns: { day: { format: 'often' } } }, 'recipe-invalid', 'columns.day.format'],
  [{ reading: { decimal: ';' } }, 'recipe-invalid', 'reading.decimal'],
  [{ reading: { sampleRows: 0 } }, 'recipe-invalid', 'reading.sampleRows'],
  [{ rules: [{ kind: 'range' }] }, 'recipe-invalid', 'rules[0]'],
  [{ sample: { conditions: [{}] } }, 'recipe-invalid', 'sample.conditions[0].where'],
  [{ sample: { conditions: [{ where: { a: 1 }, share: 0 }] } }, 'recipe-invalid', 'sample.conditions[0].share'],
  [{ sample: { conditions: [{ where: { a: 1 }, share: 1, rows: 2 }] } }, 'recipe-invalid', 'sample.conditions[0]'],
  [{ validate: { collapse: true } }, 'recipe-invalid', 'validate.collapse'],
  [{ validate: { rareClass: { column: 'a' } } }, 'recipe-invalid', 'validate.rareClass'],
  [{ validate: { rareClass: 'a' } }, 'recipe-invalid', 'validate.rareClass'],
  [{ privacy: { epsilon: '1' } }, 'recipe-invalid', 'privacy.epsilon'],
  [{ sample: { rows: 0 } }, 'rows-invalid', undefined],
])('%j is refused as %s at %s', (json, code, key) => {
  let thrown: unknown;
  try {
    readRecipe(json);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UserError);
  expect(thrown).toMatchObject({ code, place: key === undefined ? {} : { key } });
});
