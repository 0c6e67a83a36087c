/** Decimal commas, marks between thousands, currency, percent: read as numbers and written back as they were. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isStyledNumber, readStyledNumbers, spellStyled } from '../../../src/core/formats/number-style.ts';
import { forAll } from '../../helpers/properties.ts';
import { readText, written } from '../../helpers/reading.ts';

test.each([
  [['1,5', '-12,25', '3'], { decimal: ',', group: '', prefix: '', suffix: '' }, [1.5, -12.25, 3]],
  [['1.234,5', '12'], { decimal: ',', group: '.', prefix: '', suffix: '' }, [1234.5, 12]],
  [['1,234.5', '12'], { decimal: '.', group: ',', prefix: '', suffix: '' }, [1234.5, 12]],
  [['1,234,567', '12'], { decimal: '.', group: ',', prefix: '', suffix: '' }, [1_234_567, 12]],
  [['1 234,5', '0,5'], { decimal: ',', group: ' ', prefix: '', suffix: '' }, [1234.5, 0.5]],
  [["1'234.50"], { decimal: '.', group: "'", prefix: '', suffix: '' }, [1234.5]],
  [['$1,200,000', '-$5'], { decimal: '.', group: ',', prefix: '$', suffix: '' }, [1_200_000, -5]],
  [['12 €', '3,50 €'], { decimal: ',', group: '', prefix: '', suffix: ' €' }, [12, 3.5]],
  [['5%', '7.5%'], { decimal: '.', group: '', prefix: '', suffix: '%' }, [5, 7.5]],
])('%j are numbers', (texts, style, values) => {
  const styled = readStyledNumbers(texts)!;
  expect(styled).toMatchObject({ style, isUnsure: false });
  expect(styled.readings.map(({ value }) => value)).toEqual(values);
});

test.each([
  [['1,5', '1.5']],
  [['12', '13.5']],
  [['5%', '5']],
  [['$5', '€5']],
  [['+31 612 345 678']],
  [['01,5']],
  [['12,34,567']],
  [['1234567890123456,5']],
  [['1.2.2024']],
  [['a']],
  [[]],
])('%j are none, or plain', (texts) => expect(readStyledNumbers(texts)).toBeNull());

test('where every mark may be either it is taken as between thousands, and asked', async () => {
  expect(readStyledNumbers(['123,000', '5,125'])).toMatchObject({ isUnsure: true, readings: [{ value: 123_000 }, {}] });
  const rows = Array.from({ length: 30 }, (_, i) => `r${i};${i + 1},125`).join('\n');
  const { notices } = await readText(`name;amount\n${rows}\n`);
  expect(notices).toContainEqual(
    expect.objectContaining({ code: 'decimal-mark-unsure', severity: 'question', count: 30 }),
  );
  const quoted = await readText(`name,amount\n${rows.replaceAll(/;(.*)/g, ',"$1"')}\n`);
  expect(quoted.notices.map(({ code }) => code)).not.toContain('decimal-mark-unsure');
});

test('what is spelled in a style reads as the same number', () => {
  const styles = fc.record({
    decimal: fc.constant(',' as const),
    group: fc.constantFrom('', '.', ' ', "'"),
    prefix: fc.constantFrom('', '€', '$ '),
    suffix: fc.constantFrom('', '%', ' €'),
  });
  forAll(fc.tuple(styles, fc.integer({ min: -1e10, max: 1e10 })), ([style, hundredths]) => {
    const text = spellStyled(hundredths / 100, style, { fewest: 2, most: 2 });
    expect(isStyledNumber(text)).toBe(true);
    expect(readStyledNumbers([text])!.readings[0]).toEqual({ value: hundredths / 100 + 0, places: 2 });
  });
});

test.each([
  ['decimal commas', (i: number) => `${i},25`],
  ['thousands', (i: number) => (i > 2 ? `${i}.000,5` : '7,5')],
  ['currency', (i: number) => `€ ${i},50`],
  ['percent', (i: number) => `${i},5%`],
])('%s are written back as they were', async (_, cell) => {
  const text = `name;amount\n${Array.from({ length: 40 }, (__, i) => `r${i};${cell(i)}`).join('\n')}\n`;
  const read = await readText(text);
  expect(read.table.columns[1]).toMatchObject({ kind: 'numeric' });
  expect(Buffer.from(written(read)).toString()).toBe(text);
});

test('a few numbers with marks among plain ones are no strangers', async () => {
  const cells = Array.from({ length: 100 }, (_, i) => (i === 50 ? '"1,234"' : `${i}.5`));
  const { table, notices } = await readText(`name,amount\n${cells.map((cell, i) => `r${i},${cell}`).join('\n')}\n`);
  expect(table.columns[1]).toMatchObject({ kind: 'numeric', values: expect.objectContaining({ 50: 1234 }) });
  expect(notices).toEqual([]);
});

test('few levels in a style are a category, spelled as they were', async () => {
  const cells = Array.from({ length: 100 }, (_, i) => (i % 2 ? '5%' : '10%'));
  const { table } = await readText(`name,rate\n${cells.map((cell, i) => `r${i},${cell}`).join('\n')}\n`);
  expect(table.columns[1]).toMatchObject({ kind: 'categorical', levels: ['10%', '5%'] });
});
