import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPace, roundFor, roundsOf } from '../../../../src/core/models/graphical/pace.ts';
import { forAll } from '../../../helpers/properties.ts';

test('four rounds a column, three below epsilon 0.2, never none', () => {
  expect([roundsOf(1, 15), roundsOf(0.2, 15), roundsOf(0.19, 15), roundsOf(1, 0)]).toEqual([60, 60, 45, 1]);
});

const runs = fc.record({
  whole: fc.oneof(fc.nat(10_000), fc.nat(2 ** 48)),
  columns: fc.integer({ min: 2, max: 40 }),
  epsilon: fc.constantFrom(0.1, 1),
  quickened: fc.array(fc.boolean(), { maxLength: 200 }),
});

test('any run of rounds spends the budget but for nine grains, never more, in at most so many rounds as there are', () => {
  forAll(
    runs,
    ({ whole, columns, epsilon, quickened }) => {
      const rounds = roundsOf(epsilon, columns);
      const before = columns * roundFor(whole / rounds).measure;
      const pace = createPace({ whole, used: before }, rounds);
      const totals = { measure: 0, select: 0 };
      let count = 0;
      let last = 0;
      let isSound = true;
      for (let round = pace.next(); round !== null; round = pace.next()) {
        isSound &&= round.measure === 9 * round.select && round.select >= 1 && pace.usedShare() <= 1;
        totals.measure += round.measure;
        totals.select += round.select;
        last = round.select;
        if (quickened[count]) pace.quicken();
        count++;
      }
      expect(isSound).toBe(true);
      const left = roundFor(whole - before);
      expect(totals.measure).toBeLessThanOrEqual(left.measure);
      expect(totals.select).toBeLessThanOrEqual(left.select);
      if (whole >= 100 * rounds) expect(count).toBeLessThanOrEqual(rounds); // below, rounding makes rounds cheaper
      if (whole >= 10 * rounds) expect(whole - before - totals.measure - totals.select).toBeLessThan(10);
      if (count > 0) expect(last).toBeGreaterThanOrEqual(roundFor(whole / rounds).select);
      else expect(whole).toBeLessThan(10 * rounds);
    },
    5000,
  );
});

test('a quicker pace costs four times as much from the next round on', () => {
  const pace = createPace({ whole: 100_000, used: 1000 }, 100);
  expect(pace.next()).toEqual({ measure: 900, select: 100 });
  pace.quicken();
  expect(pace.next()).toEqual({ measure: 3600, select: 400 });
  expect(pace.usedShare()).toBeCloseTo(0.06, 12);
});
