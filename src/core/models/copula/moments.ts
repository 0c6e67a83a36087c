/**
 * Sums over rows of products of scores: exact (`productSums`), or clipped row by row and noised (`measuredProducts`).
 * Scores are whole multiples of 2^-14 (exact) or 2^-8 (clipped), so sums are whole numbers, below 2^53 up to 30 million
 * and 10 million rows: any order of rows or blocks gives the same bytes. No N × d matrix exists, only blocks of rows.
 * O(N·d²/2).
 * Clipping: z is scaled by min(1, C/|z|) and cut toward zero to multiples of 2^-8; while Σ(2^8·z)² > (2^8·C)², in whole
 * numbers, the largest entry goes down by one. So |z|² ≤ C² holds exactly, which is what the noise pays for.
 * Privacy: `measuredProducts` looks at one row at a time; scores and C² follow from released counts.
 */
import { sigma2ForRho } from '../../privacy/accountant.ts';
import { measureMoments, type NoisyMoments } from '../../privacy/mechanisms.ts';
import { MOMENT_SCALE, sensitivityOf } from '../../privacy/units.ts';
import { sealed } from '../../privacy/wall.ts';
import type { ClaimedSource, PlannedAsk } from '../model.ts';

/** Cells a block holds of each latent. */
const BLOCK = 512;
/** Scores of an exact fit are whole multiples of 1 / 16,384. */
export const SCORE_SCALE = 16_384;
/** Scores of a claimed fit are whole multiples of 1 / 256; a product of two is one of 1 / `MOMENT_SCALE`. */
const CLIPPED_SCALE = 256;

/** What a latent is read from: the codes of its column, and a number for each code. */
export type Reading = Readonly<{ codes: Uint16Array; table: Float64Array }>;

/** Σ over rows of table_i[code]·table_j[code], i and j over all readings, row-major. Tables hold whole numbers. */
export function productSums(readings: readonly Reading[], rowCount: number): Float64Array {
  const size = readings.length;
  const sums = new Float64Array(size * size);
  const block = new Float64Array(size * BLOCK);
  for (let start = 0; start < rowCount; start += BLOCK) {
    const rows = Math.min(BLOCK, rowCount - start);
    for (let i = 0; i < size; i++) look(readings[i]!, start, rows, block, i * BLOCK);
    addProducts(block, size, rows, sums);
  }
  return mirrored(sums, size);
}

/** A score in whole units of 1 / `SCORE_SCALE`, for `productSums`. */
export function wholeScores(table: Float64Array): Float64Array {
  return table.map((score) => Math.round(score * SCORE_SCALE));
}

/** C² as a multiple of 2^-16, at least one of them. */
export function clipOf(squaredNorm: number): number {
  return Math.max(1, Math.floor(squaredNorm * MOMENT_SCALE)) / MOMENT_SCALE;
}

/** The noisy second moments of clipped rows, for the grains of `ask`. Tables hold scores, `clip2` is C². */
export function measuredProducts(
  source: ClaimedSource,
  ask: PlannedAsk,
  readings: readonly Reading[],
  rowCount: number,
  clip2: number,
): NoisyMoments {
  const sums = sealed(clippedSums(readings, rowCount, clip2));
  const { l2Squared } = sensitivityOf({ kind: 'moments', clip2: BigInt(clip2 * MOMENT_SCALE) }, source.ledger.budget);
  const sigma2 = sigma2ForRho(ask.rhoGrains, l2Squared);
  return measureMoments(source, { purpose: ask.purpose, columns: ask.columns, clip2, sigma2 }, sums);
}

/** Σ z·zᵀ over clipped rows, in units of 2^-16. */
export function clippedSums(readings: readonly Reading[], rowCount: number, clip2: number): Float64Array {
  const size = readings.length;
  const sums = new Float64Array(size * size);
  const block = new Float64Array(size * BLOCK);
  for (let start = 0; start < rowCount; start += BLOCK) {
    const rows = Math.min(BLOCK, rowCount - start);
    for (let i = 0; i < size; i++) look(readings[i]!, start, rows, block, i * BLOCK);
    for (let row = 0; row < rows; row++) clipRow(block, size, row, clip2);
    addProducts(block, size, rows, sums);
  }
  return mirrored(sums, size);
}

function look({ codes, table }: Reading, start: number, rows: number, block: Float64Array, at: number): void {
  for (let row = 0; row < rows; row++) block[at + row] = table[codes[start + row]!]!;
}

/** The row's scores, at `row`, `row + BLOCK`, …, become whole multiples of 2^-8 within the clip. */
function clipRow(block: Float64Array, size: number, row: number, clip2: number): void {
  const end = size * BLOCK;
  let norm2 = 0;
  for (let at = row; at < end; at += BLOCK) norm2 += block[at]! * block[at]!;
  const scale = norm2 > clip2 ? CLIPPED_SCALE * Math.sqrt(clip2 / norm2) : CLIPPED_SCALE;
  const limit = clip2 * MOMENT_SCALE;
  let whole2 = 0;
  for (let at = row; at < end; at += BLOCK) {
    const whole = Math.trunc(block[at]! * scale);
    block[at] = whole;
    whole2 += whole * whole;
  }
  while (whole2 > limit) {
    let largest = row;
    for (let at = row; at < end; at += BLOCK) if (Math.abs(block[at]!) > Math.abs(block[largest]!)) largest = at;
    const whole = block[largest]!;
    block[largest] = whole - Math.sign(whole);
    whole2 += 1 - 2 * Math.abs(whole);
  }
}

/** Adds the products of the block's rows to the upper triangle. Two columns at a time: each score is read half as often. */
function addProducts(block: Float64Array, size: number, rows: number, sums: Float64Array): void {
  for (let i = 0; i < size; i++) {
    const first = i * BLOCK;
    let j = i;
    for (; j + 1 < size; j += 2) {
      const second = j * BLOCK;
      const third = second + BLOCK;
      let sumSecond = 0;
      let sumThird = 0;
      for (let row = 0; row < rows; row++) {
        const score = block[first + row]!;
        sumSecond += score * block[second + row]!;
        sumThird += score * block[third + row]!;
      }
      sums[i * size + j]! += sumSecond;
      sums[i * size + j + 1]! += sumThird;
    }
    if (j < size) {
      const second = j * BLOCK;
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += block[first + row]! * block[second + row]!;
      sums[i * size + j]! += sum;
    }
  }
}

function mirrored(sums: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) sums[i * size + j] = sums[j * size + i]!;
  return sums;
}
