import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compactDesign } from '../../../src/core/learn/design-sums.ts';
import type { LinearDesign } from '../../../src/core/learn/linear-design.ts';
import { addWeightedGram } from '../../../src/core/learn/weighted-gram.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { forAll } from '../../helpers/properties.ts';

/** Groups are active in nearly all rows, or in one of twenty. */
function randomDesign(seed: number, rowCount: number, numberCount: number, groupCount: number): LinearDesign {
  const rng = createRng(seed, 'gram');
  const numbers = Array.from({ length: numberCount }, () =>
    Float64Array.from({ length: rowCount }, () => rng.normal()),
  );
  let first = numberCount;
  const groups = Array.from({ length: groupCount }, () => {
    const size = 1 + rng.below(4);
    const oneIn = rng.below(2) === 0 ? 1 : 20;
    const codes = Uint16Array.from({ length: rowCount }, () => (rng.below(oneIn) === 0 ? rng.below(size + 1) : size));
    const group = { first, size, codes };
    first += size;
    return group;
  });
  return { rowCount, coefficientCount: first, numbers, groups };
}

function denseRow({ numbers, groups, coefficientCount }: LinearDesign, row: number): number[] {
  const dense = new Array<number>(coefficientCount + 1).fill(0);
  numbers.forEach((values, i) => (dense[i] = values[row]!));
  for (const { first, size, codes } of groups) if (codes[row]! < size) dense[first + codes[row]!] = 1;
  dense[coefficientCount] = 1;
  return dense;
}

test('it is the sum over dense rows, whether groups are listed or not, in whatever block it stands', () => {
  forAll(
    fc.record({ seed: fc.nat(1_000_000), numbers: fc.nat(6), groups: fc.nat(9), top: fc.nat(2), left: fc.nat(2) }),
    ({ seed, numbers, groups, top, left }) => {
      const design = compactDesign(randomDesign(seed, 60, numbers, groups)).design;
      const rng = createRng(seed, 'factor');
      const factor = Float64Array.from({ length: 60 }, () => rng.uniform());
      const width = design.coefficientCount + 1;
      const n = width + 2;
      const found = new Float64Array(n * n);
      addWeightedGram(design, factor, found, n, top, left);
      const expected = new Float64Array(n * n);
      for (let row = 0; row < 60; row++) {
        const z = denseRow(design, row);
        for (let i = 0; i < width; i++)
          for (let j = 0; j < width; j++) expected[(top + i) * n + left + j]! += factor[row]! * z[i]! * z[j]!;
      }
      expect(found.findIndex((value, i) => !(Math.abs(value - expected[i]!) < 1e-10))).toBe(-1);
    },
    60,
  );
});
