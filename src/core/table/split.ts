/**
 * Train and holdout, separated before anything is fitted, by one coin per row: a keyed hash of (split seed, the row's
 * content, which copy of that content it is). Not of the row's position: with a known seed, taking one row out of the
 * file would then move other rows between the halves, and a claim about one row would be false.
 */
import type { Table } from './column.ts';

declare const partMark: unique symbol;
/** The part that is fitted. Made by `splitTable` alone. */
export type Train = Table & Readonly<{ [partMark]: 'train' }>;
/** The part that no fitting function accepts. */
export type Holdout = Table & Readonly<{ [partMark]: 'holdout' }>;

export type Split = Readonly<{ train: Train; holdout: Holdout; isTrain: Uint8Array }>;
