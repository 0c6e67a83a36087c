/**
 * Rules that the rows of a table seem to keep: functional pairs, orders, joint missingness, sums. A rule is proposed if
 * nearly all rows keep it (`NEARLY`) while rows put together from strangers break it often: what strangers keep as well
 * follows from the columns alone and ties them by nothing. Of rules that say the same the shorter one is proposed.
 *   strangers: the cells of one side are taken from another row, by one fixed shuffle of the rows.
 *   functional pair: the most frequent other level beside each level.
 *   sums: one column is another plus a constant, or the sum of two or three.
 * Pairs and sums are looked up in at most `FIRST_ROWS` rows first; only those that hold there are counted in all.
 * Cost: columns² × FIRST_ROWS, plus rows for each candidate. Codes and numbers alone are looked at.
 * Privacy: read off real rows, so confidential and *inferred*; under a claim a proposal is no free knowledge.
 * Left out: parts of dates, implications, tuples of three and more levels.
 */
import { createRng, shuffle } from '../math/rng.ts';
import type { CategoricalColumn, Column, DatetimeColumn, NumericColumn, Table } from '../table/column.ts';
import { isModelled, type Schema } from '../table/schema.ts';
import { columnsOf, type Rule } from '../recipe/rule.ts';
import { amountsIn, missingCells, numbersOf } from './cells.ts';
import { rulebookOf } from './rulebook.ts';

/** `share` of all rows that keep the rule, in [0, 1]. */
export type Proposal = Readonly<{ rule: Rule; share: number }>;

const NEARLY = 0.99;
/** Strangers break a rule at least so often, and so many times as often as the rows themselves. */
const STRANGERS = 0.005;
const TIMES = 10;
const FEWEST_ROWS = 30;
const FIRST_ROWS = 2000;
/** A level stands for so many rows on average, or its pair is no wonder. */
const ROWS_PER_LEVEL = 5;
const MOST_LEVELS = 1000;
/** More numeric columns than these: sums of three, of two, are not looked for. */
const MOST_FOR_THREE = 24;
const MOST_FOR_TWO = 100;
const MOST_PROPOSALS = 50;

type Numbers = NumericColumn | DatetimeColumn;
/** Rows to begin with, and for each row of the table a stranger. */
type Rows = Readonly<{ count: number; first: Uint32Array; strangers: Uint32Array }>;
/** Whether a row, with the other side from row `other`, breaks the rule. */
type Breaks = (row: number, other: number) => boolean;

/** What was kept best comes first. Only modelled columns of the schema take part. */
export function proposeRules(table: Table, schema: Schema): readonly Proposal[] {
  if (table.rowCount < FEWEST_ROWS) return [];
  const modelled = new Set(schema.columns.filter(isModelled).map(({ name }) => name));
  const columns = table.columns.filter(({ name }) => modelled.has(name));
  const rows = rowsOf(table.rowCount);
  const numbers = columns.filter(isNumbers).filter(varies);
  const categories = columns.filter((column) => column.kind === 'categorical');
  const summed = sums(
    numbers.filter((column) => column.kind === 'numeric'),
    rows,
  );
  const isInSum = (rule: Rule): boolean =>
    summed.some((sum) => columnsOf(rule).every((name) => columnsOf(sum).includes(name)));
  const rules = [
    ...missingTogether(columns, rows),
    ...summed,
    ...orders(numbers, rows).filter((rule) => !isInSum(rule)),
    ...functionalPairs(categories, rows),
  ];
  const shares = rulebookOf(rules, schema).shares(table);
  return rules
    .map((rule, place) => ({ rule, share: 1 - (shares[place] ?? 1) }))
    .filter(({ share }) => share >= NEARLY)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_PROPOSALS);
}

function rowsOf(count: number): Rows {
  const strangers = Uint32Array.from({ length: count }, (_, row) => row);
  shuffle(strangers, createRng(1, 'strangers'));
  return { count, first: strangers.slice(0, FIRST_ROWS), strangers };
}

/** Whether rows nearly all keep it and strangers do not. */
function isTelling(breaks: Breaks, { count, first, strangers }: Rows): boolean {
  let early = 0;
  for (const row of first) if (breaks(row, row) && ++early > mostEarly(first)) return false;
  let [own, others] = [0, 0];
  for (let row = 0; row < count; row++) {
    if (breaks(row, row)) own++;
    if (breaks(row, strangers[row]!)) others++;
  }
  return own <= (1 - NEARLY) * count && others >= STRANGERS * count && others >= TIMES * own;
}

function mostEarly(first: Uint32Array): number {
  return 2 * (1 - NEARLY) * first.length + 2;
}

function missingTogether(columns: readonly Column[], rows: Rows): Rule[] {
  const holes = columns
    .map((column) => ({ name: column.name, cells: missingCells(column) }))
    .filter(({ cells }) => cells.includes(1) && cells.includes(0));
  const taken = new Set<string>();
  return holes.flatMap(({ name, cells }, place): Rule[] => {
    if (taken.has(name)) return [];
    const others = holes
      .slice(place + 1)
      .filter(
        (one) =>
          !taken.has(one.name) && isTelling((row, other) => (cells[row] === 1) !== (one.cells[other] === 1), rows),
      );
    for (const one of others) taken.add(one.name);
    if (others.length === 0) return [];
    return [{ kind: 'missing-together', hard: true, columns: [name, ...others.map((one) => one.name)] }];
  });
}

/** Each column is at most derived once, and from none that is derived from it. */
function sums(columns: readonly NumericColumn[], rows: Rows): Rule[] {
  const rules: Rule[] = [];
  const derived = new Set<string>();
  const add = (whole: NumericColumn, parts: readonly NumericColumn[], plus: number): void => {
    derived.add(whole.name);
    const terms = parts.map(({ name }) => [name, 1] as const);
    rules.push({ kind: 'derived', hard: true, column: whole.name, from: { kind: 'sum', terms, plus } });
  };
  const isFree = (whole: NumericColumn, parts: readonly NumericColumn[]): boolean =>
    !derived.has(whole.name) && parts.every((part) => part !== whole && !derived.has(part.name));
  columns.forEach((whole, place) => {
    const source = columns.slice(0, place).find((part) => {
      if (!isFree(whole, [part])) return false;
      const plus = usualDistance(whole, part, rows);
      return isTelling(unlikeSum(whole, [part], plus), rows);
    });
    if (source) add(whole, [source], usualDistance(whole, source, rows));
  });
  for (const [size, most] of [
    [2, MOST_FOR_TWO],
    [3, MOST_FOR_THREE],
  ] as const) {
    const open = columns.filter(({ name }) => !derived.has(name));
    if (open.length > most) break;
    for (const whole of open) {
      const found = subsets(open, size).find(
        (parts) => isFree(whole, parts) && isTelling(unlikeSum(whole, parts, 0), rows),
      );
      if (found) add(whole, found, 0);
    }
  }
  return rules;
}

function usualDistance(whole: NumericColumn, part: NumericColumn, { first }: Rows): number {
  const counts = new Map<number, number>();
  for (const row of first.subarray(0, 50)) {
    const distance = Number((whole.values[row]! - part.values[row]!).toFixed(whole.decimals));
    if (!Number.isNaN(distance)) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0] as const)[0];
}

/** On the places of the whole. Where a part is missing the whole is. */
function unlikeSum({ values, decimals }: NumericColumn, parts: readonly NumericColumn[], plus: number): Breaks {
  const close = 0.51 * 10 ** -decimals;
  return (row, other) => {
    let sum = plus;
    for (const part of parts) sum += part.values[other]!;
    const whole = values[row]!;
    return Number.isNaN(sum) || Number.isNaN(whole)
      ? Number.isNaN(sum) !== Number.isNaN(whole)
      : Math.abs(whole - sum) > close;
  };
}

function subsets<T>(all: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return all.flatMap((one, place) => subsets(all.slice(place + 1), size - 1).map((rest) => [one, ...rest]));
}

/** Pairs on one grid, then joined to chains: a ≤ b and b ≤ c are one rule, and a ≤ c is not said again. */
function orders(columns: readonly Numbers[], rows: Rows): Rule[] {
  const above = new Map<string, Map<string, boolean>>();
  for (const low of columns) {
    const found = new Map<string, boolean>();
    for (const high of columns) {
      if (low === high || !haveOneGrid(low, high)) continue;
      const [small, large] = [amountsIn(low), amountsIn(high)];
      if (!isTelling((row, other) => small[row]! > large[other]!, rows)) continue;
      found.set(high.name, !small.some((value, row) => value === large[row]));
    }
    above.set(low.name, found);
  }
  const rules: Rule[] = [];
  const said = new Set<string>();
  const starts = [...above.keys()].sort((a, b) => above.get(b)!.size - above.get(a)!.size);
  for (const start of starts) {
    for (;;) {
      const chain = [start];
      let [areStrict, isNew] = [true, false];
      for (;;) {
        const last = chain[chain.length - 1]!;
        // The nearest above: the one with the most others above itself; what was not said yet comes first.
        const [next] = [...above.get(last)!.keys()]
          .filter((name) => !chain.includes(name) && chain.every((before) => above.get(before)!.has(name)))
          .sort(
            (a, b) =>
              Number(said.has(pairOf(last, a))) - Number(said.has(pairOf(last, b))) ||
              above.get(b)!.size - above.get(a)!.size,
          );
        if (next === undefined) break;
        for (const before of chain) {
          isNew ||= !said.has(pairOf(before, next));
          said.add(pairOf(before, next));
        }
        areStrict &&= above.get(last)!.get(next)!;
        chain.push(next);
      }
      if (!isNew) break;
      rules.push({ kind: 'order', hard: true, columns: chain, strict: areStrict });
    }
  }
  return rules;
}

const pairOf = (low: string, high: string): string => JSON.stringify([low, high]);

function haveOneGrid(a: Numbers, b: Numbers): boolean {
  if (a.kind === 'numeric' && b.kind === 'numeric') return a.decimals === b.decimals;
  return a.kind === 'datetime' && b.kind === 'datetime' && a.format === b.format;
}

/** Each column is derived once; of a pair that determines each other the one that comes first stands. */
function functionalPairs(columns: readonly CategoricalColumn[], rows: Rows): Rule[] {
  const derived = new Set<string>();
  const rules: Rule[] = [];
  for (const target of columns.toReversed()) {
    const source = columns.find(
      (other) => other !== target && !derived.has(other.name) && determines(other, target, rows),
    );
    if (!source) continue;
    derived.add(target.name);
    rules.push({
      ...{ kind: 'derived', hard: true, column: target.name },
      from: { kind: 'table', column: source.name, table: tableOf(source, target, rows.count) },
    });
  }
  return rules;
}

function determines(source: CategoricalColumn, target: CategoricalColumn, rows: Rows): boolean {
  const size = source.levels.length;
  if (size < 2 || size > MOST_LEVELS || target.levels.length < 2 || size * ROWS_PER_LEVEL > rows.count) return false;
  const rough = usualCodes(source, target, rows.first);
  let early = 0;
  for (const row of rows.first) if (target.codes[row] !== rough[source.codes[row]!]) early++;
  if (early > mostEarly(rows.first)) return false;
  const usual = usualCodes(source, target, null);
  return isTelling((row, other) => target.codes[row] !== usual[source.codes[other]!], rows);
}

/** By code of the source the most frequent code of the target; a missing source has a missing target. */
function usualCodes(source: CategoricalColumn, target: CategoricalColumn, some: Uint32Array | null): Uint32Array {
  const width = target.levels.length + 1;
  const counts = new Uint32Array(source.levels.length * width);
  const rowCount = some ? some.length : source.codes.length;
  for (let at = 0; at < rowCount; at++) {
    const row = some ? some[at]! : at;
    const code = source.codes[row]!;
    if (code < source.levels.length) counts[code * width + target.codes[row]!]!++;
  }
  return Uint32Array.from({ length: source.levels.length + 1 }, (_, code) => {
    if (code === source.levels.length) return target.levels.length;
    const own = counts.subarray(code * width, (code + 1) * width);
    return own.indexOf(own.reduce((most, count) => Math.max(most, count), 0));
  });
}

/** Levels whose rows are mostly missing in the target have no entry. */
function tableOf(source: CategoricalColumn, target: CategoricalColumn, rowCount: number): Record<string, string> {
  const usual = usualCodes(source, target, null);
  const seen = new Uint8Array(source.levels.length + 1);
  for (let row = 0; row < rowCount; row++) seen[source.codes[row]!] = 1;
  return Object.fromEntries(
    source.levels.flatMap((level, code) => {
      const other = target.levels[usual[code]!];
      return seen[code] === 1 && other !== undefined ? [[level, other] as const] : [];
    }),
  );
}

function isNumbers(column: Column): column is Numbers {
  return column.kind === 'numeric' || column.kind === 'datetime';
}

function varies(column: Numbers): boolean {
  const cells = numbersOf(column);
  const first = cells.find((value) => !Number.isNaN(value));
  return first !== undefined && cells.some((value) => !Number.isNaN(value) && value !== first);
}
