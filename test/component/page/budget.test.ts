/** Spent on this file: totals, cap, runs, the ledger as a file, and the domain that later runs use again. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { UserError } from '../../../src/core/errors.ts';
import { createMemoryStore } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/projects.ts';
import { button, closePage, heading, showPage, tableFile, type Shown } from '../../helpers/page.ts';

afterEach(closePage);

/** The Privacy step of a table with so many finished runs behind it; domains are bought unless the schema is stated. */
async function showPrivacy(runs = 0, store: Store | null = createMemoryStore(), isStated = true): Promise<Shown> {
  const shown = await showPage({ store });
  const { app } = shown;
  await app.take([tableFile('staff.csv', 1200)]);
  app.project.assumePublicSchema = isStated;
  app.project.synthesizerId = 'independent';
  for (let run = 0; run < runs; run++) await app.run.generate();
  app.go('privacy');
  await expect.element(heading()).toHaveTextContent('How much may one person matter?');
  return shown;
}

const part = () => page.getByRole('region', { name: 'Spent on this file' });
const cap = () => page.getByRole('spinbutton', { name: 'Cap on the total' });
const table = () => page.getByRole('table', { name: 'Runs on this file' });
const bar = () => page.getByRole('region', { name: 'Next step' });
/** What the page must say of the total before the next run, or after it. */
function total({ app }: Pick<Shown, 'app'>, when: 'before' | 'after'): string {
  const { epsilon } = app.ledgers.account(app.project.recipe)![when];
  return `epsilon ${(Math.ceil(epsilon * 100) / 100).toFixed(2)} at most`;
}
async function enter(text: string): Promise<void> {
  await cap().fill(text);
  await userEvent.keyboard('{Enter}');
}

test('before any run: this run, nothing so far, and the run alone as the total', async () => {
  await showPrivacy();
  await expect.element(part()).toHaveTextContent('This run epsilon 1, delta 10⁻⁶');
  await expect.element(part()).toHaveTextContent('So far nothing in this browser');
  await expect.element(part()).toHaveTextContent('Total after it epsilon 1.00 at most, delta 10⁻⁶');
  await expect.element(button('Export ledger')).toBeDisabled();
  expect(table().query()).toBeNull();
});

test('two runs of epsilon 1 amount to less than 2 but more than 1, and the total is said before the next', async () => {
  const shown = await showPrivacy(1);
  const { app } = shown;
  await expect.element(part()).toHaveTextContent('So far epsilon 1.00 at most, in 1 run');
  const after = total(shown, 'after');
  expect(app.ledgers.account(app.project.recipe)!.after.epsilon).toBeGreaterThan(1.2);
  expect(app.ledgers.account(app.project.recipe)!.after.epsilon).toBeLessThan(1.6);
  await expect.element(part()).toHaveTextContent(`Total after it ${after}`);
  await expect.element(table()).toHaveTextContent('epsilon 1, delta 10⁻⁶spent');
  app.project.rows = 50;
  app.go('generate');
  await expect.element(bar()).toHaveTextContent(`Total then: ${after}`);
});

test('from twice the first run on the total is warned of, here and in the papers', async () => {
  const { app } = await showPrivacy(1);
  app.project.setPrivacy({ epsilon: 2 });
  const words = page.getByText('With this run the runs on this table amount to epsilon', { exact: false });
  await expect.element(words).toBeVisible();
  expect(app.run.generated?.facts.notices.public.map(({ code }) => code)).not.toContain('project-total');
  await app.run.generate();
  expect(app.run.generated?.facts.notices.public.map(({ code }) => code)).toContain('project-total');
});

test('a run that would pass the cap is refused, on the step and behind it; a smaller epsilon or no cap opens it', async () => {
  const { app } = await showPrivacy(1);
  await enter('1.2');
  const alert = page.getByRole('alert');
  await expect.element(alert).toHaveTextContent('The run asks for epsilon 1; 0.6');
  await expect.element(button('Generate')).toBeDisabled();
  await expect.element(bar()).toHaveTextContent('Opens when the run fits below the cap');
  await app.run.generate();
  expect(app.run.generating).toMatchObject({ kind: 'failed', error: { code: 'budget-overspent' } });
  expect(app.ledgers.runs.map(({ status }) => status)).toEqual(['spent', 'not-released']);
  await alert.getByRole('button', { name: /^Use epsilon 0\.6/ }).click();
  await expect.element(button('Generate')).toBeEnabled();
  expect(document.querySelector('[role="alert"]')).toBeNull();
  app.project.setPrivacy({ epsilon: 1 });
  await button('Remove the cap').click();
  await expect.element(button('Generate')).toBeEnabled();
  await expect.element(cap()).toHaveValue(null);
});

test('a cap of nothing is no cap, and one of zero or less is refused below its field', async () => {
  const { app } = await showPrivacy();
  await enter('3');
  await expect.poll(() => app.ledgers.cap).toBe(3);
  await expect.element(part()).toHaveTextContent('Epsilon 3 is left below it.');
  await enter('0');
  await expect.element(part()).toHaveTextContent('A number above 0, or nothing.');
  expect(app.ledgers.cap).toBe(3);
  await enter('');
  await expect.poll(() => app.ledgers.cap).toBeNull();
});

test('every run stands in the list with its state', async () => {
  const { app, fail, hold } = await showPrivacy(1);
  fail('generate', new UserError('worker-died'));
  await app.run.generate();
  fail('generate', new UserError('bounds-not-found', { spent: '0.01' }, { column: 'pay' }));
  await app.run.generate();
  app.project.privacy = null;
  await app.run.generate();
  app.project.privacy = { epsilon: 2, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };
  const release = hold('generate', { stage: 'fitting', done: 1, total: 2 });
  const running = app.run.generate();
  for (const state of [
    'epsilon 1, delta 10⁻⁶spent',
    'not released: cost nothing',
    'spent whole: its ledger did not come back',
    'no formal guaranteefinished: cost nothing',
    'epsilon 2, delta 10⁻⁶under way: its budget is reserved',
  ]) {
    await expect.element(table()).toHaveTextContent(state);
  }
  await expect.element(part()).toHaveTextContent('2 runs count');
  release();
  await running;
});

test('a failure that tells something of the rows is paid for, and says so', async () => {
  const { app, fail } = await showPrivacy();
  app.go('generate');
  fail('generate', new UserError('bounds-not-found', { spent: '0.01' }, { column: 'pay' }));
  await button('Generate').click();
  await expect.element(page.getByRole('alert')).toHaveTextContent('so the whole budget of the run counts as spent');
  expect(app.ledgers.account(app.project.recipe)?.before.epsilon).toBeGreaterThan(0.99);
});

test('a run whose tab was closed counts with its whole budget, and the page says so once', async () => {
  const { store } = await showPrivacy(1);
  const [project] = await store!.projects();
  const lost = {
    ...project!.runs[0]!,
    id: 'lost',
    status: 'reserved' as const,
    rhoGrains: 0,
    entries: [],
    hash: '',
    discovery: null,
  };
  await store!.save({ ...project!, runs: [...project!.runs, lost] });
  const recovering: Store = {
    ...store!,
    recover: async (key) => {
      await store!.settle(key, 'lost', { ...lost, status: 'spent' });
      return 1;
    },
  };
  await closePage();
  const shown = await showPrivacy(0, recovering);
  const { app } = shown;
  await expect.element(page.getByText('A run was under way when its tab was closed')).toBeVisible();
  expect(app.ledgers.account(app.project.recipe)!.before.epsilon).toBeGreaterThan(1.4);
  await expect.element(part()).toHaveTextContent(`So far ${total(shown, 'before')}, in 2 runs`);
  expect(app.ledgers.problem).toBeNull();
});

test('a ledger goes out to a file and back in another browser, once, and only for the same table', async () => {
  const first = await showPrivacy(2);
  const { saved } = first;
  const spent = total(first, 'before');
  await button('Export ledger').click();
  expect(saved[0]?.name).toBe('staff.ledger.json');
  const file = (text: string): File => new File([text], 'staff.ledger.json', { type: 'application/json' });
  const text = saved[0]!.bytes as string;
  await closePage();

  const { app } = await showPrivacy();
  const choose = page.getByLabelText('Import ledger');
  await choose.upload(file(text.replace('"epsilon": 1,', '"epsilon": 2,')));
  await expect.element(page.getByRole('alert')).toHaveTextContent('This is not a ledger as it was exported');
  expect(app.ledgers.fileProblem?.code).toBe('ledger-broken');
  await choose.upload(file(text));
  await expect.element(page.getByText('2 runs were taken from the file.')).toBeVisible();
  expect(document.querySelector('[role="alert"]')).toBeNull();
  await expect.element(part()).toHaveTextContent(`So far ${spent}, in 2 runs`);
  await choose.upload(file(text));
  await expect.element(page.getByText('The file holds no run that is not known here.')).toBeVisible();
  expect(app.ledgers.chargedRuns).toHaveLength(2);

  await app.take([tableFile('staff.csv', 400)]);
  app.go('privacy');
  await choose.upload(file(text));
  await expect.element(page.getByRole('alert')).toHaveTextContent('This ledger belongs to another table');
});

test('an exported ledger mends a stored one that does not hold', async () => {
  const { app, store, saved } = await showPrivacy(1);
  await button('Export ledger').click();
  const [project] = await store!.projects();
  await store!.save({ ...project!, runs: project!.runs.map((run) => ({ ...run, rhoGrains: 1 })) });
  await app.take([tableFile('staff.csv', 1200)]);
  app.go('privacy');
  await expect.element(page.getByRole('alert')).toHaveTextContent('does not match its running hash');
  await expect.element(button('Export ledger')).toBeDisabled();
  await page.getByLabelText('Import ledger').upload(new File([saved[0]!.bytes], 'staff.ledger.json'));
  await expect.element(button('Generate')).toBeEnabled();
  expect(app.ledgers.problem).toBeNull();
});

test('where the browser keeps nothing the ledger holds for the visit, and page and papers say so', async () => {
  const { app } = await showPrivacy(1, null);
  await expect.element(page.getByText('This browser keeps nothing: the ledger will be forgotten')).toBeVisible();
  await expect.element(part()).toHaveTextContent('So far epsilon 1.00 at most, in 1 run');
  expect(app.run.generated?.facts.notices.public.map(({ code }) => code)).toContain('storage-off');
});

test('what a run bought of the domain is used again by the next, counted once, and bought anew on demand', async () => {
  const { app } = await showPrivacy(1, createMemoryStore(), false);
  await expect.element(part()).toHaveTextContent('Ranges and levels that an earlier run bought are used again');
  const purposes = (): string[] => app.project.planning.planned?.plan.asks.map(({ purpose }) => purpose) ?? [];
  await expect.poll(() => purposes().length).toBeGreaterThan(0);
  expect(purposes()).not.toContain('levels');
  await app.run.generate();
  const [first, second] = app.ledgers.runs;
  expect(second?.discovery).toEqual(first?.discovery);
  expect(second?.discovery?.run).toBe(first?.id);
  const sum = first!.rhoGrains + second!.rhoGrains;
  const total = app.ledgers.account(app.project.recipe)!.before.rhoGrains;
  expect(total).toBe(sum - first!.discovery!.rhoGrains);
  await button('Discover again').click();
  await expect.element(part()).toHaveTextContent('Ranges and levels are bought anew');
  await expect.poll(purposes).toContain('levels');
  await app.run.generate();
  expect(app.ledgers.runs[2]?.discovery?.run).toBe(app.ledgers.runs[2]?.id);
  await expect.element(part()).toHaveTextContent('Ranges and levels that an earlier run bought are used again');
});

test.each<[string, (shown: Shown) => unknown]>([
  ['another number of rows per person', ({ app }) => app.project.setPrivacy({ rowsPerPerson: 2 })],
  ['too small a budget', ({ app }) => app.project.setPrivacy({ epsilon: 0.5 })],
  ['another choice about a column', ({ app }) => app.project.choose('team', { kind: 'text' })],
  ['a schema stated to be public', ({ app }) => (app.project.assumePublicSchema = true)],
])('with %s nothing is taken over', async (_what, change) => {
  const shown = await showPrivacy(1, createMemoryStore(), false);
  await expect.element(button('Discover again')).toBeVisible();
  await change(shown);
  await expect.poll(() => button('Discover again').query()).toBeNull();
  expect(shown.app.ledgers.reusable(shown.app.project.recipe)).toBeNull();
});
