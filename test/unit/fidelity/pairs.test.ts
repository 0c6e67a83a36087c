import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pearsonOf, phiOfCounts } from '../../../src/core/fidelity/associations.ts';
import { createEvaluation } from '../../../src/core/fidelity/evaluation.ts';
import { pairsResult, type PairsResult } from '../../../src/core/fidelity/pairs.ts';
import { rankCorrelations } from '../../../src/core/fidelity/rank-correlations.ts';
import type { Table } from '../../../src/core/table/column.ts';
import { assessmentOf, madeUpTable, shuffledColumns, splitRows } from '../../helpers/assess.ts';
import { forAll } from '../../helpers/properties.ts';
import { numeric, tableOf } from '../../helpers/tables.ts';

const { train } = splitRows(madeUpTable(2000), 400);
const fresh = madeUpTable(1600, 9);

function resultOf(real: Table, made: Table): PairsResult {
  const input = assessmentOf(real, null, made);
  return pairsResult(input, createEvaluation(input)!);
}

test('phi is the correlation of the two indicators of missing cells', () => {
  forAll(fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { minLength: 3, maxLength: 50 }), (rows) => {
    const counts = new Int32Array(12);
    for (const [a, b] of rows) counts[a * 4 + b]!++;
    const naive = pearsonOf(
      Float64Array.from(rows, ([a]) => (a === 2 ? 1 : 0)),
      Float64Array.from(rows, ([, b]) => (b === 3 ? 1 : 0)),
    );
    const { value, n } = phiOfCounts(counts, 3, 4, [2, 3]);
    expect(n).toBe(rows.length);
    if (Number.isNaN(naive.value)) expect(value).toBeNaN();
    else expect(value).toBeCloseTo(naive.value, 12);
  });
});

test('Spearman is 1 for any rising curve, takes ties by their mean, and complete rows alone', () => {
  const x = Float64Array.of(1, 2, NaN, 4, 5, 6);
  const spearman = rankCorrelations([x, x.map(Math.exp), Float64Array.of(1, 1, 9, 2, 2, NaN)], Infinity);
  expect(spearman(0, 1)).toEqual({ value: 1, n: 5 });
  // Ranks 1, 2, 3, 4 and 1.5, 1.5, 3.5, 3.5: covariance 4, variances 5 and 4.
  expect(spearman(0, 2)).toEqual({ value: expect.closeTo(4 / Math.sqrt(20), 12), n: 4 });
});

test('of fresh rows few differences stand and their mean is near its floor; of shuffled columns the true ones stand', () => {
  const quiet = resultOf(train, fresh);
  expect(quiet.pairs.filter(({ association }) => association.differs).length).toBeLessThanOrEqual(1);
  for (const { measure, value, floor, pairs } of [...quiet.meanDifferences, ...quiet.furtherDifferences]) {
    // A mean over one pair or three spreads widely about its floor.
    expect(value, `${measure} of ${pairs}`).toBeLessThan(3 * floor!);
    expect(floor!).toBeGreaterThan(0);
  }
  expect(quiet.meanDifferences.map(({ measure }) => measure)).toEqual(['pearson', 'cramers-v', 'eta']);
  expect(quiet.furtherDifferences.map(({ measure }) => measure)).toEqual(['spearman']);

  const apart = resultOf(train, shuffledColumns(train));
  expect(apart.largest[0]).toMatchObject({ columns: ['age', 'pay'], measure: 'pearson', differs: true });
  expect(apart.largest).toHaveLength(10);
  for (const { difference, low, high, pValue, differs } of apart.largest) {
    expect(low! <= difference! && difference! <= high!).toBe(true);
    if (differs) expect(pValue!).toBeLessThan(0.05);
  }
  const sizes = apart.largest.map(({ difference }) => Math.abs(difference!));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  const agePay = apart.pairs.find(({ columns }) => columns.join() === 'age,pay')!;
  expect(agePay.spearman).toMatchObject({ measure: 'spearman', differs: true });
  expect(agePay.spearman!.real!).toBeGreaterThan(0.5);
  expect(Math.abs(agePay.spearman!.synthetic!)).toBeLessThan(0.1);
});

test('a copy differs nowhere', () => {
  const { pairs, meanDifferences, largest } = resultOf(train, train);
  expect(pairs.some(({ association, spearman }) => association.differs || spearman?.differs)).toBe(false);
  expect(meanDifferences.every(({ value, floor }) => value === 0 && floor! > 0)).toBe(true);
  expect(largest).toEqual([]);
});

test('cells that are missing together in train and apart in synthetic rows are seen', () => {
  const gaps = (isTogether: boolean): Table =>
    tableOf(
      numeric(
        'a',
        Array.from({ length: 400 }, (_, row) => (row % 4 === 0 ? null : row % 7)),
      ),
      numeric(
        'b',
        Array.from({ length: 400 }, (_, row) => (row % 4 === (isTogether ? 0 : 2) ? null : row % 5)),
      ),
    );
  const { pairs, furtherDifferences, largest } = resultOf(gaps(true), gaps(false));
  const [pair] = pairs;
  expect(pair!.missing).toMatchObject({ measure: 'phi', real: 1, differs: true, n: 400 });
  expect(pair!.missing!.synthetic).toBeCloseTo(-1 / 3, 12);
  expect(furtherDifferences.find(({ measure }) => measure === 'phi')).toMatchObject({ pairs: 1 });
  expect(largest[0]).toMatchObject({ measure: 'phi', columns: ['a', 'b'] });
});
