/** Records and cells, odd ones above all: every record is a row or is set aside, with its line. */
import { expect, test } from 'vitest';
import { readCsv } from '../../../src/core/formats/read-csv.ts';
import { silent } from '../../../src/core/progress.ts';
import { readText, rowsAsTexts } from '../../helpers/reading.ts';

const body = Array.from({ length: 60 }, (_, row) => `${row},t${row % 4},${row}.5`);
const withLine = (line: number, text: string): string => ['n,tag,x', ...body.with(line - 2, text)].join('\n');

function found(notices: readonly { code: string; count: number; place: { line?: number } }[], code: string): unknown {
  const notice = notices.find((candidate) => candidate.code === code);
  return notice && { count: notice.count, line: notice.place.line };
}

test('a short record is padded with missing cells', async () => {
  const { table, notices } = await readText(withLine(12, '10'));
  expect(table.rowCount).toBe(60);
  expect(rowsAsTexts(table)[10]).toEqual(['10', '', '']);
  expect(found(notices, 'row-short')).toEqual({ count: 1, line: 12 });
});

test('a long record is set aside, and leaves no trace in its columns', async () => {
  const { table, notices, inferences, dialect } = await readText(withLine(12, '10,new level,0.125,surplus'));
  expect(table.rowCount).toBe(59);
  expect(found(notices, 'rows-set-aside')).toEqual({ count: 1, line: 12 });
  expect(rowsAsTexts(table)[10]).toEqual(['11', 't3', '11.5']);
  expect(inferences[1]!.reason.levels).toBe(4);
  expect(dialect.columns[2]!.places).toEqual({ fewest: 1, most: 1 });
});

test('one long record of many is a warning', async () => {
  const rows = Array.from({ length: 500 }, (_, row) => `${row},${row % 3}`);
  const { notices } = await readText(['a,b', ...rows, '1,2,3'].join('\n'));
  expect(notices.find(({ code }) => code === 'row-long')).toMatchObject({ severity: 'warning', place: { line: 502 } });
});

test('a long record whose surplus is empty is trimmed', async () => {
  const { table, notices } = await readText(withLine(12, '10,t2,10.5,, ,'));
  expect(rowsAsTexts(table)[10]).toEqual(['10', 't2', '10.5']);
  expect(found(notices, 'row-trimmed')).toEqual({ count: 1, line: 12 });
});

test('more records set aside than kept are no table', async () => {
  const text = [
    'a,b',
    ...Array.from({ length: 9 }, () => '1,2'),
    ...Array.from({ length: 10 }, (_, i) => `1,2,3${',4'.repeat(i)}`),
  ];
  await expect(readText(text.join('\n'), { delimiter: ',', header: true })).rejects.toMatchObject({ code: 'no-table' });
});

test('empty lines are counted, also those of blanks', async () => {
  const { table, notices } = await readText('a,b\n1,2\n\n3,4\n   \n\r\n5,6\n');
  expect(table.rowCount).toBe(3);
  expect(found(notices, 'blank-lines')).toEqual({ count: 3, line: 3 });
});

test('records of only delimiters are rows of missing cells', async () => {
  const { table } = await readText('a,b\n1,2\n,\n3,4\n');
  expect(rowsAsTexts(table)[1]).toEqual(['', '']);
});

test('quotes: delimiters, line ends and doubled quotes inside; blanks around; lines are counted', async () => {
  const { table, notices } = await readText('a,b\n1,"x,\n""y"""\n2, "z" \n3,p,q\n');
  expect(rowsAsTexts(table)).toEqual([
    ['1', 'x,\n"y"'],
    ['2', 'z'],
  ]);
  expect(found(notices, 'rows-set-aside')).toEqual({ count: 1, line: 5 });
});

test('a quote within a bare cell is a letter', async () => {
  const { table, notices } = await readText('size,n\n5" pipe,1\n3" pipe,2\n');
  expect(rowsAsTexts(table)[0]).toEqual(['5" pipe', '1']);
  expect(notices.some(({ code }) => code.startsWith('quote') || code.startsWith('stray'))).toBe(false);
});

test('stray quotes within a quoted cell are letters', async () => {
  const { table } = await readText('said,n\n"he said "hi" to me",1\n"x",2\n');
  expect(rowsAsTexts(table)[0]).toEqual(['he said "hi" to me', '1']);
});

test('text behind a closing quote stays part of the cell', async () => {
  const { table, notices } = await readText(withLine(12, '10,"t"2,10.5'));
  expect(rowsAsTexts(table)[10]).toEqual(['10', '"t"2', '10.5']);
  expect(found(notices, 'stray-text-after-quote')).toEqual({ count: 1, line: 12 });
  expect(table.rowCount).toBe(60);
});

test('a quote that never closes is a letter', async () => {
  const { table, notices } = await readText(withLine(12, '10,"t2,10.5'));
  expect(table.rowCount).toBe(60);
  expect(rowsAsTexts(table)[10]).toEqual(['10', '"t2', '10.5']);
  expect(found(notices, 'quote-not-closed')).toEqual({ count: 1, line: 12 });
});

test('a quote that would swallow other records is a letter', async () => {
  const lines = [...body];
  lines[10] = '10,"t2,10.5';
  lines[30] = '30,"t2",30.5';
  const { table, notices } = await readText(['n,tag,x', ...lines].join('\n'));
  expect(table.rowCount).toBe(60);
  expect(rowsAsTexts(table)[10]).toEqual(['10', '"t2', '10.5']);
  expect(rowsAsTexts(table)[30]).toEqual(['30', 't2', '30.5']);
  expect(found(notices, 'quote-not-closed')).toEqual({ count: 1, line: 12 });
});

test('an extra quote that shifts the cells of its own record is a letter', async () => {
  const { table, notices } = await readText(withLine(12, '10,"t2,"10.5"'));
  expect(table.rowCount).toBe(60);
  expect(rowsAsTexts(table)[10]).toEqual(['10', '"t2', '10.5']);
  expect(found(notices, 'quote-repaired')).toEqual({ count: 1, line: 12 });
});

test('many quotes that never close are read in bounded time', async () => {
  const lines = Array.from({ length: 20_000 }, (_, row) => `${row},"x${row},""`);
  const { table } = await readText(['n,tag,e', ...lines].join('\n'));
  expect(table.rowCount).toBe(20_000);
  expect(rowsAsTexts(table)[5]).toEqual(['5', '"x5', '']);
});

test('a lone carriage return is a letter where lines end in line feeds', async () => {
  const { table } = await readText('a,b\n1,x\ry\n2,z\n3,p\rq\n');
  expect(rowsAsTexts(table).map((row) => row[1])).toEqual(['x\ry', 'z', 'p\rq']);
});

test('a column that turns to text late is read again from its bytes', async () => {
  const numbers = Array.from({ length: 3_000 }, (_, row) => `${row}.50`);
  const words = Array.from({ length: 40 }, (_, row) => `word ${row}`);
  const { table, inferences } = await readText(
    ['id,v', ...[...numbers, ...words].map((cell, row) => `k${row},${cell}`)].join('\n'),
  );
  expect(inferences[1]).toMatchObject({ kind: 'text' });
  const cells = rowsAsTexts(table).map((row) => row[1]);
  expect(cells.slice(0, 2)).toEqual(['0.50', '1.50']);
  expect(cells.slice(-2)).toEqual(['word 38', 'word 39']);
});

test('a few words among many numbers become missing and are asked, many make the column text', async () => {
  const few = await readText(
    ['v', ...Array.from({ length: 100 }, (_, row) => (row === 7 ? 'n.d.' : `${row * 3}`))].join('\n'),
  );
  expect(few.inferences[0]).toMatchObject({ kind: 'numeric', confidence: 'please check', reason: { missing: 1 } });
  expect(found(few.notices, 'codes-maybe-missing')).toEqual({ count: 1, line: undefined });
  const many = await readText(
    ['v', ...Array.from({ length: 100 }, (_, row) => (row % 10 === 7 ? 'n.d.' : `${row * 3}`))].join('\n'),
  );
  expect(many.inferences[0]!.kind).toBe('text');
  expect(rowsAsTexts(many.table)[7]).toEqual(['n.d.']);
  expect(rowsAsTexts(many.table)[8]).toEqual(['24']);
});

test('cells longer than a chunk, and records across many chunks', async () => {
  const long = 'x'.repeat(5_000);
  const { table } = await readText(`a,b\n1,"${long}\n${long}"\n2,y\n`, {}, 100);
  expect(rowsAsTexts(table)).toEqual([
    ['1', `${long}\n${long}`],
    ['2', 'y'],
  ]);
});

test('16 cells of 1 MiB take no bytes beside the file, and make their column free text', () => {
  const chunks = Array.from({ length: 16 }, (_, row) => {
    const bytes = new Uint8Array(2 ** 20).fill(97 + (row % 26));
    bytes.set(Buffer.from(`${row}.5,${row} `));
    bytes[bytes.length - 1] = 10;
    return bytes;
  });
  const before = process.memoryUsage().arrayBuffers;
  const { table, inferences } = readCsv([Buffer.from('a,b\n'), ...chunks], {}, 'long.csv', silent);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 2 ** 20);
  expect(table.rowCount).toBe(16);
  expect(inferences.map(({ shape }) => shape)).toEqual(['decimal', 'text']);
});

test('one long cell among numbers or few levels makes its column free text', async () => {
  const rows = Array.from({ length: 60 }, (_, row) => `${row}.5,t${row % 3}`);
  const { table } = await readText(['a,b', ...rows, `${'x'.repeat(70_000)},${'y'.repeat(70_000)}`].join('\n'));
  expect(table.columns.map(({ kind }) => kind)).toEqual(['text', 'text']);
  expect(rowsAsTexts(table)[0]).toEqual(['0.5', 't0']);
});
