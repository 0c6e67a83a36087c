import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromStrptime, toStrptime } from '../../../src/core/companions/strptime.ts';
import { isDateFormat } from '../../../src/core/table/dates.ts';
import { forAll } from '../../helpers/properties.ts';

test.each([
  ['yyyy-MM-dd', '%Y-%m-%d'],
  ['dd/MM/yyyy HH:mm', '%d/%m/%Y %H:%M'],
  ["yyyy-MM-dd'T'HH:mm:ss'Z'", '%Y-%m-%dT%H:%M:%SZ'],
  ['dd MMM yy', '%d %b %y'],
  ['MMMM dd, yyyy', '%B %d, %Y'],
  ['hh:mm a', '%I:%M %p'],
  ['yyyyMMdd', '%Y%m%d'],
])('%s is %s, there and back', (pattern, format) => {
  expect(toStrptime(pattern)).toBe(format);
  expect(fromStrptime(format)).toBe(pattern);
});

test.each([
  ['%-d.%-m.%Y', 'd.M.yyyy'],
  ['%F %T', 'yyyy-MM-dd HH:mm:ss'],
])('%s is read as %s', (format, pattern) => expect(fromStrptime(format)).toBe(pattern));

test.each(['%j', '%Y-%W', '%A %d %B %Y', 'dd/MM', '', '%d %d', '%'])(
  '%s says nothing that is a pattern here',
  (format) => expect(fromStrptime(format)).toBeNull(),
);

test('months in another language cannot be said', () => expect(toStrptime('dd MMM{de} yyyy')).toBeNull());

test('what is read from a format is a pattern, and what is written from it is read as the same', () => {
  const part = fc.constantFrom('%Y', '%m', '%d', '%H', '%M', '%S', '%b', '%y', '-', '/', ' ', ':', 'T', 'Z', '%%', '.');
  forAll(
    fc.array(part, { maxLength: 11 }),
    (parts) => {
      const pattern = fromStrptime(parts.join(''));
      if (pattern === null) return;
      expect(isDateFormat(pattern)).toBe(true);
      expect(fromStrptime(toStrptime(pattern)!)).toBe(pattern);
    },
    5_000,
  );
});
