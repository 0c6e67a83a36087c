/** Kinds, on all cells, with reasons. */
import { expect, test } from 'vitest';
import type { Inference } from '../../../src/core/table/inference.ts';
import { readText, rowsAsTexts } from '../../helpers/reading.ts';

/** A file with a counter beside the column in question, so that no line is empty. */
async function readColumn(cells: readonly string[], name = 'thing') {
  const read = await readText([`row,${name}`, ...cells.map((cell, row) => `r${row},${cell}`)].join('\n'), {
    header: true,
  });
  return { ...read, column: read.table.columns[1]!, inference: read.inferences[1]! };
}
const times = <T>(count: number, cell: (row: number) => T): T[] => Array.from({ length: count }, (_, row) => cell(row));

const cases: [string, string[], Partial<Record<keyof Inference, unknown>>, string?][] = [
  ['whole numbers', times(40, (i) => `${i * 7}`), { kind: 'numeric', shape: 'integer', confidence: 'sure' }],
  ['decimals', times(40, (i) => `${i}.25`), { kind: 'numeric', shape: 'decimal', confidence: 'sure' }],
  ['fewer than twenty rows', times(12, (i) => `${i}.25`), { shape: 'decimal', confidence: 'please check' }],
  ['ten whole numbers, ten rows each', times(100, (i) => `${i % 10}`), { kind: 'categorical', shape: 'category' }],
  [
    'eleven whole numbers',
    times(110, (i) => `${i % 11}`),
    { kind: 'numeric', shape: 'integer', alternatives: ['categorical'] },
  ],
  ['a whole number with nine rows', times(60, (i) => `${i < 9 ? 5 : i % 2}`), { kind: 'numeric' }],
  ['whole numbers with one place', times(60, (i) => `${i % 3}.0`), { kind: 'categorical', shape: 'category' }],
  ['zero and one', times(30, (i) => `${i % 2}`), { kind: 'categorical', shape: 'boolean' }],
  ['yes and no', times(30, (i) => (i % 3 ? 'Yes' : 'No')), { kind: 'categorical', shape: 'boolean' }],
  ['ja and nein', times(30, (i) => (i % 3 ? 'ja' : 'nein')), { shape: 'boolean' }],
  [
    'twenty levels',
    times(30, (i) => `level ${i % 20}`),
    { kind: 'categorical', shape: 'category', confidence: 'sure' },
  ],
  [
    'many levels, two rows each',
    times(400, (i) => `level ${i % 200}`),
    { kind: 'categorical', confidence: 'please check' },
  ],
  ['many levels, four rows each', times(400, (i) => `level ${i % 100}`), { kind: 'categorical', confidence: 'likely' }],
  ['more levels than half the rows', times(300, (i) => `some words ${i % 160}`), { kind: 'text', shape: 'text' }],
  ['more than a thousand levels', times(4400, (i) => `some words ${i % 1100}`), { kind: 'text' }],
  ['distinct tokens', times(60, (i) => `k${i}-x`), { kind: 'identifier', shape: 'identifier' }],
  ['distinct sentences', times(60, (i) => `sentence number ${i}`), { kind: 'text' }],
  [
    'counting upwards',
    times(60, (i) => `${i + 100}`),
    { kind: 'identifier', reason: expect.objectContaining({ code: 'counts-upwards', levels: 60 }) },
  ],
  [
    'distinct numbers named id',
    times(60, (i) => `${(i * 37) % 101}`),
    { kind: 'identifier', reason: expect.objectContaining({ code: 'name-says-identifier' }) },
    'customer_id',
  ],
  ['distinct numbers not named so', times(60, (i) => `${(i * 37) % 101}`), { kind: 'numeric' }, 'paid'],
  ['repeated tokens named id', times(60, (i) => `N${i % 30}`), { kind: 'identifier' }, 'Individual ID'],
  [
    'leading zeros',
    times(60, (i) => String(i * 31).padStart(5, '0')),
    { kind: 'identifier', reason: expect.objectContaining({ code: 'leading-zeros' }) },
  ],
  ['leading zeros, few levels', times(60, (i) => (i % 2 ? '02139' : '10001')), { kind: 'categorical' }],
  ['keys of twenty digits', times(60, (i) => `9${String(i * 7919 + 1).padStart(19, '3')}`), { kind: 'identifier' }],
  ['dates', times(60, (i) => `2023-0${(i % 9) + 1}-15`), { kind: 'datetime', shape: 'date', confidence: 'sure' }],
  ['dates with times', times(60, (i) => `2023-01-15 10:${10 + (i % 50)}`), { kind: 'datetime', shape: 'date-time' }],
  ['one level', times(30, () => 'same'), { kind: 'categorical', shape: 'constant' }],
  ['one number', times(30, () => '7'), { kind: 'categorical', shape: 'constant' }],
  ['nothing', times(30, () => ''), { kind: 'text', shape: 'empty', confidence: 'sure' }],
  ['only marks', times(30, (i) => (i % 2 ? '?' : '--')), { shape: 'empty' }],
];

test.each(cases)('%s', async (_, cells, expected, name) => {
  const { inference } = await readColumn(cells, name);
  expect(inference).toMatchObject(expected);
});

test('codes keep every digit', async () => {
  const cells = times(60, (i) => String(i * 31).padStart(5, '0'));
  const { table } = await readColumn(cells);
  expect(rowsAsTexts(table).map((row) => row[1])).toEqual(cells);
});

test('keys that a double cannot hold are told of', async () => {
  const { notices } = await readColumn(times(60, (i) => `9${String(i * 7919 + 1).padStart(19, '3')}`));
  expect(notices.map(({ code }) => code)).toContain('digits-lost');
});

test('two date formats in one column are text, and told of', async () => {
  const { inference, notices } = await readColumn(
    times(60, (i) => (i % 2 ? `2023-01-${10 + (i % 20)}` : `2023-01-${10 + (i % 20)} 12:${10 + (i % 50)}`)),
  );
  expect(inference).toMatchObject({ kind: 'text', confidence: 'please check', reason: { code: 'mixed-formats' } });
  expect(notices.map(({ code }) => code)).toContain('mixed-formats');
});

test('signs are missing everywhere, and counted', async () => {
  const { inference, column, notices, dialect } = await readColumn([
    '?',
    '-',
    '***',
    '\\N',
    '#N/A',
    '',
    ...times(30, (i) => (i % 2 ? 'red' : 'blue')),
  ]);
  expect(inference.reason).toMatchObject({ n: 36, fit: 30, missing: 6 });
  expect(column).toMatchObject({ levels: ['blue', 'red'] });
  expect(notices.find(({ code }) => code === 'marks-found')).toMatchObject({ count: 5, place: { column: 'thing' } });
  expect(dialect.missingMarks[1]).toBe('?');
});

test('words are missing among numbers, dates and booleans', async () => {
  for (const cell of [
    (i: number) => `${i * 3}`,
    (i: number) => `2020-01-${10 + (i % 20)}`,
    (i: number) => (i % 2 ? 'yes' : 'no'),
  ]) {
    const { inference } = await readColumn(['NA', 'null', ...times(40, cell)]);
    expect(inference.reason.missing).toBe(2);
  }
});

test('a word in a text column is a level and a question, unless it is a mark elsewhere in the file', async () => {
  const cells = ['NA', ...times(40, (i) => (i % 2 ? 'red' : 'blue'))];
  const alone = await readColumn(cells);
  expect(alone.column).toMatchObject({ levels: ['NA', 'blue', 'red'] });
  expect(alone.notices.find(({ code }) => code === 'codes-maybe-missing')).toMatchObject({
    count: 1,
    severity: 'question',
  });
  const both = await readText(
    ['n,thing', ...cells.map((cell, row) => `${row === 3 ? 'NA' : row * 2},${cell}`)].join('\n'),
  );
  expect(both.table.columns[1]).toMatchObject({ levels: ['blue', 'red'] });
  expect(both.notices.map(({ code }) => code)).not.toContain('codes-maybe-missing');
});

test('marks of the user are missing in every column', async () => {
  const { inferences } = await readText(
    `n,t\n${times(40, (i) => `${i === 4 ? 'unknown' : i * 2},${i === 5 ? 'unknown' : i % 2 ? 'a' : 'b'}`).join('\n')}`,
    { missing: ['unknown'] },
  );
  expect(inferences.map(({ kind, reason }) => [kind, reason.missing])).toEqual([
    ['numeric', 1],
    ['categorical', 1],
  ]);
});

test('levels stand in the order of their code units, or of their values where they are numbers', async () => {
  expect((await readColumn(times(60, (i) => ['b', 'a', 'B'][i % 3]!))).column).toMatchObject({
    levels: ['B', 'a', 'b'],
  });
  expect((await readColumn(times(60, (i) => ['10', '9', '2'][i % 3]!))).column).toMatchObject({
    levels: ['2', '9', '10'],
  });
  expect((await readColumn(times(60, (i) => ['01', '02', '10'][i % 3]!))).column).toMatchObject({
    levels: ['01', '02', '10'],
  });
});

test('a value and its missing code stay apart: the code of missing is the number of levels', async () => {
  const { column } = await readColumn(['', ...times(30, (i) => (i % 2 ? 'x' : 'y'))]);
  expect(column.kind === 'categorical' && Array.from(column.codes.slice(0, 3))).toEqual([2, 1, 0]);
});
