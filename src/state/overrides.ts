/**
 * What the user or a recipe says of the reading, of the columns, and of the rows that are wanted, and how one thing more
 * is said beside it. All of it is plain data; nothing here looks at a table.
 */
import type { Companion } from '../core/companions/companion.ts';
import type { ColumnReading, ReadingChoices, Recipe } from '../core/recipe.ts';
import type { ColumnChoices } from '../core/table/choices.ts';
import { keptOf, NOTHING_KEPT, type Kept } from './kept.ts';

/** One entry of the history. */
export type Overrides = Readonly<{
  reading: ReadingChoices;
  columns: Readonly<Record<string, ColumnChoices>>;
  conditions: Recipe['sample']['conditions'];
  rules: Recipe['rules'];
  kept: Kept;
}>;
/** Undefined takes a part back. */
export type ColumnReadingChange = { readonly [K in keyof ColumnReading]?: ColumnReading[K] | undefined };

export const NOTHING_SAID: Overrides = { reading: {}, columns: {}, conditions: [], rules: [], kept: NOTHING_KEPT };

export function overridesOf(recipe: Recipe): Overrides {
  const { reading, columns, rules, sample } = recipe;
  return { reading, columns, rules, conditions: sample.conditions, kept: keptOf(recipe) };
}

/** Merges choices about columns by their names; null takes back all that is said of one. */
export function withChoices(
  { reading, columns, ...rest }: Overrides,
  said: readonly Readonly<{ name: string; choices: ColumnChoices | null }>[],
): Overrides {
  const reset = new Set(said.filter(({ choices }) => choices === null).map(({ name }) => name));
  return {
    ...rest,
    reading: withColumnReadings(
      reading,
      Object.entries(reading.columns ?? {}).filter(([name]) => !reset.has(name)),
    ),
    columns: {
      ...Object.fromEntries(Object.entries(columns).filter(([name]) => !reset.has(name))),
      ...Object.fromEntries(
        said.flatMap(({ name, choices }) => (choices ? [[name, merged(columns[name], choices)]] : [])),
      ),
    },
  };
}

/** The cells of one column are read otherwise. */
export function withColumnReading({ reading, ...rest }: Overrides, name: string, part: ColumnReadingChange): Overrides {
  const next = Object.entries({ ...reading.columns?.[name], ...part }).filter(([, value]) => value !== undefined);
  const others = Object.entries(reading.columns ?? {}).filter(([other]) => other !== name);
  const own: [string, ColumnReading][] = next.length > 0 ? [[name, Object.fromEntries(next)]] : [];
  return { ...rest, reading: withColumnReadings(reading, [...others, ...own]) };
}

/** A schema stands beside what is said and before it. */
export function withSchema(
  { reading, columns, ...rest }: Overrides,
  said: Extract<Companion, { what: 'schema' }>,
): Overrides {
  return {
    ...rest,
    reading: withColumnReadings({ ...reading, ...said.reading }, eachMerged(reading.columns, said.reading.columns)),
    columns: { ...columns, ...Object.fromEntries(eachMerged(columns, said.columns)) },
  };
}

/** The column that is said to be the target. */
export function targetOf(columns: Overrides['columns']): string | null {
  return Object.keys(columns).find((name) => columns[name]?.role === 'target') ?? null;
}

/** Choices are JSON: equal texts are equal choices. */
export function isSame(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}

/**
 * Bounds, levels, places and what replaces the cells belong to the kind that they were said of. What replaces the cells
 * is said as a whole.
 */
function merged(before: ColumnChoices = {}, choices: ColumnChoices): ColumnChoices {
  const isOtherKind = choices.kind !== undefined && choices.kind !== before.kind;
  const isMadeOtherwise = (choices.fate ?? choices.identifier ?? choices.words) !== undefined;
  const { fate: _fate, identifier: _identifier, words: _words, ...apart } = before;
  const rest = isOtherKind || isMadeOtherwise ? apart : before;
  if (!isOtherKind) return { ...rest, ...choices };
  const { bounds: _bounds, levels: _levels, decimals: _decimals, ...others } = rest;
  return { ...others, ...choices };
}

function withColumnReadings(
  { columns: _before, ...reading }: ReadingChoices,
  columns: readonly (readonly [string, ColumnReading])[],
): ReadingChoices {
  return columns.length === 0 ? reading : { ...reading, columns: Object.fromEntries(columns) };
}

/** Parts of what is said later win; what only one side says stays. */
function eachMerged<T extends object>(
  before: Readonly<Record<string, T>> = {},
  after: Readonly<Record<string, T>> = {},
): [string, T][] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((name) => [
    name,
    { ...before[name], ...after[name] } as T,
  ]);
}
