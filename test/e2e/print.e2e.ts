/** The report as it leaves the printer: few pages, small, and drawn in lines from the first page to the last. */
import { join } from 'node:path';
import { choose, open, primary, tables, walk } from './journey.ts';
import { expect, test } from './net.ts';

/** Most bytes that a printed report may have, with the faces of its text. */
const MOST_BYTES = 500_000;

test('a printed report has at most 12 pages and 500 kB, and holds no picture', async ({ page }) => {
  await open(page);
  await choose(page, join(tables, 'penguins.csv'));
  await walk(page);
  await expect(primary(page, 'Print report')).toBeVisible();
  // Sections are laid out one after the other; the last one ends the wait.
  await expect(page.locator('.sheet article section').last()).toContainText('Glossary');
  const bytes = await page.pdf({ format: 'A4', printBackground: true });
  const file = bytes.toString('latin1');
  const pageCount = file.match(/\/Type \/Page\b/g)?.length ?? 0;
  expect(pageCount).toBeGreaterThan(5);
  expect(pageCount).toBeLessThanOrEqual(12);
  expect(file).not.toContain('/Subtype /Image');
  expect(bytes.length).toBeLessThan(MOST_BYTES);
});
