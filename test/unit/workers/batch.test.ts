/** The command, built and run as people run it: its exit status, its sentences and its three files. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = 'test/.results/batch';
const input = 'test/samples/tables/penguins.csv';
const folder = mkdtempSync(join(tmpdir(), 'understudy-'));

beforeAll(() => {
  const vite = 'node_modules/vite/bin/vite.js';
  const built = node(vite, 'build', '--ssr', 'workers/batch.ts', '--outDir', program, '--logLevel', 'error');
  if (built.status !== 0) throw new Error(built.stderr);
});

test('a table becomes rows, a report and a manifest; a seeded run says that it is not private', () => {
  const recipe = fileOf('recipe.json', JSON.stringify({ assumePublicSchema: true, validate: { utility: false } }));
  const out = join(folder, 'out');
  const { status, stderr } = batch('--input', input, '--recipe', recipe, '--out', out, '--entropy-seed', '7');
  expect(stderr).toContain('NOT PRIVATE');
  expect(stderr).toContain('Wrote synthetic.csv');
  expect(status).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['manifest.json', 'report.json', 'synthetic.csv']);
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as { claim: unknown };
  expect(report.claim).toMatchObject({ kind: 'zcdp', notPrivate: true });
  expect(readFileSync(join(out, 'synthetic.csv'), 'utf8')).toMatch(/^species,island,/);
});

test('what a schema says is declared, before the recipe', () => {
  const fields = [
    { name: 'species', type: 'string', categories: ['Adelie', 'Gentoo', 'Chinstrap'], constraints: { required: true } },
    { name: 'year', type: 'integer', constraints: { minimum: 2000, maximum: 2010 } },
    { name: 'gone' },
  ];
  const schema = fileOf('schema.json', JSON.stringify({ fields, fieldsMatch: 'subset' }));
  const recipe = fileOf(
    'beside.json',
    JSON.stringify({
      privacy: null,
      columns: { year: { bounds: [2005, 2010] } },
      validate: { fidelity: false, utility: false, attacks: false },
    }),
  );
  const out = join(folder, 'declared');
  const { status, stderr } = batch('--input', input, '--schema', schema, '--recipe', recipe, '--out', out);
  expect(stderr).toContain('1 column is named in one of schema and table alone: gone.');
  expect(status).toBe(0);
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { schema: { fields: unknown[] } };
  expect(manifest.schema.fields).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'species', domain: { kind: 'categorical', levels: fields[0]!.categories } }),
      expect.objectContaining({ name: 'year', domain: { kind: 'numeric', low: 2005, high: 2010, decimals: 0 } }),
    ]),
  );
});

test.each([
  [
    'a file that is not there',
    ['--input', 'nowhere.csv', '--out', folder],
    new UserError('input-missing', { path: 'nowhere.csv' }),
  ],
  ['an argument that is not known', ['--epsilon', '1'], refusal('An argument is not known.')],
  ['no file at all', ['--out', folder], refusal('--input and --out are needed.')],
  [
    'a seed that is no number',
    ['--input', input, '--out', folder, '--entropy-seed', 'x'],
    refusal('--entropy-seed must be a whole number.'),
  ],
  [
    'a recipe that is no JSON',
    ['--input', input, '--out', folder, '--recipe', fileOf('broken.json', '{')],
    new UserError('recipe-invalid', { problem: 'is not valid JSON' }, { key: 'text' }),
  ],
  [
    'a schema that is none',
    ['--input', input, '--out', folder, '--schema', fileOf('table.json', '[{ "a": 1 }]')],
    refusal('--schema must be a Table Schema.'),
  ],
  [
    'a Data Package as the schema',
    ['--input', input, '--out', folder, '--schema', fileOf('package.json', '{ "resources": [{ "path": "x.csv" }] }')],
    new UserError('companion-alone', { what: 'a Data Package' }),
  ],
])('%s: exit 1 and the sentence of the catalogue', (_, words, error) => {
  const { status, stderr } = batch(...words);
  expect(stderr).toBe(`${error.message}\n`);
  expect(status).toBe(1);
});

function refusal(problem: string): UserError {
  const usage = 'npm run pipeline -- --input FILE --recipe RECIPE.json --out DIR [--schema FILE] [--entropy-seed N]';
  return new UserError('argument-invalid', { problem, usage });
}

function fileOf(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function batch(...words: string[]): ReturnType<typeof node> {
  return node(join(program, 'batch.js'), ...words);
}

function node(...words: string[]) {
  return spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
}
