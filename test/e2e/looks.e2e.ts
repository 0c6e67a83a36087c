/** Each step at two widths, one of them dark: kept as pictures for a person's look, checked for overflow and by axe. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './axe.ts';
import { choose, open, tables, walk } from './journey.ts';
import { expect, test } from './net.ts';
import { pictures } from './place.ts';

mkdirSync(pictures, { recursive: true });

test('every step at 1280 px in light and 390 px in dark: nothing runs over the side, and axe finds nothing', async ({
  page,
}) => {
  test.slow();
  await open(page);
  await look(page, '0-first');
  await choose(page, join(tables, 'penguins.csv'));
  let place = 1;
  await walk(page, { onStep: (name) => look(page, `${place++}-${name}`) });
});

/** Both widths and both colour schemes, each once. */
const DRESSES = [
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const;

/** The page as it stands, in each dress; it is left as it was found. */
async function look(page: Page, step: string): Promise<void> {
  for (const { width, colorScheme } of DRESSES) {
    const name = `${width}-${colorScheme}-${step}`;
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${name} runs over the side by`).toBeLessThanOrEqual(0);
    expect(await violations(page), name).toEqual([]);
  }
}
