/** Runs side by side: differences with intervals against a paper's numbers, choices by path, columns furthest apart first. */
import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../src/core/math/intervals.ts';
import { compareRuns, differenceOf } from '../../../src/core/report/compare.ts';
import type { RunNumbers } from '../../../src/core/report/numbers.ts';
import { DEFAULT_RECIPE } from '../../../src/core/recipe.ts';

const run = (values: Partial<RunNumbers> = {}): RunNumbers => ({
  ...{ recipe: DEFAULT_RECIPE, synthesizer: 'aim', claim: null, rows: 10, trainRows: 8, holdoutRows: 2 },
  ...{ findings: [], columns: [], ...values },
});
const finding = (value: number | null, half = 0.01, id = 'c2st') => ({
  ...{ id, value, level: 0.95, n: 100, goal: 'lower' as const, ideal: 0.5 },
  low: value === null ? null : value - half,
  high: value === null ? null : value + half,
});

test('the interval of a difference is Newcombe’s, where both values are shares', () => {
  // 56 of 70 less 48 of 80: 0.0524 to 0.3339 (Newcombe 1998, Statistics in Medicine 17:873).
  const difference = differenceOf(wilsonInterval(48, 80), wilsonInterval(56, 70));
  expect(difference).toMatchObject({ low: expect.closeTo(0.0524, 4), high: expect.closeTo(0.3339, 4), isShown: true });
});

test('a difference that may be zero is not shown, and one without a value is none', () => {
  expect(differenceOf(finding(0.6), finding(0.605))?.isShown).toBe(false);
  expect(differenceOf(finding(0.7), finding(0.6))).toMatchObject({ isShown: true, value: expect.closeTo(-0.1, 12) });
  expect(differenceOf(finding(0.6), finding(null))).toBeNull();
  expect(differenceOf(finding(0.6), null)).toBeNull();
});

test('choices that differ are named by their path, with what each run says', () => {
  const other = { ...DEFAULT_RECIPE, privacy: null, columns: { age: { decimals: 0 } } };
  const { choices } = compareRuns([run(), run({ recipe: other })]);
  expect(choices).toContainEqual({ key: 'privacy.epsilon', values: ['1', undefined] });
  expect(choices).toContainEqual({ key: 'columns.age.decimals', values: [undefined, '0'] });
  expect(choices.map(({ key }) => key)).not.toContain('split.holdout');
  expect(compareRuns([run(), run()]).choices).toEqual([]);
});

test('a finding is paired by its question, though another attack was the strongest', () => {
  const one = run({ findings: [{ name: 'Does it give anyone away?', finding: finding(0.5, 0.01, 'attack-nearest') }] });
  const two = run({ findings: [{ name: 'Does it give anyone away?', finding: finding(0.6, 0.01, 'attack-ratio') }] });
  const { findings } = compareRuns([one, two]);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.differences).toEqual([null, expect.objectContaining({ isShown: true })]);
});

test('columns that are furthest apart stand first, and one that a run lacks has no difference', () => {
  const score = (name: string, value: number) => ({ name, value, low: value - 0.01, high: value + 0.01, n: 9 });
  const one = run({ columns: [score('age', 0.9), score('sex', 0.9), score('old', 0.5)] });
  const two = run({ columns: [score('age', 0.91), score('sex', 0.7)] });
  const { columns } = compareRuns([one, two]);
  expect(columns.map(({ name }) => name)).toEqual(['sex', 'age', 'old']);
  expect(columns[2]?.differences).toEqual([null, null]);
});
