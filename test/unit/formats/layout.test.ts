/** What of a file is the table: rows above it, rows below it, comments. */
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { readTable } from '../../../src/core/formats/read-table.ts';
import { silent } from '../../../src/core/progress.ts';
import { forAllAsync } from '../../helpers/properties.ts';
import { gunzip, readText, rowsAsTexts, sourceOf, written } from '../../helpers/reading.ts';

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
  expect(told.filter(([code]) => code !== 'blank-lines')).toEqual([['preamble', 1, text.startsWith('made') ? 1 : 2]]);
  expect(told.some(([code]) => code === 'blank-lines')).toBe(text.includes('\n\n'));
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

test('two rows of names are one header: outer names run to the right', async () => {
  const text = 'Men,,Women,\nn,share,n,share\n1,2.5,3,4.5\n5,6.5,7,8.5\n9,1.5,2,3.5\n';
  const read = await readText(text);
  expect(read.table.columns.map(({ name }) => name)).toEqual(['Men n', 'Men share', 'Women n', 'Women share']);
  expect(read.table.rowCount).toBe(3);
  expect(new TextDecoder().decode(written(read))).toBe(text);
});

test('a row of units below the names belongs to the header', async () => {
  const { names, rows } = await shapeOf('size,weight,colour\n(m),(kg),\n1,2.5,red\n2,3.5,blue\n3,4.5,red\n');
  expect({ names, rows: rows.length }).toEqual({ names: ['size (m)', 'weight (kg)', 'colour'], rows: 3 });
});

test('dates above numbers are names of columns, dates above dates are none', async () => {
  const names = ['Region', 'Jan 2024', '2024-02', '1/22/20', 'Q1 2024'];
  expect((await shapeOf(`${names.join(',')}\nnorth,1,2,3,4\nsouth,5,6,7,8\nwest,9,1,2,3\n`)).names).toEqual(names);
  expect((await shapeOf('2024-01,1\n2024-02,2\n2024-03,3\n')).header).toBe(false);
});

test('in doubt a first row with an amount in it is a row, and it is asked', async () => {
  const { header, told } = await shapeOf('ann;1.72;\nbob;;\ncyd;;\n');
  expect({ header, told }).toEqual({
    header: false,
    told: [
      ['header-unsure', 0, 1],
      ['trailing-delimiter', 0, 1],
    ],
  });
});

test('a last row that ends behind its number is a short row, no note', async () => {
  const { rows, told } = await shapeOf(`n,colour,size\n${ROWS}5\n`);
  expect({ last: rows.at(-1), told }).toEqual({ last: ['5', '', ''], told: [['row-short', 6, 1]] });
});

test('a first row with a word among its numbers is a row', async () => {
  const { names, rows } = await shapeOf('a,b,c\n1,none,3\n4,5,6\n7,8,9\n10,11,12\n');
  expect({ names, rows: rows.length }).toEqual({ names: ['a', 'b', 'c'], rows: 4 });
});

test('a header that stands again within the data is set aside', async () => {
  const { table, notices, aside } = await readText(`n,colour,size\n${ROWS}n,colour,size\n${ROWS}`);
  expect(rowsAsTexts(table)).toEqual([...CELLS, ...CELLS]);
  expect(notices.find(({ code }) => code === 'header-repeated')).toMatchObject({ count: 1, lines: [6] });
  expect(aside).toEqual([{ line: 6, text: 'n,colour,size' }]);
});

test('of several tables the largest is read, the others are answers by their lines', async () => {
  const text = `Sales\n\nn,colour,size\n${ROWS}\nCosts\n\nyear,sum\n2019,5\n2020,6\n2021,7\n`;
  const { names, rows } = await shapeOf(text);
  expect({ names, rows }).toEqual({ names: NAMES, rows: CELLS });
  const { notices } = await readText(text);
  const question = notices.find(({ code }) => code === 'several-tables')!;
  expect(question).toMatchObject({ severity: 'question', count: 2, place: { line: 3 } });
  expect(question.answers).toEqual([
    { answer: '3-7', shown: ['n', 'colour', 'size'] },
    { answer: '11-14', shown: ['year', 'sum'] },
  ]);
  const other = await shapeOf(text, { firstLine: 11, lastLine: 14 });
  expect({ names: other.names, rows: other.rows.length }).toEqual({ names: ['year', 'sum'], rows: 3 });
});

test('empty lines between groups of one table make no tables', async () => {
  const { rows, told } = await shapeOf(`n,colour,size\n${ROWS}\n${ROWS}\n${ROWS}`);
  expect(rows).toHaveLength(12);
  expect(told).toEqual([['blank-lines', 6, 2]]);
});

const LIST = 'kind,name\ntree,oak\ntree,elm\nbird,owl\ntree,ash\n';

test('a list with names for its columns is read, not the wider notes above it, which are the other answer', async () => {
  const notes = 'Sources\none,the office,of towns,by hand\ntwo,the bureau,of fields\n';
  const { names, rows } = await shapeOf(`${notes}\n${LIST}`);
  expect({ names, rows: rows.length }).toEqual({ names: ['kind', 'name'], rows: 4 });
  const { notices } = await readText(`${notes}\n${LIST}`);
  const question = notices.find(({ code }) => code === 'several-tables');
  expect(question?.answers?.map(({ answer }) => answer)).toEqual(['5-9', '1-3']);
});

test('rows with fewer cells below a gap go on with a table that has a header', async () => {
  const wide = 'kind,name,note\ntree,oak,big\ntree,elm,big\nbird,owl,big\n';
  const { names, rows } = await shapeOf(`${wide}\nfish,eel\ntree,fir\ntree,yew\ntree,ash\ntree,box\n`);
  expect({ names, rows: rows.length }).toEqual({ names: ['kind', 'name', 'note'], rows: 8 });
});

test('a key and its values above a table are no table', async () => {
  const { rows, told } = await shapeOf(`Region:,North\nSource:,the office\nYear:,2020\n\nn,colour,size\n${ROWS}`);
  expect(rows).toEqual(CELLS);
  expect(told.map(([code]) => code)).toEqual(['preamble', 'blank-lines'].slice(0, told.length));
});

test('columns with the same name and the same cells are told', async () => {
  const { notices } = await readText('a,b,a\n1,x,1\n2,y,2\n3,z,3\n');
  expect(notices.find(({ code }) => code === 'column-copied')).toMatchObject({ place: { column: 'a (2)' } });
});

test('texts that begin like a formula are counted, numbers are not', async () => {
  const { notices } = await readText('a,b\n=A1+1,-5\n@sum,-6\nplain,+7\n-3.5,1\n');
  expect(notices.find(({ code }) => code === 'formula-like-cells')).toMatchObject({ count: 2 });
});

test.each([
  ['table.json', 'a,b\n1,2\n', 'extension-differs'],
  ['table.tsv', 'a,b\n1,2\n', 'extension-differs'],
  ['table.csv', 'a;b\n1;2\n', undefined],
  ['table.txt', 'a,b\n1,2\n', undefined],
])('%s: %j', async (name, text, code) => {
  const source = sourceOf(new TextEncoder().encode(text), Infinity, name);
  const { notices } = await readTable(source, {}, { gunzip }, silent);
  expect(notices.find((notice) => notice.code === 'extension-differs')?.code).toBe(code);
});

test('a cell that never ends is refused', async () => {
  const source = { name: 'a', size: null, chunks: manyBytes };
  await expect(readTable(source, {}, { gunzip }, silent)).rejects.toMatchObject({ code: 'cell-too-large' });
});

async function* manyBytes() {
  yield new TextEncoder().encode('a,b\n1,2\n3,');
  const part = new Uint8Array(4 * 2 ** 20).fill(120);
  for (let parts = 0; parts < 18; parts++) yield await Promise.resolve(part);
}

test('lines of the file are rows, header, comments, empty lines, or set aside with their text: nothing else', () =>
  forAllAsync(
    fc.tuple(
      fc.array(
        fc.constantFrom('1,red,2.5', '2,blue,3', '', ',,', '4,red', '5,red,1,9', 'note', '# c', 'n,colour,size'),
        {
          maxLength: 40,
        },
      ),
      fc.boolean(),
    ),
    async ([lines, hasEnd]) => {
      const all = ['n,colour,size', '7,green,1.5', '8,red,2.5', '9,blue,3.5', ...lines, '6,red,4.5'];
      const read = await readText(all.join('\n') + (hasEnd ? '\n' : ''), { delimiter: ',' }).catch(() => null);
      if (read === null) return;
      const count = (code: string): number => read.notices.find((notice) => notice.code === code)?.count ?? 0;
      const { header, headerAbove = [] } = read.dialect;
      const names = (header ? 1 : 0) + headerAbove.length;
      expect(read.table.rowCount + names + count('blank-lines') + count('comments') + read.aside.length).toBe(
        all.length,
      );
      for (const { line, text } of read.aside) expect(text).toBe(all[line - 1]);
    },
  ));

const NOTES = [
  ['footer-set-aside', 7, 2],
  ['empty-rows-below', 0, 1],
];

test.each([
  ['', ',,\nSource: the office,,\nAll rights kept,,\n', NOTES],
  ['in any column', ',,\n,Source: the office,\n,,All rights kept\n', NOTES],
  ['of two lines', ',,\nSource: the office,,\n"All rights\nkept",,\n', NOTES],
  [
    'with empty lines and comments between',
    ',,\nSource: the office,,\n# by hand\n\n"All, kept",,\n',
    [['blank-lines', 9, 1], ['comments', 8, 1], ...NOTES],
  ],
])('notes as wide as the table %s are set aside below a row of empty cells', async (_, notes, expected) => {
  const { table, notices, aside } = await readText(`n,colour,size\n${ROWS}${notes}`);
  expect(rowsAsTexts(table)).toEqual(CELLS);
  expect(notices.map(({ code, place, count }) => [code, place.line ?? 0, count])).toEqual(expected);
  expect(aside.map(({ line, text }) => [line, text.replace('\n', ' ')])).toEqual([
    [6, ',,'],
    [7, notes.split('\n')[1]],
    [
      notes.includes('#') ? 10 : 8,
      notes
        .slice(notes.lastIndexOf('\n', notes.indexOf('All')) + 1)
        .trim()
        .replace('\n', ' '),
    ],
  ]);
});

test.each([
  ['right below the last row', 'Source: the office,,\n', 5],
  ['with a number in them', ',,\n,,99\n', 6],
  ['with a second cell', ',,\nSource,office,\n', 6],
])('rows with few cells %s are rows', async (_, more, rows) => {
  expect((await shapeOf(`n,colour,size\n${ROWS}${more}`)).rows).toHaveLength(rows);
});
