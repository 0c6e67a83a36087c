import { expect, test } from 'vitest';
import { boundsByName } from '../../../src/ui/steps/columns/known-bounds.ts';

test.each([
  ['month', 1, 12],
  ['birthMonth', 1, 12],
  ['Mois', 1, 12],
  ['day', 1, 31],
  ['day_of_week', 0, 7],
  ['Day of Year', 1, 366],
  ['hour_of_day', 0, 23],
  ['pickup_hour', 0, 23],
  ['minute', 0, 59],
  ['pct_white', 0, 100],
  ['age', 0, 120],
  ['Latitude', -90, 90],
  ['lng', -180, 180],
])('the name %s says from %d to %d', (name, low, high) => {
  expect(boundsByName(name)).toMatchObject({ low, high });
});

test.each([
  'year',
  'hours-per-week',
  'pay per hour',
  'day_count',
  'pct_change',
  'percentile',
  'wages',
  'long',
  '',
  '7',
])('the name %j says no bounds', (name) => expect(boundsByName(name)).toBeNull());

test('what is whole says so', () => {
  expect(boundsByName('hour')?.isWhole).toBe(true);
  expect(boundsByName('age')?.isWhole).toBe(false);
});
