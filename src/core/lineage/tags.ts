/** The tag that every purely synthetic table carries as its last column, unless it is switched off. */
export const PROVENANCE_NAMES = ['_provenance', '_provenance_2'] as const;
export const PROVENANCE_VALUES = ['real', 'synthetic', 'augmented', 'unknown'] as const;

/** Name and value of the tag column for these columns; a source column of that name makes ours the second. */
export function provenanceTag(names: readonly string[]): Readonly<{ name: string; value: 'synthetic' }> {
  const [first, second] = PROVENANCE_NAMES;
  return { name: names.includes(first) ? second : first, value: 'synthetic' };
}
