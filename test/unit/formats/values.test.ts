/** Dates, numbers and marks of a column as people write them: what is found, what is asked, what the user may say instead. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError, type Notice } from '../../../src/core/errors.ts';
import type { ReadingChoices } from '../../../src/core/recipe.ts';
import { patternOf } from '../../../src/core/table/date-pattern.ts';
import { readMoment, writeMoment } from '../../../src/core/table/moments.ts';
import { forAllAsync } from '../../helpers/properties.ts';
import { readText, rowsAsTexts, written } from '../../helpers/reading.ts';

const times = <T>(count: number, cell: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => cell(row));
const two = (number: number): string => String(number).padStart(2, '0');

/** Columns side by side behind a name for each row, so that no line is empty. */
async function readColumns(columns: Readonly<Record<string, readonly string[]>>, choices: ReadingChoices = {}) {
  const names = Object.keys(columns);
  const lines = times(columns[names[0]!]!.length, (row) =>
    [`r${row}`, ...names.map((name) => columns[name]![row]!)].join(';'),
  );
  const text = [['row', ...names].join(';'), ...lines].join('\n');
  const read = await readText(text, { delimiter: ';', header: true, ...choices });
  const told = (code: Notice['code']): Notice | undefined => read.notices.find((notice) => notice.code === code);
  return { ...read, text, column: read.table.columns[1]!, inference: read.inferences[1]!, told };
}
const readColumn = (cells: readonly string[], choices?: ReadingChoices) => readColumns({ thing: cells }, choices);
const saying = (reading: NonNullable<ReadingChoices['columns']>[string]): ReadingChoices => ({
  columns: { thing: reading },
});

test.each([
  ['day first, for a day above twelve', times(40, (i) => `${two((i % 28) + 1)}/03/2024`), 'dd/MM/yyyy'],
  ['month first, for the same reason', times(40, (i) => `3/${(i % 28) + 1}/2024`), 'M/d/yyyy'],
  ['a single digit far below', times(40, (i) => (i < 39 ? `1${i % 9}.11.2024` : '7.11.2024')), 'd.MM.yyyy'],
  ['month first, for AM and PM', times(40, (i) => `0${(i % 9) + 1}/02/2024 11:${two(i)} PM`), 'MM/dd/yyyy hh:mm a'],
  ['years of two digits', times(40, (i) => `${69 + (i % 31)}.01.${two((i % 28) + 1)}`), 'yy.MM.dd'],
  ['times of day', times(40, (i) => `${i % 24}:${two(i)}`), 'H:mm'],
  ['fractions', times(40, (i) => `2024-01-01 10:00:${two(i)}.250`), 'yyyy-MM-dd HH:mm:ss.SSS'],
  ['a zone', times(40, (i) => `2024-01-01T10:${two(i)}+02:00`), "yyyy-MM-dd'T'HH:mm'+02:00'"],
  ['names of months', times(40, (i) => `${i % 2 ? 'März' : 'Mai'} ${two((i % 28) + 1)}, 2024`), 'MMMM{de} dd, yyyy'],
  ['compact dates', times(40, (i) => `202401${two((i % 28) + 1)}`), 'yyyyMMdd'],
  ['compact times', times(40, (i) => `20240112T10${two(i)}00`), "yyyyMMdd'T'HHmmss"],
])('%s: the pattern is found, and the file written back as it was', async (_, cells, format) => {
  const { column, inference, text, notices, ...read } = await readColumn(cells);
  expect(column).toMatchObject({ kind: 'datetime', format });
  expect(inference).toMatchObject({ confidence: 'sure', reason: { fit: 40 } });
  expect(notices.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(Buffer.from(written({ ...read })).toString()).toBe(text);
});

const open = times(40, (i) => `${two((i % 12) + 1)}/0${(i % 5) + 1}/2024`);

test('where day and month are open the day comes first, and it is asked with up to three dates by each', async () => {
  const { column, inference, told } = await readColumn(open);
  expect(column).toMatchObject({ kind: 'datetime', format: 'dd/MM/yyyy' });
  expect(inference.confidence).toBe('please check');
  expect(told('date-order-unsure')).toMatchObject({
    severity: 'question',
    place: { column: 'thing' },
    count: 40,
    answers: [
      { answer: 'dd/MM/yyyy', shown: ['2024-01-06', '2024-02-07', '2024-03-08'] },
      { answer: 'MM/dd/yyyy', shown: ['2024-06-01', '2024-07-02', '2024-08-03'] },
    ],
  });
});

test('another column of the file decides, if all of them agree', async () => {
  const american = times(40, (i) => `0${(i % 9) + 1}/${two((i % 28) + 1)}/2023`);
  const european = times(40, (i) => `${two((i % 28) + 1)}.0${(i % 9) + 1}.2023`);
  const by = async (sisters: Record<string, readonly string[]>) => readColumns({ thing: open, ...sisters });
  const { column, told } = await by({ american });
  expect(column).toMatchObject({ format: 'MM/dd/yyyy' });
  expect(told('date-order-unsure')).toBeUndefined();
  expect((await by({ european })).told('date-order-unsure')).toBeUndefined();
  expect((await by({ american, european })).told('date-order-unsure')).toMatchObject({ place: { column: 'thing' } });
});

test('the user says the pattern', async () => {
  const { column, told } = await readColumn(open, saying({ date: 'MM/dd/yyyy' }));
  expect(column).toMatchObject({ kind: 'datetime', format: 'MM/dd/yyyy' });
  expect(told('date-order-unsure')).toBeUndefined();
  const odd = await readColumn(
    [...open.slice(0, 30), ...times(10, (i) => `2024-01-1${i}`)],
    saying({ date: 'd/MM/yyyy' }),
  );
  expect(odd.told('cell-unreadable')?.count).toBeGreaterThan(10);
  const refused = readColumn(open, saying({ date: 'dd/qq' }));
  await expect(refused).rejects.toThrow(UserError);
  await expect(refused).rejects.toMatchObject({ code: 'recipe-invalid', place: { key: 'reading.columns.thing.date' } });
});

test('several zones become UTC, with a note', async () => {
  const { column, told } = await readColumn(times(40, (i) => `2024-01-01T10:${two(i)}:00${i % 2 ? '+01:00' : 'Z'}`));
  expect(column).toMatchObject({ format: "yyyy-MM-dd'T'HH:mm:ss'Z'" });
  expect(column.kind === 'datetime' && column.epochMs[1]).toBe(Date.parse('2024-01-01T09:01:00Z'));
  expect(told('zones-normalised')).toMatchObject({ severity: 'note', count: 40 });
});

test.each([
  [
    'dates beside dates with times',
    (i: number) => (i % 4 ? `2023-01-${10 + (i % 20)}` : `2023-01-02 12:${10 + i}`),
    'yyyy-MM-dd',
    75,
  ],
  ['two orders', (i: number) => (i % 4 ? `${13 + (i % 15)}/01/2023` : `01/${13 + (i % 15)}/2023`), 'dd/MM/yyyy', 75],
  ['decimal commas and points', (i: number) => (i % 4 ? `${i},5` : `${i}.25`), ',', 75],
  ['commas, and points that may be either', (i: number) => (i % 4 ? `${i},5` : `${1 + i}.250`), ',', 75],
  ['percent beside plain numbers', (i: number) => (i % 4 ? `${i}.5` : `${i}%`), '.', 75],
  ['numbers beside dates', (i: number) => (i % 4 ? `2023-01-${10 + (i % 20)}` : `${i}.5`), 'yyyy-MM-dd', 75],
])('mixed: %s', async (_, cell, answer, share) => {
  const cells = times(40, cell);
  const { column, inference, told, table } = await readColumn(cells);
  expect(['text', 'categorical', 'identifier']).toContain(column.kind);
  expect(rowsAsTexts(table).map((row) => row[1])).toEqual(cells);
  expect(inference).toMatchObject({ confidence: 'please check' });
  expect(told('mixed-formats')).toMatchObject({
    severity: 'question',
    facts: { forms: 2, share },
    answers: [{ answer: 'text' }, { answer }],
  });
});

test('words among numbers or dates are proposed as marks, and either answer can be given', async () => {
  for (const cell of [
    (i: number) => `${i}.5`,
    (i: number) => `${i},5`,
    (i: number) => `0${(i % 9) + 1}/${13 + (i % 9)}/2023`,
  ]) {
    const cells = ['pending', 'pending', ...times(98, cell)];
    const { column, inference, told } = await readColumn(cells);
    expect(['numeric', 'datetime']).toContain(column.kind);
    expect(inference).toMatchObject({ confidence: 'please check', reason: { missing: 2, fit: 98 } });
    expect(told('codes-maybe-missing')).toMatchObject({
      severity: 'question',
      count: 2,
      answers: [
        { answer: 'missing', shown: ['pending'] },
        { answer: 'value', shown: ['pending'] },
      ],
    });
    const missing = await readColumn(cells, saying({ missing: ['pending'] }));
    expect(missing.column).toMatchObject({ kind: column.kind });
    expect(missing.told('codes-maybe-missing')).toBeUndefined();
    const value = await readColumn(cells, saying({ values: ['pending'] }));
    expect(['text', 'categorical', 'identifier']).toContain(value.column.kind);
    expect(rowsAsTexts(value.table)[0]![1]).toBe('pending');
  }
});

test('six different words are too many, and so are more than one in twenty', async () => {
  const numbers = times(194, (i) => `${i}.5`);
  expect((await readColumn([...times(5, (i) => `w${'abcde'[i]}`), ...numbers])).column.kind).toBe('numeric');
  expect((await readColumn([...times(6, (i) => `w${'abcdef'[i]}`), ...numbers])).column.kind).not.toBe('numeric');
  expect((await readColumn([...times(11, () => 'w'), ...numbers])).column.kind).not.toBe('numeric');
});

test('impossible dates are unreadable, and no marks', async () => {
  const { column, told } = await readColumn(['30.02.2024', ...times(99, (i) => `${two((i % 28) + 1)}.03.2024`)]);
  expect(column).toMatchObject({ kind: 'datetime' });
  expect(told('cell-unreadable')).toMatchObject({ severity: 'warning', count: 1 });
  expect(told('codes-maybe-missing')).toBeUndefined();
});

test.each([
  ['999 above', (i: number) => (i % 10 ? `${i % 60}` : '999'), ['999'], 10],
  ['-1 below', (i: number) => (i % 10 ? `${i}` : '-1'), ['-1'], 10],
  ['-1 below 0 and 1, and commoner than 0', (i: number) => (i % 10 ? `${i % 30}` : '-1'), ['-1'], 10],
  ['-99 and -98', (i: number) => (i % 10 ? `${i}.5` : i % 20 ? '-99' : '-98'), ['-99', '-98'], 10],
  ['9999 among years', (i: number) => (i % 10 ? `${1900 + i}` : '9999'), ['9999'], 10],
])('codes that lie apart are asked, and stay numbers: %s', async (_, cell, shown, count) => {
  const cells = times(100, cell);
  const { column, told } = await readColumn(cells);
  expect(column.kind).toBe('numeric');
  expect(told('codes-maybe-missing')).toMatchObject({
    count,
    answers: [
      { answer: 'value', shown },
      { answer: 'missing', shown },
      { answer: 'atom', shown },
    ],
  });
  const missing = await readColumn(cells, saying({ missing: shown }));
  expect(missing.inference.reason.missing).toBe(count);
  expect(missing.column.kind).toBe('numeric');
  expect(missing.told('codes-maybe-missing')).toBeUndefined();
  const value = await readColumn(cells, saying({ values: shown }));
  expect(value.column).toEqual(column);
  expect(value.told('codes-maybe-missing')).toBeUndefined();
});

test('a code is the same number with other places', async () => {
  const cells = times(100, (i) => (i % 10 ? `${i}.50` : '-99.00'));
  expect((await readColumn(cells, saying({ missing: ['-99'] }))).inference.reason.missing).toBe(10);
});

test.each([
  ['among the others', (i: number) => (i % 10 ? `${50 + i}` : '99')],
  ['hardly above them', (i: number) => (i % 10 ? `${i % 90}` : '99')],
  ['twice only', (i: number) => (i > 1 ? `${i % 60}` : '999')],
  ['-1 as one step more below many 0 and 1', (i: number) => (i % 10 ? `${i % 4 ? 0 : i / 4}` : '-1')],
  ['below zero, where others are', (i: number) => (i % 10 ? `${i - 50}` : '-1')],
])('no code: %s', async (_, cell) => {
  expect((await readColumn(times(100, cell))).told('codes-maybe-missing')).toBeUndefined();
});

test('several marks in a column of numbers become one, and are asked about with their counts', async () => {
  const cells = ['NA', 'NA', 'NA', '-', '-', '', ...times(40, (i) => `${i}.5`)];
  const { told, dialect, ...read } = await readColumn(cells);
  expect(told('marks-merged')).toMatchObject({
    severity: 'question',
    count: 6,
    facts: { counts: ['3', '2', '1'] },
    answers: [
      { answer: 'merge', shown: ['NA', '-', ''] },
      { answer: 'apart', shown: ['NA', '-', ''] },
    ],
  });
  expect(dialect.missingMarks[1]).toBe('NA');
  expect(Buffer.from(written({ ...read, dialect })).toString()).toContain('r5;NA\n');
  expect((await readColumn(['NA', 'NA', ...times(40, (i) => `${i}.5`)])).told('marks-merged')).toBeUndefined();
});

test('the user says the decimal mark and that between thousands', async () => {
  const cells = times(40, (i) => `${i + 1}.125`);
  const { column } = await readColumn(cells, saying({ decimal: ',', group: '.' }));
  expect(column.kind === 'numeric' && column.values[1]).toBe(2125);
  const points = await readColumn(cells, saying({ decimal: '.' }));
  expect(points.column.kind === 'numeric' && points.column.values[1]).toBe(2.125);
});

test('another column with sure decimals decides where marks are open', async () => {
  const amounts = times(40, (i) => `${i + 1},125`);
  const commas = await readColumns({ thing: amounts, price: times(40, (i) => `${i},5`) });
  expect(commas.column.kind === 'numeric' && commas.column.values[0]).toBe(1.125);
  expect(commas.told('decimal-mark-unsure')).toBeUndefined();
  const points = await readColumns({ thing: amounts, price: times(40, (i) => `${i}.5`) });
  expect(points.column.kind === 'numeric' && points.column.values[0]).toBe(1125);
});

test('numbers beyond twenty places make the column text, with every digit', async () => {
  const cells = times(40, (i) => (i === 20 ? '1.5e-30' : `${i}.5`));
  const { column, told, table } = await readColumn(cells);
  expect(column.kind).not.toBe('numeric');
  expect(told('digits-lost')).toMatchObject({ severity: 'warning' });
  expect(rowsAsTexts(table)[20]![1]).toBe('1.5e-30');
});

test('choices for a column hold in JSON, too', async () => {
  const text = JSON.stringify(times(40, (i) => ({ thing: i % 10 ? i : -99, name: `n${i}` })));
  const { inferences } = await readText(text, saying({ missing: ['-99'] }));
  expect(inferences[0]).toMatchObject({ kind: 'numeric', reason: { missing: 4 } });
});

const patterns = [
  'd/M/yyyy',
  'dd.MM.yyyy HH:mm',
  'MM-dd-yyyy hh:mm:ss a',
  "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
  'yyyyMMdd',
  'MMM d, yyyy',
  'd. MMMM{de} yyyy H:mm',
  "dd/MM/yy HH:mm'+05:30'",
];

test('dates of any pattern are read, and written back as they were', () =>
  forAllAsync(
    fc.tuple(
      fc.constantFrom(...patterns),
      fc.array(fc.integer({ min: Date.UTC(1970), max: Date.UTC(2060) }), { minLength: 20, maxLength: 60 }),
    ),
    async ([format, moments]) => {
      const pattern = patternOf(format);
      // A day above twelve, and single digits, so that nothing is open.
      const sure = [Date.UTC(2001, 1, 23, 5, 6, 7), Date.UTC(2002, 2, 3, 13, 1, 2), Date.UTC(2003, 10, 14, 11, 12, 13)];
      const cells = [...sure, ...moments].map((moment) => writeMoment(pattern, moment));
      const { column, text, ...read } = await readColumn(cells);
      expect(column).toMatchObject({ kind: 'datetime', format });
      expect(column.kind === 'datetime' && Array.from(column.epochMs)).toEqual(
        cells.map((cell) => readMoment(pattern, cell)),
      );
      expect(Buffer.from(written(read)).toString()).toBe(text);
    },
  ));

test('months and quarters are dates, and are written as they were; seasons and lone years are none', async () => {
  const text = [
    'month,other,name,quarter,season,year',
    '2024-03,03/2024,Mar 2024,2024-Q1,2009-10,2001',
    '2024-04,04/2024,Apr 2024,2024-Q2,2010-11,2002',
    '2024-12,12/2024,Dec 2024,2024-Q4,2011-12,2003',
    '',
  ].join('\n');
  const read = await readText(text);
  expect(read.table.columns.map((column) => (column.kind === 'datetime' ? column.format : column.kind))).toEqual([
    'yyyy-MM',
    'MM/yyyy',
    'MMM yyyy',
    "yyyy-'Q'Q",
    'categorical',
    'numeric',
  ]);
  expect(new TextDecoder().decode(written(read))).toBe(text);
  const said = await readText(text, { columns: { year: { date: 'yyyy' } } });
  expect(said.table.columns[5]).toMatchObject({ kind: 'datetime', format: 'yyyy' });
  expect(new TextDecoder().decode(written(said))).toBe(text);
});

test.each([
  ['a comma may be the decimal mark', 'a;n\nx;379\ny;1.613\nz;2.003\nw;12\n', 1613, true],
  ['the comma delimits', 'a,n\nx,379\ny,1.613\nz,2.003\nw,12\n', 1.613, false],
  ['another column has decimals', 'a;n\n1.5;379\n2;1.613\n7;2.003\n9;12\n', 1.613, false],
  ['a number has a thousand without a point', 'a;n\nx;379\ny;1.613\nz;2000\nw;12\n', 1.613, false],
])('whole numbers beside some with a point before three digits: %s', async (_, text, second, isAsked) => {
  const { table, notices } = await readText(text);
  const column = table.columns[1]!;
  expect(column.kind === 'numeric' && column.values[1]).toBe(second);
  expect(notices.some(({ code }) => code === 'decimal-mark-unsure')).toBe(isAsked);
});

test('a cell of blanks alone is missing', async () => {
  const text = 'a;b\n1;"  "\n2;"3"\n4;"5"\n';
  const read = await readText(text);
  expect(read.table.columns[1]).toMatchObject({ kind: 'numeric', values: Float64Array.of(NaN, 3, 5) });
});
