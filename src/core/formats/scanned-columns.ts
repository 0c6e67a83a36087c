/**
 * The cells of every column as the scan left them. Columns that became text on the way, or hold too much beside numbers,
 * are read again from the same bytes and laid over the first reading.
 */
import type { ReadingChoices } from '../recipe.ts';
import { cellRulesOf } from './cell-rules.ts';
import { SKIPPED, TEXT } from './cells.ts';
import type { Chunks } from './chunks.ts';
import { levelsOf, mergeLevels, type Dictionary } from './dictionary.ts';
import { scanChunks } from './scan.ts';
import { createScan, type Scan } from './scan-state.ts';
import { isTooMixed, mayHaveGroups, type ColumnCells } from './column-cells.ts';

const COMMA = 44;

/** Columns without a gap. */
export function wholeColumns(
  scan: Scan,
  chunks: Chunks,
  names: readonly string[],
  choices: ReadingChoices,
): ColumnCells[] {
  const { store, settings, row: rowCount, syntax } = scan;
  const isCommaTaken = syntax.delimiter === COMMA;
  const columns = names.map((_, index) => cellsOf(scan, names, index));
  const modes = new Uint8Array(names.length).fill(SKIPPED);
  let rowLimit = 0;
  columns.forEach((column, index) => {
    const isOpen = !isCommaTaken && mayHaveGroups(column);
    if (isOpen || isTooMixed(column, cellRulesOf(choices, column.name))) store.rereadBelow[index] = rowCount;
    if (store.rereadBelow[index] === 0) return;
    modes[index] = TEXT;
    rowLimit = Math.max(rowLimit, store.rereadBelow[index]!);
  });
  if (rowLimit === 0) return columns;
  const again = createScan(settings, modes, rowLimit, scan.decisions);
  scanChunks(again, chunks, () => {});
  return columns.map((column, index) => (modes[index] === TEXT ? mergedCells(scan, again, names, index) : column));
}

/** Rows below `rereadBelow` from the second scan, the others from the first, on one dictionary. */
function mergedCells(scan: Scan, again: Scan, names: readonly string[], index: number): ColumnCells {
  const { store, row: rowCount } = scan;
  const end = store.rereadBelow[index]!;
  const isText = store.modes[index] === TEXT;
  const dictionary = isText ? store.dictionaries[index]! : again.store.dictionaries[index]!;
  const codes = isText ? store.codes[index]! : again.store.codes[index]!;
  const quoted = isText ? store.quotedCodes[index]! : [];
  if (isText) {
    const merged = mergeLevels(dictionary, again.store.dictionaries[index]!);
    const first = again.store.codes[index]!;
    for (let row = 0; row < end; row++) codes[row] = merged[first[row]!]!;
    // Quotes of the rows in common with the first scan are counted there as well: all or none is all that is asked of them.
    again.store.quotedCodes[index]!.forEach((count, code) => {
      quoted[merged[code]!] = (quoted[merged[code]!] ?? 0) + count;
    });
  }
  store.quotedCodes[index] = isText ? quoted : again.store.quotedCodes[index]!;
  const levels = levelsOf(dictionary);
  const own = codes.subarray(0, rowCount);
  const counts = countsOf(own, levels.length);
  return {
    name: names[index]!,
    rowCount,
    levels,
    counts,
    ...longOf(dictionary, counts),
    cells: { kind: 'text', codes: own },
  };
}

function cellsOf({ store, row: rowCount }: Scan, names: readonly string[], index: number): ColumnCells {
  const levels = levelsOf(store.dictionaries[index]!);
  const common = { name: names[index]!, rowCount, levels };
  if (store.modes[index] === TEXT) {
    const codes = store.codes[index]!.subarray(0, rowCount);
    const counts = store.rereadBelow[index] === 0 ? countsOf(codes, levels.length) : new Uint32Array(levels.length);
    return { ...common, counts, ...longOf(store.dictionaries[index]!, counts), cells: { kind: 'text', codes } };
  }
  const values = store.values[index]!.slice(0, rowCount);
  const counts = countsOf(Uint32Array.from(store.tokens[index]!.codes), levels.length);
  return {
    ...common,
    counts,
    ...longOf(store.dictionaries[index]!, counts),
    cells: { kind: 'numbers', values, places: store.places[index]! },
  };
}

function longOf({ long }: Dictionary, counts: Uint32Array): Pick<ColumnCells, 'hasLong'> {
  return [...long.keys()].some((code) => counts[code]! > 0) ? { hasLong: true } : {};
}

function countsOf(codes: Uint32Array, levelCount: number): Uint32Array {
  const counts = new Uint32Array(levelCount);
  for (let row = 0; row < codes.length; row++) counts[codes[row]!]!++;
  return counts;
}
