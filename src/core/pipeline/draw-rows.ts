/**
 * Rows from a fitted model, as the recipe asks for them: so many, of these kinds, by these rules. Once for the table that
 * is handed on; the judge draws more, to see how much a score depends on the draw.
 * Privacy: post-processing of the model; without a claim the model holds values of real rows.
 */
import { createRng } from '../math/rng.ts';
import { completeTable } from '../models/complete.ts';
import { wishesOf } from '../models/conditions.ts';
import type { Draw, Model } from '../models/model.ts';
import { partsOf } from '../models/registry.ts';
import { silent, type OnProgress } from '../progress.ts';
import type { Recipe } from '../recipe.ts';
import { rulebookOf } from '../rules/rulebook.ts';
import { sampleParts, type PartsRows } from '../rules/sample-parts.ts';
import type { Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';

/** What rows were drawn from: plain data, as confidential as its model. */
export type DrawnFrom = Readonly<{ model: Model; schema: Schema; draw: Draw }>;

/** As many as were fitted, where the recipe says `same`. Throws what wishes and rules do. */
export function drawRows(
  { model, schema, draw }: DrawnFrom,
  { sample, rules }: Recipe,
  seed: number,
  onProgress: OnProgress,
): PartsRows {
  const rowCount = sample.rows === 'same' ? model.rowEstimate : sample.rows;
  const wishes = wishesOf(sample.conditions, schema, rowCount);
  return sampleParts(partsOf(model), { rowCount, draw, seed }, wishes, rulebookOf(rules, schema), onProgress);
}

/** Another table of the same model; `round` from 1. Identifiers are numbered and text is dropped: no check looks at them. */
export function drawAgain(from: DrawnFrom, recipe: Recipe, round: number): Table {
  const seed = createRng(recipe.sample.seed, 'drawn-again', round).uint32();
  return completeTable(drawRows(from, recipe, seed, silent).table, from.schema).table;
}
