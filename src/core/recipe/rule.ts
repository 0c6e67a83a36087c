/**
 * Rules between columns, as a recipe states them: what a row must keep. Rules are public knowledge of whoever writes the
 * recipe; what is read off the data is offered, and becomes a rule by the user's word alone.
 */
import type { Condition } from './where.ts';

/** `hard`: no row that breaks it is written. Else it is counted only. */
type Base = Readonly<{ hard: boolean }>;
export type DatePart = 'year' | 'month' | 'day' | 'weekday' | 'hour';

export type RangeRule = Base & Readonly<{ kind: 'range'; column: string; low: number | null; high: number | null }>;
export type LevelsRule = Base & Readonly<{ kind: 'levels'; column: string; levels: readonly string[] }>;
/** Each is at most the next, or smaller where `strict`. Missing cells break nothing. */
export type OrderRule = Base & Readonly<{ kind: 'order'; columns: readonly string[]; strict: boolean }>;
/** Computed from final values: a weighted sum, a table from level to level, or a part of a date. */
export type DerivedRule = Base & Readonly<{ kind: 'derived'; column: string; from: Derivation }>;
export type Derivation =
  | Readonly<{ kind: 'sum'; terms: readonly (readonly [column: string, factor: number])[]; plus: number }>
  | Readonly<{ kind: 'table'; column: string; table: Readonly<Record<string, string>> }>
  | Readonly<{ kind: 'part'; column: string; part: DatePart }>;
/** Rows that meet the first meet the second. */
export type ImpliesRule = Base & Readonly<{ kind: 'implies'; if: Condition['where']; then: Condition['where'] }>;
/** Only these tuples of levels. */
export type CombinationsRule = Base &
  Readonly<{ kind: 'combinations'; columns: readonly string[]; allowed: readonly (readonly string[])[] }>;
/** All of them are missing, or none. */
export type MissingTogetherRule = Base & Readonly<{ kind: 'missing-together'; columns: readonly string[] }>;

export type Rule =
  RangeRule | LevelsRule | OrderRule | DerivedRule | ImpliesRule | CombinationsRule | MissingTogetherRule;

/** The columns that a rule speaks of, each once. */
export function columnsOf(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'range':
    case 'levels':
      return [rule.column];
    case 'order':
    case 'combinations':
    case 'missing-together':
      return [...new Set(rule.columns)];
    case 'implies':
      return [...new Set([...Object.keys(rule.if), ...Object.keys(rule.then)])];
    case 'derived':
      return [...new Set([rule.column, ...sourcesOf(rule.from)])];
  }
}

export function sourcesOf(from: Derivation): readonly string[] {
  return from.kind === 'sum' ? from.terms.map(([column]) => column) : [from.column];
}
