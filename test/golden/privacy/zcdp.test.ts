/** Conversions, read-out and thresholds against 40-digit values: on the safe side of each, and within 1e-6 of it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deltaFromRho, epsilonFromRho, rhoFromEpsilon } from '../../../src/core/privacy/accountant.ts';
import { readout } from '../../../src/core/privacy/readout.ts';
import { GRAIN } from '../../../src/core/privacy/units.ts';

const { values } = JSON.parse(readFileSync(new URL('zcdp.json', import.meta.url), 'utf8')) as {
  values: {
    delta: [rho: number, epsilon: number, delta: number, digits: string, alpha: number, gaussian: number][];
    rho: [epsilon: number, delta: number, rho: number, digits: string][];
    epsilon: [rho: number, delta: number, epsilon: number, digits: string][];
    readout: [epsilon: number, rho: number, advantage: number, bets: number, hits1: number, hits01: number][];
  };
};
const TOLERANCE = 1e-6;

test('delta(rho, epsilon) is at least the true value, and no more than 1e-6 above it', () => {
  expect(values.delta.length).toBe(60);
  for (const [rho, epsilon, expected, , , gaussian] of values.delta) {
    const ours = deltaFromRho(Math.ceil(rho / GRAIN), epsilon);
    expect(ours).toBeGreaterThanOrEqual(expected);
    expect(ours).toBeLessThanOrEqual(Math.min(1, expected * (1 + TOLERANCE)));
    expect(ours).toBeGreaterThanOrEqual(gaussian);
  }
});

test('delta keeps a margin for the rounding of exp, log and log1p, also where rho is whole in grains', () => {
  const whole = values.delta.filter(([rho, , delta]) => Number.isInteger(rho / GRAIN) && delta < 0.999);
  expect(whole.length).toBeGreaterThan(20);
  for (const [rho, epsilon, expected] of whole) {
    expect(deltaFromRho(rho / GRAIN, epsilon) / expected - 1).toBeGreaterThan(1.9 * 2 ** -40);
  }
});

test('rho(epsilon, delta) is at most the true value, and no more than 1e-6 below it', () => {
  expect(values.rho.length).toBe(84);
  for (const [epsilon, delta, expected] of values.rho) {
    const ours = rhoFromEpsilon(epsilon, delta) * GRAIN;
    expect(ours).toBeLessThanOrEqual(expected);
    expect(ours).toBeGreaterThanOrEqual(expected * (1 - TOLERANCE));
  }
});

test('epsilon(rho, delta) is at least the true value, and no more than 1e-6 above it', () => {
  expect(values.epsilon.length).toBe(66);
  for (const [rho, delta, expected] of values.epsilon) {
    const ours = epsilonFromRho(Math.ceil(rho / GRAIN), delta);
    expect(ours).toBeGreaterThanOrEqual(expected);
    expect(ours).toBeLessThanOrEqual(expected * (1 + TOLERANCE));
  }
});

test.each(values.readout)(
  'the read-out of epsilon %d at delta 1e-6',
  (_epsilon, rho, advantage, bets, hits1, hits01) => {
    const ours = readout(rho);
    expect(Math.abs(ours.advantage - advantage)).toBeLessThan(1e-9);
    expect(ours.bets).toBe(bets);
    expect(Math.abs(ours.hitsAt1Percent - hits1)).toBeLessThan(1e-9);
    expect(Math.abs(ours.hitsAt01Percent - hits01)).toBeLessThan(1e-9);
  },
);
