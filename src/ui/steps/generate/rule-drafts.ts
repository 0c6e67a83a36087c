/** Rules as they are being written: what a new one begins as, when one is whole, and lists of levels as lines of text. */
import type { Rule, Where } from './describe-asked.ts';
import { columnsIn } from './describe-asked.ts';

export type RuleKind = Rule['kind'];

export function blankRule(kind: RuleKind): Rule {
  switch (kind) {
    case 'range':
      return { kind, hard: true, column: '', low: null, high: null };
    case 'levels':
      return { kind, hard: true, column: '', levels: [] };
    case 'order':
      return { kind, hard: true, columns: ['', ''], strict: false };
    case 'derived':
      return { kind, hard: true, column: '', from: { kind: 'sum', terms: [['', 1]], plus: 0 } };
    case 'implies':
      return { kind, hard: true, if: {}, then: {} };
    case 'combinations':
      return { kind, hard: true, columns: ['', ''], allowed: [] };
    case 'missing-together':
      return { kind, hard: true, columns: [] };
  }
}

export function isWholeRule(rule: Rule): boolean {
  const columns = columnsIn(rule);
  if (columns.includes('')) return false;
  switch (rule.kind) {
    case 'range':
      return rule.low !== null || rule.high !== null;
    case 'levels':
      return rule.levels.length > 0;
    case 'order':
    case 'missing-together':
      return columns.length >= 2 && new Set(columns).size === columns.length;
    case 'combinations':
      return new Set(columns).size === columns.length && columns.length >= 2 && rule.allowed.length > 0;
    case 'implies':
      return isWholeWhere(rule.if) && isWholeWhere(rule.then);
    case 'derived':
      return rule.from.kind !== 'table' || Object.keys(rule.from.table).length > 0;
  }
}

export function isWholeWhere(where: Where): boolean {
  const parts = Object.entries(where);
  return (
    parts.length > 0 &&
    parts.every(
      ([name, value]) =>
        name !== '' &&
        (typeof value !== 'object' ||
          value === null ||
          (value.length > 0 && value.every((one) => one !== '' && !Number.isNaN(one)))),
    )
  );
}

/** `level = level`, one a line. A line without both sides is left out. */
export function tableIn(lines: string): Readonly<Record<string, string>> {
  const pairs = lines.split('\n').map((line) => line.split('=').map((part) => part.trim()));
  return Object.fromEntries(pairs.flatMap(([from, to]) => (from && to ? [[from, to] as const] : [])));
}

export function tableLines(table: Readonly<Record<string, string>>): string {
  return Object.entries(table)
    .map(([from, to]) => `${from} = ${to}`)
    .join('\n');
}

/** Tuples of `width` levels parted by `|`, one a line. Other lines are left out. */
export function tuplesIn(lines: string, width: number): readonly (readonly string[])[] {
  return lines
    .split('\n')
    .map((line) => line.split('|').map((part) => part.trim()))
    .filter((tuple) => tuple.length === width && tuple.every((level) => level !== ''));
}

export function tupleLines(tuples: readonly (readonly string[])[]): string {
  return tuples.map((tuple) => tuple.join(' | ')).join('\n');
}
