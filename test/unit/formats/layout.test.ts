/** What of a file is the table: rows above it, rows below it, comments. */
import { expect, test } from 'vitest';
import { readText, rowsAsTexts } from '../../helpers/reading.ts';

async function shapeOf(text: string, choices = {}) {
  const { table, notices, dialect } = await readText(text, choices);
  return {
    names: table.columns.map(({ name }) => name),
    rows: rowsAsTexts(table),
    told: notices
      .filter(({ code }) => !/^(column|name)-/.test(code))
      .map(({ code, place, count }) => [code, place.line ?? 0, count]),
    header: dialect.header,
  };
}
const ROWS = '1,red,2.5\n2,blue,3.5\n3,red,4.5\n4,red,1.5\n';
const CELLS = [
  ['1', 'red', '2.5'],
  ['2', 'blue', '3.5'],
  ['3', 'red', '4.5'],
  ['4', 'red', '1.5'],
];
const NAMES = ['n', 'colour', 'size'];

test.each([
  ['titles', `Sales of 2020\n\nin thousands\nn,colour,size\n${ROWS}`],
  ['titles as wide as the table', `Sales of 2020,,\n,,\nn,colour,size\n${ROWS}`],
  ['a note of two cells', `made in May,by hand\nn,colour,size\n${ROWS}`],
])('%s above the header are left out and counted', async (_, text) => {
  const { names, rows, told } = await shapeOf(text);
  expect({ names, rows }).toEqual({ names: NAMES, rows: CELLS });
  expect(told).toEqual([['preamble', 1, text.startsWith('made') ? 1 : 2]]);
});

test('lines are counted from the top of the file', async () => {
  const { told } = await shapeOf(`Sales\n\nn,colour,size\n${ROWS}5,red\n${ROWS}`);
  expect(told).toContainEqual(['row-short', 8, 1]);
});

test('a header with few names is a header', async () => {
  const { names, rows, told } = await shapeOf(`,colour,\n${ROWS}`);
  expect(names).toEqual(['column_1', 'colour', 'column_3']);
  expect({ rows, told }).toEqual({ rows: CELLS, told: [] });
});

test('who says that there is no header says that the first line is a row', async () => {
  const { rows } = await shapeOf(`x,,\n${ROWS}`, { header: false });
  expect(rows).toHaveLength(5);
});

test('notes below the table are set aside, with the line of the first', async () => {
  const { rows, told } = await shapeOf(`n,colour,size\n${ROWS}Source: the office\nAll rights kept\n`);
  expect({ rows, told }).toEqual({ rows: CELLS, told: [['footer-set-aside', 6, 2]] });
});

test('rows of empty cells are rows within the table and none below it', async () => {
  const { rows, told } = await shapeOf(`n,colour,size\n1,red,2.5\n,,\n2,blue,3.5\n,,\n,,\n`);
  expect(rows).toEqual([CELLS[0], ['', '', ''], CELLS[1]]);
  expect(told).toEqual([
    ['empty-rows-below', 0, 2],
    ['empty-rows', 0, 1],
  ]);
});

test.each(['#', '//', '%', '--', ';'])('lines that begin with %s are comments, anywhere', async (sign) => {
  const { names, rows, told } = await shapeOf(
    `${sign} made "by hand\nn,colour,size\n1,red,2.5\n${sign}\n2,blue,3.5\n3,red,4.5\n4,red,1.5\n`,
  );
  expect({ names, rows }).toEqual({ names: NAMES, rows: CELLS });
  expect(told).toEqual([['comments', 1, 2]]);
});

test('lines that begin with a sign and have the width of the table are rows', async () => {
  const { rows, told } = await shapeOf(`n,colour,size\n${ROWS.replace('2,blue', '#2,blue')}`);
  expect({ rows: rows.length, told }).toEqual({ rows: 4, told: [] });
});

test('the last of the comments is the header if it names every column', async () => {
  const { names, rows, told, header } = await shapeOf(`# made by hand\n## n,colour,size\n${ROWS}`);
  expect({ names, rows, header }).toEqual({ names: NAMES, rows: CELLS, header: true });
  expect(told).toEqual([['comments', 1, 1]]);
});

test('a comment at the end without a line end is one', async () => {
  const { rows, told } = await shapeOf(`# a\nn,colour,size\n${ROWS}# end`);
  expect({ rows, told }).toEqual({ rows: CELLS, told: [['comments', 1, 2]] });
});

test('comments between CRLF lines are no other line end', async () => {
  const { told } = await shapeOf(`# a\r\nn,colour,size\r\n${ROWS.replaceAll('\n', '\r\n')}# end\r\n`);
  expect(told).toEqual([['comments', 1, 2]]);
});

test('an empty header line above rows is a header without names', async () => {
  const { names } = await shapeOf(',,\n1,a,x\n2,a,y\n');
  expect(names).toEqual(['column_1', 'column_2', 'column_3']);
});
