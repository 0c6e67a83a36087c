/** Rules as a recipe writes them (JSON), checked key by key. A rule is hard unless it says otherwise. */
import {
  anyNumber,
  anyObject,
  distinctTexts,
  flag,
  invalid,
  objectOf,
  oneOf,
  optional,
  text,
  textList,
  type Check,
} from './json-checks.ts';
import { whereOf } from './where.ts';
import type { DatePart, Derivation, Rule } from './rule.ts';

const PARTS: readonly DatePart[] = ['year', 'month', 'day', 'weekday', 'hour'];
const KEYS: Readonly<Record<Rule['kind'], readonly string[]>> = {
  range: ['column', 'low', 'high'],
  levels: ['column', 'levels'],
  order: ['columns', 'strict'],
  derived: ['column', 'from'],
  implies: ['if', 'then'],
  combinations: ['columns', 'allowed'],
  'missing-together': ['columns'],
};

/** Throws `recipe-invalid`, `recipe-unknown-key`. */
export const readRules: Check<readonly Rule[]> = (value, key) => {
  if (!Array.isArray(value)) return invalid(key, 'must be a list');
  return value.map((rule: unknown, index) => readRule(rule, `${key}[${index}]`));
};

function readRule(json: unknown, at: string): Rule {
  const kind = oneOf(Object.keys(KEYS) as Rule['kind'][])(anyObject(json, at)['kind'], `${at}.kind`);
  const rule = objectOf(json, at, ['kind', 'hard', ...KEYS[kind]]);
  const hard = optional(rule['hard'], `${at}.hard`, flag) ?? true;
  const column = (): string => text(rule['column'], `${at}.column`);
  const columns = (): readonly string[] => severalOf(rule['columns'], `${at}.columns`);
  switch (kind) {
    case 'range': {
      const [low, high] = (['low', 'high'] as const).map(
        (end) => optional(rule[end], `${at}.${end}`, anyNumber) ?? null,
      );
      if (low === null && high === null) invalid(at, 'must have a low or a high end');
      return { kind, hard, column: column(), low: low ?? null, high: high ?? null };
    }
    case 'levels':
      return { kind, hard, column: column(), levels: distinctTexts(rule['levels'], `${at}.levels`) };
    case 'order':
      return { kind, hard, columns: columns(), strict: optional(rule['strict'], `${at}.strict`, flag) ?? false };
    case 'derived':
      return { kind, hard, column: column(), from: readDerivation(rule['from'], `${at}.from`) };
    case 'implies':
      return { kind, hard, if: whereOf(rule['if'], `${at}.if`), then: whereOf(rule['then'], `${at}.then`) };
    case 'combinations': {
      const names = columns();
      const allowed = Array.isArray(rule['allowed'])
        ? (rule['allowed'] as unknown[])
        : invalid(`${at}.allowed`, 'must be a list of lists');
      return {
        kind,
        hard,
        columns: names,
        allowed: allowed.map((tuple, index) => tupleOf(tuple, names.length, `${at}.allowed[${index}]`)),
      };
    }
    case 'missing-together':
      return { kind, hard, columns: columns() };
  }
}

function severalOf(value: unknown, at: string): readonly string[] {
  const columns = distinctTexts(value, at);
  return columns.length >= 2 ? columns : invalid(at, 'must name two columns or more');
}

function tupleOf(value: unknown, length: number, at: string): readonly string[] {
  const levels = textList(value, at);
  return levels.length === length ? levels : invalid(at, `must have ${length} levels, one a column`);
}

function readDerivation(json: unknown, at: string): Derivation {
  const from = anyObject(json, at);
  if ('sum' in from) {
    const { sum, plus } = objectOf(json, at, ['sum', 'plus']);
    const terms = Array.isArray(sum) ? (sum as unknown[]) : invalid(`${at}.sum`, 'must be a list of pairs');
    return {
      kind: 'sum',
      terms: terms.map((term, index) => termOf(term, `${at}.sum[${index}]`)),
      plus: optional(plus, `${at}.plus`, anyNumber) ?? 0,
    };
  }
  if ('table' in from) {
    const { column, table } = objectOf(json, at, ['column', 'table']);
    const entries = Object.entries(anyObject(table, `${at}.table`));
    const checked = entries.map(([level, other]) => [level, text(other, `${at}.table`)] as const);
    return { kind: 'table', column: text(column, `${at}.column`), table: Object.fromEntries(checked) };
  }
  const { column, part } = objectOf(json, at, ['column', 'part']);
  return { kind: 'part', column: text(column, `${at}.column`), part: oneOf(PARTS)(part, `${at}.part`) };
}

function termOf(value: unknown, at: string): readonly [string, number] {
  const pair =
    Array.isArray(value) && value.length === 2 ? (value as unknown[]) : invalid(at, 'must be a column and a factor');
  return [text(pair[0], at), anyNumber(pair[1], at)];
}
