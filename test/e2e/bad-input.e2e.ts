/**
 * Files that are odd or wrong, one after the other through one page: each shows its sentence or its rows, none ends in
 * the screen for faults of ours, and the good file that follows is read as if nothing had been.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { choose, drop, heading, open, primary, step, tables } from './journey.ts';
import { expect, test } from './net.ts';

const folder = mkdtempSync(join(tmpdir(), 'understudy-'));
const good = join(tables, 'penguins.csv');
const LINES = 40;

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A header and `LINES` lines; `cell` makes the cells of a line. */
function csv(header: readonly string[], cells: (line: number) => readonly (string | number)[], lines = LINES): string {
  return [header, ...Array.from({ length: lines }, (_, line) => cells(line))].map((row) => row.join(',')).join('\n');
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `c${i}`);

const made = (page: Page): Locator => page.getByRole('heading', { level: 1, name: /synthetic rows? (is|are) ready/ });
const goHome = (page: Page): Promise<void> =>
  page.getByRole('banner').getByRole('button', { name: 'Understudy' }).click();

async function goodFileWorks(page: Page): Promise<void> {
  await choose(page, good);
  await expect(heading(page)).toHaveText('344 rows of 8 columns');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(primary(page, 'Columns')).toBeEnabled();
}

const refused: readonly (readonly [what: string, path: string, sentence: string])[] = [
  ['an empty file', file('empty.csv', ''), 'The file is empty: there is nothing to read.'],
  ['a header only', file('header.csv', 'a,b,c\n'), 'The file has a header and no rows below it.'],
  [
    'bytes that are no text',
    file(
      'bytes.csv',
      Uint8Array.from({ length: 4000 }, (_, i) => ((i * i) % 13 < 4 ? 0 : 97 + (i % 20))),
    ),
    'The file is not text',
  ],
  [
    'letters of no known encoding',
    file(
      'letters.csv',
      Uint8Array.from({ length: 4000 }, (_, i) => (i * i * 31 + 7) & 255),
    ),
    'The text is in none of the encodings that are known here',
  ],
  ['a picture', file('picture.csv', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0)), 'a picture'],
  ['a web page', file('page.csv', '<!doctype html><html><body>no table</body></html>'), 'saved web page'],
];

test('files that are no table are refused in a sentence, twice each, and the next file works', async ({ page }) => {
  await open(page);
  for (const [what, path, sentence] of refused) {
    await test.step(what, async () => {
      for (const _time of [1, 2]) {
        await choose(page, path);
        await expect(page.getByRole('alert')).toContainText(sentence);
        await expect(page.getByRole('region', { name: 'Drop a table' })).toBeVisible();
        await expect(page.getByLabel('Choose a file')).toBeEnabled();
      }
    });
  }
  await goodFileWorks(page);
});

const odd: readonly (readonly [what: string, path: string, title: string, sentences: readonly string[]])[] = [
  [
    'three hundred columns',
    file(
      'wide.csv',
      csv(names(300), (line) => names(300).map((_, i) => (line * (i + 3)) % 17)),
    ),
    '40 rows of 300 columns',
    [],
  ],
  [
    'a column without a value',
    file(
      'missing.csv',
      csv(['age', 'nothing'], (line) => [20 + (line % 9), '']),
    ),
    '40 rows of 2 columns',
    ['Column nothing is empty in every row.'],
  ],
  [
    'a constant column',
    file(
      'constant.csv',
      csv(['age', 'country'], (line) => [20 + (line % 9), 'Chile']),
    ),
    '40 rows of 2 columns',
    ['Column country holds the same value in every row.'],
  ],
  [
    'ten thousand levels, each in several rows',
    file(
      'levels.csv',
      csv(['age', 'code'], (line) => [20 + (line % 50), `L${line % 10_000}`], 30_000),
    ),
    '30,000 rows of 2 columns',
    [],
  ],
  [
    'quotes that are never closed',
    file(
      'quotes.csv',
      csv(['age', 'town'], (line) => [20 + (line % 9), line === 7 ? '"Ulm' : 'Bonn']),
    ),
    '40 rows of 2 columns',
    ['A quote is not closed'],
  ],
  [
    'names that occur twice',
    file(
      'twice.csv',
      csv(['age', 'age', 'town'], (line) => [20 + (line % 9), line, 'Bonn Ulm Köln'.split(' ')[line % 3]!]),
    ),
    '40 rows of 3 columns',
    ['occurred before or had blanks and were made unique'],
  ],
  [
    'names that are empty',
    file(
      'unnamed.csv',
      csv(['age', '', 'town'], (line) => [20 + (line % 9), line, 'Bonn Ulm Köln'.split(' ')[line % 3]!]),
    ),
    '40 rows of 3 columns',
    ['have no name and were given one'],
  ],
  [
    'a single column',
    file(
      'column.csv',
      csv(['age'], (line) => [20 + (line % 9)]),
    ),
    '40 rows of one column',
    [],
  ],
  ['a single row', file('row.csv', 'age,town\n31,Ulm\n'), '1 row of 2 columns', []],
];

test('odd tables are read, said, and made into rows, one after the other; the next file works', async ({ page }) => {
  await open(page);
  for (const [what, path, title, sentences] of odd) {
    await test.step(what, async () => {
      await choose(page, path);
      await expect(heading(page)).toHaveText(title);
      for (const sentence of sentences) await expect(page.getByRole('main')).toContainText(sentence);
      await primary(page, 'Columns').click();
      await expect(page.getByRole('table', { name: 'Columns' })).toBeVisible();
      // Forty rows are too few for ranges to stand out of the noise; here it is about what was read.
      await page.getByRole('checkbox', { name: 'State that this schema is public' }).check();
      await primary(page, 'Privacy').click();
      await expect(heading(page)).toHaveText('How much may one person matter?');
      await step(page, 'Generate').click();
      await primary(page, 'Generate').click();
      await expect(made(page)).toBeVisible();
      await expect(page.getByRole('alert')).toHaveCount(0);
      await goHome(page);
    });
  }
  await goodFileWorks(page);
});

test('a table with nothing to model is refused before anything is spent, and the next file works', async ({ page }) => {
  await open(page);
  await choose(
    page,
    file(
      'counts.csv',
      csv(['number'], (line) => [line]),
    ),
  );
  await expect(heading(page)).toHaveText('40 rows of one column');
  await step(page, 'Generate').click();
  await primary(page, 'Generate').click();
  await expect(page.getByRole('alert')).toContainText('No column is left to model');
  await expect(page.getByRole('alert')).toContainText('Nothing was spent');
  await goHome(page);
  await goodFileWorks(page);
});

test('a folder is refused in a sentence when it is dropped, and the next file works', async ({ page }) => {
  const inside = join(folder, 'tables');
  mkdirSync(inside);
  writeFileSync(join(inside, 'a.csv'), 'age\n1\n2\n');
  await open(page);
  await drop(page, inside);
  await expect(page.getByRole('alert')).toContainText('A folder was dropped.');
  await goodFileWorks(page);
});

test('an engine that dies in the middle of a run is said at the place, nothing is spent, and the next run works', async ({
  page,
}) => {
  // The browser's word for a dead worker is an event on it; a busy one cannot be asked to throw.
  await page.addInitScript(() => {
    const started: Worker[] = [];
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        started.push(this);
      }
    };
    const killWorkers = (): void => {
      for (const worker of started.splice(0)) {
        worker.terminate();
        worker.dispatchEvent(new Event('error'));
      }
    };
    // In the page and at the first share of work that is done: a run may be over before a test's next command arrives.
    const atWork = new MutationObserver(() => {
      const done = document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow');
      if (!Number(done)) return;
      atWork.disconnect();
      killWorkers();
    });
    Object.assign(window, {
      killAtWork: () => atWork.observe(document, { subtree: true, childList: true, attributes: true }),
    });
  });
  await open(page);
  const cells = (line: number): number[] => names(12).map((_, i) => (line * (i + 3)) % (40 + i));
  await choose(page, file('long.csv', csv(names(12), cells, 20_000)));
  await primary(page, 'Columns').click();
  await primary(page, 'Privacy').click();
  await primary(page, 'Generate').click();
  await page.evaluate(() => (window as unknown as { killAtWork: () => void }).killAtWork());
  await primary(page, 'Generate').click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The engine ended unexpectedly');
  await expect(alert).toContainText('Nothing was spent');
  await primary(page, 'Try again').click();
  await expect(made(page)).toBeVisible();
  await goHome(page);
  await goodFileWorks(page);
});
