/** Tables one below the other: the modelled columns, in schema order, levels joined by their text. O(cells). */
import { stackedMarks, type Column, type Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { columnNamed, modelledNames, numbersOf } from './input.ts';
import { alignLevels } from './levels.ts';

export function stackTables(tables: readonly Table[], schema: Schema): Table {
  const rowCount = tables.reduce((sum, table) => sum + table.rowCount, 0);
  const columns = modelledNames(schema).map((name): Column => {
    const parts = tables.map((table) => columnNamed(table, name));
    const first = parts[0]!;
    if (first.kind === 'categorical') {
      const { levels, codes } = alignLevels(parts.filter((part) => part.kind === 'categorical'));
      const joined = new Uint16Array(rowCount);
      let start = 0;
      for (const part of codes) {
        joined.set(part, start);
        start += part.length;
      }
      return { ...first, levels, codes: joined };
    }
    const values = new Float64Array(rowCount);
    let start = 0;
    for (const part of parts) {
      if (part.kind === 'categorical') continue;
      values.set(numbersOf(part), start);
      start += numbersOf(part).length;
    }
    const marks = stackedMarks(parts, rowCount);
    return first.kind === 'numeric' ? { ...first, values, ...marks } : { ...first, epochMs: values, ...marks };
  });
  return { rowCount, columns };
}
