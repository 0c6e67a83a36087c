/** The smallest and the largest number; NaN counts as none. Without numbers `low` is Infinity and `high` its negative. O(n). */
export function extentOf(values: Float64Array): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
