/** Values that are codes and no amounts, where rules compare or add. */
import { expect, test } from 'vitest';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import { rulebookOf } from '../../../src/core/rules/rulebook.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import { numeric, rowsOf, tableOf } from '../../helpers/tables.ts';

const coded = (name: string, values: readonly (number | null)[]) => ({ ...numeric(name, values), atoms: [999] });
const table = tableOf(coded('from', [999, 9, 4, null]), coded('to', [9, 4, 999, 8]), numeric('sum', [1, 13, 4, 8]));
const schema = inferSchema(table, []);
const book = (rule: object) => rulebookOf(readRecipe({ rules: [{ hard: true, ...rule }] }).rules, schema);

test('a code breaks no order and no range, and stays where it is when rows are put in order', () => {
  const order = book({ kind: 'order', columns: ['from', 'to'], strict: false });
  expect([...order.broken(table)]).toEqual([0, 1, 0, 0]);
  expect(rowsOf(order.mend(table)).map((row) => row.slice(0, 2))).toEqual([
    [999, 9],
    [4, 9],
    [4, 999],
    [null, 8],
  ]);
  expect([...book({ kind: 'range', column: 'to', low: 5, high: 50 }).broken(table)]).toEqual([0, 1, 0, 0]);
});

test('a sum with a code in it is missing', () => {
  const sum = book({
    kind: 'derived',
    column: 'sum',
    from: {
      sum: [
        ['from', 1],
        ['to', 1],
      ],
    },
  });
  expect(rowsOf(sum.derive(table)).map((row) => row[2])).toEqual([null, 13, null, null]);
});
