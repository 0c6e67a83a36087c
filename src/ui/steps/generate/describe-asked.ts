/** What is asked of the rows, in a line: conditions, rules, and the columns that they speak of. */
import type { Recipe } from '../../../core/recipe.ts';
import { asked as text } from '../../text/asked.ts';
import { formatShort } from '../../text/numbers.ts';

export type Condition = Recipe['sample']['conditions'][number];
export type Where = Condition['where'];
export type Rule = Recipe['rules'][number];

export function saysWhere(where: Where): string {
  return Object.entries(where)
    .map(([name, value]) => saysOne(name, value))
    .join(text.where.and);
}

function saysOne(name: string, value: Where[string]): string {
  if (value === null) return text.where.isMissing({ name });
  if (typeof value !== 'object') return text.where.isLevel({ name, levels: said(value) });
  const isRange = value.length === 2 && (typeof value[0] === 'number' || value.every(isDay));
  return isRange
    ? text.where.isBetween({ name, low: said(value[0]!), high: said(value[1]!) })
    : text.where.isLevel({ name, levels: value.map(said).join(text.where.or) });
}

const isDay = (value: string | number): boolean => /^\d{4}-\d\d-\d\d/.test(String(value));
const said = (value: string | number): string => (typeof value === 'number' ? formatShort(value, 12) : value);

export function saysAmount(condition: Condition): string {
  return 'rows' in condition ? text.conditions.asks({ rows: condition.rows }) : text.conditions.asksShare(condition);
}

export function saysRule(rule: Rule): string {
  const says = saysHard(rule);
  return rule.hard ? says : text.rules.soft({ says });
}

function saysHard(rule: Rule): string {
  const words = text.rules;
  switch (rule.kind) {
    case 'range': {
      const { column: name, low, high } = rule;
      return words.saysRange({ name, low: low === null ? null : said(low), high: high === null ? null : said(high) });
    }
    case 'levels':
      return words.saysLevels({ name: rule.column, count: rule.levels.length });
    case 'order':
      return words.saysOrder({ names: rule.columns, strict: rule.strict });
    case 'derived':
      return saysDerived(rule);
    case 'implies':
      return words.saysImplies({ first: saysWhere(rule.if), second: saysWhere(rule.then) });
    case 'combinations':
      return words.saysCombinations({ names: rule.columns.join(', '), count: rule.allowed.length });
    case 'missing-together':
      return words.saysTogether({ names: rule.columns.join(', ') });
  }
}

function saysDerived({ column: name, from }: Extract<Rule, { kind: 'derived' }>): string {
  switch (from.kind) {
    case 'sum': {
      const terms = from.terms.map(([column, factor]) => ({ sign: factor < 0, says: times(column, Math.abs(factor)) }));
      if (from.plus !== 0) terms.push({ sign: from.plus < 0, says: said(Math.abs(from.plus)) });
      const sum = terms.map(({ sign, says }, place) => `${sign ? '− ' : place === 0 ? '' : '+ '}${says}`).join(' ');
      return text.rules.saysSum({ name, sum });
    }
    case 'table':
      return text.rules.saysTable({ name, source: from.column, count: Object.keys(from.table).length });
    case 'part':
      return text.rules.saysPart({ name, part: from.part, source: from.column });
  }
}

const times = (column: string, factor: number): string => (factor === 1 ? column : `${said(factor)} × ${column}`);

/** The columns that a rule speaks of. */
export function columnsIn(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'range':
    case 'levels':
      return [rule.column];
    case 'order':
    case 'combinations':
    case 'missing-together':
      return rule.columns;
    case 'implies':
      return [...Object.keys(rule.if), ...Object.keys(rule.then)];
    case 'derived':
      return [
        rule.column,
        ...(rule.from.kind === 'sum' ? rule.from.terms.map(([column]) => column) : [rule.from.column]),
      ];
  }
}
