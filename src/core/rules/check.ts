/**
 * Which rows break a rule, on final values, as they are written. A row whose cells are missing breaks a rule only if the
 * rule speaks of missing cells; so does one whose numbers are codes where amounts are compared. O(rows) a rule.
 */
import { assert, unreachable } from '../errors.ts';
import { meets, wishOf, type Wish } from '../models/conditions.ts';
import type { CategoricalColumn, Column, Table } from '../table/column.ts';
import type { Schema } from '../table/schema.ts';
import { amountsIn, columnNamed, missingCells, numbersOf } from './cells.ts';
import { derivedColumn } from './derive.ts';
import type { CombinationsRule, MissingTogetherRule, OrderRule, Rule } from '../recipe/rule.ts';

/** A rule against a schema: how to find the rows of a table that break it, 1 where one does. */
export type Check = (table: Table) => Uint8Array;

/** Throws as `wishOf` does where a rule speaks of a level or a range that cannot be. */
export function checkOf(rule: Rule, schema: Schema, key: string): Check {
  switch (rule.kind) {
    case 'range': {
      const { column, low, high } = rule;
      return (table) => {
        const cells = amountsIn(columnNamed(table, column));
        return Uint8Array.from(cells, (value) => (value < (low ?? -Infinity) || value > (high ?? Infinity) ? 1 : 0));
      };
    }
    case 'levels': {
      const wish = wishOf({ [rule.column]: rule.levels }, schema, key);
      return (table) => {
        const isMissing = missingCells(columnNamed(table, rule.column));
        return meets(wish, table).map((fits, row) => (fits === 1 || isMissing[row] === 1 ? 0 : 1));
      };
    }
    case 'order':
      return (table) => brokenOrder(rule, table);
    case 'derived':
      return (table) => unlike(columnNamed(table, rule.column), derivedColumn(rule, table, schema));
    case 'implies': {
      const [first, second] = [wishOf(rule.if, schema, `${key}.if`), wishOf(rule.then, schema, `${key}.then`)];
      return (table) => brokenImplication(first, second, table);
    }
    case 'combinations':
      return (table) => brokenCombination(rule, table);
    case 'missing-together':
      return (table) => brokenTogether(rule, table);
    default:
      return unreachable(rule);
  }
}

function brokenOrder({ columns, strict }: OrderRule, table: Table): Uint8Array {
  const broken = new Uint8Array(table.rowCount);
  const cells = columns.map((name) => amountsIn(columnNamed(table, name)));
  for (let row = 0; row < broken.length; row++) {
    let before = -Infinity;
    for (const values of cells) {
      const value = values[row]!;
      if (Number.isNaN(value)) continue;
      if (value < before || (strict && value === before)) broken[row] = 1;
      before = value;
    }
  }
  return broken;
}

function brokenImplication(first: Pick<Wish, 'byColumn'>, second: Pick<Wish, 'byColumn'>, table: Table): Uint8Array {
  const fits = meets(second, table);
  return meets(first, table).map((isAsked, row) => (isAsked === 1 && fits[row] === 0 ? 1 : 0));
}

function brokenCombination({ columns, allowed }: CombinationsRule, table: Table): Uint8Array {
  const known = new Set(allowed.map((tuple) => JSON.stringify(tuple)));
  const own = columns.map((name) => categoryOf(columnNamed(table, name)));
  const verdicts = new Map<string, number>();
  const broken = new Uint8Array(table.rowCount);
  for (let row = 0; row < broken.length; row++) {
    const codes = own.map((column) => column.codes[row]!);
    if (codes.some((code, at) => code === own[at]!.levels.length)) continue;
    const id = codes.join();
    let verdict = verdicts.get(id);
    if (verdict === undefined) {
      verdict = known.has(JSON.stringify(codes.map((code, at) => own[at]!.levels[code]!))) ? 0 : 1;
      verdicts.set(id, verdict);
    }
    broken[row] = verdict;
  }
  return broken;
}

function brokenTogether({ columns }: MissingTogetherRule, table: Table): Uint8Array {
  const isMissing = columns.map((name) => missingCells(columnNamed(table, name)));
  return Uint8Array.from({ length: table.rowCount }, (_, row) =>
    isMissing.some((cells) => cells[row] !== isMissing[0]![row]) ? 1 : 0,
  );
}

function unlike(a: Column, b: Column): Uint8Array {
  if (a.kind === 'categorical' && b.kind === 'categorical') {
    const text = ({ levels, codes }: CategoricalColumn, row: number): string | undefined => levels[codes[row]!];
    return Uint8Array.from(a.codes, (_, row) => (text(a, row) === text(b, row) ? 0 : 1));
  }
  const [first, second] = [numbersOf(a), numbersOf(b)];
  return Uint8Array.from(first, (value, row) => (Object.is(value + 0, second[row]! + 0) ? 0 : 1));
}

function categoryOf(column: Column): CategoricalColumn {
  assert(column.kind === 'categorical', 'categoryOf: the column is a category');
  return column;
}
