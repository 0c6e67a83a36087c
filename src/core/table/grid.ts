/**
 * The points that a number or a date can take: whole steps of 10^-decimals, of a quarter, a month, a day, a minute, a second.
 * A step s stands for the value s · unit / perUnit, which for decimals is the double that the decimal reads as. Steps of
 * months stand for the first moment of month s · months, counted from January 1970: months are not of one length.
 * Numbers too large to be counted in steps (beyond 2^53 of them) have no grid: `perUnit` is 0, steps are the values
 * themselves, and every double between the bounds is a point.
 */
import type { Rng } from '../math/rng.ts';
import { nearestMonth, startOfMonth } from './calendar.ts';
import { patternOf } from './date-pattern.ts';
import type { DatetimeDomain, NumericDomain } from './schema.ts';

/** Closed bounds as values, `low` ≤ `high`, both finite. */
export type Grid = Readonly<{
  low: number;
  high: number;
  unit: number;
  perUnit: number;
  /** How many months a step has; absent where steps have one length. */
  months?: number;
}>;

const MAX_STEPS = 2 ** 53;

/** The grid of a domain. A domain without a value (of a column that is empty) is the one point 0. */
export function gridOf(domain: NumericDomain | DatetimeDomain): Grid {
  const hasValue = domain.low <= domain.high;
  const low = hasValue ? finite(domain.low) : 0;
  const high = hasValue ? finite(domain.high) : 0;
  const months = domain.kind === 'datetime' ? patternOf(domain.format).stepMonths : 0;
  if (months > 0) {
    const grid = { low, high, unit: 1, perUnit: 1, months };
    const [first, last] = [low, high].map((end) => valueOfStep(grid, stepOf(grid, end)));
    return { ...grid, low: first!, high: last! };
  }
  const unit = domain.kind === 'datetime' ? domain.stepMs : 1;
  const perUnit = domain.kind === 'datetime' ? 1 : 10 ** domain.decimals;
  const largest = (Math.max(Math.abs(low), Math.abs(high)) / unit) * perUnit;
  return largest < MAX_STEPS ? { low, high, unit, perUnit } : { low, high, unit: 1, perUnit: 0 };
}

/** The step nearest to a value between the bounds; values outside belong to the nearer bound. Never −0. */
export function stepOf({ low, high, unit, perUnit, months }: Grid, value: number): number {
  const inside = value < low ? low : value > high ? high : value;
  if (months !== undefined) return Math.round(nearestMonth(inside) / months) + 0;
  return (perUnit === 0 ? inside : Math.round((inside * perUnit) / unit)) + 0;
}

export function valueOfStep({ unit, perUnit, months }: Grid, step: number): number {
  if (months !== undefined) return startOfMonth(step * months);
  return perUnit === 0 ? step : (step * unit) / perUnit;
}

/** A uniform point from step `start` up to, not including, step `end`. Without a grid `end` is as good as included. */
export function drawStep({ perUnit }: Grid, start: number, end: number, rng: Rng): number {
  const u = rng.uniform();
  // The two products instead of start + u · (end − start): the difference of two doubles can overflow.
  if (perUnit === 0) return start * (1 - u) + end * u;
  return Math.min(end - 1, start + Math.floor(u * (end - start)));
}

function finite(bound: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, bound)) + 0;
}
