/** Data, Columns and Privacy: what a person sees there, what a choice does, and what cannot be chosen. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent, type Locator } from 'vitest/browser';
import { UserError } from '../../../src/core/errors.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

async function showData(file = tableFile('staff.csv')): Promise<Shown> {
  const shown = await showPage();
  await page.getByLabelText('Choose a file').upload(file);
  await expect.element(button('Columns')).toBeEnabled();
  return shown;
}

async function showColumns(): Promise<Shown> {
  const shown = await showData();
  await button('Columns').click();
  await expect.element(page.getByRole('table', { name: 'Columns' })).toBeVisible();
  return shown;
}

async function showPrivacy(): Promise<Shown> {
  const shown = await showColumns();
  await button('Privacy').click();
  await expect.element(page.getByText('here no method wins more than 56', { exact: false })).toBeVisible();
  return shown;
}

/** As a person does: clear, type, Enter. */
async function enter(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await userEvent.keyboard('{Enter}');
}

const kindOf = (name: string) => page.getByRole('combobox', { name: `Kind of ${name}`, exact: true });
const epsilon = () => page.getByRole('spinbutton', { name: 'Epsilon', exact: true });
const sentence = () => page.getByRole('region', { name: 'Next step' });

test('the first rows can be filtered, sorted and summed up, and hidden for sharing a screen', async () => {
  await showData();
  await expect.element(page.getByRole('table', { name: 'The first 100 of 300 rows' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter the first rows' }).fill('P-7000001');
  await expect.element(page.getByRole('table', { name: '1 of the first 300 rows' })).toBeVisible();
  await page.getByRole('radio', { name: 'Summary' }).click();
  await expect.element(page.getByRole('rowheader', { name: 'pay' })).toBeVisible();
  await page.getByRole('switch', { name: 'Hide real data' }).click();
  await expect.element(page.getByText('Real rows are hidden.')).toBeVisible();
  expect(document.querySelector('table')).toBeNull();
});

test('a file is read again as the person says, and what is not possible leaves it as it was', async () => {
  const { app, fail } = await showData();
  await button('Read it differently').click();
  await page.getByRole('combobox', { name: 'Header' }).selectOptions('none, names made');
  await expect.element(heading()).toHaveTextContent('301 rows of 6 columns');
  expect(app.project.recipe.reading).toEqual({ header: false });
  fail('read', new UserError('no-table', { kept: 1, records: 9 }));
  await page.getByRole('combobox', { name: 'Delimiter' }).selectOptions('semicolon');
  await expect.element(page.getByRole('alert')).toHaveTextContent('no table was found');
  await expect.element(heading()).toHaveTextContent('301 rows of 6 columns');
});

test('every column has its kind, and identifiers and free text are not modelled', async () => {
  await showColumns();
  await expect.element(kindOf('age')).toHaveValue('numeric');
  await expect.element(kindOf('team')).toHaveValue('categorical');
  await expect.element(kindOf('joined')).toHaveValue('datetime');
  await expect.element(kindOf('person')).toHaveValue('identifier');
  await expect.element(page.getByRole('row', { name: /^person/ })).toHaveTextContent('not modelled');
});

test('a kind is changed, undone and redone', async () => {
  const { app } = await showColumns();
  await expect.element(button('Undo')).toBeDisabled();
  await kindOf('age').selectOptions('category');
  await expect.element(page.getByRole('row', { name: /^age/ })).toHaveTextContent('your choice');
  expect(app.project.recipe.columns).toEqual({ age: { kind: 'categorical' } });
  await button('Undo').click();
  await expect.element(kindOf('age')).toHaveValue('numeric');
  expect(app.project.recipe.columns).toEqual({});
  await button('Redo').click();
  await expect.element(kindOf('age')).toHaveValue('categorical');
});

test('a kind that the cells do not allow is refused by name, and the column stays as it was', async () => {
  const { app } = await showColumns();
  await kindOf('team').selectOptions('number');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Column team cannot be read as number');
  await expect.element(kindOf('team')).toHaveValue('categorical');
  expect(app.project.recipe.columns).toEqual({});
});

test('declared parts become the person’s own statement, and Reset takes it back', async () => {
  const { app } = await showColumns();
  await button('Edit age').click();
  await button('Declare as public').click();
  await expect.element(page.getByRole('row', { name: /^age/ })).toHaveTextContent('declared');
  expect(app.project.recipe.columns['age']).toMatchObject({ kind: 'numeric', missing: false });
  const highest = page.getByRole('spinbutton', { name: 'Highest' });
  await enter(highest, '99');
  await expect.poll(() => app.project.recipe.columns['age']?.bounds).toEqual([18, 99]);
  await button('Reset').click();
  await expect.element(page.getByRole('row', { name: /^age/ })).toHaveTextContent('inferred');
  expect(app.project.recipe.columns).toEqual({});
});

test('what is not declared is to be bought, and the statement that it is public is off until it is made', async () => {
  const { app } = await showColumns();
  await expect
    .element(sentence())
    .toHaveTextContent('Under a guarantee the ranges or levels of 5 columns will be bought');
  await expect.element(page.getByRole('row', { name: /^age/ })).toHaveTextContent('of the budget');
  const statement = page.getByRole('checkbox', { name: 'State that this schema is public' });
  await expect.element(statement).not.toBeChecked();
  await statement.click();
  await expect.element(sentence()).toHaveTextContent('Going on states that names, ranges and levels are public.');
  expect(app.project.recipe.assumePublicSchema).toBe(true);
  await button('Privacy').click();
  await expect.element(button('Generate')).toBeEnabled();
});

test('epsilon in bets is the engine’s, on the field, the line and its stops', async () => {
  const { app } = await showPrivacy();
  await page.getByRole('button', { name: 'strong' }).click();
  await expect.element(epsilon()).toHaveValue(0.5);
  await expect.element(page.getByText('here no method wins more than 53', { exact: false })).toBeVisible();
  await enter(epsilon(), '3');
  await expect.element(page.getByText('here no method wins more than 65', { exact: false })).toBeVisible();
  expect(app.project.recipe.privacy).toMatchObject({ epsilon: 3 });
});

test.each([
  { typed: '0', words: 'Epsilon must be' },
  { typed: '-1', words: 'Epsilon must be' },
])('epsilon $typed is refused below its field, and the way on is closed', async ({ typed, words }) => {
  await showPrivacy();
  await enter(epsilon(), typed);
  await expect.element(page.getByRole('alert').first()).toHaveTextContent(words);
  await expect.element(epsilon()).toHaveAttribute('aria-invalid', 'true');
  await expect.element(button('Generate')).toBeDisabled();
});

test('an epsilon above 10 counts only when it is confirmed', async () => {
  const { app } = await showPrivacy();
  await enter(epsilon(), '24');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Above 10 needs a confirmation');
  expect(app.project.recipe.privacy).toMatchObject({ epsilon: 1 });
  await expect.element(button('Generate')).toBeDisabled();
  await button('Confirm 24').click();
  await expect.poll(() => app.project.recipe.privacy?.epsilon).toBe(24);
  await enter(epsilon(), '30');
  await button('Use epsilon 10').click();
  await expect.poll(() => app.project.recipe.privacy?.epsilon).toBe(10);
});

test('without a guarantee there is no budget, and nothing is promised', async () => {
  const { app } = await showPrivacy();
  await page.getByRole('radio', { name: 'No formal guarantee' }).click();
  await expect.element(page.getByText('Nothing is spent, and nothing is promised.', { exact: false })).toBeVisible();
  expect(app.project.recipe.privacy).toBeNull();
  expect(epsilon().query()).toBeNull();
  await page.getByRole('combobox', { name: 'Synthesizer' }).selectOptions('Independent columns');
  expect(app.project.recipe.synthesizer.id).toBe('independent');
});
