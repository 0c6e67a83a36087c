/** The masses that the statistical tests of the samplers are held against, and the costs of the exponential mechanism. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exponentialCost } from '../../../src/core/privacy/accountant.ts';
import { GRAIN } from '../../../src/core/privacy/units.ts';
import { gaussianMass, laplaceMass, upperTail } from '../../helpers/masses.ts';

type Row = [x: number, mass: number, tail: number];
const { values } = JSON.parse(readFileSync(new URL('noise.json', import.meta.url), 'utf8')) as {
  values: {
    discreteGaussian: { p: number; q: number; rows: Row[] }[];
    discreteLaplace: { t: number; rows: Row[] }[];
    exponentialMechanism: { epsilon: [number, number]; rhoOfEpsilon: number }[];
  };
};

test.each(values.discreteGaussian)('the masses of the discrete Gaussian of variance $p/$q', ({ p, q, rows }) =>
  expectMasses(gaussianMass(p / q), rows, p / q < 10_000),
);

test.each(values.discreteLaplace)('the masses of the discrete Laplace of scale $t', ({ t, rows }) =>
  expectMasses(laplaceMass(t), rows, true),
);

test.each(values.exponentialMechanism)('the exponential mechanism at $epsilon costs epsilon² / 8', (line) => {
  const [p, q] = line.epsilon;
  const rho = Number(exponentialCost(BigInt(Math.floor((p / q) * 2 ** 24)))) * GRAIN;
  expect(Math.abs(rho - line.rhoOfEpsilon)).toBeLessThan(1e-6 * line.rhoOfEpsilon);
});

/** Tails are sums of masses: they are compared where a sum can be added up. */
function expectMasses(mass: (x: number) => number, rows: readonly Row[], withTails: boolean): void {
  for (const [x, expected, tail] of rows) {
    expect(Math.abs(mass(x) / expected - 1)).toBeLessThan(1e-12);
    if (withTails) expect(Math.abs(upperTail(mass, x) / tail - 1)).toBeLessThan(1e-11);
  }
}
