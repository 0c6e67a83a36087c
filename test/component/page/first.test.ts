/** The first screen: what it promises, what it takes, and what it refuses. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { UserError } from '../../../src/core/errors.ts';
import type { Project } from '../../../src/storage/projects.ts';
import { createMemoryStore } from '../../../src/storage/memory.ts';
import { button, closePage, heading, showPage, tableFile } from '../../helpers/page.ts';

afterEach(closePage);

test('the promise is said word for word, and both its halves can be pressed', async () => {
  await showPage();
  const words = document.querySelector('.promise')?.textContent?.replace(/\s+/g, ' ').trim();
  expect(words).toBe(
    'Your table is read in this tab. This page’s own policy forbids it to send anything to anyone, and you can test that here. ' +
      'No rows are stored unless you ask; your choices, the budget spent, the scores of your runs and fingerprints of your ' +
      'exports stay in this browser until you press Forget everything.',
  );
  await button('test that here').click();
  await expect.element(page.getByRole('table', { name: 'Network self-test' })).toBeVisible();
  await expect.element(page.getByText('blocked by policy').first()).toBeVisible();
});

test('a table is chosen through a labelled input inside the region to drop it on', async () => {
  await showPage();
  const region = page.getByRole('region', { name: 'Drop a table' });
  await region.getByLabelText('Choose a file').upload(tableFile('staff.csv'));
  await expect.element(heading()).toHaveTextContent('300 rows of 6 columns');
  await expect.element(heading()).toHaveFocus();
});

test('the sample data opens like a file', async () => {
  await showPage();
  await button('Try the sample data').click();
  await expect.element(button('Columns')).toBeEnabled();
  await expect.element(page.getByRole('banner')).toHaveTextContent('adult.csv');
});

test.each([
  { what: 'several files', files: 2, hasFolder: false, sentence: 'Several files were dropped' },
  { what: 'a folder', files: 1, hasFolder: true, sentence: 'A folder was dropped' },
])('$what dropped at once: one sentence, and nothing is read', async ({ files, hasFolder, sentence }) => {
  const { app, calls } = await showPage();
  await app.take(
    Array.from({ length: files }, (_, index) => tableFile(`${index}.csv`)),
    hasFolder,
  );
  await expect.element(page.getByRole('alert')).toHaveTextContent(sentence);
  await expect.element(page.getByRole('region', { name: 'Drop a table' })).toBeVisible();
  expect(calls).toEqual([]);
});

test('a file that cannot be read leaves the page as it was, with the sentence of the catalogue', async () => {
  const { fail } = await showPage();
  fail('read', new UserError('binary'));
  await page.getByLabelText('Choose a file').upload(tableFile('staff.csv'));
  await expect.element(page.getByRole('alert')).toHaveTextContent('The file is not text');
  await expect.element(page.getByRole('region', { name: 'Drop a table' })).toBeVisible();
});

test('while a file is read there is a progress bar, and Cancel gives the first screen back', async () => {
  const { hold } = await showPage();
  const release = hold('read', { stage: 'reading', done: 1, total: 4 });
  await page.getByLabelText('Choose a file').upload(tableFile('staff.csv'));
  await expect
    .element(page.getByRole('progressbar', { name: 'Reading staff.csv' }))
    .toHaveAttribute('aria-valuenow', '25');
  expect(document.title).toBe('25 % staff.csv, Understudy');
  await button('Cancel').click();
  await expect.element(page.getByRole('region', { name: 'Drop a table' })).toBeVisible();
  expect(document.querySelector('[role="alert"]')).toBeNull();
  release();
});

test('if a probe is not blocked the header says so, and no file is taken before the person has answered', async () => {
  await showPage({ probe: 'NOT blocked' });
  await expect.element(page.getByText('NOT blocked').first()).toBeVisible();
  await expect.element(page.getByLabelText('Choose a file')).toBeDisabled();
  await expect.element(button('Try the sample data')).toBeEnabled(); // an open table has nothing to lose
  await button('Go on all the same').click();
  await expect.element(page.getByLabelText('Choose a file')).toBeEnabled();
});

test('tables that were worked on before are listed with what was spent on them', async () => {
  const run = {
    id: '1',
    day: '2026-11-12',
    synthesizer: 'copula',
    delta: 1e-6,
    rhoGrains: 5,
    startedAt: 0,
    entries: [],
    hash: '',
    ...{ neighbours: 'add-remove' as const, rowsPerPerson: 1, isSeeded: false, discovery: null },
  };
  const project: Project = {
    key: 'a',
    name: 'admissions.csv',
    createdDay: '2026-11-12',
    recipe: null,
    looks: 0,
    ...{ cap: null, discovery: null },
    runs: [
      { ...run, epsilon: 1, status: 'spent' },
      { ...run, id: '2', epsilon: 1, status: 'spent' },
      { ...run, id: '3', epsilon: 4, status: 'not-released' },
    ],
  };
  await showPage({ store: createMemoryStore([project]) });
  const row = page.getByRole('row', { name: /admissions\.csv/ });
  await expect.element(row).toHaveTextContent('epsilon 1.46 in total');
});

test('a browser that keeps nothing is said to keep nothing', async () => {
  await showPage({ store: null });
  await expect
    .element(page.getByText('nothing will be remembered, the ledger included', { exact: false }))
    .toBeVisible();
});

test('Forget everything asks once, removes what is kept, and says what it removed', async () => {
  const { store } = await showPage();
  await store!.save({
    key: 'a',
    name: 'a.csv',
    createdDay: '',
    recipe: null,
    runs: [],
    looks: 0,
    cap: null,
    discovery: null,
  });
  await button('Forget everything').first().click();
  const dialog = page.getByRole('dialog', { name: 'Forget everything?' });
  await expect.element(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  expect(await store!.projects()).toHaveLength(1);
  await button('Forget everything').first().click();
  await dialog.getByRole('button', { name: 'Forget everything' }).click();
  await expect.element(dialog).toHaveTextContent('Removed: the ledgers of this visit.');
  expect(await store!.projects()).toEqual([]);
});
