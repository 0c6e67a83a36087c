/**
 * The units of the privacy account, and how far one person can move what is measured.
 * Symbols: k = rows per person, C² = bound on the squared norm of a row, Δ = sensitivity. Rho is counted in whole
 * grains of 2^-44, exact in a double up to rho = 512. Sensitivities are whole numbers, squared where √2 would enter.
 * Privacy: the only file that multiplies by 2 or by k. Costs round up, budgets down (`accountant.ts`).
 */
import { UserError, unreachable } from '../errors.ts';
import type { Neighbours } from '../recipe.ts';

declare const unit: unique symbol;
/** In (0, 100]. Above 10 only on purpose: the page asks. */
export type Epsilon = number & { readonly [unit]: 'epsilon' };
/** In (0, 1e-3]: the probability of failure. */
export type Delta = number & { readonly [unit]: 'delta' };
/** A whole number from 1 to 1,000. */
export type RowsPerPerson = number & { readonly [unit]: 'rowsPerPerson' };

/** One grain of rho, the unit that the ledger counts in. */
export const GRAIN = 2 ** -44;
/** Rho 512: beyond it a count of grains would no longer be exact in a double. */
export const MAX_GRAINS = 2 ** 53;
/** Variances are whole multiples of 1 / 256. */
export const SIGMA2_SCALE = 256;
/** Epsilons of mechanisms are whole multiples of 2^-24. */
export const EPSILON_SCALE = 2 ** 24;
/** Scores of candidates are whole multiples of 2^-10. */
export const SCORE_SCALE = 1024;
/** Cells of the second-moment matrix are whole multiples of 2^-16; so is C². */
export const MOMENT_SCALE = 65_536;

/** Checks an epsilon. Throws `budget-invalid`, with the range that is allowed. */
export function epsilonOf(value: number): Epsilon {
  if (!(value > 0 && value <= 100)) throw outOfRange('Epsilon', 'above 0 and at most 100');
  return value as Epsilon;
}

export function deltaOf(value: number): Delta {
  if (!(value > 0 && value <= 1e-3)) throw outOfRange('Delta', 'above 0 and at most 0.001');
  return value as Delta;
}

export function rowsPerPersonOf(value: number): RowsPerPerson {
  if (!(Number.isInteger(value) && value >= 1 && value <= 1000)) {
    throw outOfRange('Rows per person', 'a whole number from 1 to 1,000');
  }
  return value as RowsPerPerson;
}

/** Who counts as a neighbour: what every sensitivity depends on besides the thing measured. */
export type Neighbourhood = Readonly<{ neighbours: Neighbours; rowsPerPerson: RowsPerPerson }>;

/** Distances in L2 (Frobenius for a matrix). `clip2` is C² in units of 2^-16, as are the cells of the matrix. */
export type L2Unit = Readonly<{ kind: 'counts' }> | Readonly<{ kind: 'moments'; clip2: bigint }>;
/** Distances in L1: a score that is a weight times an L1 distance of counts; a scale that a pure mechanism has for one row. */
export type L1Unit = Readonly<{ kind: 'score'; weight: bigint }> | Readonly<{ kind: 'pure'; scale: bigint }>;

export type L2Sensitivity = Readonly<{ norm: 'l2'; l2Squared: bigint }>;
export type L1Sensitivity = Readonly<{ norm: 'l1'; l1: bigint }>;

/** How far two neighbouring tables can be apart in what is measured: exact, in the whole-number unit of its cells. */
export function sensitivityOf(measured: L2Unit, among: Neighbourhood): L2Sensitivity;
export function sensitivityOf(measured: L1Unit, among: Neighbourhood): L1Sensitivity;
export function sensitivityOf(measured: L2Unit | L1Unit, among: Neighbourhood): L2Sensitivity | L1Sensitivity {
  const k = BigInt(among.rowsPerPerson);
  // Replacing a row takes one count from a cell and gives one to another: √2 as far in L2, twice as far in L1.
  const moves = among.neighbours === 'replace-one' ? 2n : 1n;
  switch (measured.kind) {
    case 'counts':
      return { norm: 'l2', l2Squared: moves * k * k };
    case 'moments':
      return { norm: 'l2', l2Squared: moves * (k * measured.clip2) ** 2n };
    case 'score':
      return { norm: 'l1', l1: moves * measured.weight * k };
    case 'pure':
      return { norm: 'l1', l1: moves * measured.scale * k };
    default:
      return unreachable(measured);
  }
}

function outOfRange(what: string, range: string): UserError {
  return new UserError('budget-invalid', { what, range }, { step: 'Privacy' });
}
