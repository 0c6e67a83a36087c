/** Looking into JSON of other people's: what has another type than was expected is absent, or refused by its key. */
import { UserError } from '../errors.ts';

export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function invalid(key: string, problem: string): never {
  throw new UserError('schema-invalid', { problem }, { key });
}

export function textOf(value: unknown, key: string): string | undefined {
  return value === undefined || typeof value === 'string' ? value : invalid(key, 'must be a text');
}

export function flagOf(value: unknown, key: string): boolean | undefined {
  return value === undefined || typeof value === 'boolean' ? value : invalid(key, 'must be true or false');
}

/** Texts, or objects with a text as `value`; numbers as they are spelled. Each once. */
export function textsOf(value: unknown, key: string): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) invalid(key, 'must be a list');
  const texts = (value as unknown[]).map((item) => {
    const bare = isObject(item) ? item['value'] : item;
    if (typeof bare === 'string' || typeof bare === 'number' || typeof bare === 'boolean') return String(bare);
    return invalid(key, 'must be a list of texts');
  });
  return new Set(texts).size === texts.length ? texts : invalid(key, 'names something twice');
}

/** Only what is there. */
export function given<T extends object>(parts: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as T;
}
