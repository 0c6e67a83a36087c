import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  deltaFromRho,
  epsilonFromRho,
  exponentialCost,
  gaussianCost,
  pureCost,
  rhoFromEpsilon,
  sigma2ForRho,
  sigma2InSteps,
  splitBudget,
  epsilonForRho,
  epsilonInSteps,
} from '../../../src/core/privacy/accountant.ts';
import { GRAIN, SIGMA2_SCALE } from '../../../src/core/privacy/units.ts';
import { fractionOf, isAtMost, naiveDelta, naiveGaussianRho } from '../../helpers/naive/accounting.ts';
import { forAll } from '../../helpers/properties.ts';

const grainsOf = (rho: number) => Math.round(rho / GRAIN);
const epsilons = fc.double({ min: 0.01, max: 20, noNaN: true });
const deltas = fc.double({ min: -12, max: -3, noNaN: true }).map((exponent) => 10 ** exponent);

test('a cost is the exact one, rounded up to whole grains', () => {
  expect(gaussianCost(1n, 256n)).toBe(2n ** 43n); // σ² = 1: rho ½
  expect(gaussianCost(2n, 256n)).toBe(2n ** 44n);
  expect(gaussianCost(1n, 3n * 256n)).toBe(2n ** 43n / 3n + 1n);
  forAll(fc.tuple(fc.bigInt(1n, 2n ** 60n), fc.bigInt(1n, 2n ** 88n)), ([l2Squared, steps]) => {
    const cost = gaussianCost(l2Squared, steps);
    const exact = naiveGaussianRho(l2Squared, [steps, 256n]);
    expect(isAtMost(exact, [cost, 2n ** 44n])).toBe(true);
    expect(isAtMost(exact, [cost - 1n, 2n ** 44n])).toBe(false);
  });
});

test('the exponential mechanism costs epsilon² / 8, a pure one epsilon² / 2', () => {
  const one = 2n ** 24n;
  expect(exponentialCost(one)).toBe(2n ** 41n);
  expect(pureCost(one)).toBe(2n ** 43n);
  expect(exponentialCost(1n)).toBe(1n); // 2^-7 grains, rounded up
  expect(pureCost(1n)).toBe(1n);
});

test('the variance of a share costs at most the share, and one step less would cost more', () => {
  forAll(
    fc.tuple(fc.integer({ min: 1000, max: 2 ** 50 }), fc.bigInt(1n, 2n ** 30n)),
    ([rhoGrains, l2Squared]) => {
      const sigma2 = sigma2ForRho(rhoGrains, l2Squared);
      const steps = sigma2 * SIGMA2_SCALE;
      expect(Number.isInteger(steps)).toBe(true);
      expect(sigma2InSteps(sigma2)).toBe(BigInt(steps));
      expect(gaussianCost(l2Squared, BigInt(steps))).toBeLessThanOrEqual(BigInt(rhoGrains));
      // Beyond 2^53 the step is that of a double.
      const step = Math.max(1, 2 ** (Math.floor(Math.log2(steps)) - 52));
      if (steps > step) expect(gaussianCost(l2Squared, BigInt(steps - step))).toBeGreaterThan(BigInt(rhoGrains));
    },
    1000,
  );
});

test('a share that buys no noise is refused, not given noise of its own making', () => {
  const refusal = expect.objectContaining({ code: 'budget-invalid' });
  for (const share of [0, -5, NaN, 0.5]) expect(() => sigma2ForRho(share, 1n)).toThrow(refusal);
  expect(() => sigma2ForRho(1, 2n ** 60n)).toThrow(refusal);
});

test('a variance is rounded up to 1/256; none, NaN and infinite ones are faults', () => {
  expect(sigma2InSteps(1)).toBe(256n);
  expect(sigma2InSteps(1.00001)).toBe(257n);
  for (const sigma2 of [0, -1, NaN, Infinity]) expect(() => sigma2InSteps(sigma2)).toThrow('above 0');
});

test('a split never passes the total, loses less than a grain a share, and is fair', () => {
  expect(splitBudget(10, [1, 1, 1])).toEqual([3, 3, 3]);
  expect(splitBudget(100, [0.3, 0.6, 0.1])).toEqual([30, 60, 10].map((share) => expect.closeTo(share, -1)));
  expect(splitBudget(100, [0, 1])).toEqual([0, 100]);
  const weights = fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1, maxLength: 40 });
  forAll(fc.tuple(fc.integer({ min: 0, max: 2 ** 53 }), weights), ([total, parts]) => {
    const shares = splitBudget(total, parts);
    const sum = shares.reduce((all, share) => all + BigInt(share), 0n);
    expect(shares.every(Number.isSafeInteger) || total >= 2 ** 53).toBe(true);
    expect(sum <= BigInt(total) && sum >= BigInt(total) - BigInt(parts.length)).toBe(true);
  });
  for (const wrong of [[], [0, 0], [-1, 2], [NaN], [Infinity]]) expect(() => splitBudget(10, wrong)).toThrow('weights');
});

test('delta agrees with brute force over alpha to 1e-6, and is never below it', () => {
  for (const [rho, epsilon] of [
    [0.001, 0.1],
    [0.01, 0.5],
    [0.1, 1],
    [0.5, 3],
    [1, 5],
    [2, 12],
  ] as const) {
    const ours = deltaFromRho(grainsOf(rho), epsilon);
    const naive = naiveDelta(rho, epsilon);
    expect(Math.abs(ours / naive - 1)).toBeLessThan(1e-6);
  }
});

test('conversions are monotone in each argument', () => {
  forAll(fc.tuple(epsilons, deltas, fc.double({ min: 1.001, max: 3, noNaN: true })), ([epsilon, delta, factor]) => {
    const rho = rhoFromEpsilon(epsilon, delta);
    expect(rhoFromEpsilon(epsilon * factor, delta)).toBeGreaterThan(rho);
    expect(rhoFromEpsilon(epsilon, delta / factor)).toBeLessThan(rho);
    expect(epsilonFromRho(Math.ceil(rho * factor), delta)).toBeGreaterThan(epsilonFromRho(rho, delta));
    expect(epsilonFromRho(rho, delta / factor)).toBeGreaterThan(epsilonFromRho(rho, delta));
    expect(deltaFromRho(rho, epsilon * factor)).toBeLessThan(deltaFromRho(rho, epsilon));
    expect(deltaFromRho(Math.ceil(rho * factor), epsilon)).toBeGreaterThan(deltaFromRho(rho, epsilon));
  });
});

test('epsilon from rho lies at or below the bound of Bun and Steinke', () => {
  forAll(fc.tuple(fc.double({ min: 1e-4, max: 20, noNaN: true }), deltas), ([rho, delta]) => {
    const bound = rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
    expect(epsilonFromRho(Math.floor(rho / GRAIN), delta)).toBeLessThanOrEqual(bound);
  });
});

test('what a budget buys converts back to no more than the budget', () => {
  forAll(fc.tuple(epsilons, deltas), ([epsilon, delta]) => {
    const grains = rhoFromEpsilon(epsilon, delta);
    const back = epsilonFromRho(grains, delta);
    expect(back).toBeLessThanOrEqual(epsilon);
    expect(back).toBeGreaterThan(epsilon * (1 - 1e-6));
    expect(deltaFromRho(grains, epsilon)).toBeLessThanOrEqual(delta);
  });
});

test('nothing spent is epsilon 0, and the largest budget still converts', () => {
  expect(epsilonFromRho(0, 1e-6)).toBe(0);
  expect(deltaFromRho(0, 0)).toBe(0);
  const grains = rhoFromEpsilon(100, 1e-12);
  expect(grains * GRAIN).toBeGreaterThan(37);
  expect(epsilonFromRho(grains, 1e-12)).toBeLessThanOrEqual(100);
  expect(fractionOf(0.75)).toEqual([3n, 4n]);
});

test('epsilonForRho buys the largest epsilon that its share pays for, and refuses a share that buys nothing', () => {
  forAll(
    fc.tuple(fc.bigInt(1n, 2n ** 52n), fc.constantFrom('exponential' as const, 'pure' as const)),
    ([grains, kind]) => {
      const cost = kind === 'pure' ? pureCost : exponentialCost;
      const epsilon = epsilonInSteps(epsilonForRho(Number(grains), kind));
      expect(cost(epsilon)).toBeLessThanOrEqual(grains);
      expect(cost(epsilon + 1n)).toBeGreaterThan(grains);
    },
  );
  for (const missing of [0, -1, NaN, Infinity, 2 ** -25]) expect(() => epsilonInSteps(missing)).toThrow('epsilon');
  for (const nothing of [0, -1, 0.5]) {
    expect(() => epsilonForRho(nothing, 'pure')).toThrow(expect.objectContaining({ code: 'budget-invalid' }));
  }
});
