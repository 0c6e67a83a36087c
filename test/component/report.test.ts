import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import Export from '../../src/ui/steps/Export.svelte';
import '../../src/ui/tokens.css';
import { clear, createFake, show } from './fakes.ts';

afterEach(clear);

const toggle = () => page.getByRole('button', { name: 'Show the report' });
const report = () => page.getByRole('article', { name: 'Report' });

test('folded away it takes no room and no reader meets it, but its charts are drawn for print', async () => {
  const { app } = await createFake();
  await app.run.judge();
  show(Export, app);
  await expect.element(toggle()).toHaveAttribute('aria-expanded', 'false');
  expect(report().elements()).toEqual([]);
  const folded = document.querySelector<HTMLElement>('.sheet.folded')!;
  expect(folded.getBoundingClientRect().height).toBe(0);
  await expect.poll(() => folded.scrollHeight).toBeGreaterThan(1000);
  await expect.poll(() => folded.querySelectorAll('figure svg[role="img"]').length).toBeGreaterThan(8);
  const widths = [...folded.querySelectorAll('figure svg[role="img"]')].map((svg) => Number(svg.getAttribute('width')));
  expect(Math.min(...widths)).toBeGreaterThan(100);
});

test('shown, it begins with the answer and holds every section in order', async () => {
  const { app } = await createFake();
  await app.run.judge();
  show(Export, app);
  await toggle().click();
  await expect.element(report()).toHaveTextContent('Synthetic stand-in for adult.csv');
  const titles = report()
    .getByRole('heading', { level: 3 })
    .elements()
    .map((heading) => heading.textContent?.trim());
  expect(titles.slice(0, 5)).toEqual([
    '1. In five sentences',
    '2. Guarantee',
    '3. Headline',
    '4. Before you rely on it',
    '5. Columns, worst first',
  ]);
  for (const title of [
    '6. Relations',
    '7. Ends, rare rows, coverage and diversity',
    '9. Privacy',
    '12. Controls',
    '13. Scores comparable with other tools',
    '14. Recipe, ledger and timings',
    '15. Methods and versions',
    '16. Glossary',
  ]) {
    expect(titles).toContain(title);
  }
  await expect.element(report()).toHaveTextContent('810 rows, 4 columns with the tag, generation 1.');
  await expect.element(report()).toHaveTextContent('sampled from a model (Gaussian copula) of');
  await expect.element(report()).toHaveTextContent('no method wins more than');
  await expect.element(report().getByRole('table', { name: 'Headline' })).toHaveTextContent('0.902 to 0.922');
  await expect.element(report().getByRole('table', { name: 'Ledger by purpose' })).toHaveTextContent('one-way counts');
  const head = [...document.querySelectorAll('thead.print-only')].map((element) => element.textContent).join();
  expect(head).toMatch(/Understudy report, run 07070707, internal view\s*CONFIDENTIAL: describes real rows/);
  const foot = [...document.querySelectorAll('tfoot.print-only')].map((element) => element.textContent).join();
  expect(foot).toContain('Synthetic table sha256 4be1 09d7 … 09d7');
  expect(foot).toContain('21 November 2026, Understudy 1.0.0');
});

test('on request the tables of all charts follow the glossary, in the order of the charts', async () => {
  const { app } = await createFake();
  await app.run.judge();
  show(Export, app);
  await toggle().click();
  await expect.poll(() => report().getByRole('img').elements().length).toBeGreaterThan(8);
  const tables = () => [...document.querySelectorAll('article .tables caption')].map(({ textContent }) => textContent);
  expect(tables()).toEqual([]);
  await page.getByRole('checkbox', { name: 'With the tables of all charts' }).click();
  await expect.element(report().getByRole('heading', { name: 'Appendix: the tables of all charts' })).toBeVisible();
  await expect.poll(() => tables().length).toBeGreaterThan(5);
  const labels = [...document.querySelectorAll('article svg[role="img"]')].map((svg) => svg.getAttribute('aria-label'));
  expect(tables()).toEqual(labels.filter((label) => tables().includes(label!)));
  await expect.element(report().getByRole('table', { name: /^job:/ }).first()).toHaveTextContent('Fisher');
});

test('with real data hidden it is not shown until that is taken back', async () => {
  const { app } = await createFake();
  await app.run.judge();
  await app.setSettings({ hideReal: true });
  show(Export, app);
  await toggle().click();
  await expect.element(page.getByText('is not shown while real data is hidden')).toBeVisible();
  expect(report().elements()).toEqual([]);
  await page.getByRole('button', { name: 'Show real data' }).click();
  await expect.element(report()).toBeVisible();
});

test('a part that was not run says so, and a run without a claim says that there is none', async () => {
  const { app } = await createFake({ isClaimed: false, parts: { utility: 'fail', c2st: 'fail' } });
  await app.run.judge();
  show(Export, app);
  await toggle().click();
  await expect.element(report()).toHaveTextContent('Not run: told apart, usefulness.');
  await expect.element(report()).toHaveTextContent('This part was not run.');
  await expect.element(report()).toHaveTextContent('No formal guarantee');
  await expect.element(report()).toHaveTextContent('Nothing was measured with noise');
});
