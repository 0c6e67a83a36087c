/** Which patterns a text may be a date in, and compact dates among numbers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areSeasons, compactDates, dateFormsOf, orderOf } from '../../../src/core/table/date-forms.ts';
import { patternOf } from '../../../src/core/table/date-pattern.ts';
import { readMoment, writeMoment } from '../../../src/core/table/moments.ts';
import { forAll } from '../../helpers/properties.ts';

test.each([
  ['2024-01-02', ['yyyy-MM-dd', 'yyyy-dd-MM']],
  ['2024-01-13', ['yyyy-MM-dd', 'yyyy-MM-d']],
  ['13/01/2024', ['dd/MM/yyyy', 'd/MM/yyyy']],
  ['01/13/2024', ['MM/dd/yyyy', 'MM/d/yyyy']],
  ['3/4/2024', ['d/M/yyyy', 'M/d/yyyy']],
  [
    '10.11.2024',
    ['dd.MM.yyyy', 'dd.M.yyyy', 'd.MM.yyyy', 'd.M.yyyy', 'MM.dd.yyyy', 'MM.d.yyyy', 'M.dd.yyyy', 'M.d.yyyy'],
  ],
  ['90.01.13', ['yy.MM.dd']],
  ['01-02-03', ['dd-MM-yy', 'MM-dd-yy', 'yy-MM-dd']],
  ['5/6/23', ['d/M/yy', 'M/d/yy']],
  ['03/04/2024 01:05 PM', ['MM/dd/yyyy hh:mm a', 'dd/MM/yyyy hh:mm a']],
  ['2024-01-03T04:05:06.789Z', ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "yyyy-dd-MM'T'HH:mm:ss.SSSXXX"]],
  ['2024-01-13 04:05:06 +02:00', ['yyyy-MM-dd HH:mm:ss XXX', 'yyyy-MM-d HH:mm:ss XXX']],
  ['20240113T040506', ["yyyyMMdd'T'HHmmss"]],
  [
    '31-OCT-2023',
    [
      'dd-MMM{upper}-yyyy',
      'd-MMM{upper}-yyyy',
      'dd-MMM{fr upper}-yyyy',
      'd-MMM{fr upper}-yyyy',
      'dd-MMM{es upper}-yyyy',
      'd-MMM{es upper}-yyyy',
    ],
  ],
  ['Dec 8, 2022', ['MMM d, yyyy', 'MMM{nl} d, yyyy']],
  ['3. März 2024', ['d. MMMM{de} yyyy']],
  ['3 de marzo de 2024', ["d' de 'MMMM{es lower}' de 'yyyy", "d' de 'MMMM{it lower}' de 'yyyy"]],
  ['4:05', ['H:mm']],
  ['2024-03', ['yyyy-MM']],
  ['03/2024', ['MM/yyyy']],
  ['11.2024', ['MM.yyyy', 'M.yyyy']],
  ['May 2024', ['MMMM yyyy', 'MMM yyyy', 'MMM{es} yyyy']],
  ['Dez-24', ['MMM{de}-yy']],
  ['2024 März', ['yyyy MMMM{de}']],
  ['2024-Q1', ["yyyy-'Q'Q"]],
  ['2024q1', ["yyyy'q'Q"]],
  ['Q1 2024', ["'Q'Q yyyy"]],
])('%s', (text, patterns) => expect(dateFormsOf(text).map(({ pattern }) => pattern)).toEqual(patterns));

test.each([
  '',
  '1.2.3',
  '1.7.90',
  '10.1.1',
  '192.168.1.10',
  '2023-02-30',
  '32/01/2024',
  '13/13/2024',
  '2024-1',
  '20240113',
  '12-345-6789',
  '25:00',
  '3:1',
  'May',
  '12 apples 2020',
  '2024-01-02 25:00',
  '2024',
  '2024-13',
  '1234-10',
  '12-3456',
  'May 24',
  'Q5 2024',
  '2024-03 10:00',
  'x'.repeat(100),
])('%j is no date', (text) => expect(dateFormsOf(text)).toEqual([]));

test('every pattern that is proposed reads the text, and writes it again', () => {
  const shapes = ['dd/MM/yyyy', 'M/d/yy', 'yyyy.MM.dd', 'd-MMM-yyyy', 'MMMM{fr} dd, yyyy', 'yyyy MMM{de} d'];
  const times = ['', ' H:mm', ' hh:mm:ss a', "'T'HH:mm:ss.SSS", " HH:mm:ss'Z'"];
  const moment = fc.integer({ min: Date.UTC(1970), max: Date.UTC(2068) });
  forAll(fc.tuple(fc.constantFrom(...shapes), fc.constantFrom(...times), moment), ([date, time, at]) => {
    const text = writeMoment(patternOf(date + time), at);
    const forms = dateFormsOf(text);
    const own = readMoment(patternOf(date + time), text);
    expect(forms.some((form) => readMoment(form, text) === own)).toBe(true);
    for (const form of forms.filter(({ hasOwnZones }) => !hasOwnZones)) {
      expect(writeMoment(form, readMoment(form, text))).toBe(text);
    }
  });
});

test('what comes first matters where day and month are numbers', () => {
  const orders = ['d/M/yyyy', 'MM-dd-yy HH:mm', 'yy.MM.dd', 'yyyy-MM-dd', 'dd MMM yyyy', 'HH:mm', "yyyyMMdd'T'HHmmss"];
  expect(orders.map((pattern) => orderOf(patternOf(pattern)))).toEqual([
    'day',
    'month',
    'year',
    null,
    null,
    null,
    null,
  ]);
});

test('compact dates are numbers of eight or fourteen digits that all are dates', () => {
  expect(compactDates(Float64Array.of(NaN, 20_240_229, 99_991_231))).toEqual({
    format: 'yyyyMMdd',
    moments: Float64Array.of(NaN, Date.UTC(2024, 1, 29), Date.UTC(9999, 11, 31)),
  });
  expect(compactDates(Float64Array.of(20_240_229_235_958))).toEqual({
    format: 'yyyyMMddHHmmss',
    moments: Float64Array.of(Date.UTC(2024, 1, 29, 23, 59, 58)),
  });
  for (const other of [
    20_230_229, 20_241_301, 20_240_100, 18_991_231, 21_000_101, 2024, 20_240_229.5, 20_240_229_240_000, -20_240_101,
  ]) {
    expect(compactDates(Float64Array.of(20_240_101, other))).toBeNull();
    expect(compactDates(Float64Array.of(other))).toBeNull();
  }
  expect(compactDates(Float64Array.of(NaN))).toBeNull();
});

test('seasons are a year and the next one, all of them', () => {
  expect(areSeasons(['2009-10', '2010-11', '1999-00'])).toBe(true);
  expect(areSeasons(['2009-10', '2010-12'])).toBe(false);
  expect(areSeasons(['2009-10', 'x'])).toBe(false);
});
