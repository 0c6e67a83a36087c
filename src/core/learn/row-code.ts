/**
 * A row as ranks and categories, for distances.
 * A number or date becomes the step u = ⌊255·F(x) + ½⌋, F(x) = (#{P < x} + #{P ≤ x}) / (2·#P) over the present values
 * of the population P; a category stays its level. Ranks, not ranges: a single 99,999 would put all other values within
 * 1 % of each other. P is train and holdout together, never train alone, whose values would sit on the grid while the
 * holdout's lie between. Left out: identifiers and texts. Cost: one sort per number column, then a search per cell.
 */
import { assert } from '../errors.ts';
import type { Column, Table } from '../table/column.ts';
import { sortedTogether } from '../table/sorted-values.ts';

/** Steps between the lowest and the highest rank, and what an unequal category costs. */
export const STEPS = 255;
/** The step of a missing number: further than 255 from every other, so that min(|difference|, 255) needs no branch. */
export const MISSING_STEP = 511;

/** `values`: the distinct present values of P, ascending; `below[i]` counts the present values under the i-th (the last entry: all). */
type RankColumn = Readonly<{ kind: 'rank'; name: string; values: Float64Array; below: Float64Array }>;
type LevelColumn = Readonly<{ kind: 'level'; name: string }>;
export type RowCoder = Readonly<{ columns: readonly (RankColumn | LevelColumn)[] }>;

/** `steps`: 0 … 255 each, 511 where missing. `categories` keep their levels: tables are matched by the level's text. */
export type EncodedRows = Readonly<{
  rowCount: number;
  steps: readonly Uint16Array[];
  categories: readonly Readonly<{ codes: Uint16Array; levels: readonly string[] }>[];
}>;

/** The row code of the named columns, which are numeric, datetime or categorical; F comes from all rows of `population`. */
export function createRowCoder(population: readonly Table[], names: readonly string[]): RowCoder {
  return { columns: names.map((name) => coderColumn(population.map((table) => columnNamed(table, name)))) };
}

/** The rows of any table that has the coder's columns, in the same kinds. */
export function encodeRows(coder: RowCoder, table: Table): EncodedRows {
  const steps: Uint16Array[] = [];
  const categories: { codes: Uint16Array; levels: readonly string[] }[] = [];
  for (const rule of coder.columns) {
    const column = columnNamed(table, rule.name);
    if (rule.kind === 'level') {
      assert(column.kind === 'categorical', 'row code: the column is categorical in one table only');
      categories.push({ codes: column.codes, levels: column.levels });
    } else {
      steps.push(rankSteps(rule, numbersOf(column)));
    }
  }
  return { rowCount: table.rowCount, steps, categories };
}

function coderColumn(parts: readonly Column[]): RankColumn | LevelColumn {
  const { kind, name } = parts[0]!;
  if (kind === 'categorical') return { kind: 'level', name };
  const sorted = sortedTogether(parts.map(numbersOf));
  const values = new Float64Array(sorted.length);
  const below = new Float64Array(sorted.length + 1);
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && sorted[i] === sorted[i - 1]) continue;
    values[distinct] = sorted[i]!;
    below[distinct++] = i;
  }
  below[distinct] = sorted.length;
  return { kind: 'rank', name, values: values.slice(0, distinct), below: below.slice(0, distinct + 1) };
}

function rankSteps({ values, below }: RankColumn, cells: Float64Array): Uint16Array {
  const n = below[values.length]!;
  const steps = new Uint16Array(cells.length);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row]!;
    if (Number.isNaN(cell)) {
      steps[row] = MISSING_STEP;
      continue;
    }
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[middle]! < cell) low = middle + 1;
      else high = middle;
    }
    const under = below[low]!;
    const upTo = low < values.length && values[low] === cell ? below[low + 1]! : under;
    steps[row] = n === 0 ? 0 : Math.floor((STEPS * (under + upTo) + n) / (2 * n)); // 255·F + ½ over one denominator
  }
  return steps;
}

function columnNamed(table: Table, name: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  assert(column !== undefined, 'row code: the table lacks a column of the row code');
  return column;
}

function numbersOf(column: Column): Float64Array {
  if (column.kind === 'numeric') return column.values;
  assert(column.kind === 'datetime', 'row code: identifiers and texts have no row code');
  return column.epochMs;
}
