import { expect, test } from 'vitest';
import { silent } from '../../../src/core/progress.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { planSweep, type Generator, type SweepChoices } from '../../../src/core/utility/sweep-plan.ts';
import { sweepPoint } from '../../../src/core/utility/sweep-point.ts';
import { choiceOf } from '../../../src/core/utility/sweep-choice.ts';
import { summariseSweep, type SweepResult } from '../../../src/core/utility/sweep-summary.ts';
import { assessmentOf } from '../../helpers/assess.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

/** y follows x and z; `isFlipped` says of a group whether it is taught the wrong way round. */
function lawful(rowCount: number, seed: number, isFlipped: (group: string) => boolean = () => false): Table {
  const rng = createRng(seed, 'sweep-test');
  const [x, z] = [new Float64Array(rowCount), new Float64Array(rowCount)];
  const [group, y]: string[][] = [[], []];
  for (let row = 0; row < rowCount; row++) {
    x[row] = rng.normal();
    z[row] = rng.normal();
    const g = rng.below(2) === 0 ? 'a' : 'b';
    const score = 2 * x[row]! * (g === 'a' ? 1 : -1) + z[row]!;
    const isYes = rng.uniform() < 1 / (1 + Math.exp(-2 * score));
    group!.push(g);
    y!.push(isYes !== isFlipped(g) ? 'yes' : 'no');
  }
  return tableOf(
    numeric('x', [...x], 6),
    numeric('z', [...z], 6),
    categorical('group', group!, ['a', 'b']),
    categorical('y', y!, ['no', 'yes']),
  );
}

const truth: Generator = (_rows, rowCount, seed) => lawful(rowCount, 1000 + seed);
const poison: Generator = (_rows, rowCount, seed) => lawful(rowCount, 1000 + seed, () => true);
const half: Generator = (_rows, rowCount, seed) => lawful(rowCount, 1000 + seed, (group) => group === 'b');

function sweep(generator: Generator, choices: SweepChoices, trainRows: number, holdoutRows: number): SweepResult {
  const train = lawful(trainRows, 1);
  const input = assessmentOf(train, lawful(holdoutRows, 2), train, { target: 'y' });
  const plan = planSweep(input, choices);
  // The jobs may end in any order.
  const scores = plan.points.map((_, place) => sweepPoint(input, plan, place, generator, silent)).reverse();
  return summariseSweep(input, plan, scores);
}

const AUGMENT: SweepChoices = { designs: ['augment'], bases: [1], repeats: 2 };

test('fresh rows of the true law are worth adding, and the more the better', () => {
  const { points, recommendations } = sweep(truth, AUGMENT, 80, 1200);
  expect(points.map(({ ratio, realRows, syntheticRows }) => [ratio, realRows, syntheticRows])).toEqual([
    [0, 80, 0],
    [0.25, 80, 20],
    [0.5, 80, 40],
    [1, 80, 80],
    [2, 80, 160],
    [4, 80, 320],
  ]);
  const [taken] = recommendations;
  expect(taken).toMatchObject({ design: 'augment', base: 1, metric: 'auc', beatsReal: true, halvings: 1 });
  expect(taken!.ratio).toBeGreaterThanOrEqual(0.5);
  const values = points.map(({ value }) => value);
  expect(values).toEqual([...values].sort((a, b) => a - b));
  expect(taken!.gap.low!).toBeGreaterThan(0.01);
  expect(taken!.report.n).toBe(600);
  expect(taken!.chosen.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(taken!.range.share).toBeGreaterThanOrEqual(0.9);
  for (const point of points) {
    expect(point.low! <= point.value && point.value <= point.high!).toBe(true);
    expect(point.values.length).toBe(point.ratio === 0 ? 1 : 2);
    expect(point.share).toBeCloseTo(point.syntheticRows / (point.realRows + point.syntheticRows), 12);
  }
  expect(points[0]!.gap).toMatchObject({ value: 0, low: 0, high: 0 });
});

test('rows that teach the opposite are not taken, in either design', () => {
  for (const design of ['augment', 'substitute'] as const) {
    const { recommendations, points } = sweep(poison, { designs: [design], bases: [1], repeats: 2 }, 200, 400);
    expect(recommendations[0]).toMatchObject({ ratio: 0, beatsReal: false, halvings: 10 });
    expect(recommendations[0]!.chosen[0]!.share).toBeGreaterThan(0.95);
    expect(points.at(-1)!.gap.high!).toBeLessThan(-0.1);
  }
});

test('as good as real rows all of them can be substituted', () => {
  const { recommendations, points } = sweep(truth, { designs: ['substitute'], repeats: 2 }, 300, 1200);
  expect(points.map(({ realRows, syntheticRows }) => realRows + syntheticRows)).toEqual([300, 300, 300, 300, 300]);
  expect(recommendations[0]!.ratio).toBeGreaterThanOrEqual(0.5);
  expect(recommendations[0]!.gap.low!).toBeGreaterThan(-0.05);
});

test('where one group is taught the opposite the other would take more, which is said with what it costs', () => {
  const { recommendations } = sweep(half, AUGMENT, 60, 1600);
  const groups = recommendations[0]!.groups;
  const [a, b] = ['a', 'b'].map((level) => groups.find((group) => group.level === level)!);
  expect(recommendations[0]!.ratio).toBeLessThan(1);
  expect(a!.ratio).toBeGreaterThan(recommendations[0]!.ratio);
  expect(a).toMatchObject({ isTradeOff: true });
  expect(a!.othersPay!).toBeGreaterThan(0.2);
  expect(b).toMatchObject({ isTradeOff: false });
  expect(b!.ratio).toBeLessThan(1);
});

test('the best within one standard error: the most of substituted, the least of added', () => {
  const errors = [0, 1, 2].map(() => [0.02, 0.02, 0.02]);
  expect(choiceOf([0.8, 0.79, 0.7], errors, 'substitute')).toBe(1);
  expect(choiceOf([0.79, 0.8, 0.785], errors, 'augment')).toBe(0);
  expect(choiceOf([0.7, 0.8, 0.785], errors, 'augment')).toBe(1);
});

test('a sweep that nothing can be measured with is answered', () => {
  const train = lawful(40, 1);
  const few = assessmentOf(train, lawful(30, 2), train, { target: 'y' });
  const plan = planSweep(few);
  expect(plan).toMatchObject({ points: [], reason: 'not measurable with n = 30' });
  expect(summariseSweep(few, plan, [])).toMatchObject({ points: [], reason: 'not measurable with n = 30' });
  expect(planSweep(assessmentOf(train, null, train)).points).toEqual([]);
});
