import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dotsPath, hatchPath, stripesPath } from '../../../src/ui/charts/fills.ts';
import { forAll } from '../../helpers/properties.ts';

test('a hatched box holds its rising lines, every four px along its sides', () => {
  expect(hatchPath({ x: 0, y: 0, width: 6, height: 4 }, 4)).toBe('M0 4L4 0M4 4L6 2');
});

test('dots and stripes stand on the grid, inside the box', () => {
  expect(dotsPath({ x: 1, y: 1, width: 8, height: 4 }, 4)).toBe('M4 4h0M8 4h0');
  expect(stripesPath({ x: 1, y: 1, width: 8, height: 8 }, 4)).toBe('M1 4h8M1 8h8');
});

test('no fill leaves its box, and an empty box has none', () => {
  const isWithin = (at: number, start: number, length: number): boolean =>
    at >= start - 0.01 && at <= start + length + 0.01;
  const side = fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 10);
  forAll(
    fc.record({ x: side, y: side, width: side, height: side }),
    (box) => {
      const points = [...`${hatchPath(box, 4)}${dotsPath(box, 4)}`.matchAll(/[ML]([^ A-Z]+) ([^ A-Zh]+)/g)];
      const isInside = points.every(
        ([, x, y]) => isWithin(Number(x), box.x, box.width) && isWithin(Number(y), box.y, box.height),
      );
      expect(isInside).toBe(true);
      if (box.height === 0) expect(dotsPath(box, 4) + stripesPath(box, 4)).toBe('');
    },
    50,
  );
});
