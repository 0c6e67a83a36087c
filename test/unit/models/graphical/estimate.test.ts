import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../../src/core/math/rng.ts';
import { createEstimator, type Estimator } from '../../../../src/core/models/graphical/estimate.ts';
import { cellCount, type Clique } from '../../../../src/core/models/graphical/factor.ts';
import type { Graphical } from '../../../../src/core/models/graphical/sample.ts';
import { farthest, models } from '../../../helpers/graphical.ts';
import { naiveMarginal, naiveTable } from '../../../helpers/naive/graphical.ts';
import { forAll } from '../../../helpers/properties.ts';

/** The model's cliques measured with noise, in any order of sizes, each with a σ of its own. */
function measured({ sizes, cliques, potentials, total }: Graphical, seed: number): Estimator {
  const rng = createRng(seed, 'measure');
  const table = naiveTable({ sizes, cliques, potentials, total });
  const estimator = createEstimator(sizes, total);
  for (const clique of cliques) {
    const sigma = 0.5 + 50 * rng.uniform();
    const counts = Float64Array.from(naiveMarginal(table, clique, sizes), (count) => count + sigma * rng.normal());
    estimator.add({ clique, counts, sigma2: sigma ** 2 }, null);
  }
  return estimator;
}

const some = fc.tuple(
  models.filter(({ cliques }) => cliques.length > 0),
  fc.nat(),
);

test('the first step, as long as is safe, and all later ones never raise the loss (1,000 problems)', () => {
  forAll(
    some,
    ([model, seed]) => {
      const estimator = measured(model, seed);
      let { loss } = estimator.fit(0);
      const first = estimator.fit(1, 0);
      expect(first.loss).toBeLessThanOrEqual(loss);
      if (first.converged) expect(loss - first.loss).toBeLessThan(1e-9 * (1 + loss)); // refused: nothing to gain
      for (let step = 0; step < 12; step++) {
        const next = estimator.fit(1, 0);
        expect(next.loss).toBeLessThanOrEqual(loss);
        loss = next.loss;
      }
    },
    1000,
  );
});

test('the loss told is that of the answers given', () => {
  forAll(some, ([model, seed]) => {
    const estimator = createEstimator(model.sizes, model.total);
    const rng = createRng(seed, 'loss');
    const asked = model.cliques.map((clique) => {
      const counts = new Float64Array(cellCount(clique, model.sizes)).map(() => 100 * rng.normal());
      estimator.add({ clique, counts, sigma2: 4 }, null);
      return { clique, counts };
    });
    const { loss } = estimator.fit(7, 0);
    const table = naiveTable({ ...model, cliques: estimator.cliques, potentials: estimator.potentials });
    // Measuring a clique twice leaves the squares around the mean: they are no part of the loss.
    const distinct = estimator.cliques.map((clique) => {
      const same = asked.filter((other) => other.clique.join() === clique.join());
      const mean = same[0]!.counts.map(
        (_, cell) => same.reduce((sum, { counts }) => sum + counts[cell]!, 0) / same.length,
      );
      const errors = naiveMarginal(table, clique, model.sizes).map((mu, cell) => (mu - mean[cell]!) ** 2);
      return (errors.reduce((sum, square) => sum + square, 0) * same.length) / 8;
    });
    const naive = distinct.reduce((sum, part) => sum + part, 0);
    expect(Math.abs(loss - naive)).toBeLessThan(1e-9 * naive + 1e-9);
  });
});

test('answers are those of the whole table: in a clique and for pairs anywhere, else there is none', () => {
  forAll(some, ([model, seed]) => {
    const estimator = measured(model, seed);
    estimator.fit(5);
    const table = naiveTable({ ...model, cliques: estimator.cliques, potentials: estimator.potentials });
    const inside = (columns: Clique) =>
      estimator.tree.cliques.some((clique) => columns.every((column) => clique.includes(column)));
    for (const a of model.sizes.keys()) {
      for (let b = a; b < model.sizes.length; b++) {
        for (let c = b; c < model.sizes.length; c++) {
          const columns = [...new Set([a, b, c])];
          const answer = estimator.marginal(columns);
          expect(answer !== null).toBe(columns.length < 3 || inside(columns));
          if (answer === null) continue;
          expect(farthest(answer, naiveMarginal(table, columns, model.sizes))).toBeLessThan(1e-10 * model.total);
          expect(estimator.marginal(columns)).toBe(answer);
        }
      }
    }
  });
});

test('a column is started from its counts, half a σ above nothing', () => {
  const estimator = createEstimator([3, 2], 60);
  estimator.add({ clique: [0], counts: Float64Array.of(40, -9, 18), sigma2: 16 }, null);
  const theta = estimator.potentials[0]!.map(Math.exp);
  expect(farthest(theta, [42, 2, 20])).toBeLessThan(1e-12);
});

test('a clique is started where it was measured, as far as its noise allows', () => {
  const estimator = createEstimator([4, 2], 100);
  const counts = Float64Array.of(25, 0, 25, 0, 25, 0, 25, 0);
  estimator.add({ clique: [0, 1], counts, sigma2: 1 }, counts);
  const told = Float64Array.of(50, 30, 20, 0);
  estimator.add({ clique: [0], counts: Float64Array.of(90, -40, 30, 20), sigma2: 25 }, told);
  const ratio = (mu: number, y: number) => (mu + ((y - mu) * mu) / (mu + 5)) / mu;
  const wanted = [ratio(50, 90), 1 / 20, ratio(20, 30), 1]; // at least a twentieth; the model's own zero stays
  expect(farthest(estimator.potentials[1]!.map(Math.exp), wanted)).toBeLessThan(1e-12);
});

test('an expected count across cliques is taken for at least 0.3', () => {
  const estimator = createEstimator([2, 2], 100);
  for (const column of [0, 1]) estimator.add({ clique: [column], counts: Float64Array.of(50, 50), sigma2: 1 }, null);
  estimator.add({ clique: [0, 1], counts: Float64Array.of(25, 25, 25, 25), sigma2: 1 }, Float64Array.of(25, 25, 25, 0));
  expect(estimator.potentials[2]![3]).toBeCloseTo(Math.log(1 + (25 - 0.3) / 1.3), 12);
});

test('two measurements of a clique are one of their weighted mean', () => {
  const twice = createEstimator([3], 90);
  twice.add({ clique: [0], counts: Float64Array.of(10, 20, 70), sigma2: 3 }, null);
  twice.add({ clique: [0], counts: Float64Array.of(50, 40, 10), sigma2: 1 }, null);
  const once = createEstimator([3], 90);
  once.add({ clique: [0], counts: Float64Array.of(40, 35, 25), sigma2: 0.75 }, null);
  expect(twice.cliques).toEqual([[0]]);
  expect(twice.fit(3000, 0).loss).toBeCloseTo(once.fit(3000, 0).loss, 9);
  expect(farthest(twice.marginal([0])!, once.marginal([0])!)).toBeLessThan(1e-6);
});

test('the start of a pair spares hundreds of steps', () => {
  const sizes = [6, 7];
  const rng = createRng(3, 'start');
  const counts = Float64Array.from({ length: 42 }, () => Math.round(2000 * rng.uniform() ** 4));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const lossAfter = (steps: number, expected: Float64Array | null) => {
    const estimator = createEstimator(sizes, total);
    for (const column of [0, 1]) {
      const sums = Float64Array.from({ length: sizes[column]! }, () => 0);
      counts.forEach((count, cell) => (sums[column === 0 ? Math.floor(cell / 7) : cell % 7]! += count));
      estimator.add({ clique: [column], counts: sums, sigma2: 1 }, null);
    }
    estimator.fit(50);
    // Where the measurement is what was expected the start moves nothing.
    estimator.add({ clique: [0, 1], counts, sigma2: 1 }, expected);
    return estimator.fit(steps).loss;
  };
  expect(lossAfter(10, null)).toBeLessThan(lossAfter(100, counts));
});

test('a model without measurements is uniform, and so is a column that nothing was said about', () => {
  const estimator = createEstimator([2, 3], 60);
  expect(estimator.fit(5)).toEqual({ loss: 0, steps: 0, converged: true });
  expect([...estimator.marginal([0, 1])!]).toEqual([10, 10, 10, 10, 10, 10]);
  estimator.add({ clique: [0], counts: Float64Array.of(45, 15), sigma2: 1 }, null);
  estimator.fit(1000, 0);
  expect(farthest(estimator.marginal([0, 1])!, [15, 15, 15, 5, 5, 5])).toBeLessThan(1e-6);
});

test.each([
  ['no columns', { clique: [], counts: Float64Array.of(1), sigma2: 1 }],
  ['no variance', { clique: [0], counts: Float64Array.of(1, 2), sigma2: 0 }],
  ['too few counts', { clique: [0], counts: Float64Array.of(1), sigma2: 1 }],
])('a measurement with %s is refused', (_, measurement) => {
  expect(() => createEstimator([2, 2], 10).add(measurement, null)).toThrow('add:');
});
