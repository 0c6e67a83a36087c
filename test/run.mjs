/**
 * Runs every check in order, does not stop at the first that fails, and ends with `N passed, N failed`.
 * Exit statuses decide, reports only count: a step that fails without a failed test counts as one failed, a missing
 * report as well, and a test step that ran nothing too. Tests that a missing folder switched off are listed by name.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'test', '.results');
const bin = (name) => join(root, 'node_modules', ...name.split('/'));
const node = process.execPath;
const minutes = (count) => count * 60_000;

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const tsc = bin('typescript/bin/tsc');
const vite = bin('vite/bin/vite.js');
const vitest = (...projects) => [
  bin('vitest/vitest.mjs'),
  'run',
  ...projects.flatMap((project) => ['--project', project]),
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${join(results, `${projects[0]}.json`)}`,
];

/** `isStatic`: looks at the source alone; such steps run two at a time, the others one after the other. */
const STEPS = [
  { name: 'types: core', isStatic: true, args: [tsc, '-p', 'src/core'] },
  { name: 'types: workers', isStatic: true, args: [tsc, '-p', 'workers'] },
  { name: 'types: tests', isStatic: true, args: [tsc, '-p', 'test'] },
  {
    name: 'types: page',
    isStatic: true,
    args: [bin('svelte-check/bin/svelte-check'), '--tsconfig', 'src/tsconfig.json', '--output', 'human'],
  },
  {
    name: 'lint',
    isStatic: true,
    args: [bin('eslint/bin/eslint.js'), '-c', 'test/eslint.config.js', '--max-warnings=0', 'src', 'workers', 'test'],
  },
  {
    name: 'format',
    isStatic: true,
    args: [
      bin('prettier/bin/prettier.cjs'),
      '--check',
      '--log-level=warn',
      '--ignore-path',
      '.gitignore',
      '--ignore-path',
      'test/.prettierignore',
      '.',
    ],
  },
  {
    name: 'tests in Node',
    args: vitest('node', 'mocked'),
    report: 'node.json',
    read: vitestCounts,
    limit: minutes(15),
  },
  {
    name: 'tests of components',
    args: vitest('browser'),
    report: 'browser.json',
    read: vitestCounts,
    limit: minutes(10),
  },
  { name: 'build: site', args: [vite, 'build', '--logLevel=warn'] },
  { name: 'build: one file', args: [vite, 'build', '--mode', 'one-file', '--logLevel=warn'] },
  {
    name: 'tests end to end',
    args: [bin('@playwright/test/cli.js'), 'test', '-c', 'test/e2e/playwright.config.ts'],
    report: 'e2e.json',
    read: playwrightCounts,
    limit: minutes(20),
  },
];

const rows = [
  ...(await sideBySide(
    STEPS.filter(({ isStatic }) => isStatic),
    2,
  )),
  ...(await sideBySide(
    STEPS.filter(({ isStatic }) => !isStatic),
    1,
  )),
];
const total = rows.reduce((sum, row) => ({ passed: sum.passed + row.passed, failed: sum.failed + row.failed }), {
  passed: 0,
  failed: 0,
});
writeFileSync(join(results, 'summary.json'), `${JSON.stringify({ ...total, steps: rows }, null, 2)}\n`);

console.log('');
for (const row of rows)
  console.log(
    `${row.failed === 0 ? 'ok    ' : 'FAILED'} ${row.name}: ${row.passed} passed, ${row.failed} failed, ${row.seconds} s`,
  );
for (const line of skippedTables()) console.log(line);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** Runs the steps in their order, so many at a time; rows come back in the same order. */
async function sideBySide(steps, lanes) {
  const rows = [];
  let next = 0;
  const lane = async () => {
    while (next < steps.length) {
      const at = next++;
      rows[at] = await run(steps[at]);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return rows;
}

async function run({ name, args, isStatic, report, read, limit = minutes(5) }) {
  if (!isStatic) console.log(`\n== ${name}`);
  const began = Date.now();
  const { status, output, error } = await finished(args, isStatic, limit);
  const seconds = Math.round((Date.now() - began) / 100) / 10;
  if (isStatic) console.log(`\n== ${name}\n${output}`);
  if (error) console.log(`${name} did not finish: ${error}`);
  const counted = read
    ? counts(read, join(results, report))
    : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  const nothingSaid = status !== 0 && counted.failed === 0;
  return { name, passed: counted.passed, failed: counted.failed + (nothingSaid ? 1 : 0), seconds };
}

/** What a step says goes straight to the screen, or is kept until it ends where others speak at the same time. */
function finished(args, isKept, limit) {
  const child = spawn(node, args, {
    cwd: root,
    stdio: ['ignore', isKept ? 'pipe' : 'inherit', isKept ? 'pipe' : 'inherit'],
    env: { ...process.env, TZ: 'UTC' },
  });
  let output = '';
  child.stdout?.on('data', (data) => (output += data));
  child.stderr?.on('data', (data) => (output += data));
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), limit);
    child.on('error', ({ message }) => resolve({ status: null, output, error: message }));
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      resolve({ status, output, error: signal === null ? null : `ended by ${signal}` });
    });
  });
}

function counts(read, path) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const counted = read(JSON.parse(readFileSync(path, 'utf8')));
  return counted.passed + counted.failed === 0 ? { passed: 0, failed: 1 } : counted;
}

function vitestCounts(report) {
  return { passed: report.numPassedTests, failed: report.numFailedTests };
}

function playwrightCounts(report) {
  const { expected = 0, unexpected = 0, flaky = 0 } = report.stats ?? {};
  return { passed: expected, failed: unexpected + flaky };
}

/** Tests that need tables of the folder beside the checkout leave a line each when it is not there. */
function skippedTables() {
  const folder = join(results, 'skipped');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
    .sort();
  return [
    `Not run, for want of tables beside the checkout: ${names.length} tests`,
    ...names.map((name) => `  - ${name}`),
  ];
}
