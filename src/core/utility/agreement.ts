/**
 * Whether two models say the same of the same rows, whatever is true: Cohen's kappa of the classes that they name
 * (1960, Educational and Psychological Measurement 20:37), or Pearson's correlation of the values.
 *   kappa = (p_o − p_e) / (1 − p_e), p_o = share of rows of one opinion, p_e = what their own shares give by chance;
 *   standard error √(p_o(1 − p_o) / n) / (1 − p_e). Correlation: Fisher's z.
 * Null where nothing can be said: one class named by both, values without spread. Cost: one pass.
 */
import { fisherInterval, upperQuantile } from '../math/intervals.ts';

export type Agreement = Readonly<{
  measure: 'kappa' | 'correlation';
  value: number | null;
  low: number | null;
  high: number | null;
  level: number;
  n: number;
}>;

/** Class numbers of the same rows, at least one. */
export function classAgreement(first: Float64Array, second: Float64Array, classCount: number, level = 0.95): Agreement {
  const n = first.length;
  const firstCounts = new Float64Array(classCount);
  const secondCounts = new Float64Array(classCount);
  let same = 0;
  for (let row = 0; row < n; row++) {
    firstCounts[first[row]!]!++;
    secondCounts[second[row]!]!++;
    if (first[row] === second[row]) same++;
  }
  const observed = same / n;
  let chance = 0;
  for (let place = 0; place < classCount; place++) chance += (firstCounts[place]! * secondCounts[place]!) / (n * n);
  if (!(chance < 1)) return { measure: 'kappa', value: null, low: null, high: null, level, n };
  const value = (observed - chance) / (1 - chance);
  const half = (upperQuantile(level) * Math.sqrt((observed * (1 - observed)) / n)) / (1 - chance);
  return { measure: 'kappa', value, low: Math.max(-1, value - half), high: Math.min(1, value + half), level, n };
}

/** Values for the same rows. */
export function valueAgreement(first: Float64Array, second: Float64Array, level = 0.95): Agreement {
  const n = first.length;
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / n;
  const [a, b] = [mean(first), mean(second)];
  let [cross, left, right] = [0, 0, 0];
  for (let row = 0; row < n; row++) {
    cross += (first[row]! - a) * (second[row]! - b);
    left += (first[row]! - a) ** 2;
    right += (second[row]! - b) ** 2;
  }
  const none = { measure: 'correlation', value: null, low: null, high: null, level, n } as const;
  // What rounding leaves of a constant is no spread.
  const isFlat = !(left > 1e-20 * n * a * a) || !(right > 1e-20 * n * b * b);
  if (isFlat || n < 4) return none;
  const value = Math.max(-1, Math.min(1, cross / Math.sqrt(left * right)));
  return { ...none, ...fisherInterval(value, n, 'pearson', level), n };
}
