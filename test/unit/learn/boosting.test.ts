import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOOSTING_DEFAULTS, fitBoosting, predictBoosting } from '../../../src/core/learn/boosting.ts';
import type { BinnedFeatures } from '../../../src/core/learn/features.ts';
import type { Task } from '../../../src/core/learn/target.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { naiveBoosting } from '../../helpers/naive/boosting.ts';
import { forAll } from '../../helpers/properties.ts';

const TASKS: readonly Task[] = [
  { kind: 'binary', classes: ['no', 'yes'] },
  { kind: 'multiclass', classes: ['a', 'b', 'c'] },
  { kind: 'regression' },
];

/** Ordered and unordered columns with missing cells, rare in one of them; some levels occur in some tables only. */
function randomFeatures(seed: number, rowCount: number, missingOneIn = 300): BinnedFeatures {
  const rng = createRng(seed, 'features');
  const column = (name: string, isOrdered: boolean, missingBin: number, missingOneIn: number) => ({
    name,
    isOrdered,
    missingBin,
    bins: Uint8Array.from({ length: rowCount }, () =>
      rng.below(missingOneIn) === 0 ? missingBin : rng.below(missingBin),
    ),
  });
  return {
    rowCount,
    columns: [
      column('x', true, 40, 5),
      column('c', false, 9, 6),
      column('y', true, 3, missingOneIn),
      column('d', false, 60, 9),
    ],
  };
}

function labelsFor({ columns, rowCount }: BinnedFeatures, task: Task, seed: number): Float64Array {
  const rng = createRng(seed, 'labels');
  return Float64Array.from({ length: rowCount }, (_, row) => {
    const signal = columns[0]!.bins[row]! / 20 + (columns[1]!.bins[row]! % 3) + rng.normal();
    if (task.kind === 'regression') return 50 * signal;
    return task.kind === 'binary' ? Number(signal > 2) : Math.min(2, Math.max(0, Math.floor(signal)));
  });
}

const cases = fc.record({
  seed: fc.nat(1_000_000),
  rowCount: fc.integer({ min: 2, max: 200 }),
  task: fc.constantFrom(...TASKS),
  leaves: fc.integer({ min: 1, max: 9 }),
  leastRows: fc.integer({ min: 1, max: 12 }),
  leastHessian: fc.constantFrom(1e-3, 3),
});

test('predictions of seen and unseen rows are those of the naive twin', () => {
  forAll(
    cases,
    ({ seed, rowCount, task, leaves, leastRows, leastHessian }) => {
      const train = randomFeatures(seed, rowCount);
      const unseen = randomFeatures(seed + 1, 40, 3);
      const labels = labelsFor(train, task, seed);
      const options = { ...BOOSTING_DEFAULTS, rounds: 3, leaves, leastRows, leastHessian };
      const model = fitBoosting(train, labels, task, options);
      for (const features of [train, unseen]) {
        const expected = naiveBoosting(train, [...labels], task, options, features);
        const found = predictBoosting(model, features);
        expect(found.length).toBe(expected.length);
        expect(found.findIndex((value, i) => !(Math.abs(value - expected[i]!) <= 1e-9 * (1 + Math.abs(value))))).toBe(
          -1,
        );
      }
    },
    25,
  );
});

test.each(TASKS)(
  'a $kind model says what was learnt, each round is heard, and stages are models of fewer rounds',
  (task) => {
    const features = randomFeatures(5, 150);
    const labels = labelsFor(features, task, 5);
    const rounds: number[] = [];
    const options = { ...BOOSTING_DEFAULTS, rounds: 6, leastRows: 5 };
    const model = fitBoosting(features, labels, task, options, (done, total) => rounds.push(done / total));
    expect(rounds).toEqual([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1]);
    const fewer = fitBoosting(features, labels, task, { ...options, rounds: 2 });
    expect(predictBoosting(model, features, 2)).toEqual(predictBoosting(fewer, features));
    const gainOfX = model.trees.flatMap((tree) => [...tree.gain].filter((_, node) => tree.column[node] === 0));
    expect(model.gains[0]).toBeCloseTo(
      gainOfX.reduce((a, b) => a + b, 0),
      9,
    );
    expect(model.gains[0]!).toBeGreaterThan(model.gains[2]!);
  },
);

test('a model is plain data: it survives a structured clone', () => {
  const features = randomFeatures(6, 100);
  const model = fitBoosting(features, labelsFor(features, TASKS[0]!, 6), TASKS[0]!, {
    ...BOOSTING_DEFAULTS,
    rounds: 3,
  });
  expect(predictBoosting(structuredClone(model), features)).toEqual(predictBoosting(model, features));
});

test('without any split every row is told the prior: the mean, the shares, and half a row for a class that is absent', () => {
  const features = randomFeatures(7, 10); // ten rows: no leaf of twenty
  const regression = fitBoosting(features, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), { kind: 'regression' });
  expect(predictBoosting(regression, features)[3]).toBeCloseTo(5.5, 12);
  const labels = Float64Array.of(0, 0, 0, 0, 0, 0, 0, 1, 1, 1);
  const none = { ...BOOSTING_DEFAULTS, rounds: 0 };
  expect(predictBoosting(fitBoosting(features, labels, TASKS[0]!, none), features)[0]).toBeCloseTo(0.3, 12);
  const shares = predictBoosting(fitBoosting(features, labels, TASKS[1]!, none), features).slice(0, 3);
  [7 / 10.5, 3 / 10.5, 0.5 / 10.5].forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 12));
});

test('a constant number is predicted as itself', () => {
  const features = randomFeatures(8, 60);
  const model = fitBoosting(features, new Float64Array(60).fill(1e9), { kind: 'regression' });
  expect([...new Set(predictBoosting(model, features))]).toEqual([1e9]);
});
