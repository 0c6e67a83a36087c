/**
 * A rehearsal: the whole run on an invented table of the schema and size at hand, and the error that it ends with.
 * Invented rows: one common factor f and a score z = a·f + √(1 − a²)·e per column, f and e standard normal, a² = 0.35, so
 * that links between columns are of medium strength; the cell is the one in which Φ(z) falls, cells of falling frequency.
 * Privacy: no real row is touched, and nothing is spent. The schema may hold what was read off the rows: confidential.
 */
import type { Rng } from '../math/rng.ts';
import { normalCdf, normalQuantile } from '../math/special.ts';
import type { Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { codeCount, firstValueCode, type CodedColumn } from './coded-domain.ts';
import { decodeTable } from './decoding.ts';
import { encodeTable } from './encoding.ts';
import { declaredDomain } from './declared-domain.ts';
import { countMarginals } from '../table/marginal-counts.ts';
import { subsetsOf } from './graphical/workload.ts';

/** Mean L1 error of shares over single columns and over pairs; null where there is no pair. */
export type Rehearsed = Readonly<{ oneWay: number; pair: number | null }>;

const LOADING2 = 0.35;
/** The frequency of a cell falls like 1 / (place + 3). */
const FLATNESS = 3;
/** More pairs than these are thinned evenly. */
const MOST_PAIRS = 300;

/** Rows that nobody is in, in the shape of a table: the modelled columns alone. */
export function inventedTable(schema: Schema, rowCount: number, rng: Rng): Table {
  const domain = declaredDomain(schema);
  const factor = Float64Array.from({ length: rowCount }, () => normal(rng));
  const columns = domain.columns.map((column) => inventedCodes(column, factor, rng));
  return decodeTable({ rowCount, columns }, domain, rng);
}

/** How far two tables are apart on the cells that a plan of this schema counts. */
export function errorsBetween(schema: Schema, first: Table, second: Table): Rehearsed {
  const domain = declaredDomain(schema);
  const [a, b] = [encodeTable(first, domain), encodeTable(second, domain)];
  const sizes = domain.columns.map(codeCount);
  const meanError = (cliques: readonly (readonly number[])[]): number | null => {
    if (cliques.length === 0) return null;
    const one = countMarginals(a.columns, a.rowCount, sizes, cliques);
    const other = countMarginals(b.columns, b.rowCount, sizes, cliques);
    const errors = one.map((counts, at) => distance(counts, a.rowCount, other[at]!, b.rowCount));
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
  const pairs = subsetsOf([...sizes.keys()], 2);
  const stride = Math.ceil(pairs.length / MOST_PAIRS);
  return { oneWay: meanError(sizes.map((_, column) => [column])) ?? 0, pair: meanError(everyNth(pairs, stride)) };
}

function inventedCodes(column: CodedColumn, factor: Float64Array, rng: Rng): Uint16Array {
  const first = firstValueCode(column);
  const cells = codeCount(column) - first;
  const cumulated = new Float64Array(cells);
  let total = 0;
  for (let cell = 0; cell < cells; cell++) cumulated[cell] = total += 1 / (cell + FLATNESS);
  const own = Math.sqrt(1 - LOADING2);
  const common = Math.sqrt(LOADING2);
  return Uint16Array.from(factor, (shared) => {
    const place = normalCdf(common * shared + own * normal(rng)) * total;
    let cell = 0;
    while (cell < cells - 1 && cumulated[cell]! <= place) cell++;
    return first + cell;
  });
}

function normal(rng: Rng): number {
  return normalQuantile((rng.uint32() + 0.5) / 2 ** 32);
}

function distance(first: Int32Array, firstRows: number, second: Int32Array, secondRows: number): number {
  let sum = 0;
  for (let cell = 0; cell < first.length; cell++)
    sum += Math.abs(first[cell]! / firstRows - second[cell]! / secondRows);
  return sum;
}

function everyNth<T>(items: readonly T[], stride: number): readonly T[] {
  return items.filter((_, at) => at % stride === 0);
}
