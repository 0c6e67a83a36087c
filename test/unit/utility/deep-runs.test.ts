import { expect, test } from 'vitest';
import { shareableRecipe } from '../../../src/core/lineage/manifest.ts';
import {
  everyColumn,
  planRatios,
  rareClass,
  ratioPoint,
  ratioSummary,
} from '../../../src/core/pipeline/deep-checks.ts';
import { NO_CLAIM } from '../../../src/core/privacy/claim.ts';
import { silent } from '../../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../../src/core/recipe.ts';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import { takeTableRows } from '../../../src/core/table/column.ts';
import { madeUpTable, schemaFor, splitRows } from '../../helpers/assess.ts';

const table = madeUpTable(700);
const stated = { publicSchemaAssumed: false, kindsAssumed: false };
const prepared = { ...splitRows(table, 300), schema: schemaFor(table), notices: [], stated };
const synthetic = madeUpTable(400, 9);
const free: Recipe = { ...DEFAULT_RECIPE, privacy: null };

test('without a claim a sweep fits anew at each point, in both designs', () => {
  const plan = planRatios(prepared, synthetic, free);
  expect(plan).toMatchObject({ target: 'risk', generator: 'refitted', repeats: 5 });
  // A tenth of 400 rows is too few to learn from.
  expect(plan.points.map(({ design, base }) => `${design} ${base}`)).toEqual(
    ['substitute 1', 'augment 1', 'augment 0.25'].flatMap((curve) => new Array<string>(5).fill(curve)),
  );
  const few = { ...plan, points: plan.points.filter(({ design }) => design === 'substitute').slice(0, 2), repeats: 2 };
  const scores = few.points.map((_, place) => ratioPoint(prepared, synthetic, free, few, place, silent));
  expect(ratioPoint(prepared, synthetic, free, few, 1, silent)).toEqual(scores[1]);
  // The table that was released plays no part in it.
  expect(ratioPoint(prepared, takeTableRows(synthetic, new Uint32Array(60)), free, few, 1, silent)).toEqual(scores[1]);
  const found = ratioSummary(prepared, synthetic, free, few, scores);
  expect(found.points.map(({ ratio }) => ratio)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(found.recommendations[0]).toMatchObject({ design: 'substitute', halvings: 10 });
});

test('under a claim released rows stand in, so that nothing more is fitted on real rows', () => {
  const plan = planRatios(prepared, synthetic, DEFAULT_RECIPE);
  expect(plan.generator).toBe('released');
  expect(new Set(plan.points.map(({ design }) => design))).toEqual(new Set(['substitute']));
  const few = takeTableRows(
    synthetic,
    Uint32Array.from({ length: 90 }, (_, row) => row),
  );
  const { syntheticRows } = ratioPoint(prepared, few, DEFAULT_RECIPE, plan, 1, silent);
  expect(syntheticRows).toEqual([90, 90, 90, 90]);
  const rare = rareClass(prepared, few, DEFAULT_RECIPE, { column: 'region', level: 'west' }, silent);
  expect(rare.tables.map(({ id }) => id)).toContain('synthetic');
  for (const { syntheticRows: used } of rare.tables) expect(used).toBeLessThanOrEqual(90);
});

test('every column in turn names each column once', () => {
  const names = everyColumn(prepared, synthetic, free, silent).columns.map(({ column }) => column);
  expect(names.sort()).toEqual(['age', 'pay', 'region', 'risk', 'sex', 'since']);
});

test('the level that a recipe names stands in no shareable file', () => {
  const recipe = readRecipe({ validate: { rareClass: { column: 'region', level: 's3cret' }, sweep: true } });
  expect(recipe.validate).toMatchObject({ rareClass: { column: 'region', level: 's3cret' }, sweep: true });
  expect(JSON.stringify(shareableRecipe(recipe, NO_CLAIM))).not.toContain('s3cret');
});
