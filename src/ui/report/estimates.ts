/** Values with their ends as cells of a table. What has no value says why, or stays an en dash where there is no room. */
import { formatInterval, formatNumber, formatPercent, formatSigned, NO_VALUE } from '../text/numbers.ts';

type Ends = Readonly<{ low: number | null; high: number | null }>;
type Value = Ends & Readonly<{ value: number | null }>;

export function numberCell(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? NO_VALUE : formatNumber(value, digits);
}

export function signedCell(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? NO_VALUE : formatSigned(value, digits);
}

export function percentCell(share: number | null | undefined, digits = 2): string {
  return share === null || share === undefined ? NO_VALUE : formatPercent(share, digits);
}

export function endsCell(ends: Ends | null | undefined, digits = 3): string {
  return !ends || ends.low === null || ends.high === null ? NO_VALUE : formatInterval(ends.low, ends.high, digits);
}

/** The ends of a share in per cent. */
export function percentEnds(ends: Ends | null | undefined, digits = 2): string {
  if (!ends || ends.low === null || ends.high === null) return NO_VALUE;
  return formatInterval(100 * ends.low, 100 * ends.high, digits);
}

export function hasValue<T extends Value>(estimate: T | null | undefined): estimate is T & { value: number } {
  return estimate !== null && estimate !== undefined && estimate.value !== null;
}
