import type { Kind } from './column.ts';
import type { Role } from './schema.ts';

/** What the user says of one column. `bounds` are closed: numbers, or ISO dates for a date column. */
export type ColumnChoices = Readonly<{
  kind?: Kind;
  bounds?: readonly [number | string, number | string];
  levels?: readonly string[];
  missing?: boolean;
  decimals?: number;
  role?: Role;
}>;
