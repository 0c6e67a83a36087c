/**
 * An estimate as these measures answer it: a value with its interval at 95 % and the rows behind it, or null with a
 * reason. Shares: Wilson; differences of shares: Newcombe; ratios of shares or means: normal on the log scale.
 */
import type { Estimate, Interval } from '../../math/finding.ts';
import { newcombeInterval, wilsonInterval } from '../../math/intervals.ts';

/** The same share or mean of synthetic rows, of train and of the holdout (null without one). */
export type Sides = Readonly<{ synthetic: Estimate; train: Estimate; holdout: Estimate | null }>;

/** −ln 0.025: with more expected, none is seen in fewer than one case in forty. */
const NONE_SEEN = 3.69;

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

/** First over second, or null without a second. Of a first of 0 the upper end is that of no row seen: 3.69 of n (Poisson). */
export function meanRatio(first: Mean, second: Mean): Estimate {
  if (first.n < 2 || second.n < 2 || second.mean === 0) {
    return missingEstimate(Math.min(first.n, second.n), 'not measurable: no real row is of this sort');
  }
  const value = first.mean / second.mean;
  const ofSecond = second.variance / second.mean ** 2;
  const spread = (variance: number): number => Math.exp(1.96 * Math.sqrt(variance));
  if (value === 0) {
    // What one row would add: 1 for a share; for a mean of shares that of the second's rows, weighted by itself.
    const unit = (second.variance * second.n + second.mean ** 2) / second.mean;
    return { value, low: 0, high: ((NONE_SEEN * unit) / first.n / second.mean) * spread(ofSecond), n: second.n };
  }
  const factor = spread(first.variance / first.mean ** 2 + ofSecond);
  return { value, low: value / factor, high: value * factor, n: second.n };
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
