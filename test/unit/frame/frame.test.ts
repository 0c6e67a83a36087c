import { expect, test } from 'vitest';
import { FRAME_ROWS, previewFrame, toDataFrame, toRecords } from '../../../src/frame/frame.ts';

const preview = previewFrame([
  { name: 'age', cells: [30, 10, null, 20] },
  { name: 'town', cells: ['Ulm', 'Bonn', 'ulm', null] },
  { name: 'age', cells: [1, 2, 3, 4] },
]);

test('rows come back as cells, also under two columns of one name', () => {
  expect(preview.head(2)).toEqual([
    [30, 'Ulm', 1],
    [10, 'Bonn', 2],
  ]);
});

test('a filter keeps the rows that contain the text in any cell, whatever its case', () => {
  expect(preview.filter('ULM').head(9)).toEqual([
    [30, 'Ulm', 1],
    [null, 'ulm', 3],
  ]);
  expect(preview.filter('Paris')).toMatchObject({ rowCount: 0 });
  expect(preview.filter('Paris').head(5)).toEqual([]);
});

test('sorting by a number orders its rows', () => {
  expect(preview.sort('age', false).head(1)[0]?.[0]).toBe(30);
});

test('the summary of a column with a missing cell is that of its values', () => {
  const { names, rows } = preview.summary();
  const of = (statistic: string) => rows.find((row) => row.statistic === statistic)?.cells[0];
  expect(names).toEqual(['age', 'age']);
  expect(of('mean')).toBe(20);
  expect(of('min')).toBe(10);
  expect(of('max')).toBe(30);
  expect(of('median')).toBe(20);
});

test('values are counted, commonest first', () => {
  const twice = previewFrame([{ name: 'x', cells: ['b', 'a', 'b', null] }]);
  expect(twice.valueCounts('x', 1)).toEqual([{ level: 'b', count: 2 }]);
});

test('a frame never holds more rows than its limit', () => {
  expect(previewFrame([{ name: 'x', cells: Array.from({ length: FRAME_ROWS + 7 }, (_, i) => i) }]).rowCount).toBe(
    FRAME_ROWS,
  );
});

test('a table without rows is an empty preview', () => {
  expect(previewFrame([{ name: 'x', cells: [] }]).head(3)).toEqual([]);
});

test('rows handed to people are a danfojs frame', () => {
  expect(toRecords(toDataFrame([{ name: 'x', cells: [1, 2] }]))).toEqual([{ x: 1 }, { x: 2 }]);
});
