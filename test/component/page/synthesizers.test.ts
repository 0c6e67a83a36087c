/** Which synthesizer: why one was chosen, the parts of an ensemble, and several side by side. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { UserError } from '../../../src/core/errors.ts';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

async function showStep(step: 'privacy' | 'generate', isClaimed: boolean): Promise<Shown> {
  const shown = await showPage();
  await shown.app.take([tableFile('staff.csv', 200)]);
  shown.app.project.setGuarantee(isClaimed);
  shown.app.go(step);
  return shown;
}

const combo = (name: string) => page.getByRole('combobox', { name, exact: true });
const share = (place: number) => page.getByRole('spinbutton', { name: 'Share of rows, %' }).nth(place);
const partsIn = ({ app }: Shown) => app.project.recipe.synthesizer.options['parts'];
const table = () => page.getByRole('table', { name: /^Synthesizers/ });

test('what is chosen for the table says why, with a guarantee and without', async () => {
  await showStep('privacy', true);
  await expect.element(page.getByText(/^AIM, because under a guarantee .* this table has 5\.$/)).toBeVisible();
  await page.getByRole('radio', { name: 'No formal guarantee' }).click();
  await expect.element(page.getByText(/^Sequential trees, because without a guarantee/)).toBeVisible();
});

test('parts of an ensemble are added, shared out and removed; shares stay at 100 %, and all can be undone', async () => {
  const shown = await showStep('privacy', true);
  await combo('Synthesizer').selectOptions('Ensemble');
  await expect.element(page.getByText(/^Predicted error: single columns/).first()).toBeVisible();
  await button('Add a part').click();
  await expect.element(combo('Part 3')).toBeVisible();
  await share(0).fill('50');
  await userEvent.keyboard('{Enter}');
  await expect.element(share(1)).toHaveValue(25);
  await share(0).fill('100');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('Above 0 and below 100.')).toBeVisible();
  await combo('Part 3').selectOptions('Independent columns');
  await button('Remove Gaussian copula from the ensemble').click();
  await expect.poll(() => partsIn(shown)).toMatchObject([{ id: 'aim' }, { id: 'independent' }]);
  expect(await violations()).toEqual([]);
  await shown.app.project.undo();
  expect(partsIn(shown)).toMatchObject([{ id: 'aim' }, { id: 'copula' }, { id: 'independent' }]);
});

test('a guarantee that is asked for again sends trees out of the ensemble', async () => {
  const shown = await showStep('privacy', false);
  await combo('Synthesizer').selectOptions('Ensemble');
  await button('Add a part').click();
  await expect.poll(() => partsIn(shown)).toMatchObject([{ id: 'trees' }, {}, {}]);
  await page.getByRole('radio', { name: 'Differential privacy' }).click();
  await expect.poll(() => partsIn(shown)).toBeUndefined();
  await expect.element(combo('Part 1')).toHaveValue('aim');
});

test('under a guarantee synthesizers are compared by plan and rehearsal, and a press takes one', async () => {
  const shown = await showStep('generate', true);
  await expect.element(page.getByText(/would spend epsilon 1 for each/)).toBeVisible();
  await button('Compare synthesizers').click();
  await expect.element(button('Use Gaussian copula')).toBeVisible();
  await expect.element(table()).toHaveTextContent(/AIM.*MST.*Gaussian copula.*Independent columns/);
  expect(shown.calls).not.toContain('generate');
  expect(await violations()).toEqual([]);
  await button('Use Gaussian copula').click();
  expect(shown.app.project.recipe.synthesizer.id).toBe('copula');
  await expect.element(table().getByText('chosen')).toBeVisible();
});

test('while they are compared Cancel gives up the rest; what failed says so', async () => {
  const shown = await showStep('generate', false);
  const open = shown.hold('generate', { stage: 'fitting', done: 1, total: 2 });
  await button('Compare synthesizers').click();
  await expect.element(page.getByRole('progressbar', { name: 'Comparison of synthesizers' })).toBeVisible();
  await expect.element(page.getByText(/^AIM: .*MST: /)).toBeVisible();
  await button('Cancel').click();
  await expect.element(table().getByText('cancelled').first()).toBeVisible();
  open();
  shown.fail('generate', new UserError('worker-died'));
  shown.hold('assess', { stage: 'utility', done: 0, total: 1 });
  await button('Compare again').click();
  await expect.element(page.getByText(/^AIM: The engine ended unexpectedly/)).toBeVisible();
});
