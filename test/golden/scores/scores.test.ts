import { expect, test } from 'vitest';
import * as scores from '../../../src/core/learn/scores.ts';
import golden from './scores.json' with { type: 'json' };

const close = (found: number, expected: number | null | undefined): void => {
  expect(Math.abs(found - expected!)).toBeLessThanOrEqual(golden.tolerance);
};
const named = (start: string) => golden.cases.filter(({ name }) => name.startsWith(start));
const several = golden.cases.filter(({ name }) => name.endsWith('classes'));

test.each(named('binary'))('scores of "$name" are those of the library', ({ y, p, threshold, scores: expected }) => {
  const labels = Float64Array.from(y);
  const chances = Float64Array.from(p as number[]);
  const predicted = scores.classesAtThreshold(chances, threshold!);
  close(scores.areaUnderRoc(labels, chances), expected.auc);
  close(scores.averagePrecision(labels, chances), expected.averagePrecision);
  close(scores.logLoss(labels, chances), expected.logLoss);
  close(scores.brierScore(labels, chances), expected.brier);
  close(scores.f1Score(labels, predicted), expected.f1);
  close(scores.macroF1(labels, predicted, 2), expected.macroF1);
  close(scores.balancedAccuracy(labels, predicted, 2), expected.balancedAccuracy);
});

test.each(several)('scores of "$name" are those of the library', ({ y, p, scores: expected }) => {
  const labels = Float64Array.from(y);
  const classCount = (p[0] as number[]).length;
  const chances = Float64Array.from((p as number[][]).flat());
  const predicted = scores.likeliestClasses(chances, classCount);
  close(scores.macroAreaUnderRoc(labels, chances, classCount), expected.macroAucOneAgainstRest);
  close(scores.logLoss(labels, chances, classCount), expected.logLoss);
  close(scores.macroF1(labels, predicted, classCount), expected.macroF1);
  close(scores.balancedAccuracy(labels, predicted, classCount), expected.balancedAccuracy);
  expected.perClassF1!.forEach((f1, place) => close(scores.f1Score(labels, predicted, place), f1));
});

test.each(named('regression'))('scores of "$name" are those of the library', ({ y, p, scores: expected }) => {
  const labels = Float64Array.from(y);
  const predicted = Float64Array.from(p as number[]);
  close(scores.rSquared(labels, predicted), expected.r2);
  close(scores.rootMeanSquaredError(labels, predicted), expected.rmse);
  close(scores.meanAbsoluteError(labels, predicted), expected.mae);
});

test('seven tables of predictions and more are compared', () => {
  expect([named('binary').length, several.length, named('regression').length]).toEqual([5, 2, 1]);
});
