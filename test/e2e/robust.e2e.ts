/** What goes wrong while a person works: cancelling, reloading, wrong files, a table too small to judge. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choose, open, primary, tables, walk } from './journey.ts';
import { expect, test } from './net.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-'));

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Large enough that a fit can be caught at work: 120,000 rows of twelve linked columns, without chance. */
function largeTable(): string {
  const lines = ['a,b,c,d,e,f,g,h,i,j,k,l'];
  for (let i = 0; i < 120_000; i++) {
    const x = (i * 7919) % 1009;
    const cells = Array.from({ length: 12 }, (_, k) =>
      k % 3 === 2 ? `v${(x * (k + 1)) % 7}` : (x * (k + 3)) % (50 + k),
    );
    lines.push(cells.join(','));
  }
  return lines.join('\n');
}

test('Cancel in the middle of a fit gives the step back as it was, and the next run works', async ({ page }) => {
  await open(page);
  await choose(page, file('large.csv', largeTable()));
  await expect(primary(page, 'Columns')).toBeEnabled({ timeout: 60_000 });
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  await primary(page, 'Generate').click();
  await primary(page, 'Generate').click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await primary(page, 'Cancel').click();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(page.getByRole('spinbutton', { name: 'Rows' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('spinbutton', { name: 'Rows' }).fill('500');
  await page.keyboard.press('Tab');
  await primary(page, 'Generate').click();
  await expect(page.getByRole('heading', { level: 1, name: '500 synthetic rows' })).toBeVisible({ timeout: 90_000 });
});

test('after a reload the table is asked for again and what was spent on it is remembered', async ({ page }) => {
  await open(page);
  await choose(page, join(tables, 'penguins.csv'));
  await expect(primary(page, 'Columns')).toBeEnabled();
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  await primary(page, 'Generate').click();
  await primary(page, 'Generate').click();
  await expect(primary(page, 'Validate')).toBeEnabled({ timeout: 60_000 });
  await page.reload();
  await expect(page.getByRole('region', { name: 'Drop a table' })).toBeVisible();
  await expect(page.getByRole('row', { name: /penguins\.csv/ })).toContainText('epsilon 1.00');
  await choose(page, join(tables, 'penguins.csv'));
  await expect(primary(page, 'Columns')).toBeEnabled();
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  await expect(page.getByText('epsilon 1.00 at most, in 1 run', { exact: true })).toBeVisible();
});

test('a budget out of range is said below its field, and nothing can be generated with it', async ({ page }) => {
  await open(page);
  await choose(page, join(tables, 'penguins.csv'));
  await expect(primary(page, 'Columns')).toBeEnabled();
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  for (const epsilon of ['0', '-1', '1000000000']) {
    await page.getByRole('spinbutton', { name: 'Epsilon' }).fill(epsilon);
    await page.keyboard.press('Tab');
    await expect(page.getByText('Epsilon must be above 0 and at most 100').first()).toBeVisible();
    await expect(primary(page, 'Generate')).toBeDisabled();
  }
  await page.getByRole('spinbutton', { name: 'Epsilon' }).fill('2');
  await page.keyboard.press('Tab');
  await expect(primary(page, 'Generate')).toBeEnabled();
});

test('without a word on the schema the guarantee holds for ranges and levels too, and the ledger shows what they cost', async ({
  page,
}) => {
  await open(page);
  await choose(page, join(tables, 'penguins.csv'));
  await expect(primary(page, 'Columns')).toBeEnabled();
  await primary(page, 'Columns').click();
  await expect(page.getByRole('checkbox', { name: 'State that this schema is public' })).not.toBeChecked();
  await expect(page.getByRole('table', { name: 'Columns' })).toContainText('of the budget');
  await primary(page, 'Privacy').click();
  await primary(page, 'Generate').click();
  await primary(page, 'Generate').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('ready');
  await expect(page.getByRole('table', { name: 'Ledger' })).toContainText('levels');
});

test('a table of eight rows runs, and says what cannot be measured', async ({ page }) => {
  await open(page);
  await choose(
    page,
    file(
      'tiny.csv',
      'age,town\n' + Array.from({ length: 8 }, (_, i) => `${20 + i * 3},${i % 2 ? 'Ulm' : 'Bonn'}`).join('\n'),
    ),
  );
  await walk(page);
  await expect(primary(page, 'Download report (JSON)')).toBeVisible();
});

test('a target with one class is said to be not measurable', async ({ page }) => {
  await open(page);
  const rows = Array.from({ length: 400 }, (_, i) => `${i % 37},${(i * 7) % 11},yes`);
  await choose(page, file('one-class.csv', ['x,y,answer', ...rows].join('\n')));
  await walk(page, {
    onStep: async (name) => {
      if (name === 'validate') await page.getByRole('combobox', { name: 'Target column' }).selectOption('answer');
      if (name === 'validated') await expect(page.getByText(/one class/).first()).toBeVisible();
    },
  });
});

test('where storage is refused everything works, and the page says that nothing will be remembered', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { get: () => undefined });
  });
  await open(page);
  await choose(page, join(tables, 'penguins.csv'));
  await expect(primary(page, 'Columns')).toBeEnabled();
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  await expect(page.getByText('This browser keeps nothing: the ledger will be forgotten')).toBeVisible();
  await primary(page, 'Generate').click();
  await primary(page, 'Generate').click();
  await expect(primary(page, 'Validate')).toBeEnabled({ timeout: 60_000 });
});

test('Forget everything removes what this browser keeps and says what it was', async ({ page }) => {
  await open(page);
  await choose(page, join(tables, 'penguins.csv'));
  await expect(primary(page, 'Columns')).toBeEnabled();
  await page.getByRole('button', { name: 'Forget everything' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Forget everything' }).click();
  await expect(dialog).toContainText('the database of projects');
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  expect(names.length).toBeLessThanOrEqual(1);
});
