/** Made identifiers: they are told apart, they have their pattern, and their check digits hold. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../../src/core/math/rng.ts';
import { isCard, isIban } from '../../../../src/core/formats/check-digits.ts';
import { withCheckDigits } from '../../../../src/core/models/identifiers/check-digits.ts';
import { distinctTexts, orderedTexts, roomBeside } from '../../../../src/core/models/identifiers/distinct-texts.ts';
import { formOf } from '../../../../src/core/models/identifiers/forms.ts';
import { inferPattern } from '../../../../src/core/models/identifiers/infer-pattern.ts';
import { IDENTIFIER_FORMS, type CheckForm } from '../../../../src/core/table/choices.ts';
import { parsePattern, patternSize } from '../../../../src/core/table/identifier-pattern.ts';
import { forAll } from '../../../helpers/properties.ts';

const NONE = new Set<string>();
const made = (pattern: string, count: number, taken: ReadonlySet<string> = NONE, seed = 1) =>
  distinctTexts(parsePattern(pattern)!, count, createRng(seed, 'test'), taken, null);

/** A pattern with at most one count that varies, its own regular expression. */
const patterns = fc
  .tuple(
    fc.array(fc.constantFrom('[0-9]', '\\d{2}', '[A-Z]{3}', '[a-f0-9]{4}', 'X', '\\.', '[ABC-]', '0{3}', ' '), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.constantFrom('', '[0-9]{1,3}', '[a-z]{0,2}', '[1-9][0-9]{0,4}'),
    fc.nat(6),
  )
  .map(([parts, varying, at]) => parts.map((part, place) => (place === at ? varying : '') + part).join(''));

test('texts are told apart, have the pattern, and are as many as its size says', () => {
  forAll(fc.tuple(patterns, fc.nat()), ([pattern, seed]) => {
    const size = patternSize(parsePattern(pattern)!);
    const count = Math.min(size, 300);
    const { texts, redrawn } = made(pattern, count, NONE, seed);
    const whole = new RegExp(`^${pattern}$`, 'u');
    expect(texts).toHaveLength(count);
    expect(new Set(texts).size).toBe(count);
    expect(texts.filter((text) => !whole.test(text))).toEqual([]);
    expect(redrawn).toBe(0);
  });
});

test('what is taken is left out, to the last text that there is', () => {
  forAll(fc.tuple(fc.uniqueArray(fc.nat(999), { maxLength: 999 }), fc.nat()), ([numbers, seed]) => {
    const taken = new Set(numbers.map((number) => String(number).padStart(3, '0')));
    const room = roomBeside(parsePattern('[0-9]{3}')!, taken, null);
    expect(room).toBe(1000 - taken.size);
    const { texts, redrawn } = made('[0-9]{3}', room, taken, seed);
    expect(new Set([...texts, ...taken]).size).toBe(1000);
    expect(redrawn).toBeLessThanOrEqual(taken.size);
  });
});

test('a million identifiers of a large space are told apart, in far less than ten seconds', () => {
  const start = performance.now();
  const { texts } = made('INV-[A-Z]{2}[0-9]{8}-[a-z0-9]{12}', 1_000_000);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(new Set(texts).size).toBe(1_000_000);
});

test('lengths are used equally often, as far as their texts reach', () => {
  const { texts } = made('[0-9]{1,3}', 310);
  const ofLength = (length: number) => texts.filter((text) => text.length === length).length;
  expect([1, 2, 3].map(ofLength)).toEqual([10, 100, 200]);
});

test('a sequence keeps its order and goes on beyond a group of places', () => {
  const texts = orderedTexts(parsePattern('C-[0-9]{6}')![0]!, 4094, 4, null);
  expect(texts).toEqual(['C-004094', 'C-004095', 'C-004096', 'C-004097']);
});

test.each([
  '',
  '[',
  '[]',
  'a|b',
  '(a)',
  'a*',
  'a+',
  'a?',
  '^a',
  '[^a]',
  '[z-a]',
  'a{3,2}',
  'a{99}',
  '[0-9]{1,2}[0-9]{1,2}',
  'a{',
  'é{',
])('%s is no pattern', (pattern) => expect(parsePattern(pattern)).toBeNull());

test.each<[string, CheckForm, string]>([
  ['7992739871', 'luhn', '79927398713'], // the usual example of Luhn's formula
  ['978-0-306-40615-', 'isbn-13', '978-0-306-40615-7'], // ISBN users' manual
  ['0-306-40615-', 'isbn-10', '0-306-40615-2'],
  ['097522980', 'isbn-10', '097522980X'],
  ['GBWEST12345698765432', 'iban', 'GB82WEST12345698765432'], // the registry's example
  ['794', 'mod-97', '79444'], // ISO 7064
])('%s has its %s digits in %s', (text, form, whole) => expect(withCheckDigits(text, form)).toBe(whole));

test('made accounts and cards pass the checks that personal ones are known by', () => {
  const texts = (form: 'iban' | 'card') => {
    const { pattern, check } = formOf(form);
    return distinctTexts(pattern, 500, createRng(1, form), NONE, check).texts;
  };
  expect(texts('iban').every(isIban)).toBe(true);
  expect(texts('iban').every((text) => text.startsWith('ZZ'))).toBe(true);
  const luhn = (text: string) => withCheckDigits(text.slice(0, -1), 'luhn') === text;
  expect(texts('card').every(luhn)).toBe(true);
  expect(texts('card').some(isCard)).toBe(false);
});

test.each(IDENTIFIER_FORMS.filter((form) => form !== 'sequence'))('%s has room for many, all told apart', (form) => {
  const { pattern } = formOf(form);
  const count = Math.min(2000, patternSize(pattern));
  const { texts } = distinctTexts(pattern, count, createRng(1, form), NONE, null);
  expect(new Set(texts).size).toBe(count);
  expect(count).toBeGreaterThan(500);
});

test.each([
  ['addresses of mail', 'email', /^[a-z]+\.[a-z]+\.\d{5}@example\.test$/],
  ['numbers of phones', 'phone', /^\+1 \d{3} 555 01\d\d$/],
  ['addresses of the net', 'ip', /^2001:db8(:[0-9a-f]{4}){6}$/],
] as const)('%s point at nobody', (_, form, shape) => {
  const { texts } = distinctTexts(formOf(form).pattern, 100, createRng(1, form), NONE, null);
  expect(texts.filter((text) => !shape.test(text))).toEqual([]);
});

const range = (count: number, textOf: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => textOf(at));
test.each([
  ['A fixed beginning', range(50, (at) => `INV-${String(at * 1931).padStart(6, '0')}`), 'INV-0[0-9]{5}'],
  ['several lengths', range(300, (at) => `C${at * 37 + 1}`), 'C[1-9][0-9]{0,4}'],
  ['a number that has no zero before it', range(50, (at) => String(1000 + at * 181)), '[1-9][0-9]{3}'],
  ['letters and digits in one place', range(36, (at) => `x.${at.toString(36)}`), 'x\\.[0-9a-z]'],
])('%s is inferred', (_, texts, pattern) => {
  expect(inferPattern(texts)).toBe(pattern);
  const whole = new RegExp(`^${pattern}$`);
  expect(texts.every((text) => whole.test(text))).toBe(true);
});

test.each([
  ['few texts', range(9, (at) => `K${at}`)],
  ['texts with blanks', range(20, (at) => `note ${at}`)],
  ['words', range(50, (at) => `word ${at} ${'ab'.repeat(at % 3)}`)],
  ['letters beyond a to z', range(20, (at) => String.fromCharCode(0xe0 + at))],
  ['long texts', range(20, (at) => 'x'.repeat(70) + at)],
])('of %s no pattern is inferred', (_, texts) => expect(inferPattern(texts)).toBeNull());

test('an inferred pattern holds every text that it was inferred from', () => {
  const texts = fc.uniqueArray(fc.stringMatching(/^[A-C]{1,3}-?[0-9]{1,4}$/), { minLength: 10, maxLength: 40 });
  forAll(texts, (all) => {
    const pattern = inferPattern(all);
    if (pattern === null) return true;
    expect(parsePattern(pattern)).not.toBeNull();
    return all.every((text) => new RegExp(`^${pattern}$`).test(text));
  });
});
