/** A table made elsewhere, brought into line: names, kinds, levels and order as people get them from other tools. */
import { expect, test } from 'vitest';
import { noticeText } from '../../../src/core/errors.ts';
import { alignTable, placeBelow } from '../../../src/core/table/align.ts';
import type { CategoricalColumn, Column, NumericColumn, Table } from '../../../src/core/table/column.ts';

const numeric = (name: string, values: number[], decimals = 0): NumericColumn => ({
  ...{ kind: 'numeric', name, decimals },
  values: Float64Array.from(values),
});
function category(name: string, cells: (string | null)[]): CategoricalColumn {
  const levels = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Uint16Array.from(cells, (cell) => (cell === null ? levels.length : levels.indexOf(cell)));
  return { kind: 'categorical', name, codes, levels };
}
const tableOf = (...columns: Column[]): Table => ({ rowCount: 4, columns });
const texts = ({ codes, levels }: CategoricalColumn): (string | null)[] =>
  Array.from(codes, (code) => levels[code] ?? null);

const real = tableOf(
  numeric('age', [17, 30, 50, 90]),
  category('sex', ['f', 'm', 'f', null]),
  category('year', ['2007', '2008', '2009', '2007']),
);

test('a table of the same columns stays as it is and is told nothing of', () => {
  const { columns, notices, unlike } = alignTable(real, real, [], 'synthetic');
  expect(columns).toEqual(real.columns);
  expect(notices).toEqual([]);
  expect(unlike).toEqual([]);
});

test('a missing column, extra columns and another order are named, and columns are paired by name', () => {
  const other = tableOf(
    category('year', ['2007', '2008', '2009', '2007']),
    numeric('age', [1, 2, 3, 4]),
    numeric('x', [1, 1, 1, 1]),
  );
  const aligned = alignTable(real, other, [], 'synthetic');
  expect(aligned.columns.map(({ name }) => name)).toEqual(['age', 'year']);
  expect(aligned.unlike).toEqual(['sex']);
  expect(aligned.differences).toMatchObject({ missing: ['sex'], extra: ['x'], isReordered: true });
  expect(aligned.notices.map(({ code }) => code)).toEqual(['apart-missing', 'apart-extra', 'apart-order']);
  expect(noticeText(aligned.notices[0]!)).toBe('The synthetic table lacks 1 column: sex. Nothing is said of it.');
});

test('a missing column alone is no other order', () => {
  const { differences } = alignTable(real, tableOf(real.columns[0]!, real.columns[2]!), [], 'synthetic');
  expect(differences.isReordered).toBe(false);
});

test('levels that no real row holds are counted with their rows, and levels that no cell holds are not', () => {
  const sex: CategoricalColumn = {
    kind: 'categorical',
    name: 'sex',
    codes: Uint16Array.of(1, 1, 2, 0),
    levels: ['m', 'x', 'y', 'z'],
  };
  const { differences, notices } = alignTable(real, tableOf(real.columns[0]!, sex, real.columns[2]!), [], 'synthetic');
  expect(differences.unseenLevels).toEqual([{ column: 'sex', levels: 2, rows: 3, of: 4 }]);
  expect(notices.map(noticeText)).toEqual([
    'In sex the synthetic table has 2 levels that no real row holds, in 3 rows.',
  ]);
});

test('numbers written otherwise are the real levels, whatever kind the column was read as', () => {
  for (const year of [
    category('year', ['2007.0', '2008.0', '2007.0', '2007.0']),
    numeric('year', [2007, 2008, 2007, 2007], 1),
  ]) {
    const { columns, differences } = alignTable(
      real,
      tableOf(real.columns[0]!, real.columns[1]!, year),
      [],
      'synthetic',
    );
    expect(texts(columns[2] as CategoricalColumn)).toEqual(['2007', '2008', '2007', '2007']);
    expect(differences.unseenLevels).toEqual([]);
  }
});

test('of a number with a few words the words are missing; of words alone nothing is said', () => {
  const some = alignTable(real, tableOf(category('age', ['1', '2', '3', 'old'])), [], 'synthetic');
  expect(some.columns[0]).toMatchObject({ kind: 'numeric', values: Float64Array.of(1, 2, 3, NaN) });
  expect(some.notices.map(({ code, count }) => [code, count])).toContainEqual(['apart-kind-partly', 1]);
  const none = alignTable(real, tableOf(category('age', ['a', 'b', 'c', 'old'])), [], 'synthetic');
  expect(none.columns).toEqual([]);
  expect(none.differences.otherKind).toEqual([
    { column: 'age', real: 'numeric', found: 'categorical', isCompared: false, unfit: 4 },
  ]);
  expect(none.notices.map(({ code }) => code)).toContain('apart-kind-unlike');
});

test('a column of another kind that fits is compared, and the kinds are named', () => {
  const { columns, notices } = alignTable(real, tableOf(category('age', ['1', '2', '3', '4'])), [], 'synthetic');
  expect(columns[0]!.kind).toBe('numeric');
  expect(notices.map(({ code }) => code)).toContain('apart-kind');
});

test('the mark for missing of a real column is missing in the other table too', () => {
  const other = tableOf(category('sex', ['NA', 'm', 'f', null]));
  const { columns, differences } = alignTable(real, other, ['', 'NA', ''], 'holdout');
  expect(texts(columns[0] as CategoricalColumn)).toEqual([null, 'm', 'f', null]);
  expect(differences.unseenLevels).toEqual([]);
});

test('a column without any value is named and takes part in nothing', () => {
  const { unlike, notices } = alignTable(real, tableOf(numeric('age', [NaN, NaN, NaN, NaN])), [], 'synthetic');
  expect(unlike).toContain('age');
  expect(notices.map(({ code }) => code)).toContain('apart-empty');
});

test('rows placed below join levels by their text and miss what the second table lacks', () => {
  const below = [category('year', ['2010', '2007', null, '2010'])];
  const { rowCount, columns } = placeBelow(real, below, 4);
  expect(rowCount).toBe(8);
  expect(texts(columns[2] as CategoricalColumn)).toEqual([
    '2007',
    '2008',
    '2009',
    '2007',
    '2010',
    '2007',
    null,
    '2010',
  ]);
  expect(texts(columns[1] as CategoricalColumn)).toEqual(['f', 'm', 'f', null, null, null, null, null]);
  expect(columns[0]).toMatchObject({ values: Float64Array.of(17, 30, 50, 90, NaN, NaN, NaN, NaN) });
});
