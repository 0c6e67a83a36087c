/**
 * Why a column was read as what it is: a code with numbers, a confidence in three words, and the runners-up.
 * Reasons hold counts and lengths, never a cell. Sentences for the codes live in `ui/text` and in `describeReason`.
 */
import type { Kind } from './column.ts';

/** What the cells look like, finer than the kind: an integer and a decimal column are both numeric. */
export type Shape =
  'integer' | 'decimal' | 'boolean' | 'category' | 'date' | 'date-time' | 'identifier' | 'text' | 'constant' | 'empty';
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
  'chosen-by-user',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export type Inference = Readonly<{
  name: string;
  kind: Kind;
  shape: Shape;
  reason: Reason;
  confidence: Confidence;
  alternatives: readonly Kind[];
}>;
