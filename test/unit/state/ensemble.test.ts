import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEWEST_PARTS as FEWEST, MOST_PARTS as MOST } from '../../../src/core/models/ensemble.ts';
import { SYNTHESIZERS } from '../../../src/core/models/registry.ts';
import {
  FEWEST_PARTS,
  MOST_PARTS,
  PART_IDS,
  partIds,
  statedParts,
  withId,
  withoutPart,
  withPart,
  withShare,
} from '../../../src/state/ensemble.ts';
import { forAll } from '../../helpers/properties.ts';

test('the form offers as many parts, and the synthesizers, that core knows', () => {
  expect([FEWEST_PARTS, MOST_PARTS]).toEqual([FEWEST, MOST]);
  expect([...PART_IDS, 'ensemble'].sort()).toEqual(SYNTHESIZERS.map(({ id }) => id).sort());
  expect(partIds(true)).toEqual(
    SYNTHESIZERS.flatMap(({ id, claims }) => (claims === 'never' || id === 'ensemble' ? [] : [id])),
  );
});

test('whatever is done to the parts, their shares sum to 1, and those that are not meant keep their proportion', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 4 });
  forAll(fc.tuple(weights, fc.integer({ min: 1, max: 99 })), ([shares, percent]) => {
    const parts = statedParts({ parts: shares.map((share, place) => ({ id: PART_IDS[place]!, share })) })!;
    const changed = [
      withShare(parts, 0, percent / 100),
      withPart(parts, 'independent'),
      withoutPart(parts, 0),
      withId(parts, 0, 'x'),
    ];
    for (const next of [parts, ...changed]) {
      expect(next.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      const [first, second] = next.filter(({ id }) => id === PART_IDS[1] || id === PART_IDS[2]);
      expect(first!.share / second!.share).toBeCloseTo(shares[1]! / shares[2]!, 9);
    }
    expect(changed[0]![0]!.share).toBe(percent / 100);
  });
});

test('options of a part stay with it and go with it; what names no parts names none', () => {
  const parts = statedParts({ parts: [{ id: 'mst', options: { cap: 'quick' } }, { id: 'copula' }] })!;
  expect(withShare(parts, 1, 0.25)[0]).toEqual({ id: 'mst', share: 0.75, options: { cap: 'quick' } });
  expect(withId(parts, 0, 'aim')[0]).toEqual({ id: 'aim', share: 0.5 });
  expect(statedParts({})).toBeNull();
});
