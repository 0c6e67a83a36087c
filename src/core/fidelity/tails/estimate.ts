/**
 * An estimate as these measures answer it: a value with its interval at 95 % and the rows behind it, or null with a
 * reason. Shares: Wilson; differences of shares: Newcombe; ratios of shares or means: normal on the log scale.
 */
import type { Interval } from '../../math/finding.ts';
import { newcombeInterval, wilsonInterval } from '../../math/intervals.ts';

export type Estimate = Readonly<{
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  reason?: string;
}>;

/** The same share or mean of synthetic rows, of train and of the holdout (null without one). */
export type Sides = Readonly<{ synthetic: Estimate; train: Estimate; holdout: Estimate | null }>;

export function missingEstimate(n: number, reason = `not measurable with n = ${n}`): Estimate {
  return { value: null, low: null, high: null, n, reason };
}

export function shareOf(count: number, n: number): Estimate {
  return n > 0 ? plain(wilsonInterval(count, n)) : missingEstimate(0);
}

/** The first share less the second; `n` counts the rows of the second, the real ones. */
export function shareDifference(count: number, n: number, otherCount: number, otherN: number): Estimate {
  if (n === 0 || otherN === 0) return missingEstimate(Math.min(n, otherN));
  return { ...plain(newcombeInterval(count, n, otherCount, otherN)), n: otherN };
}

/** A value with a normal spread, cut to where it can lie. */
export function around(value: number, deviation: number, n: number, least = -Infinity, most = Infinity): Estimate {
  return {
    value,
    low: Math.min(value, Math.max(least, value - 1.96 * deviation)),
    high: Math.max(value, Math.min(most, value + 1.96 * deviation)),
    n,
  };
}

/** A mean of `n` rows and the variance of that mean. */
export type Mean = Readonly<{ mean: number; variance: number; n: number }>;

/** The mean of a share per row, from sums over rows. */
export function meanOfSums(sum: number, squares: number, n: number): Mean {
  const mean = n > 0 ? sum / n : 0;
  return { mean, variance: n > 1 ? Math.max(0, squares - n * mean * mean) / (n - 1) / n : 0, n };
}

export function meanEstimate({ mean, variance, n }: Mean, least = -Infinity, most = Infinity): Estimate {
  return n > 0 ? around(mean, Math.sqrt(variance), n, least, most) : missingEstimate(0);
}

export function meanDifference(first: Mean, second: Mean): Estimate {
  if (first.n < 2 || second.n < 2) return missingEstimate(Math.min(first.n, second.n));
  return around(first.mean - second.mean, Math.sqrt(first.variance + second.variance), second.n);
}

/** First over second. Without a second there is no ratio; of a first of 0 the upper end is that of half a row. */
export function meanRatio(first: Mean, second: Mean): Estimate {
  if (first.n < 2 || second.n < 2 || second.mean === 0) {
    return missingEstimate(Math.min(first.n, second.n), 'not measurable: no real row is of this sort');
  }
  const half = 0.5 / first.n;
  const top = first.mean > 0 ? first : { mean: half, variance: half / first.n, n: first.n };
  const spread = Math.sqrt(top.variance / top.mean ** 2 + second.variance / second.mean ** 2);
  const value = first.mean / second.mean;
  const centre = top.mean / second.mean;
  return {
    value,
    low: first.mean > 0 ? centre * Math.exp(-1.96 * spread) : 0,
    high: centre * Math.exp(1.96 * spread),
    n: second.n,
  };
}

/** The ratio of two shares (Katz and others 1978, Biometrics 34:469). */
export function shareRatio(count: number, n: number, otherCount: number, otherN: number): Estimate {
  const meanOf = (hits: number, rows: number): Mean => ({
    mean: rows > 0 ? hits / rows : 0,
    variance: rows > 0 ? ((hits / rows) * (1 - hits / rows)) / rows : 0,
    n: rows,
  });
  return meanRatio(meanOf(count, n), meanOf(otherCount, otherN));
}

function plain({ value, low, high, n }: Interval): Estimate {
  return { value, low, high, n };
}
