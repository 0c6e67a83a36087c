/** Values that are codes, and marks that are kept apart: what a recipe says of them, from reading to writing. */
import { expect, test } from 'vitest';
import { writeJsonBytes } from '../../../src/core/formats/write-json.ts';
import { generate, prepare } from '../../../src/core/pipeline.ts';
import { seededEntropy } from '../../../src/core/privacy/seeded-entropy.ts';
import { silent } from '../../../src/core/progress.ts';
import type { ColumnReading } from '../../../src/core/recipe.ts';
import { readRecipe } from '../../../src/core/recipe/read-recipe.ts';
import { inferSchema } from '../../../src/core/table/infer-schema.ts';
import { readText, written } from '../../helpers/reading.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const ROWS = 120;
const fileOf = (cell: (row: number) => string, lineEnd = '\n'): string =>
  ['name;thing', ...Array.from({ length: ROWS }, (_, row) => `r${row % 7};${cell(row)}`), ''].join(lineEnd);
const saying = (thing: ColumnReading) => readRecipe({ reading: { columns: { thing } } }).reading;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const MARKS = ['NA', '', '?'];
const marked =
  (value: (row: number) => string) =>
  (row: number): string =>
    row % 12 < 5 ? MARKS[row % 3]! : value(row);

test('a value of its own stays a number, and no bound comes from it', async () => {
  const text = fileOf((row) => (row % 10 === 0 ? '-9' : row % 40 === 1 ? '999' : String(row % 60)));
  const { table, inferences, notices, dialect } = await readText(text, saying({ atoms: [999, -9] }));
  expect(table.columns[1]).toMatchObject({ kind: 'numeric', atoms: [-9, 999] });
  expect(notices.map(({ code }) => code)).not.toContain('codes-maybe-missing');
  const [, schema] = inferSchema(table, inferences).columns;
  expect(schema).toMatchObject({ atoms: [-9, 999], missing: { value: false } });
  expect(schema!.domain!.value).toMatchObject({ low: 1, high: 59 });
  expect(asText(written({ table, dialect }))).toBe(text);
});

test.each([
  ['whole numbers', (row: number) => String(row % 60)],
  ['two places', (row: number) => `${row}.25`],
  ['decimal commas', (row: number) => `${row},25`],
  ['dates', (row: number) => `2024-03-${10 + (row % 20)}`],
])('marks that are kept apart come back as they were among %s', async (_, value) => {
  const text = fileOf(marked(value), '\r\n');
  const { table, inferences, notices, dialect } = await readText(text, saying({ apart: MARKS }));
  expect(notices.map(({ code }) => code)).not.toContain('marks-merged');
  expect(inferences[1]!.reason.missing).toBe(50);
  expect(inferSchema(table, inferences).columns[1]).toMatchObject({ marks: MARKS, missing: { value: true } });
  expect(asText(written({ table, dialect }))).toBe(text);
  expect(asText(written(await readText(text)))).not.toBe(text);
});

test('marks stay with their rows in every part of a table', async () => {
  const { table } = await readText(fileOf(marked(String)), saying({ apart: MARKS }));
  const json = asText(
    writeJsonBytes(table, (await readText(fileOf(marked(String)))).dialect, { tag: null }, true),
  ).split('\n');
  expect(json.slice(0, 6).map((line) => /"thing":(.*)\}/.exec(line)![1])).toEqual([
    ...['"NA"', 'null', '"?"', '"NA"', 'null', '5'],
  ]);
});

test('the rows that are made of a file hold each code and each mark at its rate', async () => {
  const cell = (row: number): string => (row % 12 < 5 ? MARKS[row % 3]! : row % 12 < 7 ? '999' : String(row % 60));
  const recipe = readRecipe({
    reading: { columns: { thing: { atoms: [999], apart: MARKS } } },
    privacy: null,
    split: { holdout: 0 },
    synthesizer: { id: 'mst' },
  });
  const { table, inferences, dialect } = await readText(fileOf(cell), recipe.reading);
  const { synthetic } = generate(prepare(table, inferences, recipe), recipe, seededEntropy(1), silent);
  const made = asText(written({ table: synthetic, dialect }))
    .split('\n')
    .slice(1, -1);
  const real = fileOf(cell).split('\n').slice(1, -1);
  const rowsOf = (lines: readonly string[], level: string): number =>
    lines.filter((line) => line.split(';')[1] === level).length;
  for (const level of [...MARKS, '999']) {
    expect(rowsOf(real, level)).toBeGreaterThanOrEqual(10);
    expect(Math.abs(rowsOf(made, level) - rowsOf(real, level))).toBeLessThanOrEqual(3);
  }
});

test('a mark that is not named is as missing as any, and written as the commonest', async () => {
  const text = fileOf((row) => (row < 6 ? 'NA' : row < 9 ? '?' : row < 10 ? '-' : `${row}.5`));
  const { table, dialect } = await readText(text, saying({ apart: ['?'] }));
  expect(asText(written({ table, dialect }))).toBe(text.replace('r2;-', 'r2;NA'));
});

test.each([
  [{ atoms: [1, 'x'] }, 'must be a number'],
  [{ atoms: '1' }, 'must be a list of numbers'],
  [{ atoms: [1, 1] }, 'names something twice'],
  [{ apart: ['a', 'a'] }, 'names something twice'],
  [{ apart: Array.from({ length: 201 }, (_, place) => `m${place}`) }, 'at most 200'],
])('a recipe that says %j is refused', (thing, problem) => {
  const error = thrownBy(() => readRecipe({ reading: { columns: { thing } } }));
  expect(error).toMatchObject({ code: 'recipe-invalid' });
  expect((error as Error).message).toContain(problem);
});
