/** What the browser remembers, over its own database: one tab at a time may spend. */
import { afterEach, expect, test } from 'vitest';
import { openStore, type Project, type RunRecord, type Store } from '../../../src/storage/projects.ts';

const MINUTE = 60_000;
let store: Store | null = null;
let time = 0;

async function opened(): Promise<Store> {
  time = 0;
  store = (await openStore(() => time))!;
  await store.save(project);
  return store;
}
afterEach(async () => void (await store?.forgetEverything()));

const project: Project = { key: 'k', name: 'staff.csv', createdDay: '2026-01-01', recipe: null, runs: [], looks: 0 };
const run = (id: string): RunRecord => ({
  ...{ id, day: '2026-01-01', synthesizer: 'copula', epsilon: 1, delta: 1e-6, rhoGrains: 100, hash: '' },
  ...{ status: 'reserved', startedAt: time, entries: [] },
});
const states = async (kept: Store) => (await kept.project('k'))!.runs.map(({ id, status }) => [id, status]);

test('while a run holds its reservation another is refused, and nothing is changed by it', async () => {
  const kept = await opened();
  await kept.reserve('k', run('a'));
  time = 14 * MINUTE;
  await expect(kept.reserve('k', run('b'))).rejects.toMatchObject({ code: 'ledger-reserved' });
  expect(await states(kept)).toEqual([['a', 'reserved']]);
});

test('a settled run makes way, with what it spent', async () => {
  const kept = await opened();
  await kept.reserve('k', run('a'));
  await kept.settle('k', 'a', 'spent', { rhoGrains: 90, entries: [], hash: 'h' });
  await kept.reserve('k', run('b'));
  expect(await states(kept)).toEqual([
    ['a', 'spent'],
    ['b', 'reserved'],
  ]);
  expect((await kept.project('k'))!.runs[0]).toMatchObject({ rhoGrains: 90, hash: 'h' });
});

test('a reservation of a tab that died is released after a quarter of an hour, at no cost', async () => {
  const kept = await opened();
  await kept.reserve('k', run('a'));
  time = 15 * MINUTE;
  await kept.reserve('k', run('b'));
  expect(await states(kept)).toEqual([
    ['a', 'not-released'],
    ['b', 'reserved'],
  ]);
  expect((await kept.project('k'))!.runs[0]!.rhoGrains).toBe(0);
});

test('a table has one key in this browser, which is not its hash, and another one after all was forgotten', async () => {
  const kept = await opened();
  const key = await kept.keyOf('ab'.repeat(32));
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(key).not.toBe('ab'.repeat(32));
  expect(await kept.keyOf('ab'.repeat(32))).toBe(key);
  await kept.forgetEverything();
  const fresh = await opened();
  expect(await fresh.keyOf('ab'.repeat(32))).not.toBe(key);
});

test('looks are counted, and forgetting leaves no project', async () => {
  const kept = await opened();
  expect([await kept.countLook('k'), await kept.countLook('k')]).toEqual([1, 2]);
  await kept.forgetEverything();
  store = (await openStore())!;
  expect(await store.projects()).toEqual([]);
});
