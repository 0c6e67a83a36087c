import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRng } from '../../../../src/core/math/rng.ts';
import * as factor from '../../../../src/core/models/graphical/factor.ts';
import { naiveCell, naiveCodes } from '../../../helpers/naive/graphical.ts';
import { forAll } from '../../../helpers/properties.ts';

const parts = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
  .chain((sizes) => fc.tuple(fc.constant(sizes), fc.subarray([...sizes.keys()]), fc.nat()));

/** For each cell of the whole table the cell of the part, by codes. */
function naiveCells(sizes: readonly number[], part: readonly number[], length: number): number[] {
  const all = [...sizes.keys()];
  return Array.from({ length }, (_, cell) => naiveCell(naiveCodes(cell, all, sizes), part, sizes));
}

test('sums, copies and products of a table and a part of it are those of single cells', () => {
  forAll(parts, ([sizes, part, seed]) => {
    const rng = createRng(seed, 'factor');
    const all = [...sizes.keys()];
    const table = new Float64Array(factor.cellCount(all, sizes)).map(() => rng.uniform());
    const small = new Float64Array(factor.cellCount(part, sizes)).map(() => rng.uniform());
    const map = factor.createPartMaps(sizes).of(all, part);
    const cells = naiveCells(sizes, part, table.length);
    expect([...table.keys()].map((k) => factor.partCell(map, k))).toEqual(cells);

    const sums = new Float64Array(small.length).fill(9);
    factor.sumOut(table, map, sums);
    const naiveSums = new Array<number>(small.length).fill(0);
    cells.forEach((cell, k) => (naiveSums[cell]! += table[k]!));
    sums.forEach((sum, cell) => expect(sum).toBeCloseTo(naiveSums[cell]!, 9));

    const logSums = new Float64Array(small.length);
    factor.logSumOut(table.map(Math.log), map, logSums);
    logSums.forEach((log, cell) => expect(Math.exp(log)).toBeCloseTo(naiveSums[cell]!, 9));

    const copied = new Float64Array(table.length);
    factor.copyIn(copied, map, small);
    expect([...copied]).toEqual(cells.map((cell) => small[cell]!));
    const product = table.slice();
    factor.multiplyIn(product, map, small);
    expect([...product]).toEqual(cells.map((cell, k) => table[k]! * small[cell]!));
    const added = table.slice();
    factor.addIn(added, map, small);
    expect([...added]).toEqual(cells.map((cell, k) => table[k]! + small[cell]!));
  });
});

test('nothing but −∞ sums to −∞ in logs', () => {
  const sums = new Float64Array(2);
  const table = Float64Array.of(-Infinity, -Infinity, 0, -Infinity);
  factor.logSumOut(table, factor.createPartMaps([2, 2]).of([0, 1], [0]), sums);
  expect([...sums]).toEqual([-Infinity, 0]);
});

test('a map is made once, and the one used longest ago is dropped when room runs out', () => {
  const maps = factor.createPartMaps([3, 3, 3], 2 * 9 * Int32Array.BYTES_PER_ELEMENT);
  const first = maps.of([0, 1], [0]);
  const second = maps.of([0, 2], [0]);
  expect(maps.of([0, 1], [0])).toBe(first);
  maps.of([1, 2], [1]); // a third of the same size: room for two
  expect(maps.of([0, 1], [0])).toBe(first);
  expect(maps.of([0, 2], [0])).not.toBe(second);
});

test('a part that is not in the clique is refused', () => {
  expect(() => factor.createPartMaps([2, 2, 2]).of([0, 1], [2])).toThrow('the part lies in the clique');
});
