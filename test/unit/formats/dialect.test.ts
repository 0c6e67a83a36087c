/** How a file is written, found from its bytes: delimiter, quotes, line ends, header, names. */
import { expect, test } from 'vitest';
import { readBytes, readText, rowsAsTexts } from '../../helpers/reading.ts';

const ROWS = Array.from({ length: 30 }, (_, row) => [`${row}`, ['red', 'blue', 'green'][row % 3]!, `${row % 7}.5`]);
const fileOf = (delimiter: string, header = ['size', 'colour', 'share']): string =>
  [header, ...ROWS].map((row) => row.join(delimiter)).join('\n');

test.each([',', ';', '\t', '|'])('the delimiter %j is found', async (delimiter) => {
  const { dialect, table, notices } = await readText(fileOf(delimiter));
  expect(dialect.delimiter).toBe(delimiter);
  expect(rowsAsTexts(table)).toEqual(ROWS);
  expect(notices).toEqual([]);
});

test('decimal commas between semicolons do not make the comma the delimiter', async () => {
  const { dialect, table } = await readText(fileOf(';').replaceAll('.', ','));
  expect(dialect.delimiter).toBe(';');
  expect(table.columns).toHaveLength(3);
});

test('a first line sep=; is obeyed and written back', async () => {
  const { dialect, table, notices } = await readText('sep=;\r\na,b;c\r\n1,5;x\r\n2,5;y\r\n');
  expect(dialect).toMatchObject({ delimiter: ';', separatorLine: true });
  expect(table.columns.map(({ name }) => name)).toEqual(['a,b', 'c']);
  expect(notices.filter(({ code }) => code === 'delimiter-unsure')).toEqual([]);
});

test('the chosen delimiter is obeyed', async () => {
  const { table } = await readText('a;b,c\n1;2,3\n', { delimiter: ';' });
  expect(rowsAsTexts(table)).toEqual([['1', '2,3']]);
  await expect(readText('a\n1\n', { delimiter: 'ab' })).rejects.toMatchObject({
    code: 'recipe-invalid',
    place: { key: 'reading.delimiter' },
  });
});

test('two delimiters that fit alike are a question', async () => {
  const { notices } = await readText(Array.from({ length: 30 }, (_, i) => `a${i},b;c`).join('\n'));
  expect(notices.map(({ code }) => code)).toContain('delimiter-unsure');
});

test('a file with one column is a file, also where its texts hold commas', async () => {
  const one = await readText(
    `remark\n${Array.from({ length: 40 }, (_, i) => (i % 4 ? `note ${i}` : `note ${i}, later`)).join('\n')}\n`,
  );
  expect(one.table.columns).toHaveLength(1);
  expect(one.table.rowCount).toBe(40);
  expect(rowsAsTexts(one.table)[0]).toEqual(['note 0, later']);
});

test('apostrophes quote where cells begin and end with them', async () => {
  const { dialect, table } = await readText("'a','b'\n'1, 2','x'\n'3','it''s'\n");
  expect(dialect.quote).toBe("'");
  expect(rowsAsTexts(table)).toEqual([
    ['1, 2', 'x'],
    ['3', "it's"],
  ]);
});

test('apostrophes in text are letters', async () => {
  const { dialect, table } = await readText("name,town\nO'Hara,'s-Hertogenbosch\nD'Arcy,'s-Gravenhage\n");
  expect(dialect.quote).toBe('"');
  expect(rowsAsTexts(table)[0]).toEqual(["O'Hara", "'s-Hertogenbosch"]);
});

test.each([
  ['\n', false],
  ['\r\n', true],
  ['\r', true],
] as const)('line ends %j, final one: %s', async (lineEnd, hasFinal) => {
  const { dialect, table } = await readText(['a,b', '1,x', '2,y'].join(lineEnd) + (hasFinal ? lineEnd : ''));
  expect(dialect).toMatchObject({ lineEnd, finalLineEnd: hasFinal });
  expect(rowsAsTexts(table)).toEqual([
    ['1', 'x'],
    ['2', 'y'],
  ]);
});

test('mixed line ends are noted, and the commonest is kept', async () => {
  const { dialect, notices } = await readText('a,b\r\n1,x\n2,y\r\n3,z\r\n');
  expect(dialect.lineEnd).toBe('\r\n');
  expect(notices.map(({ code }) => code)).toContain('mixed-line-ends');
});

test('a byte-order mark is kept', async () => {
  const { dialect, table } = await readText('\uFEFFa,b\n1,2\n3,4\n');
  expect(dialect.mark).toBe(true);
  expect(table.columns[0]!.name).toBe('a');
});

test.each([
  ['words above numbers', 'size,weight\n1,2\n3,4\n', true, false],
  ['numbers above numbers', '5,6\n1,2\n3,4\n', false, false],
  ['words that do not recur', 'town,river\nKöln,Rhein\nBonn,Rhein\nKöln,Rhein\nBonn,Sieg\n', true, false],
  ['words that recur below', 'Köln,Rhein\nBonn,Sieg\nKöln,Rhein\nBonn,Sieg\n', false, false],
  ['years above numbers', 'country,2019,2020\nDE,1.5,2.5\nFR,1.25,2\nNL,1,3\n', true, true],
  ['distinct words above distinct words', 'a,b\nc,d\ne,f\n', true, true],
])('header: %s', async (_, text, isHeader, isUnsure) => {
  const { dialect, notices } = await readText(text);
  expect(dialect.header).toBe(isHeader);
  expect(notices.some(({ code }) => code === 'header-unsure')).toBe(isUnsure);
});

test('without a header columns are numbered, and the choice of the user is obeyed', async () => {
  const { table, dialect } = await readText('size,weight\n1,2\n', { header: false });
  expect(table).toMatchObject({ rowCount: 2, columns: [{ name: 'column_1' }, { name: 'column_2' }] });
  expect(dialect.headerNames).toEqual([]);
});

test('duplicate and empty names are made unique, and kept as they were for writing', async () => {
  const { table, dialect, notices } = await readText('a,a,,a (2), b ,\n1,2,3,4,5,6\n7,8,9,1,2,3\n');
  expect(table.columns.map(({ name }) => name)).toEqual(['a', 'a (3)', 'column_3', 'a (2)', 'b', 'column_6']);
  expect(dialect.headerNames).toEqual(['a', 'a', '', 'a (2)', ' b ', '']);
  const counts = Object.fromEntries(notices.map(({ code, count }) => [code, count]));
  expect(counts).toMatchObject({ 'name-made': 2, 'name-changed': 1 });
});

test('a delimiter at the end of every line is no column', async () => {
  const { table, dialect, notices } = await readText('a,b,\n1,x,\n2,y,\n');
  expect(table.columns).toHaveLength(2);
  expect(dialect.trailingDelimiter).toBe(true);
  expect(notices.map(({ code }) => code)).toEqual(['trailing-delimiter', ...notices.slice(1).map(({ code }) => code)]);
  expect(notices.map(({ code }) => code)).not.toContain('name-made');
});

test('a blank behind every delimiter is padding', async () => {
  const { table, dialect } = await readText('a, b\n1, x\n2, y z\n');
  expect(dialect.padded).toBe(true);
  expect(rowsAsTexts(table)).toEqual([
    ['1', 'x'],
    ['2', 'y z'],
  ]);
});

test('the ending tsv favours the tab', async () => {
  const { dialect } = await readBytes(new TextEncoder().encode('a\tb\n1\t2\n'));
  expect(dialect.delimiter).toBe('\t');
});

const many = (count: number, line: (row: number) => string): string =>
  Array.from({ length: count }, (_, row) => `${line(row)}\n`).join('');
const HEAD = many(40_000, (row) => `${row}.5,t${row % 5}`);

test.each([
  ['apostrophes as quotes', (row: number) => `${row}.5,'t, ${row % 5}'`, ['t, 0', 't, 1']],
  ['backslashes before quotes', (row: number) => `${row}.5,"t\\", ${row % 5}"`, ['t", 0', 't", 1']],
  ['comments', (row: number) => (row % 2 === 0 ? '# a, comment, of, some' : `${row}.5,t${row % 5}`), ['t1', 't3']],
])('%s that begin only far below are found', async (_, line, levels) => {
  expect(HEAD.length).toBeGreaterThan(300 * 1024);
  const body = many(40_000, line);
  for (const file of [`a,b\n${HEAD}${body}`, `a,b\n${HEAD}${HEAD}${many(20_000, line)}${HEAD}${HEAD}${HEAD}`]) {
    const { table, notices } = await readText(file);
    expect(table.columns).toHaveLength(2);
    expect(notices.map(({ code }) => code)).not.toContain('row-long');
    expect(notices.map(({ code }) => code)).not.toContain('rows-set-aside');
    const [, second] = table.columns;
    if (second?.kind !== 'categorical') return expect.fail('no category');
    expect(second.levels).toEqual(expect.arrayContaining(levels));
  }
});

test('lines far below that begin like comments and are as wide as the table are records', async () => {
  const { table, notices } = await readText(`a,b\n${HEAD}${many(40_000, (row) => `#${row % 9},t${row % 5}`)}`);
  expect(table.rowCount).toBe(80_000);
  expect(notices.map(({ code }) => code)).not.toContain('comments');
});
