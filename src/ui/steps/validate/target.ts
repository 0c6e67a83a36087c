/** Which columns can be a target, and the one that is proposed: the same choice as the engine makes, from the schema. */
import type { ColumnSchema, Schema } from '../../../core/table/schema.ts';

type Modelled = ColumnSchema & { domain: NonNullable<ColumnSchema['domain']> };

/** Identifiers, text, persons and columns that were left out take part in nothing. */
export function modelledColumns({ columns }: Schema): readonly Modelled[] {
  return columns.filter(
    (column): column is Modelled => column.domain !== null && column.role !== 'left-out' && column.role !== 'person',
  );
}

/** The column with the role of target; else the last category with two levels or more; else the last number; else null. */
export function proposedTarget(schema: Schema): string | null {
  const columns = modelledColumns(schema);
  const named = columns.find(({ role }) => role === 'target');
  const categories = columns.filter(({ domain: { value } }) => value.kind === 'categorical' && value.levels.length > 1);
  const numbers = columns.filter(({ domain: { value } }) => value.kind === 'numeric');
  return (named ?? categories.at(-1) ?? numbers.at(-1))?.name ?? null;
}
