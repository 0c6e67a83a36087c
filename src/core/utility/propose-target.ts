/** Which column learners are to predict, if the user names none: read off the schema, never off the rows. */
import { isModelled, type Schema } from '../table/schema.ts';

/** The column with the role of target; else the last category with two levels or more; else the last number; else null. */
export function proposeTarget(schema: Schema): string | null {
  const modelled = schema.columns.filter(isModelled);
  const named = modelled.find((column) => column.role === 'target');
  if (named) return named.name;
  const categories = modelled.filter(
    ({ domain: { value } }) => value.kind === 'categorical' && value.levels.length > 1,
  );
  const numbers = modelled.filter(({ domain: { value } }) => value.kind === 'numeric');
  return (categories[categories.length - 1] ?? numbers[numbers.length - 1])?.name ?? null;
}
