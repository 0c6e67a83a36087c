import { expect, test } from 'vitest';
import { writeCsv, writeCsvBytes } from '../../../src/core/formats/write-csv.ts';
import { readText, written } from '../../helpers/reading.ts';
import { categorical, numeric, tableOf, text } from '../../helpers/tables.ts';

const plain = { guardFormulas: false, tag: null };
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const roundTrip = async (file: string): Promise<string> => asText(written(await readText(file)));

test.each([
  ['minimal quotes', 'a,b\n1.5,"x, y"\n2.5,z\n'],
  ['every text quoted', '"a";"b"\r\n1.5;"x"\r\n2.5;"z"\r\n'],
  ['every cell quoted', '"a","b"\n"1.5","x"\n"2.5","z"\n'],
  ['quoted empty cells', '"a","b"\n"1.5",""\n"2.5","z"\n"3.5",""\n'],
  ['bare marks between quoted texts', '"n","t"\n1.5,"a"\nNA,"b"\n2.5,NA\n'],
  ['fixed places', 'a,b\n1.50,x\n2.00,y\n'],
  ['no zeros at the end', 'a,b\n1.5,x\n2,y\n0.25,z\n'],
  ['at least one place', 'a,b\n1.5,x\n2.0,y\n0.25,z\n'],
  ['seventeen digits', 'a,b\n0.30000000000000004,x\n0.1,y\n'],
  ['no final line end', 'a,b\n1.5,x\n2.5,y'],
  ['carriage returns', 'a,b\r1.5,x\r2.5,y\r'],
  ['duplicate and empty names', 'a,a,\n1.5,x,y\n2.5,y,z\n'],
  ['a quoted header', '"a, b",c\n1.5,x\n2.5,y\n'],
  ['a delimiter at the end of every line', 'a,b,\n1.5,x,\n2.5,y,\n'],
  ['a blank behind every delimiter', 'a, b\n1.5, x\n2.5, y\n'],
  ['a sep line', 'sep=;\na;b\n1.5;x\n2.5;y\n'],
  ['a mark for missing in each column', 'a,b\n1.5,?\nNA,x\n2.5,y\n'],
  ['dates with times', 'a,b\n1.5,2020-01-02T03:04:05Z\n2.5,2021-01-02T03:04:05Z\n'],
  ['spellings of booleans', 'a,b\n1.5,TRUE\n2.5,FALSE\n'],
  ['one column with a missing cell', 'name\nx\n""\ny\n'],
  ['lines in quotes', '"name,value,note"\n"a,1.5,""x, y"""\n"b,2.5,z"\n"c,3.5,w"\n'],
  ['lines in quotes, every cell, too', '"""a"",""b"""\n"""1.5"",""x, y"""\n"""2.5"",""z"""\n'],
  ['quotes behind backslashes', 'a,b\n1.5,"x \\"y\\", z"\n2.5,"C:\\\\"\n3.5,"a\\b"\n'],
  ['bare lines with commas and quotes', 'name\n1968,  86, "Greetings"\nhello\nmany words\nx\n'],
  ['quoted lines with commas and quotes', 'name\n"1968,  86, ""Greetings"""\n"x,  1, ""Y"""\n"z,  2, ""W"""\n'],
  ['quoted lines with commas below a bare name', `name\n${'"a,b"\n"c,d"\n'.repeat(20)}`],
  ['a line end and a quote in a cell', 'a,b\n1.5,"x\n""y"""\n2.5,z\n'],
])('comes back as it was: %s', async (_, file) => expect(await roundTrip(file)).toBe(file));

test('what stands for missing among numbers without being a mark is not written for empty cells', async () => {
  const rows = Array.from({ length: 80 }, (_, row) => (row < 3 ? 'not given,x' : row === 3 ? ',x' : `${row + 0.5},y`));
  const read = await readText(`a,b\n${rows.join('\n')}\n`);
  expect(asText(written(read)).split('\n').slice(1, 6)).toEqual([',x', ',x', ',x', ',x', '4.5,y']);
});

test('a tag goes within the quotes of the line', async () => {
  const { table, dialect } = await readText('"a,b"\n"1.5,""x, y"""\n"2.5,z"\n');
  const bytes = writeCsvBytes(table, dialect, { guardFormulas: false, tag: { name: 'made', value: 'a "b"' } });
  expect(asText(bytes)).toBe('"a,b,made"\n"1.5,""x, y"",""a """"b"""""""\n"2.5,z,""a """"b"""""""\n');
});

test('lines with line ends in their cells leave their quotes', async () => {
  const { dialect } = await readText('"a,b"\n"1.5,""x, y"""\n"2.5,z"\n');
  const table = tableOf(numeric('a', [1.5], 1), categorical('b', ['x\ny']));
  expect(asText(writeCsvBytes(table, dialect, plain))).toBe('a,b\n1.5,"x\ny"\n');
});

test('a tag column stands behind the last one, quoted as the rest', async () => {
  const read = await readText('"a","b"\n"1.5","x"\n"2.5","y"\n');
  const bytes = writeCsvBytes(read.table, read.dialect, {
    guardFormulas: false,
    tag: { name: '_provenance', value: 'synthetic' },
  });
  expect(asText(bytes)).toBe('"a","b","_provenance"\n"1.5","x","synthetic"\n"2.5","y","synthetic"\n');
});

test('guarded formulas bear an apostrophe, numbers never', async () => {
  const { dialect } = await readText('a,b\n1,x\n2,y\n');
  const table = tableOf(numeric('a', [-1, 2, 3, 4]), text('b', ['=1+1', '@x', '-5', 'a=b']));
  expect(asText(writeCsvBytes(table, dialect, { ...plain, guardFormulas: true }))).toBe(
    "a,b\n-1,'=1+1\n2,'@x\n3,-5\n4,a=b\n",
  );
  expect(asText(writeCsvBytes(table, dialect, plain))).toBe('a,b\n-1,=1+1\n2,@x\n3,-5\n4,a=b\n');
});

test('decimals that the user asked for since are the ones written', async () => {
  const { dialect } = await readText('a,b\n1.25,x\n2.5,y\n');
  const table = tableOf(numeric('a', [1.5, 2], 1), categorical('b', ['x', 'y']));
  expect(asText(writeCsvBytes(table, dialect, plain))).toBe('a,b\n1.5,x\n2.0,y\n');
});

test('a missing cell that stands alone is quoted: an empty line would be no row', async () => {
  const { dialect } = await readText('name\nx\ny\n');
  const table = tableOf(categorical('name', ['x', null, 'y']));
  expect(asText(writeCsvBytes(table, dialect, plain))).toBe('name\nx\n""\ny\n');
});

test('parts of about a mebibyte are the whole', async () => {
  const { dialect } = await readText('a,b\n1,x\n2,y\n');
  const table = tableOf(
    numeric(
      'a',
      Array.from({ length: 300_000 }, (_, i) => i),
    ),
    categorical(
      'b',
      Array.from({ length: 300_000 }, (_, i) => (i % 2 ? 'some level' : 'other, quoted')),
    ),
  );
  const parts: Uint8Array[] = [];
  writeCsv(table, dialect, plain, (part) => parts.push(part));
  expect(parts.length).toBeGreaterThan(3);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(1.1 * 2 ** 20);
  expect(Buffer.concat(parts).equals(writeCsvBytes(table, dialect, plain))).toBe(true);
});
