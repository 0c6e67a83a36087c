import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src/core/privacy/canonical-json.ts';
import { forAll } from '../../helpers/properties.ts';

test('keys are sorted by code unit, blanks left out, numbers shortest', () => {
  expect(canonicalJson({ b: [1, 1.5, 1e21], a: { é: null, Z: true, z: 'x\n' } })).toBe(
    '{"a":{"Z":true,"z":"x\\n","é":null},"b":[1,1.5,1e+21]}',
  );
  expect(canonicalJson({ b: undefined, a: -0 })).toBe('{"a":0}');
});

test('it is JSON of the same value, and the order of keys does not matter', () => {
  forAll(fc.jsonValue(), (value) => {
    const text = canonicalJson(value);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    expect(canonicalJson(reversed(JSON.parse(text)))).toBe(text);
  });
});

test.each([NaN, Infinity, undefined, 1n, () => 1])('%o has no JSON and is refused', (value) => {
  expect(() => canonicalJson([value])).toThrow('canonicalJson');
});

/** The same value with the keys of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, reversed(member)])
      .toReversed(),
  );
}
