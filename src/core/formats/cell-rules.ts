/** What the user says of the cells of one column, ready for use; what is not said is found out. */
import { UserError } from '../errors.ts';
import type { ReadingChoices } from '../recipe.ts';
import { parsePattern, type DatePattern } from '../table/date-pattern.ts';

export type CellRules = Readonly<{
  /** Marks for missing, those of every column and those that are kept apart included. */
  missing: ReadonlySet<string>;
  /** Texts that are values, whatever they look like. */
  values: ReadonlySet<string>;
  /** Numbers that are codes and no amounts, ascending. */
  atoms: readonly number[];
  /** Marks for missing that are kept apart; null where nothing is said of them. */
  apart: readonly string[] | null;
  decimal?: '.' | ',';
  group?: string;
  date?: DatePattern;
  /** Of the whole file: numbers with another mark are none, but a column need not be numbers for it. */
  fileDecimal?: '.' | ',';
}>;

/** Throws `recipe-invalid` where a pattern of dates is none. */
export function cellRulesOf(choices: ReadingChoices, name: string): CellRules {
  const chosen = choices.columns?.[name] ?? {};
  const values = new Set(chosen.values ?? []);
  const { decimal, group, apart = null, atoms = [] } = chosen;
  const missing = new Set([...(choices.missing ?? []), ...(chosen.missing ?? []), ...(apart ?? [])]);
  const date = chosen.date === undefined ? undefined : parsePattern(chosen.date);
  if (date === null) {
    const key = `reading.columns.${name}.date`;
    throw new UserError('recipe-invalid', { problem: 'is no pattern of dates such as dd/MM/yyyy' }, { key });
  }
  return {
    missing,
    values,
    atoms: atoms.toSorted((a, b) => a - b),
    apart,
    ...(decimal === undefined ? {} : { decimal }),
    ...(group === undefined ? {} : { group }),
    ...(date === undefined ? {} : { date }),
    ...(choices.decimal === undefined || decimal !== undefined ? {} : { fileDecimal: choices.decimal }),
  };
}

/** Whether the marks for missing are wanted as texts, too. */
export function keepsApart({ apart }: CellRules): boolean {
  return apart !== null && apart.length > 0;
}

/** Whether the user says how the numbers or dates are written, so that they are wanted as texts. */
export function saysForm({ decimal, group, date }: CellRules): boolean {
  return decimal !== undefined || group !== undefined || date !== undefined;
}
