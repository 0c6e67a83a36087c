import { expect, test } from 'vitest';
import { symmetricEigen } from '../../../src/core/math/eigen.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { leadingEigenvectors } from '../../../src/core/models/copula/factors.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { fitTable } from '../../helpers/models.ts';
import { numeric, tableOf } from '../../helpers/tables.ts';

test('leading eigenvalues are those of the full decomposition, their vectors orthonormal', () => {
  const size = 12;
  const rng = createRng(4, 'matrix');
  const root = Float64Array.from({ length: size * size }, () => rng.normal());
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) matrix[i * size + j]! += root[i * size + k]! * root[j * size + k]! * 0.5 ** k;
    }
  }
  const { values, vectors } = leadingEigenvectors(matrix, size, 3);
  const all = symmetricEigen(matrix, size).values;
  for (let k = 0; k < 3; k++) {
    expect(values[k]).toBeCloseTo(all[size - 1 - k]!, 6);
    for (let l = 0; l <= k; l++) {
      let product = 0;
      for (let i = 0; i < size; i++) product += vectors[i * 3 + k]! * vectors[i * 3 + l]!;
      expect(product).toBeCloseTo(k === l ? 1 : 0, 10);
    }
  }
});

test('with fewer rows than columns a common factor is found, and noise is not', () => {
  const linked = fitTable('copula', wideTable(60, 200, 0.8)).model;
  const alone = fitTable('copula', wideTable(60, 200, 0)).model;
  if (linked.kind !== 'copula' || linked.dependence.kind !== 'factors') throw new Error('not factors');
  if (alone.kind !== 'copula' || alone.dependence.kind !== 'factors') throw new Error('not factors');
  // The planted correlation of every pair is 0.64; the mean square of a loading's product comes near to it.
  expect(meanPair(linked.dependence.loadings, linked.dependence.factorCount)).toBeGreaterThan(0.5);
  expect(meanPair(linked.dependence.loadings, linked.dependence.factorCount)).toBeLessThan(0.75);
  expect(Math.abs(meanPair(alone.dependence.loadings, alone.dependence.factorCount))).toBeLessThan(0.02);
  const shares = alone.dependence.loadings.reduce((sum, loading) => sum + loading * loading, 0) / 200;
  expect(shares).toBeLessThan(0.1);
});

test('no latent is more than its factors allow: loadings have at most length 1', () => {
  const cells = Array.from({ length: 30 }, (_, row) => (row % 5 === 0 ? 1 : 0));
  const table = tableOf(...Array.from({ length: 60 }, (_, column) => numeric(`c${column}`, cells)));
  const { model } = fitTable('copula', table);
  if (model.kind !== 'copula' || model.dependence.kind !== 'factors') throw new Error('not factors');
  const { loadings, factorCount } = model.dependence;
  for (let start = 0; start < loadings.length; start += factorCount) {
    const own = loadings.subarray(start, start + factorCount);
    expect(own.reduce((sum, loading) => sum + loading * loading, 0)).toBeCloseTo(1, 9);
  }
});

function wideTable(rowCount: number, columnCount: number, loading: number): Table {
  const rng = createRng(7, 'wide');
  const factor = Float64Array.from({ length: rowCount }, () => rng.normal());
  const rest = Math.sqrt(1 - loading * loading);
  return tableOf(
    ...Array.from({ length: columnCount }, (_, column) =>
      numeric(
        `c${column}`,
        [...factor].map((w) => Math.round(1000 * (loading * w + rest * rng.normal())) / 1000),
        3,
      ),
    ),
  );
}

/** Mean of V_i·V_j over pairs of different columns. */
function meanPair(loadings: Float64Array, factorCount: number): number {
  const size = loadings.length / factorCount;
  const sums = new Float64Array(factorCount);
  let squares = 0;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < factorCount; k++) {
      const loading = loadings[i * factorCount + k]!;
      sums[k]! += loading;
      squares += loading * loading;
    }
  }
  return (sums.reduce((all, sum) => all + sum * sum, 0) - squares) / (size * (size - 1));
}
