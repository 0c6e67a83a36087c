/** The command that judges a table made elsewhere, built and run as people run it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = 'test/.results/assess';
const folder = mkdtempSync(join(tmpdir(), 'understudy-'));
const [header = '', ...rows] = readFileSync(join(root, 'test/samples/tables/penguins.csv'), 'utf8').trim().split('\n');

type Json = Readonly<{
  source: { trainRows: number; holdoutRows: number };
  elsewhere: { mayHaveSeenHoldout: boolean; differences: { synthetic: { missing: string[]; extra: string[] } } };
  fidelity: { columns: { name: string }[]; leftOut: string[] };
  warnings: { code: string }[];
  answer: string[];
}>;

beforeAll(() => {
  const vite = 'node_modules/vite/bin/vite.js';
  const built = node(vite, 'build', '--ssr', 'workers/assess.ts', '--outDir', program, '--logLevel', 'error');
  if (built.status !== 0) throw new Error(built.stderr);
});

test('without a holdout file it says that the set-aside rows may have been seen; claim and ledger have no key', () => {
  const { status, report, keys } = judged(
    '--train',
    fileOf('train.csv', rows),
    '--synthetic',
    fileOf('made.csv', rows),
  );
  expect(status).toBe(0);
  for (const key of ['claim', 'ledger', 'plan']) expect(keys).not.toContain(key);
  expect(report.elsewhere.mayHaveSeenHoldout).toBe(true);
  expect(report.warnings.map(({ code }) => code)).toContain('holdout-maybe-seen');
  expect(report.answer.join(' ')).toContain('may have been made from too');
});

test('with a holdout file all train rows count as train, and a table without some columns is judged on the others', () => {
  const narrow = rows.slice(0, 200).map((row) => row.split(',').slice(1).reverse().join(','));
  const made = fileOf('narrow.csv', narrow, header.split(',').slice(1).reverse().join(','));
  const { status, report } = judged(
    ...['--train', fileOf('fitted.csv', rows.slice(0, 250)), '--holdout', fileOf('held.csv', rows.slice(250))],
    ...['--synthetic', made],
  );
  expect(status).toBe(0);
  expect(report.source).toMatchObject({ trainRows: 250, holdoutRows: rows.length - 250 });
  expect(report.elsewhere).toMatchObject({
    mayHaveSeenHoldout: false,
    differences: { synthetic: { missing: ['species'] } },
  });
  expect(report.fidelity.leftOut).toEqual(['species']);
  expect(report.fidelity.columns.map(({ name }) => name)).toContain('sex');
});

test('a table that shares no column is refused in words', () => {
  const made = fileOf('other.csv', ['1,2', '3,4'], 'a,b');
  const { status, stderr } = judged('--train', fileOf('real.csv', rows), '--synthetic', made);
  expect(status).toBe(1);
  expect(stderr).toContain(new UserError('nothing-shared').message);
});

test('a target that the synthetic table lacks gives way to another', () => {
  const recipe = join(folder, 'recipe.json');
  writeFileSync(recipe, JSON.stringify({ validate: { target: 'species', attacks: false, utility: false } }));
  const narrow = rows.map((row) => row.split(',').slice(1).join(','));
  const made = fileOf('targetless.csv', narrow, header.split(',').slice(1).join(','));
  const { status, report } = judged('--train', fileOf('all.csv', rows), '--synthetic', made, '--recipe', recipe);
  expect(status).toBe(0);
  expect(report.warnings.map(({ code }) => code)).toContain('target-apart');
});

test('what is not given is asked for', () => {
  const { status, stderr } = judged('--train', fileOf('alone.csv', rows));
  expect(status).toBe(1);
  expect(stderr).toContain('--train, --synthetic and --out are needed.');
});

function judged(...given: string[]) {
  const out = mkdtempSync(join(folder, 'out-'));
  const { status, stderr } = node(`${program}/assess.js`, ...given, '--out', out);
  const isDone = readdirSync(out).includes('report.json');
  const report = JSON.parse(isDone ? readFileSync(join(out, 'report.json'), 'utf8') : '{}') as Json;
  return { status, stderr, report, keys: Object.keys(report) };
}

function fileOf(name: string, lines: readonly string[], head = header): string {
  const path = join(folder, name);
  writeFileSync(path, [head, ...lines, ''].join('\n'));
  return path;
}

function node(...args: string[]) {
  return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}
