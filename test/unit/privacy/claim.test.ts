import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_CLAIM, guaranteeInWords, roundedUp } from '../../../src/core/privacy/claim.ts';
import type { ZcdpClaim } from '../../../src/core/privacy/claim.ts';
import { forAll } from '../../helpers/properties.ts';

const CLAIM: ZcdpClaim = {
  kind: 'zcdp',
  rho: 0.0243,
  rhoGrains: 427_487_395_512,
  epsilon: 1,
  delta: 1e-6,
  failureDelta: 0,
  neighbours: 'add-remove',
  rowsPerPerson: 1,
  notPrivate: false,
  publicSchemaAssumed: false,
  kindsAssumed: false,
};

test('the guarantee is printed with its numbers', () => {
  expect(guaranteeInWords(CLAIM)).toEqual([
    "Take any one person and remove that person's row from the file. What comes out of Understudy looks almost the " +
      'same, however much somebody knows about everybody else, and whatever is done with it later.',
    '“Almost” is: no outcome becomes more than 2.72 times as likely (epsilon 1), except for outcomes that together ' +
      'have a probability of at most 0.000001.',
    'Facts about groups stay visible: that is what the table is for.',
    'At best an attacker wins 56 of 100 bets on whether a person with one row is in the file; with 2 rows it is ' +
      '61 of 100, with 3 rows 67 of 100, where 50 is guessing.',
  ]);
});

test('several rows of a person and the other kind of neighbour are named', () => {
  const [sentence] = guaranteeInWords({ ...CLAIM, rowsPerPerson: 3, neighbours: 'replace-one' });
  expect(sentence).toContain("replace all of that person's rows (at most 3) by any other in the file");
});

test('a seeded run says NOT PRIVATE first, an assumed schema is said, no claim promises nothing', () => {
  const sentences = guaranteeInWords({ ...CLAIM, notPrivate: true, publicSchemaAssumed: true });
  expect(sentences[0]).toMatch(/^NOT PRIVATE/);
  expect(sentences.at(-1)).toContain('schema is public; it was first read off the data');
  expect(guaranteeInWords(NO_CLAIM)).toEqual([expect.stringMatching(/^No formal guarantee/)]);
});

test.each([
  [0, '0'],
  [1, '1'],
  [0.1, '0.1'],
  [0.10000001, '0.101'],
  [2.7182818, '2.72'],
  [9.9999, '10'],
  [22_026.47, '22,100'],
  [1_234_567, '1,240,000'],
  [0.00000123456, '0.00000124'],
])('%d is shown as %s', (value, shown) => expect(roundedUp(value)).toBe(shown));

test('what is shown is never below the value, and less than a hundredth above it', () => {
  forAll(fc.double({ min: -12, max: 40, noNaN: true }), (exponent) => {
    const value = 10 ** exponent;
    const shown = Number(roundedUp(value).replaceAll(',', ''));
    expect(shown).toBeGreaterThanOrEqual(value);
    expect(shown).toBeLessThanOrEqual(value * 1.0101);
  });
});
