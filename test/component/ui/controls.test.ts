import { createRawSnippet, flushSync, mount, unmount, type Component } from 'svelte';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import ActionBar from '../../../src/ui/controls/ActionBar.svelte';
import Button from '../../../src/ui/controls/Button.svelte';
import BetsPicture from '../../../src/ui/controls/BetsPicture.svelte';
import Checkbox from '../../../src/ui/controls/Checkbox.svelte';
import ConfidentialBand from '../../../src/ui/controls/ConfidentialBand.svelte';
import DataTable from '../../../src/ui/controls/DataTable.svelte';
import Dialog from '../../../src/ui/controls/Dialog.svelte';
import FileButton from '../../../src/ui/controls/FileButton.svelte';
import Margin from '../../../src/ui/controls/Margin.svelte';
import Note from '../../../src/ui/controls/Note.svelte';
import NumberField from '../../../src/ui/controls/NumberField.svelte';
import ProgressLine from '../../../src/ui/controls/ProgressLine.svelte';
import RadioGroup from '../../../src/ui/controls/RadioGroup.svelte';
import SelectField from '../../../src/ui/controls/SelectField.svelte';
import Slider from '../../../src/ui/controls/Slider.svelte';
import { sliderShare, sliderValue } from '../../../src/ui/controls/slider.ts';
import StageArea from '../../../src/ui/controls/StageArea.svelte';
import StepsNav from '../../../src/ui/controls/StepsNav.svelte';
import TextField from '../../../src/ui/controls/TextField.svelte';
import TopBar from '../../../src/ui/controls/TopBar.svelte';
import Why from '../../../src/ui/controls/Why.svelte';
import { usualViewport } from '../../helpers/viewport.ts';
import '../../../src/ui/tokens.css';

const mounted: Record<string, unknown>[] = [];

afterEach(async () => {
  for (const component of mounted.splice(0)) await unmount(component);
  document.body.replaceChildren();
});

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props): void {
  mounted.push(mount(component, { target: document.body, props }));
}

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

/** Collects what a callback was called with. */
function recorder<Value>(): { values: Value[]; record: (value: Value) => void } {
  const values: Value[] = [];
  return { values, record: (value) => void values.push(value) };
}

test('a button works, and one that is busy or disabled does not', async () => {
  const { values, record } = recorder<string>();
  show(Button, { children: words('Go'), onclick: () => record('go') });
  show(Button, { children: words('Read'), busy: 'Reading', onclick: () => record('busy') });
  show(Button, { children: words('Closed'), disabled: true, onclick: () => record('disabled') });
  await page.getByRole('button', { name: 'Go' }).click();
  const busy = page.getByRole('button', { name: 'Reading' });
  await expect.element(busy).toHaveAttribute('aria-busy', 'true');
  (busy.element() as HTMLButtonElement).click();
  await expect.element(page.getByRole('button', { name: 'Closed' })).toBeDisabled();
  expect(values).toEqual(['go']);
});

test('a busy button keeps the width that it had', async () => {
  show(Button, { children: words('Compare two runs') });
  show(Button, { children: words('Compare two runs'), busy: 'Comparing' });
  const widths = page
    .getByRole('button')
    .elements()
    .map((button) => button.getBoundingClientRect().width);
  expect(widths[0]).toBeGreaterThan(0);
  expect(widths[1]).toBeCloseTo(widths[0] ?? 0, 0);
});

test('a field is found by its label, says its problem at once, and commits on change', async () => {
  const { values, record } = recorder<string>();
  show(TextField, { label: 'File name', value: 'adult', problem: 'Choose another name.', oncommit: record });
  const field = page.getByRole('textbox', { name: 'File name' });
  await expect.element(field).toHaveAttribute('aria-invalid', 'true');
  await expect.element(field).toHaveAccessibleDescription('Choose another name.');
  await expect.element(page.getByRole('alert')).toHaveTextContent('Choose another name.');
  await field.fill('titanic');
  await userEvent.keyboard('{Enter}');
  expect(values).toEqual(['titanic']);
});

test('a number field commits what was typed, steps with the arrow keys, and NaN when it is emptied', async () => {
  const { values, record } = recorder<number>();
  show(NumberField, { label: 'Rows', value: 10, step: 1, oncommit: record });
  const field = page.getByRole('spinbutton', { name: 'Rows' });
  await field.fill('12');
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{ArrowUp}');
  await field.fill('');
  await userEvent.keyboard('{Enter}');
  expect(values).toEqual([12, 13, Number.NaN]);
});

test('a live number counts at each letter, and half of one stays as it is typed', async () => {
  const { values, record } = recorder<number>();
  show(NumberField, { label: 'Lowest', value: 7, live: true, oncommit: record });
  const input = page.getByRole('spinbutton', { name: 'Lowest' });
  await input.click();
  await userEvent.keyboard('{Control>}a{/Control}-1.50');
  expect(values.at(-1)).toBe(-1.5);
  expect((input.element() as HTMLInputElement).validity.badInput).toBe(false);
  await userEvent.keyboard('{Control>}a{/Control}-');
  expect(values.at(-1)).toBeNaN();
  expect((input.element() as HTMLInputElement).validity.badInput).toBe(true);
  await userEvent.tab();
  await expect.element(input).toHaveValue(7);
});

test('a list gives back the chosen value and shows an unmade choice', async () => {
  const { values, record } = recorder<string>();
  const options = [
    { value: 'number', label: 'a number' },
    { value: 'text', label: 'text' },
  ];
  show(SelectField, {
    label: 'Kind of age',
    labelHidden: true,
    value: undefined,
    empty: 'please choose',
    options,
    oncommit: record,
  });
  const list = page.getByRole('combobox', { name: 'Kind of age' });
  await expect.element(list).toHaveDisplayValue('please choose');
  await list.selectOptions('text');
  expect(values).toEqual(['text']);
});

test('a radiogroup has its name, moves with the arrow keys and describes each choice', async () => {
  const { values, record } = recorder<string>();
  show(RadioGroup, {
    label: 'Guarantee',
    value: 'dp',
    choices: [
      { value: 'dp', label: 'Differential privacy', sentence: 'Holds against methods not yet known.' },
      { value: 'none', label: 'No formal guarantee' },
    ],
    oncommit: record,
  });
  await expect.element(page.getByRole('radiogroup', { name: 'Guarantee' })).toBeInTheDocument();
  const first = page.getByRole('radio', { name: 'Differential privacy' });
  await expect.element(first).toBeChecked();
  await expect.element(first).toHaveAccessibleDescription('Holds against methods not yet known.');
  (first.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(values).toEqual(['none']);
});

test('the slider speaks its value, commits a stop, and its line is its own inverse', async () => {
  const { values, record } = recorder<number>();
  show(Slider, {
    label: 'Epsilon on a line',
    value: 1,
    low: 0.1,
    high: 10,
    stops: [{ value: 0.5, label: 'strong' }],
    oncommit: record,
  });
  await expect.element(page.getByRole('slider', { name: 'Epsilon on a line' })).toHaveAttribute('aria-valuetext', '1');
  await page.getByRole('button', { name: 'strong' }).click();
  expect(values).toEqual([0.5]);
  for (const value of [0.1, 0.37, 1, 3, 10]) expect(sliderValue(sliderShare(value, 0.1, 10), 0.1, 10)).toBe(value);
  expect(sliderShare(25, 0.1, 10)).toBe(1);
  expect(sliderShare(Number.NaN, 0.1, 10)).toBe(0);
});

test('a check and a switch give back what they become', async () => {
  const { values, record } = recorder<boolean>();
  show(Checkbox, { label: 'Add the tag column', checked: true, onchange: record });
  show(ConfidentialBand, { sentence: 'this screen shows your real rows.', isHidden: false, onhide: record });
  await page.getByRole('checkbox', { name: 'Add the tag column' }).click();
  await page.getByRole('switch', { name: 'Hide real data' }).click();
  expect(values).toEqual([false, true]);
});

test('a Why opens beside its term and closes with Esc, focus back on the word', async () => {
  show(Why, { term: 'Delta', sentence: 'The probability that the guarantee fails altogether.' });
  const button = page.getByRole('button', { name: 'Why? Delta' });
  await expect.element(button).toHaveAttribute('aria-expanded', 'false');
  await button.click();
  await expect.element(page.getByText('The probability that the guarantee fails altogether.')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(button).toHaveAttribute('aria-expanded', 'false');
  await expect.element(button).toHaveFocus();
});

test('a note offers its fixes, and an alarm is an alert', async () => {
  const { values, record } = recorder<string>();
  show(Note, {
    kind: 'caution',
    title: 'Too few rows',
    fixes: [{ label: 'Use fewer columns', onclick: () => record('fix') }],
  });
  expect(page.getByRole('alert').elements()).toEqual([]);
  await page.getByRole('button', { name: 'Use fewer columns' }).click();
  expect(values).toEqual(['fix']);
  show(Note, { kind: 'alarm', title: 'The file was not read' });
  await expect.element(page.getByRole('alert')).toHaveTextContent('The file was not read');
});

test('long work shows its share, and none while none is known', async () => {
  const { values, record } = recorder<string>();
  show(ProgressLine, { name: 'Fitting', stage: 'Fitting the model', share: 0.62, oncancel: () => record('cancel') });
  const bar = page.getByRole('progressbar', { name: 'Fitting' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '62');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(values).toEqual(['cancel']);
  show(ProgressLine, { name: 'Reading', stage: 'Reading', share: null });
  expect(page.getByRole('progressbar', { name: 'Reading' }).element().hasAttribute('aria-valuenow')).toBe(false);
});

test('the steps are a navigation: names alone, the current one marked, closed ones disabled', async () => {
  const { values, record } = recorder<string>();
  const steps = [
    { id: 'data', name: 'Data', fact: '48,842 × 15', isDone: true, isOpen: true },
    { id: 'columns', name: 'Columns', isDone: false, isOpen: true },
    { id: 'privacy', name: 'Privacy', isDone: false, isOpen: false },
  ];
  show(StepsNav, { steps, current: 'columns', onselect: record });
  const navigation = page.getByRole('navigation', { name: 'Steps' });
  const data = navigation.getByRole('link', { name: 'Data', exact: true });
  await expect.element(data).toHaveAccessibleDescription('done 48,842 × 15');
  const current = navigation.getByRole('link', { name: 'Columns', exact: true });
  await expect.element(current).toHaveAttribute('aria-current', 'step');
  const closed = navigation.getByRole('link', { name: 'Privacy', exact: true });
  await expect.element(closed).toHaveAttribute('aria-disabled', 'true');
  await closed.click({ force: true });
  await data.click();
  expect(values).toEqual(['data']);
  expect(location.hash).toBe('');
});

test('the action bar ties its sentence to its button', async () => {
  const { values, record } = recorder<string>();
  show(ActionBar, {
    back: { label: 'Back to Data', onclick: () => record('back') },
    sentence: 'Nothing is spent yet',
    primary: { label: 'Privacy', onclick: () => record('next') },
  });
  const button = page.getByRole('button', { name: 'Privacy' });
  await expect.element(button).toHaveAccessibleDescription('Nothing is spent yet');
  await button.click();
  await page.getByRole('button', { name: 'Back to Data' }).click();
  expect(values).toEqual(['next', 'back']);
});

test('the top bar opens the self-test and names what its theme button will do', async () => {
  const { values, record } = recorder<string>();
  show(TopBar, {
    fileName: 'adult.csv',
    network: { kind: 'blocked', sentence: 'Network blocked by policy', short: 'Network blocked' },
    onnetwork: () => record('network'),
    isDark: false,
    ontheme: () => record('theme'),
  });
  await expect.element(page.getByRole('banner')).toHaveTextContent('adult.csv');
  await page.getByRole('button', { name: 'Network blocked by policy' }).click();
  await page.getByRole('button', { name: 'Switch to dark' }).click();
  expect(values).toEqual(['network', 'theme']);
});

test('a table has its caption, names its rows, shows what is missing, and is walked with arrow keys', async () => {
  type Row = { id: number; age: number | null; work: string };
  show(DataTable, {
    caption: 'First rows',
    isPreview: true,
    keyOf: (row: Row) => row.id,
    columns: [
      { key: 'work', label: 'workclass', isHead: true, value: (row: Row) => row.work },
      { key: 'age', label: 'age', align: 'end', value: (row: Row) => row.age },
    ],
    rows: [
      { id: 1, age: 48842, work: 'Private' },
      { id: 2, age: null, work: 'State-gov' },
    ],
  });
  await expect.element(page.getByRole('table', { name: 'First rows' })).toBeInTheDocument();
  await expect.element(page.getByRole('rowheader', { name: 'State-gov' })).toBeInTheDocument();
  await expect.element(page.getByRole('cell', { name: '48,842' })).toBeInTheDocument();
  const missing = page.getByRole('cell', { name: 'missing' });
  (page.getByRole('rowheader', { name: 'Private' }).element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}{ArrowRight}');
  await expect.element(missing).toHaveFocus();
});

test('files reach the page by the button and by a drop anywhere', async () => {
  const { values, record } = recorder<readonly File[]>();
  show(FileButton, { label: 'Choose a file', onfiles: record });
  show(StageArea, { label: 'Drop a table', ondropfiles: record, children: words('inside') });
  await expect.element(page.getByRole('region', { name: 'Drop a table' })).toBeInTheDocument();
  await page.getByLabelText('Choose a file').upload(new File(['a,b'], 'a.csv'));
  const dropped = new DataTransfer();
  dropped.items.add(new File(['c,d'], 'c.csv'));
  dispatchEvent(new DragEvent('dragenter', { dataTransfer: dropped }));
  await expect.element(page.getByText('Let go to read this file')).toBeVisible();
  const drop = new DragEvent('drop', { dataTransfer: dropped, cancelable: true });
  dispatchEvent(drop);
  expect(drop.defaultPrevented).toBe(true);
  expect(values.map((files) => files.map((file) => file.name))).toEqual([['a.csv'], ['c.csv']]);
});

test('a dialog takes the focus, has its title as name, and Esc asks to close it', async () => {
  const { values, record } = recorder<string>();
  show(Dialog, {
    title: 'Forget everything?',
    isOpen: true,
    onclose: () => record('close'),
    children: words('2 projects'),
    actions: words('<button>Keep</button>'),
  });
  await expect.element(page.getByRole('dialog', { name: 'Forget everything?' })).toBeVisible();
  await userEvent.keyboard('{Escape}');
  expect(values).toEqual(['close']);
});

test('the picture of the bets says in words what it shows', async () => {
  show(BetsPicture, { won: 56 });
  await expect
    .element(page.getByRole('img', { name: 'Of 100 bets a coin wins 50; here no method wins more than 56.' }))
    .toBeInTheDocument();
  await expect.element(page.getByText('6 more, at most')).toBeVisible();
});

test('the margin stands beside a wide section and folds into a Why below it', async () => {
  onTestFinished(usualViewport);
  await page.viewport(1200, 800);
  show(Margin, { children: words('main'), note: words('an explanation') });
  await expect.element(page.getByText('an explanation')).toBeVisible();
  await page.viewport(400, 800);
  await expect.element(page.getByText('an explanation')).not.toBeVisible();
  await page.getByRole('button', { name: 'Why?' }).click();
  await expect.element(page.getByText('an explanation')).toBeVisible();
});

/** A table of 2,000 rows: far more than are drawn in one task. */
function showLongTable(): void {
  show(DataTable, {
    caption: 'Long',
    rows: Array.from({ length: 2000 }, (_, row) => row),
    keyOf: (row: unknown) => row as number,
    columns: [{ key: 'row', label: 'Row', value: (row: unknown) => `row ${String(row)}` }],
  });
}
const rowsDrawn = (): number => document.querySelectorAll('tbody tr').length;

test('a long table is drawn in pieces, to the last row', async () => {
  showLongTable();
  expect(rowsDrawn()).toBeLessThan(2000);
  await expect.poll(rowsDrawn).toBe(2000);
});

test('for print a long table is drawn at once', () => {
  showLongTable();
  flushSync();
  window.dispatchEvent(new Event('beforeprint'));
  expect(rowsDrawn()).toBe(2000);
});
