/** A run from the Generate step to its export, and the page around it while it works or breaks. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { UserError } from '../../../src/core/errors.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

/** The page on its Generate step, with nothing made yet. */
async function showGenerate(): Promise<Shown> {
  const shown = await showPage();
  await shown.app.take([tableFile('staff.csv')]);
  await shown.app.project.planning.plan();
  shown.app.go('generate');
  await expect.element(heading()).toHaveTextContent('How many rows?');
  return shown;
}

async function generate(): Promise<void> {
  await button('Generate').click();
  await expect.element(heading()).toHaveTextContent('synthetic rows are ready');
}

function asksBeforeLeaving(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

const rows = () => page.getByRole('spinbutton', { name: 'Rows', exact: true });

test('before a run the sentence says what it will cost; an impossible number of rows closes the way', async () => {
  await showGenerate();
  const bar = page.getByRole('region', { name: 'Next step' });
  await expect.element(bar).toHaveTextContent('Spends epsilon 1, delta 10⁻⁶ on this table');
  await rows().fill('0');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('alert')).toHaveTextContent('A whole number from 1 to 10,000,000.');
  await expect.element(button('Generate')).toBeDisabled();
  await rows().fill('50');
  await userEvent.keyboard('{Enter}');
  await generate();
  await expect.element(heading()).toHaveTextContent('50 synthetic rows are ready');
});

test('while it works there is a bar, a share in the title, and a question before the page is left', async () => {
  const { hold } = await showGenerate();
  const release = hold('generate', { stage: 'fitting', done: 3, total: 10 });
  await button('Generate').click();
  await expect
    .element(page.getByRole('progressbar', { name: 'Generating rows' }))
    .toHaveAttribute('aria-valuenow', '30');
  await expect
    .element(page.getByText('nothing is spent: no result has left the engine yet', { exact: false }))
    .toBeVisible();
  await expect.element(page.getByRole('status')).toHaveTextContent('Fitting the model.');
  expect(document.title).toBe('30 % staff.csv, Understudy');
  expect(asksBeforeLeaving(), 'while it works').toBe(true);
  await expect.element(button('Validate')).toBeDisabled();
  release();
  await expect.element(button('Validate')).toBeEnabled();
  expect(asksBeforeLeaving(), 'with rows that are not saved').toBe(true);
});

test('Cancel gives the step back as it was, and the ledger says that nothing was spent', async () => {
  const { hold, store, app } = await showGenerate();
  const release = hold('generate', { stage: 'measuring', done: 1, total: 5 });
  await button('Generate').click();
  await button('Cancel').click();
  await expect.element(heading()).toHaveTextContent('How many rows?');
  expect(document.querySelector('[role="alert"]')).toBeNull();
  await expect.poll(async () => (await store!.projects())[0]?.runs.map((run) => run.status)).toEqual(['not-released']);
  expect(app.ledgers.chargedRuns).toHaveLength(0);
  release();
  await generate();
  await expect.poll(() => app.ledgers.chargedRuns.length).toBe(1);
});

test('a run that fails says why at the place, keeps the choices, and can be tried again', async () => {
  const { fail, store } = await showGenerate();
  fail('generate', new UserError('worker-died'));
  await button('Generate').click();
  const alert = page.getByRole('alert');
  await expect.element(alert).toHaveTextContent('The engine ended unexpectedly');
  await expect.element(alert).toHaveTextContent('Nothing was spent');
  expect((await store!.projects())[0]?.runs.map((run) => run.status)).toEqual(['not-released']);
  await button('Try again').click();
  await expect.element(heading()).toHaveTextContent('synthetic rows are ready');
});

test('what was spent stands in the ledger: by purpose, and entry by entry', async () => {
  const { app } = await showGenerate();
  await generate();
  const ledger = page.getByRole('table', { name: 'Ledger' });
  await expect.element(ledger).toHaveTextContent('one-way counts');
  const entries = app.run.generated!.facts.ledger!.entries.length;
  await button(`Show all ${entries} entries`).click();
  await expect.poll(() => ledger.element().querySelectorAll('tbody tr').length).toBe(entries);
});

test('without a guarantee no budget is named, before or after', async () => {
  const { app } = await showGenerate();
  app.project.privacy = null;
  await expect.element(page.getByRole('region', { name: 'Next step' })).toHaveTextContent('spends nothing');
  await generate();
  expect(page.getByRole('table', { name: 'Ledger' }).query()).toBeNull();
  await expect.element(page.getByText('no formal guarantee').first()).toBeVisible();
});

test('rows of older choices stay, greyed and named, until they are made again', async () => {
  const { app } = await showGenerate();
  await generate();
  app.project.setPrivacy({ epsilon: 2 });
  await expect
    .element(page.getByText('Choices have changed since these rows were made.', { exact: false }))
    .toBeVisible();
  expect(document.querySelector('.stale')).not.toBeNull();
  await generate();
  expect(document.querySelector('.stale')).toBeNull();
  await expect.poll(() => app.ledgers.chargedRuns.map(({ epsilon }) => epsilon)).toEqual([1, 2]);
});

test('the whole way goes by the button that bears the next step’s name, one of each', async () => {
  const { saved } = await showPage();
  await button('Try the sample data').click();
  for (const name of ['Columns', 'Privacy', 'Generate', 'Generate', 'Validate', 'Validate', 'Export']) {
    await expect.element(button(name)).toBeEnabled();
    expect(button(name).elements()).toHaveLength(1);
    await button(name).click();
  }
  for (const name of ['Download synthetic data', 'Download manifest', 'Download report (JSON)']) {
    await button(name).click();
  }
  expect(saved.map(({ name }) => name)).toEqual(['adult.synthetic.csv', 'adult.manifest.json', 'adult.report.json']);
  expect(asksBeforeLeaving(), 'once the rows are saved').toBe(false);
});

test('a fault of ours ends in a screen that says what is lost and kept, and saves the recipe', async () => {
  const { saved, app } = await showGenerate();
  // A result without its facts, which no engine gives: showing it throws.
  app.run.generating = { kind: 'done', value: { synthetic: { rowCount: 3, columns: [] } } as never };
  await expect.element(heading()).toHaveTextContent('Something broke, and it is our fault');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Kept: your choices, the ledger, your file on disk.');
  await expect.element(button('Reload')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Save recipe' }).click();
  expect(saved.map(({ name }) => name)).toEqual(['staff.recipe.json']);
  expect(JSON.parse(saved[0]!.bytes as string)).toMatchObject({ version: 1, privacy: { epsilon: 1 } });
});

test('steps are reached when they can work, by keyboard too, and focus goes to the heading', async () => {
  await showGenerate();
  const navigation = page.getByRole('navigation', { name: 'Steps' });
  await expect.element(navigation.getByRole('link', { name: 'Validate' })).toHaveAttribute('aria-disabled', 'true');
  (navigation.getByRole('link', { name: 'Privacy' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(heading()).toHaveTextContent('How much may one person matter?');
  await expect.element(heading()).toHaveFocus();
});
