import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deltaFromRho, epsilonFromRho, rhoFromEpsilon } from '../../../src/core/privacy/accountant.ts';
import { failureOfLarger, readout } from '../../../src/core/privacy/readout.ts';
import { GRAIN } from '../../../src/core/privacy/units.ts';
import { forAll } from '../../helpers/properties.ts';

test.each([
  [0.1, 0.0127, 51, 0.0108, 0.0011],
  [0.5, 0.0576, 53, 0.0141, 0.00152],
  [1, 0.1101, 56, 0.0191, 0.00222],
  [2, 0.2084, 61, 0.0327, 0.00436],
  [3, 0.2995, 65, 0.0527, 0.00797],
  [5, 0.4626, 74, 0.117, 0.0225],
  [8, 0.6615, 84, 0.285, 0.0767],
  [10, 0.7644, 89, 0.441, 0.146],
])('epsilon %d at delta 1e-6 in bets and hit rates', (epsilon, advantage, bets, hits1, hits01) => {
  const ours = readout(rhoFromEpsilon(epsilon, 1e-6) * GRAIN);
  expect(ours.advantage.toFixed(4)).toBe(advantage.toFixed(4));
  expect(ours.bets).toBe(bets);
  expect(Number(ours.hitsAt1Percent.toPrecision(3))).toBe(hits1);
  expect(Number(ours.hitsAt01Percent.toPrecision(3))).toBe(hits01);
});

test('nothing spent is a fair coin', () => {
  expect(readout(0)).toEqual({
    advantage: 0,
    bets: 50,
    hitsAt1Percent: expect.closeTo(0.01, 12),
    hitsAt01Percent: expect.closeTo(0.001, 12),
  });
});

test('the advantage solves its equation, from above, and lies below both simpler bounds', () => {
  forAll(fc.double({ min: 1e-6, max: 20, noNaN: true }), (rho) => {
    const { advantage: t } = readout(rho);
    expect(Math.abs(t * Math.log((1 + t) / (1 - t)) - rho)).toBeLessThan(1e-6 * (1 + rho));
    expect(t).toBeLessThanOrEqual(Math.sqrt(rho / 2));
    const grains = Math.ceil(rho / GRAIN);
    const epsilon = epsilonFromRho(grains, 1e-6);
    const delta = deltaFromRho(grains, epsilon);
    expect(t).toBeLessThanOrEqual((Math.exp(epsilon) - 1 + 2 * delta) / (Math.exp(epsilon) + 1) + 1e-12);
  });
});

test('all bounds grow with rho and never pass their ends', () => {
  forAll(
    fc.tuple(fc.double({ min: 0, max: 30, noNaN: true }), fc.double({ min: 0, max: 5, noNaN: true })),
    ([rho, more]) => {
      const [less, greater] = [readout(rho), readout(rho + more)];
      for (const key of ['advantage', 'bets', 'hitsAt1Percent', 'hitsAt01Percent'] as const) {
        expect(greater[key]).toBeGreaterThanOrEqual(less[key]);
      }
      expect(greater.bets).toBeLessThanOrEqual(100);
      expect(greater.hitsAt1Percent).toBeLessThanOrEqual(1);
    },
  );
});

test('failure deltas are added to each bound', () => {
  const [without, withDelta] = [readout(0.1), readout(0.1, 0.001)];
  expect(withDelta.advantage - without.advantage).toBeCloseTo(0.001, 12);
  expect(withDelta.hitsAt1Percent - without.hitsAt1Percent).toBeCloseTo(0.001, 12);
  expect(readout(100, 0.5)).toEqual({ advantage: 1, bets: 100, hitsAt1Percent: 1, hitsAt01Percent: 1 });
});

test('the failure of a larger person grows with its rows, and is none where nothing can fail', () => {
  expect(failureOfLarger(0.5, 0, 3)).toBe(0);
  expect(failureOfLarger(0.5, 1e-7, 1)).toBe(1e-7);
  // One step: the hit rate at a false alarm rate of the failure itself, and the failure of the step.
  const hit = Math.exp(-((Math.sqrt(-Math.log(1e-7 / (1 - 1e-7))) - Math.sqrt(0.5)) ** 2)) + 1e-7;
  expect(failureOfLarger(0.5, 1e-7, 2)).toBeCloseTo(hit, 15);
  expect(failureOfLarger(0.5, 1e-7, 3)).toBeGreaterThan(hit);
  expect(failureOfLarger(40, 1e-7, 2)).toBe(1);
});
