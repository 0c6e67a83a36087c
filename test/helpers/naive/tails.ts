/** Twins of the measures of tails, coverage and diversity, by cell and by row, too slow to be used. */
type Row = readonly (string | number | null)[];

/** Share of present values at or beyond the smallest value that a share `at` of the real ones does not exceed. */
export function naiveTail(
  real: readonly number[],
  values: readonly number[],
  at: number,
): { cut: number; share: number } {
  const sorted = [...real].sort((a, b) => a - b);
  const cut = sorted.find((value) => sorted.filter((other) => other <= value).length >= at * sorted.length - 1e-9)!;
  const beyond = values.filter((value) => (at < 0.5 ? value <= cut : value >= cut));
  return { cut, share: beyond.length / values.length };
}

/** Entropy in bits of a list of texts. */
export function naiveEntropy(texts: readonly string[]): number {
  return [...new Set(texts)].reduce((sum, text) => {
    const share = texts.filter((other) => other === text).length / texts.length;
    return sum - share * Math.log2(share);
  }, 0);
}

export function naiveSimpson(texts: readonly string[]): number {
  const squares = [...new Set(texts)].reduce(
    (sum, text) => sum + (texts.filter((other) => other === text).length / texts.length) ** 2,
    0,
  );
  return 1 / squares;
}

/** Rows with another row in which at most one cell differs; numbers within 1 % of the range do not. */
export function naiveNearCopies(rows: readonly Row[], ranges: readonly (number | null)[]): number {
  const differs = (a: Row[number], b: Row[number], range: number | null): boolean =>
    typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) > 0.01 * range! : a !== b;
  return rows.filter((row, at) =>
    rows.some(
      (other, place) => place !== at && row.filter((cell, i) => differs(cell, other[i]!, ranges[i]!)).length <= 1,
    ),
  ).length;
}

/** Correlation of two lists of 0 and 1. */
export function naivePhi(first: readonly number[], second: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(first), mean(second)];
  const moment = (x: readonly number[], y: readonly number[], p: number, q: number): number =>
    mean(x.map((value, at) => (value - p) * (y[at]! - q)));
  return moment(first, second, a, b) / Math.sqrt(moment(first, first, a, a) * moment(second, second, b, b));
}
