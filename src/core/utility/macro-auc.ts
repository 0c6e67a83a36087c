/**
 * The mean over classes of the area for "this class or another", for classes that the test rows hold and lack, and how
 * much each row moves it: DeLong's placements as influences. With A_k the area of class k, n_k its rows, m_k the others,
 *   row in class k: (share of others below it − A_k) / n_k; another row: (share of the class above it − A_k) / m_k;
 * an influence is the mean over classes, and the variance of the estimate is the sum of squares. Differences of two
 * models on the same rows subtract row by row. O(classes × rows log rows).
 */
import { midRanks } from '../math/ranks.ts';

export type MacroAuc = Readonly<{ value: number; classes: number; influences: Float64Array }>;

/** `chances` row-major, `classCount` a row; labels are class numbers. Null if no class is both held and lacked. */
export function macroAuc(chances: Float64Array, labels: Float64Array, classCount: number): MacroAuc | null {
  const rowCount = labels.length;
  const influences = new Float64Array(rowCount);
  let sum = 0;
  let classes = 0;
  for (let k = 0; k < classCount; k++) {
    const inside = rowsWhere(labels, (label) => label === k);
    const outside = rowsWhere(labels, (label) => label !== k);
    if (inside.length === 0 || outside.length === 0) continue;
    const scoreOf = (row: number): number => chances[row * classCount + k]!;
    const all = midRanks(Float64Array.from({ length: rowCount }, (_, row) => scoreOf(row)));
    const within = midRanks(Float64Array.from(inside, scoreOf));
    const without = midRanks(Float64Array.from(outside, scoreOf));
    // A row's rank among all less its rank on its own side counts the rows of the other side below it, ties by half.
    let area = 0;
    inside.forEach((row, i) => (area += (all[row]! - within[i]!) / outside.length));
    area /= inside.length;
    inside.forEach((row, i) => {
      influences[row]! += ((all[row]! - within[i]!) / outside.length - area) / inside.length;
    });
    outside.forEach((row, i) => {
      influences[row]! += (1 - (all[row]! - without[i]!) / inside.length - area) / outside.length;
    });
    sum += area;
    classes++;
  }
  if (classes === 0) return null;
  for (let row = 0; row < rowCount; row++) influences[row]! /= classes;
  return { value: sum / classes, classes, influences };
}

/** Half the width of a 95 % interval from influences, or from their difference. */
export function influenceHalfWidth(influences: Float64Array, less?: Float64Array): number {
  let squares = 0;
  for (let row = 0; row < influences.length; row++) {
    const influence = influences[row]! - (less === undefined ? 0 : less[row]!);
    squares += influence * influence;
  }
  return 1.96 * Math.sqrt(squares);
}

function rowsWhere(labels: Float64Array, isWanted: (label: number) => boolean): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) if (isWanted(labels[row]!)) rows.push(row);
  return Uint32Array.from(rows);
}
