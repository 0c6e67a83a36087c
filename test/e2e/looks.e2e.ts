/** Each step at two widths and in both colour schemes: kept as pictures for a person's look, checked for overflow and by axe. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { choose, open, tables, walk } from './journey.ts';
import { expect, test } from './net.ts';
import { pictures } from './place.ts';

mkdirSync(pictures, { recursive: true });

for (const width of [1280, 390]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Both widths and both schemes meet axe once; the other two are for the eye and the overflow.
    const isAudited = (width === 1280) === (colorScheme === 'light');
    const says = isAudited ? 'nothing runs over the side, and axe finds nothing' : 'nothing runs over the side';
    test(`every step at ${width} px, ${colorScheme}: ${says}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await open(page);
      await look(page, `${width}-${colorScheme}-0-first`, isAudited);
      await choose(page, join(tables, 'penguins.csv'));
      let place = 1;
      await walk(page, { onStep: (name) => look(page, `${width}-${colorScheme}-${place++}-${name}`, isAudited) });
    });
  }
}

async function look(page: Page, name: string, isAudited: boolean): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} runs over the side by`).toBeLessThanOrEqual(0);
  if (!isAudited) return;
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
    name,
  ).toEqual([]);
}
