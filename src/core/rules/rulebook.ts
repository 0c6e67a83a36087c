/**
 * The rules of a recipe against a schema: what is derived, what a row must keep, and what is done about rows that do not.
 * Order: derived columns are computed; rows that break a hard rule are dropped and others proposed (`conditioned.ts`);
 * what is still broken when proposals run out is mended where a rule has a mend, looked at again, and else left out.
 *   order: the values of the row are sorted, if all columns lie on one grid and no rule is strict.
 *   missing-together: all cells become missing, if all may be.
 * Privacy: rules come from the recipe, and everything here looks at synthetic rows alone.
 */
import { UserError } from '../errors.ts';
import type { Column, Table } from '../table/column.ts';
import { isModelled, type ColumnSchema, type Schema } from '../table/schema.ts';
import { amountsIn, columnNamed, missingCells, numbersOf } from './cells.ts';
import { checkOf, type Check } from './check.ts';
import { derivedColumn } from './derive.ts';
import {
  columnsOf,
  sourcesOf,
  type DerivedRule,
  type MissingTogetherRule,
  type OrderRule,
  type Rule,
} from '../recipe/rule.ts';

export type Rulebook = Readonly<{
  /** Whether there is anything to keep. */
  isEmpty: boolean;
  /** The table with its derived columns computed. */
  derive: (table: Table) => Table;
  /** By row: 1 where a hard rule is broken. */
  broken: (table: Table) => Uint8Array;
  /** The table with broken rows mended where there is a mend; derived columns are computed anew. */
  mend: (table: Table) => Table;
  /** By rule, hard or not: the share of rows that break it; null without rows. */
  shares: (table: Table) => readonly (number | null)[];
}>;

/** Throws `column-unknown`, `level-unknown`, `condition-impossible`, `rules-conflict`, naming the rule by its key. */
export function rulebookOf(rules: readonly Rule[], schema: Schema): Rulebook {
  rules.forEach((rule, index) => checkColumns(rule, schema, `rules[${index}]`));
  const derived = inOrder(rules.filter((rule) => rule.kind === 'derived'));
  const checks = rules.map((rule, index) => checkOf(rule, schema, `rules[${index}]`));
  const hard: Check[] = checks.filter((_, index) => rules[index]!.hard && rules[index]!.kind !== 'derived');
  const mends = rules.filter((rule) => rule.hard).flatMap((rule) => mendOf(rule, schema) ?? []);

  const derive = (table: Table): Table =>
    derived.reduce((now, rule) => withColumn(now, derivedColumn(rule, now, schema)), table);
  const broken = (table: Table): Uint8Array => {
    const any = new Uint8Array(table.rowCount);
    for (const check of hard) check(table).forEach((one, row) => (any[row] = any[row]! | one));
    return any;
  };
  return {
    isEmpty: rules.length === 0,
    derive,
    broken,
    mend: (table) => derive(mends.reduce((now, mend) => mend(now), table)),
    shares: (table) =>
      checks.map((check) =>
        table.rowCount === 0 ? null : check(table).reduce((sum, one) => sum + one, 0) / table.rowCount,
      ),
  };
}

function checkColumns(rule: Rule, schema: Schema, key: string): void {
  for (const name of columnsOf(rule)) {
    const column = schema.columns.find((one) => one.name === name);
    if (column === undefined) throw new UserError('column-unknown', {}, { column: name, key });
    if (!isModelled(column) || !fitsKind(rule, column)) {
      throw new UserError(
        'rules-conflict',
        { why: 'it is not of the kind that the rule needs' },
        { column: name, key },
      );
    }
  }
  const numbers = rule.kind === 'range' ? boundsOf(schema, rule.column) : null;
  if (
    rule.kind === 'range' &&
    numbers !== null &&
    (numbers.high < (rule.low ?? -Infinity) || numbers.low > (rule.high ?? Infinity))
  ) {
    throw new UserError('rules-conflict', { why: 'its range lies outside' }, { column: rule.column, key });
  }
}

function fitsKind(rule: Rule, { name, kind }: ColumnSchema): boolean {
  const isNumber = kind.value === 'numeric' || kind.value === 'datetime';
  switch (rule.kind) {
    case 'range':
    case 'order':
      return isNumber;
    case 'levels':
    case 'combinations':
      return kind.value === 'categorical';
    case 'implies':
    case 'missing-together':
      return true;
    case 'derived':
      if (rule.from.kind === 'sum') return kind.value === 'numeric';
      if (rule.from.kind === 'table') return kind.value === 'categorical';
      return name === rule.from.column ? kind.value === 'datetime' : kind.value !== 'datetime';
  }
}

function boundsOf(schema: Schema, name: string): Readonly<{ low: number; high: number }> | null {
  const domain = schema.columns.find((column) => column.name === name)?.domain?.value;
  return domain === undefined || domain.kind === 'categorical' ? null : domain;
}

/** Derived columns after those that they are derived from. Throws `rules-conflict` where they go in a circle. */
function inOrder(rules: readonly DerivedRule[]): DerivedRule[] {
  const byColumn = new Map(rules.map((rule) => [rule.column, rule]));
  const done = new Set<DerivedRule>();
  const visit = (rule: DerivedRule, above: readonly string[]): void => {
    if (above.includes(rule.column))
      throw new UserError('rules-conflict', { why: 'it is derived from itself' }, { column: rule.column });
    for (const source of sourcesOf(rule.from)) {
      const before = byColumn.get(source);
      if (before !== undefined) visit(before, [...above, rule.column]);
    }
    done.add(rule);
  };
  for (const rule of rules) visit(rule, []);
  return [...done];
}

function mendOf(rule: Rule, schema: Schema): ((table: Table) => Table) | null {
  if (rule.kind === 'missing-together') return areAllOptional(rule, schema) ? (table) => allMissing(rule, table) : null;
  if (rule.kind === 'order' && !rule.strict && haveOneGrid(rule, schema)) return (table) => sorted(rule, table);
  return null;
}

function areAllOptional({ columns }: MissingTogetherRule, schema: Schema): boolean {
  return columns.every((name) => schema.columns.find((column) => column.name === name)!.missing.value);
}

function haveOneGrid({ columns }: OrderRule, schema: Schema): boolean {
  const grids = columns.map((name) => {
    const domain = schema.columns.find((column) => column.name === name)!.domain!.value;
    if (domain.kind === 'categorical') return '';
    return JSON.stringify([
      domain.kind,
      domain.low,
      domain.high,
      domain.kind === 'numeric' ? domain.decimals : domain.stepMs,
    ]);
  });
  return grids.every((grid) => grid === grids[0]);
}

function sorted({ columns }: OrderRule, table: Table): Table {
  const cells = columns.map((name) => amountsIn(columnNamed(table, name)).slice());
  for (let row = 0; row < table.rowCount; row++) {
    const present = cells.filter((values) => !Number.isNaN(values[row]!));
    const values = present.map((own) => own[row]!).sort((a, b) => a - b);
    present.forEach((own, place) => (own[row] = values[place]!));
  }
  return columns.reduce((now, name, at) => {
    const column = columnNamed(now, name);
    const before = numbersOf(column);
    const codesKept = cells[at]!.map((value, row) => (Number.isNaN(value) ? before[row]! : value));
    return withColumn(now, withNumbers(column, codesKept));
  }, table);
}

function allMissing({ columns }: MissingTogetherRule, table: Table): Table {
  const some = new Uint8Array(table.rowCount);
  for (const name of columns)
    missingCells(columnNamed(table, name)).forEach((one, row) => (some[row] = some[row]! | one));
  return columns.reduce((now, name) => withColumn(now, blanked(columnNamed(now, name), some)), table);
}

function blanked(column: Column, isBlank: Uint8Array): Column {
  if (column.kind === 'numeric' || column.kind === 'datetime') {
    return withNumbers(
      column,
      numbersOf(column).map((value, row) => (isBlank[row] === 1 ? NaN : value)),
    );
  }
  const codes = column.codes.map((code, row) => (isBlank[row] === 1 ? column.levels.length : code));
  return { ...column, codes } as Column;
}

function withNumbers(column: Column, values: Float64Array): Column {
  return column.kind === 'datetime' ? { ...column, epochMs: values } : ({ ...column, values } as Column);
}

function withColumn(table: Table, column: Column): Table {
  return { ...table, columns: table.columns.map((one) => (one.name === column.name ? column : one)) };
}
