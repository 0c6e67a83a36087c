import { expect, test } from 'vitest';
import { deltaOf, epsilonOf, rowsPerPersonOf, sensitivityOf } from '../../../src/core/privacy/units.ts';
import type { Delta, Epsilon, L2Sensitivity } from '../../../src/core/privacy/units.ts';

test.each([0, -1, NaN, 1e9, Infinity, 100.001])('epsilon %d is refused with the range that is allowed', (value) => {
  expect(() => epsilonOf(value)).toThrow('Epsilon must be above 0 and at most 100');
});

test.each([0, -1e-6, NaN, 1, 0.0011])('delta %d is refused with the range that is allowed', (value) => {
  expect(() => deltaOf(value)).toThrow('Delta must be above 0 and at most 0.001');
});

test.each([0, -1, 1.5, NaN, 1001])('%d rows per person are refused with the range that is allowed', (value) => {
  expect(() => rowsPerPersonOf(value)).toThrow('Rows per person must be a whole number from 1 to 1,000');
});

test('the refusal carries its code and the step where it is mended', () => {
  expect(() => epsilonOf(0)).toThrow(expect.objectContaining({ code: 'budget-invalid', place: { step: 'Privacy' } }));
});

test('the ends that belong to the ranges are accepted', () => {
  expect([epsilonOf(1e-9), epsilonOf(100), deltaOf(1e-3), deltaOf(1e-300)]).toEqual([1e-9, 100, 1e-3, 1e-300]);
  expect([rowsPerPersonOf(1), rowsPerPersonOf(1000)]).toEqual([1, 1000]);
});

test('sensitivities are those of the table: k and root two k in L2, k and 2k in L1', () => {
  const k = rowsPerPersonOf(3);
  const addRemove = { neighbours: 'add-remove', rowsPerPerson: k } as const;
  const replaceOne = { neighbours: 'replace-one', rowsPerPerson: k } as const;
  expect(sensitivityOf({ kind: 'counts' }, addRemove).l2Squared).toBe(9n);
  expect(sensitivityOf({ kind: 'counts' }, replaceOne).l2Squared).toBe(18n);
  expect(sensitivityOf({ kind: 'moments', clip2: 10n }, addRemove).l2Squared).toBe(900n);
  expect(sensitivityOf({ kind: 'moments', clip2: 10n }, replaceOne).l2Squared).toBe(1800n);
  expect(sensitivityOf({ kind: 'score', weight: 5n }, addRemove).l1).toBe(15n);
  expect(sensitivityOf({ kind: 'score', weight: 5n }, replaceOne).l1).toBe(30n);
  expect(sensitivityOf({ kind: 'pure', scale: 7n }, addRemove).l1).toBe(21n);
  expect(sensitivityOf({ kind: 'pure', scale: 7n }, replaceOne).l1).toBe(42n);
});

test('units do not mix: each line below has an error that the compiler must find', () => {
  const delta: Delta = deltaOf(1e-6);
  // @ts-expect-error a delta is not an epsilon
  const epsilon: Epsilon = delta;
  // @ts-expect-error a plain number has not been checked
  const unchecked: Epsilon = 1;
  // @ts-expect-error an L1 distance does not pay for Gaussian noise
  const distance: L2Sensitivity = sensitivityOf({ kind: 'pure', scale: 1n }, neighbourhood);
  expect([epsilon, unchecked, distance.norm]).toEqual([1e-6, 1, 'l1']);
});

const neighbourhood = { neighbours: 'add-remove', rowsPerPerson: rowsPerPersonOf(1) } as const;
