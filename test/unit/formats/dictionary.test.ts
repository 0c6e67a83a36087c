import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeOf, createDictionary, hashOf, levelsOf, mergeLevels } from '../../../src/core/formats/dictionary.ts';
import { forAll } from '../../helpers/properties.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function add(dictionary: ReturnType<typeof createDictionary>, text: string): number {
  const bytes = bytesOf(text);
  return codeOf(dictionary, bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
}

test('texts of one hash and one length are two levels', () => {
  // A published collision of 32-bit FNV-1a.
  const [first, second] = ['declinate', 'macallums'];
  expect(hashOf(bytesOf(first), 0, 9)).toBe(hashOf(bytesOf(second), 0, 9));
  const dictionary = createDictionary();
  expect([first, second, first, second].map((text) => add(dictionary, text))).toEqual([0, 1, 0, 1]);
});

test('codes are those of a map, in the order of first occurrence', () => {
  forAll(fc.array(fc.string({ unit: 'grapheme', maxLength: 3 }), { maxLength: 300 }), (texts) => {
    const dictionary = createDictionary();
    const map = new Map<string, number>();
    for (const text of texts) {
      if (!map.has(text)) map.set(text, map.size);
      expect(add(dictionary, text)).toBe(map.get(text));
    }
    expect(levelsOf(dictionary)).toEqual([...map.keys()]);
  });
});

test('merged levels keep their texts', () => {
  forAll(fc.tuple(fc.array(fc.string()), fc.array(fc.string())), ([first, second]) => {
    const [into, other] = [createDictionary(), createDictionary()];
    for (const text of first) add(into, text);
    for (const text of second) add(other, text);
    const codes = mergeLevels(into, other);
    const levels = levelsOf(into);
    expect(levelsOf(other)).toEqual(Array.from(codes, (code) => levels[code]));
    expect(new Set(levels).size).toBe(levels.length);
  });
});

test('long texts are levels as others, but not copied', () => {
  const [first, second] = ['x'.repeat(70_000), `${'x'.repeat(69_999)}y`];
  const dictionary = createDictionary();
  expect([first, 'a', second, first, '', second].map((text) => add(dictionary, text))).toEqual([0, 1, 2, 0, 3, 2]);
  expect(levelsOf(dictionary)).toEqual([first, 'a', second, '']);
  expect(dictionary.bytes.length).toBeLessThan(100);
  const other = createDictionary();
  for (const text of ['', second, 'b']) add(other, text);
  expect(Array.from(mergeLevels(dictionary, other))).toEqual([3, 2, 4]);
  expect(levelsOf(dictionary)).toEqual([first, 'a', second, '', 'b']);
});
