/** Patterns of dates: compiled once, read what they write, refuse what they would write otherwise. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePattern, patternOf } from '../../../src/core/table/date-pattern.ts';
import { readMoment, writeMoment } from '../../../src/core/table/moments.ts';
import { monthTokens } from '../../../src/core/table/month-names.ts';
import { readDate, stepMsOf } from '../../../src/core/table/dates.ts';
import { forAll } from '../../helpers/properties.ts';

// The moments are those that JavaScript's own Date gives for the ISO form.
const cases: [pattern: string, text: string, iso: string][] = [
  ['yyyy-MM-dd', '2024-02-29', '2024-02-29T00:00:00Z'],
  ['dd/MM/yyyy', '03/04/2024', '2024-04-03T00:00:00Z'],
  ['d.M.yyyy', '3.4.2024', '2024-04-03T00:00:00Z'],
  ['MM-dd-yyyy hh:mm:ss a', '12-13-2004 03:16:00 PM', '2004-12-13T15:16:00Z'],
  ['MM-dd-yyyy hh:mm:ss a', '01-01-2000 12:12:00 AM', '2000-01-01T00:12:00Z'],
  ['d/M/yyyy h:mmaa', '1/2/2023 12:05pm', '2023-02-01T12:05:00Z'],
  ['yy.MM.dd', '69.12.31', '1969-12-31T00:00:00Z'],
  ['yy.MM.dd', '68.12.31', '2068-12-31T00:00:00Z'],
  ['yyyyMMdd', '19990102', '1999-01-02T00:00:00Z'],
  ["yyyyMMdd'T'HHmmss", '20150311T010203', '2015-03-11T01:02:03Z'],
  ['dd-MMM{upper}-yyyy', '31-OCT-2023', '2023-10-31T00:00:00Z'],
  ['MMM d, yyyy', 'Dec 8, 2022', '2022-12-08T00:00:00Z'],
  ['d. MMMM{de} yyyy', '3. März 2024', '2024-03-03T00:00:00Z'],
  ['d MMMM{fr lower} yyyy', '14 août 1999', '1999-08-14T00:00:00Z'],
  ["d' de 'MMMM{es lower}' de 'yyyy", '3 de marzo de 2024', '2024-03-03T00:00:00Z'],
  ["yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", '2024-01-02T03:04:05.678Z', '2024-01-02T03:04:05.678Z'],
  ["yyyy-MM-dd HH:mm:ss'+02:00'", '2024-01-02 01:04:05+02:00', '2024-01-01T23:04:05Z'],
  ["yyyy-MM-dd'T'HH:mm:ss'-0330'", '2024-01-02T01:04:05-0330', '2024-01-02T04:34:05Z'],
  ["dd.MM.yyyy HH:mm' UTC'", '02.01.2024 01:04 UTC', '2024-01-02T01:04:00Z'],
  ['HH:mm:ss', '14:15:30', '1970-01-01T14:15:30Z'],
  ['yyyy-MM', '2024-03', '2024-03-01T00:00:00Z'],
  ['MM/yyyy', '03/1969', '1969-03-01T00:00:00Z'],
  ['MMM yyyy', 'Mar 2024', '2024-03-01T00:00:00Z'],
  ['MMMM{de} yyyy', 'März 2024', '2024-03-01T00:00:00Z'],
  ["yyyy-'Q'Q", '2024-Q1', '2024-01-01T00:00:00Z'],
  ["yyyy'Q'Q", '1999Q4', '1999-10-01T00:00:00Z'],
  ["'Q'Q yyyy", 'Q2 2024', '2024-04-01T00:00:00Z'],
  ['yyyy', '2024', '2024-01-01T00:00:00Z'],
];

test.each(cases)('%s reads %s, and writes it', (pattern, text, iso) => {
  const compiled = patternOf(pattern);
  expect(readMoment(compiled, text)).toBe(Date.parse(iso));
  expect(writeMoment(compiled, Date.parse(iso))).toBe(text);
});

test.each([
  ['yyyy-MM-dd', '2023-02-29'],
  ['yyyy-MM-dd', '1900-02-29'],
  ['yyyy-MM-dd', '2023-13-01'],
  ['yyyy-MM-dd', '2023-00-10'],
  ['yyyy-MM-dd', '2023-01-00'],
  ['yyyy-MM-dd', '2023-1-01'],
  ['yyyy-MM-dd', '2023-01-01 '],
  ['yyyy-MM-dd', ''],
  ['d/M/yyyy', '01/2/2023'],
  ['d/M/yyyy', '/2/2023'],
  ['HH:mm', '24:00'],
  ['HH:mm', '12:60'],
  ['hh:mm a', '00:10 AM'],
  ['hh:mm a', '13:10 PM'],
  ['dd MMM yyyy', '01 Okt 2023'],
  ['dd MMM yyyy', '01 oct 2023'],
  ["HH:mm'Z'", '12:00'],
  ['HH:mm:ss.SSSSSSS', '12:00:00.1234567'],
  ['yyyy-MM', '2024-13'],
  ["yyyy-'Q'Q", '2024-Q0'],
  ["yyyy-'Q'Q", '2024-Q5'],
])('%s does not read %j', (pattern, text) => expect(readMoment(patternOf(pattern), text)).toBeNaN());

test.each([
  '',
  'yy',
  'MM',
  'Q',
  'yyyy-MM Q',
  'yyyyMMMMMM',
  'yyyy-MM HH:mm',
  'dd/MM',
  'dd/MM/yyyy yy',
  'dd/MM/yyyy HH',
  'HH:mm a',
  'hh:mm',
  'Mdyyyy',
  'qq',
  'dd/MM/yyyy {x}',
  'MMM{de',
  "dd'MM'yyyy",
  'HH:mm.SSS',
  '2023-MM-dd',
  'HH:mm:ss.SSSSSSSSSS',
])('%j is no pattern', (pattern) => expect(parsePattern(pattern)).toBeNull());

test('any zone is read, and Z is written', () => {
  const pattern = patternOf("yyyy-MM-dd'T'HH:mmXXX");
  const noon = Date.parse('2024-05-06T12:00:00Z');
  for (const text of ['2024-05-06T12:00Z', '2024-05-06T14:00+02:00', '2024-05-06T08:30-0330', '2024-05-06T13:00+01']) {
    expect(readMoment(pattern, text)).toBe(noon);
  }
  expect(writeMoment(pattern, noon)).toBe('2024-05-06T12:00Z');
  expect(readMoment(pattern, '2024-05-06T12:00')).toBeNaN();
});

const parts = {
  date: [
    'yyyy-MM-dd',
    'd/M/yyyy',
    'MM.dd.yyyy',
    'yyyyMMdd',
    'd. MMMM{de} yyyy',
    'MMM{upper} dd yyyy',
    'MMMM{it} d, yyyy',
  ],
  time: ['', ' HH:mm', "'T'HH:mm:ss", ' h:mm a', ' hh:mm:ss.SSS aa', " HH:mm:ss.SSSSSS'Z'", " H:mm'+05:45'"],
};
const FIRST = Date.UTC(0, 0, 1) - 1900 * 365.2425 * 86_400_000 + 86_400_000;
const moments = fc.integer({ min: Math.ceil(FIRST / 1000), max: Date.UTC(9999, 11, 30) / 1000 });

test('what is written is read back as the moment, cut to the grid of the pattern', () => {
  forAll(
    fc.tuple(fc.constantFrom(...parts.date), fc.constantFrom(...parts.time), moments, fc.nat(999_999)),
    ([date, time, seconds, micros]) => {
      const pattern = patternOf(date + time);
      const moment = seconds * 1000 + micros / 1000;
      const text = writeMoment(pattern, moment);
      const read = readMoment(pattern, text);
      expect(writeMoment(pattern, read)).toBe(text);
      expect(moment - read).toBeGreaterThan(-0.001);
      expect(moment - read).toBeLessThan(Math.max(pattern.stepMs, 0.001) + 0.001);
    },
    2000,
  );
});

test('months, quarters and years are written by their first moment, and any moment within them', () => {
  const periods = { 'yyyy-MM': 1, 'MMM yyyy': 1, "yyyy'Q'Q": 3, yyyy: 12 };
  forAll(fc.tuple(fc.constantFrom(...Object.entries(periods)), moments), ([[text, months], seconds]) => {
    const pattern = patternOf(text);
    const first = readMoment(pattern, writeMoment(pattern, seconds * 1000));
    const [start, moment] = [new Date(first), new Date(seconds * 1000)];
    const monthsBetween =
      12 * (moment.getUTCFullYear() - start.getUTCFullYear()) + moment.getUTCMonth() - start.getUTCMonth();
    expect(start.toISOString().slice(8)).toBe('01T00:00:00.000Z');
    expect(start.getUTCMonth() % months).toBe(0);
    expect(monthsBetween).toBeGreaterThanOrEqual(0);
    expect(monthsBetween).toBeLessThan(months);
  });
});

test('days are those of the platform', () => {
  forAll(
    moments,
    (seconds) => {
      const day = new Date(seconds * 1000).toISOString().slice(0, 10);
      expect(writeMoment(patternOf('yyyy-MM-dd'), seconds * 1000)).toBe(day);
      expect(readMoment(patternOf('yyyy-MM-dd'), day)).toBe(Date.parse(day));
    },
    5000,
  );
});

test('the grid follows the pattern', () => {
  expect(
    ['dd/MM/yyyy', 'HH:mm', 'yy-MM-dd HH:mm:ss', 'HH:mm:ss.SS', 'HH:mm:ss.SSSSSS', 'HH:mm:ss.SSSSSSSSS'].map(stepMsOf),
  ).toEqual([86_400_000, 60_000, 1_000, 10, 0.001, 0.001]);
});

test('a name of a month says its languages and its case', () => {
  expect(monthTokens('OCT')).toEqual(['MMM{upper}', 'MMM{fr upper}', 'MMM{es upper}']);
  expect(monthTokens('Mai')).toEqual(['MMMM{de}', 'MMM{de}', 'MMMM{fr}', 'MMM{fr}']);
  expect(monthTokens('Smarch')).toEqual([]);
});

test('bounds are ISO dates', () => {
  expect(readDate('2023-01-02')).toEqual({ epochMs: Date.parse('2023-01-02'), format: 'yyyy-MM-dd' });
  expect(readDate('2023-01-02T03:04:05Z')).toMatchObject({ format: "yyyy-MM-dd'T'HH:mm:ss'Z'" });
  expect(readDate('02/01/2023')).toBeNull();
});
