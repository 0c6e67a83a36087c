/**
 * The best split of a node by one predictor. A split is the better the more of Gini's index it takes away:
 *   gain = Σ l_k²/n_l + Σ r_k²/n_r − Σ t_k²/n, with l, r, t = rows per class on the left, on the right and in the node.
 * With r = t − l the sums of `counting.ts` say it all: Σ r_k² = Σ t_k² − 2 Σ t_k·l_k + Σ l_k². Where the rows with the
 * predictor missing, m_k, go left too, l_k + m_k stands for l_k: the same sums serve both sides.
 * Bins of an unordered predictor are put in the order of their share of the node's largest class (exact for two classes),
 * then cut. Ties: missing on the left, then the lower cut.
 */
import { MAX_BIN_COUNT, MISSING, type Counting, type MissingSums } from './counting.ts';
import type { Predictor } from './predictors.ts';
import type { Placed } from './tables.ts';

/** A node of `n` rows; `base`: Σ t_k²/n. */
export type Weighed = Readonly<{ n: number; base: number }>;
/** The first `cut` bins go left, in the order in which they are cut. */
export type Cut = Readonly<{ gain: number; cut: number; missingLeft: boolean }>;
/** A column that is asked. */
export type Candidate = Placed & Readonly<{ predictor: Predictor }>;
/** Rows per bin; bins with rows, in the order in which they are cut, of which the first `filled` count. */
export type Arranged = Readonly<{ binRows: Uint32Array; order: Uint8Array; filled: number }>;

export interface Search {
  /** The best split of the node that was entered, by this column, if it gains more than `above`. */
  bestCut(node: Weighed, column: Candidate, minLeaf: number, above: number): Cut | null;
  /** The node that was entered, by this column. Holds until the next call. */
  arrange(column: Candidate): Arranged;
}

const NONE: MissingSums = { m: 0, mm: 0, tm: 0 };

/** One for all trees: see `rows.ts`. */
export function createSearch(counting: Counting): Search {
  const { rows, ll, tl, ml } = counting.sums;
  const order = new Uint8Array(MAX_BIN_COUNT);
  const shares = new Float64Array(MAX_BIN_COUNT);

  const arrange = (column: Candidate): Arranged => {
    const { binCount, isOrdered } = column.predictor;
    const binRows = counting.count(column, binCount);
    let filled = 0;
    for (let bin = 1; bin < binCount; bin++) {
      order[filled] = bin;
      if (binRows[bin]! > 0) filled++;
    }
    if (isOrdered || filled < 3) return { binRows, order, filled };
    for (let place = 0; place < filled; place++) {
      const bin = order[place]!;
      const share = counting.majorRows(bin) / binRows[bin]!;
      let at = place;
      for (; at > 0 && shares[at - 1]! > share; at--) {
        shares[at] = shares[at - 1]!;
        order[at] = order[at - 1]!;
      }
      shares[at] = share;
      order[at] = bin;
    }
    return { binRows, order, filled };
  };

  /** The missing rows go left, or none are spoken of. */
  const bestOfCuts = (
    { n, base }: Weighed,
    filled: number,
    { m, mm, tm }: MissingSums,
    minLeaf: number,
    above: number,
  ): Cut | null => {
    const all = base * n;
    const mlFactor = m > 0 ? 2 : 0;
    let [gain, cut] = [above, -1];
    for (let bins = 0; bins <= filled; bins++) {
      const held = rows[bins]! + m;
      if (held < minLeaf) continue;
      if (n - held < minLeaf) break;
      const squares = ll[bins]! + mlFactor * ml[bins]! + mm;
      const gained = squares / held + (all - 2 * (tl[bins]! + tm) + squares) / (n - held) - base;
      if (gained > gain) {
        gain = gained;
        cut = bins;
      }
    }
    return cut < 0 ? null : { gain, cut, missingLeft: m > 0 };
  };

  const bestCut = (node: Weighed, column: Candidate, minLeaf: number, above: number): Cut | null => {
    const { binRows, filled } = arrange(column);
    const hasMissing = binRows[MISSING]! > 0;
    if (filled + (hasMissing ? 1 : 0) < 2) return null;
    const missing = hasMissing ? counting.missingSums() : NONE;
    counting.accumulate(order, filled);
    const beside = hasMissing ? bestOfCuts(node, filled, missing, minLeaf, above) : null;
    return bestOfCuts(node, filled, NONE, minLeaf, beside?.gain ?? above) ?? beside;
  };
  return { arrange, bestCut };
}
