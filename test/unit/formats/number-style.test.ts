/** Decimal commas, marks between thousands, currency, percent: read as numbers and written back as they were. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fittingForms } from '../../../src/core/formats/fitting.ts';
import { habitOf, isStyledNumber, numberFormsOf, spellStyled } from '../../../src/core/formats/number-style.ts';
import { forAll } from '../../helpers/properties.ts';
import { readText, written } from '../../helpers/reading.ts';

/** The style that all texts are in, with their values; null if there is none, or it is the plain one. */
function styleOf(texts: readonly string[]) {
  const counts = new Uint32Array(texts.length).fill(1);
  const [best] = fittingForms(
    texts,
    counts,
    [...texts.keys()],
    numberFormsOf,
    ({ read }, text) => read(text) !== null,
    0,
  );
  if (best === undefined) return null;
  const style = habitOf(best.form, texts);
  return style && { style, values: texts.map((text) => best.form.read(text)!.value) };
}

test.each([
  [['1,5', '-12,25', '3'], { decimal: ',', group: '', prefix: '', suffix: '' }, [1.5, -12.25, 3]],
  [['1.234,5', '12'], { decimal: ',', group: '.', prefix: '', suffix: '' }, [1234.5, 12]],
  [['12', '1,234.5'], { decimal: '.', group: ',', prefix: '', suffix: '' }, [12, 1234.5]],
  [['1,234,567', '12'], { decimal: '.', group: ',', prefix: '', suffix: '' }, [1_234_567, 12]],
  [['1 234,5', '0,5'], { decimal: ',', group: ' ', prefix: '', suffix: '' }, [1234.5, 0.5]],
  [["1'234.50"], { decimal: '.', group: "'", prefix: '', suffix: '' }, [1234.5]],
  [['$1,200,000', '-$5'], { decimal: '.', group: ',', prefix: '$', suffix: '' }, [1_200_000, -5]],
  [['12 €', '3,50 €'], { decimal: ',', group: '', prefix: '', suffix: ' €' }, [12, 3.5]],
  [['5%', '7.5%'], { decimal: '.', group: '', prefix: '', suffix: '%' }, [5, 7.5]],
  [['EUR 12', 'EUR 1,200.50'], { decimal: '.', group: ',', prefix: 'EUR ', suffix: '' }, [12, 1200.5]],
  [['12 USD', '-3 USD'], { decimal: '.', group: '', prefix: '', suffix: ' USD' }, [12, -3]],
  [['5', '(1,234.50)'], { decimal: '.', group: ',', prefix: '', suffix: '', brackets: true }, [5, -1234.5]],
  [['($5)', '$7'], { decimal: '.', group: '', prefix: '$', suffix: '', brackets: true }, [-5, 7]],
  [['+1.5', '-2', '0', '+3'], { decimal: '.', group: '', prefix: '', suffix: '', plus: true }, [1.5, -2, 0, 3]],
  [
    ['1.50E+04', '-2.25E-10'],
    { decimal: '.', group: '', prefix: '', suffix: '', exponent: { letter: 'E', plus: true, digits: 2, places: 2 } },
    [15_000, -2.25e-10],
  ],
])('%j are numbers', (texts, style, values) => expect(styleOf(texts)).toEqual({ style, values }));

test.each([
  [['1,5', '1.5']],
  [['12', '13.5']],
  [['5%', '5']],
  [['$5', '€5']],
  [['EUR 5', 'USD 5']],
  [['XYZ 5']],
  [['+31 612 345 678']],
  [['+31612345678']],
  [['(5', '5)']],
  [['(-5)']],
  [['+1', '2']],
  [['01,5']],
  [['12,34,567']],
  [['1234567890123456,5']],
  [['1.2.2024']],
  [['a']],
  [[]],
])('%j are none, or plain', (texts) => expect(styleOf(texts)).toBeNull());

test('where every mark may be either it is taken as between thousands, and asked', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `r${i};${i + 1},125`).join('\n');
  const { notices } = await readText(`name;amount\n${rows}\n`);
  expect(notices).toContainEqual(
    expect.objectContaining({
      code: 'decimal-mark-unsure',
      severity: 'question',
      count: 30,
      answers: [
        { answer: '.', shown: ['1125', '2125', '3125'] },
        { answer: ',', shown: ['1.125', '2.125', '3.125'] },
      ],
    }),
  );
  const quoted = await readText(`name,amount\n${rows.replaceAll(/;(.*)/g, ',"$1"')}\n`);
  expect(quoted.notices.map(({ code }) => code)).not.toContain('decimal-mark-unsure');
});

test('what is spelled in a style reads as the same number', () => {
  const styles = fc.record({
    decimal: fc.constant(',' as const),
    group: fc.constantFrom('', '.', ' ', "'"),
    prefix: fc.constantFrom('', '€', '$ '),
    suffix: fc.constantFrom('', '%', ' €', ' CHF'),
    brackets: fc.boolean(),
  });
  forAll(fc.tuple(styles, fc.integer({ min: -1e10, max: 1e10 })), ([style, hundredths]) => {
    const text = spellStyled(hundredths / 100, style, { fewest: 2, most: 2 });
    expect(isStyledNumber(text)).toBe(true);
    const readings = numberFormsOf(text, { decimal: style.decimal }).map(({ read }) => read(text));
    expect(readings).toContainEqual({ value: hundredths / 100 + 0, places: 2 });
  });
});

test.each([
  ['decimal commas', (i: number) => `${i},25`],
  ['thousands', (i: number) => (i > 2 ? `${i}.000,5` : '7,5')],
  ['currency', (i: number) => `€ ${i},50`],
  ['percent', (i: number) => `${i},5%`],
  ['a code of currency', (i: number) => `CHF ${i},5`],
  ['brackets', (i: number) => (i % 3 ? `${i},25` : `(${i + 1},25)`)],
  ['a plus', (i: number) => (i % 3 ? `+${i},25` : `-${i + 1},25`)],
  ['a plus before plain numbers', (i: number) => (i % 3 ? `+${i}.5` : `-${i + 1}.5`)],
  ['exponents', (i: number) => `${1 + (i % 9)}.25e-${10 + (i % 8)}`],
  ['exponents with a plus', (i: number) => `-${1 + (i % 9)},5E+${10 + i}`],
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
