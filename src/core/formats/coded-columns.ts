/**
 * Columns of codes with their levels, from the cells of a column: categories, and what no model sees (identifiers, text).
 * Numbers are spelled with their places. A missing cell has the code behind the last level. Cost: one pass over the rows.
 */
import type { Column, OpaqueColumn } from '../table/column.ts';
import type { ColumnCells } from './column-cells.ts';
import { readNumber } from './numbers.ts';

/** `distinct`: the values that occur, in the order of the levels. */
export function spelledCategory(name: string, values: Float64Array, distinct: Float64Array, places: number): Column {
  const codeOf = new Map(Array.from(distinct, (value, code) => [value, code]));
  const codes = new Uint16Array(values.length);
  for (let row = 0; row < codes.length; row++) codes[row] = codeOf.get(values[row]!) ?? distinct.length;
  return { kind: 'categorical', name, codes, levels: Array.from(distinct, (value) => value.toFixed(places)) };
}

/** Every row a level of its own. */
export function spelledIdentifiers(name: string, values: Float64Array): Column {
  const levels = Array.from(values, (value) => value.toFixed(0));
  return { kind: 'identifier', name, codes: Uint32Array.from(values, (_, row) => row), levels };
}

/** Levels in the order of their code units, or of their values where all are numbers: never in that of the rows. */
export function categoryOf(column: ColumnCells, isMissing: Uint8Array): Column {
  const { name, levels, cells } = column;
  const kept = presentCodes(column, isMissing);
  const numbers = levels.map((level) => readNumber(level)?.value ?? NaN);
  const areNumbers = kept.every((code) => !Number.isNaN(numbers[code]));
  kept.sort((a, b) => (areNumbers ? numbers[a]! - numbers[b]! : 0) || (levels[a]! < levels[b]! ? -1 : 1));
  const places = new Uint16Array(levels.length).fill(kept.length);
  kept.forEach((code, place) => (places[code] = place));
  const codes = new Uint16Array(cells.kind === 'text' ? cells.codes.length : 0);
  if (cells.kind === 'text') for (let row = 0; row < codes.length; row++) codes[row] = places[cells.codes[row]!]!;
  return { kind: 'categorical', name, codes, levels: kept.map((code) => levels[code]!) };
}

/** Levels in the order in which they first came. */
export function opaqueOf(column: ColumnCells, isMissing: Uint8Array, kind: OpaqueColumn['kind']): Column {
  const { name, levels, cells } = column;
  const kept = presentCodes(column, isMissing);
  const places = new Uint32Array(levels.length).fill(kept.length);
  kept.forEach((code, place) => (places[code] = place));
  const codes = new Uint32Array(cells.kind === 'text' ? cells.codes.length : 0);
  if (cells.kind === 'text') for (let row = 0; row < codes.length; row++) codes[row] = places[cells.codes[row]!]!;
  return { kind, name, codes, levels: kept.map((code) => levels[code]!) };
}

function presentCodes({ levels, counts }: ColumnCells, isMissing: Uint8Array): number[] {
  return levels.flatMap((_, code) => (isMissing[code] === 0 && counts[code]! > 0 ? [code] : []));
}
