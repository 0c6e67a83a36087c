/** A small real table (344 rows, 8 columns; see test/samples/README.md), read once, and a recipe that fits it. */
import { readFileSync } from 'node:fs';
import { readCsv } from '../../src/core/formats/read-csv.ts';
import { silent } from '../../src/core/progress.ts';
import { DEFAULT_RECIPE, type Recipe } from '../../src/core/recipe.ts';

export const penguinsBytes = readFileSync(new URL('../samples/tables/penguins.csv', import.meta.url));
export const penguins = readCsv([penguinsBytes], {}, 'penguins.csv', silent);

/** A guarantee at epsilon 1 on a schema that is said to be public. */
export const PENGUINS_RECIPE: Recipe = {
  ...DEFAULT_RECIPE,
  assumePublicSchema: true,
  validate: { ...DEFAULT_RECIPE.validate, target: 'species' },
};
