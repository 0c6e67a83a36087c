/**
 * JSON with one spelling: keys sorted by code unit, no blanks, shortest numbers. What is hashed is written this way,
 * so that the same data has the same hash in every engine.
 */
import { assert } from '../errors.ts';

/** Plain data alone: what JSON cannot hold (NaN, functions, bigint) is a fault of ours. Absent keys are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([first], [second]) => (first < second ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  assert(
    value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
    'canonicalJson: only null, texts, truth values, finite numbers, lists and objects',
  );
  return JSON.stringify(value);
}
