import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupContents, joinRows, keyedCoins, thinByCoins } from '../../../src/core/fidelity/content.ts';
import { takeTableRows, type Table } from '../../../src/core/table/column.ts';
import { madeUpTable, schemaFor, shuffledRows } from '../../helpers/assess.ts';
import { rowTexts } from '../../helpers/naive/fidelity.ts';
import { forAll } from '../../helpers/properties.ts';
import { categorical, numeric, tableOf } from '../../helpers/tables.ts';

const cell = fc.tuple(fc.constantFrom(0, -0, 1, 2.5, NaN), fc.constantFrom('a', 'b', null));
const cells = fc.array(cell, { minLength: 1, maxLength: 30 });
const tableFrom = (rows: readonly (readonly [number, string | null])[]): Table =>
  tableOf(
    numeric(
      'x',
      rows.map(([x]) => x),
    ),
    categorical(
      'c',
      rows.map(([, c]) => c),
    ),
  );

test('rows are one content exactly where all their cells are equal, whatever the order of levels', () => {
  forAll(fc.tuple(cells, cells), ([first, second]) => {
    const tables = [tableFrom(first), tableFrom(second)];
    const { groupOf, groupCount } = groupContents(joinRows(tables, schemaFor(tables[0]!)));
    const texts = tables.flatMap(rowTexts);
    expect(groupCount).toBe(new Set(texts).size);
    texts.forEach((text, row) => expect(groupOf[row]).toBe(groupOf[texts.indexOf(text)]));
  });
});

test('copies of one content are numbered within their table', () => {
  const tables = [
    tableFrom([
      [1, 'a'],
      [1, 'a'],
      [2.5, 'a'],
    ]),
    tableFrom([[1, 'a']]),
  ];
  const { copyNumber } = groupContents(joinRows(tables, schemaFor(tables[0]!)));
  expect([...copyNumber]).toEqual([0, 1, 0, 0]);
});

test('coins follow the content: the order of rows, columns and levels changes no row’s coin', () => {
  const table = madeUpTable(300);
  const order = shuffledRows(300, 5);
  const moved = takeTableRows({ rowCount: 300, columns: table.columns.toReversed() }, order);
  const coinsOf = (tables: Table): Uint32Array => {
    const rows = joinRows([tables], schemaFor(tables));
    return keyedCoins(rows, groupContents(rows), 4, 'test');
  };
  const [coins, movedCoins] = [coinsOf(table), coinsOf(moved)];
  order.forEach((row, place) => expect(movedCoins[place]).toBe(coins[row]));
});

test('coins are even: chi-square of 256 cells over 20,000 rows (false alarm 1e-6)', () => {
  const table = tableOf(
    numeric(
      'row',
      Array.from({ length: 20_000 }, (_, row) => row),
      0,
    ),
  );
  const rows = joinRows([table], schemaFor(table));
  const counts = new Float64Array(256);
  for (const coin of keyedCoins(rows, groupContents(rows), 1, 'even')) counts[coin >>> 24]!++;
  const expected = 20_000 / 256;
  const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chi2).toBeLessThan(255 + 4.9 * Math.sqrt(2 * 255) + 12); // Wilson–Hilferty, upper 1e-6 quantile is 374
});

test('thinning keeps the rows with the smallest coins, and only those wanted', () => {
  const coins = Uint32Array.of(50, 10, 40, 20, 30);
  expect([...thinByCoins(coins, 0, 5, 3)]).toEqual([1, 3, 4]);
  expect([...thinByCoins(coins, 0, 5, 9, Uint8Array.of(1, 0, 1, 0, 0))]).toEqual([2, 0]);
});
