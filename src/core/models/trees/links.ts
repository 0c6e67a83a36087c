/**
 * Which of many columns tell most about another: the columns before it with the largest chi-squared statistic a row,
 * Σ (o − e)²/(e·n), divided by the smaller table side less one (the square of Cramér's V, 1946), on at most 8 bins each
 * and a sample of rows. Ties: the earlier column. Cost: pairs × sampled rows, at most 2·10⁸.
 */
const BINS = 8;
const MOST_ROWS = 10_000;
const MOST_WORK = 2e8;

/**
 * `bins`: by column and row, below 65. Per place in `order` the `most` best places before it, in order; the place `kept`
 * is always among them.
 */
export function strongestBefore(
  order: readonly number[],
  bins: readonly Uint8Array[],
  most: number,
  kept = -1,
): number[][] {
  const rowCount = bins[0]?.length ?? 0;
  const pairs = (order.length * (order.length - 1)) / 2;
  const sampled = Math.max(1, Math.min(rowCount, MOST_ROWS, Math.floor(MOST_WORK / pairs)));
  // Rows at even distances: train has no order of its own worth keeping apart.
  const rows = Uint32Array.from({ length: sampled }, (_, at) => Math.floor((at * rowCount) / sampled));
  const coarse = order.map((column) => coarsened(bins[column]!, rows));
  return order.map((_, place) => {
    if (place <= most) return Array.from({ length: place }, (__, before) => before);
    const strength = Array.from({ length: place }, (__, before) =>
      before === kept ? Infinity : squaredV(coarse[before]!, coarse[place]!),
    );
    const best = [...strength.keys()].sort((a, b) => strength[b]! - strength[a]! || a - b).slice(0, most);
    return best.sort((a, b) => a - b);
  });
}

/** Up to eight groups of bins of about equal numbers of rows. */
function coarsened(bins: Uint8Array, rows: Uint32Array): Uint8Array {
  const counts = new Uint32Array(256);
  for (const row of rows) counts[bins[row]!]!++;
  const groupOf = new Uint8Array(256);
  let before = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    groupOf[bin] = Math.min(BINS - 1, Math.floor(((before + counts[bin]! / 2) / rows.length) * BINS));
    before += counts[bin]!;
  }
  return Uint8Array.from(rows, (row) => groupOf[bins[row]!]!);
}

function squaredV(a: Uint8Array, b: Uint8Array): number {
  const cells = new Float64Array(BINS * BINS);
  const [rows, columns] = [new Float64Array(BINS), new Float64Array(BINS)];
  for (let at = 0; at < a.length; at++) {
    cells[a[at]! * BINS + b[at]!]!++;
    rows[a[at]!]!++;
    columns[b[at]!]!++;
  }
  let sum = 0;
  for (let i = 0; i < BINS; i++) {
    for (let j = 0; j < BINS; j++) {
      const both = rows[i]! * columns[j]!;
      if (both > 0) sum += cells[i * BINS + j]! ** 2 / both;
    }
  }
  const filled = (sums: Float64Array): number => sums.reduce((count, one) => count + (one > 0 ? 1 : 0), 0);
  const side = Math.min(filled(rows), filled(columns));
  return side < 2 ? 0 : (sum - 1) / (side - 1);
}
