import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNeighbourIndex, nearest, NO_DISTANCE } from '../../../src/core/learn/nearest.ts';
import { createRowCoder, encodeRows } from '../../../src/core/learn/row-code.ts';
import { createRng } from '../../../src/core/math/rng.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';
import { naiveNearest } from '../../helpers/naive/nearest.ts';
import { forAll } from '../../helpers/properties.ts';

/** Few values and few levels, so that ties, equal rows, missing cells and unknown levels all occur. */
function randomTable(
  seed: number,
  rowCount: number,
  numberCount: number,
  categoryCount: number,
  levelCount: number,
): Table {
  const rng = createRng(seed, 'nearest');
  const columns = [];
  for (let i = 0; i < numberCount; i++) {
    const cells = Array.from({ length: rowCount }, () => (rng.below(8) === 0 ? NaN : rng.below(30) - 10));
    columns.push(numeric(`n${i}`, cells));
  }
  for (let i = 0; i < categoryCount; i++) {
    const cells = Array.from({ length: rowCount }, () => (rng.below(8) === 0 ? null : `l${rng.below(levelCount)}`));
    columns.push(categorical(`c${i}`, cells));
  }
  return tableOf(...columns);
}

const namesOf = (table: Table): string[] => table.columns.map((column) => column.name);

function search(population: Table, searched: Table, queries: Table, k: number, leaveOut?: Int32Array) {
  const coder = createRowCoder([population], namesOf(population));
  const index = createNeighbourIndex(encodeRows(coder, searched));
  return nearest(index, encodeRows(coder, queries), leaveOut ? { k, leaveOut } : { k });
}

const shapes = fc.record({
  seed: fc.nat(1_000_000),
  rowCount: fc.integer({ min: 1, max: 60 }),
  queryCount: fc.integer({ min: 1, max: 30 }),
  numberCount: fc.nat(7),
  categoryCount: fc.nat(10),
  levelCount: fc.constantFrom(1, 2, 5, 300),
  k: fc.integer({ min: 1, max: 5 }),
});

/** Against the twin; `queries` may hold levels that `searched` lacks. */
function expectTwin(queries: Table, searched: Table, k: number): void {
  const found = search(queries, searched, queries, k);
  naiveNearest(queries, namesOf(queries), searched, queries, k).forEach((expected, query) => {
    const padded = [...expected.distances, ...Array.from({ length: k }, () => NO_DISTANCE)].slice(0, k);
    expect([...found.distances.subarray(query * k, query * k + k)]).toEqual(padded);
    expect(found.ties[query]).toBe(expected.ties);
  });
}

test('distances and ties are those of the naive twin, in tables with other levels too', () => {
  forAll(shapes, ({ seed, rowCount, queryCount, numberCount, categoryCount, levelCount, k }) => {
    const searched = randomTable(seed, rowCount, numberCount, categoryCount, levelCount);
    expectTwin(randomTable(seed + 1, queryCount, numberCount, categoryCount, levelCount + 2), searched, k);
  });
});

// More levels than have a bitmap each, more than a byte holds, and more columns than four digits count.
test.each([
  { levelCount: 100, categoryCount: 17 },
  { levelCount: 400, categoryCount: 3 },
  { levelCount: 2, categoryCount: 33 },
])('they are with $categoryCount columns of $levelCount levels', ({ levelCount, categoryCount }) => {
  const searched = randomTable(3, 1000, 2, categoryCount, levelCount);
  expectTwin(randomTable(4, 40, 2, categoryCount, levelCount + 2), searched, 2);
});

test('a row that is searched among its own leaves itself out by position, not by distance', () => {
  const table = tableOf(numeric('x', [1, 1, 1, 5]), categorical('c', ['a', 'a', 'b', null]));
  const found = search(table, table, table, 1, Int32Array.of(0, 1, 2, 3));
  expect([...found.distances]).toEqual([0, 0, 255, 255 + 127]);
  expect([...found.ties]).toEqual([1, 1, 2, 3]);
});

test('a table of one row left out has no neighbour', () => {
  const table = tableOf(numeric('x', [1]));
  const found = search(table, table, table, 2, Int32Array.of(0));
  expect([...found.distances]).toEqual([NO_DISTANCE, NO_DISTANCE]);
  expect(found.ties[0]).toBe(0);
});

test('steps are ranks of the population: outside it a number lies at an end, between two values half-way', () => {
  const population = tableOf(numeric('x', [10, 20, 30, 40]));
  const coder = createRowCoder([population], ['x']);
  const { steps } = encodeRows(coder, tableOf(numeric('x', [-1e9, 10, 15, 25, 40, 99_999, NaN])));
  expect([...steps[0]!]).toEqual([0, 32, 64, 128, 223, 255, 511]);
});

test('wide categories, more than a byte holds, still cost one mismatch each', () => {
  const levels = Array.from({ length: 700 }, (_, i) => `v${i}`);
  const searched = tableOf(
    categorical('wide', levels),
    categorical(
      'narrow',
      levels.map((_, i) => `${i % 3}`),
    ),
  );
  const queries = takeTableRows(searched, Uint32Array.of(3, 260, 516));
  const found = search(searched, searched, queries, 2);
  expect([...found.distances]).toEqual([0, 255, 0, 255, 0, 255]);
  expect([...found.ties]).toEqual([1, 1, 1]);
});

test('blocks are told in order', () => {
  const table = randomTable(3, 2300, 1, 1, 3);
  const heard: number[] = [];
  const coder = createRowCoder([table], namesOf(table));
  const rows = encodeRows(coder, table);
  nearest(createNeighbourIndex(rows), rows, { k: 1, onBlock: (done, total) => heard.push(done / total) });
  expect(heard).toEqual([1000 / 2300, 2000 / 2300, 1]);
});

test('text has no row code, and more than five neighbours are refused', () => {
  const text = tableOf({ kind: 'text', name: 't', codes: Uint32Array.of(0), levels: ['a'] });
  expect(() => createRowCoder([text], ['t'])).toThrow('no row code');
  const table = tableOf(numeric('x', [1]));
  expect(() => search(table, table, table, 6)).toThrow('1 <= k <= 5');
});
