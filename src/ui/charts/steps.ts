/** Outlines of histograms: a step line over bins, open for lines, closed at the floor for areas. */

/** `heights[i]` spans `places[i]` to `places[i + 1]`; all in px, y downwards. */
export function stepLine(places: readonly number[], heights: readonly number[]): string {
  let path = '';
  for (let bin = 0; bin < heights.length; bin++) {
    const y = rounded(heights[bin] ?? 0);
    path += `${bin === 0 ? 'M' : 'L'}${rounded(places[bin] ?? 0)} ${y}H${rounded(places[bin + 1] ?? 0)}`;
  }
  return path;
}

export function stepArea(places: readonly number[], heights: readonly number[], floor: number): string {
  const first = rounded(places[0] ?? 0);
  return `${stepLine(places, heights)}V${rounded(floor)}H${first}Z`;
}

/** Two decimals: a saved drawing stays small and the same on every machine. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
