/** A synthetic table made elsewhere, in a real browser on the built site: two files dropped, findings, report, screens. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './axe.ts';
import { download, heading, open, primary, tables } from './journey.ts';
import { expect, test } from './net.ts';
import { pictures } from './place.ts';

mkdirSync(pictures, { recursive: true });

test('a table made elsewhere is judged beside the real one, without generation', async ({ page }, info) => {
  const real = join(tables, 'penguins.csv');
  const [head = '', ...rows] = readFileSync(real, 'utf8').trim().split('\n');
  const made = info.outputPath('made.csv');
  // Without its first column, and with the others the other way round.
  const turned = (line: string): string => line.split(',').slice(1).reverse().join(',');
  writeFileSync(made, [head, ...rows.slice(0, 250)].map(turned).join('\n'));
  await open(page);
  await page.getByRole('button', { name: 'Judge a synthetic table' }).click();
  await page.getByLabel('Choose the real table').setInputFiles(real);
  await page.getByLabel('Choose the synthetic table').setInputFiles(made);
  await expect(page.getByText('made.csv, 250 rows of 7 columns')).toBeVisible();
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${width}-${colorScheme}-judge.png`), fullPage: true });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over).toBeLessThanOrEqual(0);
    }
  }
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await primary(page, 'Validate').click();
  await expect(heading(page)).toHaveText('A table made elsewhere, judged on real rows');
  await expect(page.getByText('lacks 1 column: species')).toBeVisible();
  await primary(page, 'Validate').click();
  await expect(primary(page, 'Export')).toBeEnabled();
  await page.screenshot({ path: join(pictures, '1280-light-judged.png'), fullPage: true });
  await primary(page, 'Export').click();
  await expect(primary(page, 'Print report')).toBeVisible();
  await page.screenshot({ path: join(pictures, '1280-light-judged-export.png'), fullPage: true });
  const { name, bytes } = await download(page, 'Download report (JSON)');
  expect(name).toBe('penguins.report.json');
  expect(JSON.parse(bytes.toString())).not.toHaveProperty('claim');
});
