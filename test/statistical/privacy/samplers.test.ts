/**
 * Draws against exact masses. Fixed sizes and one fixed seed; every threshold is a tail of 1e-9 (z = 6), so that a
 * test alarms falsely once in 1e9 seeds. Source of the tails: `chiSquareTail`, the finite sum for whole degrees.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createByteReader } from '../../../src/core/privacy/entropy.ts';
import {
  bernoulliExp,
  discreteGaussian,
  discreteLaplace,
  gaussianShape,
  uniform,
} from '../../../src/core/privacy/samplers.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { chiSquareTail, fitTail, gaussianMass, laplaceMass, symmetricFitTail } from '../../helpers/masses.ts';

const bytes = () => createByteReader(seededEntropy(20_260_101));
const ALARM = 1e-9;

test('the chi-square tail gives published upper quantiles', () => {
  expect(chiSquareTail(13.8155, 2)).toBeCloseTo(0.001, 6); // Pearson and Hartley, table 8
  expect(chiSquareTail(29.5883, 10)).toBeCloseTo(0.001, 6);
  expect(chiSquareTail(149.449, 100)).toBeCloseTo(0.001, 6);
});

test.each([2, 3, 255, 256, 257])('uniform(%d): chi-square of 100,000 draws (false alarm 1e-9)', (bound) => {
  const source = bytes();
  const counts = new Float64Array(bound);
  for (let i = 0; i < 100_000; i++) counts[uniform(bound, source)]!++;
  expect(fitTail(counts, Array<number>(bound).fill(100_000 / bound))).toBeGreaterThan(ALARM);
});

test('uniform(2^32 + 1): chi-square of 100,000 draws by sixteenths and by remainders (false alarm 2e-9)', () => {
  const bound = 2 ** 32 + 1;
  const source = bytes();
  const sixteenths = new Float64Array(16);
  const remainders = new Float64Array(641); // a divisor of 2^32 + 1
  for (let i = 0; i < 100_000; i++) {
    const draw = uniform(bound, source);
    sixteenths[Math.floor((draw / bound) * 16)]!++;
    remainders[draw % 641]!++;
  }
  expect(fitTail(sixteenths, Array<number>(16).fill(100_000 / 16))).toBeGreaterThan(ALARM);
  expect(fitTail(remainders, Array<number>(641).fill(100_000 / 641))).toBeGreaterThan(ALARM);
});

test.each([
  [0, 1],
  [1, 3],
  [1, 1],
  [7, 2],
  [40, 1],
])('bernoulliExp(%d/%d): the share of 100,000 draws is exp of it within six deviations (false alarm 2e-9)', (a, b) => {
  const { values } = JSON.parse(readFileSync(new URL('../../golden/privacy/noise.json', import.meta.url), 'utf8')) as {
    values: { bernoulliExp: [number, number, number][] };
  };
  const p = values.bernoulliExp.find(([first, second]) => first === a && second === b)![2];
  const source = bytes();
  let hits = 0;
  for (let i = 0; i < 100_000; i++) if (bernoulliExp(a, b, source)) hits++;
  expect(Math.abs(hits - 100_000 * p)).toBeLessThanOrEqual(6 * Math.sqrt(100_000 * p * (1 - p)));
});

test.each([1, 3, 50])('discreteLaplace(%d): chi-square of 100,000 draws (false alarm 1e-9)', (t) => {
  const source = bytes();
  const draws = Array.from({ length: 100_000 }, () => discreteLaplace(t, source));
  expect(symmetricFitTail(draws, laplaceMass(t))).toBeGreaterThan(ALARM);
});

test.each([
  [1n, 4n],
  [1n, 1n],
  [13n, 1n],
  [2500n, 1n],
])('discreteGaussian(%d/%d): chi-square of 100,000 draws (false alarm 1e-9)', (p, q) => {
  const source = bytes();
  const shape = gaussianShape(p, q);
  const draws = Array.from({ length: 100_000 }, () => discreteGaussian(shape, source));
  const sigma2 = Number(p) / Number(q);
  expect(symmetricFitTail(draws, gaussianMass(sigma2))).toBeGreaterThan(ALARM);
});

// Φ at 0, 0.5, 1, 1.5, 2, 3: at σ = 10^7 the discrete distribution differs from the normal by less than 1e-7 a bin.
const NORMAL = [
  0.5, 0.6914624612740131, 0.8413447460685429, 0.9331927987311419, 0.9772498680518208, 0.9986501019683699,
];
const EDGES = [0, 0.5, 1, 1.5, 2, 3];

test('discreteGaussian(10^14): chi-square of 100,000 draws against the normal (false alarm 1e-9)', () => {
  const source = bytes();
  const shape = gaussianShape(10n ** 14n, 1n);
  const observed = new Float64Array(12);
  for (let i = 0; i < 100_000; i++) {
    const draw = discreteGaussian(shape, source);
    const bin = EDGES.findLastIndex((edge) => Math.abs(draw) >= edge * 1e7);
    observed[draw < 0 ? 5 - bin : 6 + bin]!++;
  }
  const half = NORMAL.map((low, i) => 100_000 * ((NORMAL[i + 1] ?? 1) - low));
  expect(fitTail(observed, [...half.toReversed(), ...half])).toBeGreaterThan(ALARM);
});

test.each([
  [1n, 4n],
  [1n, 1n],
  [13n, 1n],
  [2500n, 1n],
  [10n ** 14n, 1n],
])(
  'discreteGaussian(%d/%d): the variance of 100,000 draws is at most what was paid for (false alarm 1e-9), and near it',
  (p, q) => {
    const source = bytes();
    const shape = gaussianShape(p, q);
    const sigma2 = Number(p) / Number(q);
    let squares = 0;
    for (let i = 0; i < 100_000; i++) squares += discreteGaussian(shape, source) ** 2;
    const slack = 6 * Math.sqrt(2 / 100_000);
    expect(squares / 100_000 / sigma2).toBeLessThan(1 + slack);
    if (sigma2 >= 1) expect(squares / 100_000 / sigma2).toBeGreaterThan(1 - slack);
  },
);
