/**
 * An order for levels that have none, so that a normal score can carry their links. Without a claim only.
 * Start: a level's mean of the first principal component of the ordered columns. Then three sweeps: a level's mean of
 * Σ_j r_ij·z_j over the other columns, sort, rescore. Ties go to the earlier level. Sums are of whole scores, so the
 * order of rows changes nothing. O(N·d) for each nominal column and sweep.
 * On a census table it raises the sum of squared correlations from 1.9 to 5.3; nothing else matters as much.
 */
import type { CodedColumn, CodedTable } from '../coded-domain.ts';
import { leadingEigenvectors } from './factors.ts';
import { reordered, scoreByCode, type ScoredLatent } from './latents.ts';
import { productSums, wholeScores, type Reading } from './moments.ts';

const SWEEPS = 3;
const BLOCK = 128;

/** The latents with the levels of nominal columns in the order found. */
export function withNominalOrder(
  latents: readonly ScoredLatent[],
  columns: readonly CodedColumn[],
  counts: readonly Float64Array[],
  coded: CodedTable,
): ScoredLatent[] {
  const result = [...latents];
  const nominal = latents.flatMap((latent, index) => (isNominal(latent, columns) ? [index] : []));
  if (nominal.length === 0) return result;
  const readings = latents.map((latent): Reading => {
    const table = wholeScores(scoreByCode(latent, columns[latent.column]!));
    return { codes: coded.columns[latent.column]!, table };
  });

  const ordered = latents.flatMap((_, index) => (nominal.includes(index) ? [] : [index]));
  const ofOrdered = levelSums(readings, nominal, ordered, coded.rowCount);

  const sweep = (component: Float64Array | null): void => {
    // Scores of ordered columns stay as they are, and the component has no others.
    const sums = component ? [ofOrdered] : [ofOrdered, levelSums(readings, nominal, nominal, coded.rowCount)];
    nominal.forEach((index, place) => {
      const { column, codes } = result[index]!;
      const of = { index, place, counts: counts[column]!, table: readings[index]!.table };
      const means = levelMeans(of, result, sums, component);
      const order = codes.slice().sort((a, b) => means[a]! - means[b]! || a - b);
      result[index] = reordered(result[index]!, counts[column]!, order);
    });
    for (const index of nominal) {
      const latent = result[index]!;
      readings[index] = { ...readings[index]!, table: wholeScores(scoreByCode(latent, columns[latent.column]!)) };
    }
  };

  const component = firstComponent(readings, ordered, coded.rowCount);
  if (component !== null) sweep(component);
  for (let round = 0; round < SWEEPS; round++) sweep(null);
  return result;
}

/** Whether a latent stands for more than two levels without an order. */
function isNominal({ kind, column, codes }: ScoredLatent, columns: readonly CodedColumn[]): boolean {
  return kind === 'value' && columns[column]!.kind === 'levels' && codes.length > 2;
}

/** Weight of each latent in the first principal component of the ordered ones; null if there are none. */
function firstComponent(
  readings: readonly Reading[],
  ordered: readonly number[],
  rowCount: number,
): Float64Array | null {
  if (ordered.length === 0) return null;
  const size = ordered.length;
  const sums = productSums(
    ordered.map((index) => readings[index]!),
    rowCount,
  );
  const scale = Float64Array.from(ordered, (_, i) => 1 / Math.sqrt(Math.max(1, sums[i * size + i]!)));
  const correlation = sums.map((sum, at) => sum * scale[Math.floor(at / size)]! * scale[at % size]!);
  const { vectors } = leadingEigenvectors(correlation, size, 1);
  const weights = new Float64Array(readings.length);
  ordered.forEach((index, i) => (weights[index] = vectors[i]! * scale[i]!));
  return weights;
}

/** `byLevel`: for each nominal latent, Σ over the rows of each code of the scores of the latents `of`, code by latent. */
type LevelSums = Readonly<{ of: readonly number[]; byLevel: readonly Float64Array[] }>;

function levelSums(
  readings: readonly Reading[],
  nominal: readonly number[],
  of: readonly number[],
  rowCount: number,
): LevelSums {
  const size = of.length;
  const byLevel = nominal.map((index) => new Float64Array(readings[index]!.table.length * size));
  const block = new Float64Array(BLOCK * size);
  for (let start = 0; start < rowCount; start += BLOCK) {
    const rows = Math.min(BLOCK, rowCount - start);
    for (let at = 0; at < size; at++) lookRowMajor(readings[of[at]!]!, start, rows, size, at, block);
    for (let place = 0; place < nominal.length; place++) {
      addByCode(readings[nominal[place]!]!.codes, start, rows, size, block, byLevel[place]!);
    }
  }
  return { of, byLevel };
}

function lookRowMajor(
  { codes, table }: Reading,
  start: number,
  rows: number,
  size: number,
  at: number,
  block: Float64Array,
): void {
  for (let row = 0; row < rows; row++) block[row * size + at] = table[codes[start + row]!]!;
}

function addByCode(
  codes: Uint16Array,
  start: number,
  rows: number,
  size: number,
  block: Float64Array,
  sums: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const to = codes[start + row]! * size;
    const from = row * size;
    for (let j = 0; j < size; j++) sums[to + j]! += block[from + j]!;
  }
}

/** A nominal latent: `place` among those, rows and whole score of each code. */
type Nominal = Readonly<{ index: number; place: number; counts: Float64Array; table: Float64Array }>;

/** Mean, over the rows of each code, of the weighted sum of the other columns' latents: by `component`, or by r_ij. */
function levelMeans(
  { index, place, counts, table }: Nominal,
  latents: readonly ScoredLatent[],
  groups: readonly LevelSums[],
  component: Float64Array | null,
): Float64Array {
  const means = new Float64Array(counts.length);
  for (const { of, byLevel } of groups) {
    const sums = byLevel[place]!;
    of.forEach((j, at) => {
      const { column, variance, seenShare } = latents[j]!;
      if (column === latents[index]!.column) return;
      let weight = component?.[j] ?? 0;
      if (component === null) {
        // Σ z_i·z_j/|z_j|²: r_ij for a z_j of unit variance, but for a factor that all j share.
        for (let code = 0; code < table.length; code++) weight += table[code]! * sums[code * of.length + at]!;
        weight /= variance * seenShare;
      }
      if (weight === 0) return;
      for (let code = 0; code < means.length; code++) {
        if (counts[code]! > 0) means[code]! += (weight * sums[code * of.length + at]!) / counts[code]!;
      }
    });
  }
  return means;
}
