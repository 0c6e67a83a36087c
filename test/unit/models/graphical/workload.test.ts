import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellCount } from '../../../../src/core/models/graphical/factor.ts';
import { candidatesOf, subsetsOf, usualOrder } from '../../../../src/core/models/graphical/workload.ts';
import { forAll } from '../../../helpers/properties.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
const orders = fc.constantFrom(2 as const, 3 as const);

test('all triples: the weight of a candidate is its number of columns', () => {
  const candidates = candidatesOf([2, 3, 4, 5], 3, null);
  expect(candidates.map(({ clique }) => clique.length)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3]);
  for (const { clique, weight } of candidates) expect(weight).toBe(clique.length);
});

test('with a target: four columns, triples that hold it count twice', () => {
  // Column 0 lies in three triples of weight 2; any other in two of weight 2 and one of weight 1.
  const weights = candidatesOf([2, 2, 2, 2], 3, 0).map(({ clique, weight }) => [clique.join(''), weight]);
  expect(Object.fromEntries(weights)).toMatchObject({ 0: 6, 1: 5, '01': 11, '12': 10, '012': 16, '123': 15 });
});

test('weights follow their definition but for one common factor, and have none left', () => {
  forAll(fc.tuple(sizes, orders, fc.option(fc.nat(7))), ([codes, order, target]) => {
    const candidates = candidatesOf(codes, order, target);
    const columns = [...codes.keys()].filter((column) => codes[column]! > 1);
    const workload = subsetsOf(columns, Math.min(order, columns.length));
    const naive = candidates.map(({ clique }) =>
      workload.reduce((sum, tuple) => {
        const shared = tuple.filter((column) => clique.includes(column)).length;
        return sum + shared * (target !== null && tuple.includes(target) ? 2 : 1);
      }, 0),
    );
    candidates.forEach(({ weight }, at) => {
      expect(Number.isInteger(weight) && weight >= 1).toBe(true);
      expect(weight * naive[0]!).toBe(naive[at]! * candidates[0]!.weight);
    });
    for (let factor = 2; factor <= 8; factor++) {
      if (candidates.length > 0) expect(candidates.every(({ weight }) => weight % factor === 0)).toBe(false);
    }
  });
});

test('each candidate occurs once, in order, of at most 10,000 cells, and none is forgotten', () => {
  forAll(fc.tuple(sizes, orders), ([codes, order]) => {
    const columns = [...codes.keys()].filter((column) => codes[column]! > 1);
    const all = Array.from({ length: Math.min(order, columns.length) }, (_, at) => subsetsOf(columns, at + 1)).flat();
    const small = all.filter((clique) => clique.length === 1 || cellCount(clique, codes) <= 10_000);
    expect(candidatesOf(codes, order, null).map(({ clique }) => clique)).toEqual(small);
  });
});

test('a single column stays, whatever its size; pairs of 10,000 cells stay, larger ones go', () => {
  const cliques = candidatesOf([20_000, 100, 100, 101], 2, null).map(({ clique }) => clique.join(' '));
  expect(cliques).toEqual(['0', '1', '2', '3', '1 2']);
});

test('where counts would take more than 2^25 cells, the largest go', () => {
  const codes = Array.from({ length: 24 }, (_, column) => (column < 12 ? 21 : 19));
  const kept = candidatesOf(codes, 3, null);
  const cells = kept.map(({ clique }) => cellCount(clique, codes));
  const jointCells = cells.reduce((sum, count) => sum + count, 0) - codes.reduce((sum, count) => sum + count, 0);
  expect(jointCells).toBeLessThanOrEqual(2 ** 25);
  const missing = 24 + 276 + 2024 - kept.length;
  if (missing > 0) expect(jointCells + 21 ** 3).toBeGreaterThan(2 ** 25);
});

test('triples up to 24 columns, pairs above', () => {
  expect([2, 24, 25, 300].map(usualOrder)).toEqual([3, 3, 2, 2]);
});
