/** Two tabs over one table: one budget, taken by one of them at a time, and not given back by closing the tab. */
import type { Page } from '@playwright/test';
import { download, open, primary } from './journey.ts';
import { expect, test } from './net.ts';

/** Large enough that a fit can be caught at work: 120,000 rows of twelve linked columns, without chance. */
function largeTable(): { name: string; mimeType: string; buffer: Buffer } {
  const lines = ['a,b,c,d,e,f,g,h,i,j,k,l'];
  for (let i = 0; i < 120_000; i++) {
    const x = (i * 7919) % 1009;
    const cells = Array.from({ length: 12 }, (_, k) =>
      k % 3 === 2 ? `v${(x * (k + 1)) % 7}` : (x * (k + 3)) % (50 + k),
    );
    lines.push(cells.join(','));
  }
  return { name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
}

async function toPrivacy(page: Page): Promise<void> {
  await open(page);
  await page.getByLabel('Choose a file').setInputFiles(largeTable());
  await expect(primary(page, 'Columns')).toBeEnabled({ timeout: 60_000 });
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  await expect(spent(page)).toBeVisible();
}
async function startRun(page: Page): Promise<void> {
  await primary(page, 'Generate').click();
  await expect(page.getByRole('spinbutton', { name: 'Rows' })).toBeVisible();
  await primary(page, 'Generate').click();
}
const spent = (page: Page) => page.getByRole('region', { name: 'Spent on this file' });

test('while one tab runs the other is refused; when it is closed its run counts, and the ledger can be carried over', async ({
  page: first,
  context,
}) => {
  const second = await context.newPage();
  await toPrivacy(first);
  await toPrivacy(second);
  await startRun(first);
  await expect(first.getByRole('progressbar')).toBeVisible();
  await startRun(second);
  await expect(second.getByRole('alert')).toContainText('Another tab holds part of the budget of this table.');
  await expect(second.getByRole('alert')).toContainText('Nothing was spent');

  await first.close({ runBeforeUnload: false });
  await toPrivacy(second);
  await expect(spent(second)).toContainText('A run was under way when its tab was closed');
  await expect(second.getByRole('table', { name: 'Runs on this file' })).toContainText(
    'spent whole: its ledger did not come back',
  );
  await expect(spent(second)).toContainText(/So far\s*epsilon 1\.01 at most, in 1 run/);

  const { name, bytes } = await download(second, 'Export ledger');
  expect(name).toBe('large.ledger.json');
  await second.getByRole('button', { name: 'Forget everything' }).first().click();
  await second.getByRole('dialog').getByRole('button', { name: 'Forget everything' }).click();
  await toPrivacy(second);
  await expect(spent(second)).toContainText(/So far\s*nothing in this browser/);
  await second.getByLabel('Import ledger').setInputFiles({ name, mimeType: 'application/json', buffer: bytes });
  await expect(spent(second)).toContainText('1 run was taken from the file.');
  await expect(spent(second)).toContainText(/So far\s*epsilon 1\.01 at most, in 1 run/);
});
