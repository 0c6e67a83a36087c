import fc from 'fast-check';
import { expect, test } from 'vitest';
import { losesDigits, readNumber } from '../../../src/core/formats/numbers.ts';
import { spellNumber, writeNumber } from '../../../src/core/formats/spelling.ts';
import { forAll } from '../../helpers/properties.ts';

test.each([
  ['0', 0, 0],
  ['-12', -12, 0],
  ['+5', 5, 0],
  ['.5', 0.5, 1],
  ['1.50', 1.5, 2],
  ['0.30000000000000004', 0.30000000000000004, 17],
  ['100000000000000000000', 1e20, 0],
  ['1e-05', 0.00001, 5],
  ['6.02E23', 6.02e23, 0],
])('%s is a number', (text, value, places) => expect(readNumber(text)).toMatchObject({ value, places }));

test.each([
  '',
  '.',
  '-',
  '02139',
  '007',
  '-01',
  '1.',
  '1,5',
  '1 000',
  '12345678901234567891',
  '0.123456789012345678',
  '1e400',
  '+31612345678',
  '1e-21',
  'NaN',
  'Infinity',
  '0x10',
  '１',
])('%j is none', (text) => expect(readNumber(text)).toBeNull());

test('a key of twenty digits loses digits, a postal code does not', () => {
  expect(losesDigits('12345678901234567891')).toBe(true);
  expect(losesDigits('02139')).toBe(false);
  expect(losesDigits('1.5e-21')).toBe(true);
  expect(losesDigits('0.0000000000000000000001')).toBe(true);
  expect(losesDigits('1e400')).toBe(false);
});

/** Any double with at most this many places is written so that it reads back as itself. */
function bytesOf(value: number, fewest: number, most: number): string {
  const out = new Uint8Array(400);
  return Buffer.from(out.subarray(0, writeNumber(out, 0, value, fewest, most))).toString();
}

test('what is written reads back as the same number, and is what the slow way spells', () => {
  const cases = fc.record({
    whole: fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
    places: fc.integer({ min: 0, max: 9 }),
    fewest: fc.nat({ max: 9 }),
  });
  forAll(cases, ({ whole, places, fewest: wanted }) => {
    const fewest = Math.min(wanted, places);
    const value = whole / 10 ** places;
    const text = bytesOf(value, fewest, places);
    expect(Number(text)).toBe(value);
    expect(text).toBe(spellNumber(value, fewest, places));
    if (fewest === places) expect(text).toBe(value.toFixed(places));
  });
});

test('doubles of all sizes are written', () => {
  forAll(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }), (value) => {
    const text = bytesOf(value, 0, 17);
    expect(text).not.toMatch(/e/);
    expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(5e-18 + Math.abs(value) * 2 ** -52);
  });
});

test.each([
  [-0, 1, 1, '-0.0'],
  [0.3, 0, 17, '0.3'],
  [22, 1, 2, '22.0'],
  [0.83, 1, 2, '0.83'],
  [2.5, 0, 0, '3'],
  [1.45, 1, 1, '1.4'], // the double lies below
  [1 / 3, 0, 4, '0.3333'],
  [1e21, 0, 0, '1e+21'],
])('%d with %d to %d places is %s', (value, fewest, most, text) => expect(bytesOf(value, fewest, most)).toBe(text));
