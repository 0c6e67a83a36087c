import type { DateFormat, Kind } from './column.ts';
import type { Role } from './schema.ts';

/** What is written in place of cells that no model sees. `placeholder` and `words` are for text alone. */
export const FATES = ['regenerate', 'redact', 'drop', 'placeholder', 'words'] as const;
export type Fate = (typeof FATES)[number];

/** Made identifiers that need no pattern of the user's. All but `sequence` lie where nobody real can be. */
export const IDENTIFIER_FORMS = [
  'sequence',
  'uuid',
  'email',
  'phone',
  'name',
  'address',
  'url',
  'iban',
  'card',
  'ip',
  'mac',
] as const;
export type IdentifierForm = (typeof IDENTIFIER_FORMS)[number];

/** Digits that prove the rest; all stand at the end but those of an IBAN, which follow its country. */
export const CHECK_FORMS = ['luhn', 'mod-97', 'iban', 'isbn-10', 'isbn-13'] as const;
export type CheckForm = (typeof CHECK_FORMS)[number];

/**
 * How identifiers are made: by a form, or by a pattern (`identifier-pattern.ts`) before its check digits; `sequence` with
 * a pattern goes through its texts in order. `first` is the number that a sequence begins with.
 */
export type IdentifierChoice = Readonly<{
  form?: IdentifierForm;
  pattern?: string;
  check?: CheckForm;
  first?: number;
  unique?: boolean;
}>;

/**
 * What the user says of one column. `bounds` are closed: numbers, or ISO dates for a date column. `format` is the pattern
 * of its dates, and makes it a date column. `words`: how many a made text has, from and to.
 */
export type ColumnChoices = Readonly<{
  kind?: Kind;
  bounds?: readonly [number | string, number | string];
  levels?: readonly string[];
  missing?: boolean;
  decimals?: number;
  format?: DateFormat;
  role?: Role;
  fate?: Fate;
  identifier?: IdentifierChoice;
  words?: readonly [number, number];
}>;
