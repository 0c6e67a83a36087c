/**
 * The wall between rows and results. Sums of private rows are sealed as `Private`; only the mechanisms open them, and
 * only they make `Released`. What fits a model afterwards accepts `Released`, a Schema and an `Rng`, nothing else.
 * Privacy: the type is what a reviewer checks. `opened` and `released` are imported by `mechanisms.ts` alone, which a
 * test holds up. The value sits under a symbol, so that neither JSON nor a structured clone carries it by accident.
 */

const sealedValue: unique symbol = Symbol('private');
/** A value that depends on rows of real people. */
export type Private<T> = Readonly<{ [sealedValue]: T }>;

declare const releasedMark: unique symbol;
/** A value that has passed through a mechanism and is in the ledger: whatever is done with it is post-processing. */
export type Released<T> = T & Readonly<{ [releasedMark]: true }>;

/** Anybody may seal. */
export function sealed<T>(value: T): Private<T> {
  return { [sealedValue]: value };
}

/** For mechanisms only. */
export function opened<T>(secret: Private<T>): T {
  return secret[sealedValue];
}

/** For mechanisms only: noise has been added, and the ledger knows. */
export function released<T>(value: T): Released<T> {
  return value as Released<T>;
}
