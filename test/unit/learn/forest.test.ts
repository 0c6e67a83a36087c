import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BinnedFeatures } from '../../../src/core/learn/features.ts';
import { FOREST_DEFAULTS, fitForest, predictForest } from '../../../src/core/learn/forest.ts';
import { areaUnderRoc, rSquared } from '../../../src/core/learn/scores.ts';
import type { Task } from '../../../src/core/learn/target.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { naiveBestFall, naiveVote } from '../../helpers/naive/forest.ts';
import { forAll } from '../../helpers/properties.ts';

const TASKS: readonly Task[] = [
  { kind: 'binary', classes: ['no', 'yes'] },
  { kind: 'multiclass', classes: ['a', 'b', 'c'] },
  { kind: 'regression' },
];

function randomFeatures(seed: number, rowCount: number, isOrdered = false): BinnedFeatures {
  const rng = createRng(seed, 'forest-features');
  const column = (name: string, ordered: boolean, missingBin: number) => ({
    name,
    isOrdered: ordered || isOrdered,
    missingBin,
    bins: Uint8Array.from({ length: rowCount }, () => (rng.below(12) === 0 ? missingBin : rng.below(missingBin))),
  });
  return { rowCount, columns: [column('x', true, 30), column('c', false, 8), column('y', true, 4)] };
}

function labelsFor({ columns, rowCount }: BinnedFeatures, task: Task, seed: number): Float64Array {
  const rng = createRng(seed, 'forest-labels');
  return Float64Array.from({ length: rowCount }, (_, row) => {
    const signal = columns[0]!.bins[row]! / 15 + (columns[1]!.bins[row]! % 3) + rng.normal() / 2;
    if (task.kind === 'regression') return 1e6 + 50 * signal;
    return task.kind === 'binary' ? Number(signal > 2) : Math.min(2, Math.max(0, Math.floor(signal)));
  });
}

const cases = fc.record({
  seed: fc.nat(1_000_000),
  rowCount: fc.integer({ min: 1, max: 200 }),
  task: fc.constantFrom(...TASKS),
  leastRows: fc.integer({ min: 1, max: 9 }),
  depth: fc.integer({ min: 0, max: 20 }),
});

test('the vote is that of the naive twin, and shares sum to 1', () => {
  forAll(
    cases,
    ({ seed, rowCount, task, leastRows, depth }) => {
      const train = randomFeatures(seed, rowCount);
      const unseen = randomFeatures(seed + 1, 30);
      const options = { ...FOREST_DEFAULTS, trees: 4, leastRows, depth };
      const { model } = fitForest(train, labelsFor(train, task, seed), task, seed, options);
      const found = predictForest(model, unseen);
      const outputs = found.length / unseen.rowCount;
      for (let row = 0; row < unseen.rowCount; row++) {
        const vote = naiveVote(model, unseen, row);
        vote.forEach((value, k) =>
          expect(Math.abs(found[row * outputs + k]! - value)).toBeLessThan(1e-9 * (1 + Math.abs(value))),
        );
        if (task.kind === 'multiclass') expect(vote.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      }
    },
    40,
  );
});

test('the first cut lowers the squared error as much as the best of all cuts, on bootstrap rows', () => {
  forAll(
    fc.record({ seed: fc.nat(1_000_000), rowCount: fc.integer({ min: 20, max: 60 }), least: fc.nat(5) }),
    ({ seed, rowCount, least }) => {
      const leastRows = least + 1;
      const features = randomFeatures(seed, rowCount, true);
      const labels = labelsFor(features, TASKS[0]!, seed);
      const options = { ...FOREST_DEFAULTS, trees: 1, columns: 3, leastRows, depth: 1 };
      const { model } = fitForest(features, labels, TASKS[0]!, seed, options);
      const rng = createRng(seed, 'forest', 0);
      const weights = new Array<number>(rowCount).fill(0);
      for (let i = 0; i < rowCount; i++) weights[rng.below(rowCount)]!++;
      const predicted = predictForest(model, features);
      const mean = labels.reduce((sum, label, row) => sum + weights[row]! * label, 0) / rowCount;
      const fall = labels.reduce(
        (sum, label, row) => sum + weights[row]! * ((label - mean) ** 2 - (label - predicted[row]!) ** 2),
        0,
      );
      expect(fall).toBeCloseTo(naiveBestFall(features, [...labels], weights, leastRows), 9);
    },
    60,
  );
});

test.each(TASKS)('$kind: the same seed gives the same bits, another other trees, and a model is plain data', (task) => {
  const features = randomFeatures(3, 150);
  const labels = labelsFor(features, task, 3);
  const options = { ...FOREST_DEFAULTS, trees: 5 };
  const heard: number[] = [];
  const { model } = fitForest(features, labels, task, 1, options, (done) => heard.push(done));
  expect(heard).toEqual([1, 2, 3, 4, 5]);
  expect(predictForest(structuredClone(model), features)).toEqual(
    predictForest(fitForest(features, labels, task, 1, options).model, features),
  );
  expect(predictForest(fitForest(features, labels, task, 2, options).model, features)).not.toEqual(
    predictForest(model, features),
  );
});

test('out of bag the forest knows how well it does on rows that it has not seen', () => {
  const [train, unseen] = [randomFeatures(8, 1500), randomFeatures(9, 1500)];
  for (const task of [TASKS[0]!, TASKS[2]!]) {
    const labels = labelsFor(train, task, 8);
    const { model, outOfBag } = fitForest(train, labels, task, 1);
    const score = task.kind === 'binary' ? areaUnderRoc : rSquared;
    const fresh = score(labelsFor(unseen, task, 9), predictForest(model, unseen));
    expect(Math.abs(score(labels, outOfBag) - fresh)).toBeLessThan(0.03);
    expect(score(labels, predictForest(model, train))).toBeGreaterThan(score(labels, outOfBag) + 0.01);
  }
});

test.each(TASKS)('$kind: out of bag the first rows are told the same when no others are asked for', (task) => {
  const features = randomFeatures(10, 90);
  const labels = labelsFor(features, task, 10);
  const options = { ...FOREST_DEFAULTS, trees: 5 };
  const all = fitForest(features, labels, task, 1, options).outOfBag;
  const { outOfBag } = fitForest(features, labels, task, 1, { ...options, mostTold: 30 });
  expect(outOfBag).toEqual(all.subarray(0, all.length / 3));
});

test.each(TASKS)('$kind: a leaf of a large tree answers the mean of the drawn rows that fall into it', (task) => {
  const features = randomFeatures(11, 6000);
  const labels = labelsFor(features, task, 11);
  const { model } = fitForest(features, labels, task, 1, { ...FOREST_DEFAULTS, trees: 1, mostTold: 0 });
  const rng = createRng(1, 'forest', 0);
  const weights = new Array<number>(6000).fill(0);
  for (let i = 0; i < 6000; i++) weights[rng.below(6000)]!++;
  const predicted = predictForest(model, features);
  const outputs = predicted.length / 6000;
  const sums = new Map<number, { weight: number; sum: number }>();
  for (let row = 0; row < 6000; row++) {
    const answer = predicted[row * outputs + outputs - 1]!;
    const label = task.kind === 'multiclass' ? Number(labels[row] === outputs - 1) : labels[row]!;
    const { weight, sum } = sums.get(answer) ?? { weight: 0, sum: 0 };
    sums.set(answer, { weight: weight + weights[row]!, sum: sum + weights[row]! * label });
  }
  expect(sums.size).toBeGreaterThan(20);
  for (const [answer, { weight, sum }] of sums) expect(sum / weight / answer || 1).toBeCloseTo(1, 9);
});

test('more rows or classes than a draw can number are refused', () => {
  const features = { rowCount: 65_536, columns: [] };
  const options = { ...FOREST_DEFAULTS, trees: 1, mostDrawn: 65_536 };
  expect(() => fitForest(features, new Float64Array(65_536), TASKS[0]!, 1, options)).toThrow('fewer than 65,536');
  const many: Task = { kind: 'multiclass', classes: Array.from({ length: 257 }, (_, place) => `${place}`) };
  expect(() => fitForest(randomFeatures(1, 5), new Float64Array(5), many, 1)).toThrow('at most 256 classes');
});

test('a tree without any cut answers the mean of its rows; a constant is predicted as itself', () => {
  const features = randomFeatures(4, 60);
  const { model } = fitForest(features, new Float64Array(60).fill(1e9), TASKS[2]!, 1, { ...FOREST_DEFAULTS, trees: 3 });
  expect([...new Set(predictForest(model, features))]).toEqual([1e9]);
});

test('a tree draws no more rows than it may, however many there are', () => {
  const features = randomFeatures(5, 200);
  const labels = labelsFor(features, TASKS[0]!, 5);
  const { model, outOfBag } = fitForest(features, labels, TASKS[0]!, 1, { ...FOREST_DEFAULTS, trees: 9, mostDrawn: 1 });
  const ninths = new Set(predictForest(model, features));
  expect(ninths.size).toBe(1);
  expect([0, 1].includes([...ninths][0]!)).toBe(false);
  expect(outOfBag.every((chance) => chance > 0 && chance < 1)).toBe(true);
});
