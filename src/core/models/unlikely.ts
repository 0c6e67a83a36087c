/**
 * The rows of a synthetic table that its own model finds least likely: odd ones are met here first. Rows are judged as
 * they were completed, after rules and conditions. Cost: one coding of the table, at most `MOST_LOOKED_AT` rows of it.
 * Privacy: post-processing of the released table by a model that is as public as its claim.
 */
import { takeTableRows, type Table } from '../table/column.ts';
import { encodeTable } from './encoding.ts';
import type { ModelPart } from './model.ts';

const MOST_LOOKED_AT = 100_000;
export const UNLIKELY_ROWS = 20;

/** Their places, least likely first; null where the model cannot say. An ensemble has no one model to ask. */
export function leastLikelyRows(parts: readonly ModelPart[], table: Table): readonly number[] | null {
  const [part] = parts;
  if (!part?.synthesizer.logLikelihood || parts.length > 1) return null;
  const rowCount = Math.min(MOST_LOOKED_AT, table.rowCount);
  const looked =
    rowCount === table.rowCount
      ? table
      : takeTableRows(
          table,
          Uint32Array.from({ length: rowCount }, (_, row) => row),
        );
  return lowest(part.synthesizer.logLikelihood(part.model, encodeTable(looked, part.model.domain)), UNLIKELY_ROWS);
}

/** Places of the `count` lowest values, lowest first; of equal ones the first. */
function lowest(values: Float64Array, count: number): readonly number[] {
  const kept: number[] = [];
  values.forEach((value, row) => {
    if (kept.length === count && !(value < values[kept[count - 1]!]!)) return;
    let place = kept.length;
    while (place > 0 && value < values[kept[place - 1]!]!) place--;
    kept.splice(place, 0, row);
    if (kept.length > count) kept.pop();
  });
  return kept;
}
