import { expect, test } from 'vitest';
import type { KMarginalResult } from '../../../src/core/fidelity/comparable/k-marginal.ts';
import { comparableRows, yardstickSentence } from '../../../src/ui/report/comparable-rows.ts';

const kMarginal: KMarginalResult = {
  ...{ version: 'SDNist', score: 912, low: 905, high: 919, level: 0.95, n: 800, nSynthetic: 810, marginals: 3, of: 3 },
  yardsticks: [
    { share: 0.01, score: 470 },
    { share: 0.4, score: 912 },
  ],
  ...{ sampleShare: 0.028, reading: '', groups: [] },
};
const none = { sdmetrics: null, mostlyAccuracy: null };

test('the k-marginal score stands beside the sample that it equals', () => {
  const [row] = comparableRows({ ...none, kMarginal });
  expect(row).toMatchObject({ value: '912', interval: '905 to 919', beside: 'as close as a random 2.8\u00a0% sample' });
  expect(yardstickSentence(kMarginal)).toContain('1\u00a0% 470, 40\u00a0% 912.');
});

test('below the least yardstick it says how far that one is, and without a score why', () => {
  const [far] = comparableRows({ ...none, kMarginal: { ...kMarginal, score: 300, sampleShare: null } });
  expect(far?.beside).toBe('further than a random 1\u00a0% sample (470)');
  const reason = 'not measurable with one column';
  const [empty] = comparableRows({
    ...none,
    kMarginal: { ...kMarginal, score: null, low: null, high: null, sampleShare: null, yardsticks: [], reason },
  });
  expect(empty).toMatchObject({ value: '–', interval: '–', beside: reason });
  expect(comparableRows({ ...none, kMarginal: null })).toEqual([]);
});
