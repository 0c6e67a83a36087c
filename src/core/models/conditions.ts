/**
 * What a condition asks of a row, in codes and in values. A mask says which codes of a column can meet it, generously:
 * a code stays if any of its values may. Whether a row meets the condition is decided on its final values.
 * Conditions are public: they come from the recipe. Masks look at the coded domain alone.
 */
import { UserError } from '../errors.ts';
import type { Condition, ConditionValue } from '../recipe/where.ts';
import type { Column, Table } from '../table/column.ts';
import { readDate } from '../table/dates.ts';
import { OTHER } from '../table/domain.ts';
import { isModelled, type ColumnSchema, type Domain, type Schema } from '../table/schema.ts';
import {
  codeCount,
  firstValueCode,
  type Beside,
  type CodedDomain,
  type CodedColumn,
  type CodedNumbers,
} from './coded-domain.ts';
import { COMMON_ROWS } from './inferred-domain.ts';
import { valueOfStep } from '../table/grid.ts';

/** By modelled column: 1 where a code may stand; null where all may. */
export type Allowed = readonly (Uint8Array | null)[];

/** Of one column: the missing cell, some levels, or a closed range. */
type Wanted =
  | Readonly<{ kind: 'missing' }>
  | Readonly<{ kind: 'levels'; levels: ReadonlySet<string> }>
  | Readonly<{ kind: 'range'; low: number; high: number }>;
export type Wish = Readonly<{ byColumn: ReadonlyMap<string, Wanted>; rows: number }>;

/** The recipe's conditions against the schema, as `wishOf` does with each. `rowCount`: of which they ask for shares. */
export function wishesOf(conditions: readonly Condition[], schema: Schema, rowCount: number): Wish[] {
  return conditions.map((condition, index) => ({
    ...wishOf(condition.where, schema, `sample.conditions[${index}].where`),
    rows: 'rows' in condition ? condition.rows : Math.round(condition.share * rowCount),
  }));
}

/**
 * What is asked of the columns, against the schema. Throws `column-unknown`, `level-unknown`, `condition-impossible`, each
 * with this key of the recipe, before anything is spent.
 */
export function wishOf(where: Condition['where'], schema: Schema, key: string): Pick<Wish, 'byColumn'> {
  const byColumn = new Map<string, Wanted>();
  for (const [name, value] of Object.entries(where)) {
    const place = { column: name, key };
    const column = schema.columns.find((one) => one.name === name);
    if (column === undefined) throw new UserError('column-unknown', {}, place);
    if (!isModelled(column)) throw new UserError('condition-impossible', { why: 'it is not modelled' }, place);
    byColumn.set(name, wantedOf(value, column, place));
  }
  return { byColumn };
}

type Place = Readonly<{ column: string; key: string }>;

function wantedOf(
  value: ConditionValue,
  { missing, domain, atoms = [] }: ColumnSchema & { domain: { value: Domain } },
  place: Place,
): Wanted {
  if (value === null) {
    if (!missing.value) throw new UserError('condition-impossible', { why: 'it is never missing' }, place);
    return { kind: 'missing' };
  }
  if (domain.value.kind === 'categorical') {
    const levels = (Array.isArray(value) ? value : [value]).map(String);
    const known = new Set([...domain.value.levels, OTHER]);
    if (!levels.every((level) => known.has(level))) throw new UserError('level-unknown', {}, place);
    return { kind: 'levels', levels: new Set(levels) };
  }
  const [low, high] = endsOf(value).map((end) => numberOf(end, domain.value.kind, place)) as [number, number];
  if (low === high && atoms.includes(low)) return { kind: 'range', low, high };
  if (low > high || high < domain.value.low || low > domain.value.high) {
    throw new UserError('condition-impossible', { why: 'its range lies outside' }, place);
  }
  return { kind: 'range', low, high };
}

function endsOf(value: Exclude<ConditionValue, null>): readonly (string | number)[] {
  return typeof value === 'object' ? [value[0]!, value[value.length - 1]!] : [value, value];
}

/** A day stands for its first moment. */
function numberOf(end: string | number, kind: Domain['kind'], place: Place): number {
  if (kind === 'numeric' && typeof end === 'number') return end;
  const epochMs = kind === 'datetime' && typeof end === 'string' ? readDate(end)?.epochMs : undefined;
  if (epochMs !== undefined) return epochMs;
  throw new UserError('condition-impossible', { why: 'its values are of another kind' }, place);
}

/** Whether every column has a code that can meet the wish. */
export function isPossible({ byColumn }: Wish, { columns }: CodedDomain): boolean {
  return columns.every((column) => {
    const wanted = byColumn.get(column.name);
    return wanted === undefined || maskOf(column, wanted).includes(1);
  });
}

/** Throws `condition-impossible` where no code of a column can meet the wish. */
export function allowedCodes({ byColumn }: Wish, { columns }: CodedDomain): Allowed {
  return columns.map((column) => {
    const wanted = byColumn.get(column.name);
    if (wanted === undefined) return null;
    const mask = maskOf(column, wanted);
    if (!mask.includes(1)) {
      throw new UserError('condition-impossible', { why: 'no value that was kept meets it' }, { column: column.name });
    }
    return mask;
  });
}

function maskOf(column: CodedColumn, wanted: Wanted): Uint8Array {
  const mask = new Uint8Array(codeCount(column));
  const first = firstValueCode(column);
  if (wanted.kind === 'missing') {
    if (column.hasMissing) mask[0] = 1;
    if (column.kind !== 'levels')
      column.beside.forEach((level, place) => (mask[first + place] = typeof level === 'string' ? 1 : 0));
    return mask;
  }
  for (let code = first; code < mask.length; code++) mask[code] = canMeet(column, code - first, wanted) ? 1 : 0;
  return mask;
}

function canMeet(column: CodedColumn, cell: number, wanted: Exclude<Wanted, { kind: 'missing' }>): boolean {
  if (column.kind === 'levels') return wanted.kind === 'levels' && wanted.levels.has(column.levels[cell] ?? OTHER);
  if (wanted.kind !== 'range') return false;
  const beside = column.beside[cell];
  if (beside !== undefined) return isPoint(wanted, beside);
  const [low, high] = extentOf(column, cell - column.beside.length);
  return low <= wanted.high && high >= wanted.low;
}

/** A code is no amount, so that no range holds it: it is asked for by itself. */
function isPoint({ low, high }: Readonly<{ low: number; high: number }>, level: Beside): boolean {
  return low === level && high === level;
}

/** Between which values those of a cell lie once they are decoded. */
function extentOf(column: CodedNumbers, cell: number): readonly [number, number] {
  switch (column.kind) {
    case 'bins': {
      const { atoms, starts, grid } = column;
      if (cell < atoms.length) return [atoms[cell]!, atoms[cell]!];
      const bin = cell - atoms.length;
      return [valueOfStep(grid, starts[bin]!), valueOfStep(grid, starts[bin + 1]! - 1)];
    }
    case 'knots': {
      const { atoms, nodes } = column;
      if (cell < atoms.length) return [atoms[cell]!, atoms[cell]!];
      const own = nodes[cell - atoms.length]!;
      return [own[0]!, own[own.length - 1]!];
    }
    case 'values': {
      // A rare value may be moved up to its neighbour.
      const { values, counts, starts } = column;
      const [first, last] = [starts[cell]!, starts[cell + 1]! - 1];
      const low = counts[first]! < COMMON_ROWS ? Math.max(0, first - 1) : first;
      const high = counts[last]! < COMMON_ROWS ? Math.min(values.length - 1, last + 1) : last;
      return [values[low]!, values[high]!];
    }
  }
}

/** The rows of the codes that may stand. Throws `condition-impossible` where there are none. */
export function possibleCounts(counts: Float64Array, mask: Uint8Array | null): Float64Array {
  if (mask === null) return counts;
  const possible = counts.map((count, code) => (mask[code] === 1 ? count : 0));
  if (possible.some((count) => count > 0)) return possible;
  throw new UserError('condition-impossible', { why: 'the model has no such row' });
}

/** By row of a decoded table: 1 where it meets the wish. */
export function meets({ byColumn }: Pick<Wish, 'byColumn'>, table: Table): Uint8Array {
  const fits = new Uint8Array(table.rowCount).fill(1);
  for (const column of table.columns) {
    const wanted = byColumn.get(column.name);
    if (wanted !== undefined) sift(fits, column, wanted);
  }
  return fits;
}

function sift(fits: Uint8Array, column: Column, wanted: Wanted): void {
  if (column.kind === 'numeric' || column.kind === 'datetime') {
    const cells = column.kind === 'numeric' ? column.values : column.epochMs;
    const [low, high] = wanted.kind === 'range' ? [wanted.low, wanted.high] : [Infinity, -Infinity];
    const isMissing = wanted.kind === 'missing';
    const atoms = new Set(column.kind === 'numeric' && low < high ? column.atoms : []);
    for (let row = 0; row < cells.length; row++) {
      const value = cells[row]!;
      if (isMissing ? !Number.isNaN(value) : !(value >= low && value <= high && !atoms.has(value))) fits[row] = 0;
    }
    return;
  }
  const { codes, levels } = column;
  const isWanted = Uint8Array.from([...levels, null], (level) =>
    level === null ? Number(wanted.kind === 'missing') : Number(wanted.kind === 'levels' && wanted.levels.has(level)),
  );
  for (let row = 0; row < codes.length; row++) if (isWanted[codes[row]!] === 0) fits[row] = 0;
}
