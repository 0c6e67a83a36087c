/**
 * Where a value stands on a logarithmic line from `low` to `high` (both above 0), as a share in [0, 1], and back. Values
 * read off the line are rounded to two significant digits, so that a drag gives 0.37 and not 0.3689.
 */

export function sliderShare(value: number, low: number, high: number): number {
  if (!(value > low)) return 0;
  return Math.min(1, Math.log(value / low) / Math.log(high / low));
}

export function sliderValue(share: number, low: number, high: number): number {
  const value = low * (high / low) ** Math.min(1, Math.max(0, share));
  return Math.min(high, Math.max(low, Number(value.toPrecision(2))));
}
