/** Rehearsals: invented rows of the right shape, with links, and an error that falls with the budget. */
import { expect, test } from 'vitest';
import { createRng } from '../../../src/core/math/rng.ts';
import { errorsBetween, inventedTable } from '../../../src/core/models/rehearsal.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE } from '../../../src/core/recipe.ts';
import type { Schema } from '../../../src/core/table/schema.ts';
import { rehearseRun } from '../../../workers/plan.ts';
import { schemaFor } from '../../helpers/assess.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const schema: Schema = schemaFor(
  tableOf(
    numeric(
      'age',
      Array.from({ length: 200 }, (_, row) => 18 + (row % 60)),
    ),
    categorical(
      'team',
      Array.from({ length: 200 }, (_, row) => 'abcd'[row % 4]!),
    ),
    categorical(
      'left',
      Array.from({ length: 200 }, (_, row) => 'yn'[row % 2]!),
    ),
  ),
);
const invented = inventedTable(schema, 4000, createRng(1, 'test'));

test('invented rows have the columns of the schema and stay inside its ranges and levels', () => {
  expect(invented.rowCount).toBe(4000);
  expect(invented.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['age', 'numeric'],
    ['team', 'categorical'],
    ['left', 'categorical'],
  ]);
  const [age] = invented.columns;
  expect(age?.kind === 'numeric' && age.values.every((value) => value >= 18 && value <= 77)).toBe(true);
});

test('their columns hang together: a table of the same columns, each shuffled on its own, is far off on pairs', () => {
  const other = inventedTable(schema, 4000, createRng(2, 'test'));
  const third = inventedTable(schema, 4000, createRng(3, 'test'));
  const apart = { ...invented, columns: [invented.columns[0]!, other.columns[1]!, third.columns[2]!] };
  const same = errorsBetween(schema, invented, other);
  expect(errorsBetween(schema, invented, apart).pair!).toBeGreaterThan(1.5 * same.pair!);
  expect(errorsBetween(schema, invented, invented)).toEqual({ oneWay: 0, pair: 0 });
});

test('a rehearsal ends with less error at a larger budget, and touches nothing but the schema', () => {
  const errorAt = (epsilon: number): number => {
    const privacy = { ...DEFAULT_RECIPE.privacy!, epsilon };
    const job = { schema, recipe: { ...DEFAULT_RECIPE, privacy }, rowCount: 2000 };
    return rehearseRun(job, seededEntropy(1), silent).pair!;
  };
  expect(errorAt(10)).toBeLessThan(errorAt(0.1) / 2);
});
