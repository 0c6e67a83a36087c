/** The editor of columns: why each has its kind, what can be said of one or of several, and how it is taken back. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { violations } from '../../helpers/axe.ts';
import { button, closePage, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

const columnsTable = () => page.getByRole('table', { name: 'Columns' });
const check = (name: string) => page.getByRole('checkbox', { name, exact: true });
const part = (name: string) => page.getByRole('region', { name, exact: true });

async function showColumns(prepare: (shown: Shown) => void = () => {}): Promise<Shown> {
  const shown = await showPage();
  prepare(shown);
  await shown.app.take([tableFile('staff.csv')]);
  shown.app.go('columns');
  await expect.element(columnsTable()).toBeVisible();
  return shown;
}

async function showTable(): Promise<HTMLTableElement> {
  await showColumns();
  return columnsTable().element() as HTMLTableElement;
}

async function undone({ app }: Shown): Promise<void> {
  await button('Undo').click();
  await expect.poll(() => app.project.recipe.columns).toEqual({});
  expect(app.project.recipe.reading).toEqual({});
}

test('every column says why it has its kind, in a few words, and how sure that is', async () => {
  const table = await showTable();
  const heads = [...table.tHead!.rows[0]!.cells].map((cell) => cell.textContent.trim());
  const [why, confidence] = [heads.indexOf('Why this kind'), heads.indexOf('Confidence')];
  const said = [...table.tBodies[0]!.rows].map(({ cells }) => cells[why]!.textContent.trim());
  expect(said).toEqual([
    'nearly every value occurs once; 300 distinct',
    expect.stringMatching(/^whole numbers in every cell; \d+ distinct$/),
    'numbers in every cell',
    '3 levels, each in many rows',
    expect.stringMatching(/^.*dates .*in every cell; \d+ distinct$/),
    expect.stringMatching(/^two values that form a pair/),
  ]);
  for (const { cells } of table.tBodies[0]!.rows) {
    expect(cells[confidence]!.textContent).toMatch(/sure|likely|please check/);
  }
});

test('the open row has a background of its own over its whole width', async () => {
  const table = await showTable();
  await button('Edit age').click();
  const opened = table.querySelector<HTMLElement>('tr.opened > td')!;
  const closed = table.tBodies[0]!.rows[0]!.cells;
  for (const cell of closed) {
    expect(getComputedStyle(opened).backgroundColor).not.toBe(getComputedStyle(cell).backgroundColor);
  }
  expect(getComputedStyle(opened).backgroundColor).not.toBe('rgba(0, 0, 0, 0)');
  expect(opened.getBoundingClientRect().width).toBeCloseTo(table.getBoundingClientRect().width, 0);
});

test('what is to be checked stands on top, and what may point at a person says why', async () => {
  await showColumns(({ alter }) =>
    alter((read) => ({
      ...read,
      inferences: read.inferences.map((inference) =>
        inference.name === 'team'
          ? { ...inference, confidence: 'please check', personal: { sort: 'name', by: 'both', share: 0.9 } }
          : inference,
      ),
    })),
  );
  const table = columnsTable().element() as HTMLTableElement;
  expect(table.tBodies[0]!.rows[0]!.textContent).toContain('please check');
  expect(table.tBodies[0]!.rows[0]!.textContent).toMatch(
    /Personal\? Its name says names of persons, and 90\s% of its values look like it\./,
  );
});

test('all rows that the filter shows are selected at once, and what is said of them is one step', async () => {
  const shown = await showColumns();
  await page.getByRole('searchbox', { name: 'Filter by name' }).fill('a');
  await check('Select all shown').click();
  await expect.element(page.getByRole('group', { name: '3 columns selected' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Role of all' }).selectOptions('sensitive');
  const role = { role: 'sensitive' };
  await expect.poll(() => shown.app.project.recipe.columns).toEqual({ age: role, pay: role, team: role });
  await undone(shown);
  await page.getByRole('combobox', { name: 'Missing cells of all' }).selectOptions('may be missing');
  await expect.poll(() => shown.app.project.recipe.columns['pay']).toEqual({ missing: true });
  await undone(shown);
  await page.getByRole('combobox', { name: 'Kind of all' }).selectOptions('free text');
  await expect.poll(() => shown.app.project.recipe.columns['team']).toEqual({ kind: 'text' });
  await button('Reset').click();
  await expect.poll(() => shown.app.project.recipe.columns).toEqual({});
  await button('Clear selection').click();
  await expect.element(check('Select all shown')).not.toBeChecked();
});

test('shift selects from the last row to this one, with mouse and keyboard', async () => {
  await showColumns();
  await check('age').click();
  await check('team').click({ modifiers: ['Shift'] });
  await expect.element(page.getByRole('group', { name: '3 columns selected' })).toBeVisible();
  await expect.element(check('pay')).toBeChecked();
  await button('Clear selection').click();
  (check('person').element() as HTMLElement).focus();
  await userEvent.keyboard(' ');
  await expect.element(page.getByRole('group', { name: 'One column selected' })).toBeVisible();
});

test('several columns are declared at once, each with what it is', async () => {
  const { app } = await showColumns();
  await check('age').click();
  await check('joined').click();
  await page
    .getByRole('group', { name: '2 columns selected' })
    .getByRole('button', { name: 'Declare as public' })
    .click();
  await expect
    .poll(() => app.project.recipe.columns)
    .toEqual({
      age: { kind: 'numeric', missing: false, bounds: [18, 67] },
      joined: { kind: 'datetime', missing: false, bounds: ['2015-01-03', '2023-03-12'] },
    });
});

test('of several kinds that the cells do not allow each is named, and the others are taken', async () => {
  const { app } = await showColumns();
  await check('age').click();
  await check('team').click();
  await page.getByRole('combobox', { name: 'Kind of all' }).selectOptions('number');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Column team cannot be read as number');
  expect(app.project.recipe.columns).toEqual({ age: { kind: 'numeric' } });
});

test('there is one target: another takes its place, and undo gives it back', async () => {
  const { app } = await showColumns();
  const role = (name: string) => page.getByRole('combobox', { name: `Role of ${name}`, exact: true });
  await role('left').selectOptions('target');
  await expect.poll(() => app.project.target).toBe('left');
  await role('team').selectOptions('target');
  await expect.poll(() => app.project.target).toBe('team');
  await expect.element(role('left')).toHaveValue('none');
  await button('Undo').click();
  await expect.poll(() => app.project.target).toBe('left');
  await expect.element(role('team')).toHaveValue('none');
});

test('the opened editor says where each part comes from', async () => {
  const { app } = await showColumns();
  await button('Edit age').click();
  for (const name of ['Kind', 'Bounds', 'Format', 'Missing'])
    await expect.element(part(name)).toHaveTextContent('inferred');
  await app.project.choose('age', { bounds: [0, 120], decimals: 0 });
  await expect.element(part('Bounds')).toHaveTextContent('declared');
  await expect.element(part('Format')).toHaveTextContent('declared');
  await expect.element(part('Kind')).toHaveTextContent('inferred');
  expect(await violations()).toEqual([]);
});

test('what is bought says what comes of it, and where the name says the bounds they are declared by one button', async () => {
  const shown = await showColumns();
  const { project } = shown.app;
  const row = (name: string) => page.getByRole('row', { name: `Kind of ${name}` });
  await expect.element(row('pay')).toHaveTextContent(/Bought for .* of the budget: may reach beyond the real range/);
  await expect.element(row('team')).toHaveTextContent(/Bought for .*: rare levels become other/);
  expect(page.getByRole('button', { name: /^Declare pay/ }).query()).toBeNull();
  await button('Declare age as 0 to 120').click();
  await expect.poll(() => project.recipe.columns).toEqual({ age: { bounds: [0, 120] } });
  await expect.element(row('age')).not.toHaveTextContent('may reach beyond');
  await undone(shown);
  await button('Edit age').click();
  await expect.element(part('Bounds')).toHaveTextContent('Declare bounds to avoid that.');
  expect(await violations()).toEqual([]);
  project.setGuarantee(false);
  await expect.element(part('Bounds')).not.toHaveTextContent('Bought');
});

test('that no cell is missing is declared, of one column and of several', async () => {
  const shown = await showColumns();
  const { project } = shown.app;
  await button('Edit age').click();
  const missing = part('Missing').getByRole('combobox', { name: 'Missing cells' });
  await expect.element(missing).toHaveTextContent('as read: none');
  await expect.element(part('Missing')).toHaveTextContent('any cell may come out missing');
  await missing.selectOptions('never missing');
  await expect.poll(() => project.recipe.columns).toEqual({ age: { missing: false } });
  await expect.element(part('Missing')).not.toHaveTextContent('any cell may come out missing');
  await undone(shown);
  await check('age').click();
  await check('pay').click();
  await page.getByRole('combobox', { name: 'Missing cells of all' }).selectOptions('never missing');
  const never = { missing: false };
  await expect.poll(() => project.recipe.columns).toEqual({ age: never, pay: never });
});

test('decimals, marks within numbers and the pattern of dates are overrides', async () => {
  const shown = await showColumns();
  const { project } = shown.app;
  await button('Edit pay').click();
  await page.getByRole('spinbutton', { name: 'Decimals' }).fill('2');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => project.recipe.columns).toEqual({ pay: { decimals: 2 } });
  await undone(shown);
  await page.getByRole('combobox', { name: 'Decimal mark' }).selectOptions('point');
  await expect.poll(() => project.recipe.reading).toEqual({ columns: { pay: { decimal: '.' } } });
  await page.getByRole('combobox', { name: 'Between thousands' }).selectOptions('apostrophe');
  await expect.poll(() => project.recipe.reading).toEqual({ columns: { pay: { decimal: '.', group: "'" } } });
  await button('Reset').click();
  await expect.poll(() => project.recipe.reading).toEqual({});
  await button('Edit pay').click();
  await button('Edit joined').click();
  const pattern = page.getByRole('textbox', { name: 'Date pattern' });
  await expect.element(pattern).toHaveValue('yyyy-MM-dd');
  await pattern.fill('yyyy-dd-MM');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => shown.calls.filter((job) => job === 'read').length).toBeGreaterThan(4);
});

test('texts of one column become missing, or stay values, and it can be undone', async () => {
  const shown = await showColumns();
  const { project } = shown.app;
  await button('Edit team').click();
  const missing = page.getByRole('textbox', { name: 'Also read as missing' });
  await missing.fill('west');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => project.recipe.reading).toEqual({ columns: { team: { missing: ['west'] } } });
  await undone(shown);
  await page.getByRole('textbox', { name: 'Never read as missing' }).fill('NA');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => project.recipe.reading).toEqual({ columns: { team: { values: ['NA'] } } });
  await button('Remove NA').click();
  await expect.poll(() => project.recipe.reading).toEqual({});
});

test('what was typed into the editor of a column stays while it is closed', async () => {
  await showColumns();
  await button('Edit team').click();
  const missing = page.getByRole('textbox', { name: 'Also read as missing' });
  await missing.fill('wes');
  await button('Edit team').click();
  await expect.element(missing).not.toBeInTheDocument();
  await button('Edit team').click();
  await expect.element(missing).toHaveValue('wes');
});

test('levels are moved, removed, added and pasted, by keyboard', async () => {
  const { app } = await showColumns();
  const levels = () => app.project.recipe.columns['team']?.levels;
  await button('Edit team').click();
  const list = page.getByRole('listbox', { name: 'Levels of team' });
  await list.selectOptions('north');
  (list.element() as HTMLElement).focus();
  await userEvent.keyboard('{Alt>}{ArrowDown}{ArrowDown}{/Alt}');
  await expect.poll(levels).toEqual(['south', 'west', 'north']);
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}');
  await expect.poll(levels).toEqual(['south', 'north', 'west']);
  await userEvent.keyboard('{Delete}');
  await expect.poll(levels).toEqual(['south', 'west']);
  await expect.element(list).toHaveValue('west');
  await page.getByRole('textbox', { name: 'Add a level' }).fill('east');
  await userEvent.keyboard('{Enter}');
  await expect.poll(levels).toEqual(['south', 'west', 'east']);
  await button('Move up').click();
  await expect.poll(levels).toEqual(['south', 'east', 'west']);
  await button('Paste a list').click();
  await page.getByRole('textbox', { name: 'Levels, one a line' }).fill('low\n\n middle \nhigh\nlow');
  await userEvent.tab();
  await expect.poll(levels).toEqual(['low', 'middle', 'high']);
  expect(await violations()).toEqual([]);
  await button('Undo').click();
  await expect.poll(levels).toEqual(['south', 'east', 'west']);
});

test('bounds and levels that were read off the rows are hidden with them', async () => {
  await showColumns();
  await page.getByRole('switch', { name: 'Hide real data' }).click();
  await button('Edit team').click();
  await button('Edit age').click();
  expect(page.getByRole('listbox').query()).toBeNull();
  expect(page.getByRole('spinbutton', { name: 'Lowest' }).query()).toBeNull();
  await expect.element(part('Bounds')).toHaveTextContent('Hidden with the real data.');
  expect(document.body.textContent).not.toContain('north');
});

test('Ctrl+Z takes back the last choice, and Ctrl+Shift+Z makes it again', async () => {
  const { app } = await showColumns();
  await page.getByRole('combobox', { name: 'Kind of age' }).selectOptions('category');
  await expect.poll(() => app.project.recipe.columns).toEqual({ age: { kind: 'categorical' } });
  await userEvent.keyboard('{Control>}z{/Control}');
  await expect.poll(() => app.project.recipe.columns).toEqual({});
  await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
  await expect.poll(() => app.project.recipe.columns).toEqual({ age: { kind: 'categorical' } });
});

test('choices made in quick succession are all taken, each as a step of its own', async () => {
  const { app } = await showColumns();
  const { project } = app;
  await Promise.all([
    project.choose('age', { role: 'sensitive' }),
    project.readColumn('team', { missing: ['west'] }),
    project.choose('pay', { decimals: 2 }),
  ]);
  expect(project.recipe.columns).toEqual({ age: { role: 'sensitive' }, pay: { decimals: 2 } });
  expect(project.recipe.reading).toEqual({ columns: { team: { missing: ['west'] } } });
  expect(project.schema?.columns[1]?.role).toBe('sensitive');
  await Promise.all([project.undo(), project.undo()]);
  expect(project.recipe.columns).toEqual({ age: { role: 'sensitive' } });
  expect(project.recipe.reading).toEqual({});
  expect(project.schema?.columns[1]?.role).toBe('sensitive');
});

test('what is said of how a column is read does not stop the file from being read without that column', async () => {
  const { app } = await showColumns();
  const { project } = app;
  await project.readColumn('team', { missing: ['west'] });
  await project.change((now) => ({ ...now, reading: { ...now.reading, header: false } }));
  expect(project.rereading.kind).toBe('idle');
  expect(project.read?.table.rowCount).toBe(301);
  await project.undo();
  expect(project.read?.table.rowCount).toBe(300);
});
