import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEvaluation } from '../../../src/core/fidelity/evaluation.ts';
import { threeWayResult, type ThreeWayResult } from '../../../src/core/fidelity/three-way.ts';
import { chooseTriples } from '../../../src/core/fidelity/triples.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { assessmentOf, madeUpTable, shuffledColumns, shuffledRows, splitRows } from '../../helpers/assess.ts';
import { csvTable } from '../../helpers/csv-table.ts';
import { naiveSummedDifference } from '../../helpers/naive/fidelity.ts';
import { forAll } from '../../helpers/properties.ts';
import { sharedTest, sharedText } from '../../helpers/shared.ts';
import { categorical, numeric, rowsOf, tableOf } from '../../helpers/tables.ts';
import golden from '../../golden/fidelity/two-sample.json' with { type: 'json' };

const { train, holdout } = splitRows(madeUpTable(3000), 600);
const fresh = madeUpTable(2400, 9);

function resultOf(real: Table, made: Table, held: Table | null = null): ThreeWayResult {
  return threeWayResult(createEvaluation(assessmentOf(real, held, made))!, () => {});
}

test('a copy has error 0, fresh rows stand at the floor, shuffled columns at the ceiling', () => {
  const copy = resultOf(train, train, holdout);
  expect(copy.threeWay).toMatchObject({ error: 0, score: 1, belowFloor: true, marginals: 20, of: 20 });
  expect(copy.inside.every(({ levels }) => levels.every(({ error }) => error === 0))).toBe(true);
  const { threeWay, inside } = resultOf(train, fresh, holdout);
  expect(threeWay.score!).toBeGreaterThan(0.9);
  for (const { error, floor } of [threeWay, threeWay.holdout!]) expect(error! / floor!).toBeCloseTo(1, 1);
  expect(threeWay.low! < threeWay.error! && threeWay.error! < threeWay.high!).toBe(true);
  // Levels of 500 rows and more; the error inside a level is that of fewer rows, and so is its floor.
  expect(inside.map(({ column }) => column).sort()).toEqual(['region', 'risk', 'sex']);
  expect(inside.flatMap(({ levels }) => levels).every(({ floor }) => floor! > 0)).toBe(true);
  expect(resultOf(train, shuffledColumns(train)).threeWay.score!).toBeLessThan(0.05);
});

const row = fc.tuple(
  fc.constantFrom('a', 'b', null),
  fc.constantFrom('x', 'y'),
  fc.integer({ min: 0, max: 2 }),
  fc.constantFrom('k', 'l'),
);
const rowLists = fc.tuple(
  fc.array(row, { minLength: 1, maxLength: 25 }),
  fc.array(row, { minLength: 1, maxLength: 25 }),
);

/** Both sides hold all levels and numbers, so that no bin lumps what only one side has. */
function tableFrom(rows: readonly (readonly [string | null, string, number, string])[]): Table {
  const all = [...rows, ['a', 'x', 0, 'k'], ['b', 'y', 1, 'l'], [null, 'x', 2, 'k']] as typeof rows;
  return tableOf(
    categorical(
      'p',
      all.map(([p]) => p),
      ['a', 'b'],
    ),
    categorical(
      'q',
      all.map(([, q]) => q),
      ['x', 'y'],
    ),
    numeric(
      'r',
      all.map(([, , r]) => r),
    ),
    categorical(
      's',
      all.map(([, , , s]) => s),
      ['k', 'l'],
    ),
  );
}

const textsOf = (table: Table, places: readonly number[]): string[] =>
  rowsOf(table).map((cells) => places.map((place) => String(cells[place])).join('|'));

test('the error of triples is that of the naive count over rows', () => {
  forAll(
    rowLists,
    (lists) => {
      const [real, made] = lists.map(tableFrom) as [Table, Table];
      const triples = [
        [0, 1, 2],
        [0, 1, 3],
        [0, 2, 3],
        [1, 2, 3],
      ];
      const errors = triples.map((triple) => naiveSummedDifference(textsOf(real, triple), textsOf(made, triple)));
      const { threeWay } = resultOf(real, made);
      expect(threeWay.error).toBeCloseTo(errors.reduce((a, b) => a + b) / 4, 12);
      expect(threeWay.worst[0]!.error).toBeCloseTo(Math.max(...errors), 12);
    },
    40,
  );
});

test('the error inside a level is the naive pair error among its rows', () => {
  const group = categorical(
    'group',
    Array.from({ length: 2400 }, (_, index) => (index % 3 === 0 ? 'small' : 'large')),
  );
  const withGroup = (table: Table): Table => ({ ...table, columns: [...table.columns.slice(3), group] });
  const [real, made] = [withGroup(train), withGroup(shuffledColumns(train, 5))];
  const rowsIn = (table: Table, level: string): Table =>
    takeTableRows(
      table,
      Uint32Array.from(rowsOf(table).flatMap((cells, index) => (cells.at(-1) === level ? [index] : []))),
    );
  const { levels, pairs } = resultOf(real, made).inside.find(({ column }) => column === 'group')!;
  expect([pairs, levels.length]).toEqual([3, 2]);
  for (const { level, error, n, nSynthetic } of levels) {
    const [inReal, inMade] = [rowsIn(real, level!), rowsIn(made, level!)];
    const errors = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map((pair) => naiveSummedDifference(textsOf(inReal, pair), textsOf(inMade, pair)));
    expect(error).toBeCloseTo(errors.reduce((a, b) => a + b) / 3, 12);
    expect([n, nSynthetic]).toEqual([inReal.rowCount, inMade.rowCount]);
  }
});

test('a level that synthetic rows lack stands first and says so', () => {
  const onlyMen = takeTableRows(
    train,
    Uint32Array.from(rowsOf(train).flatMap((cells, index) => (cells[3] === 'm' ? [index] : []))),
  );
  const [first] = resultOf(train, onlyMen).inside;
  expect(first!.column).toBe('sex');
  expect(first!.levels[0]).toMatchObject({
    level: 'f',
    error: null,
    nSynthetic: 0,
    reason: expect.stringContaining('no synthetic row'),
  });
});

test('joining levels never raises the error', () => {
  const joined = (rows: readonly (readonly [string | null, string, number, string])[]) =>
    rows.map(([p, q, r, s]) => [p === 'b' ? 'a' : p, q, r === 2 ? 1 : r, s] as const);
  const few = (rows: Parameters<typeof joined>[0]): Table =>
    tableOf(
      categorical(
        'p',
        joined(rows).map(([p]) => p),
        ['a'],
      ),
      categorical(
        'q',
        joined(rows).map(([, q]) => q),
        ['x', 'y'],
      ),
      numeric(
        'r',
        joined(rows).map(([, , r]) => r),
      ),
      categorical(
        's',
        joined(rows).map(([, , , s]) => s),
        ['k', 'l'],
      ),
    );
  const all = [
    ['a', 'x', 0, 'k'],
    ['b', 'y', 1, 'l'],
    [null, 'x', 2, 'k'],
  ] as const;
  forAll(
    rowLists,
    ([real, made]) => {
      const fine = resultOf(tableFrom(real), tableFrom(made)).threeWay.error!;
      const coarse = resultOf(few([...real, ...all]), few([...made, ...all])).threeWay.error!;
      expect(coarse).toBeLessThanOrEqual(fine + 1e-12);
    },
    40,
  );
});

test('the order of rows and columns, and the names of levels, change no number', () => {
  const renamed = (table: Table): Table => ({
    ...table,
    columns: table.columns.map((column) =>
      column.kind === 'categorical' ? { ...column, levels: column.levels.map((level) => `~${level}`) } : column,
    ),
  });
  const turned = (table: Table, seed: number): Table =>
    takeTableRows({ ...table, columns: table.columns.toReversed() }, shuffledRows(table.rowCount, seed));
  const straight = resultOf(train, fresh, holdout);
  const moved = resultOf(renamed(turned(train, 3)), renamed(turned(fresh, 4)), renamed(turned(holdout, 5)));
  for (const key of ['error', 'floor', 'ceiling', 'score', 'low', 'high'] as const) {
    expect(moved.threeWay[key]).toBeCloseTo(straight.threeWay[key]!, 10);
    for (const { column, levels } of straight.inside) {
      const twin = moved.inside.find((other) => other.column === column)!;
      for (const each of levels) {
        expect(twin.levels.find(({ level }) => level === `~${each.level}`)![key]).toBeCloseTo(each[key]!, 10);
      }
    }
  }
});

test('more than a thousand triples are drawn by seed, whatever the order of the columns, and widen the interval', () => {
  const names = Array.from({ length: 25 }, (_, index) => `c${index}`);
  const named = (list: readonly string[], seed: number): string[] =>
    chooseTriples(list, seed)
      .triples.map((triple) =>
        triple
          .map((place) => list[place]!)
          .sort()
          .join(),
      )
      .sort();
  expect(chooseTriples(names, 1).of).toBe(2300);
  expect(new Set(named(names, 1)).size).toBe(1000);
  expect(named(names.toReversed(), 1)).toEqual(named(names, 1));
  expect(named(names, 2)).not.toEqual(named(names, 1));
  expect(chooseTriples(names.slice(0, 19), 1)).toMatchObject({ of: 969, triples: { length: 969 } });

  const wide = (seed: number): Table =>
    tableOf(
      ...names.map((name, column) =>
        categorical(
          name,
          Array.from({ length: 60 }, (_, row) => ((row * (column + seed)) % 7 < 3 ? 'a' : 'b')),
          ['a', 'b'],
        ),
      ),
    );
  expect(resultOf(wide(1), wide(2)).threeWay).toMatchObject({ marginals: 1000, of: 2300 });
});

test('two columns have no triple', () => {
  const two = tableOf(numeric('a', [1, 2, 3]), numeric('b', [1, 2, 3]));
  expect(resultOf(two, two)).toMatchObject({ threeWay: { error: null, marginals: 0 }, inside: [] });
});

sharedTest('Adult: floor and ceiling of triples are those of the specification within 8 %', () => {
  const table = csvTable(
    sharedText('data/adult.csv.gz'),
    golden.kinds.adult as Record<string, 'numeric' | 'categorical'>,
  );
  const real = splitRows(table, table.rowCount - 39_074).train;
  const { threeWay } = resultOf(real, takeTableRows(real, shuffledRows(real.rowCount, 1)));
  expect(threeWay.of).toBe(455);
  expect(Math.abs(threeWay.floor! / 0.083 - 1)).toBeLessThan(0.08);
  expect(Math.abs(threeWay.ceiling! / 0.366 - 1)).toBeLessThan(0.08);
});
