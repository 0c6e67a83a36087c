/** What a row must be like, column by column, as a recipe writes it. */
import { anyObject, invalid, type Check } from './json-checks.ts';

/** A level or number, a closed range of two numbers or ISO dates, a list of levels, or null for missing. */
export type ConditionValue = string | number | null | readonly number[] | readonly string[];
/** So many rows, or such a share of all, of which every column named is as it says. */
export type Condition = Readonly<{ where: Readonly<Record<string, ConditionValue>> }> &
  (Readonly<{ rows: number }> | Readonly<{ share: number }>);

const conditionValue: Check<ConditionValue> = (value, key) => {
  const isOne = (one: unknown): boolean => typeof one === 'string' || (typeof one === 'number' && Number.isFinite(one));
  if (value === null || isOne(value)) return value as string | number | null;
  const list = Array.isArray(value) ? (value as unknown[]) : [];
  const areNumbers = list.length === 2 && list.every((one) => typeof one === 'number');
  const areTexts = list.length > 0 && list.every((one) => typeof one === 'string');
  if (!(areNumbers || areTexts) || !list.every(isOne))
    invalid(key, 'must be a level, a number, two numbers, a list of levels, or null');
  return list;
};
/** What each column named must be. Throws `recipe-invalid`. */
export function whereOf(json: unknown, at: string): Condition['where'] {
  const columns = Object.entries(anyObject(json, at));
  if (columns.length === 0) invalid(at, 'must name a column');
  return Object.fromEntries(columns.map(([name, wanted]) => [name, conditionValue(wanted, `${at}.${name}`)]));
}
