import { expect, test } from 'vitest';
import type { CodedBins } from '../../../src/core/models/coded-domain.ts';
import { latentsOf } from '../../../src/core/models/copula/latents.ts';

const column: CodedBins = {
  kind: 'bins',
  name: 'x',
  hasMissing: true,
  beside: [],
  grid: { low: -20, high: 99, unit: 1, perUnit: 1 },
  writing: { kind: 'numeric', decimals: 0 },
  atoms: Float64Array.of(-20, 0, 99),
  starts: Float64Array.of(-20, 10, 50, 100),
};

test('atoms take their place between the bins by their value', () => {
  const [latent] = latentsOf([column], [Float64Array.of(0, 5, 6, 7, 8, 9, 10)]);
  // Missing is 0, the atoms 1 to 3, the bins 4 to 6; 0 lies above the middle of the first bin, −5.5.
  expect([...latent!.codes]).toEqual([1, 4, 2, 5, 6, 3]);
  expect([...latent!.weights]).toEqual([5, 8, 6, 9, 10, 7]);
});

test('levels beside the numbers lie below them', () => {
  const [latent] = latentsOf([{ ...column, beside: ['NA', 999] }], [Float64Array.of(0, 3, 4, 5, 6, 7, 8, 9, 10)]);
  expect([...latent!.codes]).toEqual([1, 2, 3, 6, 4, 7, 8, 5]);
});
