/** What the footer says of working offline, and when a newer version may take over. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { button, closePage, showPage, tableFile } from '../../helpers/page.ts';

afterEach(closePage);

const footer = () => page.getByRole('contentinfo');

test('the footer says ready offline only once the copy is whole, beside version and build', async () => {
  const { offline } = await showPage();
  await expect.element(footer()).toHaveTextContent('Version 0.1.0, build abcd1234');
  await expect.element(footer()).not.toHaveTextContent('Ready offline');
  offline.tell({ isReady: true, hasUpdate: false });
  await expect.element(footer()).toHaveTextContent('Ready offline');
  expect(button('Update').query()).toBeNull();
  offline.tell({ isReady: false, hasUpdate: false });
  await expect.element(footer()).not.toHaveTextContent('Ready offline');
});

test('a newer version waits for Update, and Update waits for the work under way', async () => {
  const { app, hold, offline } = await showPage();
  const release = hold('read', { stage: 'reading', done: 1, total: 2 });
  void app.take([tableFile('staff.csv')]);
  offline.tell({ isReady: true, hasUpdate: true });
  await expect.element(button('Update')).toBeDisabled();
  await expect.element(footer()).toHaveTextContent('waits until this work is done');
  release();
  await expect.element(button('Update')).toBeEnabled();
  expect(offline.updates).toBe(0);
  await button('Update').click();
  expect(offline.updates).toBe(1);
});
