import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import Export from '../../src/ui/steps/Export.svelte';
import '../../src/ui/tokens.css';
import { clear, createFake, show } from './fakes.ts';

afterEach(clear);

const button = (name: string) => page.getByRole('button', { name, exact: true });

test('every file has its button, its size, its reader, and is named after the source', async () => {
  const { app, saved, printed } = await createFake();
  await app.run.judge();
  show(Export, app);
  const files = page.getByRole('table', { name: 'Files' });
  await expect.element(files).toHaveTextContent('810 rows, 4 columns with the tag');
  await expect.element(files).toHaveTextContent('2.0 kB');
  await expect.element(files).toHaveTextContent('4be1 09d7 … 09d7');
  await expect.element(files).toHaveTextContent('only who may see the real rows');
  await button('Download synthetic data').click();
  await button('Download manifest').click();
  await button('Download report (JSON)').click();
  await button('Download shareable report (JSON)').click();
  expect(saved.map(({ name }) => name)).toEqual([
    'adult.synthetic.csv',
    'adult.manifest.json',
    'adult.report.json',
    'adult.shareable-report.json',
  ]);
  await button('Print report').click();
  expect(printed()).toBe(1);
});

test('format, tag and guard are chosen here and the files are written again', async () => {
  const { app, jobs } = await createFake();
  await app.run.judge();
  show(Export, app);
  await page.getByRole('combobox', { name: 'Format' }).selectOptions('csv.gz');
  await expect.element(page.getByText('adult.synthetic.csv.gz')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Add the tag column _provenance' }).click();
  await expect.element(page.getByRole('table', { name: 'Files' })).toHaveTextContent('810 rows, 3 columns');
  await page.getByRole('checkbox', { name: 'Guard against formulas' }).click();
  await expect.poll(() => jobs.write).toBe(4);
  expect(app.run.choices).toEqual({ format: 'csv.gz', provenance: false, guardFormulas: true });
});

test('what each view discloses is listed, and real rows never leave', async () => {
  const { app } = await createFake();
  await app.run.judge();
  show(Export, app);
  const lines = page.getByRole('table', { name: 'Line by line' });
  const row = (name: string) => lines.getByRole('row', { name });
  await expect.element(row('Scores, verdicts, charts')).toHaveTextContent(/no\s*yes/);
  await expect.element(row('Whole rows of the real table')).toHaveTextContent(/never\s*never/);
  await expect.element(page.getByText('The guarantee holds if ranges and levels')).toBeVisible();
});

test('without a claim, or with seeded noise, it says so before anything is saved', async () => {
  const none = await createFake({ isClaimed: false });
  show(Export, none.app);
  await expect.element(page.getByText('No formal guarantee is given for these rows.')).toBeVisible();
  await clear();
  const seeded = await createFake({ isSeeded: true });
  show(Export, seeded.app);
  await expect.element(page.getByText('NOT PRIVATE: the noise of this run comes from a seed').first()).toBeVisible();
});

test('shown without a judgement it has the files made, once, and says that nothing was judged', async () => {
  const { app, jobs } = await createFake();
  show(Export, app);
  await expect.element(page.getByText('Nothing was judged')).toBeVisible();
  await expect.element(button('Download synthetic data')).toBeEnabled();
  expect(jobs).toEqual({ write: 1, report: 1 });
});
