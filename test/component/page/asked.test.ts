/** Rows of a kind and rules between columns: asked for on the Generate step, counted, taken back, and told after the run. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

async function showGenerate({ isClaimed = false } = {}): Promise<Shown> {
  const shown = await showPage();
  await shown.app.take([tableFile('staff.csv')]);
  shown.app.project.setGuarantee(isClaimed);
  if (!isClaimed) shown.app.project.setSynthesizer('independent');
  shown.app.go('generate');
  await expect.element(page.getByRole('spinbutton', { name: 'Rows' })).toBeVisible();
  return shown;
}

const conditionsOf = ({ app }: Shown) => app.project.recipe.sample.conditions;
const combo = (name: string) => page.getByRole('combobox', { name, exact: true });

test('half of the rows are of a rare level, asked by one press, undone by another, and told after the run', async () => {
  const shown = await showGenerate();
  shown.app.project.target = 'left';
  await button('Open Rows of a kind').click();
  await button('Add a kind of rows').click();
  await expect.element(combo('Column')).toHaveFocus();
  await combo('Column').selectOptions('team');
  await page.getByRole('checkbox', { name: 'west' }).click();
  await button('Save').click();
  await expect.poll(() => conditionsOf(shown)).toEqual([{ where: { team: ['west'] }, share: 0.5 }]);
  const list = page.getByRole('list', { name: 'Kinds of rows' });
  await expect.element(list).toHaveTextContent(/team is west.*50\s% of all rows.*\d+ real rows are of this kind/);
  await expect.element(page.getByText(/^Made exactly/)).toBeVisible();
  await button('Undo').click();
  await expect.poll(() => conditionsOf(shown)).toEqual([]);
  await button('Redo').click();
  await expect.poll(() => conditionsOf(shown)).toHaveLength(1);
  shown.app.project.rows = 200;
  await button('Generate').click();
  await expect.element(page.getByRole('table', { name: 'Rows of a kind that were asked for' })).toBeVisible();
  const row = page.getByRole('row', { name: /^team is west/ });
  await expect.element(row).toHaveTextContent(/100\s*100\s*\d+/);
});

test('by keyboard alone: a kind of missing rows, a range, an edit and its removal', async () => {
  const shown = await showGenerate();
  (button('Open Rows of a kind').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}{Tab}{Enter}');
  await expect.element(combo('Column')).toHaveFocus();
  await userEvent.selectOptions(combo('Column'), 'age');
  (page.getByRole('spinbutton', { name: 'Lowest' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Control>}a{/Control}60');
  await combo('Of what').selectOptions('rows');
  (page.getByRole('spinbutton', { name: 'How many' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{Control>}a{/Control}25{Enter}');
  await expect.poll(() => conditionsOf(shown)).toEqual([{ where: { age: [60, expect.any(Number)] }, rows: 25 }]);
  await button('Edit: age from 60 to 67').click();
  await page.getByRole('spinbutton', { name: 'Lowest' }).fill('67');
  await button('Save').click();
  await expect.element(page.getByText(/^So few real rows/)).toBeVisible();
  expect(await violations()).toEqual([]);
  (button('Remove: age is 67').element() as HTMLElement).focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => conditionsOf(shown)).toEqual([]);
});

test('a form that is still open is saved with Generate; one that is not whole stops it', async () => {
  const shown = await showGenerate();
  await button('Open Rules between columns').click();
  await button('Open Rows of a kind').click();
  await button('Add a kind of rows').click();
  await button('Generate').click();
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('This form is still open. Name a column and what it must be, and how many. Or cancel it.');
  await expect.element(combo('Column')).toHaveFocus();
  expect(await violations()).toEqual([]);
  expect(shown.calls).not.toContain('generate');
  await combo('Column').selectOptions('team');
  await page.getByRole('checkbox', { name: 'west' }).click();
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  await button('Generate').click();
  await expect.element(heading()).toHaveTextContent(/ready$/);
  expect(conditionsOf(shown)).toEqual([{ where: { team: ['west'] }, share: 0.5 }]);
  expect(shown.app.run.madeBy?.sample.conditions).toEqual(conditionsOf(shown));
});

test('what was begun in a form stays while its part is closed; in the way of a run it is opened again', async () => {
  const shown = await showGenerate();
  await button('Open Rows of a kind').click();
  await button('Add a kind of rows').click();
  await combo('Column').selectOptions('team');
  await button('Close Rows of a kind').click();
  await expect.element(combo('Column')).not.toBeInTheDocument();
  await button('Generate').click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('This form is still open.');
  await expect.element(combo('Column')).toHaveFocus();
  await expect.element(combo('Column')).toHaveValue('team');
  expect(shown.calls).not.toContain('generate');
  await button('Close Rows of a kind').click();
  await button('Open Rows of a kind').click();
  await page.getByRole('checkbox', { name: 'west' }).click();
  await button('Close Rows of a kind').click();
  await button('Open Rules between columns').click();
  await button('Add a rule').click();
  await combo('Column 1').selectOptions('age');
  await button('Close Rules between columns').click();
  await button('Open Rules between columns').click();
  await expect.element(combo('Column 1')).toHaveValue('age');
  await button('Cancel').click();
  await button('Generate').click();
  await expect.element(heading()).toHaveTextContent(/ready$/);
  expect(conditionsOf(shown)).toEqual([{ where: { team: ['west'] }, share: 0.5 }]);
});

test('synthesizers are compared with what is still open in a form', async () => {
  const shown = await showGenerate({ isClaimed: true });
  await button('Open Rows of a kind').click();
  await button('Add a kind of rows').click();
  await button('Compare synthesizers').click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('This form is still open.');
  expect(shown.calls).not.toContain('rehearse');
  await combo('Column').selectOptions('team');
  await page.getByRole('checkbox', { name: 'west' }).click();
  await button('Compare synthesizers').click();
  await expect.poll(() => shown.calls).toContain('rehearse');
  expect(conditionsOf(shown)).toEqual([{ where: { team: ['west'] }, share: 0.5 }]);
});

test('what cannot be is named before the run', async () => {
  const shown = await showGenerate();
  await shown.app.project.ask({ conditions: [{ where: { team: 'nowhere' }, rows: 5 }] });
  await expect.element(page.getByText('one cannot be')).toBeVisible();
  await button('Open Rows of a kind').click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('names a level that column team does not have');
});

test('under a guarantee a column that is only inferred is declared in place', async () => {
  const shown = await showGenerate({ isClaimed: true });
  await shown.app.project.ask({ conditions: [{ where: { team: 'west' }, share: 0.5 }] });
  await button('Open Rows of a kind').click();
  await button('Declare team').click();
  await expect.poll(() => shown.app.project.recipe.columns['team']).toMatchObject({ levels: expect.any(Array) });
  await expect.element(page.getByText(/^team is only inferred/)).not.toBeInTheDocument();
});

test('with real data hidden no count of real rows is shown', async () => {
  const shown = await showGenerate();
  await shown.app.project.ask({ conditions: [{ where: { team: 'west' }, share: 0.5 }] });
  await shown.app.setSettings({ hideReal: true });
  await button('Open Rows of a kind').click();
  await expect.element(page.getByText('Hidden with the real data.')).toBeVisible();
  await expect.element(page.getByText(/real rows are of this kind/)).not.toBeInTheDocument();
});

test('a rule of each sort is written, one is made soft, and all are taken back', async () => {
  const shown = await showGenerate();
  const rules = () => shown.app.project.recipe.rules;
  await button('Open Rules between columns').click();
  const begin = async (kind: string): Promise<void> => {
    await button('Add a rule').click();
    await combo('Says').selectOptions(kind);
  };
  await begin('one column is not above another');
  await combo('Column 1').selectOptions('age');
  await combo('Column 2').selectOptions('pay');
  await page.getByRole('checkbox', { name: 'Never equal' }).click();
  await button('Save').click();
  await expect.poll(rules).toEqual([{ kind: 'order', hard: true, columns: ['age', 'pay'], strict: true }]);
  await expect.element(page.getByText('No real row breaks it.')).toBeVisible();

  await begin('a column lies in a range');
  await combo('Column').selectOptions('age');
  await page.getByRole('spinbutton', { name: 'Lowest' }).fill('30');
  await combo('Holds').selectOptions('counted only');
  await button('Save').click();
  await expect.poll(() => rules()[1]).toEqual({ kind: 'range', hard: false, column: 'age', low: 30, high: null });

  await begin('a column has only these levels');
  await combo('Column').selectOptions('team');
  await page.getByRole('checkbox', { name: 'west' }).click();
  await button('Save').click();
  await expect.poll(() => rules()[2]).toEqual({ kind: 'levels', hard: true, column: 'team', levels: ['west'] });

  await begin('only these combinations');
  await combo('Column 1').selectOptions('team');
  await combo('Column 2').selectOptions('left');
  await page.getByRole('textbox', { name: /^Allowed/ }).fill('west | yes\nnorth | no');
  await button('Save').click();
  await expect
    .poll(() => rules()[3])
    .toMatchObject({
      kind: 'combinations',
      columns: ['team', 'left'],
      allowed: [
        ['west', 'yes'],
        ['north', 'no'],
      ],
    });

  await begin('if this, then that');
  await combo('Column').first().selectOptions('team');
  await page.getByRole('group', { name: 'If' }).getByRole('checkbox', { name: 'south' }).click();
  await page.getByRole('group', { name: 'Then' }).getByRole('combobox', { name: 'Column' }).selectOptions('left');
  await page.getByRole('group', { name: 'Then' }).getByRole('checkbox', { name: 'no', exact: true }).click();
  await button('Save').click();
  await expect
    .poll(() => rules()[4])
    .toEqual({ kind: 'implies', hard: true, if: { team: ['south'] }, then: { left: ['no'] } });

  await begin('a column follows from others');
  await combo('Column').selectOptions('pay');
  await combo('Column 1').selectOptions('age');
  await page.getByRole('spinbutton', { name: 'Times 1' }).fill('2');
  await page.getByRole('spinbutton', { name: 'Plus' }).fill('10');
  await button('Save').click();
  const from = { kind: 'sum', terms: [['age', 2]], plus: 10 };
  await expect.poll(() => rules()[5]).toEqual({ kind: 'derived', hard: true, column: 'pay', from });
  expect(await violations()).toEqual([]);

  await button('Remove: pay = 2 × age + 10').click();
  await expect.poll(() => rules().length).toBe(5);
  await button('Undo').click();
  await expect.poll(() => rules().length).toBe(6);
});

test('rules are read off the rows, accepted one by one, kept in the run, and told afterwards', async () => {
  const shown = await showPage();
  const lines = Array.from({ length: 300 }, (_, row) => {
    const [low, ward] = [(row * 37) % 91, row % 4];
    return `${low},${low + ((row * 13) % 50)},w${ward},${ward < 2 ? 'surgery' : 'medicine'}`;
  });
  await shown.app.take([new File([`low,high,ward,department\n${lines.join('\n')}\n`], 'stays.csv')]);
  shown.app.project.setGuarantee(false);
  shown.app.go('generate');
  await button('Open Rules between columns').click();
  await button('Look for rules in the rows').click();
  await button('Accept: low ≤ high').click();
  await button('Accept: department follows from ward, 4 levels').click();
  await expect.element(page.getByText('No further rule is kept by nearly all rows.')).toBeVisible();
  expect(shown.app.project.recipe.rules.map(({ kind }) => kind)).toEqual(['order', 'derived']);
  shown.app.project.setSynthesizer('independent');
  await button('Generate').click();
  await expect.element(heading()).toHaveTextContent(/ready$/);
  await expect
    .element(page.getByRole('region', { name: 'What was asked for' }))
    .toHaveTextContent(/By 2 rules\s*\d+ rows were drawn again/);
  expect(shown.app.run.generated?.facts.rules?.leftOut).toBe(0);
});
