import { expect, test } from 'vitest';
import { correlationFrom, meanProduct, scoresOf, type Scores } from '../../../src/core/models/copula/scores.ts';
import { naiveMeanProduct } from '../../helpers/naive/models.ts';

const weights = {
  steps: Float64Array.of(0.8, 0.15, 0.05),
  halves: Float64Array.of(1, 1),
  lopsided: Float64Array.of(0.01, 0.99),
  holes: Float64Array.of(0, 3, 0, 5, 2, 0),
  many: Float64Array.from({ length: 20 }, (_, cell) => 1 + (cell % 3)),
};

test('mean products of coarse scores have the values worked out by hand', () => {
  const steps = scoresOf(weights.steps).coefficients;
  const halves = scoresOf(weights.halves).coefficients;
  expect(meanProduct(steps, halves, 0.3)).toBeCloseTo(0.0990293, 7);
  expect(meanProduct(halves, halves, 0.3)).toBeCloseTo(0.1234873, 7);
});

test('the series is the integral over the bivariate normal to 1e-8 up to |r| = 0.6, and is inverted', () => {
  const all = Object.values(weights).map(scoresOf);
  for (const first of all) {
    for (const second of all) {
      for (const r of [-0.6, -0.3, 0.05, 0.45, 0.6]) {
        const series = meanProduct(first.coefficients, second.coefficients, r);
        expect(Math.abs(series - naiveMeanProduct(first, second, r))).toBeLessThan(1e-8);
        const found = correlationFrom(first.coefficients, second.coefficients, series);
        expect(meanProduct(first.coefficients, second.coefficients, found)).toBeCloseTo(series, 12);
        if (isSteep(first, second, r)) expect(found).toBeCloseTo(r, 6);
      }
    }
  }
});

test('the worst case of the series, two halves, is as far off as the header says', () => {
  const halves = scoresOf(weights.halves);
  const errorAt = (r: number): number =>
    Math.abs(meanProduct(halves.coefficients, halves.coefficients, r) - naiveMeanProduct(halves, halves, r));
  expect(errorAt(0.9)).toBeLessThan(5e-6);
  expect(errorAt(0.95)).toBeLessThan(2.3e-4);
});

test('scores have mean 0 and the variance that the first coefficient says; many cells come near to 1', () => {
  for (const list of Object.values(weights)) {
    const { scores, variance } = scoresOf(list);
    const total = list.reduce((sum, weight) => sum + weight, 0);
    const mean = list.reduce((sum, weight, cell) => sum + (weight * scores[cell]!) / total, 0);
    const square = list.reduce((sum, weight, cell) => sum + (weight * scores[cell]! ** 2) / total, 0);
    expect(mean).toBeCloseTo(0, 12);
    expect(square).toBeCloseTo(variance, 12);
  }
  expect(scoresOf(weights.many).variance).toBeGreaterThan(0.97);
});

test('an empty cell has its cut for a score, within ±4', () => {
  const { scores } = scoresOf(weights.holes);
  expect(scores[0]).toBe(-4);
  expect(scores[2]).toBeCloseTo(-0.524401, 6); // Φ⁻¹(0.3)
  expect(scores[5]).toBe(4);
});

test('what no correlation can explain goes to the nearer end', () => {
  const { coefficients } = scoresOf(weights.halves);
  expect(correlationFrom(coefficients, coefficients, 5)).toBe(0.99);
  expect(correlationFrom(coefficients, coefficients, -5)).toBe(-0.99);
});

/** Whether the series still grows at r: a rare and a frequent level can leave it no room. */
function isSteep(first: Scores, second: Scores, r: number): boolean {
  const at = (x: number): number => meanProduct(first.coefficients, second.coefficients, x);
  return at(r + 0.001) - at(r - 0.001) > 1e-6;
}
