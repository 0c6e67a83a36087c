import { expect, test } from 'vitest';
import { createRng } from '../../../../src/core/math/rng.ts';
import type { Calibrated } from '../../../../src/core/models/graphical/calibrate.ts';
import { createPartMaps } from '../../../../src/core/models/graphical/factor.ts';
import { junctionTree } from '../../../../src/core/models/graphical/junction-tree.ts';
import {
  calibratedOf,
  sampleCalibrated,
  sampleGraphical,
  type Graphical,
} from '../../../../src/core/models/graphical/sample.ts';
import type { Draw } from '../../../../src/core/models/model.ts';
import { silent } from '../../../../src/core/progress.ts';
import { models, randomModel, SHAPES } from '../../../helpers/graphical.ts';
import { chiSquareTail, fitTail } from '../../../helpers/masses.ts';
import { naiveCodes, naiveMarginal, naiveTable } from '../../../helpers/naive/graphical.ts';
import { forAll } from '../../../helpers/properties.ts';

function draw(model: Graphical, rowCount: number, kind: Draw, seed: number): readonly Uint16Array[] {
  const { columns, massless } = sampleGraphical(model, { rowCount, draw: kind }, createRng(seed, 'sample'), silent);
  expect(massless).toBe(0);
  return columns;
}

/** Rows per combination of codes of these columns, of rows from `start` to `end`. */
function tally(
  rows: readonly Uint16Array[],
  columns: readonly number[],
  sizes: readonly number[],
  start = 0,
  end = rows[0]!.length,
): number[] {
  const counts = new Array<number>(columns.reduce((product, column) => product * sizes[column]!, 1)).fill(0);
  for (let row = start; row < end; row++) {
    counts[columns.reduce((cell, column) => cell * sizes[column]! + rows[column]![row]!, 0)]!++;
  }
  return counts;
}

const share = (model: Graphical, columns: readonly number[]) =>
  naiveMarginal(naiveTable({ ...model, total: 1 }), columns, model.sizes);

test('even draw: within each group of parents a code gets the floor or the ceiling of its rows', () => {
  forAll(models, (model) => {
    const { sizes } = model;
    const rows = draw(model, 300, 'even', 1);
    const { parents } = junctionTree(model.cliques, sizes);
    parents.forEach((of, column) => {
      const groups = tally(rows, of, sizes);
      const groupShares = share(model, of);
      const counts = tally(rows, [...of, column], sizes);
      const shares = share(model, [...of, column]);
      counts.forEach((count, cell) => {
        const group = Math.floor(cell / sizes[column]!);
        const expected = groups[group] === 0 ? 0 : (groups[group]! * shares[cell]!) / groupShares[group]!;
        expect(count).toBeGreaterThanOrEqual(Math.floor(expected + 1e-6));
        expect(count).toBeLessThanOrEqual(Math.ceil(expected - 1e-6));
      });
    });
  });
});

test.each(SHAPES)('$shape: independent rows fit the whole table (chi-square, false alarms 1e-9)', (shape) => {
  const model = randomModel(shape.sizes, shape.cliques, 0.6, 2);
  const all = [...shape.sizes.keys()];
  const expected = share(model, all).map((part) => part * 200_000);
  expect(Math.min(...expected)).toBeGreaterThan(5);
  const rows = draw(model, 200_000, 'independent', 4);
  expect(fitTail(tally(rows, all, shape.sizes), expected)).toBeGreaterThan(1e-9);
});

test('fill-in: on a four-cycle every sampled pair, the diagonals too, is the model’s (z = 6, false alarms 2e-7)', () => {
  const sizes = [3, 3, 3, 3];
  const cliques = [[0, 1], [1, 2], [2, 3], [0, 3]]; // prettier-ignore
  const near = Float64Array.of(3, 0, 0, 0, 3, 0, 0, 0, 3);
  const model = { sizes, cliques, potentials: [near, near, near, near], total: 1 };
  for (const kind of ['even', 'independent'] as const) {
    const rows = draw(model, 50_000, kind, 9);
    for (const pair of [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]) {
      const shares = share(model, pair);
      tally(rows, pair, sizes).forEach((count, cell) => {
        const spread = Math.sqrt(50_000 * shares[cell]! * (1 - shares[cell]!));
        expect(Math.abs(count - 50_000 * shares[cell]!)).toBeLessThan(6 * spread);
      });
    }
  }
});

test.each(['even', 'independent'] as const)(
  '%s draw: two children of one parent are independent given it (chi-square, false alarms 1e-9)',
  (kind) => {
    const sizes = [3, 4, 5];
    const model = randomModel(sizes, [[0, 1], [0, 2]], 1, 3); // prettier-ignore
    const rows = draw(model, 60_000, kind, 6);
    const both = tally(rows, [0, 1, 2], sizes);
    const parent = tally(rows, [0], sizes);
    const first = tally(rows, [0, 1], sizes);
    const second = tally(rows, [0, 2], sizes);
    let statistic = 0;
    both.forEach((count, cell) => {
      const [a, b, c] = naiveCodes(cell, [0, 1, 2], sizes) as [number, number, number];
      const expected = (first[a * 4 + b]! * second[a * 5 + c]!) / parent[a]!;
      statistic += (count - expected) ** 2 / expected;
    });
    expect(chiSquareTail(statistic, 3 * (4 - 1) * (5 - 1))).toBeGreaterThan(1e-9);
  },
);

test('even draw: the mean of 20,000 tables of seven rows is the model (z = 6 a cell, false alarms 5e-8)', () => {
  const sizes = [3, 2, 4];
  const model = randomModel(sizes, [[0, 1], [1, 2]], 1, 7); // prettier-ignore
  const calibrated = calibratedOf(model);
  const shares = share(model, [0, 1, 2]);
  const sums = new Float64Array(24);
  const squares = new Float64Array(24);
  for (let key = 0; key < 20_000; key++) {
    const { columns } = sampleCalibrated(calibrated, sizes, 7, 'even', key, silent);
    tally(columns, [0, 1, 2], sizes).forEach((count, cell) => {
      sums[cell]! += count;
      squares[cell]! += count * count;
    });
  }
  shares.forEach((part, cell) => {
    const mean = sums[cell]! / 20_000;
    const variance = squares[cell]! / 20_000 - mean * mean;
    expect(Math.abs(mean - 7 * part)).toBeLessThan(6 * Math.sqrt(variance / 20_000));
  });
});

test('rows come in random order: the first half is like the second (chi-square, false alarms 1e-9)', () => {
  const sizes = [4, 5, 3];
  const model = randomModel(sizes, [[0, 1], [1, 2]], 0.5, 11); // prettier-ignore
  const rows = draw(model, 40_000, 'even', 2);
  const first = tally(rows, [0, 1, 2], sizes, 0, 20_000);
  const all = tally(rows, [0, 1, 2], sizes);
  // Half of a fixed table drawn without repeats: twice the deviation from its half is a chi-square.
  const statistic = first.reduce((sum, count, cell) => sum + (2 * (count - all[cell]! / 2) ** 2) / (all[cell]! / 2), 0);
  expect(chiSquareTail(statistic, 60)).toBeGreaterThan(1e-9);
  expect(chiSquareTail(200, 60)).toBeLessThan(1e-9);
});

test('what is impossible is never drawn', () => {
  const model = randomModel([3, 4, 3], [[0, 1], [1, 2]], 1, 5); // prettier-ignore
  for (const cell of [1, 5, 6]) model.potentials[0]![cell] = -Infinity;
  const counts = tally(draw(model, 20_000, 'even', 3), [0, 1], model.sizes);
  counts.forEach((count, cell) => expect(count > 0).toBe(![1, 5, 6].includes(cell)));
});

test('a group without mass takes the marginal, and is counted', () => {
  const sizes = [2, 2];
  const tree = junctionTree([[0, 1]], sizes);
  const [column, parent] = tree.eliminationOrder as [number, number];
  expect([column, parent]).toEqual([0, 1]);
  // Rounding is stood in for by a parent's table of its own, with rows where the joint table has none.
  const apart: Calibrated = {
    tree: { ...tree, cliques: [[0, 1], [1]] },
    tables: [Float64Array.of(30, 0, 10, 0), Float64Array.of(1, 1)],
    maps: createPartMaps(sizes),
  };
  const { columns, massless } = sampleCalibrated(apart, sizes, 800, 'even', 1, silent);
  expect(massless).toBe(1);
  expect(tally(columns, [0, 1], sizes)).toEqual([300, 300, 100, 100]);
});

test('the same key gives the same rows, another key others, and progress ends at its total', () => {
  const model = randomModel([4, 5, 6], [[0, 1], [1, 2]], 1, 1); // prettier-ignore
  for (const kind of ['even', 'independent'] as const) {
    expect(draw(model, 500, kind, 8)).toEqual(draw(model, 500, kind, 8));
    expect(draw(model, 500, kind, 9)).not.toEqual(draw(model, 500, kind, 8));
  }
  const told: number[] = [];
  sampleCalibrated(calibratedOf(model), model.sizes, 10, 'even', 1, ({ done, total }) => told.push(done, total));
  expect(told).toEqual([0, 3, 1, 3, 2, 3, 3, 3]);
});

test('no rows are refused', () => {
  const model = randomModel([2], [[0]], 1, 1);
  expect(() => sampleGraphical(model, { rowCount: 0, draw: 'even' }, createRng(1, 'x'), silent)).toThrow('from 1 to');
});
