/** Beside the path: a person marks rows by keyboard, and runs are laid side by side. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { RunNumbers } from '../../../src/core/report/numbers.ts';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

/** A run without a guarantee, on the Validate step, not judged. */
async function generated(): Promise<Shown> {
  const shown = await showPage();
  const { app } = shown;
  await app.take([tableFile('staff.csv')]);
  app.project.setGuarantee(false);
  app.project.setSynthesizer('independent');
  await app.run.generate();
  app.go('validate');
  return shown;
}

test('rows are marked by the keys 1 to 4, one at a time, and the marks stand in store, report and file', async () => {
  const { app, saved, store } = await generated();
  app.openBeside('review');
  await expect.element(heading()).toHaveTextContent('Review a sample of rows');
  await page.getByRole('spinbutton', { name: 'Synthetic rows' }).fill('50');
  expect(await violations()).toEqual([]);
  await button('Begin').click();
  const row = page.getByRole('region', { name: 'Row 1 of 50' });
  await expect.element(row).toHaveFocus();
  await expect.element(row).toHaveTextContent('team');
  await expect.element(page.getByText('P-7')).not.toBeInTheDocument(); // identifiers take no part
  expect(await violations()).toEqual([]);
  await userEvent.keyboard('2');
  await expect.element(page.getByRole('region', { name: 'Row 2 of 50' })).toHaveFocus();
  await page.getByRole('checkbox', { name: 'age is at fault' }).click();
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.fill('too old for 3 teams');
  await note.click();
  await userEvent.keyboard('1'); // typed, and no mark
  await expect.element(page.getByRole('region', { name: 'Row 2 of 50' })).toBeVisible();
  await button('3 Wrong').click();
  await button('Row before').click();
  await button('Row before').click();
  await expect.element(page.getByText('Marked: Implausible')).toBeVisible();
  (page.getByRole('region', { name: 'Row 1 of 50' }).element() as HTMLElement).focus();
  for (let place = 0; place < 50; place++) await userEvent.keyboard(place === 1 ? '3' : '1');
  await expect.element(page.getByRole('region', { name: 'What the marks say' })).toBeVisible();
  const table = page.getByRole('table', { name: 'Marks of synthetic rows' });
  await expect.element(table.getByRole('row', { name: /^Implausible or wrong/ })).toHaveTextContent('2.0 %');
  await expect.element(page.getByText('Named most often: age (1).')).toBeVisible();
  expect(await violations()).toEqual([]);
  await button('Download marks (JSON)').click();
  expect(saved.at(-1)?.name).toBe('staff.audit.json');
  const [project] = await store!.projects();
  expect(project?.notes?.[0]?.audit?.marks).toHaveLength(50);
  await app.run.makePapers();
  expect(app.run.report?.audit).toMatchObject({ judged: 50, counts: { wrong: 1 } });
});

test('a second person goes through the same rows, sees no mark of the first, and the agreement stands in the report', async () => {
  const { app } = await generated();
  app.openBeside('review');
  await page.getByRole('spinbutton', { name: 'Synthetic rows' }).fill('50');
  await button('Begin').click();
  for (let place = 0; place < 50; place++) await userEvent.keyboard(place < 10 ? '2' : '1');
  await button('Let a second person mark these rows').click();
  await expect.element(page.getByRole('region', { name: 'Row 1 of 50' })).toHaveFocus();
  await expect.element(page.getByText('Second person: what the first one marked is not shown.')).toBeVisible();
  expect(page.getByText('Marked: Implausible').elements()).toEqual([]);
  for (let place = 0; place < 50; place++) await userEvent.keyboard(place < 5 ? '2' : '1');
  const table = page.getByRole('table', { name: 'Marks of synthetic rows' });
  await expect.element(table.getByRole('row', { name: /^Second person: implausible/ })).toHaveTextContent('10.0 %');
  await expect.element(table.getByRole('row', { name: /^Agreement of both/ })).toHaveTextContent('0.62');
  const unlikely = page.getByRole('table', { name: 'The 20 least likely rows, least likely first' });
  expect(unlikely.getByRole('rowheader').elements()).toHaveLength(20);
  expect(await violations()).toEqual([]);
  await app.run.makePapers();
  expect(app.run.report?.audit).toMatchObject({ floor: { value: 0.2 }, second: { floor: { value: 0.1 } } });
});

test('a blind mix is offered only to whoever may see real rows, and says nothing of which is which', async () => {
  const { app } = await generated();
  app.openBeside('review');
  const mix = page.getByRole('checkbox', { name: /I may see real rows/ });
  await expect.element(mix).not.toBeChecked();
  await mix.click();
  await page.getByRole('spinbutton', { name: 'Synthetic rows' }).fill('70');
  await button('Begin').click();
  await expect.element(page.getByRole('region', { name: 'Row 1 of 100' })).toHaveFocus();
  for (let place = 0; place < 100; place++) await userEvent.keyboard('1');
  await expect.element(page.getByText('No difference between synthetic and real rows is shown.')).toBeVisible();
  expect(app.run.audit?.marks.filter(({ origin }) => origin === 'holdout')).toHaveLength(30);
});

test('while real data is hidden there is no mix', async () => {
  const { app } = await generated();
  await app.setSettings({ hideReal: true });
  app.openBeside('review');
  await expect.element(page.getByRole('checkbox', { name: /I may see real rows/ })).toBeDisabled();
});

test('a sample that was begun is gone on with', async () => {
  const { app } = await generated();
  app.openBeside('review');
  await button('Begin').click();
  await userEvent.keyboard('4');
  await userEvent.keyboard('1');
  await button('Back to Validate').click();
  await expect.element(page.getByRole('combobox', { name: 'Target column' })).toBeVisible();
  app.openBeside('review');
  await button('Go on').click();
  await expect.element(page.getByRole('region', { name: 'Row 3 of 100' })).toHaveFocus();
});

function numbers(app: Shown['app'], epsilon: number | null, auc: number): RunNumbers {
  const finding = { id: 'c2st', value: auc, low: auc - 0.02, high: auc + 0.02, level: 0.95, n: 60 };
  return {
    recipe: {
      ...app.project.recipe,
      privacy: epsilon === null ? null : { epsilon, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 },
    },
    synthesizer: 'aim',
    claim: epsilon === null ? null : { epsilon, delta: 1e-6, rho: 0.02 },
    ...{ rows: 240, trainRows: 240, holdoutRows: 60 },
    findings: [{ name: 'Can it be told from real rows?', finding: { ...finding, goal: 'lower', ideal: 0.5 } }],
    columns: ['age', 'team'].map((name) => ({ name, value: auc, low: auc - 0.02, high: auc + 0.02, n: 240 })),
  };
}

test('runs are laid side by side: choices, budget, findings with differences, columns at one scale', async () => {
  const { app } = await generated();
  app.openBeside('compare');
  await expect.element(page.getByText('Two judged runs on this table are needed.', { exact: false })).toBeVisible();
  await app.ledgers.note('one', { numbers: numbers(app, null, 0.7) });
  await app.ledgers.note('two', { numbers: numbers(app, 1, 0.71) });
  await app.ledgers.note('three', { numbers: numbers(app, 3, 0.9) });
  const findings = page.getByRole('table', { name: 'Findings' });
  await expect.element(findings).toHaveTextContent('0.190 (0.162 to 0.218)');
  await page.getByRole('checkbox', { name: /no claim, one/ }).click();
  await expect.element(findings).toHaveTextContent('no difference shown');
  await expect.element(page.getByRole('table', { name: 'Choices that differ' })).toHaveTextContent('privacy.epsilon');
  await expect.element(page.getByRole('table', { name: 'Budget' })).toHaveTextContent('epsilon 3');
  expect(page.getByRole('img', { name: /^Run [ABC]: lowest score/ }).elements()).toHaveLength(3);
  expect(await violations()).toEqual([]);
  await page.getByRole('checkbox', { name: /no claim, one/ }).click();
  await page.getByRole('checkbox', { name: /epsilon 1.00, two/ }).click();
  await expect.element(findings).not.toBeInTheDocument();
});
