import fc from 'fast-check';
import { expect, test } from 'vitest';
import { walkFrom } from '../../../../src/core/models/graphical/pairs-across.ts';
import type { Graphical } from '../../../../src/core/models/graphical/sample.ts';
import { farthest, models, randomModel, run, SHAPES, type Run } from '../../../helpers/graphical.ts';
import { naiveMarginal, naiveTable } from '../../../helpers/naive/graphical.ts';
import { forAll } from '../../../helpers/properties.ts';

/** Of a total of 1000. */
const TOLERANCE = 1e-10 * 1000;

function expectExact(model: Graphical, { calibrator, marginals }: Run): void {
  const table = naiveTable(model);
  calibrator.tree.cliques.forEach((clique, at) => {
    expect(farthest(calibrator.tables[at]!, naiveMarginal(table, clique, model.sizes))).toBeLessThan(TOLERANCE);
  });
  model.cliques.forEach((clique, at) => {
    expect(farthest(marginals[at]!, naiveMarginal(table, clique, model.sizes))).toBeLessThan(TOLERANCE);
  });
}

test.each(SHAPES)('$shape: tables of the tree and measured marginals are those of the whole table', (shape) => {
  const model = randomModel(shape.sizes, shape.cliques, 2, 5);
  const linear = run(model);
  expect(linear.inLogs).toBe(false);
  expectExact(model, linear);
  const logs = run(model, true);
  expect(logs.inLogs).toBe(true);
  expectExact(model, logs);
});

test('random models of up to 2,000 cells: the same, in both ways', () => {
  forAll(models, (model) => {
    expectExact(model, run(model));
    expectExact(model, run(model, true));
  });
});

test('a column depends on those eliminated later through its parents alone', () => {
  forAll(
    models,
    (model) => {
      const { sizes } = model;
      const table = naiveTable(model);
      const { eliminationOrder, parents } = run(model).calibrator.tree;
      eliminationOrder.forEach((column, at) => {
        const later = eliminationOrder.slice(at + 1);
        // P(column, later)·P(parents) = P(column, parents)·P(later), cell by cell.
        const whole = naiveMarginal(table, [column, ...later], sizes);
        const behind = naiveMarginal(table, later, sizes);
        const near = naiveMarginal(table, [column, ...parents[column]!], sizes);
        const nearBehind = naiveMarginal(table, parents[column]!, sizes);
        whole.forEach((mass, cell) => {
          const cellBehind = cell % behind.length;
          const nearCell = partOf(cellBehind, later, parents[column]!, sizes);
          const code = Math.floor(cell / behind.length);
          const left = mass * nearBehind[nearCell]!;
          const right = near[code * nearBehind.length + nearCell]! * behind[cellBehind]!;
          expect(Math.abs(left - right)).toBeLessThan(TOLERANCE * 1000);
        });
      });
    },
    50,
  );
});

function partOf(cell: number, columns: readonly number[], part: readonly number[], sizes: readonly number[]): number {
  const codes = new Map<number, number>();
  for (const column of [...columns].reverse()) {
    codes.set(column, cell % sizes[column]!);
    cell = Math.floor(cell / sizes[column]!);
  }
  return part.reduce((sum, column) => sum * sizes[column]! + codes.get(column)!, 0);
}

test('potentials that underflow are worked in logs and are as exact', () => {
  // Two columns drag a third to opposite ends: every product is below e^−1000 of its factors.
  const ramp = (slope: number) => Float64Array.from({ length: 20 }, (_, cell) => slope * (cell % 5));
  const model: Graphical = {
    sizes: [4, 5, 4],
    cliques: [
      [0, 1],
      [1, 2],
    ],
    potentials: [ramp(400), Float64Array.from({ length: 20 }, (_, cell) => -400.5 * Math.floor(cell / 4))],
    total: 1000,
  };
  const answer = run(model);
  expect(answer.inLogs).toBe(true);
  expectExact(model, answer);
});

test('a step in logs leaves nothing behind for the next linear one', () => {
  const model = randomModel([3, 4, 3], [[0, 1], [1, 2]], 2, 8); // prettier-ignore
  const { calibrator, marginals } = run(model, true);
  calibrator.run(model.potentials, marginals);
  expectExact(model, { calibrator, marginals, inLogs: false });
});

test('−∞ empties a combination and the rest share the total, in both ways', () => {
  forAll(fc.tuple(fc.nat(), fc.subarray([...Array(12).keys()], { maxLength: 9 })), ([seed, zeros]) => {
    const model = randomModel([3, 4, 5, 2], [[0, 1], [1, 2], [2, 3], [0, 3], [1]], 1, seed); // prettier-ignore
    for (const cell of zeros) model.potentials[0]![cell] = -Infinity;
    const linear = run(model);
    expectExact(model, linear);
    for (const cell of zeros) expect(linear.marginals[0]![cell]).toBe(0);
    expectExact(model, run(model, true));
  });
});

test('a model without any possible combination is refused', () => {
  const model = randomModel([2, 2], [[0, 1]], 1, 1);
  model.potentials[0]!.fill(-Infinity);
  expect(() => run(model)).toThrow('some cell has mass');
});

test('pairs of columns in different cliques are those of the whole table', () => {
  forAll(models, (model) => {
    const { calibrator } = run(model);
    const table = naiveTable(model);
    for (const from of model.sizes.keys()) {
      const walk = walkFrom(from, calibrator, model.sizes);
      for (const to of model.sizes.keys()) {
        if (to === from) continue;
        expect(farthest(walk(to), naiveMarginal(table, [from, to], model.sizes))).toBeLessThan(TOLERANCE);
      }
    }
  });
});
