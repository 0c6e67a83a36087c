import type { DateFormat, Kind } from './column.ts';
import type { Role } from './schema.ts';

/**
 * What the user says of one column. `bounds` are closed: numbers, or ISO dates for a date column. `format` is the pattern
 * of its dates, and makes it a date column.
 */
export type ColumnChoices = Readonly<{
  kind?: Kind;
  bounds?: readonly [number | string, number | string];
  levels?: readonly string[];
  missing?: boolean;
  decimals?: number;
  format?: DateFormat;
  role?: Role;
}>;
