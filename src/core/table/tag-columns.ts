/**
 * The columns that tag the rows of a table of ours, in a table that is read: known by their names where they hold nothing
 * but what is written in them. A column of such a name with other values is an ordinary one. They are taken out of a
 * table before it is fitted, and written anew (`lineage/tags.ts`). O(levels), O(rows) where
 * they were read as numbers.
 * Privacy: read off the data. Such a column says where rows come from and nothing of anybody; it is never modelled.
 */
import type { Column } from './column.ts';

const WRITTEN: Readonly<Record<string, RegExp>> = {
  _provenance: /^(?:real|synthetic|augmented|unknown)$/,
  _generation: /^\d+$/,
  _synthesizer: /^[a-z][a-z-]*@\d+$/,
  _run: /^[0-9a-f]{12}$/,
};
/** What is written in the rows of a real table, or of one that nothing is known of. */
const UNMADE: readonly string[] = ['real', 'unknown', '0'];

export function isTagColumn(column: Column): boolean {
  return tagsIn(column) !== null;
}

/** Whether the column says of some rows that they were made. */
export function tellsOfMadeRows(column: Column): boolean {
  return tagsIn(column)?.some((tag) => !UNMADE.includes(tag)) ?? false;
}

/** The highest generation that these columns tell of; 0 where they tell of none, 1 where rows were made and none is said. */
export function generationToldBy(columns: readonly Column[]): number {
  const told = columns.filter(({ name }) => nameOf(name) === '_generation').flatMap((column) => tagsIn(column) ?? []);
  return Math.max(columns.some(tellsOfMadeRows) ? 1 : 0, ...told.map(Number));
}

/** What the column holds where it is one of ours, else null. Beside a column of a source ours is the second of its name. */
function tagsIn(column: Column): readonly string[] | null {
  const written = WRITTEN[nameOf(column.name)];
  if (written === undefined) return null;
  const tags = textsOf(column);
  return tags.length > 0 && tags.every((tag) => written.test(tag)) ? tags : null;
}

function nameOf(name: string): string {
  return name.replace(/_2$/, '');
}

function textsOf(column: Column): readonly string[] {
  switch (column.kind) {
    case 'numeric':
      return [...new Set(column.values)].filter((value) => !Number.isNaN(value)).map(String);
    case 'datetime':
      return [];
    default:
      return column.levels;
  }
}
