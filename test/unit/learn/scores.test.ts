import { expect, test } from 'vitest';
import * as scores from '../../../src/core/learn/scores.ts';

const of = (...values: number[]): Float64Array => Float64Array.from(values);

test('a score that needs two classes, or a spread, is not a number without them', () => {
  expect(scores.areaUnderRoc(of(1, 1), of(0.2, 0.8))).toBeNaN();
  expect(scores.areaUnderRoc(of(0), of(0.2))).toBeNaN();
  expect(scores.averagePrecision(of(0, 0), of(0.2, 0.8))).toBeNaN();
  expect(scores.macroAreaUnderRoc(of(1, 1), of(0.1, 0.9, 0.2, 0.8), 2)).toBeNaN();
  expect(scores.rSquared(of(3, 3), of(3, 4))).toBeNaN();
});

test('classes that the labels lack are no part of a macro score', () => {
  const chances = of(0.7, 0.1, 0.2, 0.2, 0.1, 0.7, 0.6, 0.3, 0.1);
  expect(scores.macroAreaUnderRoc(of(0, 2, 0), chances, 3)).toBe(1);
  expect(scores.macroF1(of(0, 2, 0), of(0, 2, 0), 3)).toBe(1);
  expect(scores.balancedAccuracy(of(0, 2, 0), of(0, 2, 2), 3)).toBe(0.75);
});

test('a certain chance that was wrong costs much, not everything', () => {
  expect(scores.logLoss(of(1), of(0))).toBeCloseTo(-Math.log(Number.EPSILON), 12);
  expect(scores.logLoss(of(0), of(1))).toBeCloseTo(-Math.log(Number.EPSILON), 12);
  expect(scores.logLoss(of(1), of(1))).toBeLessThan(1e-15);
});

test('equal chances are one step of the precision curve, and ties between classes go to the lower', () => {
  expect(scores.averagePrecision(of(1, 0, 1, 0), of(0.5, 0.5, 0.5, 0.5))).toBe(0.5);
  expect([...scores.likeliestClasses(of(0.4, 0.4, 0.2, 0.1, 0.1, 0.8), 3)]).toEqual([0, 2]);
});

test('a class that is neither there nor predicted has F1 0, and lengths must agree', () => {
  expect(scores.f1Score(of(0, 0), of(0, 0))).toBe(0);
  expect(() => scores.meanAbsoluteError(of(1), of(1, 2))).toThrow('one prediction per label');
  expect(() => scores.logLoss(of(1), of(0.5), 2)).toThrow('chances of every label');
});
