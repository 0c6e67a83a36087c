/** Parquet and workbooks through their libraries: what is written reads back, what others write reads, the rest is refused. */
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import writeSheets from 'write-excel-file/universal';
import { noticeText } from '../../../src/core/errors.ts';
import { readTable, type ReadResult } from '../../../src/core/formats/read-table.ts';
import { silent } from '../../../src/core/progress.ts';
import type { ReadingChoices } from '../../../src/core/recipe.ts';
import { gunzip, readText, rowsAsTexts, sourceOf } from '../../helpers/reading.ts';
import { formats } from '../../../workers/formats.ts';
import { writeParquet } from '../../../workers/parquet-write.ts';
import { writeWorkbook } from '../../../workers/workbook.ts';

const decoders = { gunzip, parquet: formats.parquet.read, workbook: formats.workbook.read };
const readFile = (bytes: Uint8Array, chunkBytes?: number, choices: ReadingChoices = {}): Promise<ReadResult> =>
  readTable(sourceOf(bytes, chunkBytes), choices, decoders, silent);
const read = (buffer: ArrayBuffer): Promise<ReadResult> => readFile(new Uint8Array(buffer), 11);
const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'read',
    (error: unknown) => (error as { code?: string }).code,
  );

const CSV = `id,n,whole,b,t,d,m,z
${Array.from({ length: 40 }, (_, i) => {
  const day = String((i % 28) + 1).padStart(2, '0');
  return [
    `k${i}`,
    i % 7 === 0 ? '' : (i * 1.25).toFixed(2),
    i * 101 - 900,
    i % 3 === 0 ? 'true' : 'false',
    i % 5 === 0 ? '' : `word ${i % 4}`,
    `1999-03-${day}`,
    `2024-05-${day} 10:${day}:07`,
    `0${1000 + (i % 6)}`,
  ].join(',');
}).join('\n')}\n`;

test.each([
  ['parquet', writeParquet],
  ['xlsx', writeWorkbook],
] as const)('what is written as %s reads back as the same table', async (format, write) => {
  const { table } = await readText(CSV);
  const again = await readFile(await write(table, null), 1_000);
  expect(again.format).toBe(format);
  expect(again.table.columns.map(({ name, kind }) => [name, kind])).toEqual(
    table.columns.map(({ name, kind }) => [name, kind]),
  );
  expect(rowsAsTexts(again.table)).toEqual(rowsAsTexts(table));
});

test.each([
  ['parquet', writeParquet],
  ['xlsx', writeWorkbook],
] as const)('the tag comes last in %s, and is met again', async (_, write) => {
  const { table } = await readText('a,b\n1.5,x\n2.5,y\n');
  const again = await readFile(await write(table, { name: '_provenance', value: 'synthetic' }));
  expect(rowsAsTexts(again.table).map((row) => row.at(-1))).toEqual(['synthetic', 'synthetic']);
  expect(again.notices.map(({ code }) => code)).toContain('already-synthetic');
});

test('Parquet of others: long keys, single precision, decimals, times of a zone, several groups, nested columns', async () => {
  const columnData = [
    { name: 'key', data: [9_007_199_254_740_993n, 9_007_199_254_740_995n, null] },
    { name: 'single', data: [0.1, 2.5, null] },
    { name: 'price', data: [1.1, 0.3, 12] },
    { name: 'at', data: [new Date(0), new Date(60_000), null] },
    { name: 'list', data: [{ a: [1] }, { a: [2, 3] }, null] },
  ];
  const schema = [
    { name: 'root', num_children: 5 },
    { name: 'key', type: 'INT64', repetition_type: 'OPTIONAL' },
    { name: 'single', type: 'FLOAT', repetition_type: 'OPTIONAL' },
    { name: 'price', type: 'INT32', converted_type: 'DECIMAL', scale: 2, precision: 9 },
    {
      name: 'at',
      type: 'INT64',
      repetition_type: 'OPTIONAL',
      converted_type: 'TIMESTAMP_MILLIS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    },
    { name: 'list', type: 'BYTE_ARRAY', converted_type: 'JSON', repetition_type: 'OPTIONAL' },
  ] as const;
  const { table, notices } = await read(parquetWriteBuffer({ columnData, schema: [...schema], rowGroupSize: 2 }));
  expect(rowsAsTexts(table)).toEqual([
    ['9007199254740993', '0.1', '1.1', '1970-01-01T00:00:00Z', '{"a":[1]}'],
    ['9007199254740995', '2.5', '0.3', '1970-01-01T00:01:00Z', '{"a":[2,3]}'],
    ['', '', '12', '', ''],
  ]);
  expect(notices.map(({ code }) => code)).toContain('digits-lost');
});

test('nested columns of Parquet are text, and told', async () => {
  const schema = [
    { name: 'root', num_children: 1 },
    { name: 'pair', num_children: 1, repetition_type: 'OPTIONAL' as const },
    { name: 'a', type: 'INT32' as const, repetition_type: 'OPTIONAL' as const },
  ];
  const columnData = [{ name: 'pair', data: [{ a: 1 }, { a: 2 }] }];
  const { table, notices } = await read(parquetWriteBuffer({ columnData, schema }));
  expect(rowsAsTexts(table)).toEqual([['{"a":1}'], ['{"a":2}']]);
  expect(notices.map(({ code }) => code)).toContain('nested-as-text');
});

test('Parquet that is packed with gzip reads as the same rows that are packed with snappy', async () => {
  const columnData = [
    { name: 'word', data: Array.from({ length: 2_500 }, (_, i) => (i % 9 === 0 ? null : `text ${i % 10}`)) },
    { name: 'size', data: Array.from({ length: 2_500 }, (_, i) => i * 1.25) },
    { name: 'key', data: Array.from({ length: 2_500 }, (_, i) => `k${i}`) },
  ];
  const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) };
  const options = { columnData, rowGroupSize: 1_000, pageSize: 2_000 };
  const packed = await read(parquetWriteBuffer({ ...options, codec: 'GZIP', compressors }));
  const plain = await read(parquetWriteBuffer(options));
  expect(packed.table).toEqual(plain.table);
  expect(rowsAsTexts(packed.table)[2_499]).toEqual(['text 9', '3123.75', 'k2499']);
});

test.each(['ZSTD', 'BROTLI', 'LZ4_RAW'] as const)(
  'Parquet that is packed with %s is refused by its name',
  async (codec) => {
    const columnData = [{ name: 'a', data: Array.from({ length: 500 }, (_, i) => `text ${i % 10}`) }];
    const packed = parquetWriteBuffer({ columnData, codec, compressors: { [codec]: (bytes: Uint8Array) => bytes } });
    await expect(read(packed)).rejects.toMatchObject({ code: 'parquet-codec', facts: { codec: codec.toLowerCase() } });
  },
);

test('Parquet that is damaged is refused, and so is a gzip page that unpacks to another length', async () => {
  const columnData = [{ name: 'a', data: Array.from({ length: 500 }, (_, i) => `text ${i % 10}`) }];
  const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes.subarray(1))) };
  expect(await rejected(read(parquetWriteBuffer({ columnData, codec: 'GZIP', compressors })))).toBe('file-damaged');
  const whole = new Uint8Array(parquetWriteBuffer({ columnData }));
  expect(await rejected(readFile(whole.subarray(0, whole.length - 20)))).toBe('file-damaged');
});

test('a workbook: the fullest sheet, dates by their format, empty rows and columns skipped', async () => {
  const text = (value: string) => ({ value, type: String });
  const date = (day: number) => ({ value: new Date(Date.UTC(2024, 0, day)), type: Date, format: 'dd.mm.yyyy' });
  const blob = await writeSheets([
    { sheet: 'notes', data: [[text('see the other sheet')]] },
    {
      sheet: 'rows',
      data: [
        [text('day'), null, text('size')],
        [date(2), null, { value: 1.5, type: Number }],
        [null, null, null],
        [date(3), null, { value: 2.25, type: Number }],
      ],
    },
  ]).toBlob();
  const { table, notices } = await read(await blob.arrayBuffer());
  expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['day', 'datetime'],
    ['size', 'numeric'],
  ]);
  expect(rowsAsTexts(table)).toEqual([
    ['2024-01-02', '1.5'],
    ['2024-01-03', '2.25'],
  ]);
  expect(notices.map(({ code }) => code)).toEqual(['sheet-choice', 'zeros-maybe-lost', 'blank-lines']);
});

const words = (...values: string[]) => values.map((value) => (value === '' ? null : { value, type: String }));
const numbers = (name: string, ...values: number[]) => [
  { value: name, type: String },
  ...values.map((value) => ({ value, type: Number })),
];

async function twoSheets(): Promise<Uint8Array> {
  const blob = await writeSheets([
    { sheet: 'small', data: [words('town', 'n'), numbers('Ulm', 1), numbers('Bonn', 2)] },
    {
      sheet: 'large',
      data: [words('plant', 'a', 'b'), numbers('oak', 1, 2), numbers('ash', 3, 4), numbers('elm', 5, 6)],
    },
    { sheet: 'empty', data: [] },
  ]).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

test('of several sheets the fullest is read and the others are offered, each with its first rows', async () => {
  const { table, notices } = await readFile(await twoSheets());
  expect(table.columns.map(({ name }) => name)).toEqual(['plant', 'a', 'b']);
  const question = notices.find(({ code }) => code === 'sheet-choice')!;
  expect(question).toMatchObject({ severity: 'question', count: 2 });
  expect(question.answers).toEqual([
    { answer: 'large', shown: ['plant | a | b', 'oak | 1 | 2', 'ash | 3 | 4'] },
    { answer: 'small', shown: ['town | n', 'Ulm | 1', 'Bonn | 2'] },
  ]);
  expect(noticeText(question)).toBe('The workbook has 2 sheets with rows. The fullest was read.');
});

test('the sheet that is chosen is read, and is no question', async () => {
  const { table, notices } = await readFile(await twoSheets(), undefined, { sheet: 'small' });
  expect(rowsAsTexts(table)).toEqual([
    ['Ulm', '1'],
    ['Bonn', '2'],
  ]);
  const said = notices.find(({ code }) => code === 'sheet-choice')!;
  expect(said.severity).toBe('note');
  expect(said.answers?.map(({ answer }) => answer)).toEqual(['small', 'large']);
});

test.each(['empty', 'missing'])('a sheet that is %s is refused, with the names of the others', async (sheet) => {
  await expect(readFile(await twoSheets(), undefined, { sheet })).rejects.toMatchObject({
    code: 'sheet-unknown',
    facts: { sheets: ['large', 'small'] },
  });
});

test('a sheet with a title above its table and a note below is read as a text file would be', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => numbers(['Ulm', 'Bonn', 'Trier'][i % 3]!, i % 7, i * 2.5));
  const blob = await writeSheets([
    {
      sheet: 'report',
      data: [
        words('Towns of the year'),
        words(''),
        words('town', 'n', 'share'),
        ...rows,
        words(''),
        words('Source: own counts'),
      ],
    },
  ]).toBlob();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { table, notices } = await readFile(bytes);
  expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['town', 'categorical'],
    ['n', 'numeric'],
    ['share', 'numeric'],
  ]);
  expect(table.rowCount).toBe(12);
  expect(notices.filter(({ place }) => place.line !== undefined)).toMatchObject([
    { code: 'preamble', count: 1, place: { line: 1 } },
    { code: 'footer-set-aside', count: 1, place: { line: 17 } },
  ]);
  const chosen = await readFile(bytes, undefined, { header: false, firstLine: 5, lastLine: 9 });
  expect(rowsAsTexts(chosen.table)[0]).toEqual(['Bonn', '1', '2.5']);
  expect(chosen.table.rowCount).toBe(5);
});

test('several rows of names in a sheet are one header, and padded notes below an empty row are none of its rows', async () => {
  const rows = Array.from({ length: 6 }, (_, i) => numbers(['Ulm', 'Bonn', 'Trier'][i % 3]!, i, i * 2.5));
  const data = [
    words('Region', 'north', ''),
    words(''),
    words('place', 'people', ''),
    words('town', 'count', 'share'),
    ...rows,
    words(''),
    words('Source', '', ''),
    words('', 'Counts', ''),
  ];
  const blob = await writeSheets([{ sheet: 'report', data }]).toBlob();
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { table, notices } = await readFile(bytes);
  expect({ names: table.columns.map(({ name }) => name), rows: table.rowCount }).toEqual({
    names: ['place town', 'people count', 'people share'],
    rows: 6,
  });
  expect(
    notices.flatMap(({ code, count, place: { line } }) => (line === undefined ? [] : [[code, line, count]])),
  ).toEqual([
    ['preamble', 1, 1],
    ['footer-set-aside', 12, 2],
  ]);
  const chosen = await readFile(bytes, undefined, { firstLine: 4, headerRows: 2 });
  expect(chosen.table.columns.map(({ name }) => name)).toEqual(['town Ulm', 'count 0', 'share 0']);
  const none = await readFile(bytes, undefined, { firstLine: 5, header: false });
  expect(none.table.rowCount).toBe(6);
});

test('documents and spreadsheets of other sorts are zip files, and refused for what they are', async () => {
  const named = (name: string): Uint8Array => {
    const entry = new Uint8Array(46 + name.length + 22);
    const view = new DataView(entry.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(28, name.length, true);
    entry.set(new TextEncoder().encode(name), 46);
    view.setUint32(46 + name.length, 0x06054b50, true);
    view.setUint16(46 + name.length + 10, 1, true);
    const start = new TextEncoder().encode('PK\u0003\u0004[Content_Types].xml');
    view.setUint32(46 + name.length + 16, start.length, true);
    return Buffer.concat([start, entry]);
  };
  await expect(readFile(named('word/document.xml'))).rejects.toMatchObject({ code: 'archive' });
  await expect(readFile(named('xl/workbook.bin'))).rejects.toMatchObject({
    code: 'unsupported-format',
    facts: { format: 'a binary Excel workbook (.xlsb)' },
  });
  const huge = named('xl/workbook.xml');
  new DataView(huge.buffer, huge.byteOffset).setUint32(huge.length - 22 - 15 - 46 + 24, 2 ** 31, true);
  await expect(readFile(huge)).rejects.toMatchObject({ code: 'unpacks-too-large' });
});

test('a workbook that is damaged, or too long, is refused', async () => {
  const { table } = await readText('a,b\n1.5,x\n2.5,y\n');
  const whole = await writeWorkbook(table, null);
  expect(await rejected(readFile(whole.subarray(0, whole.length / 2)))).toBe('file-damaged');
  expect(await rejected(writeWorkbook({ rowCount: 200_001, columns: [] }, null))).toBe('workbook-too-long');
});

test('within gzip both are read; without libraries both are refused by name', async () => {
  const { table } = await readText('a\n1.5\n2.5\n');
  for (const write of [writeParquet, writeWorkbook]) {
    const packed = new Uint8Array(gzipSync(await write(table, null)));
    expect((await readFile(packed)).table.rowCount).toBe(2);
    await expect(readTable(sourceOf(packed), {}, { gunzip }, silent)).rejects.toMatchObject({
      code: 'unsupported-format',
    });
  }
});
