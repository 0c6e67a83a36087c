/** Which bins of a column go left where a tree is cut, as a set. */
import type { FeatureBins } from './features.ts';

/** A set of bins is eight words, bit b of which says that bin b is in it. */
export const BIN_WORDS = 8;

/** The bins of a node in the order in which they are cut: `prefix` of `count` go left. */
export type OrderedBins = Readonly<{ bins: Uint8Array; count: number; prefix: number }>;

/** The prefix, missing where it is said to, and what the node lacks: numbers by their order, levels with the heavier side. */
export function putLeft(
  set: Uint32Array,
  { bins, count, prefix }: OrderedBins,
  { isOrdered, missingBin }: Pick<FeatureBins, 'isOrdered' | 'missingBin'>,
  isMissingLeft: boolean,
  isLeftHeavier: boolean,
): void {
  set.fill(0);
  if (isOrdered) putBelow(set, bins[prefix - 1]! + 1);
  else if (!isLeftHeavier) for (let i = 0; i < prefix; i++) set[bins[i]! >>> 5]! |= 1 << (bins[i]! & 31);
  else {
    putBelow(set, missingBin);
    for (let i = prefix; i < count; i++) set[bins[i]! >>> 5]! &= ~(1 << (bins[i]! & 31));
  }
  if (isMissingLeft) set[missingBin >>> 5]! |= 1 << (missingBin & 31);
}

function putBelow(set: Uint32Array, end: number): void {
  set.fill(0xffffffff, 0, end >>> 5);
  if ((end & 31) > 0) set[end >>> 5] = (1 << (end & 31)) - 1;
}
