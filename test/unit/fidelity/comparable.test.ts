/** What holds of the scores of other tools whatever the tables: copies are perfect, order does not matter, twins agree. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jointCounts, jointDifference, plainCramersV } from '../../../src/core/fidelity/comparable/joint-shares.ts';
import { kMarginalResult, plainScore, shareOfScore } from '../../../src/core/fidelity/comparable/k-marginal.ts';
import { mostlyAccuracyResult, numberBreaks } from '../../../src/core/fidelity/comparable/mostly-accuracy.ts';
import { newRows } from '../../../src/core/fidelity/comparable/new-rows.ts';
import { sdmetricsResult } from '../../../src/core/fidelity/comparable/sdmetrics.ts';
import { createEvaluation } from '../../../src/core/fidelity/evaluation.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { assessmentOf, madeUpTable, shuffledColumns, shuffledRows, splitRows } from '../../helpers/assess.ts';
import { naiveNewRows, naiveSummedDifference } from '../../helpers/naive/fidelity.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const { train, holdout } = splitRows(madeUpTable(900), 200);
const fresh = madeUpTable(700, 9);

function scoresOf(real: Table, made: Table, held: Table | null) {
  const input = assessmentOf(real, held, made);
  const evaluation = createEvaluation(input)!;
  return {
    sdmetrics: sdmetricsResult(input, evaluation),
    kMarginal: kMarginalResult(input, evaluation),
    accuracy: mostlyAccuracyResult(input, evaluation),
  };
}

test('a copy has every best score, fresh rows come near, shuffled columns do not', () => {
  const copy = scoresOf(train, train, null);
  expect(copy.sdmetrics).toMatchObject({ columnShapes: 1, columnPairTrends: 1, overall: 1, pre027: { overall: 1 } });
  expect(copy.sdmetrics.newRowSynthesis).toMatchObject({ score: 0, matched: 700 });
  expect(copy.kMarginal).toMatchObject({ score: 1000, sampleShare: 1 });
  expect(copy.accuracy.overall.accuracy).toBe(1);
  const other = scoresOf(train, fresh, holdout);
  expect(other.sdmetrics.overall!).toBeGreaterThan(0.9);
  expect(other.accuracy.overall.accuracy!).toBeCloseTo(other.accuracy.overall.max!, 1);
  expect(other.sdmetrics.newRowSynthesis.score!).toBeGreaterThan(0.8);
  const apart = scoresOf(train, shuffledColumns(train), holdout);
  expect(apart.kMarginal.score!).toBeLessThan(other.kMarginal.score!);
  expect(apart.accuracy.univariate.accuracy!).toBeGreaterThan(0.9);
  expect(apart.sdmetrics.columnShapes).toBe(1);
});

test('the order of rows and columns, and the names of levels, change no score', () => {
  const turned = (table: Table, seed: number): Table => {
    const columns = table.columns
      .toReversed()
      .map((column) =>
        column.kind === 'categorical' ? { ...column, levels: column.levels.map((level) => `~${level}`) } : column,
      );
    return takeTableRows({ ...table, columns }, shuffledRows(table.rowCount, seed));
  };
  const straight = scoresOf(train, fresh, holdout);
  const moved = scoresOf(turned(train, 3), turned(fresh, 4), turned(holdout, 5));
  const numbers = ({ sdmetrics, kMarginal, accuracy }: typeof straight): (number | null)[] => [
    ...[sdmetrics.overall, sdmetrics.pre027.overall, sdmetrics.newRowSynthesis.score],
    ...[sdmetrics.ends.overall.low, kMarginal.score, kMarginal.low, kMarginal.sampleShare],
    ...[accuracy.overall.accuracy, accuracy.overall.max, accuracy.overall.low],
  ];
  numbers(moved).forEach((value, at) => expect(value).toBeCloseTo(numbers(straight)[at]!, 9));
});

const cell = fc.tuple(fc.nat(3), fc.nat(2));
const cells = fc.array(cell, { minLength: 2, maxLength: 30 });

test('joint shares are those of the naive count, counted in place or sorted', () => {
  forAll(fc.tuple(cells, cells), ([first, second]) => {
    const coded = (rows: typeof first, size: number): ReturnType<typeof jointCounts> =>
      jointCounts(
        { codes: Uint32Array.from(rows, ([a]) => a), size },
        { codes: Uint32Array.from(rows, ([, b]) => b), size },
      );
    const texts = (rows: typeof first): string[] => rows.map((row) => row.join());
    const expected = naiveSummedDifference(texts(first), texts(second));
    for (const size of [4, 2000]) {
      expect(jointDifference(coded(first, size), coded(second, size))).toBeCloseTo(expected, 12);
      const association = plainCramersV(coded(first, size));
      if (!Number.isNaN(association)) expect(association).toBeCloseTo(plainCramersV(coded(first, 4)), 12);
    }
    expect(coded(first, 2000).cells).not.toBeNull();
  });
});

test('new rows are those of the naive search', () => {
  const row = fc.tuple(fc.constantFrom('a', 'b', null), fc.option(fc.integer({ min: -4, max: 4 })), fc.nat(300));
  const tableFrom = (rows: readonly (readonly [string | null, number | null, number])[]): Table =>
    tableOf(
      categorical(
        'c',
        rows.map(([c]) => c),
        ['a', 'b'],
      ),
      numeric(
        'n',
        rows.map(([, n]) => n),
      ),
      numeric(
        'm',
        rows.map(([, , m]) => m),
      ),
    );
  const rows = fc.array(row, { minLength: 1, maxLength: 40 });
  forAll(fc.tuple(rows, rows), ([first, second]) => {
    const [real, made] = [tableFrom(first), tableFrom(second)];
    const order = Uint32Array.from(second.keys());
    expect(newRows(real, made, order, 1).matched).toBe(second.length - naiveNewRows(real, made));
  });
});

test('a score between two yardsticks reads as a share between theirs', () => {
  const yardsticks = [
    { share: 0.1, score: 940 },
    { share: 0.5, score: 980 },
  ];
  expect(shareOfScore(900, yardsticks)).toBeNull();
  expect(shareOfScore(940, yardsticks)).toBeCloseTo(0.1, 12);
  // √(1 / 0.1 − 1) = 3 and √(1 / 0.5 − 1) = 1; half way 2, and 1 / (2² + 1) = 0.2.
  expect(shareOfScore(960, yardsticks)).toBeCloseTo(0.2, 12);
  expect(shareOfScore(1000, yardsticks)).toBe(1);
});

test('breaks of numbers are floored to the fewest decimals that keep them apart', () => {
  expect([...numberBreaks(Float64Array.of(1.25, 1.5, 2.75))]).toEqual([1.2, 1.5, 2.7, 3.75]);
  expect([...numberBreaks(new Float64Array(0))]).toEqual([]);
  const many = Float64Array.from({ length: 101 }, (_, index) => index + 0.5);
  expect([...numberBreaks(many)]).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100.5]);
});

test('thirty columns and more have 200 pairs drawn, whatever their order', () => {
  const wide = (seed: number, names: readonly string[]): Table =>
    tableOf(
      ...names.map((name) =>
        categorical(
          name,
          Array.from({ length: 50 }, (_, row) => ((row * (Number(name) + seed)) % 5 < 2 ? 'a' : 'b')),
          ['a', 'b'],
        ),
      ),
    );
  const names = Array.from({ length: 30 }, (_, index) => String(index));
  const result = (list: readonly string[]): ReturnType<typeof kMarginalResult> => {
    const input = assessmentOf(wide(1, list), null, wide(2, list));
    return kMarginalResult(input, createEvaluation(input)!);
  };
  const straight = result(names);
  expect(straight).toMatchObject({ marginals: 200, of: 435 });
  expect(result(names.toReversed()).score).toBeCloseTo(straight.score!, 9);
  expect(straight.score).not.toBeCloseTo(plainScore(wide(1, names), wide(2, names), names), 6);
});

test('one column, constant and empty columns are answered without a number that does not exist', () => {
  const rows = 20;
  const hard = tableOf(
    numeric('empty', new Array<null>(rows).fill(null)),
    numeric('constant', new Array<number>(rows).fill(3)),
    categorical('none', new Array<null>(rows).fill(null)),
  );
  for (const table of [hard, tableOf(numeric('n', [1, 2, 3]))]) {
    JSON.stringify(scoresOf(table, table, null), (_key, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) throw new Error('a result holds NaN or Infinity');
      return value;
    });
  }
  const { sdmetrics } = scoresOf(hard, hard, null);
  expect(sdmetrics.columns.map(({ shape }) => shape.score)).toEqual([null, 1, null]);
});
