/**
 * Two or three judged runs on one table, side by side: which choices differ, what was spent, and each finding with its
 * difference to the first run. The interval of a difference joins those of both values as Newcombe's does for shares
 * (variance recovered from the limits). Runs judged on the same holdout rise and fall together, so that it is rather too
 * wide than too narrow.
 * Privacy: of findings about real rows: internal.
 */
import type { Finding, Interval } from '../math/finding.ts';
import type { ColumnScore, RunNumbers } from './numbers.ts';

/** Second less first; null where one of them has no value or no interval. */
export type Difference = Readonly<Pick<Interval, 'value' | 'low' | 'high'> & { isShown: boolean }> | null;
/** Values in the order of the runs; `differences[0]`, of the first run to itself, is null. */
export type ComparedFinding = Readonly<{
  id: string;
  name: string;
  values: readonly (Finding | null)[];
  differences: readonly Difference[];
}>;
export type ComparedColumn = Readonly<{
  name: string;
  scores: readonly (ColumnScore | null)[];
  differences: readonly Difference[];
}>;
/** A choice by its path in the recipe, as JSON; undefined where the recipe does not say it. */
export type ComparedChoice = Readonly<{ key: string; values: readonly (string | undefined)[] }>;
export type Comparison = Readonly<{
  choices: readonly ComparedChoice[];
  findings: readonly ComparedFinding[];
  /** Furthest apart first. */
  columns: readonly ComparedColumn[];
}>;

export function compareRuns(runs: readonly RunNumbers[]): Comparison {
  return { choices: choicesOf(runs), findings: findingsOf(runs), columns: columnsOf(runs) };
}

type Measured = Pick<Finding, 'value' | 'low' | 'high'>;

export function differenceOf(first: Measured | null, second: Measured | null): Difference {
  if (!first || !second) return null;
  const { value: a, low: aLow, high: aHigh } = first;
  const { value: b, low: bLow, high: bHigh } = second;
  if (a === null || b === null || aLow === null || aHigh === null || bLow === null || bHigh === null) return null;
  const value = b - a;
  const low = value - Math.hypot(b - bLow, aHigh - a);
  const high = value + Math.hypot(bHigh - b, a - aLow);
  return { value, low, high, isShown: low > 0 || high < 0 };
}

function findingsOf(runs: readonly RunNumbers[]): ComparedFinding[] {
  const names = new Map(
    runs.flatMap(({ findings }) => findings.map(({ name, finding }) => [keyOf(finding, name), name])),
  );
  return [...names].map(([id, name]) => {
    const values = runs.map(
      ({ findings }) => findings.find((each) => keyOf(each.finding, each.name) === id)?.finding ?? null,
    );
    return { id, name, values, differences: differencesOf(values) };
  });
}

/** Which attack was the strongest may differ between runs: the question stays the same. */
function keyOf({ id }: Finding, name: string): string {
  return id.startsWith('kway-') ? `${id} ${name}` : name;
}

function columnsOf(runs: readonly RunNumbers[]): ComparedColumn[] {
  const names = [...new Set(runs.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  const compared = names.map((name) => {
    const scores = runs.map(({ columns }) => columns.find((column) => column.name === name) ?? null);
    return { name, scores, differences: differencesOf(scores) };
  });
  const gap = ({ differences }: ComparedColumn): number =>
    Math.max(0, ...differences.map((difference) => Math.abs(difference?.value ?? 0)));
  return compared.sort((a, b) => gap(b) - gap(a));
}

function differencesOf(values: readonly (Measured | null)[]): Difference[] {
  return values.map((value, place) => (place === 0 ? null : differenceOf(values[0] ?? null, value)));
}

function choicesOf(runs: readonly RunNumbers[]): ComparedChoice[] {
  const said = runs.map(({ recipe }) => new Map(leavesOf(recipe, '')));
  const keys = [...new Set(said.flatMap((leaves) => [...leaves.keys()]))];
  return keys
    .map((key) => ({ key, values: said.map((leaves) => leaves.get(key)) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Every value of the recipe that is not an object of keys, by its path. */
function leavesOf(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, path === '' ? key : `${path}.${key}`));
}
