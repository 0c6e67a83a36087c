/**
 * The best prefix of one column's bins, lined up in the order in which they are cut: the inner loop of boosting.
 * Symbols as in `splits.ts`. All arrays and factors are constants of the functions that read them: engines know their
 * place and length then, and ask neither again in each turn. So does `histograms.ts`.
 * Cost: about 3 ns a bin, of a leaf and side.
 */
import { CELLS, type TreeOptions } from './histograms.ts';

/** What is to be cut: sums over all rows of the leaf, and how many they are. */
export type Whole = Readonly<{ gradient: number; hessian: number; start: number; end: number }>;
/** Sums over the rows that go left. */
export type Left = { leftGradient: number; leftHessian: number; leftCount: number };

/** A score must exceed another by this factor to be larger. */
export const TIE = 1 + 1e-9;

export interface Scan {
  /** Lines up the first `length` bins of the sums from `base` on. */
  lineUp(sums: Float64Array, base: number, length: number): void;
  /** Lines up these bins. */
  lineUpBy(order: Uint8Array, sums: Float64Array, base: number, length: number): void;
  /**
   * Tries to cut behind each of `length` bins. `left` holds what goes left in any case; where a cut beats `best` it holds
   * what goes left by the best one, and the answer is the number of bins in front of it. Otherwise -1.
   */
  bestPrefix(options: TreeOptions, whole: Whole, left: Left, length: number, best: number): number;
}

/** One for all trees. */
export function createScan(): Scan {
  const line = new Float64Array(256 * CELLS);
  return {
    lineUp: (sums, base, length) => line.set(sums.subarray(base, base + length * CELLS)),

    lineUpBy: (order, sums, base, length) => {
      for (let i = 0; i < length; i++) {
        const at = base + order[i]! * CELLS;
        line[i * CELLS] = sums[at]!;
        line[i * CELLS + 1] = sums[at + 1]!;
        line[i * CELLS + 2] = sums[at + 2]!;
      }
    },

    bestPrefix: ({ lambda, leastRows, leastHessian }, { gradient, hessian, start, end }, left, length, best) => {
      const tie = TIE;
      const under = 1 - 1e-12; // rounding of a product stays above this share of it
      const noScore = 1e-12; // gradients that cancel out leave rounding, not a reason to split
      const mostLeft = end - start - leastRows;
      const cells = length * CELLS;
      let { leftGradient, leftHessian, leftCount } = left;
      let at = 0;
      let isEnough = false;
      while (at < cells && !isEnough) {
        leftGradient += line[at]!;
        leftHessian += line[at + 1]!;
        leftCount += line[at + 2]!;
        at += CELLS;
        isEnough = leftCount >= leastRows && leftHessian >= leastHessian;
      }
      let found = -1;
      let bar = Math.max(best * tie, noScore);
      while (isEnough) {
        const rightHessian = hessian - leftHessian;
        if (leftCount > mostLeft || rightHessian < leastHessian) break;
        const rightGradient = gradient - leftGradient;
        const leftWeight = leftHessian + lambda;
        const rightWeight = rightHessian + lambda;
        const leftSquare = leftGradient * leftGradient;
        const rightSquare = rightGradient * rightGradient;
        // The same question without a division: most cuts are far from the best.
        if (leftSquare * rightWeight + rightSquare * leftWeight >= bar * under * leftWeight * rightWeight) {
          const score = leftSquare / leftWeight + rightSquare / rightWeight;
          if (score > bar) {
            bar = score * tie;
            found = at / CELLS;
            left.leftGradient = leftGradient;
            left.leftHessian = leftHessian;
            left.leftCount = leftCount;
          }
        }
        if (at >= cells) break;
        leftGradient += line[at]!;
        leftHessian += line[at + 1]!;
        leftCount += line[at + 2]!;
        at += CELLS;
      }
      return found;
    },
  };
}
