/**
 * Checks of JSON that somebody wrote by hand: each answers the value as what it must be, or throws `recipe-invalid` (for a
 * key that nobody knows `recipe-unknown-key`) with the key's path. Sentences never repeat the value.
 */
import { UserError } from '../errors.ts';

export type Json = Readonly<Record<string, unknown>>;
export type Check<T> = (value: unknown, key: string) => T;

/** Every key of an object that is allowed to be absent, with its check. */
export type Checks<T> = { readonly [K in keyof T]-?: Check<Exclude<T[K], undefined>> };

export function readPart<T>(json: unknown, at: string, checks: Checks<T>): T {
  const part = objectOf(json, at, Object.keys(checks));
  const keys = Object.keys(checks) as (keyof T & string)[];
  return Object.assign({}, ...keys.map((key) => present(key, optional(part[key], `${at}.${key}`, checks[key])))) as T;
}

export function invalid(key: string, problem: string): never {
  throw new UserError('recipe-invalid', { problem }, { key });
}

export function anyObject(value: unknown, key: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) invalid(key, 'must be an object');
  return value as Json;
}

export function objectOf(value: unknown, key: string, known: readonly string[]): Json {
  const object = anyObject(value, key);
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) {
      throw new UserError('recipe-unknown-key', { known }, { key: key === 'text' ? name : `${key}.${name}` });
    }
  }
  return object;
}

export function optional<T>(value: unknown, key: string, check: Check<T>): T | undefined {
  return value === undefined ? undefined : check(value, key);
}

export function present<K extends string, T>(name: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: T });
}

export const flag: Check<boolean> = (value, key) =>
  typeof value === 'boolean' ? value : invalid(key, 'must be true or false');
export const text: Check<string> = (value, key) => (typeof value === 'string' ? value : invalid(key, 'must be a text'));
export const anyNumber: Check<number> = (value, key) =>
  typeof value === 'number' && Number.isFinite(value) ? value : invalid(key, 'must be a number');
export const numberIn =
  (low: number, high: number): Check<number> =>
  (value, key) =>
    typeof value === 'number' && value >= low && value <= high ? value : invalid(key, `must be from ${low} to ${high}`);
export const wholeNumber: Check<number> = (value, key) =>
  Number.isSafeInteger(value) ? (value as number) : invalid(key, 'must be a whole number');
export const positive: Check<number> = (value, key) =>
  Number.isSafeInteger(value) && (value as number) >= 1 ? (value as number) : invalid(key, 'must be 1 or more');
export const textList: Check<readonly string[]> = (value, key) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? value
    : invalid(key, 'must be a list of texts');
export const distinctTexts: Check<readonly string[]> = (value, key) => {
  const texts = textList(value, key);
  return new Set(texts).size === texts.length ? texts : invalid(key, 'names a level twice');
};
export const oneOf =
  <const T extends string>(known: readonly T[]): Check<T> =>
  (value, key) =>
    known.includes(value as T) ? (value as T) : invalid(key, `must be one of ${known.join(', ')}`);

export function emptyList(value: unknown, key: string): void {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
  invalid(key, 'asks for something that this version does not have; leave it empty');
}
