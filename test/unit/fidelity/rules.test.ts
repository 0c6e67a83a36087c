import { expect, test } from 'vitest';
import { assessFidelity } from '../../../src/core/fidelity/assess-fidelity.ts';
import { silent } from '../../../src/core/progress.ts';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import { assessmentOf, madeUpTable } from '../../helpers/assess.ts';
import { numeric, tableOf } from '../../helpers/tables.ts';

const { rules } = readRecipe({
  rules: [
    { kind: 'order', columns: ['low', 'high'] },
    { kind: 'missing-together', columns: ['low', 'high'], hard: false },
  ],
});

test('each rule is counted in synthetic rows, in train and in the holdout', () => {
  const train = tableOf(numeric('low', [1, 2, 3, null]), numeric('high', [5, 1, 4, 4]));
  const holdout = tableOf(numeric('low', [1, 2]), numeric('high', [5, 5]));
  const synthetic = tableOf(numeric('low', [1, 2, 3]), numeric('high', [0, 1, 2]));
  const { rules: found } = assessFidelity({ ...assessmentOf(train, holdout, synthetic), rules }, silent);
  expect(found).toEqual([
    { place: 0, kind: 'order', columns: ['low', 'high'], hard: true, synthetic: 1, train: 0.25, holdout: 0 },
    {
      place: 1,
      kind: 'missing-together',
      columns: ['low', 'high'],
      hard: false,
      synthetic: 0,
      train: 0.25,
      holdout: 0,
    },
  ]);
});

test('without rules there is nothing to count, and without a holdout nothing of it', () => {
  const table = madeUpTable(40);
  expect(assessFidelity(assessmentOf(table, null, table), silent).rules).toEqual([]);
  const pair = tableOf(numeric('low', [1]), numeric('high', [2]));
  const { rules: found } = assessFidelity({ ...assessmentOf(pair, null, pair), rules }, silent);
  expect(found.map(({ holdout }) => holdout)).toEqual([null, null]);
});
