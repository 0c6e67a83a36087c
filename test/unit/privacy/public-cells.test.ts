import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NoisyCounts } from '../../../src/core/privacy/mechanisms.ts';
import {
  numberCells,
  placesFrom,
  rangeFrom,
  tallyCells,
  tallyPlaces,
  yearCells,
} from '../../../src/core/privacy/public-cells.ts';
import type { Released } from '../../../src/core/privacy/wall.ts';
import { forAll } from '../../helpers/properties.ts';

const DAY = 86_400_000;
const noisy = (counts: ArrayLike<number>, sigma2: number) =>
  ({ counts: Float64Array.from(counts), sigma2 }) as Released<NoisyCounts>;

test('rows are told apart by the decimals that they need', () => {
  const values = [3, -20, 0.5, 1.25, 0.1, 1e300, 1.0000005, 0.000001, Infinity, -Infinity, NaN];
  expect([...tallyPlaces(Float64Array.from(values))]).toEqual([3, 2, 1, 0, 0, 0, 1, 1, 2, 1]);
});

test.each([
  ['all whole', [1000, 0, 0, 0, 0, 0, 0, 0, 5, 80], 1, 0],
  ['99 % of two places', [10, 80, 900, 4, 3, 2, 0, 1, 0, 0], 1, 2],
  ['98 % of two places', [10, 80, 880, 0, 20, 0, 0, 0, 0, 0], 1, 4],
  ['endless ones', [0, 0, 0, 0, 0, 0, 0, 500, 0, 0], 1, 6],
  ['noise beyond two places', [3, -7, 980, 12, -9, 14, 8, -11, 0, 0], 100, 2],
  ['noise that adds up', [900, 25, 25, 30, 20, 25, 30, 20, 0, 0], 100, 0],
  ['two places of few rows in much noise', [-20, 60, 300, 40, -70, 30, -10, 20, 0, 0], 3600, 2],
  ['no row', [-3, 2, 1, -1, 0, 0, 1, -2, 4, 900], 25, 0],
] as const)('places: %s', (_, counts, sigma2, places) => {
  expect(placesFrom(noisy(counts, sigma2))).toBe(places);
});

test('cells of numbers tile the grid by powers of two', () => {
  const cells = numberCells({ decimals: 1 });
  expect(cells.cellCount).toBe(107);
  const ends = (value: number) => [cells.low(cells.cellOf(value)), cells.high(cells.cellOf(value))];
  expect(ends(0)).toEqual([0, 0]);
  expect(ends(0.1)).toEqual([0.1, 0.1]);
  expect(ends(0.31)).toEqual([0.2, 0.3]);
  expect(ends(-1)).toEqual([-1.5, -0.8]);
  expect(cells.cellOf(1e300)).toBe(106);
  expect(cells.cellOf(-1e300)).toBe(0);
});

test('a number on the grid lies within the ends of its cell, cells are in order and without gaps', () => {
  forAll(fc.tuple(fc.integer({ min: -(2 ** 52), max: 2 ** 52 }), fc.nat(6)), ([u, decimals]) => {
    const cells = numberCells({ decimals });
    const value = u / 10 ** decimals;
    const cell = cells.cellOf(value);
    expect(cells.low(cell)).toBeLessThanOrEqual(value);
    expect(cells.high(cell)).toBeGreaterThanOrEqual(value);
  });
  const whole = numberCells({ decimals: 0 });
  for (let cell = 1; cell < whole.cellCount; cell++) expect(whole.low(cell)).toBe(whole.high(cell - 1) + 1);
});

test('cells of dates are years; what lies beyond belongs to the nearest', () => {
  const cells = yearCells({ stepMs: DAY, format: 'yyyy-MM-dd' });
  const ends = (day: string) => {
    const cell = cells.cellOf(Date.parse(day));
    return [cells.low(cell), cells.high(cell)].map((ms) => new Date(ms).toISOString().slice(0, 10));
  };
  expect(ends('2020-02-29')).toEqual(['2020-01-01', '2020-12-31']);
  expect(ends('1850-01-01')).toEqual(['1850-01-01', '1850-12-31']);
  expect(ends('1066-10-14')).toEqual(['1850-01-01', '1850-12-31']);
  expect(ends('2149-12-31')).toEqual(['2149-01-01', '2149-12-31']);
  expect(ends('9999-12-31')).toEqual(['2149-01-01', '2149-12-31']);
  expect(cells.cellOf(Date.parse('1849-12-31T23:59:59Z'))).not.toBe(cells.cellOf(Date.parse('1850-01-01')));
});

test('a range goes from the first to the last cell that stands out, also over gaps', () => {
  const cells = numberCells({ decimals: 0 });
  const counts = tallyCells(
    Float64Array.from([...Array<number>(300).fill(-3), ...Array<number>(200).fill(70), 1e9]),
    cells,
  );
  expect(rangeFrom(noisy(counts, 100), cells)).toEqual({ low: -3, high: 127 });
});

test('missing and not finite cells are no range', () => {
  const cells = numberCells({ decimals: 0 });
  const counts = tallyCells(Float64Array.from([NaN, NaN, Infinity]), cells);
  expect([...counts].slice(-2)).toEqual([1, 2]);
  expect(
    rangeFrom(
      noisy(
        counts.map((count) => 1000 * count),
        100,
      ),
      cells,
    ),
  ).toBeNull();
});

test('where no cell is certain, less certain ones are taken, down to one false alarm in twenty columns', () => {
  const cells = numberCells({ decimals: 0 });
  const counts = new Float64Array(109);
  const rangeAt = (height: number) => {
    counts[60] = height;
    return rangeFrom(noisy(counts, 1), cells);
  };
  // Largest of 107 normals: 4.3 for 1e-3; 3.3 for 1/20, below which nothing counts.
  expect(rangeAt(4.2)).toEqual({ low: 64, high: 127 });
  expect(rangeAt(3.2)).toBeNull();
  counts[70] = 7; // with one certain cell the uncertain one is noise
  expect(rangeAt(4.2)).toEqual({ low: 65_536, high: 131_071 });
});
