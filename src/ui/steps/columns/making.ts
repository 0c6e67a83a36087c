/** How the cells of a column that no model sees are made: what can be chosen, and what a choice says. */
import type { ColumnRow } from '../../../state/project.svelte.ts';
import type { ColumnChoices, Fate, IdentifierForm } from '../../../core/table/choices.ts';
import { making as text } from '../../text/making.ts';

/** `as-found`: by what the cells look like; `pattern`: by one that is typed. */
export type Way = 'as-found' | 'pattern' | IdentifierForm;

export const WORD_COUNTS = [4, 12] as const;

export function isMade({ schema: { kind, role } }: ColumnRow): boolean {
  return (kind.value === 'identifier' || kind.value === 'text') && role !== 'left-out';
}

/** What becomes of the cells where nothing is said: identifiers are made anew, text is left out. */
export function fateOf({ schema, choices: { fate, identifier, words } }: ColumnRow): Fate {
  if (fate) return fate;
  if (words) return 'words';
  return schema.kind.value === 'identifier' || identifier ? 'regenerate' : 'drop';
}

export function wayOf({ identifier }: ColumnChoices): Way {
  return identifier?.pattern !== undefined ? 'pattern' : (identifier?.form ?? 'as-found');
}

/** Placeholders and words are for text alone. */
export function fateOptions(rows: readonly ColumnRow[]): { value: Fate; label: string }[] {
  const isText = rows.every(({ schema }) => schema.kind.value === 'text');
  const fates: readonly Fate[] = [
    'regenerate',
    'redact',
    'drop',
    ...(isText ? (['placeholder', 'words'] as const) : []),
  ];
  return fates.map((value) => ({ value, label: text.fates[value] }));
}

export function wayOptions(): { value: Way; label: string }[] {
  return Object.entries(text.ways).map(([value, label]) => ({ value: value as Way, label }));
}
