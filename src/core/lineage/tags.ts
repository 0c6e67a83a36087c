/**
 * Tags that a purely synthetic table carries, unless they are switched off: where its rows come from as its last column;
 * where several synthesizers made them, also which one, in which run, and their generation. `table/tag-columns.ts` knows
 * them again.
 */
import type { CategoricalColumn } from '../table/column.ts';

const PROVENANCE_NAMES = ['_provenance', '_provenance_2'] as const;
const RUN_DIGITS = 12;

/** `by`: for each row the place of its synthesizer, written like `aim@1`; `run`: the id of the run. */
export type RowOrigins = Readonly<{ by: Uint8Array; synthesizers: readonly string[]; run: string }>;

/** Name and value of the tag column for these columns; a source column of that name makes ours the second. */
export function provenanceTag(names: readonly string[]): Readonly<{ name: string; value: 'synthetic' }> {
  const [first, second] = PROVENANCE_NAMES;
  return { name: names.includes(first) ? second : first, value: 'synthetic' };
}

/** The further tags of rows that several synthesizers made, as columns. */
export function originTags(names: readonly string[], { by, synthesizers, run }: RowOrigins): CategoricalColumn[] {
  const tag = (name: string, codes: Uint16Array, levels: readonly string[]): CategoricalColumn => ({
    ...{ kind: 'categorical', codes, levels },
    name: names.includes(name) ? `${name}_2` : name,
  });
  const same = new Uint16Array(by.length);
  return [
    tag('_generation', same, ['1']),
    tag('_synthesizer', Uint16Array.from(by), synthesizers),
    tag('_run', same, [run.slice(0, RUN_DIGITS)]),
  ];
}
