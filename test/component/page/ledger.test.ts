/** What is stored of earlier runs is held against its hash when the table comes back; a mismatch is not passed over. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { Project } from '../../../src/storage/projects.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

const SENTENCE = 'The stored ledger does not match its running hash';
const PRINTED = 'The stored ledger of earlier runs was altered or damaged; the user confirmed to go on.';

/** The Privacy step of a table that has one run behind it, stored as `edit` left it. */
async function showSecondVisit(edit: (project: Project) => Project): Promise<Shown> {
  const shown = await showPage();
  const { app, store } = shown;
  await app.take([tableFile('staff.csv')]);
  await app.run.generate();
  const [project] = await store!.projects();
  await store!.save(edit(project!));
  await app.take([tableFile('staff.csv')]);
  app.go('privacy');
  await expect.element(heading()).toHaveTextContent('How much may one person matter?');
  return shown;
}

/** One entry of the only run made cheaper, as an edit in the browser's own tools would. */
function cheapened(project: Project): Project {
  const [run] = project.runs;
  const entries = run!.entries.with(0, { ...run!.entries[0]!, rhoGrains: 1 });
  return { ...project, runs: [{ ...run!, entries }] };
}

test('what is stored of a run carries its running hash, and comes back without a word', async () => {
  const { app } = await showSecondVisit((project) => project);
  expect(app.ledgers.current?.runs[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(app.ledgers.problem).toBeNull();
  await expect.element(page.getByText('epsilon 1.00 at most, in 1 run', { exact: true })).toBeVisible();
  await expect.element(button('Generate')).toBeEnabled();
  expect(document.querySelector('[role="alert"]')).toBeNull();
});

test.each<[string, (project: Project) => Project]>([
  ['an entry', cheapened],
  ['the budget', (project) => ({ ...project, runs: project.runs.map((run) => ({ ...run, epsilon: 0.1 })) })],
])('after %s was edited, a claim is refused until that is confirmed', async (_what, edit) => {
  await showSecondVisit(edit);
  await expect.element(page.getByRole('alert')).toHaveTextContent(SENTENCE);
  await expect.element(page.getByText('unknown: what is stored was altered or damaged')).toBeVisible();
  await expect.element(button('Generate')).toBeDisabled();
  await expect
    .element(page.getByRole('region', { name: 'Next step' }))
    .toHaveTextContent('Opens when the stored ledger is confirmed');
  await button('Confirm and go on').click();
  await expect.element(button('Generate')).toBeEnabled();
  expect(document.querySelector('[role="alert"]')).toBeNull();
});

test('the confirmation is printed in the manifest and in both reports', async () => {
  const { app } = await showSecondVisit(cheapened);
  await button('Confirm and go on').click();
  await app.run.generate();
  await app.run.makePapers();
  const { papers } = app.run;
  if (papers.kind !== 'done') throw new Error('there are no papers');
  for (const paper of [papers.value.manifest, papers.value.report, papers.value.shareable]) {
    expect(JSON.stringify(paper)).toContain(PRINTED);
  }
});

test('past the Privacy step a claim is refused as well, and nothing is spent', async () => {
  const { app, store } = await showSecondVisit(cheapened);
  app.go('generate');
  await button('Generate').click();
  await expect.element(page.getByRole('alert')).toHaveTextContent(SENTENCE);
  expect((await store!.projects())[0]?.runs).toHaveLength(1);
});

test('without a guarantee there is nothing to confirm, and nothing of it is printed', async () => {
  const { app } = await showSecondVisit(cheapened);
  await page.getByRole('radio', { name: 'No formal guarantee' }).click();
  await expect.element(button('Generate')).toBeEnabled();
  expect(document.querySelector('[role="alert"]')).toBeNull();
  await app.run.generate();
  expect(app.run.generated?.facts.notices.public.map(({ code }) => code)).not.toContain('ledger-confirmed');
});
