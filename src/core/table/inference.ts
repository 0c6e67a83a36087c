/**
 * Why a column was read as what it is: a code with numbers, a confidence in three words, and the runners-up.
 * Reasons hold counts and lengths, never a cell. Sentences for the codes live in `ui/text` and in `describeReason`.
 */
import type { Kind } from './column.ts';

/** What the cells look like, finer than the kind: an integer and a decimal column are both numeric. */
export type Shape =
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'category'
  | 'date'
  | 'date-time'
  | 'time'
  | 'identifier'
  | 'text'
  | 'constant'
  | 'empty';
export type Confidence = 'sure' | 'likely' | 'please check';

/** `n` rows read, `fit` cells that fit the shape, `missing` cells, `levels` distinct values (of numbers and dates at least; counting stops above 1,000). */
export type Reason = Readonly<{ code: ReasonCode; n: number; fit: number; missing: number; levels: number }>;
export const REASON_CODES = [
  'every-cell-whole-number',
  'every-cell-number',
  'few-levels',
  'few-whole-numbers',
  'two-levels-of-a-pair',
  'every-cell-date',
  'counts-upwards',
  'all-distinct-tokens',
  'leading-zeros',
  'name-says-identifier',
  'long-or-distinct-text',
  'one-level',
  'no-value',
  'mixed-formats',
  'looks-personal',
  'chosen-by-user',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What cells may say of a person. Proposed, never certain. */
export const PERSONAL_SORTS = [
  'name',
  'email',
  'phone',
  'street',
  'iban',
  'card',
  'national-number',
  'ip',
  'mac',
  'url',
  'uuid',
  'birth-date',
  'postal-code',
  'coordinates',
] as const;
export type PersonalSort = (typeof PERSONAL_SORTS)[number];
/** `by`: the column's name, the shape of its cells, or both. `share` of the levels that have the shape, in [0, 1]. */
export type Personal = Readonly<{ sort: PersonalSort; by: 'name' | 'shape' | 'both'; share: number }>;

/** Describes a person without pointing at one: modelled, with the role sensitive. All other sorts are never modelled. */
export function isUsable(sort: PersonalSort): boolean {
  return sort === 'birth-date' || sort === 'postal-code' || sort === 'coordinates';
}

export type Inference = Readonly<{
  name: string;
  kind: Kind;
  shape: Shape;
  reason: Reason;
  confidence: Confidence;
  alternatives: readonly Kind[];
  personal?: Personal;
}>;
