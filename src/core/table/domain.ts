/**
 * The domain of a column as read off its cells, and the mapping of rows to a schema's domain. The mapping looks at
 * nothing but the cell: out of bounds is clamped, off the grid is rounded to it, an atom stays, an unknown level becomes
 * *other*, and a missing cell of a column that is declared never missing becomes the middle of the bounds, or *other*.
 * Privacy: `domainOf` is inferred knowledge. `applyDomain` is the same for a row whatever the other rows are; its
 * notices count private cells and are confidential.
 */
import { extentOf } from '../math/extent.ts';
import { noticeOf, unreachable, type Notice } from '../errors.ts';
import {
  amountsOf,
  type CategoricalColumn,
  type Column,
  type DatetimeColumn,
  type NumericColumn,
  type Table,
} from './column.ts';
import { stepMsOf } from './dates.ts';
import { gridOf, stepOf, valueOfStep } from './grid.ts';
import type { CategoricalDomain, ColumnSchema, DatetimeDomain, Domain, NumericDomain, Schema } from './schema.ts';

/** The level that stands for every level that a domain does not name. */
export const OTHER = 'other';

/** Bounds or levels as the cells have them; null for identifiers and text. A column without values has the bounds 0, 0. */
export function domainOf(column: Column): Domain | null {
  switch (column.kind) {
    case 'numeric':
      return { kind: 'numeric', ...rangeOf(amountsOf(column)), decimals: column.decimals };
    case 'datetime': {
      const { format } = column;
      return { kind: 'datetime', ...rangeOf(column.epochMs), stepMs: stepMsOf(format), format };
    }
    case 'categorical':
      return { kind: 'categorical', levels: column.levels };
    case 'identifier':
    case 'text':
      return null;
    default:
      return unreachable(column);
  }
}

/** Every row on the grid and inside the bounds of the schema; columns in schema order. */
export function applyDomain(table: Table, schema: Schema): Readonly<{ table: Table; notices: readonly Notice[] }> {
  const notices: Notice[] = [];
  const columns = table.columns.map((column, index) => applyToColumn(column, schema.columns[index]!, notices));
  return { table: { rowCount: table.rowCount, columns }, notices };
}

function applyToColumn(column: Column, schema: ColumnSchema, notices: Notice[]): Column {
  const domain = schema.domain?.value;
  if (!domain) return column;
  const mayBeMissing = schema.missing.value;
  switch (column.kind) {
    case 'numeric':
      return domain.kind === 'numeric' ? applyNumbers(column, domain, mayBeMissing, notices) : column;
    case 'datetime':
      return domain.kind === 'datetime' ? applyDates(column, domain, mayBeMissing, notices) : column;
    case 'categorical':
      return domain.kind === 'categorical' ? applyLevels(column, domain, mayBeMissing, notices) : column;
    case 'identifier':
    case 'text':
      return column;
    default:
      return unreachable(column);
  }
}

function applyNumbers(
  column: NumericColumn,
  domain: NumericDomain,
  mayBeMissing: boolean,
  notices: Notice[],
): NumericColumn {
  const { low, high, decimals } = domain;
  const scale = 10 ** decimals;
  const round = (value: number): number => {
    const rounded = Math.round(value * scale) / scale;
    return Number.isFinite(rounded) ? rounded : value; // beyond 2^1023 / scale the grid is finer than doubles are
  };
  const middle = round((low + high) / 2);
  const atoms = new Set(column.atoms);
  const values = new Float64Array(column.values.length);
  let clamped = 0;
  for (let row = 0; row < values.length; row++) {
    const value = column.values[row]!;
    if (value !== value) {
      values[row] = mayBeMissing ? NaN : middle;
      continue;
    }
    if (atoms.size > 0 && atoms.has(value)) {
      values[row] = value;
      continue;
    }
    if (value < low || value > high) clamped++;
    values[row] = Math.min(high, Math.max(low, round(value)));
  }
  if (clamped > 0) notices.push(noticeOf('clamped', 'warning', { column: column.name }, clamped));
  return { ...column, values, decimals };
}

function applyDates(
  column: DatetimeColumn,
  domain: DatetimeDomain,
  mayBeMissing: boolean,
  notices: Notice[],
): DatetimeColumn {
  const { low, high, stepMs } = domain;
  const grid = gridOf(domain);
  const round = (value: number): number =>
    grid.months === undefined
      ? low + Math.round((value - low) / stepMs) * stepMs
      : valueOfStep(grid, stepOf(grid, value));
  const middle = round((low + high) / 2);
  const epochMs = new Float64Array(column.epochMs.length);
  let clamped = 0;
  for (let row = 0; row < epochMs.length; row++) {
    const value = column.epochMs[row]!;
    if (value !== value) {
      epochMs[row] = mayBeMissing ? NaN : middle;
      continue;
    }
    if (value < low || value > high) clamped++;
    epochMs[row] = Math.min(grid.high, Math.max(grid.low, round(value)));
  }
  if (clamped > 0) notices.push(noticeOf('clamped', 'warning', { column: column.name }, clamped));
  return { ...column, epochMs, format: domain.format };
}

function applyLevels(
  column: CategoricalColumn,
  domain: CategoricalDomain,
  mayBeMissing: boolean,
  notices: Notice[],
): CategoricalColumn {
  const levels = domain.levels.includes(OTHER) ? domain.levels : [...domain.levels, OTHER];
  const places = new Map(levels.map((level, place) => [level, place]));
  const other = places.get(OTHER)!;
  const missing = column.levels.length;
  const mapped = Uint16Array.from(column.levels, (level) => places.get(level) ?? other);
  const isKnown = column.levels.map((level) => places.has(level));
  const codes = new Uint16Array(column.codes.length);
  let unknown = 0;
  let usesOther = false;
  for (let row = 0; row < codes.length; row++) {
    const code = column.codes[row]!;
    if (code === missing) {
      codes[row] = mayBeMissing ? levels.length : other;
    } else {
      codes[row] = mapped[code]!;
      if (!isKnown[code]) unknown++;
    }
    usesOther ||= codes[row] === other;
  }
  if (unknown > 0) notices.push(noticeOf('outside-declared', 'warning', { column: column.name }, unknown));
  if (usesOther || domain.levels.includes(OTHER)) return { ...column, codes, levels };
  // Without a row in it *other* is no level of this table; its place at the end was that of missing.
  for (let row = 0; row < codes.length; row++) if (codes[row] === levels.length) codes[row] = levels.length - 1;
  return { ...column, codes, levels: domain.levels };
}

function rangeOf(values: Float64Array): Readonly<{ low: number; high: number }> {
  const { low, high } = extentOf(values);
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
