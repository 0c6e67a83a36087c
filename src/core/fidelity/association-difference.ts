/**
 * How far an association of synthetic rows is from the real one, with an interval and a p-value of no difference.
 *   Two correlations: the ends come from those of Fisher's z (Zou 2007, Psychol. Methods 12:399), the p-value from z.
 *   Others: ± 1.96 standard deviations, found by the caller on resamples of both tables (pair-spreads.ts).
 */
import type { Interval } from '../math/finding.ts';
import { fisherInterval, type CorrelationSort } from '../math/intervals.ts';
import { normalCdf } from '../math/special.ts';
import type { Association, AssociationMeasure } from './associations.ts';

/** Spearman's r of two numbers; phi of the indicators of missing cells. */
export type FurtherMeasure = 'spearman' | 'phi';

/** `difference` = synthetic − real; low and high are its interval, null with a reason where a side has no value. */
export type PairAssociation<M extends AssociationMeasure | FurtherMeasure = AssociationMeasure> = Readonly<{
  measure: M;
  real: number | null;
  synthetic: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  /** Rows of train, and synthetic rows, in which both cells are present. */
  n: number;
  nSynthetic: number;
  /** Two-sided, of no difference. `differs`: it stands among all of the table; null where there is no p-value. */
  pValue: number | null;
  differs: boolean | null;
  reason?: string;
}>;

export function differenceOf<M extends AssociationMeasure | FurtherMeasure>(
  measure: M,
  real: Association,
  synthetic: Association,
  deviation: () => number,
): PairAssociation<M> {
  const shared = { measure, n: real.n, nSynthetic: synthetic.n, differs: null };
  const given = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const difference = synthetic.value - real.value;
  if (Number.isNaN(difference)) {
    const values = { real: given(real.value), synthetic: given(synthetic.value) };
    const reason = `not measurable with n = ${Math.min(real.n, synthetic.n)}, or a column is constant`;
    return { ...shared, ...values, difference: null, low: null, high: null, pValue: null, reason };
  }
  const values = { real: real.value, synthetic: synthetic.value, difference };
  if (measure === 'pearson' || measure === 'spearman') {
    const shift = Math.atanh(synthetic.value) - Math.atanh(real.value);
    const variance = (measure === 'pearson' ? 1 : 1.06) * (1 / (real.n - 3) + 1 / (synthetic.n - 3));
    const isPossible = real.n >= 4 && synthetic.n >= 4;
    const pValue = isPossible ? twoSided(difference, shift, Math.sqrt(variance)) : null;
    return { ...shared, ...values, ...zouInterval(real, synthetic, measure), pValue };
  }
  const spread = deviation();
  const pValue = Number.isNaN(spread) ? null : twoSided(difference, difference, spread);
  return { ...shared, ...values, ...aroundDifference(difference, spread), pValue };
}

/** No difference is no discovery, whatever the spread; correlations of exactly 1 have no z. */
function twoSided(difference: number, shift: number, deviation: number): number {
  if (difference === 0) return 1;
  const z = Math.abs(shift) / deviation;
  return Number.isFinite(z) ? 2 * normalCdf(-z) : 0;
}

function aroundDifference(difference: number, deviation: number): { low: number | null; high: number | null } {
  // A resample can lose a level and with it the value: then there is no spread to show.
  if (Number.isNaN(deviation)) return { low: null, high: null };
  return { low: Math.max(-1, difference - 1.96 * deviation), high: Math.min(1, difference + 1.96 * deviation) };
}

function zouInterval(
  real: Association,
  synthetic: Association,
  sort: CorrelationSort,
): { low: number | null; high: number | null } {
  if (real.n < 4 || synthetic.n < 4) return { low: null, high: null };
  const [first, second] = [real, synthetic].map(({ value, n }) => fisherInterval(value, n, sort)) as [
    Interval,
    Interval,
  ];
  const difference = second.value - first.value;
  return {
    low: difference - Math.hypot(second.value - second.low, first.high - first.value),
    high: difference + Math.hypot(second.high - second.value, first.value - first.low),
  };
}
