/**
 * `pgm.json`: tables of largest entropy on 3 × 4 × 2, from a convex solver written apart from this code and confirmed by
 * mbi 1.1.0 (mirror descent, 20,000 steps): exact, noisy, emptied cells, a loop, an estimated total. Tolerance: 1e-6 of
 * the total for marginals, 1e-5 for cells; a marginal cell of 0 is reached only in the limit.
 */
import { expect, test } from 'vitest';
import { createEstimator } from '../../../src/core/models/graphical/estimate.ts';
import { calibratedOf } from '../../../src/core/models/graphical/sample.ts';
import { farthest } from '../../helpers/graphical.ts';
import { naiveTable } from '../../helpers/naive/graphical.ts';
import golden from './pgm.json' with { type: 'json' };

const names = Object.keys(golden.values.domain);
const sizes = Object.values(golden.values.domain);
const cases = Object.entries(golden.values.cases).map(([name, wanted]) => ({ name, wanted }));
const columnsOf = (columns: Iterable<string>) => [...columns].map((column) => names.indexOf(column));

test.each(cases)('$name: marginals and cells are those of the solver', ({ wanted }) => {
  const estimator = createEstimator(sizes, wanted.total);
  for (const { columns, sigma, values } of wanted.measurements) {
    estimator.add({ clique: columnsOf(columns), counts: Float64Array.from(values), sigma2: sigma ** 2 }, null);
  }
  const soon = estimator.fit(400, 0).loss;
  expect(soon).toBeLessThan(wanted.loss + 0.001);
  estimator.fit(30_000, 0);
  for (const [columns, marginal] of Object.entries(wanted.marginals)) {
    expect(farthest(estimator.marginal(columnsOf(columns))!, marginal)).toBeLessThan(1e-6 * wanted.total);
  }
  expect(farthest(estimator.marginal([0, 2])!, wanted.AC)).toBeLessThan(1e-6 * wanted.total);
  expect(farthest(estimator.marginal([1])!, wanted.B)).toBeLessThan(1e-6 * wanted.total);
  const model = { sizes, cliques: estimator.cliques, potentials: estimator.potentials, total: wanted.total };
  expect(farthest(naiveTable(model), wanted.cells)).toBeLessThan(1e-5 * wanted.total);
  // The stored form is the fitted one.
  expect(farthest(calibratedOf(model).tables[0]!, estimator.calibrated().tables[0]!)).toBeLessThan(1e-9 * wanted.total);
});
