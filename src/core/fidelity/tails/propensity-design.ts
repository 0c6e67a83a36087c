/**
 * Two tables as one design for an unpenalised model of which row is of which table: every column on its own, and
 * products of every two where asked for. A number enters standardised, missing as 0 with an indicator; a category as its
 * levels, missing one of them, levels of either table. Products: cells of two categories, a number within each level,
 * number times number. The design holds more columns than a basis needs (all levels, all cells); `rank` counts those that
 * are not sums of others, the intercept with them, which is what a fit that drops aliased coefficients estimates.
 * Cost: the rank is a Cholesky factor of the sums of products. Privacy: sums of real rows: internal.
 */
import { compactDesign } from '../../learn/design-sums.ts';
import type { IndicatorGroup, LinearDesign } from '../../learn/linear-design.ts';
import { addWeightedGram } from '../../learn/weighted-gram.ts';
import type { Table } from '../../table/column.ts';
import { columnNamed, numbersOf } from '../input.ts';
import { alignLevels, countLevels } from '../levels.ts';

/** Share of a column's square that must be left once the others are taken out. */
const ALIASED = 1e-9;

type NumberTerm = Readonly<{ kind: 'number'; column: string; values: Float64Array }>;
/** Codes below `size`; every code occurs. */
type LevelTerm = Readonly<{ kind: 'levels'; column: string; codes: Uint16Array; size: number }>;
export type Term = NumberTerm | LevelTerm;

/** Terms of both tables, the rows of `first` before those of `second`. Levels behind the `mostLevels` most frequent are one. */
export function termsOf(first: Table, second: Table, names: readonly string[], mostLevels: number): readonly Term[] {
  return names.flatMap((name): Term[] => {
    const columns = [columnNamed(first, name), columnNamed(second, name)];
    const categories = columns.filter((column) => column.kind === 'categorical');
    if (categories.length === 2) {
      const { levels, codes } = alignLevels(categories);
      return levelTerm(name, joined(codes), levels.length + 1, mostLevels);
    }
    const values = joined(
      columns.map((column) => (column.kind === 'categorical' ? new Float64Array(0) : numbersOf(column))),
    );
    const isMissing = Uint32Array.from(values, (value) => (value === value ? 0 : 1));
    const standard = standardised(values);
    return [
      ...(standard === null ? [] : [{ kind: 'number' as const, column: name, values: standard }]),
      ...levelTerm(name, isMissing, 2, 2),
    ];
  });
}

/** Coefficients of main effects and, if asked for, of products, before any is dropped; the intercept with them. */
export function coefficientCount(terms: readonly Term[], withProducts: boolean): number {
  const sizes = terms.map(freeOf);
  const main = sizes.reduce((sum, size) => sum + size, 1);
  if (!withProducts) return main;
  const squares = sizes.reduce((sum, size) => sum + size * size, 0);
  return main + ((main - 1) ** 2 - squares) / 2;
}

export function freeOf(term: Term): number {
  return term.kind === 'number' ? 1 : term.size - 1;
}

export function propensityDesign(terms: readonly Term[], rowCount: number, withProducts: boolean): LinearDesign {
  const numbers: Float64Array[] = [];
  const groups: { size: number; codes: Uint16Array }[] = [];
  const addLevels = (codes: Uint16Array, size: number): void => void groups.push({ codes, size });
  for (const term of terms) {
    if (term.kind === 'number') numbers.push(term.values);
    else addLevels(term.codes, term.size);
  }
  if (withProducts) {
    terms.forEach((first, at) => {
      for (const second of terms.slice(at + 1)) {
        if (first.column === second.column) continue;
        if (first.kind === 'levels' && second.kind === 'levels')
          addLevels(cellsOf(first, second), first.size * second.size);
        else if (first.kind === 'number' && second.kind === 'number')
          numbers.push(first.values.map((value, row) => value * second.values[row]!));
        else if (first.kind === 'number') numbers.push(...withinLevels(first, second as LevelTerm));
        else numbers.push(...withinLevels(second as NumberTerm, first));
      }
    });
  }
  let start = numbers.length;
  const placed = groups.map(({ size, codes }): IndicatorGroup => {
    const group = { first: start, size, codes };
    start += size;
    return group;
  });
  return compactDesign({ rowCount, coefficientCount: start, numbers, groups: placed }).design;
}

/** Coefficients that can be estimated, with the intercept. */
export function rankOf(design: LinearDesign): number {
  const width = design.coefficientCount + 1;
  const gram = new Float64Array(width * width);
  addWeightedGram(design, new Float64Array(design.rowCount).fill(1), gram, width, 0, 0);
  // The intercept, which is last, goes first: what follows is then measured around its mean.
  const order = [width - 1, ...Array.from({ length: width - 1 }, (_, i) => i)];
  const kept: Float64Array[] = [];
  for (const [place, i] of order.entries()) {
    const row = Float64Array.from(order, (j) => gram[i * width + j]!);
    for (const other of kept) {
      const factor = other[place]!;
      if (factor === 0) continue;
      for (let j = place; j < width; j++) row[j]! -= factor * other[j]!;
    }
    const left = row[place]!;
    if (!(left > ALIASED * gram[i * width + i]!)) continue;
    const scale = 1 / Math.sqrt(left);
    for (let j = 0; j < width; j++) row[j] = j < place ? 0 : row[j]! * scale;
    kept.push(row);
  }
  return kept.length;
}

function levelTerm(column: string, codes: Uint32Array, size: number, most: number): LevelTerm[] {
  const counts = countLevels(codes, size);
  const used = Array.from({ length: size }, (_, code) => code).filter((code) => counts[code]! > 0);
  if (used.length < 2) return [];
  const byCount = [...used].sort((a, b) => counts[b]! - counts[a]! || a - b);
  const placeOf = new Uint16Array(size);
  byCount.forEach((code, place) => (placeOf[code] = Math.min(place, most)));
  return [
    {
      kind: 'levels',
      column,
      codes: Uint16Array.from(codes, (code) => placeOf[code]!),
      size: Math.min(used.length, most + 1),
    },
  ];
}

function joined<A extends Float64Array | Uint32Array>(parts: readonly A[]): A {
  const [first, second] = parts as readonly [A, A];
  const out = (
    first instanceof Float64Array
      ? new Float64Array(first.length + second.length)
      : new Uint32Array(first.length + second.length)
  ) as A;
  out.set(first);
  out.set(second, first.length);
  return out;
}

/** Mean 0 and deviation 1 of the present cells, missing 0; null where nothing varies. */
function standardised(values: Float64Array): Float64Array | null {
  let n = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) continue;
    n++;
    sum += values[row]!;
  }
  const mean = sum / n;
  let squares = 0;
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) squares += (values[row]! - mean) ** 2;
  const deviation = Math.sqrt(squares / n);
  if (n === 0 || !(deviation > 1e-12 * Math.abs(mean))) return null;
  return values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / deviation));
}

function cellsOf(first: LevelTerm, second: LevelTerm): Uint16Array {
  const cells = new Uint16Array(first.codes.length);
  for (let row = 0; row < cells.length; row++) cells[row] = first.codes[row]! * second.size + second.codes[row]!;
  return cells;
}

/** The number in each level but the first, 0 elsewhere: with the number itself that is the number in every level. */
function withinLevels({ values }: NumberTerm, { codes, size }: LevelTerm): Float64Array[] {
  return Array.from({ length: size - 1 }, (_, place) =>
    values.map((value, row) => (codes[row] === place + 1 ? value : 0)),
  );
}
