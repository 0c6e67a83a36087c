/** Each step at two widths and in both colour schemes: kept as pictures for a person's look, checked for overflow and by axe. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { choose, open, tables, walk } from './journey.ts';
import { expect, test } from './net.ts';
import { pictures } from './place.ts';

mkdirSync(pictures, { recursive: true });

test('every step at 1280 and 390 px, light and dark: nothing runs over the side, and axe finds nothing', async ({
  page,
}) => {
  await open(page);
  await look(page, '0-first');
  await choose(page, join(tables, 'penguins.csv'));
  let place = 1;
  await walk(page, { onStep: (name) => look(page, `${place++}-${name}`) });
});

/** The page as it stands, in each dress; it is left as it was found. */
async function look(page: Page, step: string): Promise<void> {
  for (const width of [390, 1280]) {
    for (const colorScheme of ['dark', 'light'] as const) {
      const name = `${width}-${colorScheme}-${step}`;
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${name} runs over the side by`).toBeLessThanOrEqual(0);
      // Both widths and both schemes meet axe once; the other two are for the eye and the overflow.
      if ((width === 1280) !== (colorScheme === 'light')) continue;
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
        name,
      ).toEqual([]);
    }
  }
}
