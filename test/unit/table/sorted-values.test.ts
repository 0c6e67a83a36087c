import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortedTogether, sortedValues } from '../../../src/core/table/sorted-values.ts';
import { forAll } from '../../helpers/properties.ts';

test('present values come in order; the column stays as it was, and is sorted once', () => {
  const values = Float64Array.of(3, NaN, -1, NaN, 2);
  const sorted = sortedValues(values);
  expect([...sorted]).toEqual([-1, 2, 3]);
  expect([...values]).toEqual([3, NaN, -1, NaN, 2]);
  expect(sortedValues(values)).toBe(sorted);
});

const cells = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN)));

test('parts are sorted as all their values at once', () => {
  forAll(fc.array(cells, { maxLength: 4 }), (parts) => {
    const together = sortedTogether(parts.map((part) => Float64Array.from(part)));
    const naive = parts.flat().filter((value) => !Number.isNaN(value));
    expect([...together]).toEqual(naive.sort((a, b) => a - b));
  });
});
