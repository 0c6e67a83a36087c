/**
 * A coded column as a predictor: its codes in at most 64 bins, one byte a row. Bin 0 is missing and nothing else. Cells of
 * numbers keep their order: a level beside them, and a cell of 1/64 of the rows or more, is a bin of its own, the others
 * share what is left evenly. Levels are a bin each, the rarest ones the last bin together. O(codes log codes + rows).
 */
import type { CodedColumn } from '../coded-domain.ts';
import { besideCount, firstValueCode } from '../coded-domain.ts';

export const MAX_BINS = 64;

/** `binOf`: by code. `isOrdered`: bins after the first ascend with the value. */
export type Predictor = Readonly<{ binOf: Uint8Array; binCount: number; isOrdered: boolean }>;

/** `counts`: rows per code. */
export function predictorOf(column: CodedColumn, counts: Float64Array): Predictor {
  const first = firstValueCode(column);
  const values = counts.length - first;
  const isOrdered = column.kind !== 'levels';
  const bins = isOrdered ? orderedBins(counts.subarray(first), besideCount(column)) : levelBins(counts.subarray(first));
  const binOf = new Uint8Array(counts.length);
  let last = 0;
  for (let code = 0; code < values; code++) {
    binOf[first + code] = bins[code]! + 1;
    last = Math.max(last, bins[code]! + 1);
  }
  return { binOf, binCount: last + 1, isOrdered };
}

export function binRows(codes: Uint16Array, { binOf }: Predictor): Uint8Array {
  const bins = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) bins[row] = binOf[codes[row]!]!;
  return bins;
}

const VALUE_BINS = MAX_BINS - 1;

function orderedBins(counts: Float64Array, beside: number): Uint16Array {
  const bins = new Uint16Array(counts.length);
  if (counts.length <= VALUE_BINS) return bins.map((_, cell) => cell);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const isAtom = counts.map((count, cell) => (cell < beside || count >= total / MAX_BINS ? 1 : 0));
  const atoms = isAtom.reduce((sum, one) => sum + one, 0);
  const rest = counts.reduce((sum, count, cell) => (isAtom[cell] === 1 ? sum : sum + count), 0);
  // A stretch between atoms begins a bin of its own, so that there may be as many more bins as atoms.
  const size = rest / Math.max(1, VALUE_BINS - 2 * atoms);
  let bin = -1;
  let held = Infinity;
  counts.forEach((count, cell) => {
    const before = cell > 0 && isAtom[cell - 1] === 1;
    if (isAtom[cell] === 1 || before || (held + count / 2 > size && bin < VALUE_BINS - 1)) {
      bin = Math.min(VALUE_BINS - 1, bin + 1);
      held = 0;
    }
    bins[cell] = bin;
    held += count;
  });
  return bins;
}

function levelBins(counts: Float64Array): Uint16Array {
  const bins = new Uint16Array(counts.length);
  if (counts.length <= VALUE_BINS) return bins.map((_, level) => level);
  const byRows = [...counts.keys()].sort((a, b) => counts[b]! - counts[a]! || a - b);
  byRows.forEach((level, place) => (bins[level] = Math.min(place, VALUE_BINS - 1)));
  return bins;
}
