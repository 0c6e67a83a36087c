/** The way of a person through the page, by role and accessible name alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { root } from './place.ts';

export const tables = join(root, 'test', 'samples', 'tables');

/** How long a step of real work may take on a slow, shared machine. Not a claim of speed. */
const PATIENCE = { timeout: 120_000 };

export async function open(page: Page, address = './'): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('region', { name: 'Drop a table' })).toBeVisible();
}

export async function choose(page: Page, path: string): Promise<void> {
  await page.getByLabel('Choose a file').setInputFiles(path);
}

/** Drops a file as the operating system would, through the browser's own protocol. */
export async function drop(page: Page, ...paths: string[]): Promise<void> {
  const target = page.getByRole('region', { name: 'Drop a table' });
  const box = await target.boundingBox();
  const session = await page.context().newCDPSession(page);
  const at = { x: Math.round(box!.x + box!.width / 2), y: Math.round(box!.y + 40) };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      ...at,
      data: { items: [], files: paths, dragOperationsMask: 1 },
    });
  }
}

export const primary = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const heading = (page: Page): Locator => page.getByRole('heading', { level: 1 });
export const step = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByText(name, { exact: true });

/** From the Data step to a finished Validate step, pressing only the primary button of each step. */
export async function walk(
  page: Page,
  options: { guarantee?: boolean; onStep?: (name: string) => Promise<void> } = {},
): Promise<void> {
  const { guarantee = true, onStep = async () => {} } = options;
  await expect(primary(page, 'Columns')).toBeEnabled(PATIENCE);
  await onStep('data');
  await primary(page, 'Columns').click();
  await expect(page.getByRole('table', { name: 'Columns' })).toBeVisible();
  await onStep('columns');
  await primary(page, 'Privacy').click();
  await expect(page.getByRole('radiogroup', { name: 'Guarantee' })).toBeVisible();
  if (!guarantee) await page.getByRole('radio', { name: 'No formal guarantee' }).check();
  await onStep('privacy');
  await primary(page, 'Generate').click();
  await expect(page.getByRole('spinbutton', { name: 'Rows' })).toBeVisible();
  await onStep('generate');
  await primary(page, 'Generate').click();
  await expect(primary(page, 'Validate')).toBeEnabled(PATIENCE);
  await onStep('generated');
  await primary(page, 'Validate').click();
  await expect(page.getByRole('combobox', { name: 'Target column' })).toBeVisible();
  await onStep('validate');
  await primary(page, 'Validate').first().click();
  await expect(primary(page, 'Export')).toBeEnabled(PATIENCE);
  await onStep('validated');
  await primary(page, 'Export').click();
  await expect(primary(page, 'Download synthetic data')).toBeVisible();
  await onStep('export');
}

/** Presses a download button and answers the file's name and bytes. */
export async function download(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const waiting = page.waitForEvent('download');
  await primary(page, button).first().click();
  const file = await waiting;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
