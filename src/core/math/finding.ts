/**
 * A measured value with its uncertainty. Every number that estimates something reaches people as one of these.
 * `goal` says which way is better, `ideal` is the best value there is (null where none is). A value that does not
 * exist is null with a reason: "not measurable with n = 12" is an answer, 0 is not.
 */
export type Finding = Readonly<{
  id: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** Coverage of the interval, in (0, 1). */
  level: number;
  /** Rows (or pairs, cells: as the check says) behind the value. */
  n: number;
  goal: 'higher' | 'lower' | 'none';
  ideal: number | null;
  reason?: string;
}>;

/** A value at 95 % that is no finding of its own yet; null with a reason where it cannot be measured. */
export type Estimate = Pick<Finding, 'value' | 'low' | 'high' | 'n' | 'reason'>;

/** low ≤ value ≤ high in one unit. `level` is the coverage, in (0, 1); `n` counts rows. */
export type Interval = Readonly<{ value: number; low: number; high: number; level: number; n: number }>;

/** A finding that could not be measured, and why. */
export function notMeasurable(id: string, n: number, reason: string, goal: Finding['goal'] = 'none'): Finding {
  return { id, value: null, low: null, high: null, level: 0.95, n, goal, ideal: null, reason };
}
