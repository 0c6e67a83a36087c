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
    test(`every step at ${width} px, ${colorScheme}: nothing runs over the side, and axe finds nothing`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await open(page);
      await look(page, `${width}-${colorScheme}-0-first`);
      await choose(page, join(tables, 'german_credit.csv'));
      let place = 1;
      await walk(page, { onStep: (name) => look(page, `${width}-${colorScheme}-${place++}-${name}`) });
    });
  }
}

async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} runs over the side by`).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`),
    name,
  ).toEqual([]);
}
