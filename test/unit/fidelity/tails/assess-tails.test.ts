import { describe, expect, test } from 'vitest';
import type { AssessInput } from '../../../../src/core/fidelity/input.ts';
import { assessTails, type TailsResult } from '../../../../src/core/fidelity/tails/assess-tails.ts';
import { createRng } from '../../../../src/core/math/rng.ts';
import { silent } from '../../../../src/core/progress.ts';
import { takeTableRows, type Column, type Table } from '../../../../src/core/table/column.ts';
import {
  assessmentOf,
  madeUpTable,
  schemaFor,
  shuffledColumns,
  shuffledRows,
  splitRows,
} from '../../../helpers/assess.ts';
import { naiveEntropy, naiveNearCopies, naivePhi, naiveSimpson, naiveTail } from '../../../helpers/naive/tails.ts';
import { categorical, numeric, rowsOf, tableOf } from '../../../helpers/tables.ts';

const { train, holdout } = splitRows(madeUpTable(1800), 600);
const fresh = splitRows(madeUpTable(1200, 5), 0).train;
const judge = (input: AssessInput): TailsResult => assessTails(input, silent);
const ofFresh = judge({ ...assessmentOf(train, holdout, fresh), target: 'risk' });

/** Numbers pressed between their 10 and 90 % points, rare levels gone, nothing missing. */
function cleaned(table: Table): Table {
  const columns = table.columns.map((column): Column => {
    if (column.kind !== 'numeric') return column;
    const sorted = column.values.filter((value) => value === value).sort();
    const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => sorted[Math.floor(share * sorted.length)]!) as [
      number,
      number,
      number,
    ];
    const values = column.values.map((value) => (value === value ? Math.min(high, Math.max(low, value)) : middle));
    return { ...column, values };
  });
  return { ...table, columns };
}

test('fresh rows are quiet: nothing thin, nothing lost, nothing invented, not too clean', () => {
  const { tails, groups, missing, coverage, diversity, skipped, notices } = ofFresh;
  expect(tails.tooClean).toMatchObject({ fires: false, held: 0 });
  expect(tails.columns.every(({ isThin }) => isThin === false)).toBe(true);
  expect(tails.combinations.unlike.ratio.low! <= 1 && 1 <= tails.combinations.unlike.ratio.high!).toBe(true);
  expect(groups.searched).toBeGreaterThan(20);
  expect(groups.differing).toBe(0);
  expect(missing.columns.map(({ column, differs }) => [column, differs])).toEqual([['pay', false]]);
  expect(missing.overall.ratio.low! <= 1 && 1 <= missing.overall.ratio.high!).toBe(true);
  expect(coverage.lost.levels).toBe(0);
  expect(coverage.invented.levels).toBe(0);
  // 0.969 is expected; 3 deviations of 600 balls are 0.02.
  expect(Math.abs(coverage.balls.synthetic.value! - 0.969)).toBeLessThan(0.03);
  for (const { difference } of diversity.columns) expect(Math.abs(difference.value!)).toBeLessThan(0.15);
  expect([skipped, notices]).toEqual([[], []]);
});

test('numbers without ends and without missing cells are thin, and too clean', () => {
  const { tails, missing } = judge(assessmentOf(train, holdout, cleaned(fresh)));
  expect(
    tails.columns
      .filter(({ isThin }) => isThin)
      .map(({ column }) => column)
      .sort(),
  ).toEqual(['age', 'pay']);
  const holding = tails.tooClean.criteria.filter(({ holds }) => holds).map(({ id }) => id);
  expect(holding).toContain('thin-tails');
  expect(holding).toContain('missing');
  expect(tails.tooClean.fires).toBe(true);
  expect(missing.columns[0]).toMatchObject({ column: 'pay', differs: true });
});

test('shuffled columns are unlike anything real, leave real rows alone, and miss rates within groups', () => {
  const { tails, groups, pmse } = judge({ ...assessmentOf(train, holdout, shuffledColumns(fresh)), target: 'risk' });
  expect(tails.combinations.unlike.ratio.low!).toBeGreaterThan(1);
  expect(tails.combinations.uncovered.difference.low!).toBeGreaterThan(0);
  expect(groups.differing).toBeGreaterThan(5);
  expect(groups.worst).toHaveLength(Math.min(10, groups.differing));
  expect(tails.labels.difference.high!).toBeLessThan(0);
  expect(pmse.ratio!).toBeGreaterThan(3);
  expect(ofFresh.pmse.ratio!).toBeLessThan(3);
});

test('labels that follow from a column without noise are more predictable than they are', () => {
  const age = fresh.columns.find(({ name }) => name === 'age')!;
  const risk = categorical(
    'risk',
    Array.from({ length: fresh.rowCount }, (_, row) =>
      age.kind === 'numeric' && age.values[row]! > 45 ? 'high' : 'low',
    ),
  );
  const neat = { ...fresh, columns: fresh.columns.map((column) => (column.name === 'risk' ? risk : column)) };
  const { tails } = judge({ ...assessmentOf(train, holdout, neat), target: 'risk' });
  expect(tails.tooClean.criteria.find(({ id }) => id === 'labels')).toMatchObject({ holds: true });
});

test('lost and invented levels are counted against chance', () => {
  const levels = Array.from({ length: 12 }, (_, level) => `l${level}`);
  const rng = createRng(4, 'levels');
  const cells = (rows: number, from: number): string[] =>
    Array.from({ length: rows }, () => levels[from + rng.below(12 - from)]!);
  const real = tableOf(categorical('c', cells(1200, 0)));
  const made = tableOf(categorical('c', [...cells(1190, 4), ...new Array<string>(10).fill('unheard-of')]));
  const { coverage } = judge(assessmentOf(real, tableOf(categorical('c', cells(300, 0))), made));
  expect(coverage.lost).toMatchObject({ levels: 4, of: 12 });
  expect(coverage.lost.excess.low!).toBeGreaterThan(3);
  expect(coverage.invented).toEqual({ levels: 1, columns: 1 });
  const [column] = coverage.columns;
  expect(column).toMatchObject({ kind: 'levels', invented: 1, inventedRows: { value: 10 / 1200 } });
});

test('tails, entropies, distinct rows, near copies and phi are those of their naive twins', () => {
  const few = splitRows(madeUpTable(300, 8), 100);
  const made = madeUpTable(200, 9);
  const found = judge(assessmentOf(few.train, few.holdout, made));
  const numbers = (table: Table, name: string): number[] => {
    const column = table.columns.find((each) => each.name === name)!;
    return column.kind === 'numeric' ? [...column.values].filter((value) => !Number.isNaN(value)) : [];
  };
  for (const name of ['age', 'pay']) {
    const { cuts } = found.tails.columns.find(({ column }) => column === name)!;
    expect(cuts.length).toBeGreaterThan(2);
    for (const { at, cut, synthetic, train: real } of cuts) {
      const [first, second] = [numbers(few.train, name), numbers(made, name)];
      expect(naiveTail(first, second, at)).toEqual({ cut, share: synthetic.value });
      expect(naiveTail(first, first, at).share).toBe(real.value);
    }
  }
  const text = (table: Table, name: string): string[] => {
    const at = table.columns.findIndex((each) => each.name === name);
    return rowsOf(table).map((row) => String(row[at]));
  };
  const { diversity } = found;
  const region = diversity.columns.find(({ column }) => column === 'region')!;
  expect(region.synthetic.value).toBeCloseTo(naiveEntropy(text(made, 'region')), 10);
  expect(region.real.value).toBeCloseTo(naiveEntropy(text(few.train, 'region')), 10);
  const ranges = few.train.columns.map((column) => {
    if (column.kind === 'categorical') return null;
    const values = (
      column.kind === 'numeric' ? column.values : column.kind === 'datetime' ? column.epochMs : new Float64Array(0)
    )
      .filter((value) => !Number.isNaN(value))
      .sort();
    return values[values.length - 1]! - values[0]!;
  });
  expect(diversity.nearCopies.synthetic.value).toBe(naiveNearCopies(rowsOf(made), ranges) / 200);
  const marks = (seed: number): number[] => {
    const rng = createRng(seed, 'marks');
    return Array.from({ length: 200 }, () => (rng.uniform() < 0.3 ? 1 : 0));
  };
  const [first, second, third] = [marks(1), marks(2), marks(3)];
  const both = second.map((mark, row) => (third[row] === 1 ? first[row]! : mark));
  const holes = (mark: readonly number[], name: string): Column =>
    numeric(
      name,
      mark.map((each, row) => (each === 1 ? null : row)),
    );
  const sparse = tableOf(holes(first, 'a'), holes(both, 'b'));
  const { missing } = judge(assessmentOf(sparse, null, sparse));
  expect(missing.pairs[0]!.train).toBeCloseTo(naivePhi(first, both), 12);
  expect(missing.patterns.tv.value).toBe(0);
});

test('Simpson number and distinct rows are those of the rows’ contents', () => {
  const cells = ['a', 'a', 'a', 'b', 'b', 'c', 'd', 'd', 'e', 'f'];
  const table = tableOf(
    categorical('x', cells),
    categorical('y', cells),
    numeric(
      'z',
      cells.map((cell) => cell.charCodeAt(0)),
    ),
  );
  const { diversity } = judge(assessmentOf(table, null, table));
  expect(diversity.simpson.synthetic.value).toBeCloseTo(naiveSimpson(cells), 12);
  expect(diversity.distinct.synthetic.value).toBe(6 / 10);
});

test('the order of rows and columns, and the names of levels, change no number', () => {
  const input = { ...assessmentOf(train, holdout, fresh), target: 'risk' };
  const order = shuffledRows(fresh.rowCount, 7);
  const turned = { ...takeTableRows(fresh, order), columns: [...takeTableRows(fresh, order).columns].reverse() };
  const again = judge({
    ...input,
    synthetic: turned,
    train: takeTableRows(train, shuffledRows(train.rowCount, 8)) as typeof train,
  });
  expect(again.tails).toEqual(ofFresh.tails);
  expect(again.groups).toEqual(ofFresh.groups);
  expect(again.coverage).toEqual(ofFresh.coverage);
  expect(again.diversity).toEqual(ofFresh.diversity);
  expect(again.missing).toEqual(ofFresh.missing);
  expect(again.pmse.coefficients).toBe(ofFresh.pmse.coefficients);
  expect(again.pmse.ratio!).toBeCloseTo(ofFresh.pmse.ratio!, 6);
});

test('a copy of train is no further from train than train is, and has its variety', () => {
  const { diversity, missing, pmse, coverage, tails } = judge(assessmentOf(train, holdout, train));
  for (const { difference } of diversity.columns) expect(difference.value).toBe(0);
  expect(diversity.nearCopies.difference.value).toBe(0);
  expect(missing.patterns.tv.value).toBe(0);
  expect(pmse.pmse!).toBeLessThan(1e-12);
  expect(coverage.lost.levels).toBe(0);
  for (const { thinner } of tails.columns) if (thinner.value !== null) expect(thinner.value).toBe(1);
});

describe('bad input is answered with reasons, never with NaN', () => {
  const small = splitRows(madeUpTable(40), 10);
  const constant = tableOf(
    numeric('n', new Array<number>(60).fill(3)),
    categorical('c', new Array<string>(60).fill('a')),
    numeric('m', new Array<number>(60).fill(7)),
  );
  const missing = tableOf(
    numeric('n', new Array<null>(60).fill(null)),
    categorical('c', new Array<null>(60).fill(null)),
    numeric(
      'm',
      Array.from({ length: 60 }, (_, row) => row),
    ),
  );
  const oneClass = {
    ...fresh,
    columns: fresh.columns.map((column) =>
      column.name === 'risk' ? categorical('risk', new Array<string>(fresh.rowCount).fill('low')) : column,
    ),
  };
  const unseen = {
    ...fresh,
    columns: fresh.columns.map((column) =>
      column.name === 'region' ? categorical('region', new Array<string>(fresh.rowCount).fill('zz')) : column,
    ),
  };
  const lacking = { ...fresh, columns: fresh.columns.filter(({ name }) => name !== 'pay') };
  const otherKind = {
    ...fresh,
    columns: fresh.columns.map((column) =>
      column.name === 'pay' ? categorical('pay', new Array<string>(fresh.rowCount).fill('much')) : column,
    ),
  };
  const wide = (seed: number, rows: number): Table => {
    const rng = createRng(seed, 'wide');
    return tableOf(
      ...Array.from({ length: 2000 }, (_, column) =>
        column % 2 === 0
          ? numeric(
              `n${column}`,
              Array.from({ length: rows }, () => rng.below(50)),
            )
          : categorical(
              `c${column}`,
              Array.from({ length: rows }, () => `l${rng.below(4)}`),
            ),
      ),
    );
  };
  const cases: Readonly<Record<string, () => AssessInput>> = {
    'no target': () => assessmentOf(train, holdout, fresh),
    'one class': () => ({ ...assessmentOf(train, holdout, oneClass), target: 'risk' }),
    'one class everywhere': () => ({ ...assessmentOf(oneClass, oneClass, oneClass), target: 'risk' }),
    'a column missing': () => ({ ...assessmentOf(train, holdout, lacking), target: 'pay' }),
    'a column of another kind': () => ({ ...assessmentOf(train, holdout, otherKind), target: 'risk' }),
    'unseen levels': () => ({ ...assessmentOf(train, holdout, unseen), target: 'region' }),
    'no synthetic rows': () => ({
      ...assessmentOf(train, holdout, takeTableRows(fresh, new Uint32Array(0))),
      target: 'risk',
    }),
    'no holdout': () => ({ ...assessmentOf(train, null, fresh), target: 'risk' }),
    'synthetic equal to real': () => ({ ...assessmentOf(train, holdout, train), target: 'risk' }),
    '30 rows': () => ({ ...assessmentOf(small.train, small.holdout, small.train), target: 'risk' }),
    'one row': () =>
      assessmentOf(takeTableRows(train, Uint32Array.of(0)), holdout, takeTableRows(fresh, Uint32Array.of(0))),
    'all equal': () => ({ ...assessmentOf(constant, constant, constant), target: 'c' }),
    'nothing but missing cells': () => ({ ...assessmentOf(missing, missing, missing), target: 'n' }),
    '2,000 columns': () => ({ ...assessmentOf(wide(1, 60), wide(2, 110), wide(3, 120)), target: 'c1' }),
    'no columns': () => assessmentOf({ rowCount: 20, columns: [] }, null, { rowCount: 20, columns: [] }),
  };

  test.each(Object.keys(cases))('%s', (name) => {
    const result = judge(cases[name]!());
    expect(faultsOf(result, name)).toEqual([]);
    if (name === 'a column missing') expect(result.skipped).toEqual([{ column: 'pay', reason: 'not in every table' }]);
    if (name === 'a column of another kind')
      expect(result.skipped).toEqual([{ column: 'pay', reason: 'of another kind in one of the tables' }]);
    if (name === 'no synthetic rows') {
      expect(result.notices.map(({ code }) => code)).toEqual(['not-measurable']);
      expect(result.tails.tooClean.fires).toBeNull();
    }
    if (name === 'unseen levels') expect(result.coverage.invented).toEqual({ levels: 1, columns: 1 });
    if (name === '2,000 columns') {
      expect(result.pmse.columns).toBeLessThan(300);
      expect(result.disclosures.some(({ what }) => what === 'columns of the propensity score')).toBe(true);
    }
    expect(result.disclosures.every(({ kept, of }) => kept < of)).toBe(true);
  });
});

/** Places of NaN or Infinity, of values that do not exist without a reason, of values outside their interval. */
function faultsOf(value: unknown, path: string): readonly string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  const faults = Object.entries(value).flatMap(([key, part]) => faultsOf(part, `${path}.${key}`));
  if (!('value' in value && 'low' in value && 'high' in value)) return faults;
  const { value: at, low, high } = value as { value: number | null; low: number | null; high: number | null };
  const isSound = at === null ? 'reason' in value : low! <= at + 1e-12 && at - 1e-12 <= high!;
  return isSound ? faults : [...faults, path];
}

test('progress only rises and ends at its total; findings hold no planted cell', () => {
  const seen: number[] = [];
  const secret = {
    ...train,
    columns: [
      ...train.columns,
      { kind: 'identifier' as const, name: 'id', levels: ['s3cret'], codes: new Uint32Array(train.rowCount) },
    ],
  };
  const input = { ...assessmentOf(secret, null, fresh), schema: schemaFor(secret) };
  const result = assessTails(input, ({ stage, done, total }) => {
    expect(stage).toBe('fidelity');
    seen.push(done / total);
  });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
  expect(JSON.stringify(result)).not.toContain('s3cret');
});
