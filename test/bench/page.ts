/**
 * The page beside its engine: Adult from the drop to the judged result in Chromium, on the built site. Engine time is
 * the time in which some worker had a job; what the page adds is the rest, while the person waits. Also the longest task
 * of the main thread, from the drop on; how soon the first rows of a long file are there; and, without a guarantee, how
 * long a person waits for a quick look, a full one, and a sweep.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { chromiumLaunch } from '../helpers/browser.mjs';
import { ADULT, ADULT_ROWS, adultText } from './adult.ts';
import { print } from './lines.ts';

const PORT = 4179;
const ADDRESS = `http://127.0.0.1:${PORT}/`;
/** Long enough that reading it takes seconds. */
const LONG_ROWS = 500_000;
/** The page adds at most a tenth. */
const MOST_ADDED = 0.1;
/** Seconds; a sweep's are those of learning, and the refits of the copula come on top. */
const MOST_SECONDS = { quick: 12, full: 40, sweep: 60 };
const PATIENCE = { timeout: 300_000 };

type Recorded = { acts: number[]; busy: [number, number][]; tasks: { start: number; duration: number }[] };

/** Builds nothing: `npm run build` comes first. */
export async function benchPage(): Promise<void> {
  await withSite(async (browser) => {
    await wholeWay(browser);
    await firstRowsOf(browser);
  });
}

export async function benchFirstRows(): Promise<void> {
  await withSite(firstRowsOf);
}

async function withSite(visit: (browser: Browser) => Promise<void>): Promise<void> {
  // Not through npx, whose child would outlive it.
  const vite = ['node_modules/vite/bin/vite.js', 'preview', '--outDir', 'dist/site', '--port', String(PORT)];
  const server = spawn(process.execPath, [...vite, '--strictPort'], { stdio: 'ignore' });
  const browser = await chromium.launch(chromiumLaunch());
  try {
    await visit(browser);
  } finally {
    await browser.close();
    server.kill();
  }
}

/** From the drop to the judged result, the looks and the sweep. */
async function wholeWay(browser: Browser): Promise<void> {
  const file = fileOf('adult.csv', adultText(ADULT_ROWS));
  const page = await browser.newPage();
  await page.addInitScript(recordWorkers);
  await opened(page);
  const spans = [
    await span(page, () => drop(page, file), 'Columns'),
    await generateSpan(page, true),
    await span(page, () => press(page, 'Validate'), 'Export'),
  ];
  const { busy, tasks } = await page.evaluate(() => (window as unknown as { recorded: Recorded }).recorded);
  const waited = spans.reduce((sum, [start, end]) => sum + end - start, 0) / 1000;
  const worked = spans.reduce((sum, within) => sum + busyWithin(busy, within), 0) / 1000;
  const name = `${ADULT}, drop to validated in the page`;
  print({
    name,
    value: waited,
    unit: 's',
    baseline: 'a worker had a job',
    ratio: waited / worked,
    bound: 1 + MOST_ADDED,
  });
  await look(browser, file, 'quick');
  await sweep(await look(browser, file, 'full'));
  const longest = tasks.filter(({ start }) => start > spans[0]![0]).map(({ duration }) => duration);
  print({ name: 'longest task of the main thread from the drop on', value: Math.max(0, ...longest), unit: 'ms' });
}

/** A file on disk: bytes sent through the driver would be unpacked by the page's own thread. */
function fileOf(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'bench-')), name);
  writeFileSync(path, text);
  return path;
}

/** From the choice of a long file until its first hundred rows are drawn, while the rest is read. */
async function firstRowsOf(browser: Browser): Promise<void> {
  const file = fileOf('long.csv', adultText(LONG_ROWS));
  const page = await browser.newPage();
  await page.addInitScript(() => {
    const early = { from: 0, until: 0 };
    Object.assign(window, { early });
    addEventListener('change', () => (early.from = performance.now()), { capture: true });
    new MutationObserver(() => {
      const rows = document.querySelector('tbody')?.rows.length ?? 0;
      if (early.until === 0 && rows >= 100) requestAnimationFrame(() => (early.until ||= performance.now()));
    }).observe(document, { childList: true, subtree: true });
  });
  await opened(page);
  await drop(page, file);
  await page.waitForFunction(() => (window as unknown as { early: { until: number } }).early.until > 0);
  const { from, until } = await page.evaluate(
    () => (window as unknown as { early: { from: number; until: number } }).early,
  );
  const name = `first hundred rows on screen, ${LONG_ROWS / 1000}k x 15, ${ADULT}`;
  print({ name, value: until - from, unit: 'ms', baseline: '300 ms', ratio: (until - from) / 300, bound: 1 });
  await page.close();
}

/** Rows of the copula, judged at one depth on a page of its own, which is left open. */
async function look(browser: Browser, file: string, depth: 'quick' | 'full'): Promise<Page> {
  const page = await browser.newPage();
  await page.addInitScript(recordWorkers);
  await opened(page);
  await span(page, () => drop(page, file), 'Columns');
  await generateSpan(page, false);
  await page.getByRole('radio', { name: depth === 'quick' ? /^Quick/ : /^Full/ }).check();
  const [start, end] = await span(page, () => press(page, 'Validate'), 'Export');
  printWait(`a ${depth} look`, end - start, MOST_SECONDS[depth]);
  return page;
}

/** The mixes that the page proposes after a full look. */
async function sweep(page: Page): Promise<void> {
  const part = page.getByRole('region', { name: 'How much may be synthetic?' });
  const start = await page.evaluate(() => performance.now());
  await part.getByRole('button', { name: 'Try other mixes' }).click();
  await part.getByRole('heading', { name: /^Replacing/ }).waitFor(PATIENCE);
  printWait('a sweep', (await page.evaluate(() => performance.now())) - start, MOST_SECONDS.sweep);
}

function printWait(what: string, milliseconds: number, most: number): void {
  const value = milliseconds / 1000;
  print({
    name: `${ADULT}, ${what} in the page`,
    value,
    unit: 's',
    baseline: `${most} s`,
    ratio: value / most,
    bound: 1,
  });
}

/** Runs in the page: when a person acted, intervals between a job's post and its answer, and tasks above 50 ms. */
function recordWorkers(): void {
  const recorded: Recorded = { acts: [], busy: [], tasks: [] };
  Object.assign(window, { recorded });
  for (const type of ['click', 'change']) {
    addEventListener(type, () => recorded.acts.push(performance.now()), { capture: true });
  }
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) recorded.tasks.push({ start: startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  const started = new Map<string, number>();
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }: MessageEvent<{ id?: string }>) => {
        const start = started.get(data.id ?? '');
        if (start !== undefined) recorded.busy.push([start, performance.now()]);
      });
    }
    override postMessage(message: { id?: string }, transfer?: StructuredSerializeOptions | Transferable[]): void {
      if (message.id) started.set(message.id, performance.now());
      super.postMessage(message, transfer as StructuredSerializeOptions);
    }
  };
}

async function opened(page: Page): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await page.goto(ADDRESS);
      break;
    } catch (error) {
      if (attempt === 50) throw error;
      await page.waitForTimeout(200);
    }
  }
  await page.getByLabel('Choose a file').waitFor();
  await page.waitForTimeout(1000); // what loads when idle has loaded
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const drop = (page: Page, path: string) => page.getByLabel('Choose a file').setInputFiles(path);

/** From the act, as the page heard of it, until the button of the next step can be pressed: in the page's own time. */
async function span(page: Page, act: () => Promise<void>, next: string): Promise<[number, number]> {
  await act();
  const start = await page.evaluate(() => (window as unknown as { recorded: Recorded }).recorded.acts.at(-1)!);
  await page.getByRole('button', { name: next, exact: true, disabled: false }).waitFor(PATIENCE);
  return [start, await page.evaluate(() => performance.now())];
}

async function generateSpan(page: Page, guarantee: boolean): Promise<[number, number]> {
  for (const name of ['Columns', 'Privacy']) await press(page, name);
  if (!guarantee) await page.getByRole('radio', { name: 'No formal guarantee' }).check();
  await page.getByRole('combobox', { name: 'Synthesizer' }).selectOption('copula');
  await press(page, 'Generate');
  await page.getByRole('spinbutton', { name: 'Rows' }).waitFor();
  const made = await span(page, () => press(page, 'Generate'), 'Validate');
  await press(page, 'Validate');
  await page.getByRole('combobox', { name: 'Target column' }).waitFor();
  return made;
}

/** Milliseconds of the span in which some worker was busy. */
function busyWithin(busy: readonly [number, number][], [start, end]: readonly [number, number]): number {
  const cut = busy
    .map(([from, to]): [number, number] => [Math.max(from, start), Math.min(to, end)])
    .filter(([from, to]) => to > from)
    .sort((a, b) => a[0] - b[0]);
  let covered = 0;
  let until = start;
  for (const [from, to] of cut) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}
