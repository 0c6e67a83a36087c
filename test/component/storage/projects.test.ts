/** What the browser remembers, over its own database: one tab at a time may spend, and what a closed tab held is spent. */
import { afterEach, expect, test } from 'vitest';
import { openStore, type Project, type Store } from '../../../src/storage/projects.ts';
import type { RunEnd, RunRecord } from '../../../src/storage/runs.ts';

const stores: Store[] = [];

async function opened(): Promise<Store> {
  const store = (await openStore())!;
  stores.push(store);
  return store;
}
async function kept(): Promise<Store> {
  const store = await opened();
  await store.save(project);
  return store;
}
afterEach(async () => {
  for (const store of stores.splice(0)) await store.forgetEverything();
});

const project: Project = {
  ...{ key: 'k', name: 'staff.csv', createdDay: '2026-01-01', recipe: null, runs: [], looks: 0 },
  ...{ cap: null, discovery: null },
};
const END: RunEnd = { status: 'spent', rhoGrains: 90, entries: [], hash: 'h', isSeeded: false, discovery: null };
const run = (id: string, epsilon: number | null = 1): RunRecord => ({
  ...END,
  ...{ id, day: '2026-01-01', synthesizer: 'copula', epsilon, delta: epsilon && 1e-6, rhoGrains: 0, hash: '' },
  ...{ status: 'reserved', startedAt: 0, neighbours: 'add-remove', rowsPerPerson: 1 },
});
const states = async (store: Store) => (await store.project('k'))!.runs.map(({ id, status }) => [id, status]);

test('while a run holds its reservation another is refused in every tab, and nothing is changed by it', async () => {
  const store = await kept();
  const other = await opened();
  await store.reserve('k', run('a'));
  for (const tab of [store, other]) {
    await expect(tab.reserve('k', run('b'))).rejects.toMatchObject({ code: 'ledger-reserved' });
  }
  expect(await states(other)).toEqual([['a', 'reserved']]);
});

test('two tabs that ask in the same breath do not both get the budget', async () => {
  const tabs = [await kept(), await opened()];
  const answers = await Promise.allSettled(tabs.map((tab, index) => tab.reserve('k', run(String(index)))));
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await states(tabs[0]!)).toHaveLength(1);
});

test('a run without a guarantee takes no budget: it neither waits nor keeps others waiting', async () => {
  const store = await kept();
  await store.reserve('k', run('a', null));
  await store.reserve('k', run('b'));
  await store.reserve('k', run('c', null));
  expect(await states(store)).toHaveLength(3);
});

test('a settled run makes way, with what it spent', async () => {
  const store = await kept();
  await store.reserve('k', run('a'));
  await store.settle('k', 'a', END);
  await store.reserve('k', run('b'));
  expect(await states(store)).toEqual([
    ['a', 'spent'],
    ['b', 'reserved'],
  ]);
  expect((await store.project('k'))!.runs[0]).toMatchObject({ rhoGrains: 90, hash: 'h' });
});

test('a run that was refused leaves nothing behind that would look like a run under way', async () => {
  const store = await kept();
  await store.reserve('k', run('a'));
  await expect(store.reserve('k', run('b'))).rejects.toMatchObject({ code: 'ledger-reserved' });
  const held = (await navigator.locks.query()).held!.map(({ name }) => name);
  expect(held).toEqual(['understudy run a']);
});

test('what a tab had reserved when it ended counts as spent, on the next visit and before the next run', async () => {
  const store = await kept();
  await store.save({ ...project, runs: [run('a'), run('b', null)] });
  expect(await store.recover('k')).toBe(2);
  expect(await states(store)).toEqual([
    ['a', 'spent'],
    ['b', 'spent'],
  ]);
  expect(await store.recover('k')).toBe(0);
  await store.save({ ...project, runs: [run('a')] });
  await store.reserve('k', run('c'));
  expect(await states(store)).toEqual([
    ['a', 'spent'],
    ['c', 'reserved'],
  ]);
});

test('a run under way in an open tab is not taken for one of a closed tab', async () => {
  const store = await kept();
  await store.reserve('k', run('a'));
  expect(await (await opened()).recover('k')).toBe(0);
  expect(await states(store)).toEqual([['a', 'reserved']]);
});

test('a reservation ends with the document that holds it', async () => {
  const store = await kept();
  await store.save({ ...project, runs: [run('a')] });
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const { locks } = frame.contentWindow!.navigator;
  await new Promise<void>((held) => {
    void locks
      .request('understudy run a', () => {
        held();
        return new Promise(() => {});
      })
      .catch(() => {});
  });
  expect(await store.recover('k')).toBe(0);
  frame.remove();
  await expect.poll(() => store.recover('k')).toBe(1);
});

test('a change is made whole or not at all, beside those of other tabs', async () => {
  const store = await kept();
  const other = await opened();
  await Promise.all([
    store.change('k', (before) => ({ ...before, cap: 3 })),
    other.change('k', (before) => ({ ...before, looks: before.looks + 1 })),
  ]);
  expect(await store.project('k')).toMatchObject({ cap: 3, looks: 1 });
});

test('a database of the version before keeps its runs, as those of one row added or removed', async () => {
  const { neighbours: _n, rowsPerPerson: _k, isSeeded: _s, discovery: _d, ...old } = run('a');
  await new Promise<void>((done, refused) => {
    const request = indexedDB.open('understudy', 1);
    request.onupgradeneeded = () => {
      const projects = request.result.createObjectStore('projects', { keyPath: 'key' });
      request.result.createObjectStore('settings');
      request.result.createObjectStore('keys');
      projects.put({ key: 'k', name: 'staff.csv', createdDay: '', recipe: null, looks: 2, runs: [old] });
    };
    request.onsuccess = () => (request.result.close(), done());
    request.onerror = () => refused(new Error('the old database was not made'));
  });
  const store = await opened();
  expect(await store.project('k')).toMatchObject({ looks: 2, cap: null, discovery: null });
  expect((await store.project('k'))!.runs).toEqual([run('a')]);
});

test('a table has one key in this browser, which is not its hash, and another one after all was forgotten', async () => {
  const store = await kept();
  const key = await store.keyOf('ab'.repeat(32));
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(key).not.toBe('ab'.repeat(32));
  expect(await store.keyOf('ab'.repeat(32))).toBe(key);
  await store.forgetEverything();
  expect(await (await kept()).keyOf('ab'.repeat(32))).not.toBe(key);
});

test('looks are counted, and forgetting leaves no project', async () => {
  const store = await kept();
  expect([await store.countLook('k'), await store.countLook('k')]).toEqual([1, 2]);
  await store.forgetEverything();
  expect(await (await opened()).projects()).toEqual([]);
});
