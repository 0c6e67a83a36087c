/**
 * Tags that a purely synthetic table carries, unless they are switched off: where its rows come from as its last column;
 * where several synthesizers made them, or its source was made itself, also by which one, in which run, and their
 * generation. `table/tag-columns.ts` knows them again.
 */
import type { CategoricalColumn, Table } from '../table/column.ts';

const PROVENANCE_NAMES = ['_provenance', '_provenance_2'] as const;
const RUN_DIGITS = 12;

/**
 * `by`: for each row the place of its synthesizer among `parts`, null where the first made all; `run`: the id of the run;
 * `generation`: of all rows, one more than the highest of the rows that were fitted.
 */
export type RowOrigins = Readonly<{
  by: Uint8Array | null;
  parts: readonly Readonly<{ id: string; version: number }>[];
  run: string;
  generation: number;
}>;

/** Name and value of the tag column for these columns; a source column of that name makes ours the second. */
export function provenanceTag(names: readonly string[]): Readonly<{ name: string; value: 'synthetic' }> {
  const [first, second] = PROVENANCE_NAMES;
  return { name: names.includes(first) ? second : first, value: 'synthetic' };
}

/** The further tags of these rows, as columns. None of rows that one synthesizer made from real ones. */
export function originTags({ rowCount, columns }: Table, origins: RowOrigins): CategoricalColumn[] {
  const { by, parts, run, generation } = origins;
  if (by === null && generation === 1) return [];
  const isTaken = (name: string): boolean => columns.some((column) => column.name === name);
  const tag = (name: string, codes: Uint16Array, levels: readonly string[]): CategoricalColumn => ({
    ...{ kind: 'categorical', codes, levels },
    name: isTaken(name) ? `${name}_2` : name,
  });
  const same = new Uint16Array(rowCount);
  return [
    tag('_generation', same, [String(generation)]),
    tag(
      '_synthesizer',
      by === null ? same : Uint16Array.from(by),
      parts.map(({ id, version }) => `${id}@${version}`),
    ),
    tag('_run', same, [run.slice(0, RUN_DIGITS)]),
  ];
}
