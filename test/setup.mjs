/**
 * Makes a fresh clone ready: installs the packages of the lockfile if they are not those that are there, and with
 * `--browser` finds or installs a Chromium. Node's own modules only, since nothing else is there yet.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const quiet = process.argv.includes('--quiet');
const say = (text) => (quiet ? process.stderr : process.stdout).write(`${text}\n`);

checkNode();
installPackages();
if (process.argv.includes('--browser')) await ensureBrowser();

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(`Understudy needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer one and run again.`);
}

function installPackages() {
  const mark = join(root, 'node_modules', '.understudy-setup');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.version} ${process.platform} ${process.arch}`)
    .digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted && shimIsLinked()) return;
  say('Setting up: installing the packages of the lockfile.');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', quiet ? 2 : 1, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    fail('The packages could not be installed. Check that a package registry can be reached and run again.');
  if (!shimIsLinked())
    fail('The stand-in for the heavy parts of danfojs was not linked. Delete node_modules and run again.');
  mkdirSync(dirname(mark), { recursive: true });
  writeFileSync(mark, wanted);
}

/** npm leaves dangling links without a word if an override's path is wrong. */
function shimIsLinked() {
  return existsSync(join(root, 'node_modules', 'mathjs', 'index.cjs'));
}

async function ensureBrowser() {
  const { findChromium } = await import('./helpers/browser.mjs');
  if (findChromium()) return;
  say('Setting up: no Chromium was found, so one is installed for the tests.');
  for (const [command, args] of installers()) {
    try {
      execFileSync(command, args, { cwd: root, stdio: ['ignore', quiet ? 2 : 1, 2] });
    } catch {
      continue; // the next way may work; if none does, the sentence below says so
    }
    if (findChromium()) return;
  }
  fail(
    'The tests need Chromium, Chrome or Edge and none could be found or installed. Install one, or set CHROMIUM_PATH.',
  );
}

function installers() {
  const ways = [];
  const isDebianRoot = process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (isDebianRoot) ways.push(['sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium']]);
  ways.push([process.execPath, [join(root, 'node_modules', 'playwright', 'cli.js'), 'install', 'chromium']]);
  return ways;
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
