/**
 * Adult as the literature on marginals takes it: numbers in 32 equal-width bins of their range, levels as they are (`?`
 * is one), no cell missing, so that the domain is declared without a code of its own for what cannot be. The last level
 * of a column is called *other*: it stands for the code that every claimed column ends with.
 */
import type { Table } from '../../src/core/table/column.ts';
import { declareAll, type Schema } from '../../src/core/table/schema.ts';
import { schemaFor } from './assess.ts';
import { categorical, tableOf } from './tables.ts';

const BINS = 32;

/** From CSV text without quotes. */
export function binnedTable(csv: string): Table {
  const [header, ...lines] = csv.trimEnd().split('\n');
  const rows = lines.map((line) => line.split(','));
  const columns = header!.split(',').map((name, column) => {
    const cells = rows.map((row) => row[column]!.trim());
    const isNumber = cells.every((cell) => Number.isFinite(Number(cell)));
    const labels = isNumber ? binsOf(cells.map(Number)) : cells;
    const levels = isNumber ? Array.from({ length: BINS }, (_, bin) => String(bin)) : [...new Set(cells)].sort();
    const last = levels.pop()!;
    return categorical(
      name,
      labels.map((label) => (label === last ? 'other' : label)),
      [...levels, 'other'],
    );
  });
  return tableOf(...columns);
}

export function binnedSchema(table: Table): Schema {
  const { columns } = declareAll(schemaFor(table));
  return { columns: columns.map((column) => ({ ...column, missing: { ...column.missing, value: false } })) };
}

function binsOf(numbers: readonly number[]): string[] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of numbers) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return numbers.map((value) => String(Math.min(BINS - 1, Math.floor((BINS * (value - low)) / (high - low)))));
}
