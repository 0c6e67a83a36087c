/** The first rows of a table as plain cells: what the preview shows, and at most what the table tools may hold. */
import { unreachable } from '../core/errors.ts';
import type { Column, Table } from '../core/table/column.ts';
import type { FrameColumn } from '../frame/frame.ts';

/** The table tools take no more: their sort and filter grow faster than the rows. */
const PREVIEW_ROWS = 5_000;

export function previewColumns(table: Table, rowCount = PREVIEW_ROWS): readonly FrameColumn[] {
  const count = Math.min(rowCount, table.rowCount);
  return table.columns.map((column) => ({
    name: column.name,
    cells: Array.from({ length: count }, (_, row) => cellOf(column, row)),
  }));
}

function cellOf(column: Column, row: number): string | number | null {
  switch (column.kind) {
    case 'numeric': {
      const value = column.values[row]!;
      return Number.isNaN(value) ? null : value;
    }
    case 'datetime': {
      const epochMs = column.epochMs[row]!;
      return Number.isNaN(epochMs) ? null : isoOf(epochMs, column.format);
    }
    case 'categorical':
    case 'identifier':
    case 'text':
      return column.levels[column.codes[row]!] ?? null;
    default:
      return unreachable(column);
  }
}

/** The parts that the pattern has: days, minutes. */
function isoOf(epochMs: number, format: string): string {
  const [day = '', time = ''] = new Date(epochMs).toISOString().slice(0, 19).split('T');
  return [format.includes('yy') ? day : '', format.includes('mm') ? time : ''].filter((part) => part !== '').join(' ');
}
