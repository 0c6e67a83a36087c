import { expect, test } from 'vitest';
import { freshCells, freshError } from '../../../src/core/fidelity/fresh-rows.ts';
import { naiveFreshDifference, poissonChances } from '../../helpers/naive/fresh-rows.ts';

/** So many rows that a cell is none of them: the factor of fixed sizes is 1. */
const ROWS = 1e12;
const LAWS = [0.03, 0.1, 0.3, 0.7, 1, 1.5, 2.5, 4, 7, 12, 18];

test.each([
  { first: 1, second: 1, tolerance: 0.03 },
  { first: 1, second: 0.25, tolerance: 0.03 },
  { first: 1, second: 0.02, tolerance: 0.03 },
  { first: 0.25, second: 1, tolerance: 0.03 },
  { first: 1, second: 2, tolerance: 0.04 },
  { first: 1, second: 20, tolerance: 0.085 },
])('over counts of any law the weights of $first and $second tables have the mean of fresh rows', (sides) => {
  const { first, second, tolerance } = sides;
  const cell = freshCells(ROWS, first * ROWS, second * ROWS);
  for (const law of LAWS) {
    const mean = poissonChances(law).reduce((sum, chance, count) => sum + chance * cell(count, ROWS) * ROWS, 0);
    const wanted = naiveFreshDifference(law, first, second);
    expect(Math.abs(mean / wanted - 1), `a law of ${law} rows`).toBeLessThan(tolerance);
  }
});

test('a well-filled cell is apart by the normal law, less as it takes a larger share of the rows', () => {
  const cell = freshCells(10_000, 10_000, 5_000);
  const normal = (count: number): number => {
    const share = count / 10_000;
    return Math.sqrt((2 / Math.PI) * share * (1 - share) * (1 / 10_000 + 1 / 5_000));
  };
  for (const count of [200, 1000, 5000, 9999]) expect(cell(count, 10_000) / normal(count)).toBeCloseTo(1, 2);
  expect(freshError(cell, Int32Array.of(10_000, 0, 0), 10_000)).toBe(0);
  expect(freshError(cell, Int32Array.of(5000, 5000), 10_000)).toBeCloseTo(2 * normal(5000), 4);
});

test('a table whose cells hold one row each expects fresh rows to share none of them', () => {
  const cell = freshCells(1000, 1000, 1000);
  const error = freshError(cell, new Int32Array(1000).fill(1), 1000);
  expect(error).toBeGreaterThan(1.9);
  expect(error).toBeLessThan(2.05);
});

test('tables without rows are refused', () => {
  expect(() => freshCells(10, 10, 0)).toThrow('every table has rows');
});
