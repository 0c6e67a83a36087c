/**
 * Columns that are computed from others: a weighted sum on the column's own places, a table from level to level, a part of
 * a date. A row with a missing source has a missing result. O(rows).
 */
import { assert, unreachable } from '../errors.ts';
import type { CategoricalColumn, Column, Kind, Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { amountsIn, columnNamed, numbersOf } from './cells.ts';
import type { DatePart, DerivedRule } from '../recipe/rule.ts';

export function derivedColumn({ column: name, from }: DerivedRule, table: Table, schema: Schema): Column {
  switch (from.kind) {
    case 'sum': {
      const decimals = decimalsOf(schema, name);
      const values = new Float64Array(table.rowCount).fill(from.plus);
      for (const [column, factor] of from.terms) {
        const cells = amountsIn(columnNamed(table, column));
        for (let row = 0; row < values.length; row++) values[row] = values[row]! + factor * cells[row]!;
      }
      return { kind: 'numeric', name, values: values.map((value) => rounded(value, decimals)), decimals };
    }
    case 'table': {
      const source = columnNamed(table, from.column);
      assert(source.kind === 'categorical', 'derivedColumn: a table maps levels');
      const levels = [...new Set(Object.values(from.table))];
      const codeOf = new Map(levels.map((level, code) => [level, code]));
      const map = source.levels.map((level) => codeOf.get(from.table[level] ?? '') ?? levels.length);
      const codes = Uint16Array.from(source.codes, (code) => map[code] ?? levels.length);
      const column: CategoricalColumn = { kind: 'categorical', name, codes, levels };
      return column;
    }
    case 'part': {
      const cells = numbersOf(columnNamed(table, from.column));
      const values = Float64Array.from(cells, (epochMs) => (Number.isNaN(epochMs) ? NaN : partOf(epochMs, from.part)));
      return kindOf(schema, name) === 'categorical'
        ? asLevels(name, values)
        : { kind: 'numeric', name, values, decimals: 0 };
    }
    default:
      return unreachable(from);
  }
}

function kindOf(schema: Schema, name: string): Kind | undefined {
  return schema.columns.find((column) => column.name === name)?.kind.value;
}

/** Numbers as the levels that they are written as, ascending. */
function asLevels(name: string, values: Float64Array): CategoricalColumn {
  const distinct = [...new Set(values.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
  const codeOf = new Map(distinct.map((value, code) => [value, code]));
  const codes = Uint16Array.from(values, (value) => codeOf.get(value) ?? distinct.length);
  return { kind: 'categorical', name, codes, levels: distinct.map(String) };
}

function decimalsOf(schema: Schema, name: string): number {
  const domain = schema.columns.find((column) => column.name === name)?.domain?.value;
  return domain?.kind === 'numeric' ? domain.decimals : 0;
}

function rounded(value: number, decimals: number): number {
  return Number.isNaN(value) ? NaN : Number(value.toFixed(decimals));
}

/** Monday is 1. */
function partOf(epochMs: number, part: DatePart): number {
  const moment = new Date(epochMs);
  switch (part) {
    case 'year':
      return moment.getUTCFullYear();
    case 'month':
      return moment.getUTCMonth() + 1;
    case 'day':
      return moment.getUTCDate();
    case 'weekday':
      return ((moment.getUTCDay() + 6) % 7) + 1;
    case 'hour':
      return moment.getUTCHours();
    default:
      return unreachable(part);
  }
}
