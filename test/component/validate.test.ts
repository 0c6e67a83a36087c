import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import Validate from '../../src/ui/steps/Validate.svelte';
import '../../src/ui/tokens.css';
import { clear, createFake, show } from './fakes.ts';
import { failedControls, findings, unmeasuredAttacks } from './findings.ts';

afterEach(clear);

const button = (name: string) => page.getByRole('button', { name, exact: true });

test('before judging it says what will be run and proposes the last category as target', async () => {
  const { app } = await createFake();
  show(Validate, app);
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveTextContent('Judged on rows that no model saw');
  await expect.element(page.getByText('200 real rows, locked away before fitting.')).toBeVisible();
  await expect.element(page.getByRole('heading', { name: 'What will be run' })).toBeVisible();
  const target = page.getByRole('combobox', { name: 'Target column' });
  await expect.element(target).toHaveDisplayValue('job (proposed)');
  const options = [...(target.element() as HTMLSelectElement).options].map(({ value }) => value);
  expect(options).toEqual(['age', 'job']);
  expect(page.getByRole('progressbar').elements()).toEqual([]);
});

test('judged, it answers three questions and shows every section with its intervals', async () => {
  const { app } = await createFake();
  show(Validate, app);
  await button('Validate').click();
  const looks = page.getByRole('region', { name: 'Does it look like the real table?' });
  await expect.element(looks).toHaveTextContent('0.912');
  await expect.element(looks).toHaveTextContent('good');
  await expect.element(page.getByRole('region', { name: 'Can models be trained on it?' })).toHaveTextContent('−0.034');
  const away = page.getByRole('region', { name: 'Does it give anyone away?' });
  await expect.element(away).toHaveTextContent('not above guessing');
  await expect.element(away).toHaveTextContent('Cannot see attacks that were not tried.');
  await expect.element(page.getByRole('group', { name: 'Also asked' })).toHaveTextContent('0.638');
  for (const name of ['Columns, worst first', 'Links between columns', 'Told apart by a classifier']) {
    await expect.element(page.getByRole('heading', { name })).toBeVisible();
  }
  await expect.element(page.getByRole('heading', { name: 'Usefulness for job' })).toBeVisible();
  await expect
    .element(page.getByText('3 tables drawn from this model train boosting to AUC 0.889 to 0.897.'))
    .toBeVisible();
  await expect.element(page.getByRole('table', { name: 'Attacks', exact: true })).toHaveTextContent('0.492 to 0.516');
  await expect.element(page.getByRole('table', { name: /Copies of real rows/ })).toHaveTextContent('exact');
  await expect.element(page.getByRole('table', { name: 'The one pair of columns' })).toHaveTextContent('age × job');
  await expect
    .element(page.getByRole('group', { name: 'Also asked' }))
    .toHaveTextContent('no lower bound was measured');
  for (const name of ['Groups of rows', 'Ends, rare rows and what is too clean', 'Coverage and diversity']) {
    await expect.element(page.getByRole('heading', { name })).toBeVisible();
  }
  const signs = page.getByRole('table', { name: 'Signs of a table that is too clean' });
  await expect.element(signs).toHaveTextContent('does not hold');
  await expect.element(page.getByText('All 3 controls gave what they must.')).toBeVisible();
  await expect.element(page.getByText('Look 1 on this holdout of 200 rows.')).toBeVisible();
  await expect.element(button('Validate again')).toBeVisible();
  await expect.element(button('Export')).toBeEnabled();
});

test('a column opens its large chart, and what cannot be measured says why', async () => {
  const { app } = await createFake();
  await app.run.judge();
  show(Validate, app);
  const cell = page.getByRole('button', { name: /^job/ });
  await cell.click();
  await expect.element(cell).toHaveAttribute('aria-expanded', 'true');
  await expect.element(page.getByRole('img', { name: 'job: 0.912 like real, between 0.902 and 0.922' })).toBeVisible();
  await expect.element(page.getByRole('rowheader', { name: 'Furthest level: Fisher' })).toBeVisible();
  await expect.element(page.getByRole('img', { name: 'fax: not measurable with n = 0' })).toBeInTheDocument();
  await expect.element(page.getByText('Take part in nothing: id')).toBeVisible();
  await expect.element(page.getByRole('table', { name: 'Controls' })).toHaveTextContent('not measurable with n = 40');
});

test('each rule of the recipe stands with the rows that break it; with real data hidden, with synthetic ones alone', async () => {
  const broken = { kind: 'range', columns: ['age'], hard: true, synthetic: 0, train: 0.125, holdout: 0.1 } as const;
  const { app } = await createFake({
    parts: { columns: { part: 'columns', value: { ...findings.columns.value, rules: [{ ...broken, place: 0 }] } } },
  });
  await app.project.ask({ rules: [{ kind: 'range', column: 'age', low: 0, high: null, hard: true }] });
  await app.run.generate();
  await app.run.judge();
  show(Validate, app);
  const rules = page.getByRole('table', { name: 'Rows that break a rule' });
  await expect
    .element(rules.getByRole('row', { name: 'age at least 0' }))
    .toHaveTextContent(/0\.0 %.*12\.5 %.*10\.0 %/);
  await app.setSettings({ hideReal: true });
  await expect.element(rules).toHaveTextContent('0.0 %');
  await expect.element(rules).not.toHaveTextContent('12.5 %');
});

test('without a holdout the attacks say that they are not measurable, with the reason', async () => {
  const { app } = await createFake({ parts: { attacks: unmeasuredAttacks } });
  await app.run.judge();
  show(Validate, app);
  const away = page.getByRole('region', { name: 'Does it give anyone away?' });
  await expect.element(away).toHaveTextContent('not measurable');
  await expect.element(away).toHaveTextContent('Not measurable with n = 0.');
  await expect.element(page.getByRole('table', { name: 'Attacks', exact: true })).toHaveTextContent('n = 0');
});

test('a control that fails withholds the verdict it guards and keeps the number', async () => {
  const { app } = await createFake({ parts: { controls: failedControls } });
  await app.run.judge();
  show(Validate, app);
  const away = page.getByRole('region', { name: 'Does it give anyone away?' });
  await expect.element(away).toHaveTextContent('not calibrated');
  await expect.element(away).toHaveTextContent('0.504');
  await expect.element(page.getByRole('table', { name: 'Controls' })).toHaveTextContent('not as it must');
});

test('a part that fails speaks in an alert, and the others stand', async () => {
  const { app } = await createFake({ parts: { utility: 'fail' } });
  await app.run.judge();
  show(Validate, app);
  await expect.element(page.getByRole('alert')).toHaveTextContent('This part did not finish.');
  await expect.element(page.getByRole('table', { name: 'Attacks', exact: true })).toBeVisible();
  await expect
    .element(page.getByRole('region', { name: 'Can models be trained on it?' }))
    .toHaveTextContent('Not worked out: its part did not finish.');
});

test('findings appear part by part, and cancelling keeps those that are done', async () => {
  const { app } = await createFake({ parts: { c2st: 'hold', utility: 'hold' } });
  show(Validate, app);
  await button('Validate').click();
  await expect.element(page.getByRole('progressbar', { name: 'Validating' })).toHaveAttribute('aria-valuenow', '67');
  await expect.element(page.getByText('Judging: 4 of 6 parts done')).toBeVisible();
  await expect.element(page.getByRole('table', { name: 'Attacks', exact: true })).toBeVisible();
  await expect.element(page.getByRole('combobox', { name: 'Target column' })).toBeDisabled();
  await button('Cancel').click();
  await expect.element(page.getByText('Not run: the judgement was cancelled.').first()).toBeVisible();
  await expect.element(page.getByRole('table', { name: 'Attacks', exact: true })).toBeVisible();
  expect(page.getByRole('progressbar').elements()).toEqual([]);
  await expect.element(button('Run the 2 parts left out')).toBeEnabled();
  await button('Export').click();
  await expect.poll(() => app.step).toBe('export');
});

test('hiding real data takes it out of charts and tables and keeps the scores', async () => {
  const { app } = await createFake();
  await app.run.judge();
  show(Validate, app);
  await page.getByRole('button', { name: /^job/ }).click();
  await expect.element(page.getByText('Cooper').first()).toBeInTheDocument();
  await expect.element(page.getByRole('columnheader', { name: 'Difference' }).first()).toBeInTheDocument();
  await page.getByRole('switch', { name: 'Hide real data' }).click();
  await expect.element(page.getByText('Real data is hidden')).toBeVisible();
  const pairs = page.getByRole('table', { name: 'The one pair of columns' });
  await expect.element(pairs).not.toHaveTextContent('0.512');
  await expect.element(pairs).toHaveTextContent('0.401');
  // A level that only real rows hold, and the share of real rows in another.
  expect(document.body.textContent).not.toContain('Cooper');
  expect(document.body.textContent).not.toMatch(/\b5\.1\s*%/);
  await expect
    .element(page.getByRole('region', { name: 'Does it look like the real table?' }))
    .toHaveTextContent('0.912');
});

test('findings of another target are marked as stale until they are renewed', async () => {
  const { app } = await createFake();
  await app.run.judge();
  show(Validate, app);
  await page.getByRole('combobox', { name: 'Target column' }).selectOptions('age');
  await expect.element(page.getByText('These findings belong to another target column.')).toBeVisible();
  expect(document.querySelector('.stale')).not.toBeNull();
  await page.getByRole('combobox', { name: 'Target column' }).selectOptions('job');
  await expect.poll(() => document.querySelector('.stale')).toBeNull();
});

test('a quick look learns by boosting only and leaves parts out, says so, and runs them when they are asked for', async () => {
  const { app } = await createFake();
  show(Validate, app);
  await page.getByRole('radio', { name: /^Quick/ }).click();
  await button('Validate').click();
  const boostingOnly = page.getByText(/Boosting only: other learners/);
  await expect.element(boostingOnly).toBeVisible();
  await expect.element(page.getByRole('table', { name: 'Attacks', exact: true })).toBeVisible();
  expect(page.getByText('Not run: it was not asked for.').elements()).toHaveLength(2);
  await button('Run the 3 parts left out').click();
  await expect.poll(() => boostingOnly.elements()).toEqual([]);
  await expect.element(page.getByRole('heading', { name: 'Usefulness for job' })).toBeVisible();
  await expect.element(page.getByRole('region', { name: 'Can models be trained on it?' })).toHaveTextContent('−0.034');
  // The same look at the same rows.
  await expect.element(page.getByText('Look 1 on this holdout of 200 rows.')).toBeVisible();
});
