/** A synthetic table made elsewhere: two slots, straight to the Validate step, its findings and its report. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, heading, showPage, tableFile } from '../../helpers/page.ts';

afterEach(closePage);

const choose = (name: string) => page.getByLabelText(name, { exact: true });
/** The same table with one column under another name, and a level that the real one lacks. */
async function otherTable(): Promise<File> {
  const text = await tableFile('made.csv', 200).text();
  return new File([text.replace('pay', 'wage').replaceAll('west', 'up')], 'made.csv', { type: 'text/csv' });
}

test('two tables go straight to the findings and to a report without claim and ledger', async () => {
  const { saved, calls } = await showPage();
  await button('Judge a synthetic table').click();
  await expect.element(heading()).toHaveTextContent('Check a synthetic table made elsewhere');
  await expect.element(heading()).toHaveFocus();
  await expect.element(button('Validate')).toBeDisabled();
  await choose('Choose the real table').upload(tableFile('staff.csv'));
  await choose('Choose the synthetic table').upload(await otherTable());
  await expect.element(page.getByText('made.csv, 200 rows of 6 columns')).toBeVisible();
  expect(await violations()).toEqual([]);
  await button('Validate').click();
  await expect.element(heading()).toHaveTextContent('A table made elsewhere');
  const fit = page.getByRole('region', { name: 'How the two tables fit together' });
  await expect.element(fit).toHaveTextContent('4 of 6 columns are compared');
  await expect.element(fit).toHaveTextContent('lacks 1 column: pay');
  await expect.element(fit).toHaveTextContent('1 level that no real row holds');
  await expect.element(fit).toHaveTextContent('may have been made from them too');
  expect(await violations()).toEqual([]);
  await button('Validate').click();
  await expect.element(button('Export')).toBeEnabled();
  await button('Export').click();
  await expect.element(page.getByRole('table', { name: 'Files' })).toHaveTextContent('staff.report.json');
  await button('Download report (JSON)').first().click();
  const report = JSON.parse(String(saved[0]?.bytes)) as Record<string, unknown>;
  expect(report).toHaveProperty('elsewhere.mayHaveSeenHoldout', true);
  for (const key of ['claim', 'ledger', 'plan']) expect(report).not.toHaveProperty(key);
  expect(calls).not.toContain('generate');
  expect(calls).not.toContain('write');
});

test('the slots are filled and emptied by keyboard, and what is missing keeps the button closed', async () => {
  const { app } = await showPage();
  app.openBeside('judge');
  await expect.element(heading()).toHaveFocus();
  await userEvent.tab();
  await expect.element(choose('Choose the real table')).toHaveFocus();
  await choose('Choose the real table').upload(tableFile('staff.csv'));
  await choose('Choose the synthetic table').upload(tableFile('made.csv'));
  await choose('Choose a holdout').upload(tableFile('held.csv', 100));
  await expect.element(button('Validate')).toBeEnabled();
  await expect.element(page.getByText('Without a holdout the synthetic rows')).not.toBeInTheDocument();
  const remove = button('Remove: Synthetic table');
  (remove.element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.element(button('Validate')).toBeDisabled();
  await button('Back to the first screen').click();
  await expect.element(page.getByRole('region', { name: 'Drop a table' })).toBeVisible();
});

test('a holdout file is taken as the rows that were not seen', async () => {
  const { app } = await showPage();
  app.openBeside('judge');
  await choose('Choose the real table').upload(tableFile('staff.csv'));
  await choose('Choose the synthetic table').upload(tableFile('made.csv', 250));
  await choose('Choose a holdout').upload(tableFile('held.csv', 100));
  await button('Validate').click();
  await expect.element(heading()).toHaveTextContent('A table made elsewhere');
  expect(app.run.generated?.facts).toMatchObject({ trainRows: 300, holdoutRows: 100 });
  await expect.element(page.getByText('Both have the same columns')).toBeVisible();
});

test('a file that cannot be read says so in its slot, and the others stay', async () => {
  const { app } = await showPage();
  app.openBeside('judge');
  await choose('Choose the real table').upload(tableFile('staff.csv'));
  await choose('Choose the synthetic table').upload(new File([], 'empty.csv'));
  const slot = page.getByRole('region', { name: 'Synthetic table' });
  await expect.element(slot.getByRole('alert')).toHaveTextContent('The file is empty');
  await expect.element(page.getByText('staff.csv, 300 rows of 6 columns')).toBeVisible();
});

test('tables that share no column are refused beside the slots', async () => {
  const { app } = await showPage();
  app.openBeside('judge');
  await choose('Choose the real table').upload(tableFile('staff.csv'));
  await choose('Choose the synthetic table').upload(new File(['a,b\n1,2\n3,4\n'], 'other.csv'));
  await button('Validate').click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('share no column');
});

test('a column of another kind is compared anew once its kind is chosen', async () => {
  const { app } = await showPage();
  app.openBeside('judge');
  await choose('Choose the real table').upload(tableFile('staff.csv'));
  await choose('Choose the synthetic table').upload(tableFile('made.csv', 200));
  await button('Validate').click();
  await expect.element(button('Validate')).toBeEnabled();
  await app.project.choose('team', { role: 'left-out' });
  await app.run.judge();
  expect(app.run.generated?.facts.elsewhere?.columns.map(({ name }) => name)).not.toContain('team');
  expect(app.isReachable('generate')).toBe(false);
  expect(app.isReachable('columns')).toBe(true);
});
