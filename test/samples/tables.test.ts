/** Real tables: their kinds as a person would name them, and every byte of them written back. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ReadResult } from '../../src/core/formats/read-table.ts';
import { readBytes, written } from '../helpers/reading.ts';
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
