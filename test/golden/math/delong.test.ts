import { expect, test } from 'vitest';
import { aucOf, delongInterval, delongVariance, pairedDelong } from '../../../src/core/math/auc.ts';
import golden from './delong.json' with { type: 'json' };

const { tolerance } = golden;

test.each(golden.cases)('areas, variances and intervals of "$name" are those of pROC', (stored) => {
  const { labels, first, second, expected } = stored;
  const [positives, negatives] = sides(labels, first);
  const [secondPositives, secondNegatives] = sides(labels, second);

  expectNear(aucOf(positives, negatives), expected.aucA);
  expectNear(aucOf(secondPositives, secondNegatives), expected.aucB);
  expectNear(delongVariance(positives, negatives).variance, expected.varA);
  expectNear(delongVariance(secondPositives, secondNegatives).variance, expected.varB);
  if (expected.logitA) expectEnds(delongInterval(positives, negatives), expected.logitA);
  expectEnds(delongInterval(secondPositives, secondNegatives), expected.logitB);

  const paired = pairedDelong(positives, negatives, secondPositives, secondNegatives);
  expectNear(paired.value, expected.difference);
  expectEnds(paired, expected.differenceInterval);
});

function sides(labels: readonly number[], scores: readonly number[]): [Float64Array, Float64Array] {
  const of = (label: number): Float64Array => Float64Array.from(scores.filter((_, row) => labels[row] === label));
  return [of(1), of(0)];
}

function expectNear(value: number, wanted: number): void {
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance);
}

function expectEnds({ low, high }: { low: number; high: number }, ends: readonly number[]): void {
  expectNear(low, ends[0]!);
  expectNear(high, ends[1]!);
}
