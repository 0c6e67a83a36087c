/** A ledger is read back as it was written, for its own table; anything else is refused. */
import { expect, test } from 'vitest';
import { jsonSha256 } from '../../../src/core/lineage/json-hash.ts';
import { ledgerHash } from '../../../src/core/privacy/ledger-chain.ts';
import { mergeRuns, readLedgerFile, writeLedgerFile, type FiledRun } from '../../../src/core/privacy/ledger-file.ts';
import type { LedgerEntry } from '../../../src/core/privacy/ledger.ts';
import type { PrivacyChoices } from '../../../src/core/recipe.ts';

const TABLE = 'ab'.repeat(32);
const PRIVACY: PrivacyChoices = { epsilon: 1, delta: 1e-6, neighbours: 'add-remove', rowsPerPerson: 1 };

const entry = (rhoGrains: number): LedgerEntry => ({
  ...{ step: 1, mechanism: 'discrete-gaussian', purpose: 'one-way', columns: ['age'], cells: 5, rhoGrains, delta: 0 },
  ...{ parameter: { sigma2Times256: 50_000 }, sensitivity: { l2Squared: '1' } },
});
function run(id: string, change: Partial<FiledRun> = {}): FiledRun {
  const entries = change.entries ?? [entry(1000)];
  const rhoGrains = entries.reduce((sum, each) => sum + each.rhoGrains, 0);
  return {
    ...{ id, day: '2026-01-01', synthesizer: 'mst', startedAt: 1, status: 'spent', epsilon: 1, delta: 1e-6 },
    ...{ neighbours: 'add-remove', rowsPerPerson: 1, isSeeded: false, discovery: null, rhoGrains, entries },
    hash: ledgerHash(entries),
    ...change,
  };
}
const runs = [run('a'), run('b', { startedAt: 2, status: 'not-released', entries: [] })];
const written = writeLedgerFile({ cap: 3, runs }, TABLE, PRIVACY);

/** The file with a part changed, and a hash that fits again: as somebody would who knows the format. */
function forged(change: object): string {
  const { hash: _, ...content } = JSON.parse(written) as Record<string, unknown>;
  const changed = { ...content, ...change };
  return JSON.stringify({ ...changed, hash: jsonSha256(changed) });
}

test('what is written is read back, with its total and the hash of any other tool', () => {
  expect(readLedgerFile(written, TABLE)).toEqual({ cap: 3, runs });
  const { hash, ...content } = JSON.parse(written) as Record<string, unknown>;
  expect(hash).toBe(jsonSha256(content));
  expect(content).toMatchObject({ total: { rhoGrains: 1000, rowsPerPerson: 1, neighbours: 'add-remove' } });
  expect(readLedgerFile(JSON.stringify(JSON.parse(written)), TABLE).runs).toEqual(runs);
});

test('a run that was under way when it was written counts as spent', () => {
  const text = writeLedgerFile({ cap: null, runs: [run('a', { status: 'reserved', entries: [] })] }, TABLE, PRIVACY);
  expect(readLedgerFile(text, TABLE).runs[0]?.status).toBe('spent');
});

test('another table is refused by name', () => {
  expect(() => readLedgerFile(written, 'cd'.repeat(32))).toThrow(
    expect.objectContaining({ code: 'ledger-other-table' }),
  );
});

test.each<[string, string]>([
  ['a changed number', written.replace('"cap": 3', '"cap": 9')],
  ['a cut file', written.slice(0, -20)],
  ['another file', '{"version":1}'],
  ['a text', 'nothing of the kind'],
  ['null', 'null'],
  ['a number that no ledger holds', written.replace('"cap": 3', '"cap": 1e999')],
  ['a forged cost', forged({ runs: [run('a', { rhoGrains: 1 })] })],
  ['a forged entry', forged({ runs: [run('a', { hash: 'ff'.repeat(32) })] })],
  ['a forged domain', forged({ runs: [run('a', { discovery: { run: 'z', rhoGrains: 999, delta: 0 } })] })],
  ['an impossible state', forged({ runs: [{ ...run('a'), status: 'free' }] })],
  ['an impossible person', forged({ runs: [run('a', { rowsPerPerson: 0 })] })],
  ['an impossible delta', forged({ runs: [run('a', { delta: 0.5 })] })],
  ['a run twice', forged({ runs: [run('a'), run('a')] })],
  ['no list of runs', forged({ runs: {} })],
  ['a run that is none', forged({ runs: [null] })],
  ['a negative cap', forged({ cap: -1 })],
  ['another format', forged({ format: 'recipe' })],
])('%s is broken', (_what, text) => {
  expect(() => readLedgerFile(text, TABLE)).toThrow(expect.objectContaining({ code: 'ledger-broken' }));
});

test('merging adds what is not known, keeps what costs more, and orders by time', () => {
  const dearer = run('a', { entries: [entry(5000)] });
  const later = run('c', { startedAt: 9 });
  expect(mergeRuns([later, run('a')], [dearer, run('b', { startedAt: 2 })]).map(({ id }) => id)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(mergeRuns([run('a')], [dearer])).toEqual([dearer]);
  expect(mergeRuns([dearer], [run('a')])).toEqual([dearer]);
  const lost = run('a', { entries: [] });
  expect(mergeRuns([run('a')], [lost]), 'a whole budget costs more than part of it').toEqual([lost]);
  expect(mergeRuns([run('a')], [run('a', { status: 'not-released', entries: [] })])).toEqual([run('a')]);
});

test('a stored run that does not hold gives way to the one of the file', () => {
  const broken = run('a', { rhoGrains: 1, entries: [entry(90_000)] });
  expect(mergeRuns([broken], [run('a')])).toEqual([run('a')]);
});
