/** Codes among numbers and several marks for missing: asked about on the Data step, shown and edited on the Columns step. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, showPage, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

const cellOf = (row: number): string => (row % 8 === 0 ? '999' : row % 9 === 0 ? ['NA', ''][row % 2]! : `${row % 50}`);
const TEXT = ['who;n', ...Array.from({ length: 200 }, (_, row) => `${'ab'[row % 2]};${cellOf(row)}`), ''].join('\n');
const part = () => page.getByRole('region', { name: 'Beside the numbers', exact: true });
const list = (name: string) => part().getByRole('group', { name, exact: true });

async function showCodes(): Promise<Shown> {
  const shown = await showPage();
  await shown.app.take([new File([TEXT], 'table.csv')]);
  return shown;
}

test('codes and marks are asked about; the answers stand in the editor of the column', async () => {
  const { app } = await showCodes();
  await expect.element(page.getByText('empty cell NA')).toBeVisible();
  await page.getByRole('radio', { name: 'Each is a value of its own beside the numbers' }).click();
  await expect.poll(() => app.project.recipe.reading.columns).toEqual({ n: { atoms: [999] } });
  await page.getByRole('radio', { name: 'Keep them apart' }).click();
  await expect.poll(() => app.project.recipe.reading.columns).toEqual({ n: { atoms: [999], apart: ['', 'NA'] } });
  app.go('columns');
  await expect.element(page.getByText('0 to 49, whole, and 999')).toBeVisible();
  await button('Edit n').click();
  await expect.element(list('Values of their own')).toHaveTextContent('999');
  await expect.element(list('Missing for different reasons')).toHaveTextContent('empty cell');
  expect(await violations()).toEqual([]);
  await button('Undo').click();
  await button('Undo').click();
  await expect.poll(() => app.project.recipe.reading).toEqual({});
});

test('a number is added by Enter, with the minus as it is drawn; what is no number is left out', async () => {
  const { app } = await showCodes();
  app.go('columns');
  await button('Edit n').click();
  const field = part().getByRole('textbox', { name: 'Values of their own' });
  await userEvent.type(field, 'none{Enter}');
  await userEvent.type(field, '−9{Enter}');
  await expect.poll(() => app.project.recipe.reading.columns).toEqual({ n: { atoms: [-9] } });
  await button('Remove -9').click();
  await expect.poll(() => app.project.recipe.reading).toEqual({});
});

test('both are hidden with the real data', async () => {
  const { app } = await showCodes();
  await app.setSettings({ hideReal: true });
  app.go('columns');
  await button('Edit n').click();
  await expect.element(part()).toHaveTextContent('Hidden with the real data.');
});
