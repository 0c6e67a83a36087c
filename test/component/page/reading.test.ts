/** How a file was read and how it is read otherwise: questions, overrides, lines set aside; taken back in one history. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { questionOf } from '../../../src/core/errors.ts';
import type { ReadingChoices } from '../../../src/core/recipe.ts';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

const sentence = () => page.getByRole('region', { name: 'Next step' });
const PROGRESS = { stage: 'reading', done: 1, total: 4 } as const;

/** The table read, with what the reader is to say of it. */
async function showData(prepare: (shown: Shown) => void = () => {}, rowCount = 300): Promise<Shown> {
  const shown = await showPage();
  prepare(shown);
  await shown.app.take([tableFile('staff.csv', rowCount)]);
  await expect.element(heading()).toHaveTextContent(`${rowCount} rows of 6 columns`);
  return shown;
}

/** Two questions that vanish once they are answered. */
function withQuestions({ alter }: Shown): void {
  const encoding = questionOf('encoding-unsure', [
    { answer: 'windows-1252', shown: ['Müller', 'naïve'] },
    { answer: 'iso-8859-2', shown: ['Müller', 'naďve'] },
  ]);
  const codes = questionOf(
    'codes-maybe-missing',
    [
      { answer: 'value', shown: ['-99'] },
      { answer: 'missing', shown: ['-99'] },
    ],
    { column: 'age' },
    7,
  );
  alter((read, { reading }) => ({
    ...read,
    notices: [...(reading.encoding ? [] : [encoding]), ...(reading.columns?.['age'] ? [] : [codes])],
  }));
}

test('questions come first, each with the taken answer and the texts to tell answers by', async () => {
  await showData(withQuestions, 30);
  await expect.element(sentence()).toHaveTextContent('Continue as read: 2 questions answered for you');
  const taken = page.getByRole('radio', { name: 'Western (Windows-1252)' });
  await expect.element(taken).toBeChecked();
  await expect.element(taken).toHaveAccessibleDescription('Müller naïve');
  await expect.element(page.getByRole('radio', { name: 'They are values like any other' })).toBeChecked();
  const first = page.getByRole('radio').elements()[0]!;
  const table = page.getByRole('table').element();
  expect(first.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  expect(await violations()).toEqual([]);
});

test('another answer is an override in the recipe, and can be undone', async () => {
  const { app } = await showData(withQuestions);
  await page.getByRole('radio', { name: 'Central European (ISO 8859-2)' }).click();
  await expect.element(sentence()).toHaveTextContent('Continue as read: one question answered for you');
  expect(app.project.recipe.reading).toEqual({ encoding: 'iso-8859-2' });
  await page.getByRole('radio', { name: 'They mean missing' }).click();
  await expect.element(sentence()).toHaveTextContent('Continue as read: no question was left open');
  expect(app.project.recipe.reading.columns).toEqual({ age: { missing: ['-99'] } });
  await button('Undo').click();
  await button('Undo').click();
  await expect.element(sentence()).toHaveTextContent('2 questions');
  expect(app.project.recipe.reading).toEqual({});
});

test('texts to tell answers by are hidden with the real rows', async () => {
  await showData(withQuestions);
  await page.getByRole('switch', { name: 'Hide real data' }).click();
  await expect.element(page.getByText('The texts to compare are hidden with the real data.').first()).toBeVisible();
  expect(document.body.textContent).not.toContain('naïve');
  expect(document.body.textContent).not.toContain('-99');
});

const PICKS: readonly { field: string; option: string; reading: ReadingChoices }[] = [
  { field: 'Encoding', option: 'UTF-8', reading: { encoding: 'utf-8' } },
  { field: 'Delimiter', option: 'comma', reading: { delimiter: ',' } },
  { field: 'Quote', option: 'double', reading: { quote: '"' } },
  { field: 'Quote within a cell', option: 'doubled quote', reading: { escape: 'doubled' } },
  { field: 'Header', option: 'first line', reading: { header: true, headerRows: 1 } },
  { field: 'Comment lines begin with', option: '#', reading: { comment: '#' } },
  { field: 'Lines that are one quoted cell', option: 'keep as one cell', reading: { unwrap: false } },
  { field: 'Lines that are too long', option: 'Cut the surplus', reading: { aside: 'cut' } },
  { field: 'Rows that sum up others', option: 'Leave them out', reading: { totals: 'leave-out' } },
];

test('every override is in the recipe, and as found takes it back', async () => {
  const { app } = await showData(() => {}, 60);
  await button('Read it differently').click();
  for (const { field, option, reading } of PICKS) {
    const select = page.getByRole('combobox', { name: field, exact: true });
    await select.selectOptions(option);
    await expect.poll(() => app.project.recipe.reading).toEqual(reading);
    await select.selectOptions('as found');
    await expect.poll(() => app.project.recipe.reading).toEqual({});
  }
  for (const [field, key] of [
    ['First line', 'firstLine'],
    ['Last line', 'lastLine'],
  ] as const) {
    const line = page.getByRole('spinbutton', { name: field });
    await line.fill(key === 'firstLine' ? '1' : '61');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => app.project.recipe.reading[key]).toBe(key === 'firstLine' ? 1 : 61);
    await line.clear();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => app.project.recipe.reading).toEqual({});
  }
});

test('a line that does not exist is refused below its field', async () => {
  const { app } = await showData();
  await button('Read it differently').click();
  await page.getByRole('spinbutton', { name: 'First line' }).fill('0');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Lines are counted from 1.');
  expect(app.project.recipe.reading).toEqual({});
});

test('marks for missing are added and removed one by one', async () => {
  const { app } = await showData(() => {}, 30);
  await button('Read it differently').click();
  const field = page.getByRole('textbox', { name: 'Read as missing in every column' });
  await field.fill('north');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => app.project.recipe.reading.missing).toEqual(['north']);
  await expect.poll(() => app.project.columns[3]!.missing).toBeGreaterThan(0);
  await field.fill('west');
  await button('Add to Read as missing in every column').click();
  await expect.poll(() => app.project.recipe.reading.missing).toEqual(['north', 'west']);
  await button('Remove north').click();
  await expect.poll(() => app.project.recipe.reading.missing).toEqual(['west']);
  expect(await violations()).toEqual([]);
});

test('while a file is read again the table stays, and cancelling leaves all as it was', async () => {
  const { app, hold } = await showData();
  await button('Read it differently').click();
  const open = hold('read', PROGRESS);
  await page.getByRole('combobox', { name: 'Header' }).selectOptions('none, names made');
  await expect.element(page.getByRole('progressbar', { name: 'Reading staff.csv again' })).toBeVisible();
  await expect.element(heading()).toHaveTextContent('300 rows of 6 columns');
  await button('Cancel').click();
  await expect.poll(() => app.project.rereading.kind).toBe('idle');
  open();
  expect(app.project.recipe.reading).toEqual({});
  await expect.element(page.getByRole('combobox', { name: 'Header' })).toHaveValue('found');
});

test('what was said of columns stays as far as they are still there, and undo brings all of it back', async () => {
  const { app } = await showData();
  await app.project.choose('age', { role: 'sensitive' });
  await button('Read it differently').click();
  const header = page.getByRole('combobox', { name: 'Header' });
  await header.selectOptions('first line');
  await expect.poll(() => app.project.recipe.reading.header).toBe(true);
  expect(app.project.recipe.columns).toEqual({ age: { role: 'sensitive' } });
  await header.selectOptions('none, names made');
  await expect.element(heading()).toHaveTextContent('301 rows of 6 columns');
  expect(app.project.recipe.columns).toEqual({});
  await button('Undo').click();
  await expect.element(heading()).toHaveTextContent('300 rows of 6 columns');
  expect(app.project.recipe.columns).toEqual({ age: { role: 'sensitive' } });
  expect(app.project.schema?.columns[1]?.role).toBe('sensitive');
  await button('Redo').click();
  await expect.element(heading()).toHaveTextContent('301 rows of 6 columns');
});

test('Ctrl+Z and Ctrl+Shift+Z walk the history, but not from within a field for text', async () => {
  const { app } = await showData();
  await app.project.choose('age', { role: 'sensitive' });
  await page.getByRole('searchbox', { name: 'Filter the first rows' }).fill('north');
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(app.project.recipe.columns).toEqual({ age: { role: 'sensitive' } });
  (document.activeElement as HTMLElement).blur();
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => app.project.recipe.columns).toEqual({});
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  await expect.poll(() => app.project.recipe.columns).toEqual({ age: { role: 'sensitive' } });
});

test('lines set aside are shown on request, hidden with the real rows, and what becomes of them is a choice', async () => {
  const { app } = await showData(
    ({ alter }) =>
      alter((read) => ({
        ...read,
        aside: [
          { line: 12, text: 'P-1,31,north,stray' },
          { line: 1204, text: 'Sum of all' },
        ],
        notices: [
          { code: 'row-long', severity: 'warning', place: { line: 12 }, count: 2, facts: {}, lines: [12, 1204] },
        ],
      })),
    30,
  );
  expect(document.body.textContent).not.toContain('stray');
  await button('Show the lines').click();
  const lines = page.getByRole('table', { name: 'Lines set aside' });
  await expect.element(lines).toHaveTextContent('1,204');
  await expect.element(lines).toHaveTextContent('P-1,31,north,stray');
  expect(await violations()).toEqual([]);
  await page.getByRole('switch', { name: 'Hide real data' }).click();
  await expect.element(page.getByText('Real rows are hidden, and with them the lines set aside.')).toBeVisible();
  expect(document.body.textContent).not.toContain('stray');
  await page.getByRole('radio', { name: 'Add columns' }).click();
  await expect.poll(() => app.project.recipe.reading).toEqual({ aside: 'add-columns' });
});

test('where memory may not be enough it is asked before the whole is read, and a sample is in the recipe', async () => {
  const town = 'some town in the north '.repeat(5);
  const text = `town,size\n${Array.from({ length: 40_000 }, (_, row) => `${town},${row}.25\n`).join('')}`;
  const { app } = await showPage();
  void app.take([new File([text], 'towns.csv')]);
  await expect.element(page.getByText(/^Reading this takes about/)).toBeVisible();
  await expect.element(button('Read all rows')).toBeVisible();
  expect(await violations()).toEqual([]);
  const sample = page.getByRole('button', { name: /^Read a sample of/ });
  const wanted = Number(sample.element().textContent.replace(/\D/g, ''));
  await sample.click();
  await expect.poll(() => app.project.read?.table.rowCount).toBe(wanted);
  expect(app.project.recipe.reading.sampleRows).toBe(wanted);
});
