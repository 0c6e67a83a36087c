/** Rows as they are asked for, from a small invented file to the downloaded one, in a real browser on the built site. */
import { writeFileSync } from 'node:fs';
import { choose, download, open, primary } from './journey.ts';
import { expect, test } from './net.ts';

/** 600 claims of which one in thirty is a fraud; a claim is closed 1 to 40 days after it was opened. */
function claims(): string {
  let state = 11;
  const below = (n: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * n);
  };
  const day = (at: number): string => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10);
  const lines = ['claim,date_in,date_out,amount,outcome'];
  for (let row = 0; row < 600; row++) {
    const begin = below(300);
    const outcome = below(30) === 0 ? 'fraud' : 'fair';
    lines.push(`C-${100_000 + 7 * row},${day(begin)},${day(begin + 1 + below(40))},${50 + below(900)},${outcome}`);
  }
  return `${lines.join('\n')}\n`;
}

test('2,000 rows, half of them fraud, date_out after date_in, ids unique', async ({ page }, info) => {
  test.setTimeout(60_000);
  const path = info.outputPath('claims.csv');
  writeFileSync(path, claims());
  await open(page);
  await choose(page, path);
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  await page.getByRole('radio', { name: 'No formal guarantee' }).check();
  await primary(page, 'Generate').click();
  await page.getByRole('spinbutton', { name: 'Rows' }).fill('2000');
  await primary(page, 'Open Rows of a kind').click();
  await primary(page, 'Half of them fraud').click();
  await primary(page, 'Open Rules between columns').click();
  await primary(page, 'Add a rule').click();
  await page.getByRole('combobox', { name: 'Column 1' }).selectOption('date_in');
  await page.getByRole('combobox', { name: 'Column 2' }).selectOption('date_out');
  await page.getByRole('checkbox', { name: 'Never equal' }).check();
  await primary(page, 'Save').click();
  await expect(page.getByText('No real row breaks it.')).toBeVisible();
  await primary(page, 'Generate').click();
  await expect(page.getByRole('table', { name: 'Rows of a kind that were asked for' })).toBeVisible();
  await primary(page, 'Validate').click();
  await expect(page.getByRole('combobox', { name: 'Target column' })).toBeVisible();
  await primary(page, 'Validate').first().click();
  await primary(page, 'Export').click();
  const { bytes } = await download(page, 'Download synthetic data');
  const [, ...rows] = bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  expect(rows).toHaveLength(2000);
  expect(new Set(rows.map(([id]) => id)).size).toBe(2000);
  expect(rows.filter(([, from, to]) => !(from! < to!))).toEqual([]);
  const frauds = rows.filter((row) => row[4] === 'fraud').length;
  expect(frauds).toBeGreaterThanOrEqual(1000);
  expect(frauds).toBeLessThan(1150);
});
