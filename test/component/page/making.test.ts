/** Cells that no model sees: how they are made is chosen in the editor of columns, with examples, and taken back. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

const part = page.getByRole('region', { name: 'What is written instead' });
const combo = (name: string) => page.getByRole('combobox', { name, exact: true });
const pattern = page.getByRole('textbox', { name: 'Pattern', exact: true });

async function showPerson({ isClaimed = false } = {}): Promise<Shown> {
  const shown = await showPage();
  await shown.app.take([tableFile('staff.csv')]);
  shown.app.project.setGuarantee(isClaimed);
  shown.app.go('columns');
  await button('Edit person').click();
  await expect.element(part).toBeVisible();
  return shown;
}

const said = ({ app }: Shown) => app.project.recipe.columns['person'];

test('the pattern that was found is shown, changed by keyboard, and undone', async () => {
  const shown = await showPerson();
  await expect.element(part).toHaveTextContent('inferred');
  await expect.element(pattern).toHaveValue('P-70[0-9]{5}');
  await expect.element(part).toHaveTextContent(/For example P-70\d{5} or P-70\d{5}/);
  (pattern.element() as HTMLElement).focus();
  await userEvent.keyboard('{Control>}a{/Control}X-[[0-9]{{4}{Enter}');
  await expect.poll(() => said(shown)).toEqual({ fate: 'regenerate', identifier: { pattern: 'X-[0-9]{4}' } });
  await expect.element(part).toHaveTextContent(/For example X-\d{4} or X-\d{4}/);
  await expect.element(part).toHaveTextContent('declared');
  expect(await violations()).toEqual([]);
  await button('Undo').click();
  await expect.element(pattern).toHaveValue('P-70[0-9]{5}');
});

test.each([
  ['no pattern', 'X-[0-9', /^This is no pattern/],
  ['too little room', 'X-[0-9]', /^The pattern of person has room for/],
])('%s is refused below the field, and the column stays as it was', async (_what, typed, sentence) => {
  const shown = await showPerson();
  await pattern.fill(typed);
  await userEvent.keyboard('{Enter}');
  await expect.element(part.getByRole('alert')).toHaveTextContent(sentence);
  await expect.element(pattern).toHaveValue(typed);
  expect(said(shown)).toBeUndefined();
  await pattern.fill('X-[0-9]{5}');
  await userEvent.keyboard('{Enter}');
  await expect.element(part.getByRole('alert')).not.toBeInTheDocument();
  expect(said(shown)).toMatchObject({ identifier: { pattern: 'X-[0-9]{5}' } });
});

test('a mark, nothing, a form, and made-up words for text: each replaces the one before', async () => {
  const shown = await showPerson();
  await combo('Made as').selectOptions('e-mail addresses');
  await expect.element(part).toHaveTextContent(/@example\.test/);
  await combo('Cells are').selectOptions('a mark, [redacted]');
  await expect.poll(() => said(shown)).toEqual({ fate: 'redact' });
  await expect.element(part).toHaveTextContent('For example [redacted]');
  await combo('Cells are').selectOptions('left empty');
  await expect.element(part).not.toHaveTextContent('For example');
  await shown.app.project.choose('person', { kind: 'text' });
  await combo('Cells are').selectOptions('made-up words');
  await page.getByRole('spinbutton', { name: 'Fewest words' }).fill('2');
  await page.getByRole('spinbutton', { name: 'Most words' }).fill('3');
  await userEvent.tab();
  await expect.poll(() => said(shown)).toEqual({ kind: 'text', fate: 'words', words: [2, 3] });
});

test('under a guarantee the pattern is used once it is declared', async () => {
  const shown = await showPerson({ isClaimed: true });
  await expect.element(part).toHaveTextContent('For example 1 or 2');
  await expect.element(part).toHaveTextContent(/^.*Under a guarantee nothing that the cells show is used/);
  await button('Declare this pattern').click();
  await expect.element(part).toHaveTextContent(/For example P-70\d{5}/);
  expect(said(shown)).toMatchObject({ identifier: { pattern: 'P-70[0-9]{5}' } });
});

test('what the cells show is hidden with them', async () => {
  const shown = await showPerson();
  await shown.app.setSettings({ hideReal: true });
  await expect.element(pattern).not.toBeInTheDocument();
  await expect.element(part).not.toHaveTextContent('P-70');
});

test('of several columns it is said in one step', async () => {
  const { app } = await showPerson();
  await app.project.choose('team', { kind: 'identifier' });
  await page.getByRole('checkbox', { name: 'person', exact: true }).click();
  await page.getByRole('checkbox', { name: 'team', exact: true }).click();
  await combo('Written instead, in all').selectOptions('left empty');
  await expect
    .poll(() => app.project.recipe.columns)
    .toMatchObject({ person: { fate: 'drop' }, team: { fate: 'drop' } });
  await button('Undo').click();
  await expect.poll(() => app.project.recipe.columns).toEqual({ team: { kind: 'identifier' } });
});
