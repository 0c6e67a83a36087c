/** What the user says about a text file is obeyed, each choice by itself; what cannot be is refused with its key. */
import { expect, test } from 'vitest';
import type { ReadingChoices } from '../../../src/core/recipe.ts';
import { readText, rowsAsTexts } from '../../helpers/reading.ts';

async function cellsOf(text: string, choices: ReadingChoices = {}) {
  const { table, notices, aside } = await readText(text, choices);
  const names = table.columns.map(({ name }) => name);
  return { names, rows: rowsAsTexts(table), codes: notices.map(({ code }) => code), aside };
}

test('quote: none leaves quotes in the cells, the apostrophe takes them out', async () => {
  const text = `a,b\n"x",'y'\n"z",'w'\n`;
  expect((await cellsOf(text, { quote: '' })).rows[0]).toEqual(['"x"', "'y'"]);
  expect((await cellsOf(text, { quote: "'" })).rows[0]).toEqual(['"x"', 'y']);
  expect((await cellsOf(text, { quote: '"' })).rows[0]).toEqual(['x', "'y'"]);
});

test('escape: a backslash before a quote is found, and can be ruled out', async () => {
  const text = 'a,b\n1,"x \\" y, z"\n2,"C:\\\\d"\n';
  expect((await cellsOf(text)).rows).toEqual([
    ['1', 'x " y, z'],
    ['2', 'C:\\d'],
  ]);
  expect((await cellsOf(text, { escape: 'doubled' })).rows[1]).toEqual(['2', 'C:\\\\d']);
  expect((await cellsOf('a,b\n1,"x\\\\y"\n2,"z"\n', { escape: 'backslash' })).rows[0]).toEqual(['1', 'x\\y']);
});

test('comment: any sign, or none', async () => {
  const text = 'a,b\n!1,x\n2,y\n#3,z\n4,w\n';
  expect((await cellsOf(text, { comment: '!' })).rows.map(([a]) => a)).toEqual(['2', '#3', '4']);
  expect((await cellsOf('a,b\n# note\n2,y\n3,x\n', { comment: '' })).codes).toContain('row-short');
});

test('delimiter: a blank stands for runs of blanks, nothing for one column', async () => {
  const text = 'a  b   c\n1 2\t 3 \n 4    "x  y" 6\n';
  expect(await cellsOf(text, { delimiter: ' ' })).toMatchObject({
    names: ['a', 'b', 'c'],
    rows: [
      ['1', '2', '3'],
      ['4', 'x  y', '6'],
    ],
  });
  expect((await cellsOf('a,b\n1,2\n', { delimiter: '' })).rows).toEqual([['1,2']]);
});

test.each([':', '^', '~', '\u001f'])('delimiter: %j is found', async (delimiter) => {
  const rows = Array.from({ length: 20 }, (_, row) => [`n${row}`, String(row), `${row}.5`].join(delimiter));
  const { names } = await cellsOf([['name', 'count', 'share'].join(delimiter), ...rows].join('\n'));
  expect(names).toEqual(['name', 'count', 'share']);
});

test('blanks in rows of numbers delimit without being told, those in texts and times do not', async () => {
  const numbers = await cellsOf('x y z\n1 2 3\n4 5 6\n7 8 9\n');
  expect(numbers).toMatchObject({ names: ['x', 'y', 'z'], rows: [{ length: 3 }, { length: 3 }, { length: 3 }] });
  expect((await cellsOf('Anna Katz\nBernd Hund\nClara Maus\n')).names).toHaveLength(1);
  expect((await cellsOf('time\n2020-01-01 10:00:00\n2020-01-02 10:30:00\n2020-01-03 11:00:00\n')).names).toHaveLength(
    1,
  );
});

test('header rows: as many as are said, joined with a blank', async () => {
  const text = 'p,q\nr,s\n1,2\n3,4\n';
  const { names, rows } = await cellsOf(text, { headerRows: 2 });
  expect({ names, rows: rows.length }).toEqual({ names: ['p r', 'q s'], rows: 2 });
});

test('first and last line: what lies outside is left out, counted and kept to be shown', async () => {
  const text = 'title\n\nn,m\n1,2\n3,4\n5,6\nend\n';
  const { names, rows, codes, aside } = await cellsOf(text, { firstLine: 3, lastLine: 5 });
  expect({ names, rows }).toEqual({
    names: ['n', 'm'],
    rows: [
      ['1', '2'],
      ['3', '4'],
    ],
  });
  expect(codes).toContain('lines-left-out');
  expect(aside).toEqual([
    { line: 1, text: 'title' },
    { line: 6, text: '5,6' },
    { line: 7, text: 'end' },
  ]);
});

test('lines of findings are those of the file, also below a first line that was chosen', async () => {
  const { notices } = await readText('x\ny\na,b\n1,2\n3\n4,5\n', { firstLine: 3 });
  expect(notices.find(({ code }) => code === 'row-short')).toMatchObject({ place: { line: 5 }, lines: [5] });
});

test('unwrap: lines that are one quoted cell are read as records, and can be left as they are', async () => {
  const text = '"a;b"\n"1;""x;y"""\n"2;z"\n';
  const { notices } = await readText(text);
  const question = notices.find(({ code }) => code === 'wrapped-lines')!;
  expect(question).toMatchObject({ severity: 'question', count: 3 });
  expect(question.answers!.map(({ answer }) => answer)).toEqual(['unwrap', 'keep']);
  expect((await cellsOf(text)).rows).toEqual([
    ['1', 'x;y'],
    ['2', 'z'],
  ]);
  expect((await cellsOf(text, { unwrap: false })).rows).toEqual([['1;"x;y"'], ['2;z']]);
});

const body = Array.from({ length: 30 }, (_, row) => `${row},t${row % 4},${row}.5`);
const long = ['n,tag,x', ...body.with(5, '5,,t1,5.5').with(7, '7,t3,7.5,more')].join('\n');

test('rows set aside: the question shows them, and they are listed with line and text', async () => {
  const { table, notices, aside } = await readText(long);
  expect(table.rowCount).toBe(28);
  expect(aside).toEqual([
    { line: 7, text: '5,,t1,5.5' },
    { line: 9, text: '7,t3,7.5,more' },
  ]);
  const question = notices.find(({ code }) => code === 'rows-set-aside')!;
  expect(question).toMatchObject({ count: 2, lines: [7, 9] });
  expect(question.answers).toEqual([
    { answer: 'leave-out', shown: ['5,,t1,5.5', '7,t3,7.5,more'] },
    { answer: 'cut', shown: [] },
    { answer: 'drop-empty', shown: [] },
    { answer: 'add-columns', shown: [] },
  ]);
});

test('aside: cut keeps the record without its surplus', async () => {
  const { rows, codes } = await cellsOf(long, { aside: 'cut' });
  expect(rows).toHaveLength(30);
  expect(rows[7]).toEqual(['7', 't3', '7.5']);
  expect(codes).toContain('row-mended');
});

test('aside: drop-empty takes out the empty cell that makes every type fit, and leaves the others aside', async () => {
  const { rows, aside } = await cellsOf(long, { aside: 'drop-empty' });
  expect(rows).toHaveLength(29);
  expect(rows[5]).toEqual(['5', 't1', '5.5']);
  expect(aside.map(({ line }) => line)).toEqual([9]);
});

test('aside: add-columns widens the table', async () => {
  const { names, rows, codes } = await cellsOf(long, { aside: 'add-columns' });
  expect(names).toEqual(['n', 'tag', 'x', 'column_4']);
  expect(rows[7]).toEqual(['7', 't3', '7.5', 'more']);
  expect(rows).toHaveLength(30);
  expect(codes).not.toContain('row-short');
});

test('what a column was read as twice gets the same rows', async () => {
  const numbers = Array.from({ length: 400 }, (_, row) => (row === 40 ? '40,,t1,5.5' : `${row},t${row % 4},${row}.50`));
  const words = Array.from({ length: 40 }, (_, row) => `w${row},t1,word ${row}`);
  const { rows } = await cellsOf(['n,tag,x', ...numbers, ...words].join('\n'), { aside: 'drop-empty' });
  expect(rows).toHaveLength(440);
  expect(rows[40]).toEqual(['40', 't1', '5.5']);
  expect(rows[41]).toEqual(['41', 't1', '41.50']);
});

test('totals: kept and asked, or left out', async () => {
  const text = ['name,sum', ...Array.from({ length: 12 }, (_, row) => `n${row},${row}`), 'Total,66'].join('\n');
  const { notices, table } = await readText(text);
  expect(table.rowCount).toBe(13);
  expect(notices.find(({ code }) => code === 'total-rows')).toMatchObject({
    count: 1,
    answers: [{ answer: 'keep' }, { answer: 'leave-out' }],
  });
  const without = await cellsOf(text, { totals: 'leave-out' });
  expect(without.rows).toHaveLength(12);
  expect(without.aside).toEqual([{ line: 14, text: 'Total,66' }]);
  expect(without.codes).toContain('totals-left-out');
  expect((await cellsOf(text, { totals: 'keep' })).codes).not.toContain('total-rows');
});

test.each([
  [{ quote: '§' }, 'quote'],
  [{ escape: 'twice' }, 'escape'],
  [{ comment: 'REM ' }, 'comment'],
  [{ delimiter: 'ab' }, 'delimiter'],
  [{ headerRows: 0 }, 'headerRows'],
  [{ headerRows: 2, header: false }, 'headerRows'],
  [{ firstLine: 0 }, 'firstLine'],
  [{ firstLine: 9 }, 'firstLine'],
  [{ firstLine: 3, lastLine: 2 }, 'lastLine'],
  [{ aside: 'burn' }, 'aside'],
  [{ totals: 'double' }, 'totals'],
])('%j is refused', async (choices, key) => {
  const thrown = await readText('a,b\n1,2\n3,4\n', choices as ReadingChoices).catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code: 'recipe-invalid', place: { key: `reading.${key}` } });
  expect((thrown as Error).message.length).toBeLessThan(200);
});

test('decimal: of the whole file, but a column need not be numbers for it', async () => {
  const text = 'a;b;c\n1,5;1.234;x\n2,25;2.000;7\n3,125;3.500;y\n';
  const { rows } = await cellsOf(text, { decimal: ',' });
  expect(rows[0]).toEqual(['1.5', '1234', 'x']);
  const pointed = await cellsOf('a;b\n1,500;1.5\n2,000;2.25\n', { decimal: '.' });
  expect(pointed.rows[0]).toEqual(['1500', '1.5']);
  expect(pointed.codes).not.toContain('decimal-mark-unsure');
  const own = await cellsOf(text, { decimal: ',', columns: { b: { decimal: '.' } } });
  expect(own.rows[0]![1]).toBe('1.234');
});

test('decimal: of the whole file does not change numbers that JSON has as such', async () => {
  expect((await cellsOf('[{"a":1.5,"b":"1,5"},{"a":2.25,"b":"2,25"}]', { decimal: ',' })).rows).toEqual([
    ['1.5', '1.5'],
    ['2.25', '2.25'],
  ]);
});
