import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rhoFromEpsilon } from '../../../src/core/privacy/accountant.ts';
import {
  asGoodAsSampleOf,
  epsilonForCoarse,
  expectedError,
  plannedPairSigma2,
  smallestVisibleGroup,
  wordFor,
} from '../../../src/core/privacy/forecast.ts';
import { GRAIN } from '../../../src/core/privacy/units.ts';
import { forAll } from '../../helpers/properties.ts';

test('the expected error is that of its formula', () => {
  // x = 100·20·√(2/π)/10,000 = 0.1595769; c·x = 0.0957461 for pairs, 0.1276615 for single columns
  expect(expectedError('pair', { cells: 100, sigma2: 400 }, 10_000)).toBeCloseTo(0.0957461 / 1.0555328, 6);
  expect(expectedError('one-way', { cells: 100, sigma2: 400 }, 10_000)).toBeCloseTo(0.1276615 / 1.0740437, 6);
});

test('more noise, more cells and fewer rows make it worse, up to a bound', () => {
  const size = fc.double({ min: 1, max: 1e6, noNaN: true });
  forAll(fc.tuple(size, size, size), ([cells, sigma2, rowCount]) => {
    const error = expectedError('pair', { cells, sigma2 }, rowCount);
    expect(error).toBeLessThan(1 / 0.58);
    expect(expectedError('pair', { cells: 2 * cells, sigma2 }, rowCount)).toBeGreaterThan(error);
    expect(expectedError('pair', { cells, sigma2: 2 * sigma2 }, rowCount)).toBeGreaterThan(error);
    expect(expectedError('pair', { cells, sigma2 }, 2 * rowCount)).toBeLessThan(error);
  });
});

test.each([
  [0.05, 0.15, 'fine'],
  [0.05, 0.1501, 'coarse'],
  [0.15, 0.35, 'coarse'],
  [0.05, 0.3501, 'mostly noise'],
  [0.1501, 0.01, 'mostly noise'],
  [0.15, null, 'fine'],
  [0.1501, null, 'mostly noise'],
])('single columns %d and pairs %d are %s', (oneWay, pair, word) => expect(wordFor({ oneWay, pair })).toBe(word));

test('planned noise, visible group and equal sample', () => {
  expect(plannedPairSigma2(10, 0.015, 1)).toBeCloseTo(500, 10); // 15 pairs share rho 0.015
  expect(plannedPairSigma2(10, 0.015, 2)).toBeCloseTo(1000, 10);
  expect(smallestVisibleGroup(400)).toBe(40);
  expect(asGoodAsSampleOf({ cells: 100, sigma2: 400 }, 10_000)).toBe(2500);
  expect(asGoodAsSampleOf({ cells: 1, sigma2: 1 }, 10_000)).toBe(10_000);
});

test('the epsilon for coarse is the one at which the same plan has just that error', () => {
  const rowCount = 1000;
  const cells = { oneWay: 15, pair: 200 };
  const errorsAt = (rhoGrains: number) => ({
    oneWay: expectedError('one-way', { cells: cells.oneWay, sigma2: 20 / (2 * rhoGrains * GRAIN) }, rowCount),
    pair: expectedError('pair', { cells: cells.pair, sigma2: 60 / (2 * rhoGrains * GRAIN) }, rowCount),
  });
  const planned = rhoFromEpsilon(0.5, 1e-6);
  expect(wordFor(errorsAt(planned))).toBe('mostly noise');
  const epsilon = epsilonForCoarse(errorsAt(planned), planned, 1e-6)!;
  expect(wordFor(errorsAt(rhoFromEpsilon(epsilon, 1e-6)))).toBe('coarse');
  expect(wordFor(errorsAt(rhoFromEpsilon(0.999 * epsilon, 1e-6)))).toBe('mostly noise');
});

test('no epsilon is named where none is enough', () => {
  expect(epsilonForCoarse({ oneWay: 1.7, pair: 1.7 }, 2 ** 44, 1e-6)).toBeNull();
  expect(epsilonForCoarse({ oneWay: 0.1, pair: 1 / 0.58 }, 2 ** 44, 1e-6)).toBeNull();
});

test('a share of no rows is refused', () => {
  expect(() => expectedError('pair', { cells: 1, sigma2: 1 }, 0)).toThrow('no rows');
});
