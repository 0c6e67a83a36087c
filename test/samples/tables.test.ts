/** Real tables: their kinds as a person would name them, and every byte of them written back. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTable, type ReadResult } from '../../src/core/formats/read-table.ts';
import { writeJsonBytes } from '../../src/core/formats/write-json.ts';
import { silent } from '../../src/core/progress.ts';
import { writeParquet } from '../../workers/parquet-write.ts';
import { writeWorkbook } from '../../workers/workbook.ts';
import { readBytes, rowsAsTexts, sourceOf, written } from '../helpers/reading.ts';
import { decoders } from '../helpers/sound.ts';
import { sharedText, sharedTest } from '../helpers/shared.ts';

const sample = (name: string): Uint8Array => readFileSync(new URL(`./tables/${name}.csv`, import.meta.url));
const shared = (name: string): Uint8Array => new TextEncoder().encode(sharedText(`data/${name}`));

function shapes({ inferences }: ReadResult): Record<string, string> {
  return Object.fromEntries(inferences.map(({ name, kind, shape }) => [name, `${kind} ${shape}`]));
}

const levelsOf = ({ table }: ReadResult, name: string): readonly string[] | undefined => {
  const column = table.columns.find((candidate) => candidate.name === name);
  return column !== undefined && 'levels' in column ? column.levels : undefined;
};

test.each(['titanic', 'penguins', 'german_credit'])('%s is written back byte for byte', async (name) => {
  const bytes = sample(name);
  expect(Buffer.from(written(await readBytes(bytes))).equals(bytes)).toBe(true);
});

test('the columns of titanic', async () => {
  const read = await readBytes(sample('titanic'));
  expect(read.table.rowCount).toBe(891);
  expect(shapes(read)).toEqual({
    PassengerId: 'identifier identifier',
    Survived: 'categorical boolean',
    Pclass: 'categorical category',
    Name: 'text text',
    Sex: 'categorical category',
    Age: 'numeric decimal',
    SibSp: 'numeric integer',
    Parch: 'numeric integer',
    Ticket: 'text text',
    Fare: 'numeric decimal',
    Cabin: 'text text',
    Embarked: 'categorical category',
  });
  expect(levelsOf(read, 'Pclass')).toEqual(['1', '2', '3']);
  expect(read.inferences.find(({ name }) => name === 'Age')!.reason).toMatchObject({ n: 891, fit: 714, missing: 177 });
});

test('the columns of penguins: NA is missing in numbers, and so in the text of the same file', async () => {
  const read = await readBytes(sample('penguins'));
  expect(shapes(read)).toEqual({
    species: 'categorical category',
    island: 'categorical category',
    bill_length_mm: 'numeric decimal',
    bill_depth_mm: 'numeric decimal',
    flipper_length_mm: 'numeric integer',
    body_mass_g: 'numeric integer',
    sex: 'categorical category',
    year: 'categorical category',
  });
  expect(levelsOf(read, 'sex')).toEqual(['female', 'male']);
  expect(read.inferences.find(({ name }) => name === 'sex')!.reason.missing).toBe(11);
  expect(read.dialect.missingMarks).toEqual(['', '', 'NA', 'NA', 'NA', 'NA', 'NA', '']);
});

sharedTest('adult: question marks are missing, and it is written back byte for byte', async () => {
  const bytes = shared('adult.csv.gz');
  const read = await readBytes(bytes);
  expect(shapes(read)).toMatchObject({
    age: 'numeric integer',
    workclass: 'categorical category',
    fnlwgt: 'numeric integer',
    education: 'categorical category',
    'education-num': 'numeric integer',
    'capital-gain': 'numeric integer',
    income: 'categorical category',
  });
  const reasons = Object.fromEntries(read.inferences.map(({ name, reason }) => [name, reason]));
  expect(reasons['workclass']).toMatchObject({ n: 48_842, missing: 2_799, levels: 8 });
  expect(reasons['education']).toMatchObject({ levels: 16 });
  expect(reasons['education-num']).toMatchObject({ levels: 16 });
  expect(levelsOf(read, 'income')).toEqual(['<=50K', '>50K']);
  expect(Buffer.from(written(read)).equals(bytes)).toBe(true);
});

sharedTest('bank marketing: semicolons, quoted text, CRLF', async () => {
  const bytes = shared('bank_marketing.csv.gz');
  const read = await readBytes(bytes);
  expect(read.dialect).toMatchObject({ delimiter: ';', quoting: 'all-text', lineEnd: '\r\n', finalLineEnd: true });
  expect(Buffer.from(written(read)).equals(bytes)).toBe(true);
});

sharedTest('beijing: CRLF, no final line end, a row number', async () => {
  const bytes = shared('beijing_pm25.csv');
  const read = await readBytes(bytes);
  expect(read.dialect).toMatchObject({ lineEnd: '\r\n', finalLineEnd: false });
  expect(shapes(read)).toMatchObject({ No: 'identifier identifier', 'pm2.5': 'numeric integer' });
  expect(Buffer.from(written(read)).equals(bytes)).toBe(true);
});

const OTHERS = [
  'california_housing.csv',
  'compas_two_years.csv',
  'german_credit.csv',
  'heart_cleveland.csv',
  'kddcup99_10pct.csv.gz',
  'nist_ma2018.csv',
  'nist_ma2019.csv',
  'penguins.csv',
  'sd2011.csv',
  'titanic.csv',
  'wide_colon_genes.csv',
];
for (const name of OTHERS) {
  sharedTest(`${name} is written back byte for byte`, async () => {
    const bytes = shared(name);
    expect(Buffer.from(written(await readBytes(bytes))).equals(bytes)).toBe(true);
  });
}

/** Lines that come back otherwise, and as what. */
async function changesOf(name: string): Promise<string[][]> {
  const bytes = shared(name);
  const [before, after] = [bytes, written(await readBytes(bytes))].map((each) =>
    new TextDecoder().decode(each).split('\n'),
  ) as [string[], string[]];
  expect(after).toHaveLength(before.length);
  return before.flatMap((line, at) => {
    if (line === after[at]) return [];
    const [cells, others] = [line.split(','), after[at]!.split(',')];
    return cells.flatMap((cell, place) => (cell === others[place] ? [] : [[cell, others[place]!]]));
  });
}

sharedTest('mammography.csv: three numbers with an exponent among plain ones are written plainly', async () => {
  const changes = await changesOf('mammography.csv');
  expect(changes).toEqual(new Array(3).fill(['-2.4234347e-06', '-0.0000024234347']));
});

sharedTest('penguins_raw.csv: five numbers have digits beyond those that a double keeps', async () => {
  const changes = await changesOf('penguins_raw.csv');
  expect(changes).toHaveLength(5);
  for (const [cell, written] of changes) {
    expect(cell!.replace(/\D/g, '').length).toBeGreaterThan(15);
    expect(Number(written)).toBe(Number(cell));
  }
});

/** Every writer of a format, on real tables: what it writes reads back as the same cells, and the same kinds. */
type Write = (read: ReadResult) => Promise<Uint8Array> | Uint8Array;
const json =
  (areLines: boolean): Write =>
  ({ table, dialect }) =>
    writeJsonBytes(table, dialect, { tag: null }, areLines);
const WRITERS: Readonly<Record<string, Write>> = {
  csv: written,
  'csv within gzip': (read) => gzipSync(written(read)),
  JSON: json(false),
  'JSON lines': json(true),
  Parquet: ({ table }) => writeParquet(table, null),
  Excel: ({ table }) => writeWorkbook(table, null),
};

test.each(Object.entries(WRITERS))('titanic, penguins and German credit come back from %s', async (_format, write) => {
  for (const name of ['titanic', 'penguins', 'german_credit']) {
    const read = await readBytes(sample(name));
    const again = await readTable(sourceOf(await write(read), 10_000), {}, decoders, silent);
    expect(shapes(again)).toEqual(shapes(read));
    expect(rowsAsTexts(again.table)).toEqual(rowsAsTexts(read.table));
  }
});
